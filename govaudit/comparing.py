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
from govaudit.site_years import Compared, Comparing, Judged, years_of
from govaudit.workplace import Workplace
from reports.compare import COLUMNS_OF_CHANGES
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
from reports.score_changes import COLUMNS_OF_SCORE_CHANGES
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
    rules, chosen = pack_at(pack), tuple(schemes_named(schemes))
    reported = [one for at in (*others, year) for one in workplace.reported().figures(chosen, at)[0]]
    with _alike(workplace, store, sites, (*others, year), rules) as (judged, anew):
        for one in (*others, year):
            if not judged.any_of(sites, one):
                raise Problem("not_judged", year=one)
        comparing = Comparing(workplace, anew, year, tuple(others), chosen, tuple(reported))
        return _write(comparing, judged, sites, out)


def _write(comparing: Comparing, judged: Judged, sites: Sequence[Site], out: Path) -> str:
    """The files that tell the years of some sites, written while the sites pass by; returns the summary."""
    year, others = comparing.year, comparing.others
    words, all_sites = Words(language()), TrendOfAll((*others, year))
    links = {one: EvidenceLinks(_report(comparing, one, out), out) for one in (*others, year)}
    with replaced_in(out) as folder, ExitStack() as stack:
        told = [_Told(stack, folder, Comparison(year, other), words, links) for other in others]
        trend = RowFile(stack, folder / f"trend-{year}.csv", COLUMNS_OF_TRENDS)
        for site in years_of(comparing, judged, sites):
            for one, compared in zip(told, site.since, strict=True):
                one.add(compared)
            trend.write(trend_rows(site.cards))
            all_sites.add(site.cards)
        means = all_sites.means()
        trend.write(all_sites.rows())
        for one in told:
            one.finish(Press(folder, words), out, means)
    link_beside(out, words)
    return "\n".join([*(one.summary(out) for one in told), str(out / f"trend-{year}.csv")])


def _report(comparing: Comparing, year: int, out: Path) -> Path:
    """Where the report of a year is: the one being written to for the year compared, else at its usual place."""
    return out if year == comparing.year and (out / "index.html").is_file() else comparing.workplace.reports(year)


@contextmanager
def _alike(
    workplace: Workplace, store: Store, sites: Sequence[Site], years: Iterable[int], rules: Pack
) -> Iterator[tuple[Judged, str]]:
    """The sites' judgements of the years by ``rules``, and the URL of the database that holds those made anew and is gone afterwards.

    What is stored stays: a published scorecard is not changed by comparing. A site whose archive is not here keeps the judgement it
    has, and is told as not comparable where other rules made it.
    """
    with tempfile.TemporaryDirectory(prefix="govaudit-") as folder:
        url = f"sqlite:///{(Path(folder) / 'alike.sqlite').as_posix()}"
        anew = open_store(url)
        try:
            for year in years:
                _judge_anew(workplace, store, anew, sites, year, rules)
            yield Judged(store, anew), url
        finally:
            anew.close()


def _judge_anew(workplace: Workplace, store: Store, anew: Store, sites: Sequence[Site], year: int, rules: Pack) -> None:
    waiting: dict[_Made, list[Path]] = defaultdict(list)
    versions = store.pack_versions(year)
    for site in sites:
        folder = archive_folder(workplace.data, year, site.site_id)
        if versions.get(site.site_id) != rules.version and folder.is_dir():
            waiting[_made_with(store.judgement(site.site_id, year))].append(folder)
    for (as_of, names), folders in waiting.items():
        catalogue = list(names) or None
        for judgement in judge_many(folders, rules, as_of=parse_day(as_of), catalogue=catalogue):
            anew.save_judgement(judgement)


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

    def add(self, site: Compared) -> None:
        """One site's changes."""
        self._changes.append(site.change_rows)
        self._scores.append(site.figure_rows)
        self.comparison.note(site.changes, site.figures)
        self._book.add(site.changes, site.figures)

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
