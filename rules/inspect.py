"""What one page shows and why, as ``govaudit inspect`` prints it."""

from __future__ import annotations

from typing import Any

from rules.encoding import decode
from rules.facts import read_facts
from rules.pack import Pack
from rules.reading import MAX_ITEMS, read_page
from rules.records import PageReading


def inspect_bytes(body: bytes, url: str, content_type: str, pack: Pack) -> dict[str, Any]:
    """Judge one page from its own bytes alone.

    Keys: role, functions and columns (name -> here or link), items (at most 40), guide_elements, entries (listed, replied,
    latest; None on pages without letters), last_date (YYYY-MM-DD or None).
    """
    reading = _read(body, url, content_type, pack)
    return {
        "role": reading.role,
        "functions": dict(reading.functions),
        "columns": dict(reading.columns),
        "items": list(reading.items[:MAX_ITEMS]),
        "guide_elements": list(reading.guide_elements),
        "entries": dict(reading.entries) if reading.entries is not None else None,
        "last_date": reading.last_date,
    }


def reasons(body: bytes, url: str, content_type: str, pack: Pack) -> list[str]:
    """One line for each piece of evidence: subject=value, rule and its version, place, snippet, target, item; tab-separated."""
    lines = []
    for piece in _read(body, url, content_type, pack).evidence:
        parts = [
            f"{piece.subject}={piece.value}",
            f"{piece.rule_id}@{piece.rule_version}",
            piece.locator,
            piece.snippet,
            piece.url,
            piece.item,
        ]
        lines.append("\t".join(_one_line(part) for part in parts).rstrip("\t"))
    return lines


def _read(body: bytes, url: str, content_type: str, pack: Pack) -> PageReading:
    facts = read_facts(body, url, content_type, pack=pack)
    html = decode(body, content_type).text if facts.kind == "html" else None
    return read_page(facts, pack, {"html": html})


def _one_line(text: str) -> str:
    """Text of the audited page on one line of a terminal: control characters would be commands to it."""
    return "".join(character if character.isprintable() else " " for character in text)
