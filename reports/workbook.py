"""The workbook (XLSX): everything the reports say, to be filtered, checked and worked on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from reports import workbook_tables as told
from reports.database import Store
from reports.dictionary import TABLES
from reports.files import replaced
from reports.html_words import Words
from reports.messages import language
from reports.records import RegionScorecard, Score, SiteScorecard
from reports.scheme_titles import indicator_title
from reports.scoring import score_regions, score_site
from reports.workbook_plans import plans
from reports.workbook_sheet import MAX_ROWS, Book, Sheet, SheetPlan
from rules.records import SiteJudgement

#: Items from which on the workbook leaves the evidence to findings.csv: some 60,000 rows of evidence.
EVIDENCE_ITEMS = 20_000
#: A site's rows by sheet.
SiteRows = Mapping[str, Sequence[told.Values]]


def write_workbook(
    store: Store,
    site_ids: Iterable[str],
    year: int,
    path: Path,
    *,
    evidence: bool = True,
    lang: str = "",
    max_rows: int = MAX_ROWS,
) -> Path:
    """Write the workbook of these sites to ``path`` (complete or not at all) and return it.

    ``lang`` is ``zh`` or ``en`` (default: the current language). Sites are read one at a time. A table longer than
    ``max_rows`` goes on in a further sheet.
    """
    ids = list(dict.fromkeys(site_ids))
    with workbook(path, year, evidence=evidence, lang=lang, max_rows=max_rows) as book:
        for judgement in store.judgements(ids, year):
            book.add(judgement, score_site(judgement), store.scores([judgement.site.site_id], year))
    return path


@contextmanager
def workbook(
    path: Path, year: int, *, evidence: bool = True, lang: str = "", max_rows: int = MAX_ROWS
) -> Iterator[WorkbookWriter]:
    """A workbook to write site by site; the file is put in its place on leaving, unless an error ends the block.

    Without ``evidence`` that stays in findings.csv: above ``EVIDENCE_ITEMS`` items, a sheet of millions of cells is no help
    to anybody.
    """
    with replaced(path) as staged:
        book = Book(staged, Words(lang or language()), max_rows)
        writer = WorkbookWriter(book, year, evidence=evidence)
        yield writer
        writer.finish()


class WorkbookWriter:
    """Writes the sheets of a workbook, a site at a time."""

    def __init__(self, book: Book, year: int, *, evidence: bool) -> None:
        self._book, self._year, self.evidence = book, year, evidence
        self._sheets = {name: book.sheet(name, plan) for name, plan in plans().items()}
        self._cards: list[SiteScorecard] = []

    def add(self, judgement: SiteJudgement, card: SiteScorecard, scores: Iterable[Score]) -> None:
        """Write one site's rows."""
        self.take(card, site_rows(judgement, card, scores, self._book.words, evidence=self.evidence))

    def take(self, card: SiteScorecard, rows: SiteRows) -> None:
        """Write one site's rows, told elsewhere."""
        self._cards.append(card)
        for name, told_rows in rows.items():
            for row in told_rows:
                self._sheets[name].add(*row)

    def finish(self) -> None:
        """Write what sums the sites up, and the file."""
        words = self._book.words
        _write_summaries(self._sheets, self._cards, self._year, words)
        if not self.evidence:
            self._sheets["overview"].add(words.t("book.read.evidence.title"), words.t("book.read.evidence"))
        _write_dictionary(self._sheets["dictionary"], words)
        self._book.close()


def site_rows(
    judgement: SiteJudgement, card: SiteScorecard, scores: Iterable[Score], words: Words, *, evidence: bool
) -> SiteRows:
    """One site's rows; without ``evidence`` only what is named on a page is told of what is to be mended."""
    return {
        "sites": [told.site_values(card, words)],
        "rates": list(told.rate_values(card, words)),
        "items": list(told.item_values(judgement, words)),
        "columns": list(told.column_values(judgement, words)),
        "rectification": list(told.rectification_values(judgement, words, absent=evidence)),
        "unmeasured": list(told.unmeasured_values(judgement, words)),
        "evidence": list(told.evidence_values(judgement, words)) if evidence else [],
        "scores": [told.score_values(card.site.name, one, indicator_title(one, words), words) for one in scores],
    }


def _write_summaries(sheets: Mapping[str, Sheet], cards: list[SiteScorecard], year: int, words: Words) -> None:
    overview = sheets["overview"]
    overview.add(words.t("book.fact.year"), str(year))
    days = sorted({card.as_of for card in cards})
    overview.add(words.t("book.fact.as_of"), " – ".join(dict.fromkeys((*days[:1], *days[-1:]))))
    overview.add(words.t("book.fact.packs"), ", ".join(sorted({card.pack_version for card in cards})))
    overview.add(words.t("book.fact.sites"), len(cards))
    for status, count in sorted(Counter(card.archive.status for card in cards).items()):
        overview.add(words.t("book.fact.status", status=words.label("site_status", status)), count)
    overview.add(words.t("book.fact.items"), sum(card.items_found for card in cards))
    for name in ("levels", "rates", "target", "unmeasured", "dispute"):
        overview.add(words.t(f"book.read.{name}.title"), words.t(f"book.read.{name}"))
    for region in _distinct(score_regions(cards)):
        sheets["regions"].add(*told.region_values(region, words))
    for row in told.ranking_values(cards, words):
        sheets["ranking"].add(*row)


def _distinct(regions: list[RegionScorecard]) -> list[RegionScorecard]:
    """The rows without those of all levels together where there is one level only: they would say the same twice."""
    levels = Counter(region.region_code for region in regions)
    return [region for region in regions if region.level or levels[region.region_code] > 2]


def _write_dictionary(sheet: Sheet, words: Words) -> None:
    """What the sheets' columns hold, and the export's fields of the same meaning."""
    write_dictionary(sheet, words, plans())
    for table in TABLES.values():
        for field in table.fields:
            sheet.add(f"{table.name}.csv", field.name, field.meaning()[words.lang])


def write_dictionary(
    sheet: Sheet, words: Words, laid_out: Mapping[str, SheetPlan], values: Mapping[str, object] | None = None
) -> None:
    """What the columns of the sheets hold; ``values`` fill the headings that need some."""
    for name, plan in laid_out.items():
        for column in plan.columns:
            heading = words.t(column.title, **(values or {}))
            sheet.add(words.t(f"book.sheet.{name}"), heading, words.t(column.means, subject=heading))
