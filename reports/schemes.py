"""Schemes as data: which indicators there are, what they may count, and reading them from YAML with clear errors.

The fields are explained in docs/add-a-scheme.md; ``reports.scheme_points`` turns them into points.
"""

from __future__ import annotations

from collections.abc import Mapping
from inspect import signature
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from crawler.problems import Problem, refusal
from crawler.records import LEVELS
from reports import scheme_site_checks  # noqa: F401  its checks make themselves known to CHECKS
from reports.messages import t
from reports.scheme_checks import CHECKS
from reports.scheme_errors import told, wrong
from rules.site_columns import KINDS
from rules.terms import COLUMNS, ELEMENTS, FUNCTIONS

FOLDER = Path(__file__).parent / "schemes"
RATES = (
    *(f"coverage_{function}" for function in FUNCTIONS),
    "five_function_coverage",
    "item_coverage",
    "item_coverage_township",
    "item_coverage_village",
)
#: What parameters of checks may say, where they name something of a fixed list.
_NAMED: Mapping[str, tuple[str, ...]] = {
    "columns": tuple(COLUMNS),
    "functions": tuple(FUNCTIONS),
    "function": tuple(FUNCTIONS),
    "elements": ELEMENTS,
    "windows": KINDS,
    "state": ("blank", "overdue"),
    "place": ("front_page", "other", "attachment"),
}
_WAYS = ("rate", "level", "deduct", "award", "veto", "reported", "undecided")


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Texts(_Model):
    """A text in both languages."""

    zh: str
    en: str


class Counted(BaseModel):
    """A check of ``reports.scheme_checks`` with its parameters, and the points each case costs or earns."""

    model_config = ConfigDict(frozen=True, extra="allow")

    check: str
    points: float = Field(default=0.0, ge=0)

    @property
    def params(self) -> dict[str, Any]:
        return dict(self.model_extra or {})

    @model_validator(mode="after")
    def _fits(self) -> Counted:
        if self.check not in CHECKS:
            raise wrong("unknown", name="check", value=self.check, known=", ".join(sorted(CHECKS)))
        if unknown := sorted(set(self.params) - set(_parameters(self.check))):
            known = ", ".join(_parameters(self.check)) or "-"
            raise wrong("parameters", name=unknown[0], value=self.params[unknown[0]], check=self.check, known=known)
        try:
            signature(CHECKS[self.check]).bind(None, **self.params)
        except TypeError as error:
            raise wrong(
                "parameters_lack", name="check", value=self.check, known=", ".join(_parameters(self.check))
            ) from error
        for name, value in self.params.items():
            self._allowed(name, value)
        return self

    def _allowed(self, name: str, value: Any) -> None:
        listed = value if isinstance(value, (list, dict)) else [value]
        for one in listed if name in _NAMED else ():
            if one not in _NAMED[name]:
                raise wrong("unknown", name=name, value=one, known=", ".join(_NAMED[name]))
        windows = [value] if name == "window" else list(value.values()) if name == "windows" else []
        for window in windows:
            if not (isinstance(window, str) and window[:-1].isdigit() and window[-1:] in "dmy"):
                raise wrong("window", name=name, value=window)


def _parameters(check: str) -> list[str]:
    return list(signature(CHECKS[check]).parameters)[1:]


class Indicator(_Model):
    """One indicator and its one way to points."""

    id: str
    title: Texts
    max_points: float = Field(ge=0)
    part: str = "points"
    sites: Literal["all", "portal", "local_portal", "ministry"] = "all"
    basis: Texts | None = None
    rate: str = ""
    scope: Literal["inclusive", "strict"] = "inclusive"
    full_at: float | Literal["target"] = 1.0
    target: float | Mapping[str, float] | None = None
    level: str = ""
    shares: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)
    deduct: tuple[Counted, ...] = ()
    award: tuple[Counted, ...] = ()
    veto: tuple[Counted, ...] = ()
    reported: bool = False
    undecided: Literal["", "needs_person", "needs_visits", "needs_records", "needs_network"] = ""

    @model_validator(mode="after")
    def _one_way(self) -> Indicator:
        ways = [way for way in _WAYS if getattr(self, way)]
        if len(ways) != 1:
            raise wrong("two_ways" if ways else "no_way", known=", ".join(_WAYS), found=", ".join(ways))
        for name, value, known in (("rate", self.rate, RATES), ("level", self.level, tuple(COLUMNS))):
            if value and value not in known:
                raise wrong("unknown", name=name, value=value, known=", ".join(known))
        if self.full_at == 0:
            raise wrong("full_at", name="full_at", value=0)
        for level in self.target if isinstance(self.target, Mapping) else ():
            if level not in LEVELS:
                raise wrong("unknown", name="target", value=level, known=", ".join(LEVELS))
        return self


class Bonus(_Model):
    """``part`` counts only when part ``of`` exceeds ``points``."""

    part: str
    of: str
    points: float


class Exemption(_Model):
    """Indicators that sites are excused from when the reported figure ``told_by`` says so, the rest counted ``times`` over."""

    told_by: str
    skip: tuple[str, ...]
    times: float = Field(default=1.0, gt=0)


class Scheme(_Model):
    """A scheme: indicators in order, and how their points make a total.

    With ``start`` every indicator takes points from that number, without a cap of its own; else the indicators' points add up.
    """

    id: str = Field(min_length=1)
    version: str = Field(min_length=1)
    title: Texts
    basis: Texts
    indicators: tuple[Indicator, ...] = Field(min_length=1)
    start: float | None = None
    bonus_above: Bonus | None = None
    exempt: Exemption | None = None
    fails_below: float | None = None

    @model_validator(mode="after")
    def _sound(self) -> Scheme:
        ids = [indicator.id for indicator in self.indicators]
        if twice := sorted({one for one in ids if ids.count(one) > 1} | ({"total"} & set(ids))):
            raise wrong("taken", indicator=twice[0], name="id", value=twice[0])
        parts = {indicator.part for indicator in self.indicators}
        if self.bonus_above and not {self.bonus_above.part, self.bonus_above.of} <= parts:
            raise wrong("bonus_parts", name="bonus_above", known=", ".join(sorted(parts)))
        if self.exempt and not set(self.exempt.skip) <= set(ids):
            raise wrong("skip", name="exempt.skip", value=", ".join(sorted(set(self.exempt.skip) - set(ids))))
        return self


def scheme_ids() -> list[str]:
    """The ids of the schemes shipped; names that begin with an underscore are templates."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml") if not path.stem.startswith("_"))


def load_scheme(name: str) -> Scheme:
    """A shipped scheme by its id, or one read from a YAML file's path.

    Raises ``Problem`` unknown_scheme (with those known), scheme_syntax (file, line), or bad_scheme (file, indicator, field, value).
    """
    path = FOLDER / f"{name}.yaml" if name in scheme_ids() else Path(name)
    if path.suffix not in (".yaml", ".yml") or not path.is_file():
        raise Problem("unknown_scheme", scheme=name, known=", ".join(scheme_ids()))
    content: Any = None
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
        return Scheme.model_validate(content)
    except ValidationError as error:
        raise _bad(path, content, error) from error
    except yaml.YAMLError as error:
        raise _unreadable(path, error) from error
    except UnicodeDecodeError as error:
        raise Problem("scheme_encoding", file=str(path)) from error
    except OSError as error:
        raise Problem("file_unreadable", file=str(path), error=refusal(error)) from error


def _unreadable(path: Path, error: yaml.YAMLError) -> Problem:
    """The line where the reading stopped; the last one with anything on it when that was the end."""
    mark = getattr(error, "problem_mark", None)
    lines = path.read_text(encoding="utf-8-sig").rstrip().splitlines() or [""]
    line = min(mark.line + 1 if mark else 1, len(lines))
    return Problem("scheme_syntax", file=str(path), line=line, text=lines[line - 1].strip()[:80])


def _bad(path: Path, content: Any, error: ValidationError) -> Problem:
    """The first thing wrong, named by indicator, field and value as the file has them."""
    first = error.errors()[0]
    place = list(first["loc"])
    indicator = ""
    if place[:1] == ["indicators"] and len(place) > 1 and isinstance(place[1], int):
        rows = content.get("indicators") if isinstance(content, dict) else None
        one = rows[place[1]] if isinstance(rows, list) and place[1] < len(rows) else None
        indicator = str(one.get("id", place[1] + 1)) if isinstance(one, dict) else str(place[1] + 1)
        place = place[2:]
    said = first.get("ctx") or {}
    value = said.get("value", first.get("input"))
    untold = isinstance(value, (dict, list)) or value is None or first["type"] == "missing"
    where = {
        "indicator": str(said.get("indicator", indicator)),
        "field": ".".join(str(part) for part in (*place, *[said[key] for key in ("name",) if key in said])),
        "value": "" if untold else str(value)[:80],
    }
    named = "".join(t(f"scheme_place.{part}", **{part: name}) for part, name in where.items() if name)
    return Problem("bad_scheme", file=str(path), place=named, error=told(first), **where)
