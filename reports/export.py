"""The export: CSV tables for scripts and statisticians, with a datapackage.json that says what every column is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from crawler.problems import Problem
from crawler.records import Site
from reports import export_rows as to_rows
from reports.database import Store
from reports.datapackage import describe
from reports.dictionary import TABLES
from reports.files import RowFile, csv_rows, replaced_in
from reports.ranking import ranked
from reports.records import Score, SiteScorecard
from reports.scheme_regions import region_scores
from reports.scheme_total import TOTAL
from reports.scoring import regional_groups, score_site
from rules.records import SiteJudgement


def export(store: Store, site_ids: Iterable[str], year: int, out: Path) -> list[Path]:
    """Write the export of these sites into the folder ``out`` and return the files, datapackage.json last.

    Sites are read and written one at a time. Scores are those saved; sites without a judgement of ``year`` are left out. Raises
    ``Problem`` not_judged, and writes nothing, when no site has one.
    """
    judgements = store.judgements(dict.fromkeys(site_ids), year)
    first = next(judgements, None)
    if first is None:
        raise Problem("not_judged", year=year)
    with exporting(out, year) as tables:
        for judgement in chain([first], judgements):
            tables.add(judgement, score_site(judgement), store.scores([judgement.site.site_id], year))
    return [out / f"{name}.csv" for name in TABLES] + [out / "datapackage.json"]


@contextmanager
def exporting(out: Path, year: int) -> Iterator[Export]:
    """The export to write site by site; files appear in ``out`` on leaving, all of them or none."""
    with replaced_in(out) as folder:
        files = {name: folder / f"{name}.csv" for name in TABLES}
        with ExitStack() as stack:
            tables = Export(stack, files)
            yield tables
            tables.finish()
        (folder / "datapackage.json").write_text(describe(files, year, tables.packs), encoding="utf-8", newline="\n")


class Export:
    """The export's tables, open for writing."""

    def __init__(self, stack: ExitStack, files: Mapping[str, Path]) -> None:
        self._tables = {name: RowFile(stack, path, TABLES[name].columns) for name, path in files.items()}
        self._cards: list[SiteScorecard] = []
        self.totals: list[tuple[Site, Score]] = []  # of each scheme

    def add(self, judgement: SiteJudgement, card: SiteScorecard, scores: Iterable[Score]) -> None:
        """Write one site's rows."""
        self.take(card, site_tables(judgement, card, list(scores)))

    def take(self, card: SiteScorecard, site: SiteTables) -> None:
        """Write one site's rows, told elsewhere."""
        self._cards.append(card)
        self.totals += [(card.site, one) for one in site.totals]
        for name, rows in site.rows.items():
            self._tables[name].append(rows)

    def finish(self) -> None:
        """Write the rows of the regions and the ranks."""
        for region, members in regional_groups(self._cards):
            self._tables["regions"].write([to_rows.region_row(region)])
            places = ranked(members)
            self._tables["ranks"].write(to_rows.rank_row(region, place, len(places)) for place in places)
        self._tables["region_scores"].write(map(to_rows.region_score_row, region_scores(self.totals)))

    @property
    def packs(self) -> set[str]:
        """The versions of the rule packs that judged the sites."""
        return {card.pack_version for card in self._cards}


@dataclass(frozen=True, slots=True)
class SiteTables:
    """What one site adds to the export: its rows as lines of CSV by table, and its total scores without what was drawn."""

    rows: Mapping[str, str]
    totals: tuple[Score, ...]


def site_tables(judgement: SiteJudgement, card: SiteScorecard, scores: Sequence[Score]) -> SiteTables:
    """One site's rows."""
    told = {name: csv_rows(TABLES[name].columns, rows) for name, rows in _site_rows(judgement, card, scores)}
    return SiteTables(told, tuple(replace(one, drawn=()) for one in scores if one.indicator == TOTAL))


def _site_rows(
    judgement: SiteJudgement, card: SiteScorecard, scores: Sequence[Score]
) -> Iterator[tuple[str, Iterable[to_rows.Row]]]:
    """The rows of one site by table."""
    yield "sites", [to_rows.site_row(card)]
    yield "items", to_rows.item_rows(judgement)
    yield "columns", to_rows.column_rows(judgement)
    yield "findings", to_rows.finding_rows(judgement)
    yield "rates", to_rows.rate_rows(card)
    yield "site_checks", to_rows.check_rows(judgement)
    yield "catalogue", to_rows.catalogue_rows(judgement)
    yield "scores", map(to_rows.score_row, scores)
    yield "score_details", map(to_rows.detail_row, scores)
    yield "samples", (row for score in scores for row in to_rows.sample_rows(score))
