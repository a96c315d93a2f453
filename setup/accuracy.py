"""Renew the tables of docs/accuracy.md and the floors of tests/accuracy_floors.json: ``make accuracy LABELS=folder``.

``--held-out`` names the sites whose pages are only scored, as ``govaudit rules test`` takes them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import sys
from pathlib import Path

from rules.accuracy import Accuracy, Part, Score, measure, read_split
from rules.pack import Pack, default_pack

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "accuracy.md"
FLOORS = ROOT / "tests" / "accuracy_floors.json"
BEGIN, END = "<!-- tables: begin -->", "<!-- tables: end -->"
#: What must not get worse; rarer things swing too much from one page to the next.
GUARDED = ("functions here", "functions any", "columns here", "columns any", "role", "items", "guide elements")
_GROUPS = {
    "functions here": "功能在本页 function here",
    "functions any": "功能在本页或有入口 function here or linked",
    "columns here": "栏目在本页 column here",
    "columns any": "栏目在本页或有入口 column here or linked",
    "role": "页面角色 role",
    "items": "事项名称 item names",
    "guide elements": "指南要素 guide elements",
    "last date": "最后日期 last date",
}


def digest_of(labels: Path) -> str:
    """A digest of a labelled folder: its labels, its list and every page."""
    found = hashlib.sha256()
    for path in sorted(one for one in labels.iterdir() if one.is_file()):
        found.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()[:16]


def tables(accuracy: Accuracy, pack: Pack, labels: Path) -> str:
    """The figures of one measurement as Markdown."""
    lines = [f"规则版本 rules `{pack.version}` · 语料 corpus `{digest_of(labels)}`", ""]
    named = (
        ("编写规则时看过的 Looked at while rules were written", accuracy.looked_at),
        ("只计分的 Only scored", accuracy.held_out),
    )
    for title, part in named:
        if part.pages:
            lines += [f"### {title}: {part.pages} 页 pages, {part.sites} 个网站 sites", "", *_rows(part), ""]
    return "\n".join(lines)


def _rows(part: Part) -> list[str]:
    lines = [
        "| 什么 what | 准确率 P | 召回率 R | F1 | 95 % | 对 right | 多 wrong | 漏 missed |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for group, title in _GROUPS.items():
        for score in (one for one in part.scores if one.group == group and one.key == "all"):
            lines.append(_row(f"**{title}**", score))
        if group != "last date":
            lines += [_row(f"· {one.key}", one) for one in part.scores if one.group == group and one.key != "all"]
    return lines


def _row(title: str, score: Score) -> str:
    rates = " | ".join("–" if rate is None else f"{rate:.3f}" for rate in (score.precision, score.recall, score.f1))
    interval = "" if score.low is None else f"{score.low:.3f}–{score.high:.3f}"
    return f"| {title} | {rates} | {interval} | {score.tp} | {score.fp} | {score.fn} |"


def floors(accuracy: Accuracy, labels: Path) -> dict[str, object]:
    """What later versions must reach on the same pages: F1 over both parts' totals, rounded down to hundredths."""
    totals: dict[str, list[int]] = {}
    for part in (accuracy.looked_at, accuracy.held_out):
        for score in part.scores:
            if score.key == "all" and score.group in GUARDED:
                counts = totals.setdefault(score.group, [0, 0, 0])
                for place, number in enumerate((score.tp, score.fp, score.fn)):
                    counts[place] += number
    return {"corpus": digest_of(labels), "f1": {group: _floor(*counts) for group, counts in sorted(totals.items())}}


def _floor(tp: int, fp: int, fn: int) -> float:
    return math.floor(200 * tp / (2 * tp + fp + fn)) / 100


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("labels", type=Path)
    parser.add_argument("--held-out", default="")
    given = parser.parse_args()
    split = Path(given.held_out)
    hidden = read_split(split) if given.held_out and split.is_file() else tuple(filter(None, given.held_out.split(",")))
    pack = default_pack()
    measured = measure(given.labels, pack, hidden)
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    page = f"{before}{BEGIN}\n\n{tables(measured, pack, given.labels)}\n{END}{rest.partition(END)[2]}"
    PAGE.write_text(page, encoding="utf-8", newline="\n")
    FLOORS.write_text(json.dumps(floors(measured, given.labels), indent=1) + "\n", encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
