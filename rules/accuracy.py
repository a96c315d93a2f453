"""Measure readings against labelled pages: precision, recall and F1 with intervals over sites; held-out pages give only totals."""

from __future__ import annotations

import csv
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Final

from crawler.problems import Problem
from rules.inspect import inspect_bytes
from rules.normalise import fold_name
from rules.pack import Pack
from rules.terms import COLUMNS, FUNCTIONS

SAMPLES: Final = 500
LABELLED_ITEMS: Final = 40  # labels stop at this many names
Outcome = tuple[str, str, str]  # group, key, tp | fp | fn


@dataclass(frozen=True, slots=True)
class Score:
    """How well one thing is found; rates are 0–1, None where nothing was there to find. ``low`` and ``high`` bound F1 at 95 %."""

    group: str  # role, functions here, functions any, columns here, columns any, items, guide elements, last date
    key: str  # a function, column or role; ``all`` for the group
    tp: int
    fp: int
    fn: int
    low: float | None = None
    high: float | None = None

    @property
    def precision(self) -> float | None:
        """Share of what was found that is right."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else None

    @property
    def recall(self) -> float | None:
        """Share of what is there that was found."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of both."""
        total = 2 * self.tp + self.fp + self.fn
        return 2 * self.tp / total if total else None


@dataclass(frozen=True, slots=True)
class PageError:
    """One wrong answer on one page that may be looked at."""

    page: str
    group: str
    key: str
    expected: str
    got: str


@dataclass(frozen=True, slots=True)
class Part:
    """The scores of one part of the pages: those looked at, or those held out."""

    pages: int
    sites: int
    scores: tuple[Score, ...]


@dataclass(frozen=True, slots=True)
class Accuracy:
    """A measurement: the looked-at part with its errors, and the held-out part, of which only scores are told."""

    looked_at: Part
    held_out: Part
    errors: tuple[PageError, ...]


def measure(folder: Path, pack: Pack, held_out: Sequence[str] = (), *, samples: int = SAMPLES) -> Accuracy:
    """Read every labelled page of a folder (manifest.csv, labels.jsonl, page files) and score it.

    ``held_out`` names sites (the page id without its number) or patterns of page ids (``news-*[02468]``). Raises Problem when the
    folder or a label cannot be read.
    """
    labels, places = _labels(folder), _places(folder)
    parts: dict[bool, dict[str, Counter[Outcome]]] = {False: {}, True: {}}
    errors: list[PageError] = []
    for page, truth in labels.items():
        hidden = is_held_out(page, held_out)
        file, url = places.get(page, (f"{page}.html", ""))
        guess = inspect_bytes(_body(folder / file, folder), url, "", pack)
        parts[hidden][page] = compare(truth, guess)
        if not hidden:
            errors.extend(_errors(page, truth, guess))
    return Accuracy(_part(parts[False], samples), _part(parts[True], samples), tuple(errors))


def is_held_out(page: str, held_out: Iterable[str]) -> bool:
    """Tell whether a page id belongs to a held-out site or matches a pattern."""
    return any(site_of(page) == entry or fnmatchcase(page, entry) for entry in held_out)


def read_split(path: Path) -> tuple[str, ...]:
    """Read a split file: one site or pattern a line, # starts a comment."""
    lines = (line.split("#")[0].strip() for line in path.read_text(encoding="utf-8-sig").splitlines())
    return tuple(line for line in lines if line)


def site_of(page: str) -> str:
    """The site a page id belongs to: the part before its last hyphen."""
    return page.rsplit("-", 1)[0]


def compare(truth: Mapping[str, Any], guess: Mapping[str, Any]) -> Counter[Outcome]:
    """Count one page's outcomes; what the label calls debatable counts neither way."""
    seen: Counter[Outcome] = Counter()
    debatable = set(truth.get("debatable") or ())
    if "role" not in debatable:
        _count_role(seen, truth["role"], guess.get("role"))
    for field, keys in (("functions", FUNCTIONS), ("columns", COLUMNS)):
        for key in (key for key in keys if key not in debatable):
            for decision, accepted in (("here", ("here",)), ("any", ("here", "link"))):
                is_there = (truth.get(field) or {}).get(key) in accepted
                is_found = (guess.get(field) or {}).get(key) in accepted
                if is_there or is_found:
                    seen[f"{field} {decision}", key, _outcome(is_there, is_found)] += 1
    _count_sets(seen, "guide elements", set(truth.get("guide_elements") or ()), set(guess.get("guide_elements") or ()))
    _count_sets(seen, "items", *_item_sets(truth, guess))
    there, found = truth.get("last_date"), guess.get("last_date")
    if (there or found) and "last_date" not in debatable:
        seen.update(Counter({("last date", "all", "tp"): 1} if there == found else _misses("last date", there, found)))
    return seen


def _count_role(seen: Counter[Outcome], there: str, found: Any) -> None:
    if there == found:
        seen["role", there, "tp"] += 1
    else:
        seen["role", there, "fn"] += 1
        seen["role", str(found), "fp"] += 1


def _misses(group: str, there: Any, found: Any) -> dict[Outcome, int]:
    return {outcome: 1 for outcome, wrong in (((group, "all", "fn"), there), ((group, "all", "fp"), found)) if wrong}


def _outcome(there: bool, found: bool) -> str:
    return "tp" if there and found else "fn" if there else "fp"


def _count_sets(seen: Counter[Outcome], group: str, want: set[str], got: set[str]) -> None:
    for outcome, size in (("tp", len(want & got)), ("fp", len(got - want)), ("fn", len(want - got))):
        if size:
            seen[group, "all", outcome] += size


def _item_sets(truth: Mapping[str, Any], guess: Mapping[str, Any]) -> tuple[set[str], set[str]]:
    skipped = set(map(fold_name, truth.get("items_debatable") or ()))
    want = set(map(fold_name, truth.get("items") or ())) - skipped
    got = set(map(fold_name, guess.get("items") or ())) - skipped
    if len(truth.get("items") or ()) >= LABELLED_ITEMS and len(got) > LABELLED_ITEMS:
        got &= want  # a label that stopped counting cannot call the rest wrong
    return want, got


def _errors(page: str, truth: Mapping[str, Any], guess: Mapping[str, Any]) -> list[PageError]:
    found = []
    debatable = set(truth.get("debatable") or ())
    if truth["role"] != guess.get("role") and "role" not in debatable:
        found.append(PageError(page, "role", "role", truth["role"], str(guess.get("role"))))
    for field, keys in (("functions", FUNCTIONS), ("columns", COLUMNS)):
        for key in (key for key in keys if key not in debatable):
            there, got = (truth.get(field) or {}).get(key, ""), (guess.get(field) or {}).get(key, "")
            if there != got:
                found.append(PageError(page, field, key, there, got))
    want, names = _item_sets(truth, guess)
    elements, read = set(truth.get("guide_elements") or ()), set(guess.get("guide_elements") or ())
    for field, there_set, got_set in (("items", want, names), ("guide elements", elements, read)):
        if there_set != got_set:
            found.append(
                PageError(page, field, "", " ".join(sorted(there_set - got_set)), " ".join(sorted(got_set - there_set)))
            )
    if truth.get("last_date") != guess.get("last_date"):
        found.append(
            PageError(page, "last date", "", str(truth.get("last_date") or ""), str(guess.get("last_date") or ""))
        )
    return found


# ---- figures --------------------------------------------------------------------------------------------------------
def _part(pages: Mapping[str, Counter[Outcome]], samples: int) -> Part:
    totals = _figures(pages.values())
    sites: dict[str, list[Counter[Outcome]]] = defaultdict(list)
    for page, seen in pages.items():
        sites[site_of(page)].append(seen)
    bounds = _bounds(sites, samples)
    scores = (
        Score(group, key, *counts, *bounds.get((group, key), (None, None)))
        for (group, key), counts in sorted(totals.items())
    )
    return Part(len(pages), len(sites), tuple(scores))


def _figures(pages: Iterable[Counter[Outcome]]) -> dict[tuple[str, str], tuple[int, int, int]]:
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for seen in pages:
        for (group, key, outcome), number in seen.items():
            counts[group, key][outcome] += number
            if key != "all":
                counts[group, "all"][outcome] += number
    return {name: (one["tp"], one["fp"], one["fn"]) for name, one in counts.items()}


def _bounds(
    sites: Mapping[str, Sequence[Counter[Outcome]]], samples: int
) -> dict[tuple[str, str], tuple[float, float]]:
    """95 % bootstrap intervals of F1; whole sites are drawn, for pages of one site are alike. The draw is always the same one."""
    draw, names = random.Random(1), list(sites)
    totals = {name: _figures(pages) for name, pages in sites.items()}
    drawn: dict[tuple[str, str], list[float]] = defaultdict(list)
    for _ in range(samples if len(names) > 1 else 0):
        sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
        for name in draw.choices(names, k=len(names)):
            for figure, counts in totals[name].items():
                for place in range(3):
                    sums[figure][place] += counts[place]
        for figure, (tp, fp, fn) in sums.items():
            if tp + fp + fn:
                drawn[figure].append(2 * tp / (2 * tp + fp + fn))
    return {figure: _middle(sorted(values)) for figure, values in drawn.items()}


def _middle(values: Sequence[float]) -> tuple[float, float]:
    return values[int(len(values) * 0.025)], values[max(0, int(len(values) * 0.975) - 1)]


# ---- files ----------------------------------------------------------------------------------------------------------
def _labels(folder: Path) -> dict[str, dict[str, Any]]:
    path = folder / "labels.jsonl"
    if not path.is_file():
        raise Problem("accuracy_manifest", folder=str(folder), missing="labels.jsonl")
    labels = {}
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
        if line.strip():
            try:
                row = json.loads(line)
                labels[str(row["id"])] = {**row, "role": str(row["role"])}
            except (ValueError, KeyError, TypeError) as error:
                raise Problem("accuracy_label", file=str(path), line=number, error=str(error)) from error
    return labels


def _places(folder: Path) -> dict[str, tuple[str, str]]:
    path = folder / "manifest.csv"
    if not path.is_file():
        raise Problem("accuracy_manifest", folder=str(folder), missing="manifest.csv")
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return {row["id"]: (row["file"], row.get("original_url") or "") for row in csv.DictReader(lines)}


def _body(path: Path, folder: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Problem("accuracy_manifest", folder=str(folder), missing=path.name) from error
