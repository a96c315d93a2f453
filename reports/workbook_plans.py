"""How the sheets of each workbook are laid out: ``workbook.yaml`` for the audit's, ``workbook_<which>.yaml`` for those beside it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml
from pydantic import TypeAdapter

from reports.workbook_sheet import SheetPlan

_SHEETS = TypeAdapter(dict[str, SheetPlan])


@cache
def plans(book: str = "workbook") -> Mapping[str, SheetPlan]:
    """The sheets of a workbook, in order, by name."""
    text = (Path(__file__).parent / f"{book}.yaml").read_text(encoding="utf-8")
    return _SHEETS.validate_python(yaml.safe_load(text))
