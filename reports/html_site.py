"""What the pages of one site show: status and completeness, rates, the item × function matrix, columns and problems."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TypeVar

from reports.charts import Timeline, timeline
from reports.evidence import Archive, Copies
from reports.html_evidence import write_evidence
from reports.html_paths import SITE_EVIDENCE, EvidencePlaces, items_page, rectification_page, site_page
from reports.html_scores import PAGE as SCORES
from reports.html_scores import SchemeScores, scheme_scores
from reports.html_templates import Press
from reports.records import Rate, Score, SiteScorecard
from reports.rectification import Line, rectification
from reports.rectification_files import LISTS, write_lists
from reports.scoring import unseen_parts
from reports.shortcomings import NAMED, by_reason
from rules.records import ColumnFigures, ServiceItem, SiteJudgement, Verdict
from rules.terms import COLUMNS, FUNCTIONS

#: Rows a page: a browser shows this many at once without delay, and a person can filter them.
ITEMS_A_PAGE = 1000
LINES_A_PAGE = 1000
PROBLEMS_AT_ONCE = 30
NOT_RENDERED_SHOWN = 100
#: Columns where people write and wait for a reply (docs/methodology.md section 2, level effective).
REPLIES_DUE = ("petition", "mailbox", "consultation")
#: As they are counted: the best first, None not measured.
LEVELS = (3, 2, 1, 0, None)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the matrix; ``level`` None is not measured."""

    key: str
    level: int | None
    scope: str
    reason: str
    href: str


@dataclass(frozen=True, slots=True)
class Row:
    """One item of the matrix."""

    item: ServiceItem
    href: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """One interaction column of the site with its figures."""

    key: str
    level: int | None
    url: str
    reason: str
    href: str
    figures: ColumnFigures
    replies_due: bool  # letters wait for an answer here


@dataclass(frozen=True, slots=True)
class RateLine:
    """One function's rates on this site."""

    key: str
    strict: Rate
    inclusive: Rate
    mean_level: float | None
    effective: float | None


def write_site_pages(
    press: Press,
    card: SiteScorecard,
    judgement: SiteJudgement | None,
    archive: Archive | None,
    scores: Sequence[Score] = (),
    *,
    lists: bool = False,
    copies: bool = True,
) -> None:
    """Write everything about one site below ``sites/<site>/``; without a judgement only its status and why.

    ``lists``: the rectification list as a workbook and a document, too; ``copies``: what verdicts rest on, copied from the archive.
    """
    folder = str(PurePosixPath(site_page(card.site.site_id)).parent)
    if judgement is None:
        press.page(f"{folder}/index.html", "site.html", card=card, judgement=None, **_about(card), **_nothing())
        return
    without = "no_archive" if copies else "left_out"
    kept = Copies(press.folder / folder, archive if copies else None, press.words, press.copy_renderer(folder), without)
    write_evidence(press, folder, judgement, kept)
    lines = list(rectification(judgement, press.words))
    _write_rectification(press, folder, card, lines, files=lists)
    schemes = scheme_scores(scores, press.words)
    if schemes:
        press.page(f"{folder}/{SCORES}", "scores.html", card=card, schemes=schemes)
    _write_items(press, folder, card, judgement, lines, schemes)


def _write_items(
    press: Press,
    folder: str,
    card: SiteScorecard,
    judgement: SiteJudgement,
    lines: Sequence[Line],
    schemes: Sequence[SchemeScores],
) -> None:
    rows = matrix(judgement)
    pages = list(_sliced(rows, ITEMS_A_PAGE))
    links = [items_page(number) for number in range(1, len(pages) + 1)]
    named = [line for line in lines if line.found.level == NAMED]
    for number, part in enumerate(pages[1:], start=2):
        press.page(f"{folder}/{items_page(number)}", "items.html", card=card, rows=part, pages=links, page=number)
    press.page(
        f"{folder}/index.html",
        "site.html",
        card=card,
        judgement=judgement,
        **_about(card),
        schemes=schemes,
        rows=pages[0],
        pages=links,
        page=1,
        column_lines=column_lines(judgement),
        timeline=column_timeline(judgement),
        rates=rate_lines(card),
        levels=LEVELS,
        level_counts=level_counts(rows),
        problem_counts=by_reason(line.found for line in named),
        problem_total=len(named),
        problems=named[:PROBLEMS_AT_ONCE],
        mend_total=len(lines),
        not_rendered=judgement.not_rendered[:NOT_RENDERED_SHOWN],
        not_rendered_total=len(judgement.not_rendered),
        parts_unseen=unseen_parts(judgement)[:NOT_RENDERED_SHOWN],
    )


def _write_rectification(press: Press, folder: str, card: SiteScorecard, lines: Sequence[Line], *, files: bool) -> None:
    if not lines:
        return
    if files:
        write_lists(press.folder / folder, card, lines, press.words)
    pages = list(_sliced(lines, LINES_A_PAGE))
    links = [rectification_page(number) for number in range(1, len(pages) + 1)]
    for number, part in enumerate(pages, start=1):
        press.page(
            f"{folder}/{rectification_page(number)}",
            "rectify.html",
            card=card,
            page=number,
            pages=links,
            total=len(lines),
            lines=part,
            files=LISTS if files else (),
        )


def matrix(judgement: SiteJudgement) -> list[Row]:
    """The item × function matrix in the judgement's order; a pair without a verdict was not measured."""
    reached: dict[str, dict[str, Verdict]] = {}
    for verdict in judgement.verdicts:
        reached.setdefault(verdict.item_id, {})[verdict.key] = verdict
    places = EvidencePlaces(item.item_id for item in judgement.items)
    return [_row(item, reached.get(item.item_id, {}), places) for item in judgement.items]


def level_counts(rows: Sequence[Row]) -> list[tuple[str, list[int]]]:
    """For each function, how many items of the matrix reached which of ``LEVELS``."""
    counts = Counter((cell.key, cell.level) for row in rows for cell in row.cells)
    return [(key, [counts[key, level] for level in LEVELS]) for key in FUNCTIONS]


def _row(item: ServiceItem, reached: Mapping[str, Verdict], places: EvidencePlaces) -> Row:
    cells = (_cell(key, reached.get(key), places.href(item.item_id, key)) for key in FUNCTIONS)
    return Row(item, places.href(item.item_id), tuple(cells))


def _cell(key: str, verdict: Verdict | None, href: str) -> Cell:
    if verdict is None:
        return Cell(key, None, "item", "", href)
    return Cell(key, verdict.level, verdict.scope, verdict.reason, href)


def column_lines(judgement: SiteJudgement) -> list[ColumnLine]:
    """The five interaction columns with level, place and figures."""
    reached = {verdict.key: verdict for verdict in judgement.verdicts if not verdict.item_id}
    figures = {one.column: one for one in judgement.columns}
    return [_column_line(key, reached.get(key), figures.get(key, ColumnFigures(key))) for key in COLUMNS]


def _column_line(key: str, verdict: Verdict | None, figures: ColumnFigures) -> ColumnLine:
    level, reason = (verdict.level, verdict.reason) if verdict else (None, "")
    url = figures.url or (verdict.url if verdict else "")
    return ColumnLine(key, level, url, reason, f"{SITE_EVIDENCE}#{key}", figures, key in REPLIES_DUE)


def column_timeline(judgement: SiteJudgement) -> Timeline | None:
    """When the columns that were opened were active; None when none was."""
    opened = [line for line in column_lines(judgement) if line.level is not None and line.level > NAMED]
    if not opened:
        return None
    figures = ((line.key, line.figures.by_month, line.figures.last_activity) for line in opened)
    return timeline(figures, judgement.as_of)


def rate_lines(card: SiteScorecard) -> list[RateLine]:
    """The five functions' rates of one site."""
    return [
        RateLine(
            key,
            card.strict[key],
            card.inclusive[key],
            card.mean_level.get(key),
            card.share_effective.get(key),
        )
        for key in FUNCTIONS
    ]


def _about(card: SiteScorecard) -> dict[str, object]:
    reasons = sorted(
        ((name, count) for name, count in card.archive.by_reason.items() if count), key=lambda pair: (-pair[1], pair[0])
    )
    unseen = None if card.items_estimated is None else max(0, round(card.items_estimated) - card.items_found)
    return {"reasons": reasons, "unseen": unseen}


def _nothing() -> dict[str, object]:
    lists = (
        "schemes",
        "rows",
        "pages",
        "column_lines",
        "rates",
        "problem_counts",
        "problems",
        "not_rendered",
        "parts_unseen",
    )
    return {
        **dict.fromkeys(lists, ()),
        "page": 1,
        "problem_total": 0,
        "mend_total": 0,
        "timeline": None,
        "not_rendered_total": 0,
    }


def _sliced(rows: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """The rows in parts of ``size``; one empty part when there are none."""
    for start in range(0, max(1, len(rows)), size):
        yield rows[start : start + size]
