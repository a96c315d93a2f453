"""Comparing years: all archives judged by one pack, so that a change is the site's and not the rules'."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from crawler.archive import archive_folder
from crawler.problems import Problem
from crawler.records import Site
from govaudit.judging import pack_at, schemes_named
from govaudit.workplace import Workplace
from reports.compare import COLUMNS_OF_CHANGES, compare_site
from reports.comparison import Comparison
from reports.database import Store, open_store
from reports.document_beside import write_comparison_document
from reports.evidence_links import EvidenceLinks
from reports.files import RowFile, replaced_in
from reports.html_beside import beside_page, link_beside
from reports.html_compare import write_comparison_page
from reports.html_templates import Press
from reports.html_words import Words
from reports.messages import language, t
from reports.records import Change
from reports.schemes import Scheme
from reports.score_changes import COLUMNS_OF_SCORE_CHANGES, FigureChange, figure_changes
from reports.scoring import score_site
from reports.trends import COLUMNS_OF_TRENDS, TrendOfAll, TrendRow, trend_rows
from reports.workbook_beside import ComparisonBook
from reports.workbook_sheet import Book
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
    ``trend-<year>.csv`` over all years; ``compare-<other>`` tells them as a page, a workbook and a document.
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
        self._workplace, self._judged, self._sites = workplace, judged, sites
        self._editions = workplace.editions()
        self._year, self._others, self._schemes = year, others, schemes
        self._reported = [one for at in (*others, year) for one in workplace.reported().figures(schemes, at)[0]]
        ids = [site.site_id for site in sites]
        for one in (*others, year):
            if next(judged.judgements(ids, one), None) is None:
                raise Problem("not_judged", year=one)

    def write(self, out: Path) -> str:
        words, all_sites = Words(language()), TrendOfAll((*self._others, self._year))
        links = {one: EvidenceLinks(self._report(one, out), out) for one in (*self._others, self._year)}
        with replaced_in(out) as folder, ExitStack() as stack:
            told = [_Told(stack, folder, Comparison(self._year, other), words, links) for other in self._others]
            trend = RowFile(stack, folder / f"trend-{self._year}.csv", COLUMNS_OF_TRENDS)
            for site in self._sites:
                years = {one: self._judged.judgement(site.site_id, one) for one in (*self._others, self._year)}
                for one in told:
                    old, new = years[one.comparison.other], years[self._year]
                    one.add(compare_site(old, new), self._figures(old, new))
                cards = [score_site(judgement) for judgement in years.values() if judgement is not None]
                trend.write(trend_rows(cards))
                all_sites.add(cards)
            means = all_sites.means()
            trend.write(all_sites.rows())
            for one in told:
                one.finish(Press(folder, words), out, means)
        link_beside(out, words)
        return "\n".join([*(one.summary(out) for one in told), str(out / f"trend-{self._year}.csv")])

    def _report(self, year: int, out: Path) -> Path:
        """Where the report of a year is: the one being written to for the year compared, else at its usual place."""
        return out if year == self._year and (out / "index.html").is_file() else self._workplace.reports(year)

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


class _Told:
    """The files that tell one comparison, written while its sites pass by."""

    def __init__(
        self,
        stack: ExitStack,
        folder: Path,
        comparison: Comparison,
        words: Words,
        links: Mapping[int, EvidenceLinks],
    ) -> None:
        other = comparison.other
        self.comparison, self._folder, self._words, self._links = comparison, folder, words, links
        self._files = [f"compare-{other}.{kind}" for kind in ("xlsx", "docx")]
        self._changes = RowFile(stack, folder / f"changes-{other}.csv", COLUMNS_OF_CHANGES)
        self._scores = RowFile(stack, folder / f"score-changes-{other}.csv", COLUMNS_OF_SCORE_CHANGES)
        self._book = ComparisonBook(Book(folder / self._files[0], words), comparison, links)

    def add(self, changes: Iterable[Change], figures: Iterable[FigureChange]) -> None:
        """One site's changes."""
        told = self.comparison
        self._changes.write(self._book.changes(told.note_changes(changes)))
        self._scores.write(one.row() for one in self._book.figures(told.note_figures(figures)))

    def finish(self, press: Press, report: Path, trend: Sequence[TrendRow]) -> None:
        """What sums the comparison up; ``report`` is the folder the files come to lie in."""
        self._book.finish(trend)
        write_comparison_document(self._folder / self._files[1], self.comparison, self._words, trend)
        write_comparison_page(press, self.comparison, report, self._links, trend, self._files)

    def summary(self, out: Path) -> str:
        """A table for the console, cells parted by tabs, and the files."""
        tally, other = self.comparison.tally, self.comparison.other
        head = "\t".join(["", *(t(f"change.{kind}") for kind in tally.kinds)])
        rows = ["\t".join([_named(key), *map(str, counts)]) for key, counts in tally.rows()]
        files = (f"changes-{other}.csv", *self._files, beside_page("compare", other))
        return "\n".join([head, *rows, *(str(out / name) for name in files)])


def _named(key: str) -> str:
    return t(f"function.{key}") if key in FUNCTIONS else t(f"column.{key}")
