"""The appendix: what the words mean, how the figures are calculated, and the versions they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reports.html_words import Words, program_version
from reports.paper import Paper
from reports.records import SiteScorecard
from rules.terms import FUNCTIONS

_RATES = ("coverage", "item_coverage", "bounds", "estimate", "target", "means")
_DISPUTE = ("open", "compare", "repeat", "quote")


def write_method(paper: Paper, words: Words, cards: Sequence[SiteScorecard]) -> None:
    """Appendix: method, definitions and versions."""
    t = words.t
    paper.heading(t("document.method"))
    paper.paragraph(t("html.method.short"))
    paper.heading(t("html.method.functions"), 2)
    paper.table(
        t("html.method.functions.caption"),
        (t("html.function"), words.level(2), words.level(3)),
        (
            (
                t("html.columns") if key == "column" else t(f"function.{key}"),
                t(f"html.usable_when.{key}"),
                t(f"html.effective_when.{key}"),
            )
            for key in (*FUNCTIONS, "column")
        ),
    )
    paper.heading(t("html.method.levels"), 2)
    levels = ((words.level(level), "none" if level is None else level) for level in (3, 2, 1, 0, None))
    paper.points(name + t("html.colon") + t(f"html.level_meaning.{key}") for name, key in levels)
    paper.paragraph(t("html.method.scope"))
    paper.heading(t("html.method.rates"), 2)
    for part in _RATES:
        paper.paragraph(t(f"html.method.rates.{part}"))
    paper.paragraph(t("html.method.crawler"))
    paper.heading(t("html.method.dispute"), 2)
    paper.points(t(f"html.method.dispute.{step}") for step in _DISPUTE)
    paper.heading(t("html.method.versions"), 2)
    paper.points((
        t("html.as_of") + t("html.colon") + (words.days(card.as_of for card in cards) or "–"),
        t("html.pack_version") + t("html.colon") + _listed(words, (card.pack_version for card in cards)),
        t("html.program") + t("html.colon") + f"govaudit {program_version()}",
    ))  # fmt: skip


def _listed(words: Words, values: Iterable[str]) -> str:
    return words.t("html.comma").join(sorted({value for value in values if value})) or "–"
