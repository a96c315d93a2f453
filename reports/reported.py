"""Figures no crawl can see, as offices report them or persons judge them: a CSV or XLSX, checked row by row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from crawler.problems import Problem
from crawler.records import Site
from crawler.tables import Line, read_table
from reports.records import ReportedFigure
from reports.schemes import Indicator, Scheme

#: Columns by the headings they may have.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "site_id": ("site_id", "网站编号"),
    "region_code": ("region_code", "行政区划代码"),
    "year": ("year", "年度", "年份"),
    "scheme": ("scheme", "方案"),
    "indicator": ("indicator", "指标", "指标编号"),
    "numerator": ("numerator", "分子"),
    "denominator": ("denominator", "分母"),
    "points": ("points", "得分", "扣分"),
    "source": ("source", "来源", "数据来源"),
    "date": ("date", "日期", "填报日期"),
}
_NEEDED = ("indicator", "source", "date")
_CODE = re.compile(r"^\d{6}$")


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One row that cannot be used: message ``reported.<code>`` with line, field and value."""

    code: str
    line: int
    field: str
    value: str
    more: str = ""


class _Bad(Exception):
    def __init__(self, code: str, field: str, value: str = "", more: str = "") -> None:
        super().__init__(code)
        self.code, self.field, self.value, self.more = code, field, value, more


def read_reported(path: Path, schemes: Sequence[Scheme], year: int) -> tuple[list[ReportedFigure], list[RowProblem]]:
    """The figures in ``path`` for these schemes, and the rows that cannot be used.

    A row names a site (site_id) or a region (region_code), an indicator by its id or Chinese title, a numerator and denominator or
    points, a source and a date. Raises ``Problem`` reported_columns when a needed column is not there.
    """
    lines = read_table(path)
    places = _places(path, lines[0])
    good: list[ReportedFigure] = []
    bad: list[RowProblem] = []
    seen: dict[tuple[str, str, str, str], int] = {}
    for line in lines[1:]:
        cells = {name: line.cells[place] if place < len(line.cells) else "" for name, place in places.items()}
        try:
            figure = _figure(cells, schemes, year)
            key = (figure.scheme, figure.indicator, figure.site_id, figure.region_code)
            if key in seen:
                raise _Bad("twice", "indicator", cells["indicator"], str(seen[key]))
            seen[key] = line.number
            good.append(figure)
        except _Bad as error:
            bad.append(RowProblem(error.code, line.number, error.field, error.value, error.more))
    return good, bad


def figures_for(figures: Iterable[ReportedFigure], site: Site, scheme: Scheme, year: int) -> dict[str, ReportedFigure]:
    """The figures that speak of a site under a scheme, by indicator; what names the site wins over what names its region."""
    found: dict[str, ReportedFigure] = {}
    for figure in sorted(figures, key=lambda one: bool(one.site_id)):
        of_region = not figure.site_id and figure.region_code == site.region_code and site.level != "department"
        if (figure.scheme, figure.year) == (scheme.id, year) and (of_region or figure.site_id == site.site_id):
            found[figure.indicator] = figure
    return found


def _places(path: Path, head: Line) -> dict[str, int]:
    named = [cell.casefold().replace(" ", "") for cell in head.cells]
    places = {}
    for name, headings in HEADINGS.items():
        place = next((named.index(heading) for heading in headings if heading in named), None)
        if place is not None:
            places[name] = place
    missing = [name for name in _NEEDED if name not in places]
    if "site_id" not in places and "region_code" not in places:
        missing.append("site_id / region_code")
    if not {"numerator", "denominator"} <= places.keys() and "points" not in places:
        missing.append("numerator, denominator / points")
    if missing:
        raise Problem(
            "reported_columns",
            file=str(path),
            missing=", ".join(missing),
            found=", ".join(filter(None, head.cells)) or "-",
        )
    return places


def _figure(cells: Mapping[str, str], schemes: Sequence[Scheme], year: int) -> ReportedFigure:
    site_id, code = cells.get("site_id", ""), cells.get("region_code", "")
    if not site_id and not code:
        raise _Bad("whose", "site_id")
    if code and not site_id and not _CODE.match(code):
        raise _Bad("region_code", "region_code", code)
    scheme, indicator = _indicator(cells, schemes)
    if not cells["source"]:
        raise _Bad("empty", "source")
    return ReportedFigure(
        indicator.id if indicator else cells["indicator"],
        scheme.id,
        site_id,
        "" if site_id else code,
        _year(cells.get("year", ""), year),
        cells["source"],
        _day(cells["date"]),
        **_amounts(cells, scheme, indicator),
    )


def _indicator(cells: Mapping[str, str], schemes: Sequence[Scheme]) -> tuple[Scheme, Indicator | None]:
    """The scheme and indicator a row names; None for the figure that excuses sites from part of a scheme."""
    wanted, named = cells["indicator"], cells.get("scheme", "")
    if not wanted:
        raise _Bad("empty", "indicator")
    chosen = [scheme for scheme in schemes if named in ("", scheme.id)]
    if not chosen:
        raise _Bad("scheme", "scheme", named, ", ".join(scheme.id for scheme in schemes))
    found: list[tuple[Scheme, Indicator | None]] = [
        (scheme, one) for scheme in chosen for one in scheme.indicators if wanted in (one.id, one.title.zh)
    ]
    found += [(scheme, None) for scheme in chosen if scheme.exempt and scheme.exempt.told_by == wanted]
    if not found:
        raise _Bad("indicator", "indicator", wanted, _takes_reports(chosen))
    if len(found) > 1:
        raise _Bad("ambiguous", "scheme", wanted, ", ".join(scheme.id for scheme, _ in found))
    indicator = found[0][1]
    if indicator is not None and not _takes_report(indicator):
        raise _Bad("measured", "indicator", wanted, _takes_reports(chosen))
    return found[0]


def _takes_reports(schemes: Iterable[Scheme]) -> str:
    return ", ".join(one.id for scheme in schemes for one in scheme.indicators if _takes_report(one))


def _takes_report(indicator: Indicator) -> bool:
    """What is counted or left to a person can be given by one; shares and levels are measured."""
    return not (indicator.rate or indicator.level)


def _amounts(cells: Mapping[str, str], scheme: Scheme, indicator: Indicator | None) -> dict[str, float]:
    above, below, points = (cells.get(name, "") for name in ("numerator", "denominator", "points"))
    if points and not above and not below:
        if indicator is not None and indicator.reported:
            raise _Bad("empty", "numerator")
        most = _most_points(scheme, indicator)
        return {"points": _number("points", points, most)}
    if indicator is None or not indicator.reported:
        raise _Bad("empty", "points")
    whole = _number("denominator", below)
    if whole == 0:
        raise _Bad("zero", "denominator", below)
    part = _number("numerator", above)
    if part > whole:
        raise _Bad("above", "numerator", above, below)
    return {"numerator": part, "denominator": whole}


def _most_points(scheme: Scheme, indicator: Indicator | None) -> float:
    """The most a person may give: 1 for a veto or an excuse, the indicator's points, or what the scheme starts from."""
    if indicator is None or indicator.part == "veto":
        return 1.0
    return scheme.start if scheme.start is not None else indicator.max_points


def _number(field: str, text: str, most: float | None = None) -> float:
    try:
        number = float(text.replace(",", "").replace("，", ""))
    except ValueError:
        raise _Bad("number" if text else "empty", field, text) from None
    if not 0 <= number < float("inf"):
        raise _Bad("number", field, text)
    if most is not None and number > most:
        raise _Bad("too_many", field, text, f"{most:g}")
    return number


def _year(text: str, default: int) -> int:
    if not text:
        return default
    if not (text.isdigit() and len(text) == 4):
        raise _Bad("year", "year", text)
    return int(text)


def _day(text: str) -> str:
    clean = re.sub(r"[年月/.]", "-", text).rstrip("日").split(" ")[0]
    try:
        return date(*map(int, clean.split("-"))).isoformat()
    except (ValueError, TypeError):
        raise _Bad("date", "date", text) from None
