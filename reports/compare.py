"""What became of every item-function pair and column between two years: gained, lost, same, or not comparable and why.

Both years must be judged by one rule pack, so that a change is the site's and not the rules'. Losing sight of a page is
never a loss: what was not measured in either year is not comparable.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import get_args

from reports.records import Change, ChangeKind
from reports.scoring import USABLE
from rules.records import SiteJudgement, Verdict
from rules.terms import COLUMNS, FUNCTIONS

COLUMNS_OF_CHANGES = (
    "site_id",
    "site_name",
    "old_year",
    "new_year",
    "item_id",
    "item_name",
    "key",
    "kind",
    "old_level",
    "new_level",
    "reason",
    "old_url",
    "new_url",
)


@dataclass(frozen=True, slots=True)
class _Year:
    """One site's judgement as a table: verdicts by item and key, names of items."""

    judgement: SiteJudgement
    verdicts: Mapping[tuple[str, str], Verdict]
    names: Mapping[str, str]

    @classmethod
    def of(cls, judgement: SiteJudgement) -> _Year:
        names = {item.item_id: item.name for item in judgement.items}
        verdicts = {
            (verdict.item_id, verdict.key): verdict
            for verdict in judgement.verdicts
            if verdict.item_id in names or (not verdict.item_id and verdict.key in COLUMNS)
        }
        return cls(judgement, verdicts, names)

    def complete(self) -> bool:
        """Whether what is not there was looked for on the whole site."""
        return self.judgement.archive.status == "measured"


def compare_years(old: Iterable[SiteJudgement], new: Iterable[SiteJudgement]) -> list[Change]:
    """The changes of all sites given for either year, by site, item and key in the order of the newer judgements."""
    before = {judgement.site.site_id: judgement for judgement in old}
    after = {judgement.site.site_id: judgement for judgement in new}
    return [
        change
        for site_id in dict.fromkeys([*after, *before])
        for change in compare_site(before.get(site_id), after.get(site_id))
    ]


def compare_site(old: SiteJudgement | None, new: SiteJudgement | None) -> Iterator[Change]:
    """The changes of one site; nothing for a site with no judgement in either year."""
    if old is None or new is None:
        known = old or new
        if known is not None:
            yield _whole(known, known, "no_judgement_new" if new is None else "no_judgement_old")
    elif old.pack_version != new.pack_version:
        yield _whole(old, new, "different_rules")
    else:
        yield from _pairs(_Year.of(old), _Year.of(new))


def _whole(old: SiteJudgement, new: SiteJudgement, reason: str) -> Change:
    """The one row of a site that cannot be compared at all."""
    return Change(new.site.site_id, new.site.name, old.year, new.year, "", "", "", "not_comparable", None, None, reason)


def _pairs(old: _Year, new: _Year) -> Iterator[Change]:
    ids = list(dict.fromkeys([*new.names, *old.names]))
    pairs = [(item_id, key) for item_id in ids for key in FUNCTIONS] + [("", key) for key in COLUMNS]
    for item_id, key in pairs:
        before, after = old.verdicts.get((item_id, key)), new.verdicts.get((item_id, key))
        change = Change(
            new.judgement.site.site_id,
            new.judgement.site.name,
            old.judgement.year,
            new.judgement.year,
            item_id,
            new.names.get(item_id) or old.names.get(item_id, ""),
            key,
            "same",
            _level(old, item_id, before),
            _level(new, item_id, after),
            old_url=before.url if before else "",
            new_url=after.url if after else "",
        )
        yield _judged(change, old, new)


def _level(year: _Year, item_id: str, verdict: Verdict | None) -> int | None:
    """The level of a pair; an item the site did not show, though all of it was seen, offered nothing."""
    if item_id and item_id not in year.names:
        return 0 if year.complete() else None
    return verdict.level if verdict else None


def _judged(change: Change, old: _Year, new: _Year) -> Change:
    """The change with its kind: usable one year and not the other is gained or lost, whatever the exact levels."""
    if change.old_level is None:
        return replace(change, kind="not_comparable", reason=_unseen(old, change, "old"))
    if change.new_level is None:
        return replace(change, kind="not_comparable", reason=_unseen(new, change, "new"))
    before, after = change.old_level >= USABLE, change.new_level >= USABLE
    kind: ChangeKind = "same" if before == after else "gained" if after else "lost"
    return replace(change, kind=kind, reason=_only_once(change.item_id, old, new) if change.item_id else "")


def _only_once(item_id: str, old: _Year, new: _Year) -> str:
    """Why a pair stands in one year only: the item came or went."""
    if item_id not in old.names:
        return "item_new"
    return "" if item_id in new.names else "item_gone"


def _unseen(year: _Year, change: Change, which: str) -> str:
    missing = change.item_id and change.item_id not in year.names
    return f"item_not_seen_{which}" if missing else f"not_measured_{which}"


class Tally:
    """How many pairs were gained, lost, same or not comparable, by function and column."""

    kinds: tuple[ChangeKind, ...] = get_args(ChangeKind)

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()

    def counted(self, changes: Iterable[Change]) -> Iterator[Change]:
        """The changes, counted as they pass; a site that cannot be compared at all is no pair."""
        for change in changes:
            if change.key:
                self._counts[change.key, change.kind] += 1
            yield change

    def rows(self) -> list[tuple[str, list[int]]]:
        """A row for each function and column that occurs: its counts in the order of ``kinds``."""
        there = {key for key, _ in self._counts}
        return [
            (key, [self._counts[key, kind] for kind in self.kinds]) for key in (*FUNCTIONS, *COLUMNS) if key in there
        ]
