"""Packs as people edit them: each mistake is one clear message with file, line, field, value and what to do."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from crawler.problems import Problem
from reports.messages import catalogue
from rules.guide_words import guide_words_of
from rules.item_words import item_words_of
from rules.lint import check_pack
from rules.matching import Matcher, matching_words_of
from rules.pack import default_pack, load_pack

BUILT_IN = Path(default_pack().folder)
RULE = """topic: t
rules:
- id: own-rule
  version: 1
  title: 自己的规则
  question: 有没有？
  subject: guide
  proves: link
  basis: 某文件
  when:
    any:
    - link: {says: [办事宝典], longest: 16}
  examples:
    positive: [{link: 办事宝典}, {link: 某局办事宝典}]
    negative: [{link: 新闻}, {link: 公告}]
"""


def problem(tmp_path: Path, content: str | bytes, name: str = "own.yaml") -> Problem:
    place = tmp_path / name
    place.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(Problem) as caught:
        load_pack(tmp_path)
    told = caught.value
    for lang in ("zh", "en"):
        text = catalogue().text(f"problem.{told.code}", lang, told.params)
        assert str(told.params.get("file", "")) in text
    return told


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "field"),
    [
        ("  when:", "  when", "pack_not_yaml", 11, None),
        ("  title: 自己的规则", "\ttitle: 自己的规则", "pack_not_yaml", 5, None),
        ("[办事宝典]", "[办事宝典", "pack_not_yaml", 12, None),
        ("  version: 1", "  version: 1\n  version: 2", "pack_key_twice", 5, "version"),
        ("topic: t", "topics: t", "pack_not_topic", 1, "topics"),
        ("  basis: 某文件\n", "", "rule_lacks", 3, "basis"),
        ("  basis:", "  reason: 甲\n  basis:", "rule_unknown_field", 9, "reason"),
        ("{says:", "{say:", "rule_unknown_field", 12, "when.any.1.link.say"),
        ("[办事宝典],", "[办事宝典, 110],", "rule_not_text", 12, "when.any.1.link.says.2"),
        ("[办事宝典],", "[办事宝典, no],", "rule_not_text", 12, "when.any.1.link.says.2"),
        ("version: 1", "version: 一", "rule_not_number", 4, "version"),
        ("version: 1", "version: 0", "rule_not_number", 4, "version"),
        ("longest: 16", "in_text: perhaps", "rule_not_yes_no", 12, "when.any.1.link.in_text"),
        ("longest: 16", "zones: [contents]", "rule_value", 12, "when.any.1.link.zones.1"),
        ("longest: 16", "leads: files", "rule_value", 12, "when.any.1.link.leads"),
        ("longest: 16", "kinds: links", "rule_value", 12, "when.any.1.link.kinds.1"),
        ("link: {says", "form: {fields: [textbox], says", "rule_value", 12, "when.any.1.form.fields.1"),
        ("  subject: guide", "  subject: guides", "rule_value", 7, "subject"),
        ("  proves: link", "  proves: named", "rule_value", 8, "proves"),
        ("- link: {", "- role: [guides]\n    - link: {", "rule_value", 3, "role"),
        ("link: {says: [办事宝典], longest: 16}", "link: 办事宝典", "rule_not_block", 12, "when.any.1.link"),
        ("  when:\n    any:", "  when:\n    any: 无\n  more:", "rule_not_list", 11, "when.any"),
        ("longest: 16}", "longest: 16}\n      text: {says: [办事宝典]}", "rule_one_key", 12, "when.any.1"),
        ("- link: {", "- {}\n    - link: {", "rule_one_key", 12, "when.any.1"),
        ("- link: {", "- title:\n    - link: {", "rule_one_key", 12, "when.any.1"),
        ("[办事宝典]", "$guide_words", "rule_words", 3, None),
        ("rules:\n- id", "rules:\n- 一条\n- id", "rule_not_block", 3, ""),
        ("topic: t", "words: {甲: 乙}", "words_not_lists", 1, "甲"),
        ("topic: t", "words: {甲: []}", "words_not_lists", 1, "甲"),
        ("topic: t", "words: {甲: [110]}", "word_not_text", 1, "甲"),
        ("topic: t", "pictures: [甲]", "words_not_lists", 1, "pictures"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_line_and_field(tmp_path, old, new, code, line, field) -> None:
    assert old in RULE
    told = problem(tmp_path, RULE.replace(old, new, 1))
    assert (told.code, told.params["line"]) == (code, line)
    assert told.params["file"] == "own.yaml"
    if field is not None:
        assert told.params["field"] == field


def test_other_encodings_empty_files_and_double_ids_are_named(tmp_path) -> None:
    assert problem(tmp_path, RULE.encode("gb18030")).params["line"] == 5
    assert problem(tmp_path, RULE.encode("utf-16")).code == "pack_encoding"
    assert problem(tmp_path, "").code == "pack_not_topic"
    assert problem(tmp_path, "- 一\n- 二\n").code == "pack_not_topic"
    (tmp_path / "own.yaml").write_text(RULE, encoding="utf-8")
    told = problem(tmp_path, RULE, "second.yaml")
    assert (told.code, told.params["rule"], told.params["other"]) == ("rule_twice", "own-rule", "own.yaml")


def test_windows_line_ends_a_byte_order_mark_and_yml_are_fine(tmp_path) -> None:
    (tmp_path / "own.yml").write_bytes(RULE.replace("\n", "\r\n").encode("utf-8-sig"))
    assert [rule.id for rule in load_pack(tmp_path).rules] == ["own-rule"]


def test_a_word_list_may_not_be_named_twice(tmp_path) -> None:
    (tmp_path / "a.yaml").write_text("words: {甲: [乙]}\n", encoding="utf-8")
    assert problem(tmp_path, RULE.replace("topic: t", "words: {甲: [丙]}")).code == "words_twice"


@pytest.mark.parametrize(
    ("name", "before", "after", "field"),
    [
        ("matching.yaml", "booking: [预约]", "booking: 预约", "booking"),
        ("items.yaml", "form_acts: [备案, 登记", "form_acts: 备案  # [登记", "form_acts"),
        ("guide_elements.yaml", "labels: [办理地点", "labels: 办理地点  # [", "elements.办理地点.labels"),
    ],
)
def test_one_word_in_place_of_a_list_is_no_list_of_characters(tmp_path, name, before, after, field) -> None:
    shutil.copytree(BUILT_IN, tmp_path / "packs")
    path = tmp_path / "packs" / name
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, after), encoding="utf-8")
    with pytest.raises(Problem) as caught:
        check_pack(load_pack(tmp_path / "packs"))
    assert (caught.value.code, caught.value.params["field"]) == ("words_not_lists", field)
    assert caught.value.params["value"] == after.split()[1]
    assert after in path.read_text(encoding="utf-8").splitlines()[caught.value.params["line"] - 1]


@pytest.mark.parametrize("name", ["guide_elements.yaml", "items.yaml"])
def test_word_files_are_read_from_the_pack_and_their_mistakes_named(tmp_path, name) -> None:
    shutil.copytree(BUILT_IN, tmp_path / "packs")
    path = tmp_path / "packs" / name
    pack = load_pack(tmp_path / "packs")
    words = guide_words_of(pack) if name == "guide_elements.yaml" else item_words_of(pack)
    assert words.version >= 1
    text = path.read_text(encoding="utf-8")
    broken = {
        text + "\n[[": "pack_not_yaml",
        text.replace("\nversion: 1", "\nversoin: 1", 1): "pack_not_topic",
        text.replace("\nversion: 1", "\nversion: eins", 1): "word_file",
    }
    key = "empty_phrases:" if name == "guide_elements.yaml" else "not_item_patterns:"
    broken[text.replace(f"\n{key}\n", f"\n{key}\n  - '(甲'\n", 1)] = "word_file"
    for content, code in broken.items():
        path.write_text(content, encoding="utf-8")
        with pytest.raises(Problem) as caught:
            check_pack(load_pack(tmp_path / "packs"))
        assert caught.value.code == code
    assert caught.value.params["value"] == "(甲"
    assert content.splitlines()[caught.value.params["line"] - 1].strip() == "- '(甲'"


def test_a_synonym_in_a_copied_pack_is_judged_by(tmp_path) -> None:
    shutil.copytree(BUILT_IN, tmp_path / "packs")
    path = tmp_path / "packs" / "guide_elements.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("labels: [办理材料,", "labels: [办理材料, 带啥来,", 1), encoding="utf-8")
    assert guide_words_of(load_pack(tmp_path / "packs")).labels["带啥来"] == "办理材料"
    assert "带啥来" not in guide_words_of(default_pack()).labels


def test_words_by_which_names_of_one_item_differ_are_read_from_the_pack(tmp_path) -> None:
    shutil.copytree(BUILT_IN, tmp_path / "packs")
    path = tmp_path / "packs" / "matching.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("papers: [", "papers: [告知联, ", 1), encoding="utf-8")
    own = Matcher(words=matching_words_of(load_pack(tmp_path / "packs")))
    assert own.key("养犬登记告知联").key == own.key("养犬登记").key
    assert Matcher().key("养犬登记告知联").key != Matcher().key("养犬登记").key
    items = tmp_path / "packs" / "items.yaml"
    written = items.read_text(encoding="utf-8")
    items.write_text(written.replace("name_suffixes:\n", "name_suffixes:\n  - 回执联\n", 1), encoding="utf-8")
    named = Matcher(words=matching_words_of(load_pack(tmp_path / "packs")))
    assert named.key("养犬登记回执联").key == named.key("养犬登记").key
    path.write_text(text.replace("certificate:", "certifikate:", 1), encoding="utf-8")
    with pytest.raises(Problem) as caught:
        check_pack(load_pack(tmp_path / "packs"))
    assert (caught.value.code, caught.value.params["field"]) == ("pack_not_topic", "certifikate")
    assert caught.value.params["file"] == "matching.yaml"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("", "", None),
        ("id: own-rule", "id: OWN", "bad_id"),
        ("title: 自己的规则", "title: my rule", "not_chinese"),
        ("basis: 某文件", "basis: ' '", "no_basis"),
        (", {link: 某局办事宝典}", "", "few_examples"),
        ("{link: 新闻}", "{url: 'http://a.cn/'}", "empty_example"),
        ("    any:\n    - link", "    none:\n    - link", "no_condition"),
        ("[办事宝典]", "[办事宝典, 办事宝典]", "word_twice"),
        ("longest: 16", "unless: [宝典]", "word_taken_back"),
        ("longest: 16", "longest: 3", "word_too_long"),
    ],
)
def test_lint_finds(tmp_path, old, new, code) -> None:
    (tmp_path / "own.yaml").write_text(RULE.replace(old, new, 1), encoding="utf-8")
    found = [one for one in check_pack(load_pack(tmp_path)) if one.rule in ("own-rule", "OWN")]
    assert [one.code for one in found] == ([code] if code else [])
    for one in found:
        told = catalogue().text(
            f"rules.lint.{one.code}", "zh", {"file": one.file, "rule": one.rule, "field": one.field, "value": one.value}
        )
        assert "own.yaml" in told
