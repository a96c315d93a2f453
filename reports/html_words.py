"""Words, numbers and times as the HTML and DOCX reports print them, in one language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version

from babel.dates import format_date

from reports.messages import catalogue
from reports.records import Rate
from reports.scoring import ALL_SITES
from rules.terms import FUNCTIONS

#: Whose way of writing dates a language follows, where the language alone does not say.
_LOCALES = {"zh": "zh_CN", "en": "en_GB"}
#: Labels, times and places kept in words.
KEPT = 4096
_TIMES = re.compile(r"(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?(?:Z|\+00:00)")
_COUNT = re.compile(r"([a-z_]+)=(\d+)")
_PLACE = re.compile(r"([a-z_]+)(?: (\d+))?")


@dataclass(frozen=True, slots=True)
class Words:
    """The report's language: ``zh`` or ``en``. Everything printed that did not come from a site passes through here."""

    lang: str

    @property
    def tag(self) -> str:
        """The language tag of the page."""
        return {"zh": "zh-CN"}.get(self.lang, self.lang)

    def t(self, key: str, /, **params: object) -> str:
        """The text of ``key``; raises ``MessageError`` for an unknown key or a missing value."""
        return catalogue().text(key, self.lang, params)

    def label(self, kind: str, name: object) -> str:
        """The text of ``<kind>.<name>``; a name without a text stands for itself, nothing prints as a dash."""
        return _label(self, kind, name)

    def reason(self, name: str) -> str:
        """A reason key in words: of a verdict, a finding or a site."""
        return self.label("reason", name)

    def page_reason(self, name: str) -> str:
        """Why a page is in its state, in words; nothing means it is still queued."""
        return self.label("reason", name or "queued")

    def region(self, code: str, name: str) -> str:
        """A division's name; all sites together have none of their own."""
        return self.t("html.region.all") if code == ALL_SITES else name or code

    def subject(self, key: str) -> str:
        """A function's or column's name."""
        return self.label("function" if key in FUNCTIONS else "column", key)

    def element(self, name: str) -> str:
        """A guide element's name."""
        return self.label("html.element", name)

    def file(self, kind: str, name: str) -> str:
        """What a file beside the report is, by its extension; else its name."""
        return self.t(f"html.file.{kind}") if f"html.file.{kind}" in catalogue() else name

    def level(self, level: int | None) -> str:
        """A level's name; None is not measured."""
        return self.t("level.none" if level is None else f"level.{level}")

    def percent(self, share: float | None) -> str:
        """A share of 0-1 with one decimal; None is not measured."""
        return self.t("level.none") if share is None else f"{share * 100:.1f}%"

    def goal(self, share: float) -> str:
        """A target, without decimals."""
        return f"{share * 100:.0f}%"

    def bounds(self, rate: Rate) -> str:
        """What the rate is if everything unmeasured failed or passed, as a range; one figure when nothing is open."""
        return self.between(rate.low, rate.high)

    def between(self, low: float | None, high: float | None) -> str:
        """A range of shares; one figure when both ends print alike, a dash when there are none."""
        if low is None or high is None:
            return "–"
        ends = (self.percent(low), self.percent(high))
        return ends[0] if ends[0] == ends[1] else f"{ends[0]}–{ends[1]}"

    def range(self, low: float | None, high: float | None) -> str:
        """A range of points; one figure when both ends are alike, a dash when there are none."""
        if low is None or high is None:
            return "–"
        return self.number(low) if low == high else self.t("html.range", low=self.number(low), high=self.number(high))

    def sortable(self, value: float | None) -> str:
        """A figure as tables sort it; not measured sorts last."""
        return "" if value is None else str(value)

    def number(self, value: float | None, digits: int = 1) -> str:
        """A figure with thousands separators; whole numbers without decimals; None is not measured."""
        if value is None:
            return self.t("level.none")
        return f"{value:,}" if isinstance(value, int) else f"{value:,.{digits}f}"

    def when(self, time: str) -> str:
        """A UTC time to the minute; a date stays a date, nothing prints as a dash."""
        return _when(time)

    def day(self, day: str) -> str:
        """A date as a sentence has it: 2026年11月26日, 26 November 2026; what is no date stays as it is, nothing prints as a dash."""
        return _day(self.lang, day)

    def days(self, days: Iterable[str]) -> str:
        """Dates as a sentence lists them, each once and the earliest first; nothing for none."""
        return self.t("html.comma").join(self.day(day) for day in sorted({day for day in days if day}))

    def yes_no(self, value: bool | None) -> str:
        """Yes, no, or not measured."""
        return self.t("level.none") if value is None else self.t("html.yes" if value else "html.no")

    def target(self, met: bool | None) -> str:
        """Whether a target is met; None where the bounds leave it open."""
        return self.t({True: "target.met", False: "target.missed", None: "target.open"}[met])

    def place(self, locator: str) -> str:
        """A finding's place in the page in words: ``table 2 row 3`` becomes 表格 2、行 3."""
        return _place(self, locator)

    def counted(self, snippet: str) -> str:
        """What a rule counted on the page rather than quoted from it (``letters=12``) in words; empty for a quotation."""
        found = _COUNT.fullmatch(snippet)
        if not found or f"html.counted.{found[1]}" not in catalogue():
            return ""
        return self.t("html.counted", what=self.t(f"html.counted.{found[1]}"), number=found[2])

    def size(self, count: int) -> str:
        """A size in bytes, KB or MB."""
        if count < 1024:
            return self.t("html.bytes", count=count)
        return f"{count / 1024:,.1f} KB" if count < 1024 * 1024 else f"{count / 1024 / 1024:,.1f} MB"


# A page of evidence says the same few things hundreds of times.
@lru_cache(KEPT, typed=True)
def _label(words: Words, kind: str, name: object) -> str:
    key = f"{kind}.{name}"
    if key in catalogue():
        return words.t(key)
    return str(name) if name not in ("", None) else "–"


@lru_cache(KEPT)
def _when(time: str) -> str:
    found = _TIMES.fullmatch(time)
    return f"{found[1]} {found[2]} UTC" if found else time or "–"


@lru_cache(KEPT)
def _day(lang: str, day: str) -> str:
    try:
        return format_date(date.fromisoformat(day), "long", locale=_LOCALES.get(lang, lang))
    except ValueError:
        return day or "–"


@lru_cache(KEPT)
def _place(words: Words, locator: str) -> str:
    parts = _PLACE.findall(locator)
    if not parts or any(f"html.place.{name}" not in catalogue() for name, _ in parts):
        return locator or "–"
    said = (words.t(f"html.place.{name}", number=number).strip() for name, number in parts)
    return words.t("html.comma").join(said)


def program_version() -> str:
    """The version of the program that writes the report."""
    try:
        return version("govaudit")
    except PackageNotFoundError:  # run from a checkout that was never installed
        return "–"
