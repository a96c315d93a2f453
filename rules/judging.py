"""Judge a site's archive: pages to items, items to verdicts, each verdict with the findings it rests on. No request is sent."""

from __future__ import annotations

import os
import traceback
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from itertools import chain, islice
from pathlib import Path

from crawler.archive import SiteArchive
from crawler.problems import Problem
from crawler.records import ArchiveStatus
from rules.catalogue import gather
from rules.channels import ChannelJudge
from rules.completeness import find_gaps
from rules.freshness import parse_day
from rules.general_entries import take_general
from rules.matching import Matcher
from rules.matters import Matter, item_id, item_of
from rules.official_list import match_official
from rules.pack import Pack, load_pack
from rules.processes import in_order
from rules.proofs import Outcome, Proof, finding
from rules.records import ColumnFigures, Finding, ServiceItem, SiteJudgement, Verdict
from rules.richness import chao1
from rules.site_checks import check_site
from rules.site_pages import Archive, SitePages
from rules.site_reading import SHARED_FROM, read_site
from rules.targets import Targets
from rules.unseen import Unseen
from rules.verdicts import ItemJudge, item_verdicts

#: Sites in these states were not seen: they go to a person and get neither items nor verdicts.
_NOT_SEEN = frozenset(("declined", "unreachable", "not_started"))
#: The reason of a site on whose pages the program itself failed, and the note that says how.
JUDGING_FAILED = "judging_failed"
#: How many archives are looked at to decide whether one outweighs the others, and the share of judging that reading is.
_LOOKED_AT = 16
_READING = 0.7


def judge_archive(
    archive: Archive,
    pack: Pack,
    *,
    as_of: date | None = None,
    catalogue: Sequence[str] | None = None,
    readers: int = 1,
) -> SiteJudgement:
    """Judge one site's archive under a rule pack.

    ``as_of`` is the day freshness is judged against (default: the archive's own); ``catalogue`` are the names of an official list
    of items, each perhaps with its department behind a tab, ``|`` or comma; ``readers`` is the number of processes that read the pages
    of a large archive on disk.
    """
    status = archive.status()
    day = as_of or _day_of(archive, status)
    empty = _empty(archive, pack, day, status, catalogue)
    if status.status in _NOT_SEEN:
        return empty
    with closing(read_site(archive, pack, day, readers)) as pages:
        return _Judging(archive, pages, pack, day, catalogue).judgement(empty)


def _empty(
    archive: Archive, pack: Pack, day: date, status: ArchiveStatus, catalogue: Sequence[str] | None
) -> SiteJudgement:
    size = len(catalogue) if catalogue is not None else None
    site, year = archive.site, archive.year
    return SiteJudgement(site, year, day.isoformat(), pack.version, status, (), (), (), (), catalogue_size=size)


class _Judging:
    """One site's judgement in the making."""

    def __init__(
        self, archive: Archive, pages: SitePages, pack: Pack, as_of: date, catalogue: Sequence[str] | None
    ) -> None:
        self._site, self._pages = archive.site, pages
        self._matters = gather(self._pages)
        self._seen = [len(matter.seen_on) for matter in self._matters]
        if catalogue is not None:
            self._matters = match_official(self._matters, catalogue, Matcher.of(archive.site, self._pages.matching))
        targets = Targets(archive, self._pages, as_of)
        made_for_one = take_general(self._matters, self._pages, Matcher.of(archive.site, self._pages.matching), targets)
        self._unseen = Unseen.of(archive, self._pages, pack, bool(self._seen))
        gaps = find_gaps(archive, self._pages, self._matters, pack, self._unseen.told)
        self._judge = ItemJudge(targets, gaps)
        self._channels = ChannelJudge(self._pages, self._matters, made_for_one, targets, gaps, as_of)
        self._findings: dict[str, Finding] = {}
        self._checks = (*check_site(archive, self._pages, pack, as_of), *self._unseen.checks)

    def judgement(self, empty: SiteJudgement) -> SiteJudgement:
        channels = self._channels.channels()
        verdicts = [self._site_verdict(key, outcome) for key, outcome in channels.items()]
        columns: list[ColumnFigures] = []
        for column, (outcome, numbers) in self._channels.columns().items():
            verdicts.append(self._site_verdict(column, outcome))
            columns.append(numbers)
        items: list[ServiceItem] = []
        for matter in self._matters:
            items.append(item_of(matter, self._site, self._pages.words.items))
            verdicts += self._item_verdicts(matter, channels)
        return replace(
            empty,
            items=tuple(items),
            verdicts=tuple(verdicts),
            columns=tuple(columns),
            findings=tuple(self._findings.values()),
            items_estimated=self._estimated(),
            archive=self._status(empty.archive),
            not_rendered=not_rendered(self._pages),
            checks=self._checks,
        )

    def _status(self, status: ArchiveStatus) -> ArchiveStatus:
        """A site of whose items a part was not seen, as it says itself, is not wholly measured."""
        reason = self._unseen.reason
        return replace(status, status="partial", reason=reason) if status.status == "measured" and reason else status

    def _estimated(self) -> float | None:
        """Items found plus those not seen, estimated; at least as many as the longest list counts that was not wholly seen."""
        longest = max((one.entries + one.unseen for one in self._unseen.lists), default=0)
        estimate = chao1(self._seen)
        return max(estimate or 0.0, float(longest)) if longest else estimate

    def _item_verdicts(self, matter: Matter, channels: dict[str, Outcome]) -> list[Verdict]:
        named = item_id(self._site.site_id, matter.key)
        judged = item_verdicts(matter, named, self._site.site_id, self._judge, channels)
        return [
            self._with_findings(
                verdict, outcome, self._judge.contradictions(matter, verdict.level) if verdict.key == "guide" else ()
            )
            for verdict, outcome in judged
        ]

    def _site_verdict(self, key: str, outcome: Outcome) -> Verdict:
        verdict = Verdict(
            self._site.site_id, "", key, outcome.level, "site", outcome.url, outcome.reason, own_level=outcome.level
        )
        return self._with_findings(verdict, outcome)

    def _with_findings(self, verdict: Verdict, outcome: Outcome, beside: Iterable[Proof] = ()) -> Verdict:
        """Keep the findings a verdict rests on, and those told beside them; a channel's are its own, shared by all items."""
        owner = "" if verdict.scope == "site" else verdict.item_id
        found = [finding(proof, self._site.site_id, owner, verdict.key) for proof in (*outcome.proofs, *beside)]
        self._findings.update((one.finding_id, one) for one in found)
        return replace(verdict, finding_ids=tuple(dict.fromkeys(one.finding_id for one in found)))


def not_rendered(pages: SitePages) -> tuple[str, ...]:
    """Addresses of the site's pages that need a browser and were not rendered."""
    return tuple(page.url for page in pages.own(unseen=True))


def judge_many(
    folders: Iterable[Path],
    pack: Pack,
    *,
    as_of: date | None = None,
    catalogue: Sequence[str] | None = None,
    workers: int | None = None,
) -> Iterator[SiteJudgement]:
    """Judge many archives on all cores, in the order of ``folders``; only a few judgements are in memory at a time.

    Every worker process loads the pack from its folder itself. ``workers`` defaults to the number of cores. Archives are judged side by
    side, one a process; one alone, or few of which one outweighs the others, one by one, the pages of a large one read by all processes.
    """
    waiting = iter(folders)
    first = list(islice(waiting, _LOOKED_AT))
    count = workers or os.cpu_count() or 1
    if count == 1 or (len(first) < _LOOKED_AT and one_by_one(list(map(_pages_in, first)), count)):
        for folder in (*first, *waiting):
            yield _judge_folder(folder, pack, as_of, catalogue, count)
        return
    folders_left = chain(first, waiting)
    yield from in_order(_judge_in_worker, folders_left, count, _start_worker, pack.folder, as_of, catalogue)


def one_by_one(pages: Sequence[int], processes: int) -> bool:
    """Whether archives of so many pages are done sooner one by one, each large one read by all processes, than side by side."""
    alone = 1 - _READING + _READING / processes
    shared = sum(count * (alone if count >= SHARED_FROM else 1) for count in pages)
    return shared <= max([*pages, sum(pages) / processes])


def _pages_in(folder: Path) -> int:
    """How many pages an archive holds; 0 for one that cannot be opened, which is told in its turn."""
    try:
        with SiteArchive.open(folder) as archive:
            return archive.status().pages_fetched
    except Problem:
        return 0


_worker: dict[str, tuple[Pack, date | None, Sequence[str] | None]] = {}


def _start_worker(pack_folder: str, as_of: date | None, catalogue: Sequence[str] | None) -> None:
    _worker["task"] = (load_pack(Path(pack_folder)), as_of, catalogue)


def _judge_in_worker(folder: Path) -> SiteJudgement:
    pack, as_of, catalogue = _worker["task"]
    return _judge_folder(folder, pack, as_of, catalogue)


def _judge_folder(
    folder: Path, pack: Pack, as_of: date | None, catalogue: Sequence[str] | None, readers: int = 1
) -> SiteJudgement:
    """One archive's judgement; where the program itself fails on a page, the site is open, its notes say how, and the others go on."""
    with SiteArchive.open(folder) as archive:
        try:
            return judge_archive(archive, pack, as_of=as_of, catalogue=catalogue, readers=readers)
        except Problem:
            raise
        except Exception:  # what one site shows must not cost the others their judgement
            return _unjudged(archive, pack, as_of, catalogue, traceback.format_exc())


def _unjudged(
    archive: Archive, pack: Pack, as_of: date | None, catalogue: Sequence[str] | None, failure: str
) -> SiteJudgement:
    """Nothing measured: no zero stands for what could not be read."""
    status = replace(archive.status(), status="partial", reason=JUDGING_FAILED)
    empty = _empty(archive, pack, as_of or _day_of(archive, status), status, catalogue)
    return replace(empty, notes={JUDGING_FAILED: failure})


def _day_of(archive: Archive, status: ArchiveStatus) -> date:
    """The day of the crawl: as the archive says, else when it started, else the first day of its year."""
    return parse_day(archive.as_of) or parse_day(status.started_at) or date(archive.year, 1, 1)
