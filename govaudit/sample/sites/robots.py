"""A district whose robots.txt closes its application system, its forms and its petitions."""

from __future__ import annotations

from govaudit.sample import parts
from govaudit.sample.builder import SiteBuilder
from govaudit.sample.forms import form_file
from govaudit.sample.guides import ON_PAGE, apply_entry, guide_body
from govaudit.sample.parts import a, e
from govaudit.sample.plan import Matter, Offer, SitePlan

PLAN = SitePlan(
    "9902010001",
    "望棹区人民政府",
    "望棹区",
    "wangzhao-gov.test",
    "county",
    "990201",
    "robots",
    offers=(
        Offer("wubao", "full", "closed", "closed"),
        Offer("hunyin", "most", "own", "none"),
        Offer("shiye", "full", "closed", "form"),
        Offer("chuangye", "most", "none", "closed"),
        Offer("fangshe", "closed", "none", "none"),
        Offer("zhuxue", "full", "own", "closed"),
        Offer("zhandao", "most", "closed", "none"),
        Offer("weixiu", "closed", "none", "none"),
        Offer("geti", "full", "own", "form"),
    ),
    feedback="query",
    columns={"petition": "closed", "mailbox": "slow", "consultation": "active", "opinion": "active"},
)
_ROBOTS = "User-agent: *\nDisallow: /nb/\nDisallow: /hdjl/peti\nCrawl-delay: 0.05\n"


class RobotsPortal(SiteBuilder):
    """Whatever lies under /nb/ is closed to programs."""

    style = 1

    def services(self) -> None:
        self.file("/robots.txt", _ROBOTS.encode(), "text/plain")
        rows = []
        for number, offer, matter in self.offered():
            path = f"/nb/zn{number}.html" if offer.guide == "closed" else f"/bsdt/zn{number}.html"
            self.put(
                path, f"{matter.name}办事指南", self._guide(number, offer, matter), crumbs=("办事大厅", "办事指南")
            )
            rows.append((e(matter.name), a(path, "办事指南")))
        self.put("/bsdt/", "办事大厅", parts.table(("事项名称", "操作"), rows), crumbs=("办事大厅",))

    def _guide(self, number: int, offer: Offer, matter: Matter) -> str:
        shown = Offer(
            offer.matter,
            "full" if offer.guide == "closed" else offer.guide,
            offer.form if offer.form in ON_PAGE else "none",
        )
        body = guide_body(self, number, shown, matter, shape="paragraphs")
        if offer.form == "closed":
            path, text = form_file(self, offer, matter, number, folder="/nb/files/")
            body += f"<p>附件：{a(path, text)}</p>"
        return body + apply_entry(self, number, offer, matter, folder="/nb/" if offer.apply == "closed" else "/wssb/")
