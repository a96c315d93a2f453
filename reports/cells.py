"""What may stand in a spreadsheet's cell: audited sites choose the words, so no text may become a formula."""

from __future__ import annotations

import re
from functools import lru_cache

#: Beginnings a spreadsheet reads as a formula or command; full-width forms count in East Asian versions.
_FORMULA = re.compile(r"^[\s\x00-\x1f]*[=+\-@＝＋－＠|]|^[\t\r\n]")
#: Control characters no CSV reader or XML parser expects.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def clean(text: str) -> str:
    """The text without control characters and lone surrogates."""
    return text if text.isprintable() else _CONTROL.sub("", text)


@lru_cache(10_000)
def defused(text: str) -> str:
    """The text, with an apostrophe before it when a spreadsheet would take it for a formula."""
    tidy = clean(text)
    return f"'{tidy}" if _FORMULA.match(text) else tidy


def csv_cell(value: object) -> str:
    """A value as the text of a CSV cell: empty for None, true/false, at most six decimals, text defused."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    return defused(value) if isinstance(value, str) else str(value)
