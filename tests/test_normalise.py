"""Names in one writing: what is taken off, what never is."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.problems import Problem
from rules.item_words import default_item_words, read_item_words
from rules.normalise import clean_item_name, fold_name, simplify, simplify_lines


@pytest.mark.parametrize(
    ("written", "name", "reason"),
    [
        ("取水许可办事指南", "取水许可", "suffix"),
        ("【办事指南】取水许可", "取水许可", "label"),
        ("办事指南：取水许可", "取水许可", "prefix"),
        ("1、取水许可", "取水许可", "numbering"),
        ("（三）取水许可", "取水许可", "numbering"),
        ("12、80周岁以上老年人补贴", "80周岁以上老年人补贴", "numbering"),
        ("取水许可（2019年修订版）", "取水许可", "year"),
        ("[县水利局]取水许可", "取水许可", "label"),
        ("县残联:残疾人证核发", "残疾人证核发", "department"),
        ("养犬登记审批表", "养犬登记", "suffix"),
        ("创业补贴申请条件及所需材料", "创业补贴", "told"),
        ("创业补贴申请申请条件、流程和时限", "创业补贴申请", "told"),
        ("取水许可服务指南（第2版）", "取水许可", "edition"),
        ("取水许可(试行)", "取水许可", "edition"),
        ("取水许可（1234次）", "取水许可", "label"),
        ("取水许可[行政许可]", "取水许可", "label"),
        ("个体工商户登记——个人", "个体工商户登记", "label"),
        ("取水许可（编码：115203）", "取水许可", "label"),
        ("个人：取水许可", "取水许可", "prefix"),
        ("取水许可我要办", "取水许可", "suffix"),
        ("01 取水许可", "取水许可", "numbering"),
        ("第一步：取水许可", "取水许可", "numbering"),
        ("520325001000 取水许可", "取水许可", "numbering"),
        ("取水许可（2019年）", "取水许可", "year"),
        ("取水许可 [03-21]", "取水许可", "date"),
        ("2018-03-21取水许可申请表.doc", "取水许可", "date"),
        ("《取水许可申请表》", "取水许可", "suffix"),
        ("取水許可", "取水许可", "script"),
        ("县水利局：取水许可审批", "取水许可审批", "department"),
        ("附件2：残疾人证申领申请表", "残疾人证申领", "prefix"),
        ("兽药登记申请表(适用于进口)", "兽药登记(适用于进口)", "suffix"),
        ("取水许可试验备案表", "取水许可试验备案", "suffix"),
    ],
)
def test_what_is_taken_off_is_named(written: str, name: str, reason: str) -> None:
    clean = clean_item_name(written)
    assert clean.name == name
    assert f"reason.name_{reason}" in clean.reasons


@pytest.mark.parametrize(
    "name",
    [
        "3C认证",
        "3 岁以下婴幼儿照护登记",
        "70岁以上老人优待证",
        "一照一码户登记",
        "道路运输证办理(注销、报停与恢复营运)",
        "流程",
        "指南",
    ],
)
def test_names_that_stay(name: str) -> None:
    assert clean_item_name(name).name == name


_MIXED = st.text(
    st.characters(codec="utf-8") | st.sampled_from("办事指南，（２０１９）　\xa0…①é\u0301ｅ\u200b乾"), max_size=12
)


@given(_MIXED)
def test_the_short_way_to_half_width_is_that_of_unicode(text: str) -> None:
    seen = simplify(text)
    assert simplify(unicodedata.normalize("NFKC", text)) == seen
    assert unicodedata.is_normalized("NFKC", seen)


@given(st.lists(_MIXED.map(lambda text: text.replace("\n", " ")), min_size=1, max_size=4))
def test_lines_together_are_simplified_as_each_alone(lines: list[str]) -> None:
    assert simplify_lines("\n".join(lines)) == [simplify(line) for line in lines]


def test_folding_joins_writings_of_one_name() -> None:
    writings = [
        "取水许可（新办）",
        "取水许可(新办)",
        " 取水 许可〔新办〕",
        "取水許可（新辦）",
        "2026年取水许可【新办】",
    ]
    assert len({fold_name(writing) for writing in writings}) == 1
    assert fold_name("2026年") != ""
    assert fold_name("取水许可新办") != fold_name("取水许可延续")


def test_simplify_brings_script_width_and_spaces_together() -> None:
    assert simplify("ＡＢＣ　辦事\u00a0指南：\u200b１２") == "ABC 办事 指南:12"


@given(st.text(max_size=60))
def test_cleaning_is_stable_and_never_empties(text: str) -> None:
    clean = clean_item_name(text)
    assert clean_item_name(clean.name).name == clean.name
    assert bool(clean.name) == bool(simplify(text).strip(" ,、;:。.-—_|")) or clean.name == simplify(text)
    assert fold_name(fold_name(text)) == fold_name(text)


@given(
    st.text(alphabet="取水许可审批备案登记证", min_size=2, max_size=12),
    st.sampled_from(["办事指南", "申请表", "办理流程图", "须知"]),
)
def test_suffixes_come_off_any_name(name: str, suffix: str) -> None:
    assert clean_item_name(name + suffix).name == clean_item_name(name).name


def test_a_broken_word_list_is_one_clear_problem(tmp_path: Path) -> None:
    broken = tmp_path / "items.yaml"
    broken.write_text("version: 1\nact_words: [办理, 110]\n", encoding="utf-8")
    with pytest.raises(Problem) as caught:
        read_item_words(broken)
    assert (caught.value.code, caught.value.params["line"]) == ("word_not_text", 2)
    assert default_item_words().version >= 1
