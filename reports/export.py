"""The export: CSV tables for scripts and statisticians, with a datapackage.json that says what every column is."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from reports import export_rows as to_rows
from reports.cells import csv_cell
from reports.database import Store
from reports.datapackage import describe
from reports.dictionary import TABLES
from reports.files import replaced_in
from reports.records import SiteScorecard
from reports.scoring import score_regions, score_site
from rules.records import SiteJudgement


def export(store: Store, site_ids: Iterable[str], year: int, out: Path) -> list[Path]:
    """Write the export of these sites into the folder ``out`` and return the files, datapackage.json last.

    Sites are read and written one at a time. Files appear complete or not at all: an earlier export stays as it is
    until the new one is written. Scores are those saved; sites without a judgement of ``year`` are left out.
    """
    ids = list(dict.fromkeys(site_ids))
    with replaced_in(out) as folder:
        files = {name: folder / f"{name}.csv" for name in TABLES}
        packs = _write_tables(store, ids, year, files)
        (folder / "datapackage.json").write_text(describe(files, year, packs), encoding="utf-8", newline="\n")
    return [out / f"{name}.csv" for name in TABLES] + [out / "datapackage.json"]


def _write_tables(store: Store, ids: Sequence[str], year: int, files: Mapping[str, Path]) -> set[str]:
    """Write all tables; the versions of the rule packs that judged the sites."""
    cards: list[SiteScorecard] = []
    with ExitStack() as stack:
        tables = {name: Table(stack, name, path) for name, path in files.items()}
        for judgement in store.judgements(ids, year):
            cards.append(card := score_site(judgement))
            for name, rows in _site_rows(store, judgement, card):
                tables[name].write(rows)
        tables["regions"].write(to_rows.region_row(region) for region in score_regions(cards))
    return {card.pack_version for card in cards}


def _site_rows(
    store: Store, judgement: SiteJudgement, card: SiteScorecard
) -> Iterator[tuple[str, Iterable[to_rows.Row]]]:
    """The rows of one site by table."""
    yield "sites", [to_rows.site_row(card)]
    yield "items", to_rows.item_rows(judgement)
    yield "columns", to_rows.column_rows(judgement)
    yield "findings", to_rows.finding_rows(judgement)
    yield "rates", to_rows.rate_rows(card)
    yield "scores", map(to_rows.score_row, store.scores([card.site.site_id], card.year))


class Table:
    """A CSV file of one of the export's tables, open for writing."""

    def __init__(self, stack: ExitStack, name: str, path: Path) -> None:
        self._columns = TABLES[name].columns
        # csv ends rows itself (RFC 4180: CR LF), so the file must not translate line ends.
        file = stack.enter_context(path.open("w", encoding="utf-8", newline=""))
        self._writer: Any = csv.writer(file)
        self._writer.writerow(self._columns)

    def write(self, rows: Iterable[Mapping[str, object]]) -> None:
        """Append rows; a column a row lacks stays empty."""
        self._writer.writerows([csv_cell(row.get(column)) for column in self._columns] for row in rows)
