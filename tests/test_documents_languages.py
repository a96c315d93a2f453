"""Documents that exist in two languages keep the same build: sections, tables, lists, commands, names in code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAIRS = sorted(path for path in [*ROOT.glob("*.zh-CN.md"), *(ROOT / "docs").glob("*.zh-CN.md")])
#: Names of files and folders, which each language writes in its own words, are left out of the comparison.
IN_CODE = re.compile(r"`([a-z_]{4,}(?:\.csv)?|--[a-z-]+)[^`]*`")


def _build(text: str) -> dict[str, object]:
    lines = text.splitlines()
    return {
        "headings": [line.split(" ")[0] for line in lines if re.match(r"#{1,4} ", line)],
        "rows of tables": sum(line.startswith("|") for line in lines),
        "points of lists": sum(bool(re.match(r"- |\d\. ", line)) for line in lines),
        "blocks": sum(line.lstrip().startswith("```") for line in lines),
    }


@pytest.mark.parametrize("path", PAIRS, ids=lambda path: path.name)
def test_both_languages_have_the_same_build(path: Path) -> None:
    english = path.with_name(path.name.replace(".zh-CN.md", ".md"))
    assert _build(path.read_text("utf-8")) == _build(english.read_text("utf-8"))


@pytest.mark.parametrize("path", PAIRS, ids=lambda path: path.name)
def test_both_languages_name_the_same_things(path: Path) -> None:
    english = path.with_name(path.name.replace(".zh-CN.md", ".md"))
    named, theirs = (set(IN_CODE.findall(one.read_text("utf-8"))) for one in (path, english))
    assert named == theirs
