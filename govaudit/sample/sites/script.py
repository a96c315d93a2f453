"""A county site that is an application: an empty shell, a script, and everything else fetched as JSON."""

from __future__ import annotations

import json
from importlib import resources

from govaudit.sample import parts
from govaudit.sample.builder import SiteBuilder
from govaudit.sample.guides import guide_body
from govaudit.sample.newsroom import Report
from govaudit.sample.parts import a, e
from govaudit.sample.plan import Offer, SitePlan
from govaudit.sample.web import Page

PLAN = SitePlan(
    "9901010001",
    "棠溪区人民政府",
    "棠溪区",
    "tangxi-gov.test",
    "county",
    "990101",
    "script",
    offers=(
        Offer("jiuye", "full", "own", "login"),
        Offer("geti", "full", "own", "online"),
        Offer("shipin", "most", "own", "login"),
        Offer("chengshi", "full", "own_zip", "none"),
        Offer("guanggao", "most", "none", "none"),
        Offer("gaoling", "full", "own", "none"),
    ),
    columns={"consultation": "form", "mailbox": "slow"},
)
_SHELL = (
    '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{name}</title></head><body>'
    '<div id="app"></div><noscript>请启用JavaScript后访问本网站。</noscript>'
    '<script src="/static/app.js"></script></body></html>'
)


class ScriptPortal(SiteBuilder):
    """Every address answers with the same shell; the content lies behind /api/page."""

    style = 2
    news_count = 10

    def put(
        self, path: str, title: str, body: str, *, host: str = "", crumbs: tuple[str, ...] = (), day: str = ""
    ) -> None:
        self.raw(path, _SHELL.format(name=e(self.plan.name)))
        trail = " &gt; ".join(["当前位置：" + a("/", "首页"), *map(e, crumbs)])
        data = {"code": 0, "data": {"title": title, "position": trail, "content": body, "date": day}}
        name = path + "index" if path.endswith("/") else path
        self._json(f"/api/page{name}.json", data)

    def services(self) -> None:
        program = resources.files("govaudit.sample").joinpath("app.js").read_bytes()
        self.file("/static/app.js", program, "application/javascript")
        rows = []
        for number, offer, matter in self.offered():
            body = guide_body(self, number, offer, matter, shape="definitions")
            self.put(f"/bsdt/item{number}", matter.name, body, crumbs=("办事大厅", matter.department))
            path = f"/bsdt/item{number}"
            rows.append((a(path, matter.name), e(matter.department), a(path, "办事指南")))
        self.put("/bsdt/", "办事大厅", parts.table(("事项名称", "办理部门", "操作"), rows), crumbs=("办事大厅",))

    def home(self, reports: list[Report]) -> None:
        super().home(reports)
        items = [{"name": text, "url": url} for text, url in self.menu]
        self._json("/api/menu.json", {"site": self.plan.name, "items": items})

    def _json(self, path: str, data: object) -> None:
        self.host().pages[path] = Page(json.dumps(data, ensure_ascii=False).encode(), "application/json; charset=utf-8")
