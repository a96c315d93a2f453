"""docs/data-dictionary.md: what the tables of the export hold, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reports.dictionary import TABLES, ExportTable, Field
from reports.messages import both


def render_dictionary() -> str:
    """The data dictionary (docs/data-dictionary.md) in both languages."""
    head = both("dictionary.head")
    parts = [f"# {both('dictionary.title')['en']} {both('dictionary.title')['zh']}\n\n{head['zh']}\n\n{head['en']}\n"]
    for table in TABLES.values():
        about = both(f"table.{table.name}")
        lines = [
            f"## `{table.name}.csv`\n",
            f"{about['zh']} {about['en']}\n",
            *_keys(table),
            "| field | type | 含义 | meaning |",
            "|---|---|---|---|",
            *(_line(one) for one in table.fields),
        ]
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def _keys(table: ExportTable) -> list[str]:
    told = [f"primary key: `{', '.join(table.primary_key)}`"]
    told += [f"foreign key: `{', '.join(columns)}` → `{other}.csv`" for columns, other in table.foreign_keys.items()]
    return ["; ".join(told) + "\n"]


def _line(one: Field) -> str:
    meaning = one.meaning()
    return f"| `{one.name}` | {one.type}{_limits(one.constraints)} | {meaning['zh']} | {meaning['en']} |"


def _limits(constraints: Mapping[str, Any]) -> str:
    if "enum" in constraints:
        return ": " + " ".join(str(value) for value in constraints["enum"])
    return f" {constraints['minimum']}–{constraints['maximum']}" if "maximum" in constraints else ""
