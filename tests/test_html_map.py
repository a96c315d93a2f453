"""The tile map: a tile for each division, the unmeasured told apart, provinces where they lie."""

from __future__ import annotations

from pathlib import Path

from factories import make_judgement, make_site
from report_world import World, small_world
from selectolax.lexbor import LexborHTMLParser

from crawler import regions as divisions
from reports.html_map import _places, tile_groups
from reports.ranking import headline
from reports.scoring import score_regions, score_site
from rules.terms import COLUMNS, FUNCTIONS


def judged(code: str, level: int | None, number: int = 1) -> object:
    site = make_site(f"{code}{number:04}", region_code=code, region=divisions.full_name(code))
    if level is None:
        return make_judgement({}, dict.fromkeys(COLUMNS), site=site, status="declined")
    return make_judgement({"甲": dict.fromkeys(FUNCTIONS, level)}, site=site)


def groups(*judgements: object):
    regions = score_regions(score_site(one) for one in judgements)
    return tile_groups(regions, headline(regions))


def test_prefectures_of_one_province_stand_in_the_order_of_codes() -> None:
    (group,) = groups(judged("330100", 2), judged("330200", 0), judged("330300", None))
    assert group.name == "浙江" and not group.placed
    first, second, third, fourth = group.tiles[:4]
    assert (first.name, first.mean, first.step, first.measured, first.sites) == ("杭州", 1.0, 4, 1, 1)
    assert (second.name, second.mean, second.step) == ("宁波", 0.0, 0)
    assert (third.mean, third.step, third.sites) == (None, None, 1), "not measured is no colour of its own value"
    assert fourth.sites == 0


def test_counties_follow_their_prefecture_where_there_are_sites() -> None:
    found = groups(judged("330100", 2), judged("330102", 2), judged("330122", 1))
    assert [group.name for group in found] == ["杭州"]
    assert {tile.name for tile in found[0].tiles if tile.sites} == {"上城", "桐庐"}


def test_several_provinces_stand_where_they_lie_and_all_are_there() -> None:
    (group,) = groups(judged("110000", 2), judged("330100", 2))
    assert group.placed and len(group.tiles) == 34
    assert len({tuple(place) for place in _places().values()}) == 34
    provinces = {code for code, one in divisions.official().items() if one.level == "province"}
    assert provinces <= set(_places())
    assert {tile.name for tile in group.tiles if tile.sites} == {"北京", "浙江"}


def test_a_single_division_is_no_map() -> None:
    assert groups(judged("330122", 2)) == []
    assert tile_groups([], None) == []


def test_tiles_lead_to_a_site_or_to_the_rows_of_their_region(tmp_path: Path) -> None:
    world = small_world()
    for code in ("330200", "330300"):
        world.add(judged(code, 2))
    page = LexborHTMLParser(world.write(tmp_path).read_text(encoding="utf-8"))
    links = [link.attributes["href"] or "" for link in page.css(".tiles a")]
    assert "sites/3302000001/index.html" in links and "#region-330100" in links
    rows = {node.attributes["id"] for node in page.css("[id]")}
    assert all(link[1:] in rows if link.startswith("#") else (tmp_path / link).is_file() for link in links)


def test_without_sites_there_is_none(tmp_path: Path) -> None:
    assert not LexborHTMLParser(World().write(tmp_path).read_text(encoding="utf-8")).css(".tiles")
