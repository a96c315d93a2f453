"""The list of problems: only what is named, once per site for its channels, with reason and place."""

from __future__ import annotations

from dataclasses import replace

from factories import make_judgement

from reports.shortcomings import by_reason, shortcomings, to_mend

JUDGED = make_judgement(
    {
        "甲": {"guide": 1, "form": 0, "apply": None, "consult": ("site", 1, 0)},
        "乙": {"guide": 2, "consult": ("site", 1, 0)},
    },
    {"mailbox": 1, "petition": 3},
)


def test_channels_count_once_for_all_items_and_columns_once() -> None:
    found = shortcomings(JUDGED)
    assert [(one.key, one.item_name, one.items) for one in found] == [
        ("consult", "", 2),
        ("mailbox", "", 1),
        ("guide", "甲", 1),
    ]


def test_each_says_where_and_whither() -> None:
    guide = shortcomings(JUDGED)[-1]
    assert guide.page_url.endswith("/item/") and guide.target_url.endswith("/guide/")


def test_reasons_come_from_the_verdict_or_its_finding() -> None:
    findings = tuple(replace(one, note="soft_404") for one in JUDGED.findings)
    counted = by_reason(shortcomings(replace(JUDGED, findings=findings)))
    assert counted[0] == ("consult", "soft_404", 2)


def test_nothing_wrong_is_an_empty_list() -> None:
    assert shortcomings(make_judgement({"甲": {"guide": 3}}, {})) == []


def test_what_is_to_be_mended_holds_the_absent_and_never_the_unmeasured() -> None:
    found = [(one.key, one.item_name, one.items, one.level) for one in to_mend(JUDGED)]
    assert ("feedback", "", 2, 0) in found, "one channel would mend it for both items"
    assert ("form", "甲", 1, 0) in found and ("form", "乙", 1, 0) in found
    assert ("apply", "乙", 1, 0) in found and ("apply", "甲", 1, 0) not in found, "甲 was not measured"
    assert ("interview", "", 1, 0) in found
    assert {one for one in found if one[3] == 1} == {
        (one.key, one.item_name, one.items, 1) for one in shortcomings(JUDGED)
    }


def test_guides_say_which_elements_are_missing_and_named_ones_their_rule() -> None:
    guide = next(one for one in to_mend(JUDGED) if one.key == "guide")
    assert len(guide.missing) == 7 and "设定依据" in guide.missing
    assert guide.rule == "guide.link v1"
    absent = next(one for one in to_mend(JUDGED) if one.key == "form")
    assert (absent.finding_id, absent.rule) == ("", "")
    assert absent.page_url.endswith("/item/甲")
