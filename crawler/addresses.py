"""Addresses that are never asked, whatever a page, a redirect or a DNS answer says: this machine and private
networks."""

from __future__ import annotations

import ipaddress
import re
import socket
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from crawler.urls import host_of

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

#: Names and endings that stand for this machine or a private network: RFC 6761 §6.3, RFC 6762 §3, RFC 8375 §7, the
#: ICANN board's reservation of ``.internal`` (2024), and names that cloud machines resolve to their metadata service.
_LOCAL_NAMES = frozenset({"localhost", "localdomain", "ip6-localhost", "ip6-loopback", "metadata", "instance-data"})
_LOCAL_ENDINGS = (
    ".localhost",
    ".local",
    ".localdomain",
    ".internal",
    ".home.arpa",
    ".intranet",
    ".lan",
    ".corp",
    ".home",
)
#: Metadata services that answer on public addresses (Azure's WireServer), which no registry marks as private.
_METADATA = frozenset({ipaddress.ip_address("168.63.129.16")})
#: IPv6 networks that carry an IPv4 address inside: NAT64 (RFC 6052, RFC 8215) and IPv4-compatible addresses (RFC 4291).
_CARRIERS = tuple(ipaddress.IPv6Network(text) for text in ("64:ff9b::/96", "64:ff9b:1::/48", "::/96"))
_NUMBER = re.compile(r"(?:0[xX][0-9a-fA-F]*|[0-9]+)")


@dataclass(frozen=True, slots=True)
class AddressGuard:
    """Decides about addresses; ``proxy`` is the user's own proxy, the only host that may be on this machine."""

    proxy: str = ""

    def refusal(self, url: str) -> str:
        """Why ``url`` may not be asked, judged by its text alone, without DNS; empty when it may."""
        return host_refusal(host_of(url))

    def answer_refusal(self, host: str, address: str) -> str:
        """Why a DNS answer for ``host`` may not be used; empty when it may. The proxy's own name may stand for
        anything."""
        if self.proxy and host == self.proxy_host:
            return ""
        return number_refusal(ipaddress.ip_address(address.partition("%")[0]))

    @property
    def proxy_host(self) -> str:
        return urlsplit(self.proxy).hostname or ""

    def allows(self, url: str) -> bool:
        """Whether a browser may ask ``url``: by its text and, without a proxy, by what its name resolves to now."""
        if self.refusal(url):
            return False
        return bool(self.proxy) or not _resolved_refusal(urlsplit(url).hostname or "")


@lru_cache(maxsize=4096)
def host_refusal(host: str) -> str:
    """Why a host may not be asked: ``local_name``, ``unreadable`` or the kind of number it is; empty when it may."""
    name = _plain(host)
    if not name:
        return "unreadable"
    if ":" in name:
        return _ipv6_refusal(name)
    last = name.rsplit(".", 1)[-1]
    if _NUMBER.fullmatch(last):  # as browsers do: a name that ends in a number is an IPv4 address or nothing
        number = ipv4_of(name)
        return number_refusal(number) if number else "unreadable"
    if name in _LOCAL_NAMES or name.endswith(_LOCAL_ENDINGS) or "." not in name:
        return "local_name"
    return ""


def ipv4_of(text: str) -> ipaddress.IPv4Address | None:
    """The IPv4 address that ``text`` stands for in any notation ``inet_aton`` reads: 127.1, 0x7f000001,
    017700000001."""
    parts = text.split(".")
    if len(parts) > 4 or not all(_NUMBER.fullmatch(part) for part in parts):
        return None
    try:
        numbers = [_number(part) for part in parts]
    except ValueError:
        return None
    value = numbers.pop()
    if value >= 256 ** (4 - len(numbers)) or any(number > 255 for number in numbers):
        return None
    for place, number in enumerate(numbers):
        value += number << (8 * (3 - place))
    return ipaddress.IPv4Address(value)


def number_refusal(address: Address) -> str:
    """Why a number may not be asked: loopback, link_local, multicast, metadata or private; empty for public ones."""
    inner = _carried(address)
    if inner is not None:
        return number_refusal(inner)
    for kind, met in (
        ("loopback", address.is_loopback),
        ("link_local", address.is_link_local),
        ("multicast", address.is_multicast),
        ("metadata", address in _METADATA),
        ("private", not address.is_global or address.is_reserved or address.is_unspecified),
    ):
        if met:
            return kind
    return ""


def _plain(host: str) -> str:
    """A host as resolvers would understand it: escapes undone, full-width digits and dots folded, lower case."""
    folded = unicodedata.normalize("NFKC", unquote(host)).replace("。", ".")
    return folded.strip().strip("[]").rstrip(".").lower()


def _number(text: str) -> int:
    if text[:2].lower() == "0x":
        return int(text[2:] or "0", 16)
    return int(text, 8) if text.startswith("0") and text != "0" else int(text)


def _ipv6_refusal(text: str) -> str:
    try:
        return number_refusal(ipaddress.IPv6Address(text.partition("%")[0]))
    except ValueError:
        return "unreadable"


def _carried(address: Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for or leads through: mapped, 6to4, Teredo, NAT64."""
    if not isinstance(address, ipaddress.IPv6Address) or address.is_loopback or address.is_unspecified:
        return None
    if any(address in network for network in _CARRIERS):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)


@lru_cache(maxsize=4096)
def _resolved_refusal(host: str) -> str:
    try:
        answers = socket.getaddrinfo(host, None, proto=socket.IPPROTO_TCP)
    except OSError:
        return "dns"
    refusals = [number_refusal(ipaddress.ip_address(str(answer[4][0]).partition("%")[0])) for answer in answers]
    return next((refusal for refusal in refusals if refusal), "")
