"""When two names are one item."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.records import Site
from reports.messages import catalogue
from rules.matching import Matcher, is_booking

COUNTY = Site("520325", "道真县人民政府", "http://www.county.gov.cn/", "county", "520325", "道真仡佬族苗族自治县")


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("城市居民最低生活保障申请审批表", "城市居民最低生活保障", "name_suffix"),
        ("城市居民最低生活保障呈批表", "城市居民最低生活保障", "name_paper"),
        ("办理残疾人证", "残疾人证核发", "name_act"),
        ("2015年度教师资格认定", "教师资格认定", "name_year"),
        ("市民政局城市居民最低生活保障", "城市居民最低生活保障", "name_department"),
        ("林木采伐许可证核发（县级权限）", "林木采伐许可证核发", "name_bracketed"),
        ("医疗机构申请执业登记注册书", "医疗机构执业登记", "name_suffix"),
        ("医疗机构申请执业登记", "医疗机构执业登记", "name_act"),
        ("食品经营许可证核发", "食品经营许可", "name_certificate"),
        ("食品经营许可证变更", "食品经营许可变更", "name_certificate"),
        ("失业保险金申领登记表", "失业保险金申领", "name_act"),
        ("道真县残疾人证", "残疾人证", "name_region"),
        ("道真仡佬族苗族自治县残疾人证", "残疾人证", "name_region"),
        ("遵义市残疾人证", "贵州省残疾人证", "name_region"),
        ("道真县河道采砂许可", "河道采砂许可", "name_region"),
        ("残疾人证核发[县残联]", "残疾人证", "name_department"),
        ("户口登记申请表填写说明", "户口登记", "name_suffix"),
        ("中华人民共和国残疾人证申请表", "残疾人证", "name_prefix"),
    ],
)
def test_one_item_under_two_names(one: str, other: str, reason: str) -> None:
    matcher = Matcher.of(COUNTY)
    assert matcher.key(one).key == matcher.key(other).key
    assert reason in {*matcher.key(one).reasons, *matcher.key(other).reasons}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("残疾人证换发", "残疾人证补办"),
        ("道路运输证核发（换发）", "道路运输证核发"),
        ("企业变更登记", "企业注销登记"),
        ("登记申请", "变更申请"),
        ("护照办理", "护照换发"),
        ("餐厅经营许可", "经营许可"),
        ("村民委员会设立审批", "设立审批"),
        ("公安局长信箱", "信箱"),
        ("城市居民最低生活保障", "农村居民最低生活保障"),
        ("建设项目核准", "建设项目备案"),
        ("申请人变更", "变更"),
        ("无犯罪记录许可证明", "无犯罪记录许可"),
        ("道真河道采砂许可", "道采砂许可"),
        ("遵义市场主体登记", "场主体登记"),
        ("开业登记(分公司)", "开业登记"),
    ],
)
def test_two_items_stay_two(one: str, other: str) -> None:
    matcher = Matcher.of(COUNTY)
    assert matcher.key(one).key != matcher.key(other).key


@given(st.text(min_size=1, max_size=30))
def test_keys_are_stable_and_never_raise(name: str) -> None:
    matcher = Matcher.of(COUNTY)
    assert matcher.key(name) == Matcher.of(COUNTY).key(name)


@given(st.text(alphabet="城市居民最低生活保障办理申请审批表（县级）道真", min_size=2, max_size=16))
def test_a_key_is_never_empty_and_every_reason_has_words(name: str) -> None:
    found = Matcher.of(COUNTY).key(name)
    assert found.key or not name.strip("（）")
    assert all(f"reason.{reason}" in catalogue() for reason in found.reasons)


_NAMES = (
    "取水许可",
    "动物诊疗许可证核发",
    "80周岁以上老年人高龄津贴发放",
    "律师执业许可(变更执业机构)",
    "社会保障卡补领、换领、换发",
    "河道采砂",
    "工会法人资格登记",
    "无犯罪记录证明",
)


@pytest.mark.parametrize("name", _NAMES)
@given(
    st.lists(
        st.sampled_from(["道真县", "贵州省", "县民政局", "办理", "2019年", "12、", "附件1："]), max_size=2, unique=True
    ),
    st.lists(
        st.sampled_from(
            ["办事指南", "申请表", "申请审批表", "（县级）", "[县残联]", "（2019年版）", ".doc", "网上申报"]
        ),
        max_size=2,
        unique=True,
    ),
)
def test_whatever_stands_around_a_name_it_is_the_same_item(name: str, before: list[str], after: list[str]) -> None:
    matcher = Matcher.of(COUNTY)
    assert matcher.key("".join([*before, name, *after])).key == matcher.key(name).key


def test_what_an_item_is_called_does_not_make_an_application_of_a_booking() -> None:
    said, name = "窗口办事预约：占用城市道路审批 预约日期： 预约人：", "占用城市道路审批"
    assert is_booking(said, names=[name])
    assert not is_booking(f"{said} 在线申报", names=[name])
    assert is_booking("婚姻登记预约", names=["婚姻登记预约"])


@pytest.mark.parametrize(
    ("paper", "item", "may"),
    [
        ("水土保持方案", "开发建设项目水土保持方案", True),
        ("烟花爆竹经营零售许可", "烟花爆竹零售许可", True),
        ("初中教师资格认定", "高中教师资格认定", False),
        ("道路运输经营许可注销", "道路运输许可注销", True),
        ("道路运输经营许可", "道路运输经营许可证换发", False),
        ("采砂", "河道采砂许可", False),
    ],
)
def test_papers_in_other_words(paper: str, item: str, may: bool) -> None:
    assert Matcher.of(COUNTY).may_be_worded_as(paper, item) is may
