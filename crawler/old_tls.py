"""TLS as many government servers still speak it: versions, key lengths and ciphers that libraries refuse by default."""

from __future__ import annotations

from typing import Any

from twisted.internet.interfaces import IAcceptableCiphers, ICipher
from zope.interface import implementer  # type: ignore[import-untyped]


@implementer(ICipher)
class _Words:
    """A piece of an OpenSSL cipher string."""

    def __init__(self, full_name: str) -> None:
        self.fullName = full_name


@implementer(IAcceptableCiphers)
class OldCiphers:
    """OpenSSL's default ciphers at security level 0 (openssl-ciphers(1)).

    Nothing secret is sent and nothing is believed for its encryption: what a visitor could once read is to be read.
    Scrapy's own setting cannot say this, for Twisted spells the string out cipher by cipher and drops the level.
    """

    def selectCiphers(self, availableCiphers: Any) -> tuple[_Words, ...]:
        return _Words("DEFAULT"), _Words("@SECLEVEL=0")
