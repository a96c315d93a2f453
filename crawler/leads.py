"""Where the rows of a list lead that a page made of data: some are known, the others' addresses differ by values of their records."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, Protocol
from urllib.parse import quote

MAX_NODES: Final = 50_000
#: Characters of a record's text that names a row, and of a value that may stand in an address.
_NAME: Final = range(3, 120)
_VALUE: Final = range(1, 80)
Record = Mapping[str, Any]


class Row(Protocol):
    """An entry of a page: its mark, its words and those around it."""

    @property
    def mark(self) -> int: ...
    @property
    def wording(self) -> str: ...
    @property
    def around(self) -> str: ...


def alike(rows: Sequence[Row], leads: Mapping[int, str], answers: Sequence[bytes]) -> dict[int, str]:
    """The addresses of rows without one, by mark, as far as the page's ``answers`` (JSON) tell: those of two rows must come of one
    template that all rows known fulfil."""
    known = [row for row in rows if row.mark in leads]
    if len(known) == len(rows) or not known:
        return {}
    for records in _lists(answers):
        of_row = {row.mark: record for row in rows if (record := _record_of(row, records)) is not None}
        if not all(row.mark in of_row for row in known):
            continue
        template = _template(leads[known[0].mark], of_row[known[0].mark])
        if template and all(_filled(template, of_row[row.mark]) == leads[row.mark] for row in known):
            told = {mark: _filled(template, record) for mark, record in of_row.items() if mark not in leads}
            return {mark: address for mark, address in told.items() if address}
    return {}


def _lists(answers: Sequence[bytes]) -> Iterator[Sequence[Record]]:
    """Every list of two or more records in some JSON, without recursion."""
    seen = 0
    for body in answers:
        try:
            waiting: list[Any] = [json.loads(body)]
        except (ValueError, RecursionError):
            continue
        while waiting and seen < MAX_NODES:
            seen += 1
            node = waiting.pop()
            if isinstance(node, dict):
                waiting.extend(node.values())
            elif isinstance(node, list):
                records = [one for one in node if isinstance(one, dict)]
                if len(records) > 1:
                    yield records
                waiting.extend(records)


def _record_of(row: Row, records: Sequence[Record]) -> Record | None:
    """The one record whose name a row bears, else the one whose longest text stands around it."""
    named = [record for record in records if row.wording in _texts(record)]
    if not named:
        beside = [max((len(text) for text in _texts(record) if text in row.around), default=0) for record in records]
        best = max(beside, default=0)
        named = [record for record, length in zip(records, beside, strict=True) if best and length == best]
    return named[0] if len(named) == 1 else None


def _texts(record: Record) -> list[str]:
    """The first texts of a record that may be its name: those in Chinese."""
    texts = (value.strip() for value in record.values() if isinstance(value, str) and len(value) in _NAME)
    return [text for text in texts if not text.isascii()]


def _template(address: str, record: Record) -> str:
    """An address with the record's values taken out, each by its key; empty where none stands in it."""
    slots = 0
    values = {key: str(value) for key, value in record.items() if _plain(value)}
    for key, value in sorted(values.items(), key=lambda one: -len(one[1])):
        if len(value) in _VALUE:
            pattern = rf"(?<![\w\0]){re.escape(quote(value, safe=''))}(?![\w\0])"
            address, count = re.subn(pattern, lambda _, key=key: f"\0{key}\0", address)  # type: ignore[misc]
            slots += count
    return address if slots else ""


def _filled(template: str, record: Record) -> str:
    """A template with another record's values; empty where it lacks one."""
    parts = template.split("\0")
    values = [record.get(key) for key in parts[1::2]]
    if not all(map(_plain, values)):
        return ""
    parts[1::2] = [quote(str(value), safe="") for value in values]
    return "".join(parts)


def _plain(value: object) -> bool:
    """Whether a value may stand in an address."""
    return isinstance(value, str | int) and not isinstance(value, bool) and value != ""
