"""Content a page carries as data: list records in XML islands, JSON in scripts, and bodies that are JSON or XML themselves."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from typing import Any, Final

from lxml import etree

from rules.fact_links import looks_like_address
from rules.fact_walk import Attributes, fold

MAX_RECORDS: Final = 5_000
MAX_NODES: Final = 20_000  # values of one JSON body
_CDATA: Final = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_BRACKET: Final = re.compile(r"[\[{]")
_JSON_OPENS: Final = re.compile(r"\[\s*[\[{]|\{\s*\"")
#: A list of objects whose names stand without quotes: [{title: '…'}]
_LOOSE_LIST: Final = re.compile(r"""\[\s*\{\s*(?:[A-Za-z_]\w*|'\w+')\s*:\s*["']""")
_LOOSE: Final = re.compile(
    r"""\"(?:[^"\\\n]|\\.)*\"|'(?P<text>(?:[^'\\\n]|\\.)*)'|(?P<before>[{,]\s*)(?P<name>[A-Za-z_]\w*)\s*:|,\s*(?P<end>[\]}])"""
)
MAX_LOOSE: Final = 300_000
_TITLE_KEY: Final = re.compile(r"(?:title|name|text|label|caption|subject|mc|bt|item|theme)$", re.IGNORECASE)
_URL_KEY: Final = re.compile(r"(?:url|href|link|path|src|file)$", re.IGNORECASE)
_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
_TAG: Final = re.compile(r"<[^>]{1,500}>")


def markup_in_scripts(scripts: Sequence[tuple[Attributes, str]]) -> str:
    """Join the HTML that data stores keep in CDATA records (``<script type="text/xml"><datastore>…``); empty when there is none."""
    kept: list[str] = []
    for attributes, code in scripts:
        if "<![CDATA[" not in code and "xml" not in (attributes.get("type") or ""):
            continue
        kept.extend(_CDATA.findall(code)[:MAX_RECORDS])
    return "\n".join(record for record in kept if "<" in record)[:2_000_000]


def markup_in_records(text: str) -> str:
    """Join the HTML that an answer in XML keeps in CDATA records, links among it; empty when there is none."""
    kept = [record for record in _CDATA.findall(text[:2_000_000])[:MAX_RECORDS] if "<a" in record.lower()]
    return "\n".join(kept)


def objects_in_scripts(scripts: Sequence[tuple[Attributes, str]]) -> Iterator[Any]:
    """Yield the JSON values scripts hold: whole JSON scripts, and arrays or objects that are assigned or passed on."""
    decoder = json.JSONDecoder()
    for _, code in scripts:
        if code.isascii() or "{" not in code or not _CHINESE.search(code):
            continue
        if _LOOSE_LIST.search(code):
            code = _LOOSE.sub(_strict, code[:MAX_LOOSE])
        position = tries = 0
        while tries < 20 and (opening := _json_opening(code, position)):
            tries += 1
            try:
                value, position = decoder.raw_decode(code, opening[0])
            except (ValueError, RecursionError):
                position = opening[1]
                continue
            yield value


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
    for bracket in _BRACKET.finditer(code, position):
        start = last = bracket.start()
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
        elif isinstance(node, str) and (_CHINESE.search(node) or re.search(r"\d{4}-\d", node)):
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


def parse_xml(text: str) -> tuple[list[str], list[tuple[str, str]]]:
    """Read an XML body leniently: (texts, (wording, address) pairs); entities are never resolved and nothing is fetched."""
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
        name = etree.QName(element).localname.lower()
        if _TITLE_KEY.search(name) and said:
            wording = plain(said)
        if _URL_KEY.search(name) or name == "loc":
            if looks_like_address(said):
                links.append((wording, said))
        elif said:
            texts.append(plain(said))
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
