"""Where an element leads: plain addresses, scripts that navigate, targets in other attributes, jump pages, page turners."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import Final
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from rules.fact_calls import constants_in, filled, template_of
from rules.fact_walk import Attributes, fold

MAX_PAGES: Final = 300
_LITERAL: Final = re.compile(r"""(["'])((?:(?!\1)[^\\\n]){1,500})\1""")
_PAGE_LIKE: Final = re.compile(
    r"(?:^|/)[\w%.~-]*\.(?:s?html?|jspx?|aspx?|php|do|action|docx?|xlsx?|pdf|zip|rar|wps|et|ofd)(?:[?#]|$)",
    re.IGNORECASE,
)
_ADDRESS: Final = re.compile(r"^(?:https?:)?//[^/\s]|^\.{0,2}/[\w.~%?#-]|^[\w-]+=?[\w-]*/[\w.~%-]", re.IGNORECASE)
_NAVIGATES: Final = re.compile(
    r"(?:window\.open|location(?:\.href)?\s*=|location\.(?:assign|replace)|\.href\s*=|open(?:Url|Win|Window|Page)|goto|jump|_addDynClicks)\s*\(?",
    re.IGNORECASE,
)
_FUNCTION: Final = re.compile(r"function\s+([\w$]+)\s*\(([^)]{0,200})\)\s*\{(.{0,600}?)\}", re.DOTALL)
_BOUND_CLICK: Final = re.compile(
    r"""(?:\$\(\s*["']([#.][\w-]+)["']\s*\)\s*\.(?:click|bind|on)\s*\(|getElementById\(\s*["']([\w-]+)["']\s*\)\s*\.(?:onclick\s*=|addEventListener\s*\())"""
    r"""(?:.{0,200}?)(?:window\.open|location(?:\.href)?\s*=)\s*\(?\s*["']([^"'\s]{2,400})["'](?!\s*\+)""",
    re.DOTALL,
)
_CALL: Final = re.compile(r"^\s*(?:javascript:)?\s*(?:return\s+)?([\w$]+)\s*\(", re.IGNORECASE)
_PAGER: Final = re.compile(
    r"""createPageHTML\w*\s*\(\s*(?:["'][\w-]+["']\s*,\s*)?(\d{1,5})\s*,\s*\w{1,20}\s*,\s*["']([\w-]{1,60})["']\s*,\s*["'](\w{2,6})["']""",
    re.IGNORECASE,
)
_COUNTED_PAGER: Final = re.compile(
    r"""countPage\s*=\s*["']?(\d{1,5})["']?.{0,3000}?["']([\w-]{1,60}?)_?["']\s*\+""", re.DOTALL
)
#: A page turner that is called with a name for the number of pages, and one for the present page.
_PAGES_NAMED: Final = re.compile(
    r"""(createPageHTML\w*\s*\(\s*(?:["'][\w-]+["']\s*,\s*)?)([A-Za-z_]\w*)(?=\s*,\s*\w+\s*,)""", re.IGNORECASE
)
_JUMP_PATH: Final = re.compile(r"jump|redirect|forward|/out|/go\b|golink|leave|wailian|gourl", re.IGNORECASE)
_JUMP_KEYS: Final = frozenset(["url", "link", "target", "to", "gourl", "href", "u"])
#: References that need no normalising: whole addresses, and paths without parameters or odd characters (nor dot segments within).
_WHOLE_ADDRESS: Final = re.compile(r"https?://[\w.-]+(?::\d+)?/[\w/.~=?&%+-]*$", re.ASCII)
_PLAIN_PATH: Final = re.compile(r"(?:/|\./|(?:\.\./){1,8})?[\w~%-][\w/.~%-]*(?:\?[\w/.~=&%+-]+)?$", re.ASCII)
_PLAIN_BASE: Final = re.compile(r"(https?://[\w.-]+(?::\d+)?)(/[\w/.~%-]*)(?:[?#].*)?$", re.ASCII)
_NO_ADDRESS: Final = re.compile(r"[\s<>{}\u4e00-\u9fff，。]")
_GLUED: Final = re.compile(r"\s*\+")
_NO_LITERAL: Final = re.compile(r"[\u4e00-\u9fff\s]")
_FILE_NAME: Final = re.compile(r"[A-Za-z][\w-]{2,30}")
_WORDED: Final = re.compile(r"[\u4e00-\u9fff]|%[A-F\d]")
_NOT_A_TARGET: Final = frozenset(
    [
        "href",
        "class",
        "style",
        "id",
        "src",
        "title",
        "alt",
        "target",
        "rel",
        "onclick",
        "width",
        "height",
        "name",
        "type",
        "value",
    ]
)
_DEAD_STARTS: Final = frozenset("#jJaAvVnNuUmMtTdD")
_DEAD: Final = re.compile(
    r"^(?:|#(?!!?/.).*|javascript:.*|about:.*|void\(.*|null|undefined|mailto:.*|tel:.*|data:.*)$",
    re.IGNORECASE | re.DOTALL,
)


def looks_like_address(text: str) -> bool:
    """Tell whether a string literal or attribute value is written like a link's target."""
    return len(text) <= 2000 and not _NO_ADDRESS.search(text) and bool(_ADDRESS.match(text) or _PAGE_LIKE.search(text))


def absolute(base: str, href: str) -> str:
    """Resolve ``href`` against ``base``; empty when it leads nowhere or cannot be an address."""
    href = href.strip().replace("\\", "/")
    if not href or (href[0] in _DEAD_STARTS and _DEAD.match(href)):
        return ""
    if href[0] == "h" and _WHOLE_ADDRESS.match(href):
        return _through_jump_page(href) if "?" in href else href
    if _PLAIN_PATH.match(href):
        path = href.lstrip("./")
        if "/." not in path and "//" not in path:
            joined = _joined(base, href, path)
            return _through_jump_page(joined) if "?" in joined else joined
    try:
        joined = urljoin(base, href.replace("\n", "").replace("\r", "").replace("\t", ""))
        parts = urlsplit(joined)
    except ValueError:
        return ""
    if parts.scheme and (parts.scheme not in ("http", "https") or not parts.netloc):
        return ""
    return _through_jump_page(joined)


def _joined(base: str, href: str, path: str) -> str:
    """What joining yields for a ``_PLAIN_PATH``, in a tenth of the time; ``path`` is what follows its leading dots and slashes."""
    root, folders = _root_and_folders(base)
    if not root:
        return urljoin(base, href)
    if href[0] == "/":
        return root + href
    ups = (len(href) - len(path)) // 3 if href.startswith("../") else 0
    return folders[max(0, len(folders) - 1 - ups)] + path


@lru_cache(maxsize=256)
def _root_and_folders(base: str) -> tuple[str, tuple[str, ...]]:
    """(scheme and host, the addresses of the folders from the root down to the base's own); empty for a base of odd shape."""
    match = _PLAIN_BASE.match(base)
    if match is None or "/." in match.group(2) or "//" in match.group(2):
        return "", ()
    names = match.group(2).split("/")[1:-1]
    return match.group(1), tuple("/".join((match.group(1), *names[:depth], "")) for depth in range(len(names) + 1))


def target_of(attributes: Attributes, base: str, named: Mapping[str, str]) -> tuple[str, bool]:
    """Return (absolute target or empty, whether a script or odd attribute held it) of a link-like element.

    ``named`` maps script functions and element ids to the address their code opens.
    """
    href = attributes.get("href") or attributes.get("src") or ""
    url = absolute(base, href)
    if url:
        return url, False
    codes = (
        attributes.get("onclick"),
        (unquote(href) if "%" in href else href) if href[:11].lower() == "javascript:" else "",
        attributes.get("onmousedown"),
    )
    for code in filter(None, codes):
        found = _address_in(code, named)
        if found:
            return absolute(base, found), True
    for name, value in attributes.items():
        if value and name not in _NOT_A_TARGET and looks_like_address(value.strip()):
            return absolute(base, value), True
    bound = _bound(attributes, named) if named else ""
    return (absolute(base, bound), True) if bound else ("", False)


def _bound(attributes: Attributes, named: Mapping[str, str]) -> str:
    """The address that scripts open when the element is clicked, by its id or one of its classes."""
    names = (f"#{attributes.get('id') or ''}", *(f".{name}" for name in (attributes.get("class") or "").split()[:10]))
    return next((named[name] for name in names if name in named), "")


def targets_in_scripts(scripts: Sequence[tuple[Attributes, str]]) -> dict[str, str]:
    """Map function names, and ``#id`` or ``.class`` of elements with a bound click, to the one address their code opens, which may
    have slots for what a function is called with."""
    named: dict[str, str] = {}
    constants: dict[str, str] = {}
    for _, code in scripts:
        code = code[:200_000]
        if "open" not in code and "location" not in code:
            continue
        constants |= constants_in(code)
        for name, arguments, body in _FUNCTION.findall(code):
            found = "" if arguments.strip() else _navigation_in(body)
            if found := found or template_of(arguments, body, constants):
                named.setdefault(name, found)
        for selector, identity, address in _BOUND_CLICK.findall(code):
            named.setdefault(selector or f"#{identity}", address)
    return named


def pages_in_scripts(scripts: Sequence[tuple[Attributes, str]], base: str) -> Iterator[tuple[str, str]]:
    """Yield (wording, address) of the further pages of a list that a page turner script would write."""
    for _, code in scripts:
        if "age" not in code or not ("reate" in code or "REATE" in code or "countPage" in code):
            continue
        code = _PAGES_NAMED.sub(partial(_pages_told, code), code[:100_000], count=5)
        for pattern in (_PAGER, _COUNTED_PAGER):
            match = pattern.search(code[:100_000])
            if match is None:
                continue
            ending = match.group(3) if pattern is _PAGER else _ending(base)
            for number in range(1, min(int(match.group(1)), MAX_PAGES)):
                yield f"第{number + 1}页", absolute(base, f"{match.group(2)}_{number}.{ending}")
            break


def _pages_told(code: str, call: re.Match[str]) -> str:
    """A page turner's call with the number of pages that the script gives to the name it is called with."""
    given = re.search(rf"\b{re.escape(call.group(2))}\s*=\s*[\"']?(\d{{1,5}})\b", code)
    return call.group(1) + (given.group(1) if given else call.group(2))


def redirect_in_scripts(scripts: Sequence[tuple[Attributes, str]]) -> str:
    """The address the scripts of a page without any link lead on to, as written; empty where they lead nowhere."""
    return next((found for _, code in scripts if "location" in code and (found := _navigation_in(code[:20_000]))), "")


def image_word(address: str) -> str:
    """Return the file name of a picture without its ending: the last hint at what a picture without words says."""
    stem = address.split("?")[0].rstrip("/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return stem if _FILE_NAME.fullmatch(stem) else fold(unquote(stem)) if _WORDED.search(stem) else ""


def _ending(base: str) -> str:
    match = re.search(r"\.(s?html?)$", urlsplit(base).path)
    return match.group(1) if match else "html"


def _address_in(code: str, named: Mapping[str, str]) -> str:
    if "'" in code or '"' in code:  # most code is javascript:void(0)
        literals = [value for _, value in _LITERAL.findall(code[:2000])]
        found = next((value for value in literals if looks_like_address(value)), "") or _navigation_in(code)
        if found:
            return found
    call = _CALL.match(code) if named else None
    found = named.get(call.group(1), "") if call else ""
    return filled(found, code, call.end()) if call and found else ""


def _navigation_in(code: str) -> str:
    """The literal that code hands to whatever navigates; a literal glued to variables is no address."""
    match = _NAVIGATES.search(code)
    literal = _LITERAL.search(code, match.end()) if match else None
    if literal is None or match is None or literal.start() - match.end() > 4 or _GLUED.match(code, literal.end()):
        return ""
    value = literal.group(2)
    return "" if _DEAD.match(value) or _NO_LITERAL.search(value) else value


def _through_jump_page(url: str) -> str:
    """A jump page names the real target in its query, or behind #; that target is where the link leads."""
    if "?" not in url and "#http" not in url:
        return url
    parts = urlsplit(url)
    if _JUMP_PATH.search(parts.path):
        if parts.fragment.startswith(("http://", "https://")):
            return parts.fragment
        for key, value in parse_qsl(parts.query):
            if key.lower() in _JUMP_KEYS and value.startswith(("http://", "https://")):
                return value
    return url
