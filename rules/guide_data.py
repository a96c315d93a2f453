"""A guide that a page carries as data: the keys by which service platforms name its elements, read as labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from rules.fact_data import plain
from rules.guide_line import Line
from rules.guide_lines import MAX_LINES
from rules.guide_words import GuideWords
from rules.item_data import objects_in
from rules.normalise import simplify
from rules.records import PageFacts
from rules.terms import TIME_LIMIT

_FEWEST_SURE: Final = 2
_NAME: Final = "事项名称"
_YES_NO: Final = {True: "是", False: "否"}


def data_lines(facts: PageFacts, words: GuideWords) -> Iterator[Line]:
    """A label and its texts for each key of the page's data that names an element; nothing where it names several items."""
    if facts.data is None:
        return
    found = [
        (path, element, value)
        for path, node in objects_in(facts.data)
        for key, value in node.items()
        if (element := _element(_folded(key), node, words))
    ]
    if len({str(value) for _, element, value in found if element == _NAME}) > 1:
        return
    for path, element, value in found[:MAX_LINES]:
        texts = list(_texts(value))
        if element == TIME_LIMIT and len(texts) == 1 and texts[0].isdigit():
            texts = [f"{texts[0]}日"]  # the unit stands under a key of its own
        if texts:
            yield Line(element, path, heading=True)
            yield from (Line(text, path, value=True) for text in texts)


def names_elements(data: object, words: GuideWords) -> int:
    """How many elements the keys of some data name."""
    return len(
        {words.keys[name] for _, node in objects_in(data) for key in node if (name := _folded(key)) in words.keys}
    )


def _element(key: str, node: Mapping[str, Any], words: GuideWords) -> str:
    """The element a key names: by itself, or (fee, phone, address) beside two keys that do."""
    if key in words.keys or key not in words.keys_beside:
        return words.keys.get(key) or words.labels.get(key, "")  # keys written in Chinese are labels
    sure = {words.keys[name] for other in node if (name := _folded(other)) in words.keys}
    return words.keys_beside[key] if len(sure) >= _FEWEST_SURE else ""


def _folded(key: object) -> str:
    return str(key).replace("_", "").lower()


def _texts(value: Any) -> Iterator[str]:
    """The texts of a value, free of markup; of objects inside it those of all their keys."""
    if isinstance(value, bool):
        yield _YES_NO[value]
    elif isinstance(value, str | int):
        if text := simplify(plain(str(value))):
            yield text
    elif isinstance(value, list):
        for _, node in objects_in(value):
            yield from _own_texts(node)
        yield from (simplify(plain(one)) for one in value if isinstance(one, str) and one.strip())
    elif isinstance(value, Mapping):
        yield from _own_texts(value)


def _own_texts(node: Mapping[str, Any]) -> Iterator[str]:
    yield from (simplify(plain(value)) for value in node.values() if isinstance(value, str) and value.strip())
