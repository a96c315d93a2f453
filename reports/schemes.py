"""Schemes as data: which indicators there are, what they may count, and reading them from YAML with clear errors.

The fields are explained at the head of ``schemes/egov_125.yaml``; ``reports.scheme_points`` turns them into points.
"""

from __future__ import annotations

from inspect import signature
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from crawler.problems import Problem
from reports.scheme_checks import CHECKS
from rules.terms import COLUMNS, FUNCTIONS

FOLDER = Path(__file__).parent / "schemes"
RATES = (*(f"coverage_{function}" for function in FUNCTIONS), "five_function_coverage", "item_coverage")
_WAYS = ("rate", "level", "deduct", "award", "veto", "undecided")


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
            raise ValueError(f"check: {self.check}; known: {', '.join(sorted(CHECKS))}")
        try:
            signature(CHECKS[self.check]).bind(None, **self.params)
        except TypeError as error:
            raise ValueError(f"{self.check}: {error}") from error
        for column in self.params.get("columns", ()):
            if column not in COLUMNS:
                raise ValueError(f"columns: {column}; known: {', '.join(COLUMNS)}")
        return self


class Indicator(_Model):
    """One indicator and its one way to points."""

    id: str
    title: Texts
    max_points: float = Field(ge=0)
    part: str = "points"
    sites: Literal["all", "portal"] = "all"
    basis: Texts | None = None
    rate: str = ""
    scope: Literal["inclusive", "strict"] = "inclusive"
    full_at: float | Literal["target"] = 1.0
    level: str = ""
    shares: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)
    deduct: tuple[Counted, ...] = ()
    award: tuple[Counted, ...] = ()
    veto: tuple[Counted, ...] = ()
    undecided: Literal["", "needs_person", "needs_visits", "needs_records", "not_built"] = ""

    @model_validator(mode="after")
    def _one_way(self) -> Indicator:
        ways = [way for way in _WAYS if getattr(self, way)]
        if len(ways) != 1:
            raise ValueError(f"{self.id}: exactly one of {', '.join(_WAYS)}; found: {', '.join(ways) or '-'}")
        if self.rate and self.rate not in RATES:
            raise ValueError(f"{self.id}: rate {self.rate}; known: {', '.join(RATES)}")
        if self.level and self.level not in COLUMNS:
            raise ValueError(f"{self.id}: level {self.level}; known: {', '.join(COLUMNS)}")
        return self


class Bonus(_Model):
    """``part`` counts only when part ``of`` exceeds ``points``."""

    part: str
    of: str
    points: float


class Scheme(_Model):
    """A scheme: indicators in order, and how their points make a total."""

    id: str
    version: str
    title: Texts
    basis: Texts
    indicators: tuple[Indicator, ...] = Field(min_length=1)
    bonus_above: Bonus | None = None
    fails_below: float | None = None

    @model_validator(mode="after")
    def _sound(self) -> Scheme:
        ids = [indicator.id for indicator in self.indicators]
        if twice := sorted({one for one in ids if ids.count(one) > 1} | ({"total"} & set(ids))):
            raise ValueError(f"indicators: id taken: {', '.join(twice)}")
        parts = {indicator.part for indicator in self.indicators}
        if self.bonus_above and not {self.bonus_above.part, self.bonus_above.of} <= parts:
            raise ValueError(f"bonus_above: parts are {', '.join(sorted(parts))}")
        return self


def scheme_ids() -> list[str]:
    """The ids of the schemes shipped."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def load_scheme(name: str) -> Scheme:
    """A shipped scheme by its id, or one read from a YAML file's path.

    Raises ``Problem`` unknown_scheme (with those known), or bad_scheme (file, field, what is wrong).
    """
    path = FOLDER / f"{name}.yaml" if name in scheme_ids() else Path(name)
    if path.suffix not in (".yaml", ".yml") or not path.is_file():
        raise Problem("unknown_scheme", scheme=name, known=", ".join(scheme_ids()))
    try:
        return Scheme.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise Problem("bad_scheme", file=str(path), field=field or "-", error=first["msg"]) from error
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        raise Problem("bad_scheme", file=str(path), field="-", error=str(error)) from error
