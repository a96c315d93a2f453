"""The worked examples of docs/scheme-examples.md: the schemes give what was computed there by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from factories import make_judgement, make_site

from reports.records import ReportedFigure
from reports.scheme_points import apply_scheme
from reports.scheme_site_checks import FOOTER
from reports.schemes import load_scheme
from reports.scoring import score_site
from rules.records import SiteCheck, SiteJudgement
from rules.site_columns import KINDS
from rules.terms import ELEMENTS, FUNCTIONS

PAGE = (Path(__file__).parents[1] / "docs" / "scheme-examples.md").read_text(encoding="utf-8")
BLOCKS = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.S)]


def resolved(block: dict[str, Any]) -> dict[str, Any]:
    """The facts of an example, with those of the one it is like."""
    if "like" not in block:
        return block
    base = resolved(next(one for one in BLOCKS if one["example"] == block["like"]))
    found = base["found"] | block.get("found", {})
    reported = {} if block.get("reported") == "none" else base["reported"] | block.get("reported", {})
    return base | block | {"found": found, "reported": reported}


def judgement(facts: dict[str, Any]) -> SiteJudgement:
    items = facts["items"]
    levels = {key: items[key] for key in FUNCTIONS}
    made = make_judgement(
        {f"事项{n}": levels for n in range(items["count"])}, facts["columns"], site=make_site(level="county")
    )
    elements = tuple(one for one in ELEMENTS if one not in items.get("missing", ()))
    return replace(
        made,
        items=tuple(replace(item, guide_elements=elements) for item in made.items),
        verdicts=tuple(verdicts(made, items)),
        columns=tuple(
            replace(
                one,
                entries_past_year=facts.get("entries", {}).get(one.column, one.entries_past_year),
                longest_open_days=facts.get("waiting", {}).get(one.column, one.longest_open_days),
            )
            for one in made.columns
        ),
        checks=tuple(checks(facts["found"])),
    )


def verdicts(made: SiteJudgement, items: dict[str, Any]) -> Iterator[Any]:
    order = {item.item_id: place for place, item in enumerate(made.items)}
    for one in made.verdicts:
        place = order.get(one.item_id, 99)
        if one.key == "form" and place < items.get("forms_not_served", 0):
            yield replace(one, level=1, reason="not_a_document")
        elif one.key == "apply" and place < items.get("systems_dead", 0):
            yield replace(one, level=1, reason="dead_link", url="http://gone.gov.cn/apply")
        else:
            yield one


def checks(found: dict[str, Any]) -> Iterator[SiteCheck]:
    yield SiteCheck("front_page", "updates", True, day=str(found["front_page"]), count=found.get("updates", 12))
    listed = dict.fromkeys(KINDS, "none") | found["columns"]
    for kind, days in listed.items():
        if days == "none":
            yield SiteCheck("column", kind, False, reason="searched")
        else:
            yield from (
                SiteCheck("column", kind, True, day=str(day)) for day in (days if isinstance(days, list) else [days])
            )
    yield from (SiteCheck("blank", "column", True) for _ in range(found.get("blank", 0)))
    yield from (SiteCheck("footer", mark, mark not in found.get("footer_lacks", ())) for mark in FOOTER)
    for place in ("front_page", "other", "attachment"):
        yield SiteCheck("dead_links", place, None, count=found["dead"].get(place, 0), of=100)
    for check, subject in (
        ("search", "front_page"),
        ("register", "front_page"),
        ("domain", "form"),
        ("domain", "name"),
    ):
        yield SiteCheck(check, subject, True)
    yield SiteCheck("report_error", "front_page", True)
    yield SiteCheck("report_error", "other", None, count=found.get("pages_without_report", 0), of=100)
    yield SiteCheck("items_together", "site", True)
    for kind, (pages, untagged) in found.get("tags", {}).items():
        yield SiteCheck("page_tags", kind, None, count=untagged, of=pages)
        yield from (SiteCheck("page_tag", kind, n >= untagged, url=f"http://x.gov.cn/{kind}{n}") for n in range(pages))


def figures(facts: dict[str, Any]) -> dict[str, ReportedFigure]:
    return {
        name: ReportedFigure(name, facts["scheme"], "", "330100", 2026, "评估组", "2026-03-01", points=points)
        for name, points in facts["reported"].items()
    }


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block["example"])
def test_the_scheme_gives_what_was_computed_by_hand(block: dict[str, Any]) -> None:
    facts = resolved(block)
    site = judgement(facts)
    scores = apply_scheme(load_scheme(facts["scheme"]), site, score_site(site), figures(facts))
    found = {one.indicator: one for one in scores}
    for name, expected in block["expect"].items():
        if name == "reason":
            assert found["total"].reason == expected
        elif expected in ("clear", "failed"):
            assert found[name].reason == f"veto_{expected}", name
        elif expected == "open":
            assert (found[name].points, found[name].status) == (None, "manual"), name
        elif isinstance(expected, list):
            assert [found[name].low, found[name].high] == pytest.approx(expected), name
        else:
            assert found[name].points == pytest.approx(expected), (name, found[name])


def test_there_are_examples_of_a_veto_a_failing_and_a_passing_site_under_both_tables() -> None:
    ends = {(resolved(block)["scheme"], str(block["expect"]["reason"]).split(":")[0]) for block in BLOCKS}
    assert ends >= {(scheme, end) for scheme in ("check_2019", "census_2015") for end in ("vetoed", "fails", "passes")}
