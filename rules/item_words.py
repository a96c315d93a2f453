"""The words that make and unmake names of service items, read from ``packs/items.yaml`` and compiled once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from rules.pack import Pack
from rules.pack_files import read_words

PACK_FILE: Final = Path(__file__).parent / "packs" / "items.yaml"


@dataclass(frozen=True, slots=True)
class ItemWords:
    """Compiled vocabulary of items; every pattern expects simplified, half-width text."""

    version: int
    suffix: re.Pattern[str]
    prefix: re.Pattern[str]
    department: re.Pattern[str]
    act: re.Pattern[str]
    thing: re.Pattern[str]
    short_things: frozenset[str]
    not_item: re.Pattern[str]
    weak_not_item: re.Pattern[str]
    function_words: re.Pattern[str]
    place: re.Pattern[str]
    menu_words: frozenset[str]
    headings: tuple[str, ...]
    other_headings: tuple[str, ...]
    addresses: re.Pattern[str]
    name_columns: frozenset[str]
    name_column: re.Pattern[str]
    department_columns: frozenset[str]
    function_columns: frozenset[str]
    json_name_keys: tuple[str, ...]
    json_url_keys: tuple[str, ...]
    json_department_keys: tuple[str, ...]
    json_region_keys: tuple[str, ...]
    cleaned: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)  # names cleaned before


def read_item_words(path: Path) -> ItemWords:
    """Read the vocabulary from a YAML file. Raises Problem naming file, line and value when it cannot be used."""
    return read_words(path, _compile)


@cache
def default_item_words() -> ItemWords:
    """The vocabulary shipped with the package."""
    return read_item_words(PACK_FILE)


def item_words_of(pack: Pack) -> ItemWords:
    """The vocabulary in a pack's folder, or the shipped one where the folder has none."""
    return _in_folder(pack.folder, pack.version)


@lru_cache(maxsize=8)
def _in_folder(folder: str, version: str) -> ItemWords:
    path = Path(folder) / PACK_FILE.name
    return read_item_words(path) if path.is_file() else default_item_words()


def _compile(data: Mapping[str, Sequence[str]]) -> ItemWords:
    suffixes = alternatives(data["name_suffixes"])
    endings = alternatives(data["department_endings"])
    acts = "|".join(f"(?<={re.escape(act)})" for act in data["form_acts"])
    return ItemWords(
        version=int(str(data["version"])),
        suffix=re.compile(
            rf"(?:的|之)?\s*[-—_:]?\s*[(\[【《]?(?:{suffixes})[)\]】》]?(?=$|\([^()]*\)$)|(?:{acts})表(?=$|\([^()]*\)$)"
        ),
        prefix=re.compile(
            rf"^(?:{alternatives(data['name_prefixes'])})\s*[:\-—|>»·]\s*|^(?:{data['annex']})(?=\S{{4}})"
        ),
        department=re.compile(rf"^([^\s:|,、()]{{2,18}}(?:{endings}))\s*[:|·—-]\s*(?=\S{{4}})"),
        act=re.compile(
            rf"(?:{alternatives(data['act_words'])})$|^(?:{alternatives(data['act_starts'])})..{{2}}|{'|'.join(data['act_middles'])}"
        ),
        thing=re.compile(rf"(?:{alternatives(data['thing_words'])})$"),
        short_things=frozenset(data["short_things"]),
        not_item=re.compile("|".join(f"(?:{pattern})" for pattern in data["not_item_patterns"])),
        place=re.compile("|".join(f"(?:{pattern})" for pattern in data["place_patterns"])),
        menu_words=frozenset(data["menu_words"]),
        weak_not_item=re.compile("|".join(f"(?:{pattern})" for pattern in data["weak_not_item_patterns"])),
        function_words=re.compile(rf"(?:{alternatives(data['function_atoms'])}|[、和与及])++"),
        headings=tuple(data["item_headings"]),
        other_headings=tuple(data["other_headings"]),
        addresses=re.compile(rf"[/_=](?:{alternatives(data['item_addresses'])})(?![a-z]{{3}})", re.IGNORECASE),
        name_columns=frozenset(data["name_columns"]),
        name_column=re.compile("|".join(f"(?:{pattern})" for pattern in data["name_column_patterns"])),
        department_columns=frozenset(data["department_columns"]),
        function_columns=frozenset(data["function_columns"]),
        json_name_keys=tuple(data["json_name_keys"]),
        json_url_keys=tuple(data["json_url_keys"]),
        json_department_keys=tuple(data["json_department_keys"]),
        json_region_keys=tuple(data["json_region_keys"]),
    )


def alternatives(words: Sequence[str]) -> str:
    """A regular expression of plain words, the longest first so that none hides another."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
