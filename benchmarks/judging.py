"""CPU time to judge one page – facts, then rules – beside what a plain reading and a bare parse of the same page cost.

Usage: ``python benchmarks/judging.py [FOLDER]``: the pages of a folder (``manifest.csv`` with status ``real`` is obeyed where there
is one), else the golden pages. They are read by the program, by BeautifulSoup with regular expressions done plainly, and by lxml's
parser alone. A page that promises a guide is read deeply, as in archives: again with its markup where that may tell more. There are
two ways, each in a process of its own:

- *each page in turn*: every page by all three before the next one, so that a busy machine slows all three alike; each reading begins
  without the rubbish of the one before. Between two of the program's readings BeautifulSoup and the search for rubbish have emptied
  the processor's caches, which no archive that is judged knows: the dearest that a page can be.
- *whole passes in turn*: all pages by the program, then all by BeautifulSoup, then all by lxml, rubbish collected as it comes: page
  after page, as an archive is judged.

Told apart are pages at first sight (the words are compiled, on the golden pages, and nothing of these pages is remembered) and pages
seen before: their lines, boxes' names and addresses are remembered as those of a site's frame are in the middle of a site.
"""

from __future__ import annotations

import argparse
import csv
import gc
import multiprocessing
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import lxml.html
from bs4 import BeautifulSoup

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from rules.facts import read_facts
from rules.pack import Pack, default_pack
from rules.reading import read_carefully, read_page

GOLDEN = Path(__file__).resolve().parent.parent / "tests" / "golden"
ROUNDS = 3
URL = "http://www.example.gov.cn/a/b.html"
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
    began = time.process_time()
    result = work()
    return result, (time.process_time() - began) * 1000


class Readers:
    """The three ways of reading a page; ``before`` is done before each part of a reading."""

    def __init__(self, before: Callable[[], object]) -> None:
        self._pack, self._before = default_pack(), before
        self._plain = Plain(self._pack)
        self.ways = (self.program, self.plain, self.parse)

    def program(self, body: bytes) -> dict[str, float]:
        facts, facts_took = self._timed(lambda: read_facts(body, URL))
        reading, rules_took = self._timed(lambda: read_page(facts, self._pack))
        deep = reading.role == "guide"
        if deep:
            html = body.decode(facts.encoding or "utf-8", errors="replace")
            rules_took += self._timed(lambda: read_carefully(reading, facts, self._pack, {"html": html}))[1]
        both = facts_took + rules_took
        return {"facts": facts_took, "rules": rules_took, "deep" if deep else "not deep": both, "facts and rules": both}

    def plain(self, body: bytes) -> dict[str, float]:
        return {"BeautifulSoup and re": self._timed(lambda: self._plain.read(body))[1]}

    def parse(self, body: bytes) -> dict[str, float]:
        return {"lxml parse alone": self._timed(lambda: lxml.html.document_fromstring(body))[1]}

    def _timed(self, work: Callable[[], Result]) -> tuple[Result, float]:
        self._before()
        return timed(work)


def in_turn(bodies: list[bytes]) -> Iterator[tuple[int, dict[str, float]]]:
    """Each page by all before the next one: the round and what a reading took."""
    readers = Readers(gc.collect)
    warm()
    for turn in range(1 + ROUNDS):
        for body in bodies:
            for way in readers.ways:
                yield turn, way(body)


def in_passes(bodies: list[bytes]) -> Iterator[tuple[int, dict[str, float]]]:
    """All pages by one before the next: the round and what a reading took."""
    readers = Readers(lambda: None)
    warm()
    for turn in range(1 + ROUNDS):
        for way in readers.ways:
            gc.collect()
            for body in bodies:
                yield turn, way(body)


def warm() -> None:
    """Have the words compiled and set aside what stays."""
    for body in pages_of(None):
        read_page(read_facts(body, URL), default_pack())
    gc.collect()
    gc.freeze()


def measure(name: str, bodies: list[bytes]) -> None:
    """Measure in one of the ``WAYS`` and print it."""
    rounds: dict[bool, dict[str, list[float]]] = {True: {}, False: {}}
    for turn, took in WAYS[name](bodies):
        for part, milliseconds in took.items():
            rounds[turn == 0].setdefault(part, []).append(milliseconds)
    tell(f"{len(bodies)} pages at first sight, {name}", rounds[True])
    tell(f"{len(bodies)} pages seen before, {ROUNDS} rounds, {name}", rounds[False])


def tell(headline: str, shown: dict[str, list[float]]) -> None:
    """Print what each way of reading took."""
    print(f"{headline}; CPU ms a page")
    for name, values in sorted(shown.items()):
        ordered = sorted(values)
        print(
            f"{name:22} median {statistics.median(ordered):7.2f}  mean {statistics.fmean(ordered):7.2f}"
            f"  95 % below {ordered[int(len(ordered) * 0.95)]:7.2f}  ({len(ordered)} readings)"
        )


WAYS = {"each page in turn": in_turn, "whole passes in turn": in_passes}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path)
    bodies = [body for body in pages_of(parser.parse_args().folder) if body.strip()]
    for name in WAYS:
        process = multiprocessing.get_context("spawn").Process(target=measure, args=(name, bodies))
        process.start()
        process.join()
        if process.exitcode:
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
