"""A modern prefecture portal with the official meta tags, whose items live on a service platform it shares."""

from __future__ import annotations

from datetime import date
from random import Random

from govaudit.sample import parts
from govaudit.sample.builder import SiteBuilder
from govaudit.sample.guides import apply_entry, guide_body
from govaudit.sample.parts import a, e
from govaudit.sample.plan import Offer, SitePlan, matters
from govaudit.sample.web import Host

HOST = "zwfw.yunling-fuwu.test"
_PLATFORM = ("云岭省政务服务网",)
PLAN = SitePlan(
    "9902000001",
    "南棹市人民政府",
    "南棹市",
    "nanzhuo-gov.test",
    "prefecture",
    "990200",
    "platform",
    offers=(
        Offer("laowu", "full", "own", "online", "answers"),
        Offer("minfei", "full", "own", "online", "answers"),
        Offer("xiaoche", "full", "own", "login", "answers"),
        Offer("zhuxue", "full", "own", "none", "answers"),
        Offer("shipin", "full", "own", "online", "answers"),
        Offer("teshe", "full", "own", "login", "none"),
        Offer("jiliang", "most", "own", "login", "none"),
        Offer("guanggao", "full", "own", "online", "answers"),
        Offer("zhandao", "most", "none", "booking", "none"),
        Offer("yule", "full", "own", "online", "answers"),
        Offer("wenwu", "most", "own", "none", "none"),
        Offer("zhongzi", "full", "own", "online", "answers"),
    ),
    feedback="query",
    columns={
        "mailbox": "active",
        "interview": "old",
        "consultation": "active",
        "opinion": "active",
        "petition": "none",
    },
    service_url=f"http://{HOST}/990200/",
)
#: Items of other regions on the same platform; none of them is the site's.
_NEIGHBOURS = {"990100": ("临棠市", ("qishui", "hedao", "linmu", "kele")), "990221": ("竹沱县", ("shouyao", "dongwu"))}


class PlatformPortal(SiteBuilder):
    """Meta tags as the State Council's office asks for them; items, sign-in and case query on the platform."""

    style = 0
    hall = "政务服务"
    hall_url = PLAN.service_url

    def meta(self, title: str, column: str, day: str) -> str:
        tags = {
            "SiteName": self.plan.name,
            "SiteDomain": self.plan.host,
            "SiteIDCode": self.plan.site_id,
            "ColumnName": column,
            "ColumnType": column,
        }
        if day:
            tags |= {"ArticleTitle": title, "PubDate": f"{day} 09:30", "ContentSource": self.plan.name}
        return "".join(f'<meta name="{name}" content="{e(text)}">' for name, text in tags.items())

    def channels(self) -> list[tuple[str, str]]:
        moved = {"/bjcx/": f"http://{HOST}/990200/bjcx.html"}
        return [(text, moved.get(url, url)) for text, url in super().channels()]

    def feedback(self) -> None:
        body = "<h2>办件进度查询</h2>" + parts.query_form("/990200/bjjg")
        self.put("/990200/bjcx.html", "办件查询", body, host=HOST, crumbs=("政务服务", "办件查询"))

    def layout(self, title: str, body: str, crumbs: tuple[str, ...], day: str = "") -> str:
        if crumbs[:1] != _PLATFORM:
            return super().layout(title, body, crumbs, day)
        trail = " &gt; ".join([a(f"http://{HOST}/", "云岭省政务服务网"), *map(e, crumbs[1:])])
        return (
            f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">'
            f"<title>{e(title)}-云岭省政务服务网</title></head><body>"
            '<header><a href="/">云岭省政务服务网</a></header>'
            f'<div class="crumbs">您所在的位置：{trail}</div><main>{body}</main>'
            "<footer>云岭省政务服务管理办公室主办 客服电话：0990-12345</footer></body></html>"
        )

    def put(
        self, path: str, title: str, body: str, *, host: str = "", crumbs: tuple[str, ...] = (), day: str = ""
    ) -> None:
        super().put(path, title, body, host=host, crumbs=_PLATFORM if host == HOST else crumbs, day=day)

    def services(self) -> None:
        self.host(HOST)
        rows = []
        for number, offer, matter in self.offered():
            path = f"/990200/item/{number}.html"
            lines = [(e(name), "原件1份、复印件1份", "纸质或电子") for name in matter.materials]
            materials = parts.table(("材料名称", "材料份数", "材料形式"), lines)
            shown = Offer(offer.matter, offer.guide, offer.form, "none", offer.own_consult)
            body = guide_body(self, number, shown, matter, shape="tabs", host=HOST, materials=materials)
            if offer.apply == "online":
                body += "<p>办理形式：全程网办　网上办理深度：Ⅳ级　到办事现场次数：0次</p>"
            body += apply_entry(self, number, offer, matter, host=HOST, text="在线办理", folder="/990200/")
            self.put(path, matter.name, body, host=HOST, crumbs=("政务服务", matter.department))
            rows.append((a(path, matter.name), e(matter.department), a(path, "办事指南")))
        self._lists(rows)

    def _lists(self, rows: list[tuple[str, str, str]]) -> None:
        regions = " ".join(a(f"/{code}/", name) for code, (name, _) in _NEIGHBOURS.items())
        for page in range(2):
            listed = parts.table(("事项名称", "实施部门", "操作"), rows[page * 6 : (page + 1) * 6])
            other = a(f"/list?region=990200&page={2 - page}", f"第{2 - page}页")
            body = f"<h2>{self.plan.place}政务服务事项</h2>{listed}{other}<p>切换区域：{regions}</p>"
            self.put(f"/list?region=990200&page={page + 1}", "政务服务事项", body, host=HOST, crumbs=("政务服务",))
            if page == 0:
                self.put("/990200/", "政务服务", body, host=HOST, crumbs=("政务服务",))


def shared_hosts(today: date, random: Random) -> dict[str, Host]:
    """The platform's own home page and the parts of other regions."""
    frame = PlatformPortal(PLAN, today, random)
    links = " ".join(
        a(f"/{code}/", name) for code, name in (("990200", "南棹市"), *((c, n) for c, (n, _) in _NEIGHBOURS.items()))
    )
    frame.put("/", "云岭省政务服务网", f"<h1>云岭省政务服务网</h1><p>请选择区域：{links}</p>", host=HOST)
    for code, (name, keys) in _NEIGHBOURS.items():
        rows = []
        for number, key in enumerate(keys):
            matter, offer = matters()[key], Offer(key, "full", "none")
            texts = parts.guide_texts(offer, matter, name, f"{name}政务服务中心", "0990-6660000", random)
            frame.put(
                f"/{code}/item/{number}.html",
                matter.name,
                f"<h1>{e(matter.name)}</h1>{parts.table((), texts)}",
                host=HOST,
            )
            rows.append((a(f"/{code}/item/{number}.html", matter.name), e(matter.department)))
        frame.put(f"/{code}/", f"{name}政务服务", parts.table(("事项名称", "实施部门"), rows), host=HOST)
    return {HOST: frame.hosts[HOST]}
