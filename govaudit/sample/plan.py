"""What each invented site is built of, in words whose levels ``means.py`` gives."""

from __future__ import annotations

import csv
import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources


@dataclass(frozen=True, slots=True)
class Matter:
    """One service item as the real world knows it: the facts any guide to it could state."""

    key: str
    name: str
    department: str
    basis: str
    condition: str
    materials: tuple[str, ...]
    form: str
    fee: str
    days: str
    result: str


@dataclass(frozen=True, slots=True)
class Offer:
    """How one site offers one item: for each function a word of ``means.py``. ``own_consult`` and ``own_feedback`` are
    made for this item alone; the site's channels stand in its plan."""

    matter: str
    guide: str = "none"
    form: str = "none"
    apply: str = "none"
    own_consult: str = "none"
    own_feedback: str = "none"


@dataclass(frozen=True, slots=True)
class SitePlan:
    """One invented site: who it is, what it offers per item, its channel for results, its interaction columns."""

    site_id: str
    name: str
    place: str
    domain: str
    level: str
    region_code: str
    build: str
    offers: tuple[Offer, ...] = ()
    feedback: str = "none"
    columns: Mapping[str, str] = field(default_factory=dict)
    status: str = "measured"
    service_url: str = ""

    @property
    def host(self) -> str:
        return f"www.{self.domain}"


@functools.cache
def matters() -> dict[str, Matter]:
    """All items by key."""
    with resources.files("govaudit.sample").joinpath("items.csv").open(encoding="utf-8") as file:
        return {row["key"]: _matter(row) for row in csv.DictReader(file)}


def _matter(row: dict[str, str]) -> Matter:
    texts = {name: value for name, value in row.items() if name != "materials"}
    return Matter(materials=tuple(row["materials"].split("|")), **texts)
