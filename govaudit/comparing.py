"""Comparing years: all archives judged by one pack, so that a change is the site's and not the rules'."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from crawler.archive import archive_folder
from crawler.problems import Problem
from crawler.records import Site
from govaudit.judging import pack_at, schemes_named
from govaudit.workplace import Workplace
from reports.compare import COLUMNS_OF_CHANGES, Tally, compare_site
from reports.database import Store, open_store
from reports.files import RowFile, replaced_in
from reports.html_beside import beside_page, link_beside
from reports.html_compare import ComparisonPage
from reports.html_templates import Press
from reports.html_words import Words
from reports.messages import language, t
from reports.schemes import Scheme
from reports.score_changes import COLUMNS_OF_SCORE_CHANGES, FigureChange, figure_changes
from reports.scoring import score_site
from reports.trends import COLUMNS_OF_TRENDS, TrendOfAll, trend_rows
from rules.freshness import parse_day
from rules.judging import judge_many
from rules.pack import Pack
from rules.records import SiteJudgement
from rules.terms import FUNCTIONS

#: Day and official list a judgement was made with: what is judged again must be judged with them.
_Made = tuple[str, tuple[str, ...]]


def compare(
    workplace: Workplace,
    store: Store,
    sites: Sequence[Site],
    year: int,
    other: int | Sequence[int],
    out: Path,
    pack: Path | None = None,
    schemes: Sequence[str] = (),
) -> str:
    """Compare ``year`` with each other year and return a summary as text.

    Into ``out``: ``changes-<other>.csv`` (every item and column), ``score-changes-<other>.csv`` (every figure, split), and
    ``trend-<year>.csv`` over all years; ``compare-<other>.html`` tells them.
    Raises ``Problem`` same_year, or not_judged for a year without data.
    """
    others = sorted({other} if isinstance(other, int) else set(other))
    if year in others:
        raise Problem("same_year", year=year)
    rules, chosen = pack_at(pack), schemes_named(schemes)
    with _alike(workplace, store, sites, (*others, year), rules) as judged:
        return _Comparison(workplace, judged, sites, year, others, chosen).write(out)


class _Comparison:
    """The years of some sites, judged alike, and the files that tell them."""

    def __init__(
        self,
        workplace: Workplace,
        judged: Store,
        sites: Sequence[Site],
        year: int,
        others: Sequence[int],
        schemes: Sequence[Scheme],
    ) -> None:
        self._editions, self._judged, self._sites = workplace.editions(), judged, sites
        self._year, self._others, self._schemes = year, others, schemes
        self._reported = [one for at in (*others, year) for one in workplace.reported().figures(schemes, at)[0]]
        ids = [site.site_id for site in sites]
        for one in (*others, year):
            if next(judged.judgements(ids, one), None) is None:
                raise Problem("not_judged", year=one)

    def write(self, out: Path) -> str:
        tallies, words = {other: Tally() for other in self._others}, Words(language())
        pages = {other: ComparisonPage(self._year, other, tally) for other, tally in tallies.items()}
        with replaced_in(out) as folder, ExitStack() as stack:
            changes = {one: RowFile(stack, folder / f"changes-{one}.csv", COLUMNS_OF_CHANGES) for one in self._others}
            scores = {
                one: RowFile(stack, folder / f"score-changes-{one}.csv", COLUMNS_OF_SCORE_CHANGES)
                for one in self._others
            }
            trend = RowFile(stack, folder / f"trend-{self._year}.csv", COLUMNS_OF_TRENDS)
            all_sites = TrendOfAll((*self._others, self._year))
            for site in self._sites:
                years = {one: self._judged.judgement(site.site_id, one) for one in (*self._others, self._year)}
                for other in self._others:
                    old, new = years[other], years[self._year]
                    changes[other].write(pages[other].changes(tallies[other].counted(compare_site(old, new))))
                    scores[other].write(one.row() for one in pages[other].figures(self._figures(old, new)))
                cards = [score_site(judgement) for judgement in years.values() if judgement is not None]
                trend.write(trend_rows(cards))
                all_sites.add(cards)
            trend.write(all_sites.rows())
            for page in pages.values():
                page.write(Press(folder, words), out)
        link_beside(out, words)
        parts = [
            f"{_summary(tallies[one])}\n{out / f'changes-{one}.csv'}\n{out / beside_page('compare', one)}"
            for one in tallies
        ]
        return "\n".join([*parts, str(out / f"trend-{self._year}.csv")])

    def _figures(self, old: SiteJudgement | None, new: SiteJudgement | None) -> Iterator[FigureChange]:
        if old is None or new is None or old.pack_version != new.pack_version:
            return
        published = self._editions.publication(old.site.site_id, old.year)
        yield from figure_changes(old, new, self._schemes, published, self._reported)


@contextmanager
def _alike(
    workplace: Workplace, store: Store, sites: Sequence[Site], years: Iterable[int], rules: Pack
) -> Iterator[Store]:
    """The sites' judgements of the years by ``rules``, in a database that is gone afterwards.

    What is stored stays: a published scorecard is not changed by comparing. A site whose archive is not here keeps the judgement it
    has, and is told as not comparable where other rules made it.
    """
    with tempfile.TemporaryDirectory(prefix="govaudit-") as folder:
        judged = open_store(f"sqlite:///{(Path(folder) / 'alike.sqlite').as_posix()}")
        try:
            for year in years:
                _judge_alike(workplace, store, judged, sites, year, rules)
            yield judged
        finally:
            judged.close()


def _judge_alike(
    workplace: Workplace, store: Store, judged: Store, sites: Sequence[Site], year: int, rules: Pack
) -> None:
    waiting: dict[_Made, list[Path]] = defaultdict(list)
    for site in sites:
        stored = store.judgement(site.site_id, year)
        folder = archive_folder(workplace.data, year, site.site_id)
        if (stored is None or stored.pack_version != rules.version) and folder.is_dir():
            waiting[_made_with(stored)].append(folder)
        elif stored is not None:
            judged.save_judgement(stored)
    for (as_of, names), folders in waiting.items():
        catalogue = list(names) or None
        for judgement in judge_many(folders, rules, as_of=parse_day(as_of), catalogue=catalogue):
            judged.save_judgement(judgement)


def _made_with(stored: SiteJudgement | None) -> _Made:
    if stored is None:
        return "", ()
    return stored.as_of, tuple(item.name for item in stored.items if item.in_catalogue)


def _summary(tally: Tally) -> str:
    """A table for the console, cells parted by tabs: functions and columns against kinds of change."""
    head = "\t".join(["", *(t(f"change.{kind}") for kind in tally.kinds)])
    rows = ["\t".join([_named(key), *map(str, counts)]) for key, counts in tally.rows()]
    return "\n".join([head, *rows])


def _named(key: str) -> str:
    return t(f"function.{key}") if key in FUNCTIONS else t(f"column.{key}")
