"""The register: kept between runs, written whole, selected by region, level and id."""

from pathlib import Path

import pytest

from crawler.problems import Problem
from crawler.records import Site
from crawler.site_checks import is_safe_id
from crawler.sites import Register, province_portals

HANGZHOU = Site(
    "hz",
    "杭州市人民政府",
    "https://www.hangzhou.gov.cn/",
    "prefecture",
    "330100",
    "杭州市",
    ("http://s.cn/330100/",),
    "3301000001",
    "prefecture",
)
XIHU = Site("xh", "西湖区人民政府", "http://www.hzxh.gov.cn/", "county", "330106", "西湖区", region_level="county")


def test_sites_are_kept_and_replaced_by_id(tmp_path: Path) -> None:
    register = Register(tmp_path / "data")
    assert register.imported() == []
    register.import_sites([HANGZHOU, XIHU])
    register.import_sites([Site("XH", "新名", "http://www.hzxh.gov.cn/")])
    assert [site.name for site in Register(tmp_path / "data").imported()] == ["杭州市人民政府", "新名"]
    assert Register(tmp_path / "data").imported()[0] == HANGZHOU
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["register.csv"]


def test_province_portals_are_there_and_usable() -> None:
    portals = province_portals()
    assert len({site.region_code for site in portals}) == len({site.site_id for site in portals}) == 31
    assert all(is_safe_id(site.site_id) and site.level == "province" and site.region for site in portals)


def test_an_imported_portal_takes_the_place_of_the_built_in_one(tmp_path: Path) -> None:
    register = Register(tmp_path)
    own = Site("3300000001", "浙江", "https://www.zj.gov.cn/", "province", "330000", "浙江省", region_level="province")
    register.import_sites([own])
    assert len(register.list()) == 31
    assert register.select(region="浙江") == [own]


def test_select(tmp_path: Path) -> None:
    register = Register(tmp_path)
    register.import_sites([HANGZHOU, XIHU])
    assert [site.site_id for site in register.select(region="浙江省")] == ["hz", "xh", "www.zj.gov.cn"]
    assert [site.site_id for site in register.select(region="330100", level="county")] == ["xh"]
    assert [site.site_id for site in register.select(site_ids=["HZ"])] == ["hz"]
    assert len(register.select(level="province")) == 31
    assert register.select(region="江苏", level="county") == []


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"region": "乌有"}, "unknown_region"),
        ({"region": "鼓楼区"}, "ambiguous_region"),
        ({"site_ids": ["hz", "nobody"]}, "unknown_site"),
    ],
)
def test_what_is_not_there_is_a_problem(tmp_path: Path, asked: dict, code: str) -> None:
    register = Register(tmp_path)
    register.import_sites([HANGZHOU])
    with pytest.raises(Problem) as raised:
        register.select(**asked)
    assert raised.value.code == code


@pytest.mark.parametrize("body", [b"site_id,name\nx,y\n", b"\xff\xfe\x00", b'site_id,"name\n'])
def test_a_damaged_register_is_told(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "register.csv").write_bytes(body)
    with pytest.raises(Problem) as raised:
        Register(tmp_path).list()
    assert raised.value.code == "register_damaged"
