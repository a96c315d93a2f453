"""A department's site full of copies: www and bare host, a Big5 edition, print views, session ids in addresses."""

from __future__ import annotations

import re
from hashlib import md5

import opencc

from govaudit.sample import parts
from govaudit.sample.builder import SiteBuilder
from govaudit.sample.guides import guide_body
from govaudit.sample.newsroom import Report
from govaudit.sample.parts import a, e
from govaudit.sample.plan import Offer, SitePlan
from govaudit.sample.web import HTML, Host, Page

PLAN = SitePlan(
    "9902000031",
    "南棹市卫生健康委员会",
    "南棹市",
    "nzwjw-gov.test",
    "department",
    "990200",
    "copies",
    offers=(
        Offer("weisheng", "full", "own", "login"),
        Offer("yiliao", "full", "own", "none"),
        Offer("hushi", "most", "own", "none"),
        Offer("shengyu", "most", "none", "none"),
        Offer("fangshe", "full", "own", "login"),
        Offer("yongshui", "most", "own_zip", "none"),
    ),
    feedback="query",
    columns={"mailbox": "old", "consultation": "slow"},
)
_SESSION = r";jsessionid=[0-9A-F]+"


class CopiedPortal(SiteBuilder):
    """Every page three times, under five kinds of address."""

    style = 2
    news_count = 10

    def services(self) -> None:
        rows = []
        for number, offer, matter in self.offered():
            path = f"/bsdt/{number}.html"
            body = guide_body(self, number, offer, matter, shape="table")
            view = a(path + "?print=1", "打印本页", 'target="_blank"')
            self.put(path, f"{matter.name}办事指南", body + view, crumbs=("办事大厅", "办事指南"))
            self.raw(
                path + "?print=1",
                f'<html><head><meta charset="utf-8"><title>{e(matter.name)}办事指南</title></head>'
                f'<body onload="window.print()">{body}</body></html>',
            )
            session = md5(path.encode(), usedforsecurity=False).hexdigest().upper()
            rows.append(
                (a(f"{path};jsessionid={session}", matter.name), a(f"http://{self.plan.domain}{path}", "办事指南"))
            )
        self.put("/bsdt/", "办事大厅", parts.table(("事项名称", "操作"), rows), crumbs=("办事大厅",))

    def home(self, reports: list[Report]) -> None:
        self.menu.append(("繁體版", "/big5/"))
        super().home(reports)

    def build(self) -> dict[str, Host]:
        hosts = super().build()
        host = self.host()
        host.ignore = _SESSION
        convert = opencc.OpenCC("s2t").convert
        host.pages |= {
            f"/big5{path}": _traditional(page, convert(page.body.decode()))
            for path, page in host.pages.items()
            if page.content_type.startswith(HTML)
        }
        return hosts | {self.plan.domain: Host(host.pages, host.missing, ignore=_SESSION)}


def _traditional(page: Page, text: str) -> Page:
    """The same page in traditional script and Big5, its links leading on within /big5/."""
    linked = re.sub(r'href="/(?!big5/|files/)', 'href="/big5/', text).replace('charset="utf-8"', 'charset="big5"')
    return Page(linked.encode("big5", "xmlcharrefreplace"), HTML, page.status)
