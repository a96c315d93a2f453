"""What a site has taught so far: which kinds of links led to evidence, and how much evidence is still unseen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from rules.richness import chao1

#: How many fetched pages an expectation is worth against what was seen.
TRUST: Final = 5.0
#: How many of the pages seen of one kind count at most: a thousand pieces of news under one pattern of addresses must not
#: bury the first page of a part of the site, or below a parent, that was never looked at.
MOST: Final = 20
#: Pages of one template with parameters that may pass without anything new before the template counts as endless.
PATIENCE: Final = 60
#: Pages of one template read in a row without a gain before its further pages are only skimmed, all but every tenth.
#: After so many more of these without a gain every twentieth, then every thirtieth, and so on.
BARREN: Final = 10
SAMPLED: Final = 10
SAMPLES: Final = 3
#: So many pages of one kind without any gain, and those of it that wait are weighed anew.
_DRY: Final = (BARREN // 2, BARREN)
#: When a site counts as seen: so many pages, and this share of all, in a row without anything new; and an estimate of
#: what is unseen of items, columns and channels below this share of those seen, or below half a one.
LEAST_PAGES: Final = 150
QUIET_SHARE: Final = 0.25
UNSEEN_SHARE: Final = 0.01


#: Evidence that by its nature stands on one page, so that meeting it once tells nothing of what was never met.
_SINGLE: Final = ("guide ", "form ", "apply ", "document ")

#: How names of what is kept begin.
_EVIDENCE, _KIND, _PAGES = "e ", "k ", "p "


@dataclass(slots=True)
class Tally:
    """Pages fetched of one kind, and how many brought something new."""

    pages: int = 0
    useful: int = 0
    dry: int = 0  # pages in a row, to the last one, that brought nothing new


@dataclass(slots=True)
class Experience:
    """One site's learned yields and its evidence seen so far. Kinds of links are named by strings, broad ones first."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    evidence: Counter[str] = field(default_factory=Counter)
    pages: int = 0
    quiet: int = 0  # pages in a row, to the last one, that brought nothing new
    _changed: set[str] = field(default_factory=set)  # names of what is not kept yet

    def learn(self, kinds: Sequence[str], evidence: Iterable[str]) -> bool:
        """Note a fetched page of ``kinds`` and the evidence on it; True when some of that is new."""
        found = set(evidence)
        new = any(key not in self.evidence for key in found)
        self.evidence.update(found)
        self._changed.update(_EVIDENCE + key for key in found)
        self._count(new)
        for kind in kinds:
            tally = self.tallies.setdefault(kind, Tally())
            tally.pages += 1
            tally.useful += new
            tally.dry = 0 if new else tally.dry + 1
            self._changed.add(_KIND + kind)
        return new

    def credit(self, kinds: Sequence[str]) -> None:
        """Count a page of ``kinds`` that was learned as bringing nothing as useful: a page it led to brought something new."""
        for kind in kinds:
            tally = self.tallies.setdefault(kind, Tally(pages=1))
            tally.useful = min(tally.pages, tally.useful + 1)
            tally.dry = 0
            self._changed.add(_KIND + kind)

    def barren(self, kind: str) -> bool:
        """Whether the next page of a kind may be skimmed: the last many brought nothing new, and it is no sample."""
        tally = self.tallies.get(kind)
        if tally is None or tally.dry < BARREN:
            return False
        return tally.pages % (SAMPLED * (1 + (tally.dry - BARREN) // SAMPLES)) != 0

    def pass_over(self, kind: str) -> None:
        """Count a page that was only skimmed."""
        self.tallies[kind].pages += 1
        self._changed.add(_KIND + kind)
        self._count(new=False)

    def changes(self) -> list[tuple[str, str]]:
        """What was learned since the last call, as names and values that :meth:`restore` takes."""
        changed, self._changed = sorted(self._changed), set()
        return [(name, self._value(name)) for name in changed] + [(_PAGES, f"{self.pages} {self.quiet}")]

    def restore(self, kept: Iterable[tuple[str, str]]) -> None:
        """Know again what an earlier run learned."""
        for name, value in kept:
            mark, rest = name[:2], name[2:]
            if mark == _EVIDENCE:
                self.evidence[rest] = int(value)
            elif mark == _KIND:
                self.tallies[rest] = Tally(*map(int, value.split()))
            elif mark == _PAGES:
                self.pages, self.quiet = map(int, value.split())

    def _value(self, name: str) -> str:
        mark, rest = name[:2], name[2:]
        if mark == _EVIDENCE:
            return str(self.evidence[rest])
        tally = self.tallies[rest]
        return f"{tally.pages} {tally.useful} {tally.dry}"

    def _count(self, new: bool) -> None:
        self.pages += 1
        self.quiet = 0 if new else self.quiet + 1

    def expect(self, kinds: Sequence[str], prior: float) -> float:
        """The chance that a page of ``kinds`` brings something new, in 0..1.

        Each kind's share is shrunk towards that of the broader kind before it, the broadest towards ``prior`` (the mean
        of a Beta posterior whose prior weighs :data:`TRUST` pages).
        """
        value = prior
        for kind in kinds:
            tally = self.tallies.get(kind)
            if tally is not None and tally.pages:
                counted = min(tally.pages, MOST)
                value = (value * TRUST + tally.useful / tally.pages * counted) / (TRUST + counted)
        return value

    def gains(self, kind: str) -> int:
        """How many pages of a kind brought something new."""
        tally = self.tallies.get(kind)
        return tally.useful if tally else 0

    def turned(self, kind: str) -> bool:
        """Whether the last page of a kind tells enough about it to weigh anew what waits: its first gain, or none for long."""
        tally = self.tallies[kind]
        return (tally.useful == 1 and tally.dry == 0) or (tally.useful == 0 and tally.pages in _DRY)

    def weigh_anew(self, kind: str, value: float) -> float:
        """An expectation formed before, corrected by what pages of its kind brought since: as :meth:`expect` does where that was
        something; else halved, for what was known then is in it already."""
        tally = self.tallies[kind]
        return (value * TRUST + tally.useful) / (TRUST + tally.pages) if tally.useful else value / 2

    def exhausted(self, kind: str) -> bool:
        """Whether :data:`PATIENCE` pages of a kind were fetched and not one brought anything new."""
        tally = self.tallies.get(kind)
        return tally is not None and tally.pages >= PATIENCE and tally.useful == 0

    @property
    def saturated(self) -> bool:
        """Whether what is still unseen is estimated to be too little to go on for.

        Chao's estimate (see :func:`rules.richness.chao1`) speaks of what pages like those fetched could still show, so
        a long silence is asked for beside it.
        """
        if self.quiet < max(LEAST_PAGES, QUIET_SHARE * self.pages):
            return False
        found = self._recurring()
        unseen = _unseen(found)
        return unseen is not None and unseen <= max(0.5, UNSEEN_SHARE * len(found))

    def unseen(self) -> float | None:
        """Items, columns and channels not met yet, estimated by Chao1 (Chao 1984, Scand. J. Statist. 11: 265-270), or None."""
        return _unseen(self._recurring())

    def _recurring(self) -> list[int]:
        """On how many pages each item, column and channel was met."""
        return [count for key, count in self.evidence.items() if not key.startswith(_SINGLE)]


def _unseen(counts: Sequence[int]) -> float | None:
    estimate = chao1(counts)
    return None if estimate is None else estimate - len(counts)
