"""A county portal made with a content system: lists paged by a script, detail pages with attachments, a calendar."""

from __future__ import annotations

from datetime import timedelta

from govaudit.sample.builder import SiteBuilder
from govaudit.sample.guides import guide_body
from govaudit.sample.parts import a
from govaudit.sample.plan import Offer, SitePlan
from govaudit.sample.web import redirect

PLAN = SitePlan(
    "9901220001",
    "安沱县人民政府",
    "安沱县",
    "antuo-gov.test",
    "county",
    "990122",
    "lists",
    offers=(
        Offer("dibao", "full", "own", "login"),
        Offer("jiuzhu", "most", "own"),
        Offer("hunyin", "full", "none", "booking"),
        Offer("jiuye", "most", "own", "login"),
        Offer("shiye", "full", "own", "online"),
        Offer("weisheng", "most", "own", "login"),
        Offer("yiliao", "full", "own_zip", "none"),
        Offer("minban", "most", "none", "none"),
        Offer("xiaoche", "full", "own", "form"),
        Offer("shuitu", "thin", "own", "none"),
        Offer("shipin", "full", "own", "online"),
        Offer("kele", "most", "own_zip", "none"),
    ),
    feedback="results",
    columns={
        "petition": "form",
        "mailbox": "active",
        "interview": "active",
        "consultation": "active",
        "opinion": "old",
    },
)
_PER_PAGE = 5


class ListPortal(SiteBuilder):
    """createPageHTML(pages, current, "index", "html") writes the way to the further pages."""

    hall_url = "/bsfw/"

    def pager(self, folder: str, page: int, count: int) -> str:
        return f'<div class="page"><script>createPageHTML({count}, {page}, "index", "{self.suffix}");</script></div>'

    def services(self) -> None:
        rows = []
        for number, offer, matter in self.offered():
            day = self.today - timedelta(days=20 + 17 * number)
            path = f"/bsfw/bszn/{day:%Y%m}/t{day:%Y%m%d}_{1000 + number}.html"
            shape = ("table", "sections", "paragraphs")[number % 3]
            body = guide_body(self, number, offer, matter, shape=shape)
            self.put(
                path,
                matter.name,
                f'<div class="info">发布时间：{day}</div>{body}',
                crumbs=("办事服务", "办事指南"),
                day=f"{day}",
            )
            rows.append((a(path, matter.name), f"{day}"))
        self.paged("/bsfw/bszn/", "办事指南", rows, _PER_PAGE, ("办事服务", "办事指南"))

    def extras(self) -> None:
        """An address that leads on; a calendar, each month of which links to the next, and a search page."""
        self.host().pages[self.hall_url] = redirect("/bsfw/bszn/")
        months = [(self.today.year - 1 + month // 12, month % 12 + 1) for month in range(24)]
        for place, (year, number) in enumerate(months):
            before, after = months[place - 1], months[(place + 1) % 24]
            links = a("/rili/?y={}&m={}".format(*before), "上个月") + a("/rili/?y={}&m={}".format(*after), "下个月")
            days = "".join(f"<td>{day}</td>" for day in range(1, 29))
            self.put(
                f"/rili/?y={year}&m={number}",
                f"{year}年{number}月日历",
                f"{links}<table><tr>{days}</tr></table>",
                crumbs=("日历",),
            )
        search = (
            '<form action="/search" method="get"><input type="text" name="q" value="办事指南">'
            '<input type="submit" value="搜索"></form><p>热门搜索：低保 社保 营业执照 结婚登记</p>'
        )
        self.put(
            "/search", "站内搜索", search + f"<p>{a(f'/rili/?y={self.today.year}&m=1', '日历')}</p>", crumbs=("搜索",)
        )
        self.menu.append(("站内搜索", "/search"))
