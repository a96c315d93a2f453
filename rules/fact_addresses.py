"""Addresses: what is written like one, and where it leads from a page."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from rules.fact_walk import fold

_PAGE_LIKE: Final = re.compile(
    r"(?:^|/)[\w%.~-]*\.(?:s?html?|jspx?|aspx?|php|do|action|docx?|xlsx?|pdf|zip|rar|wps|et|ofd)(?:[?#]|$)",
    re.IGNORECASE,
)
_ADDRESS: Final = re.compile(r"^(?:https?:)?//[^/\s]|^\.{0,2}/[\w.~%?#-]|^[\w-]++(?:=[\w-]*+)?/[\w.~%-]", re.IGNORECASE)
_NO_ADDRESS: Final = re.compile(r"[\s<>{}\u4e00-\u9fff，。]")
_JUMP_PATH: Final = re.compile(
    r"jump|redirect|forward|/out|/goto\b|/go\b|/tz\b|/(?:web|ext)?link(?:to)?\b|golink|leave|wailian|gourl",
    re.IGNORECASE,
)
_JUMP_KEYS: Final = frozenset(["url", "link", "target", "to", "gourl", "href", "u"])
#: References that need no normalising: whole addresses, and paths without parameters or odd characters (nor dot segments within).
_WHOLE_ADDRESS: Final = re.compile(r"https?://[\w.-]+(?::\d+)?(?:/[\w/.~=?&%+-]*(?:#[\w/.~=&%+-]+)?)?\Z", re.ASCII)
_PLAIN_PATH: Final = re.compile(
    r"(?:(?:/|\./|(?:\.\./){1,8})\Z|(?:/|\./|(?:\.\./){1,8})?[\w~%-][\w/.~%-]*(?:\?[\w/.~=&%+-]+)?(?:#[\w-]+)?\Z)",
    re.ASCII,
)
_PLAIN_BASE: Final = re.compile(r"(https?://[\w.-]+(?::\d+)?)(/[\w/.~%-]*)(?:[?#].*)?$", re.ASCII)
_DEAD_STARTS: Final = frozenset("#jJaAvVnNuUmMtTdD")
DEAD: Final = re.compile(
    r"^(?:|#(?!!?/.).*|javascript:.*|about:.*|void\(.*|null|undefined|mailto:.*|tel:.*|data:.*)$",
    re.IGNORECASE | re.DOTALL,
)
#: The commonest of these, which need no looking at.
_NOWHERE: Final = frozenset(["", "#", "javascript:;", "javascript:void(0)", "javascript:void(0);", "javascript:"])
_FILE_NAME: Final = re.compile(r"[A-Za-z][\w-]{2,30}")
_WORDED: Final = re.compile(r"[\u4e00-\u9fff]|%[A-F\d]")


def looks_like_address(text: str) -> bool:
    """Tell whether a string literal or attribute value is written like a link's target."""
    return len(text) <= 2000 and not _NO_ADDRESS.search(text) and bool(_ADDRESS.match(text) or _PAGE_LIKE.search(text))


def looks_like_page(text: str) -> bool:
    """Tell whether a value is the address of a page or document by its file's ending."""
    return len(text) <= 2000 and not _NO_ADDRESS.search(text) and bool(_PAGE_LIKE.search(text))


def absolute(base: str, href: str) -> str:
    """Resolve ``href`` against ``base``; empty when it leads nowhere or cannot be an address."""
    if href in _NOWHERE:
        return ""
    if href[0] == "h" and _WHOLE_ADDRESS.match(href):
        return _through_jump_page(href) if "?" in href else href
    if _PLAIN_PATH.match(href) and not (href[0] in _DEAD_STARTS and DEAD.match(href)):
        root, folders = _root_and_folders(base)
        path = href.lstrip("./")
        if root and "/." not in path and "//" not in path:
            ups = (len(href) - len(path)) // 3 if href[:3] == "../" else 0
            joined = root + href if href[0] == "/" else folders[max(0, len(folders) - 1 - ups)] + path
            return _through_jump_page(joined) if "?" in joined else joined
    return _normalised(base, href.strip().replace("\\", "/"))


def _normalised(base: str, href: str) -> str:
    if not href or (href[0] in _DEAD_STARTS and DEAD.match(href)):
        return ""
    try:
        joined = urljoin(base, href.replace("\n", "").replace("\r", "").replace("\t", ""))
        parts = urlsplit(joined)
    except ValueError:
        return ""
    if parts.scheme and (parts.scheme not in ("http", "https") or not parts.netloc):
        return ""
    return _through_jump_page(joined)


@lru_cache(maxsize=256)
def _root_and_folders(base: str) -> tuple[str, tuple[str, ...]]:
    """(scheme and host, the addresses of the folders from the root down to the base's own); empty for a base of odd shape."""
    match = _PLAIN_BASE.match(base)
    if match is None or "/." in match.group(2) or "//" in match.group(2):
        return "", ()
    names = match.group(2).split("/")[1:-1]
    return match.group(1), tuple("/".join((match.group(1), *names[:depth], "")) for depth in range(len(names) + 1))


def _through_jump_page(url: str) -> str:
    """A jump page names the real target in its query, or behind #; that target is where the link leads."""
    if "?" not in url and "#http" not in url:
        return url
    parts = urlsplit(url)
    if _JUMP_PATH.search(parts.path):
        if parts.query.startswith(("http://", "https://")):
            return parts.query
        if parts.fragment.startswith(("http://", "https://")):
            return parts.fragment
        for key, value in parse_qsl(parts.query):
            if key.lower() in _JUMP_KEYS and value.startswith(("http://", "https://")):
                return value
    return url


def image_word(address: str) -> str:
    """Return the file name of a picture without its ending: the last hint at what a picture without words says."""
    stem = address.split("?")[0].rstrip("/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return stem if _FILE_NAME.fullmatch(stem) else fold(unquote(stem)) if _WORDED.search(stem) else ""
