"""A county portal full of words with nothing behind: dead links, soft 404s, empty pages, files that are none."""

from __future__ import annotations

from govaudit.sample import parts
from govaudit.sample.builder import SiteBuilder
from govaudit.sample.forms import form_file
from govaudit.sample.guides import apply_entry, guide_body
from govaudit.sample.parts import a, e
from govaudit.sample.plan import Matter, Offer, SitePlan
from govaudit.sample.web import HTML, Host, Page, not_found

PLAN = SitePlan(
    "9902210001",
    "竹沱县人民政府",
    "竹沱县",
    "zhutuo-gov.test",
    "county",
    "990221",
    "hollow",
    offers=(
        Offer("dibao", "phrases", "fake", "home"),
        Offer("wubao", "soft", "dead", "disabled"),
        Offer("gaoling", "blank", "nothing", "none"),
        Offer("jiuye", "none", "zero", "dead"),
        Offer("weisheng", "thin", "text", "booking"),
        Offer("qishui", "most", "picture", "none"),
        Offer("linmu", "dead", "none", "home"),
        Offer("shouyao", "phrases", "fake", "disabled"),
        Offer("dongwu", "soft", "text", "dead"),
        Offer("weixiu", "blank", "dead", "home"),
    ),
    feedback="home",
    columns={"petition": "dead", "mailbox": "empty", "interview": "empty", "consultation": "dead", "opinion": "none"},
)


class HollowPortal(SiteBuilder):
    """Unknown addresses answer with status 200 and a page that says so."""

    style = 2
    suffix = "shtml"

    def build(self) -> dict[str, Host]:
        hosts = super().build()
        gone = self.layout("提示信息", "<p>对不起，您访问的页面不存在或已被删除！</p><p>5秒后自动返回首页</p>", ())
        self.host().missing = Page(gone.encode(), f"{HTML}; charset=utf-8")
        return hosts

    def services(self) -> None:
        head = ("事项名称", "办理部门", "办事指南", "表格下载", "网上申请")
        rows = [
            (
                e(matter.name),
                e(matter.department),
                self._guide(number, offer, matter),
                self._form(number, offer, matter),
                apply_entry(self, number, offer, matter),
            )
            for number, offer, matter in self.offered()
        ]
        self.put("/bsdt/", "办事大厅", "<h2>办事事项</h2>" + parts.table(head, rows), crumbs=("办事大厅",))

    def _guide(self, number: int, offer: Offer, matter: Matter) -> str:
        if offer.guide == "none":
            return ""
        path = f"/bsdt/zn{number}.shtml"
        if offer.guide == "dead":
            self.host().pages[path] = not_found()
        elif offer.guide != "soft":
            body = guide_body(self, number, Offer(offer.matter, offer.guide), matter, shape="paragraphs")
            self.put(path, f"{matter.name}办事指南", body, crumbs=("办事大厅", "办事指南"))
        return a(path, "办事指南")

    def _form(self, number: int, offer: Offer, matter: Matter) -> str:
        if offer.form in ("none", "nothing"):
            return "无" if offer.form == "nothing" else ""
        if offer.form == "picture":
            return f'<img src="/images/biao{number}.jpg" alt="{e(matter.form)}">'
        path, text = form_file(self, offer, matter, number)
        if offer.form == "dead":
            self.host().pages[path] = not_found()
        return a(path, "表格下载") if path else e(text)
