"""The divisions: complete, consistent, found by code, name and path."""

from collections import Counter

import pytest

from crawler import regions
from crawler.problems import Problem


def test_every_division_of_the_standard_is_there() -> None:
    counts = Counter(region.level for region in regions.official().values())
    assert counts == {"province": 31, "prefecture": 333, "county": 2847}


def test_each_division_lies_beneath_a_known_one_and_names_are_unique_there() -> None:
    seen = set()
    for region in regions.known().values():
        assert region.level == "province" or regions.get(region.parent) is not None
        assert (region.parent, region.name) not in seen
        seen.add((region.parent, region.name))


def test_invented_divisions_bear_no_real_name() -> None:
    real = {text for one in regions.official().values() for text in (one.name, regions.short_name(one.name))}
    invented = [one for code, one in regions.known().items() if code not in regions.official()]
    assert invented
    assert not real & {text for one in invented for text in (one.name, regions.short_name(one.name))}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("330000", "330000"),
        ("浙江", "330000"),
        ("浙江省", "330000"),
        (" 浙江省 杭州市 ", "330100"),
        ("江苏南京鼓楼区", "320106"),
        ("吉林", "220000"),
        ("吉林市", "220200"),
        ("广西", "450000"),
        ("内蒙古", "150000"),
        ("新疆", "650000"),
        ("延边", "222400"),
        ("济源市", "419001"),
        ("北京市/朝阳区", "110105"),
        ("东乡族自治县", "622926"),
    ],
)
def test_find(text: str, code: str) -> None:
    assert regions.find(text).code == code


def test_a_name_several_bear_lists_the_candidates() -> None:
    with pytest.raises(Problem) as raised:
        regions.find("鼓楼区")
    assert raised.value.code == "ambiguous_region"
    assert all(code in str(raised.value.params["candidates"]) for code in ("320106", "320302", "350102", "410204"))


@pytest.mark.parametrize("text", ["", "999999", "哪里都不是市", "33"])
def test_unknown(text: str) -> None:
    with pytest.raises(Problem) as raised:
        regions.find(text)
    assert raised.value.code == "unknown_region"


def test_below_holds_the_division_and_what_it_contains() -> None:
    codes = {one.code for one in regions.below("420000")}
    assert {"420000", "420100", "420102", "429004"} <= codes
    assert all(code.startswith("42") for code in codes)
    assert [one.code for one in regions.below("429004")] == ["429004"]
    assert regions.below("999999") == ()


def test_lineage_and_full_name() -> None:
    assert regions.lineage("429004") == ("429004", "420000")
    assert regions.full_name("320106") == "江苏省南京市鼓楼区"
    assert regions.contains("320000", "320106")
    assert not regions.contains("320106", "320000")
    assert not regions.contains("", "320106")
