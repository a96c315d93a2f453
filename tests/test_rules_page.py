"""docs/rules.md: complete, readable, and as new as the packs it was written from."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from reports.messages import catalogue, language, set_language
from reports.rule_words import said
from reports.rules_page import render_rules
from rules.pack import Condition, Count, default_pack
from setup.documents import DOCS, generated

PACK = default_pack()


@pytest.fixture
def chinese():
    before = language()
    set_language("zh")
    yield
    set_language(before)


@pytest.mark.parametrize("path", generated(), ids=lambda path: path.name)
def test_generated_documents_are_as_new_as_what_they_are_written_from(path) -> None:
    current = path.read_text(encoding="utf-8") if path.is_file() else ""
    assert current == generated()[path], f"docs/{path.name} is stale: run make docs"


def test_every_rule_stands_in_the_catalogue_with_question_basis_and_examples() -> None:
    page = render_rules(PACK)
    for rule in PACK.rules:
        assert f"`{rule.id}`" in page
        assert rule.question in page and rule.basis in page
        assert all(example.link in page for example in rule.examples.positive)
    assert all(f"`{name}`" in page for name in PACK.words)
    assert not re.search(r"\brules_page\.", page)


def test_links_of_the_catalogue_lead_to_documents_that_exist() -> None:
    targets = re.findall(r"\]\(([\w.-]+\.md)\)", render_rules(PACK))
    assert targets
    assert [target for target in targets if not (DOCS / target).is_file()] == []


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        ({"link": {"says": ["样表"], "leads": "file"}}, "有一个链接，其文字含「样表」，指向文件"),
        ({"link": {"ends": ["须知"], "zones": ["content"], "longest": 9}}, "有一个链接，其文字以「须知」结尾，不超过 9 字，位于正文"),
        ({"title": {"says": ["甲", "乙"], "unless": ["丙"]}}, "页面标题（或标题的一段）含「甲」「乙」之一，不含「丙」"),
        ({"form": {"fields": ["textarea"], "at_least": 2}}, "有一个表单，文字不限，有多行文本框，要填的栏不少于 2 个"),
        ({"count": {"of": "letters", "at_least": 1, "at_most": 9}}, "来信或问题数不少于 1，不多于 9"),
        ({"role": ["guide", "news"]}, "本页的角色是办事指南、新闻"),
        ({"shell": False}, "内容不靠脚本就有"),
    ],
)  # fmt: skip
def test_conditions_are_said_in_sentences(condition, sentence, chinese) -> None:
    assert said(Condition.model_validate(condition), PACK) == sentence


def test_every_condition_and_number_has_words(chinese) -> None:
    asked = {"count": {"of": "items", "at_least": 1}, "shell": True, "front": False, "kind": "html", "role": "news"}
    for name in Condition.model_fields:
        assert said(Condition.model_validate({name: asked.get(name, {"says": ["甲"]})}), PACK), name
    for number in get_args(Count.model_fields["of"].annotation):
        assert f"rules_page.count.{number}" in catalogue(), number
        assert said(Condition.model_validate({"count": {"of": number, "at_most": 3}}), PACK).endswith("不多于 3")


def test_a_shared_list_is_named_and_the_words_beside_it_quoted(chinese) -> None:
    words = (*PACK.words["form_words"], "别的词")
    sentence = said(Condition.model_validate({"title": {"says": words}}), PACK)
    assert sentence == "页面标题（或标题的一段）含词表 `form_words` 中的词、「别的词」之一"
