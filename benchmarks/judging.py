"""CPU time to judge one page – facts, then rules – beside what a plain reading and a bare parse of the same page cost.

Usage: ``python benchmarks/judging.py [FOLDER]``: the pages of a folder (``manifest.csv`` with status ``real`` is obeyed where there
is one), else the golden pages. Each page is read in turn by the program, by BeautifulSoup with regular expressions done plainly,
and by lxml's parser alone, so that a busy machine slows all three alike; each begins without the rubbish of the one before. A page is
read deeply when it promises a guide.

Told apart are pages at first sight (the words are compiled, on the golden pages, and nothing of these pages is remembered) and pages
seen before: their lines, boxes' names and addresses are remembered as those of a site's frame are in the middle of a site.
"""

from __future__ import annotations

import argparse
import csv
import gc
import re
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import lxml.html
from bs4 import BeautifulSoup

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from rules.facts import read_facts
from rules.pack import Pack, default_pack
from rules.reading import read_page

GOLDEN = Path(__file__).resolve().parent.parent / "tests" / "golden"
ROUNDS = 3
Result = TypeVar("Result")


def pages_of(folder: Path | None) -> list[bytes]:
    """The pages to read: those a manifest calls real, else every HTML file; the golden pages without a folder."""
    if folder is None:
        return [path.read_bytes() for path in sorted(GOLDEN.glob("*/page.html"))]
    manifest = folder / "manifest.csv"
    if manifest.is_file():
        with manifest.open(encoding="utf-8-sig", newline="") as lines:
            return [(folder / row["file"]).read_bytes() for row in csv.DictReader(lines) if row["status"] == "real"]
    return [path.read_bytes() for path in sorted(folder.rglob("*.htm*"))]


class Plain:
    """What one would write first: parse with BeautifulSoup, search the text and every link for each word of the packs."""

    def __init__(self, pack: Pack) -> None:
        words = sorted({word for listed in pack.words.values() for word in listed}, key=len, reverse=True)
        self._lists = [re.compile("|".join(map(re.escape, listed))) for listed in pack.words.values()]
        self._all = re.compile("|".join(map(re.escape, words)))

    def read(self, body: bytes) -> int:
        soup = BeautifulSoup(body, "lxml")
        links = [(link.get_text(" ", strip=True), link.get("href")) for link in soup.find_all("a")]
        found = sum(1 for listed in self._lists for text, _ in links if listed.search(text))
        return found + len(self._all.findall(soup.get_text("\n", strip=True)))


def timed(work: Callable[[], Result]) -> tuple[Result, float]:
    """What a call returns, and its CPU milliseconds."""
    gc.collect()
    began = time.process_time()
    result = work()
    return result, (time.process_time() - began) * 1000


def tell(headline: str, shown: dict[str, list[float]]) -> None:
    """Print what each way of reading took."""
    print(f"{headline}, in turn; CPU ms a page")
    for name, values in sorted(shown.items()):
        ordered = sorted(values)
        print(
            f"{name:22} median {statistics.median(ordered):7.2f}  mean {statistics.fmean(ordered):7.2f}"
            f"  95 % below {ordered[int(len(ordered) * 0.95)]:7.2f}  ({len(ordered)} readings)"
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path)
    bodies = [body for body in pages_of(parser.parse_args().folder) if body.strip()]
    pack = default_pack()
    plain = Plain(pack)
    url = "http://www.example.gov.cn/a/b.html"
    for body in pages_of(None):
        read_page(read_facts(body, url), pack)  # words compiled
    gc.freeze()
    shown: dict[str, list[float]] = {}
    for turn in range(1 + ROUNDS):
        if turn == 1:
            tell(f"{len(bodies)} pages at first sight", shown)
            shown.clear()
        for body in bodies:
            facts, facts_took = timed(lambda body=body: read_facts(body, url))
            reading, rules_took = timed(lambda facts=facts: read_page(facts, pack))
            deep = reading.role == "guide"
            if deep:
                html = body.decode(facts.encoding or "utf-8", errors="replace")
                rules_took += timed(lambda facts=facts, html=html: read_page(facts, pack, {"html": html}))[1]
            for name, took in (
                ("facts", facts_took),
                ("rules", rules_took),
                ("deep" if deep else "not deep", facts_took + rules_took),
                ("facts and rules", facts_took + rules_took),
                ("BeautifulSoup and re", timed(lambda body=body: plain.read(body))[1]),
                ("lxml parse alone", timed(lambda body=body: lxml.html.document_fromstring(body))[1]),
            ):
                shown.setdefault(name, []).append(took)
    tell(f"{len(bodies)} pages seen before, {ROUNDS} rounds", shown)
    return 0


if __name__ == "__main__":
    sys.exit(main())
