"""The tile map of a region: a tile for each division, coloured by coverage; provinces stand where they lie."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from crawler import regions as divisions
from reports.records import RegionScorecard
from reports.scoring import ALL_SITES

#: Shares of five-function coverage at which a tile's colour changes; the colour of what was not measured is its own.
STEPS = (0.2, 0.4, 0.6, 0.8)
#: Provinces no list of divisions of GB/T 2260 sites carries, but every map of the country does.
_FURTHER = {"710000": "台湾省", "810000": "香港特别行政区", "820000": "澳门特别行政区"}


@dataclass(frozen=True, slots=True)
class Tile:
    """One division: its short name, mean coverage (None: not measured), sites, colour (0-4, None) and place by class."""

    code: str
    name: str
    mean: float | None
    sites: int
    measured: int
    step: int | None
    place: str = ""


@dataclass(frozen=True, slots=True)
class TileGroup:
    """Tiles under one heading: a prefecture's counties, a province's prefectures, or the country's provinces."""

    name: str
    tiles: tuple[Tile, ...]
    placed: bool = False


def tile_groups(regions: Sequence[RegionScorecard], head: RegionScorecard | None) -> list[TileGroup]:
    """The tiles for the divisions below ``head``; none where fewer than two of them have a site."""
    by_code = {one.region_code: one for one in regions if not one.level}
    if head is None:
        return []
    provinces = [code for code in by_code if code.endswith("0000") and code != ALL_SITES]
    if len(provinces) > 1:
        return [TileGroup("", tuple(_placed(by_code)), placed=True)]
    groups = [group for group in _groups(_top(head, by_code), by_code) if group.tiles]
    return groups if sum(bool(tile.sites) for group in groups for tile in group.tiles) > 1 else []


def _top(head: RegionScorecard, by_code: Mapping[str, RegionScorecard]) -> str:
    """The narrowest division that holds all sites."""
    if head.region_code != ALL_SITES:
        return head.region_code
    whole = [code for code, one in by_code.items() if one.sites == head.sites and code != ALL_SITES]
    return max(whole, key=lambda code: len(code.rstrip("0")), default="")


def _groups(top: str, by_code: Mapping[str, RegionScorecard]) -> Iterator[TileGroup]:
    """Directly below ``top``, then below each of these, as far down as there are sites."""
    below = [one.code for one in divisions.below(top) if one.parent == top]
    if any(code in by_code for code in below):
        yield TileGroup(divisions.short_name(_name(top)), tuple(_tile(code, by_code) for code in below))
    for code in below:
        yield from _groups(code, by_code)


def _placed(by_code: Mapping[str, RegionScorecard]) -> Iterator[Tile]:
    for code, (row, column) in _places().items():
        yield _tile(code, by_code, f"row{row} col{column}")


def _tile(code: str, by_code: Mapping[str, RegionScorecard], place: str = "") -> Tile:
    name, card = divisions.short_name(_name(code)), by_code.get(code)
    if card is None:
        return Tile(code, name, None, 0, 0, None, place)
    step = None if card.mean is None else sum(card.mean >= one for one in STEPS)
    return Tile(code, name, card.mean, card.sites, card.sites_measured, step, place)


def _name(code: str) -> str:
    region = divisions.get(code)
    return region.name if region else _FURTHER.get(code, code)


@cache
def _places() -> Mapping[str, tuple[int, int]]:
    places: Mapping[str, tuple[int, int]] = yaml.safe_load(
        Path(__file__).with_name("tile_map.yaml").read_text(encoding="utf-8")
    )
    return places
