"""Content a page carries as data: list records in XML islands, JSON in scripts, and bodies that are JSON or XML themselves."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape, unescape
from typing import Any, Final

from lxml import etree

from rules.fact_addresses import looks_like_address
from rules.fact_code import plain_text
from rules.fact_walk import Attributes, fold

MAX_RECORDS: Final = 5_000
MAX_NODES: Final = 20_000  # values of one JSON body
_CDATA: Final = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_JSON_OPENS: Final = re.compile(r"\[\s*[\[{]|\{\s*\"")
#: Brackets that may open a value: those that hold more brackets or names, and those that a line begins with.
_BRACKET: Final = re.compile(r"\[(?=\s*[\[{])|\{(?=\s*\")|\n\s*[\[{]")
_BEGINS: Final = re.compile(r"\s*[\[{]")
#: A list of objects whose names stand without quotes: [{title: '…'}]
_LOOSE_LIST: Final = re.compile(r"""(?:\[|push\()\s*\{\s*(?:[A-Za-z_]\w*|'\w+')\s*:\s*(?:["']|-?\d|true|false|null)""")
_LOOSE: Final = re.compile(
    r"""\"(?:[^"\\\n]|\\.)*\"|'(?P<text>(?:[^'\\\n]|\\.)*)'|(?P<before>[{,]\s*)(?P<name>[A-Za-z_]\w*)\s*:|,\s*(?P<end>[\]}])"""
)
MAX_LOOSE: Final = 300_000
#: JSON that a script keeps in a text of its own.
_QUOTED_JSON: Final = re.compile(
    r"""(?:JSON\.parse|parseJSON)\(\s*+("[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"|'[^'\\\n]*+(?:\\.[^'\\\n]*+)*+')\s*+\)"""
    r"""|(?<==)\s*+('\s*+[\[{]\s*+[{"][^'\\\n]*+(?:\\.[^'\\\n]*+)*+')"""
)
_CODED_CHINESE: Final = re.compile(r"(?:\\u[4-9][0-9a-fA-F]{3}){2}")
#: A Chinese text and, next to it, an address: ['办事指南', '/a.html'], add(1, 0, '办事指南', '/a.html').
_PAIR: Final = re.compile(r"""["']([\u4e00-\u9fff][^"'\n<>]{0,100})["']\s*,\s*["']([^"'\s<>]{2,300})["'](?!\s*\+)""")
#: The like in menus that scripts draw, pictures and numbers between: stm_aix("p1i0", "p0i0", [0, "办事指南", "", "", -1, -1, 0, "/a.html").
_MENU: Final = re.compile(
    r"""stm_aix?\([^\[\]\n]{0,60}\[\d+\s*,\s*["']([\u4e00-\u9fff][^"'\n<>]{0,60})["'](?:\s*,\s*(?:["']{2}|-?\d{1,4})){2,8}\s*,\s*["']([^"'\s<>]{2,300})["']"""
)
_TITLE_KEY: Final = re.compile(r"(?:title|name|text|label|caption|subject|mc|bt|item|theme)$", re.IGNORECASE)
_URL_KEY: Final = re.compile(r"(?:url|uri|href|link|path|src|file|^item)$", re.IGNORECASE)
_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
_HTML_LINK: Final = re.compile(r"<a\s[^<>]*href", re.IGNORECASE)
_DATED: Final = re.compile(r"\d{4}-\d")
_TAG: Final = re.compile(r"<[^>]{1,500}>")


def markup_in_scripts(scripts: Sequence[tuple[Attributes, str]]) -> str:
    """Join the HTML that data stores (``<script type="text/xml"><datastore>…``) keep in CDATA records or as it is, or that their
    elements come to as links and texts; empty when there is none."""
    kept: list[str] = []
    for attributes, code in scripts:
        is_xml = "xml" in (attributes.get("type") or "").lower()
        if not is_xml and "<![CDATA[" not in code:
            continue
        records = [record for record in _CDATA.findall(code, 0, code.rfind("]]>") + 3)[:MAX_RECORDS] if "<" in record]
        kept.extend(records or (_markup_of(code) if is_xml else ()))
    return "\n".join(kept)[:2_000_000]


def _markup_of(code: str) -> list[str]:
    """An XML data store without records of HTML, as HTML."""
    if _HTML_LINK.search(code):
        return [code]
    texts, links = parse_xml(code, tidy=unescape)
    known = {wording for wording, _ in links}
    said = [text for text in texts if text not in known and (_CHINESE.search(text) or _DATED.search(text))]
    shown = [text if "<" in text else f"<p>{escape(text)}</p>" for text in said]
    return [f'<p><a href="{escape(href)}">{escape(wording)}</a></p>' for wording, href in links] + shown


def markup_in_records(text: str) -> str:
    """Join the HTML that an answer in XML keeps in CDATA records, links among it; empty when there is none."""
    kept = [record for record in _CDATA.findall(text[:2_000_000])[:MAX_RECORDS] if "<a" in record.lower()]
    return "\n".join(kept)


def objects_in_script(code: str) -> Iterator[Any]:
    """Yield the JSON values a script holds: it whole, and arrays or objects that are assigned or passed on."""
    if "{" not in code or not (_CODED_CHINESE.search(code) if code.isascii() else _CHINESE.search(code)):
        return
    if "JSON" in code or "'[{" in code or "'{" in code:
        code = _QUOTED_JSON.sub(_unquoted, code)
    if _LOOSE_LIST.search(code):
        code = _LOOSE.sub(_strict, code[:MAX_LOOSE])
    decoder = json.JSONDecoder()
    position = tries = 0
    while tries < 20 and (opening := _json_opening(code, position)):
        tries += 1
        try:
            value, position = decoder.raw_decode(code, opening[0])
        except (ValueError, RecursionError):
            position = opening[1]
            continue
        yield value


def pairs_in_script(code: str) -> Iterator[tuple[str, str]]:
    """Yield (wording, address) where a script names the two next to each other."""
    if not code.isascii() and "," in code:
        found = _PAIR.findall(code[:MAX_LOOSE])[:MAX_RECORDS]
        found += _MENU.findall(code[:MAX_LOOSE])[:MAX_RECORDS] if "stm_ai" in code else []
        yield from ((plain(wording), address) for wording, address in found if looks_like_address(address))


def _unquoted(call: re.Match[str]) -> str:
    return f"({plain_text(call[1] or call[2])})"


def _strict(token: re.Match[str]) -> str:
    """A piece of an object as scripts write it, as JSON has it: names in double quotes, texts too, no comma before the end."""
    if (text := token["text"]) is not None:
        return json.dumps(text.replace("\\'", "'"), ensure_ascii=False)
    if token["name"] is not None:
        return f'{token["before"]}"{token["name"]}":'
    return token["end"] or token[0]


def _json_opening(code: str, position: int) -> tuple[int, int] | None:
    """Where the next value begins and its opening ends: an array or object that is assigned, passed on or begins a line.

    Brackets are looked for first, and what stands before each: one pattern for it all takes several times as long.
    """
    if not position and (first := _BEGINS.match(code)):
        return first.end() - 1, first.end()
    for bracket in _BRACKET.finditer(code, position - 1 if code[position - 1 : position] == "\n" else position):
        start = last = bracket.end() - 1
        while last > position and code[last - 1].isspace():
            last -= 1
        if last > position and code[last - 1] in "=(:" and (opening := _JSON_OPENS.match(code, start)):
            return opening.span()
        if last == 0 or "\n" in code[max(0, last - 1) : start]:
            return start, start + 1
    return None


def entries(value: Any) -> Iterator[tuple[str, str]]:
    """Yield (wording, address) for every object inside that has both, in order; without recursion, within bounds."""
    stack, seen = [value], 0
    while stack and seen < MAX_NODES:
        seen += 1
        node = stack.pop()
        if isinstance(node, dict):
            yield from _entry(node)
            stack.extend(reversed([inner for inner in node.values() if isinstance(inner, dict | list)]))
        elif isinstance(node, list):
            stack.extend(reversed([inner for inner in node if isinstance(inner, dict | list)]))


def strings(value: Any) -> Iterator[str]:
    """Yield the Chinese strings inside a JSON value in order, free of markup."""
    stack, seen = [value], 0
    while stack and seen < MAX_NODES:
        seen += 1
        node = stack.pop()
        if isinstance(node, dict):
            stack.extend(reversed(list(node.values())))
        elif isinstance(node, list):
            stack.extend(reversed(node))
        elif isinstance(node, str) and (_CHINESE.search(node) or _DATED.search(node)):
            yield plain(node)


def plain(text: str) -> str:
    """Text without markup and entities."""
    return fold(unescape(_TAG.sub(" ", text)))


def parse_json(text: str) -> Any:
    """Parse a body that is JSON or JSONP; None when it is neither."""
    text = text.strip().lstrip("\ufeff")
    wrapped = re.match(r"^[\w$.]{1,60}\s*\((.*)\)\s*;?$", text, re.DOTALL)
    body = wrapped.group(1) if wrapped else text
    if not body or body[0] not in "[{":
        return None
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def parse_xml(text: str, tidy: Callable[[str], str] | None = None) -> tuple[list[str], list[tuple[str, str]]]:
    """Read an XML body leniently: (texts, (wording, address) pairs); entities are never resolved and nothing is fetched.

    ``tidy`` is what is done to each text, else it is freed of markup.
    """
    tidy = tidy or plain
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False)
    body = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.lstrip("\ufeff"))
    try:
        root = etree.fromstring(body.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return [], []
    if root is None:
        return [], []
    texts: list[str] = []
    links: list[tuple[str, str]] = []
    wording = ""
    for element in root.iter(etree.Element):
        said = fold(element.text or "")
        name = re.split("[}:]", str(element.tag))[-1].lower()  # QName refuses prefixes that nothing declares
        if _TITLE_KEY.search(name) and said:
            wording = plain(said)
        if _URL_KEY.search(name) or name == "loc":
            if looks_like_address(said):
                links.append((wording, said))
        elif said:
            texts.append(tidy(said))
        if len(texts) + len(links) >= MAX_RECORDS:
            break
    return texts, links


def _entry(node: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    words = [
        value for key, value in node.items() if isinstance(value, str) and _TITLE_KEY.search(key) and value.strip()
    ]
    urls = [
        value
        for key, value in node.items()
        if isinstance(value, str) and _URL_KEY.search(key) and looks_like_address(value.strip())
    ]
    chinese = [word for word in words if _CHINESE.search(word)]
    if urls and chinese:
        yield plain(chinese[0])[:300], urls[0].strip()
