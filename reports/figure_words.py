"""Figures that are followed over the years, and their differences, in words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from reports.html_words import Words
from reports.scheme_titles import scheme_title
from rules.terms import FUNCTIONS

COVERAGE = "five_function_coverage"
_TITLES = {
    COVERAGE: "html.five_function_coverage",
    "five_function_coverage_strict": "html.strict_long",
    "item_coverage": "html.item_coverage",
}


@dataclass(frozen=True, slots=True)
class FigureWords:
    """Figures and their differences in words. Rates differ by percentage points, scheme totals by points."""

    words: Words

    def title(self, figure: str) -> str:
        if figure in _TITLES:
            return self.words.t(_TITLES[figure])
        key = figure.removeprefix("coverage_")
        if key in FUNCTIONS:
            return self.words.t("compare.coverage_of", function=self.words.subject(key))
        scheme, end = figure.rsplit(".", 1)
        return self.words.t(f"compare.total.{end}", scheme=scheme_title(scheme, self.words))

    def value(self, figure: str, value: Decimal | None) -> str:
        if "." in figure:
            return self.words.number(None if value is None else float(value))
        return self.words.percent(None if value is None else float(value))

    def difference(self, figure: str, value: Decimal | None) -> str:
        """With its sign; a dash where there is no change to split."""
        if value is None:
            return "–"
        shown = round(value if "." in figure else value * 100, 1)
        return f"{shown:+.1f}".replace("-", "−") if shown else "0.0" if value else "0"
