"""A site's rectification list as the office receives it: a workbook and a Word document of its own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reports.document_paper import WordPaper
from reports.files import replaced
from reports.html_words import Words
from reports.records import SiteScorecard
from reports.rectification import Line
from reports.workbook_plans import plans
from reports.workbook_sheet import Book
from reports.workbook_tables import own_line_values

#: The files beside the list's page.
BOOK, DOCUMENT = LISTS = "rectification.xlsx", "rectification.docx"


def write_lists(folder: Path, card: SiteScorecard, lines: Sequence[Line], words: Words) -> None:
    """Write a site's list in both forms into ``folder``, its folder of the report."""
    _write_book(folder / BOOK, card, lines, words)
    _write_document(folder / DOCUMENT, card, lines, words)


def _write_book(path: Path, card: SiteScorecard, lines: Sequence[Line], words: Words) -> None:
    plan = plans("workbook_site")["rectification"]
    with replaced(path) as staged:
        book = Book(staged, words)
        sheet = book.sheet("rectification", plan, words.t("rectify.sheet_note", **_about(card, lines, words)))
        for line in lines:
            sheet.add(*own_line_values(line))
        book.close()


def _write_document(path: Path, card: SiteScorecard, lines: Sequence[Line], words: Words) -> None:
    t = words.t
    title = f"{card.site.name or card.site.site_id}{t('html.colon')}{t('rectify.title')}"
    paper = WordPaper(title, words, landscape=True, rows_at_most=len(lines))
    paper.paragraph(t("rectify.sheet_note", **_about(card, lines, words)))
    heads = ("rectify.number", "html.item", "html.function_or_column", "rectify.now", "html.where", "html.evidence",
             "rectify.remedy", "rectify.deadline", "rectify.done")  # fmt: skip
    paper.table(t("rectify.title"), [t(head) for head in heads], (_row(line, words) for line in lines), numbers=(0,))
    paper.paragraph(t("rectify.sign"))
    with replaced(path) as staged:
        paper.save(staged)


def _row(line: Line, words: Words) -> tuple[str, ...]:
    one = line.found
    place = one.page_url if one.finding_id else f"{words.t('rectify.should_be')} {one.page_url}"
    if one.target_url and one.target_url != one.page_url:
        place += f" {words.t('html.leads_to')} {one.target_url}"
    evidence = " ".join(filter(None, (one.finding_id, one.rule))) or words.t("rectify.not_found")
    now = f"{words.level(one.level)}{words.t('html.colon')}{line.problem}" if line.problem else words.level(one.level)
    return str(line.number), line.concerns, line.subject, now, place, evidence, line.remedy, "", ""


def _about(card: SiteScorecard, lines: Sequence[Line], words: Words) -> dict[str, object]:
    """Which site and year the list is of, by which rules it was made, how long it is, and what stands in it."""
    return {
        "site": card.site.name or card.site.site_id,
        "year": card.year,
        "as_of": words.day(card.as_of),
        "pack": card.pack_version,
        "count": words.number(len(lines)),
        "note": words.t("rectify.note"),
    }
