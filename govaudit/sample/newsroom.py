"""News, policies and open government: pages that mention items and functions, and prove none."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from govaudit.sample import parts
from govaudit.sample.parts import a, e
from govaudit.sample.wording import DISCLOSURE_GUIDE, NEWS, POLICIES
from govaudit.sample.writer import SiteWriter

_PER_PAGE = 10


class Report(NamedTuple):
    """One news report."""

    path: str
    title: str
    text: str
    day: date


def reports(site: SiteWriter, count: int, newest: int) -> list[Report]:
    """``count`` reports four days apart, the latest ``newest`` days old; when the stories run out they come again."""
    stories = [
        (title.format(place=site.plan.place), text.format(place=site.plan.place)) for title, text in NEWS.items()
    ]
    found = []
    for number in range(count):
        (title, text), round_ = stories[number % len(stories)], number // len(stories)
        again = f"（{round_ + 1}）" if round_ else ""
        day = site.today - timedelta(days=newest + 4 * number)
        found.append(Report(f"/xwdt/t{number}.{site.suffix}", title + again, text, day))
    return found


def write_news(site: SiteWriter, listed: list[Report]) -> None:
    """The reports and their list."""
    for report in listed:
        body = site.article(report.title, report.text, report.day)
        site.put(report.path, report.title, body, crumbs=("新闻动态",), day=f"{report.day}")
    rows = [(a(report.path, report.title), f"{report.day}") for report in listed]
    site.paged("/xwdt/", "新闻动态", rows, _PER_PAGE, ("新闻动态",))


def write_disclosure(site: SiteWriter) -> None:
    """Policies, the open-government guide and requests for disclosure."""
    guide, request = f"/zwgk/zhinan.{site.suffix}", f"/zwgk/ysq.{site.suffix}"
    rows = [_policy(site, number, title, text) for number, (title, text) in enumerate(POLICIES.items())]
    links = f"<ul><li>{a(guide, '政府信息公开指南')}</li><li>{a(request, '依申请公开')}</li></ul>"
    site.put("/zwgk/", "政务公开", f"{links}<h3>政策文件</h3>{parts.table((), rows)}", crumbs=("政务公开",))
    site.put(guide, "政府信息公开指南", DISCLOSURE_GUIDE.format(name=e(site.plan.name)), crumbs=("政务公开",))
    site.put(request, "依申请公开", parts.disclosure_form(site.plan.name), crumbs=("政务公开", "依申请公开"))


def _policy(site: SiteWriter, number: int, title: str, text: str) -> tuple[str, str]:
    path, name = f"/zwgk/zc{number}.{site.suffix}", title.format(place=site.plan.place)
    day = site.today - timedelta(days=60 + 30 * number)
    body = site.article(name, text.format(place=site.plan.place), day)
    site.put(path, name, body, crumbs=("政务公开", "政策文件"), day=f"{day}")
    return a(path, name), f"{day}"
