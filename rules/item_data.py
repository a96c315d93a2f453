"""Items in JSON answers: objects with a key that service platforms use for an item's name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import urljoin

from crawler import regions
from rules.item_mentions import ItemMention, looks_like_item, may_be_item, mention
from rules.item_words import ItemWords
from rules.normalise import clean_item_name
from rules.records import PageFacts

MAX_NODES: Final = 20_000
MAX_PATH: Final = 200
_CODE: Final = re.compile(r"\d{6}(?:\d{6})?$")
_COMMON_KEYS: Final = ("name", "title", "mc", "servicetitle")


def items_in_data(facts: PageFacts, words: ItemWords) -> Iterator[ItemMention]:
    """Items of the page's JSON, in order; bounded, whatever its depth."""
    for path, node in objects_in(facts.data):
        keys = {str(key).lower(): value for key, value in node.items()}
        name = _name(keys, words)
        if name:
            link = _first(keys, words.json_url_keys)
            url = _joined(facts.url, link) if link else ""
            yield mention(name, "json", path, words, url=url, department=_handled_by(keys, words))


def _name(keys: Mapping[str, Any], words: ItemWords) -> str:
    """The name under a key that only items have; under a common key where the object also names who handles it or its type."""
    name = _first(keys, words.json_name_keys)
    if name:
        return name if may_be_item(clean_item_name(name, words), words) else ""
    name = _first(keys, _COMMON_KEYS)
    beside = _first(keys, words.json_department_keys) or any(value in words.menu_words for value in _texts(keys))
    return name if name and beside and looks_like_item(clean_item_name(name, words), words) else ""


def _handled_by(keys: Mapping[str, Any], words: ItemWords) -> str:
    """Who handles an item; where the object names a region too, by name or code, the region stands before the department."""
    department = _first(keys, words.json_department_keys)
    said = _first(keys, words.json_region_keys)
    region = found.name if _CODE.match(said) and (found := regions.get(said[:6])) else said
    if not region or not regions.candidates(region) or department.startswith(region):
        return department
    return region + (department[1:] if department[:1] == region[-1] else department)


def _texts(keys: Mapping[str, Any]) -> Iterator[str]:
    return (value for value in keys.values() if isinstance(value, str))


def objects_in(data: object) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every object below a value, without recursion: hostile nesting must not exhaust the stack."""
    waiting: list[tuple[str, object]] = [("$", data)]
    seen = 0
    while waiting and seen < MAX_NODES:
        seen += 1
        path, value = waiting.pop()
        if isinstance(value, dict):
            yield path, value
            waiting.extend(
                (f"{path}.{str(key)[:40]}"[:MAX_PATH], inner) for key, inner in reversed(list(value.items()))
            )
        elif isinstance(value, list):
            listed = list(enumerate(value[:MAX_NODES]))
            waiting.extend((f"{path}[{index}]"[:MAX_PATH], inner) for index, inner in reversed(listed))


def _first(keys: Mapping[str, Any], wanted: tuple[str, ...]) -> str:
    found = (keys[key] for key in wanted if isinstance(keys.get(key), str))
    return next((value.strip() for value in found if value.strip()), "")


def _joined(base: str, link: str) -> str:
    try:
        return urljoin(base, link)
    except ValueError:
        return ""
