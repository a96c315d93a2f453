"""How guide elements are worded: labels, what their content must show and what says nothing, from
``packs/guide_elements.yaml``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from ahocorasick_rs import AhoCorasick

from rules.pack import Pack
from rules.pack_files import read_words

PACK_FILE: Final = Path(__file__).parent / "packs" / "guide_elements.yaml"
#: A label longer than this is a sentence.
LONGEST_LABEL: Final = 24


@dataclass(frozen=True, slots=True)
class ElementWords:
    """One element: what its text must show, must not be, and how free text says it."""

    name: str
    content: re.Pattern[str]
    not_content: re.Pattern[str] | None
    spoken: tuple[re.Pattern[str], ...]
    listed: re.Pattern[str] | None
    not_label: re.Pattern[str] | None
    may_be_none: bool
    longest: int
    positive: tuple[str, ...]
    negative: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GuideWords:
    """Compiled vocabulary of guides; every pattern expects simplified, half-width text."""

    version: int
    basis: str
    elements: Mapping[str, ElementWords]
    labels: Mapping[str, str]  # label -> element, empty for labels that are no element
    patterns: tuple[tuple[re.Pattern[str], str], ...]  # whole-label patterns -> element
    labels_twice: tuple[str, ...]  # labels that two elements claim
    named: AhoCorasick  # an automaton that finds every label, anywhere in a text without spaces
    inline: re.Pattern[str]  # a known label inside a line, with the colon after it
    empty: re.Pattern[str]
    none: frozenset[str]
    flow_pictures: tuple[str, ...]
    online_depth: re.Pattern[str]
    asked: dict[str, tuple[str, ...] | None] = field(default_factory=dict, repr=False)  # labels asked for before

    def elements_named(self, text: str) -> frozenset[str]:
        """Elements some label of which stands in a text without spaces: a quick look before the careful reading."""
        found: set[str] = set()
        past = 0
        named = self.named.find_matches_as_indexes(text, overlapping=True)
        for start, last in sorted((start, -end) for _, start, end in named):
            if start >= past:  # of labels inside each other the first and longest is meant
                past = -last
                found.add(self.labels[text[start:past]])
        return frozenset(filter(None, found))


def read_guide_words(path: Path) -> GuideWords:
    """Read the vocabulary from a YAML file. Raises Problem naming file, line and value when it cannot be used."""
    return read_words(path, _compile)


@cache
def default_guide_words() -> GuideWords:
    """The vocabulary shipped with the package."""
    return read_guide_words(PACK_FILE)


def guide_words_of(pack: Pack) -> GuideWords:
    """The vocabulary in a pack's folder, or the shipped one where the folder has none."""
    return _in_folder(pack.folder, pack.version)


@lru_cache(maxsize=8)
def _in_folder(folder: str, version: str) -> GuideWords:
    path = Path(folder) / PACK_FILE.name
    return read_guide_words(path) if path.is_file() else default_guide_words()


def _compile(data: Mapping[str, Any]) -> GuideWords:
    elements = {name: _element(name, row) for name, row in data["elements"].items()}
    labels = dict.fromkeys(data["other_labels"], "")
    claimed = [(label, name) for name, row in data["elements"].items() for label in row["labels"]]
    twice = [label for label, times in Counter(label for label, _ in claimed).items() if times > 1]
    labels.update(claimed)
    patterns = [(pattern, "") for pattern in data["other_label_patterns"]]
    patterns += [(pattern, name) for name, row in data["elements"].items() for pattern in row["label_patterns"]]
    return GuideWords(
        version=int(data["version"]), basis=str(data.get("basis", "")), elements=elements, labels=labels,
        patterns=tuple((re.compile(pattern), name) for pattern, name in patterns),
        labels_twice=tuple(twice), named=AhoCorasick(sorted(filter(None, labels))), inline=_inline(tuple(labels)),
        empty=re.compile("|".join(f"(?:{phrase})" for phrase in data["empty_phrases"]), re.IGNORECASE),
        none=frozenset(data["none_phrases"]), flow_pictures=tuple(data["flow_pictures"]),
        online_depth=re.compile("|".join(f"(?:{phrase})" for phrase in data["online_depth"])),
    )  # fmt: skip


def _inline(labels: tuple[str, ...]) -> re.Pattern[str]:
    """Labels of four and more characters anywhere, shorter ones only where a word can begin; spaces may part their
    characters.
    """
    spaced = sorted((label for label in labels if len(label) >= 2), key=len, reverse=True)
    longer = "|".join(r"\s?".join(map(re.escape, label)) for label in spaced if len(label) >= 4)
    shorter = "|".join(r"\s{0,3}".join(map(re.escape, label)) for label in spaced if len(label) < 4)
    return re.compile(rf"(?P<label>{longer}|(?<![\u4e00-\u9fff])(?:{shorter}))(?:\([^()]{{1,12}}\))?\s?[】\]]?\s?:")


def _element(name: str, row: Mapping[str, Any]) -> ElementWords:
    def optional(key: str) -> re.Pattern[str] | None:
        return re.compile(row[key]) if row.get(key) else None

    return ElementWords(
        name=name, content=re.compile(row["content"]), not_content=optional("not_content"),
        spoken=tuple(map(re.compile, row.get("spoken", ()))), listed=optional("listed"),
        not_label=optional("not_label"),
        may_be_none=bool(row.get("may_be_none")), longest=int(row.get("longest", 20_000)),
        positive=tuple(row["examples"]["positive"]), negative=tuple(row["examples"]["negative"]),
    )  # fmt: skip
