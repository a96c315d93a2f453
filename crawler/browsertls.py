"""Both sides of TLS on the browser's way out: what the browser is answered with, and how sites are asked."""

from __future__ import annotations

import os
import ssl
import tempfile
import warnings
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

#: OpenSSL's permission to talk to servers without secure renegotiation (RFC 5746); named in Python from 3.12 on.
_LEGACY_SERVER_CONNECT: Final = 0x4


@cache
def towards_browser() -> ssl.SSLContext:
    """The server's side, with a certificate of this process's own that only its own browser is told to take."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    handle, name = tempfile.mkstemp(suffix=".pem")  # the library reads keys from files only; nobody else may read this
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(_key_and_certificate())
        context.load_cert_chain(name)
    finally:
        Path(name).unlink()
    return context


@cache
def towards_sites() -> ssl.SSLContext:
    """The client's side, as lenient as the crawl itself is (:mod:`crawler.old_tls`): only what anybody may read is asked."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    with warnings.catch_warnings():  # Python discourages what old servers need
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
    context.options |= _LEGACY_SERVER_CONNECT
    return context


def _key_and_certificate() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "govaudit")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    began, ends = now - timedelta(days=1), now + timedelta(days=30)
    made = builder.not_valid_before(began).not_valid_after(ends).sign(key, hashes.SHA256())
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private + made.public_bytes(serialization.Encoding.PEM)
