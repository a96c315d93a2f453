"""What a site tells of and was not seen is never called measured: real crawls of small sites, judged and scored."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from crawling import archive, options, site
from judging_pages import guide, page
from webworld import Answer, Asked, Page, World

from crawler.run import crawl
from reports.records import SiteScorecard
from reports.scoring import score_site
from rules.judging import judge_archive
from rules.pack import default_pack
from rules.records import SiteJudgement
from rules.unseen import LIST_UNREAD

HOME = "http://www.a.gov.cn"
NAMES = (
    "取水许可", "养老保险登记", "食品经营许可", "医师执业注册", "护士执业注册", "民办学校设立审批", "林木采伐许可", "户口迁移审批", "生育服务登记",
)  # fmt: skip
#: Of nine items a page shows four.
SHOWN = 4
STATED = "<div>共9条 第{}/3页</div>"


def audited(data: Path, pages: dict[str, Answer]) -> tuple[SiteJudgement, list[str]]:
    """A site's judgement after a crawl, and what was asked of it."""
    guides: dict[str, Answer] = {f"{HOME}/g/{n}.html": Page(guide(name)) for n, name in enumerate(NAMES)}
    with World({**guides, **{HOME + path: answer for path, answer in pages.items()}}) as world:
        crawl([site()], options(data, world, spider="spiders.portal.PortalSpider"))
        asked = [one.path for one in world.asked]
    with archive(data) as kept:
        return judge_archive(kept, default_pack()), asked


def home(target: str) -> Page:
    return Page(page("某县人民政府", "<p>欢迎访问</p>", menu=f"<a href='{target}'>办事指南</a>"))


def rows(first: int) -> str:
    return "".join(
        f"<li><a href='/g/{n}.html'>{NAMES[n]}</a></li>" for n in range(first, min(len(NAMES), first + SHOWN))
    )


def listed(first: int, beside: str) -> Page:
    return Page(page("办事指南", f"<ul>{rows(first)}</ul>{beside}", crumb="办事指南"))


def answer(first: int) -> Page:
    some = NAMES[first : first + SHOWN]
    entries = [{"itemName": name, "deptName": "水利局", "url": f"/g/{NAMES.index(name)}.html"} for name in some]
    return Page(json.dumps({"data": {"total": len(NAMES), "list": entries}}), content_type="application/json")


def turned(asked: Asked) -> Page:
    return answer((int(parse_qs(urlsplit(asked.path).query)["pageNo"][0]) - 1) * SHOWN)


def card(judgement: SiteJudgement) -> SiteScorecard:
    return score_site(judgement)


def assert_open(judgement: SiteJudgement, seen: int) -> None:
    """The site is not wholly measured, says which list, and its bounds hold whatever the rest is."""
    assert (judgement.archive.status, judgement.archive.reason) == ("partial", LIST_UNREAD)
    [told] = [one for one in judgement.checks if one.check == "unseen"]
    assert (told.found, told.count, told.of, told.open) == (None, seen, len(NAMES), len(NAMES) - seen)
    assert told.snippet and told.digest and told.archive_record
    scored = card(judgement)
    assert scored.items_found == seen and scored.items_estimated == len(NAMES)
    rate = scored.inclusive["guide"]
    assert rate.value == 1.0 and rate.low == seen / len(NAMES) and rate.high == 1.0
    assert scored.inclusive["form"].value == 0.0 and scored.inclusive["form"].high == (len(NAMES) - seen) / len(NAMES)


def test_data_is_paged_by_its_own_parameter_until_all_is_seen(tmp_path: Path) -> None:
    data = {f"/api?pageNo={n}&pageSize={SHOWN}": turned for n in (1, 2, 3)}
    judgement, asked = audited(tmp_path, {"/": home(f"/api?pageNo=1&pageSize={SHOWN}"), **data})
    assert [path for path in asked if path.startswith("/api")] == list(data), "each page once"
    assert judgement.archive.status == "measured" and len(judgement.items) == len(NAMES)
    assert card(judgement).inclusive["form"].high == 0.0


@pytest.mark.parametrize(
    "address", ["/api/items", f"/api?pageNo=1&pageSize={SHOWN}"], ids=["no parameter", "same answer"]
)
def test_data_whose_further_pages_do_not_come_leaves_the_site_partial(tmp_path: Path, address: str) -> None:
    pages: dict[str, Answer] = {"/": home(address), address: answer(0)}
    pages |= {f"/api?pageNo={n}&pageSize={SHOWN}": answer(0) for n in (2, 3)}
    assert_open(audited(tmp_path, pages)[0], SHOWN)


def test_a_list_turned_by_posted_forms_leaves_the_site_partial(tmp_path: Path) -> None:
    beside = STATED.format(1) + "<a href=\"javascript:__doPostBack('p','2')\">下一页</a>"
    assert_open(audited(tmp_path, {"/": home("/list.html"), "/list.html": listed(0, beside)})[0], SHOWN)


def test_a_page_of_a_list_that_is_gone_leaves_the_site_partial(tmp_path: Path) -> None:
    pages: dict[str, Answer] = {
        "/": home("/list.html"),
        "/list.html": listed(0, STATED.format(1) + "<a href='/list.html?p=2'>下一页</a>"),
        "/list.html?p=2": listed(
            4, STATED.format(2) + "<a href='/list.html?p=3'>下一页</a><a href='/list.html'>上一页</a>"
        ),
    }
    assert_open(audited(tmp_path, pages)[0], 2 * SHOWN)
    pages["/list.html?p=3"] = listed(8, STATED.format(3) + "<a href='/list.html?p=2'>上一页</a>")
    judgement, _ = audited(tmp_path / "whole", pages)
    assert judgement.archive.status == "measured" and len(judgement.items) == len(NAMES)
    assert not [one for one in judgement.checks if one.check == "unseen"]
