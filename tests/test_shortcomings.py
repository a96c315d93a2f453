"""The list of problems: only what is named, once per site for its channels, with reason and place."""

from __future__ import annotations

from dataclasses import replace

from factories import make_judgement

from reports.shortcomings import by_reason, shortcomings

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
