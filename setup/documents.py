"""Write the generated documents, docs/rules.md and docs/data-dictionary.md: ``make docs``.

Run with ``--check`` it writes nothing and fails when a file is stale.
"""

from __future__ import annotations

import sys
from pathlib import Path

from reports.dictionary_page import render_dictionary
from reports.rules_page import render_rules
from rules.pack import default_pack

DOCS = Path(__file__).parent.parent / "docs"


def generated() -> dict[Path, str]:
    """The generated documents: path → text."""
    return {DOCS / "rules.md": render_rules(default_pack()), DOCS / "data-dictionary.md": render_dictionary()}


def stale() -> list[Path]:
    """The documents on disk that differ from what would be generated now."""
    return [
        path for path, text in generated().items() if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]


def main() -> int:
    if "--check" in sys.argv[1:]:
        for path in stale():
            print(f"{path.name} is stale: run make docs", file=sys.stderr)
        return 1 if stale() else 0
    for path, text in generated().items():
        path.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
