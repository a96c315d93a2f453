"""The results database: judgements, scorecards and scores, in SQLite by default or in PostgreSQL by a URL."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from pydantic_core import from_json
from sqlalchemy import Connection, Engine, Table, create_engine, delete, event, insert, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import ExceptionContext
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, SQLAlchemyError

from crawler.problems import Problem
from reports import tables
from reports.records import RegionScorecard, Score, SiteScorecard
from rules.records import SiteJudgement

#: URL schemes people write → the driver used.
_DRIVERS = {
    "sqlite": "sqlite",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
_CONNECT_SECONDS = 10
_BUSY_SECONDS = 60


def open_store(url: str) -> Store:
    """Open the database at a URL (``sqlite:///file``, ``postgresql://user@host/name``) and make missing tables.

    Raises ``Problem`` database_url for what is no such URL, database_driver, database_unreachable when it cannot be opened, and
    database_layout when another version of the program made it. No message holds the URL's password.
    """
    parsed = _parse(url)
    shown = parsed.set(query={}).render_as_string(hide_password=True)
    try:
        engine = create_engine(parsed, connect_args=_connect_args(parsed), json_deserializer=from_json)
    except ImportError as error:
        raise Problem("database_driver", url=shown, error=str(error)) from error
    if parsed.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _tune_sqlite)
    try:
        _prepare(engine, shown)
    except SQLAlchemyError as error:
        raise Problem("database_unreachable", url=shown, error=_first_line(error)) from error
    event.listen(engine, "handle_error", functools.partial(_told, shown))
    return Store(engine, shown)


def _told(shown: str, context: ExceptionContext) -> None:
    """Say in words that the database went away, is full or read-only; a clash of two writers is for the caller."""
    failed = context.sqlalchemy_exception
    if isinstance(failed, DBAPIError) and not isinstance(failed, IntegrityError):
        raise Problem("database_failed", url=shown, error=_first_line(failed))


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
        return parsed.set(drivername=_DRIVERS[parsed.drivername])
    except (ArgumentError, KeyError, ValueError) as error:
        # Whatever stands before the @ may hold a password, even where nothing else of the URL can be read.
        raise Problem("database_url", url=re.sub(r"(?<=//).*@", "…@", url)) from error


def _connect_args(url: URL) -> dict[str, Any]:
    if url.get_backend_name() == "sqlite":
        return {"timeout": _BUSY_SECONDS}
    return {} if "connect_timeout" in url.query else {"connect_timeout": _CONNECT_SECONDS}


def _tune_sqlite(connection: Any, _record: object) -> None:
    """Let readers go on while one writes; a file system without shared memory keeps its rollback journal.

    With a write-ahead log, NORMAL loses at most the last sites when the power fails, never the database, and waits for no disk.
    """
    mode = connection.execute("PRAGMA journal_mode=WAL").fetchone()[0]
    if mode == "wal":
        connection.execute("PRAGMA synchronous=NORMAL")


def _prepare(engine: Engine, shown: str) -> None:
    """Make the tables, or check that those there are laid out as this version expects."""
    tables.metadata.create_all(engine, tables=[tables.about])
    with engine.begin() as connection:
        made = connection.execute(select(tables.about.c.value).where(tables.about.c.name == "layout")).scalar()
        if made is None:
            connection.execute(insert(tables.about).values(name="layout", value=tables.layout()))
    if made not in (None, tables.layout()):
        raise Problem("database_layout", url=shown)
    tables.metadata.create_all(engine)


def _first_line(error: SQLAlchemyError) -> str:
    cause = getattr(error, "orig", None) or error
    return (str(cause).strip().splitlines() or [type(cause).__name__])[0]


class Store:
    """An open results database; every method is one transaction, or one for each site where it says so."""

    def __init__(self, engine: Engine, url: str) -> None:
        self._engine = engine
        self.url = url

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    # ---- judgements -------------------------------------------------------------------------------------------------
    def save_judgement(self, judgement: SiteJudgement) -> None:
        """Keep a site's judgement of its year in place of any earlier one; scores made from that one go with it."""
        try:
            self._replace(judgement)
        except IntegrityError:
            # Another process saved the same site at the same moment: both deleted nothing, one came second.
            self._replace(judgement)

    def _replace(self, judgement: SiteJudgement) -> None:
        site, year = judgement.site, judgement.year
        with self._engine.begin() as connection:
            for table in (tables.judgements, tables.scorecards, tables.scores, *(table for table, _ in _parts())):
                _forget(connection, table, site.site_id, year)
            bare = replace(judgement, items=(), verdicts=(), columns=(), findings=(), checks=())
            connection.execute(insert(tables.judgements).values(_judgement_row(bare)))
            for field, (table, _) in tables.PARTS.items():
                if rows := tables.rows(site.site_id, year, getattr(judgement, field)):
                    connection.execute(insert(table), rows)

    def judgements(self, site_ids: Iterable[str], year: int) -> Iterator[SiteJudgement]:
        """The judgements of these sites in the order given, read one at a time; sites not judged are left out."""
        for site_id in site_ids:
            if (judgement := self.judgement(site_id, year)) is not None:
                yield judgement

    def judgement(self, site_id: str, year: int) -> SiteJudgement | None:
        """The judgement of one site, or None."""
        with self._engine.connect() as connection:
            document = connection.execute(_of(tables.judgements, site_id, year)).scalar_one_or_none()
            if document is None:
                return None
            bare: SiteJudgement = tables.from_plain(SiteJudgement, document)
            parts: dict[str, Any] = {
                field: tuple(_read(connection, table, record, site_id, year))
                for field, (table, record) in tables.PARTS.items()
            }
        return replace(bare, **parts)

    def judged(self, year: int) -> list[str]:
        """The ids of all sites judged in ``year``."""
        with self._engine.connect() as connection:
            where = select(tables.judgements.c.site_id).where(tables.judgements.c.year == year)
            return list(connection.execute(where.order_by(tables.judgements.c.site_id)).scalars())

    def pack_versions(self, year: int) -> dict[str, str]:
        """By site judged in ``year``, the version of the rules that judged it."""
        table = tables.judgements.c
        with self._engine.connect() as connection:
            found = connection.execute(select(table.site_id, table.pack_version).where(table.year == year))
            return {str(site_id): str(version) for site_id, version in found}

    # ---- scorecards and scores --------------------------------------------------------------------------------------
    def save_scored(self, card: SiteScorecard, scores: Sequence[Score]) -> None:
        """Keep a site's scorecard and its scores under several schemes in place of earlier ones, in one transaction."""
        site_id, year = card.site.site_id, card.year
        schemes = dict.fromkeys(score.scheme for score in scores)
        with self._engine.begin() as connection:
            _forget(connection, tables.scorecards, site_id, year)
            connection.execute(insert(tables.scorecards).values(_scorecard_row(card)))
            _forget(connection, tables.scores, site_id, year, tables.scores.c.scheme.in_(schemes))
            rows = [row for name in schemes for row in tables.rows(site_id, year, _of_scheme(scores, name))]
            if rows:
                connection.execute(insert(tables.scores), rows)

    def scorecards(self, site_ids: Iterable[str], year: int) -> Iterator[SiteScorecard]:
        """The scorecards of these sites in the order given; sites without one are left out."""
        for site_id in site_ids:
            with self._engine.connect() as connection:
                document = connection.execute(_of(tables.scorecards, site_id, year)).scalar_one_or_none()
            if document is not None:
                yield tables.from_plain(SiteScorecard, document)

    def years(self) -> list[int]:
        """The years there are scorecards of, in order."""
        with self._engine.connect() as connection:
            wanted = select(tables.scorecards.c.year).distinct().order_by(tables.scorecards.c.year)
            return list(connection.execute(wanted).scalars())

    def save_regions(self, regions: Iterable[RegionScorecard]) -> None:
        """Keep regional scorecards in place of earlier ones of the same region, level and year."""
        table = tables.regions
        with self._engine.begin() as connection:
            for card in regions:
                connection.execute(
                    delete(table).where(
                        table.c.region_code == card.region_code, table.c.level == card.level, table.c.year == card.year
                    )
                )
                connection.execute(insert(table).values(tables.to_plain(card)))

    def regions(self, year: int) -> list[RegionScorecard]:
        """The regional scorecards of ``year`` as last saved, by code and level."""
        table = tables.regions
        wanted = select(table).where(table.c.year == year).order_by(table.c.region_code, table.c.level)
        with self._engine.connect() as connection:
            return [tables.from_plain(RegionScorecard, dict(row)) for row in connection.execute(wanted).mappings()]

    def scores(self, site_ids: Iterable[str], year: int, scheme: str = "") -> Iterator[Score]:
        """The scores of these sites in the order given, of one scheme or of all."""
        for site_id in site_ids:
            with self._engine.connect() as connection:
                found = _read(connection, tables.scores, Score, site_id, year)
            yield from (score for score in found if scheme in ("", score.scheme))


def _of_scheme(scores: Iterable[Score], scheme: str) -> list[Score]:
    return [score for score in scores if score.scheme == scheme]


def _parts() -> Sequence[tuple[Table, type[Any]]]:
    return tuple(tables.PARTS.values())


def _of(table: Table, site_id: str, year: int) -> Any:
    return select(table.c.document).where(table.c.site_id == site_id, table.c.year == year)


def _forget(connection: Connection, table: Table, site_id: str, year: int, *more: Any) -> None:
    connection.execute(delete(table).where(table.c.site_id == site_id, table.c.year == year, *more))


def _read(connection: Connection, table: Table, record: type[Any], site_id: str, year: int) -> list[Any]:
    wanted = select(*tables.fields_of(record, table)).where(table.c.site_id == site_id, table.c.year == year)
    order = (table.c.scheme, table.c.place) if "scheme" in table.c else (table.c.place,)
    return tables.from_rows(record, connection.execute(wanted.order_by(*order)).all())


def _judgement_row(judgement: SiteJudgement) -> dict[str, Any]:
    document = tables.to_plain(judgement)
    return _described(document) | {"as_of": judgement.as_of}


def _scorecard_row(card: SiteScorecard) -> dict[str, Any]:
    coverage = card.item_coverage[card.item_coverage_basis]
    return _described(tables.to_plain(card)) | {
        "five_function_coverage": card.five_function_coverage.value,
        "item_coverage": coverage.value,
    }


def _described(document: dict[str, Any]) -> dict[str, Any]:
    """A whole record as JSON, with the columns people filter by lifted out of it."""
    site = document["site"]
    named = {name: site[name] for name in ("site_id", "name", "level", "region_code", "region")}
    return named | {
        "year": document["year"],
        "status": document["archive"]["status"],
        "pack_version": document["pack_version"],
        "document": document,
    }
