"""URLs in one spelling, and the key that the copies of one page share."""

from __future__ import annotations

import re
from functools import lru_cache
from posixpath import normpath
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}
#: Characters that a browser takes out of an address before reading it (WHATWG URL, basic URL parser, steps 1-3).
_INVISIBLE = re.compile(r"[\t\r\n]")
_PATH_SAFE = "/%:@!$&'()*+,;=~-._"
_QUERY_SAFE = _PATH_SAFE + "?[]|"
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
#: Fragments that are addresses of their own in pages made of scripts: ``#/list``, ``#!/list``.
_ROUTE = re.compile(r"!?/.")

#: Addresses that are spelt as :func:`normalise` spells them, which are nearly all; the rest takes five times as long.
_SEGMENT = r"[\w~!$&'()*+,;=:@-][\w~!$&'()*+,;=:@.-]*"
_NORMAL = re.compile(
    rf"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)*/(?:{_SEGMENT}/)*(?:{_SEGMENT})?(?:\?[\w/:@!$&'()*+,;=~.?-]+)?", re.ASCII
)
_PLAIN_HOST = re.compile(r"https?://([a-z0-9.-]+)(?:[/?#]|\Z)")
#: What :func:`copy_key` folds; without any of it only the scheme and the host's ``www.`` go.
_FOLDED = re.compile(r"[?#;(]|print|big5|was5|/(?:index|default)\.", re.IGNORECASE)

_SESSION_PATH = re.compile(r";(?:jsessionid|phpsessid|sessionid|sid)=[^/?;]*", re.IGNORECASE)
_ASPNET_SESSION = re.compile(r"/\([SAF]\([^)]*\)\)(?=/)", re.IGNORECASE)
_SESSION_NAMES = re.compile(
    r"^(?:jsessionid|phpsessid|aspsessionid\w*|asp\.net_sessionid|sessionid|session_id|sid|cfid|cftoken)$",
    re.IGNORECASE,
)
_PRINT_NAMES = re.compile(r"^(?:print|printable|printview|isprint|toprint)$", re.IGNORECASE)
_PRINT_VALUES = re.compile(r"^(?:print|printable|printview)$", re.IGNORECASE)
_PRINT_FOLDER = re.compile(r"/print(?:able|view)?/", re.IGNORECASE)
_INDEX_FILE = re.compile(r"/(?:index|default)\.(?:s?html?|jsp|aspx?|php|do|action)$", re.IGNORECASE)
_BIG5_GATE = re.compile(r"^/(?:gate|was5)/big5/(?:https?:?/+)?([^/]+\.[^/]+)(/.*)?$", re.IGNORECASE)
_BIG5_FOLDER = re.compile(r"^/(?:gate/)?big5/(?=.|$)", re.IGNORECASE)


@lru_cache(maxsize=1 << 14)
def normalise(url: str) -> str:
    """One spelling of an absolute http(s) URL, or the empty string when it is none.

    Lower-case scheme and host (IDNA), no user info, no default port, dot segments resolved, other characters
    percent-encoded as UTF-8, escapes in upper case, no fragment unless it is a route (``#/…``). RFC 3986 §6.2.2-6.2.3.
    """
    return url if _NORMAL.fullmatch(url) else _normalised(url)


def _normalised(url: str) -> str:
    try:
        parts = urlsplit(_INVISIBLE.sub("", url).strip().replace("\\", "/"))
        port = parts.port
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return ""
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS or not (host := _ascii_host(host)):
        return ""
    netloc = host if port in (None, _DEFAULT_PORTS[scheme]) else f"{host}:{port}"
    fragment = quote(parts.fragment, safe=_QUERY_SAFE + "#") if _ROUTE.match(parts.fragment) else ""
    return urlunsplit((scheme, netloc, _path(parts.path), _escaped(parts.query, _QUERY_SAFE), fragment))


@lru_cache(maxsize=1 << 14)
def copy_key(url: str) -> str:
    """The key that copies of one page share: two URLs with equal keys are one page.

    Folded: scheme, ``www.``, default ports, session ids, print views, traditional-script copies (``/big5/``,
    ``/gate/big5/<host>/``), index pages (``/index.html`` is ``/``) and the order of query parameters. Empty for what is
    no http(s) URL.
    """
    return _key(url, _INDEX_FILE)


def own_key(url: str) -> str:
    """The same key, but that an index page is a page of its own: the one that a folder's page of frames or redirects leads on to."""
    return _key(url, None)


def _key(url: str, index_file: re.Pattern[str] | None) -> str:
    plain = normalise(url)
    if plain and not _FOLDED.search(plain):
        host, _, path = plain.partition("://")[2].partition("/")
        return f"{_bare_host(host)}/{path}"
    parts = urlsplit(plain)
    if not parts.netloc:
        return ""
    host, path = parts.netloc, parts.path
    if gate := _BIG5_GATE.match(path):
        host, path = gate[1].lower(), gate[2] or "/"
    host = _bare_host(host)
    path = _folded_path(_BIG5_FOLDER.sub("/", path))
    path = index_file.sub("/", path) if index_file else path
    query = _folded_query(parts.query)
    return host + path + (f"?{query}" if query else "") + (f"#{parts.fragment}" if parts.fragment else "")


def host_of(url: str) -> str:
    """The lower-case host name of a URL, without port; empty when there is none."""
    if plain := _PLAIN_HOST.match(url):
        return plain[1].rstrip(".")
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def origin_of(url: str) -> str:
    """``scheme://host[:port]`` of a normalised URL: what one robots.txt speaks for (RFC 9309 §2.3)."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _bare_host(host: str) -> str:
    return host.removeprefix("www.").removeprefix("big5.").removeprefix("www.")


def _ascii_host(host: str) -> str:
    if host.isascii():
        return f"[{host}]" if ":" in host else host.lower()
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""


def _path(path: str) -> str:
    path = path or "/"
    if "/." in path or "//" in path:
        closing = "/" if path.endswith(("/", "/.", "/..")) else ""
        path = "/" + normpath(re.sub(r"/{2,}", "/", path)).strip("/")
        path += closing if path != "/" else ""
    return _escaped(path, _PATH_SAFE)


def _escaped(text: str, safe: str) -> str:
    if "%" in text:
        text = _ESCAPE.sub(lambda found: found[0].upper(), re.sub(r"%(?![0-9a-fA-F]{2})", "%25", text))
    return quote(text, safe=safe)


def _folded_path(path: str) -> str:
    path = _SESSION_PATH.sub("", path)
    path = _ASPNET_SESSION.sub("", path)
    return _PRINT_FOLDER.sub("/", path) or "/"


def _folded_query(query: str) -> str:
    if not query:
        return ""
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [pair for pair in pairs if not _SESSION_NAMES.match(pair[0]) and not _print_view(*pair)]
    return urlencode(sorted(kept))


def _print_view(name: str, value: str) -> bool:
    return bool(_PRINT_NAMES.match(name)) or bool(_PRINT_VALUES.match(value))
