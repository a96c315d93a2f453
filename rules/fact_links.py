"""Where an element leads that is given no plain address: scripts that navigate, targets in other attributes, page turners."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Final, NamedTuple
from urllib.parse import unquote, urlsplit

from rules.fact_addresses import DEAD, absolute, looks_like_address
from rules.fact_calls import constants_in, filled
from rules.fact_code import joined_at, routed
from rules.fact_walk import Attributes

MAX_PAGES: Final = 300
_LONGEST: Final = 500  # characters of an address put together
_LITERAL: Final = re.compile(r"""(["'`])((?:(?!\1)[^\\\n{]){1,500})\1""")
_NAVIGATES: Final = re.compile(
    r"(?:window\.(?:open|navigate)|location(?:[\"']\])?(?:\.(?:href|hash))?\s*=(?!=)|location\.(?:assign|replace)|\.href\s*=(?!=)"
    r"|open(?:Url|Win|Window|Page)|goto|jump|_addDynClicks)\s*\(?",
    re.IGNORECASE,
)
#: A frame is given its page: f.src = '…', $('#f').attr('src', '…'), frames['f'].location = '…'.
_FRAME_SHOWN: Final = re.compile(
    r"""(?:\.src\s*=|\(\s*["']src["']\s*,|frames\[[^\]\n]{1,40}\]\.location(?:\.href)?\s*=)"""
    r"""\s*["']((?!(?:[^"'?#\n]{0,300}\.(?:js|css|png|jpe?g|gif|bmp|svg|mp4|mp3|swf)\b))[^"'\s]{2,400})["'](?!\s*\+)"""
)
_CHOSEN: Final = re.compile(r"this\.(?:options\[[^\[\]]{0,60}\]\.)?value")
_CALL: Final = re.compile(
    r"^\s*+(?:javascript:)?+\s*+(?:return\s++)?+(?:[\w$]++\.){0,3}+([\w$]++)\s*+\(", re.IGNORECASE
)
_PAGER: Final = re.compile(
    r"""creat\w{0,20}page\w{0,20}\s*\(\s*(?:["'][\w-]+["']\s*,\s*)?(\d{1,5})\s*,\s*\w{1,20}\s*,\s*["']([\w-]{1,60})["']\s*,\s*["'](\w{2,6})["']""",
    re.IGNORECASE,
)
_COUNTED_PAGER: Final = re.compile(
    r"""countPage\s*+=\s*+["']?+(\d{1,5})["']?+(?:(?!countPage).){0,3000}?["']([\w-]{1,60}?)_?["']\s*+\+""", re.DOTALL
)
#: Records are counted, and how many a page shows: the pages bear the name of the first.
_RECORDS: Final = re.compile(r"""\bm_nRecordCount\s*=\s*["']?(\d{1,6})""")
_PER_PAGE: Final = re.compile(r"""\bm_nPageSize\s*=\s*["']?(\d{1,4})""")
_PAGE_STEM: Final = re.compile(r"([\w-]{1,60})\.s?html?$", re.IGNORECASE)
#: A page turner that is called with a name for the number of pages, and one for the present page.
_PAGES_NAMED: Final = re.compile(
    r"""(creat\w{0,20}page\w{0,20}\s*\(\s*(?:["'][\w-]+["']\s*,\s*)?)([A-Za-z_]\w*)(?=\s*,\s*\w+\s*,)""", re.IGNORECASE
)
_GLUED: Final = re.compile(r"\s*\+")
_GLUE: Final = re.compile(r"\+\s*$")
_SAYS_WHERE: Final = re.compile(r"[/.?]")
_NO_LITERAL: Final = re.compile(r"[\u4e00-\u9fff\s]")
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
        "onclick",
        "width",
        "height",
        "name",
        "type",
        "value",
    ]
)
_BUTTONS: Final = frozenset(["button", "input"])
#: A click that does nothing, unless another script has bound it.
_IDLE: Final = re.compile(r"javascript:(?:void\(0\)|void\s0|undefined|\{\})?;*+")
#: A click that says something and does no more.
_ONLY_SAYS: Final = re.compile(
    r"""\s*+(?:javascript:)?+\s*+(?:return\s++)?+(?:[\w$]++\.){0,3}+(?:alert|msg|toast|tips?)\s*+\(\s*+"""
    r"""(?:"[^"\n]*+"|'[^'\n]*+')[^;]{0,100}+;?+\s*+(?:return\s++(?:false|true|void\(0\))?+)?+;?+\s*+""",
    re.IGNORECASE,
)


class Told(NamedTuple):
    """What a page's scripts tell: the addresses that functions and clicks open, by function name, ``#id`` or ``.class``, the names
    that hold one text, and whether there are scripts at all."""

    opens: Mapping[str, str]
    texts: Mapping[str, str]
    scripted: bool = False


def option_target(code: str, value: str) -> str:
    """Where a choice leads: its value, or what the code joins with it (``location = '?page=' + this.value``)."""
    if "+" not in code:
        return value
    code = _CHOSEN.sub("chosen", code[:1000])
    match = _NAVIGATES.search(code)
    joined = joined_at(code, match.end(), {"chosen": value}) if match and "chosen" in code else None
    return joined or value


def target_held(attributes: Attributes, href: str, base: str, told: Told) -> tuple[str, bool]:
    """Return (absolute target or empty, whether there is any) of a link-like element whose ``href`` is no address.

    ``told`` is what the page's scripts say about calls and clicks.
    """
    codes = (
        attributes.get("onclick"),
        _code_in(href),
        attributes.get("onmousedown"),
    )
    for code in filter(None, codes):
        found = _address_in(code, told)
        if found:
            return absolute(base, found), True
    if not _NOT_A_TARGET.issuperset(attributes):  # which hold no target
        for name, value in sorted(attributes.items(), key=_as_told):
            if value and name not in _NOT_A_TARGET and (found := _address_held(value.strip())):
                return absolute(base, found), True
    bound = _bound(attributes, told.opens) if told.opens else ""
    return (absolute(base, bound), True) if bound else ("", False)


def clicked(node: str, attributes: Attributes, scripted: bool) -> bool:
    """Whether scripts or a form decide where an element without an address leads; ``scripted`` pages may bind what says nothing itself."""
    code = (attributes.get("href") or "").strip().lower()
    if code.startswith("javascript:") or node in _BUTTONS:
        idle = bool(_IDLE.fullmatch(code)) if node not in _BUTTONS else attributes.get("type") == "button"
        if not idle or scripted:
            return True
    return any(name.endswith("click") and value for name, value in attributes.items())


def only_says(attributes: Attributes) -> bool:
    """Whether the click of an element shows a message and does nothing else."""
    href = attributes.get("href") or ""
    code = attributes.get("onclick") or _code_in(href)
    return bool(code) and "(" in code and bool(_ONLY_SAYS.fullmatch(code[:500]))


def _code_in(href: str) -> str:
    """The code that stands in the place of an address."""
    if href[:11].lower() != "javascript:":
        return ""
    return unquote(href) if "%" in href else href


def _as_told(attribute: tuple[str, str | None]) -> bool:
    """``data-href`` before all others: an address by its name, and where an entry was seen to lead."""
    return attribute[0] != "data-href"


def _address_held(value: str) -> str:
    """The address that an attribute's value is, or that stands in quotes in it (``{"url": "/a.html"}``, ``open('/a.html')``)."""
    if looks_like_address(value):
        return value
    quoted = (text for _, text in _LITERAL.findall(value[:2000])) if "'" in value or '"' in value else ()
    return next((text for text in quoted if looks_like_address(text)), "")


def _bound(attributes: Attributes, opens: Mapping[str, str]) -> str:
    """The address that scripts open when the element is clicked, by its id or one of its classes."""
    names = (f"#{attributes.get('id') or ''}", *(f".{name}" for name in (attributes.get("class") or "").split()[:10]))
    return next((opens[name] for name in names if name in opens), "")


def pages_in_scripts(scripts: Sequence[tuple[Attributes, str]], base: str) -> Iterator[tuple[str, str]]:
    """Yield (wording, address) of the further pages of a list that a page turner script would write."""
    for _, code in scripts:
        if "age" not in code or not ("reat" in code or "REAT" in code or "countPage" in code or "m_nRec" in code):
            continue
        yield from _pages_of_records(code, base) if "m_nRec" in code else ()
        code = _PAGES_NAMED.sub(partial(_pages_told, code), code[:100_000], count=5)
        for pattern in (_PAGER, _COUNTED_PAGER):
            match = pattern.search(code[:100_000])
            if match is None:
                continue
            ending = match.group(3) if pattern is _PAGER else _ending(base)
            for number in range(1, min(int(match.group(1)), MAX_PAGES)):
                yield f"第{number + 1}页", absolute(base, f"{match.group(2)}_{number}.{ending}")
            break


def _pages_of_records(code: str, base: str) -> Iterator[tuple[str, str]]:
    """The further pages of a list whose script counts records: index_1.html, index_2.html, …"""
    records, size = _RECORDS.search(code), _PER_PAGE.search(code)
    if records is None or size is None or not int(size[1]):
        return
    named = _PAGE_STEM.search(urlsplit(base).path)
    stem = named[1] if named and not re.search(r"_\d+$", named[1]) else "index"
    for number in range(1, min(-(-int(records[1]) // int(size[1])), MAX_PAGES)):
        yield f"第{number + 1}页", absolute(base, f"{stem}_{number}.{_ending(base)}")


def _pages_told(code: str, call: re.Match[str]) -> str:
    """A page turner's call with the number of pages that the script gives to the name it is called with."""
    given = re.search(rf"\b{re.escape(call.group(2))}\s*=\s*[\"']?(\d{{1,5}})\b", code)
    return call.group(1) + (given.group(1) if given else call.group(2))


def redirect_in_scripts(scripts: Sequence[tuple[Attributes, str]], onload: str = "") -> str:
    """The address the scripts of a page without any link lead on to, as written; empty where they lead nowhere."""
    texts: dict[str, str] = {}
    for code in (*(code for _, code in scripts), onload):
        texts |= constants_in(code[:20_000])
        if ("location" in code or "navigate" in code) and (found := navigation_in(code[:20_000], texts)):
            return found
    return ""


def frames_in_scripts(scripts: Sequence[tuple[Attributes, str]]) -> Iterator[str]:
    """Pages that scripts show in a frame of the page, as written; pictures and other scripts are none."""
    for _, code in scripts:
        if "src" in code or "location" in code:
            yield from (found for found in _FRAME_SHOWN.findall(code[:200_000]) if looks_like_address(found))


def _ending(base: str) -> str:
    match = re.search(r"\.(s?html?)$", urlsplit(base).path)
    return match.group(1) if match else "html"


def _address_in(code: str, told: Told) -> str:
    if "'" in code or '"' in code or (told.texts and _NAVIGATES.search(code)):  # most code is javascript:void(0)
        routed_only = "location.hash" in code  # what it is given looks like a path and is none
        found = ("" if routed_only else _literal_address(code, told.texts)) or navigation_in(code, told.texts)
        if found:
            return found
    call = _CALL.match(code) if told.opens else None
    found = told.opens.get(call.group(1), "") if call else ""
    return filled(found, code, call.end()) if call and found else ""


def _literal_address(code: str, texts: Mapping[str, str]) -> str:
    """The first literal written like an address, with the texts that are joined to it where they are known."""
    for literal in _LITERAL.finditer(code[:2000]):
        if looks_like_address(literal.group(2)):
            glued = _GLUED.match(code, literal.end()) or _GLUE.search(code[: literal.start()])
            return (glued and navigation_in(code, texts)) or literal.group(2)
    return ""


def navigation_in(code: str, texts: Mapping[str, str]) -> str:
    """What code hands to whatever navigates: a literal, or literals and names of known texts joined; else no address."""
    match = _NAVIGATES.search(code)
    value = joined_at(code, match.end(), texts) if match else None
    if not match or not value or len(value) > _LONGEST or not _SAYS_WHERE.search(value):
        return ""
    value = routed(match[0], value)
    return "" if DEAD.match(value) or _NO_LITERAL.search(value) else value
