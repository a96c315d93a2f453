"""Two county portals of one make: one kept well in every respect, one left alone for years."""

from __future__ import annotations

from govaudit.sample import parts
from govaudit.sample.builder import SiteBuilder
from govaudit.sample.guides import guide_body
from govaudit.sample.parts import a, e
from govaudit.sample.plan import Offer, SitePlan

PLAN = SitePlan(
    "9901230001",
    "柳棠县人民政府",
    "柳棠县",
    "liutang-gov.test",
    "county",
    "990123",
    "effective",
    offers=tuple(
        Offer(key, "full", "own", "online", "answers")
        for key in (
            "dibao",
            "hunyin",
            "jiuye",
            "laowu",
            "weisheng",
            "hushi",
            "jiaoshi",
            "shuitu",
            "linmu",
            "geti",
            "kele",
            "zhongzi",
        )
    ),
    feedback="results",
    columns=dict.fromkeys(("petition", "mailbox", "interview", "consultation", "opinion"), "active"),
)
STALE = SitePlan(
    "9902220001",
    "白沙沱县人民政府",
    "白沙沱县",
    "baishatuo-gov.test",
    "county",
    "990222",
    "stale",
    offers=(
        Offer("dibao", "full", "own"),
        Offer("jiuzhu", "most", "own"),
        Offer("tiqian", "most", "none"),
        Offer("shengyu", "thin", "own"),
        Offer("minban", "most", "own_zip"),
        Offer("hedao", "phrases", "none"),
        Offer("lindi", "full", "none", "login"),
        Offer("shipin", "most", "own"),
        Offer("chengshi", "full", "own"),
        Offer("yule", "most", "none"),
    ),
    feedback="old_results",
    columns=dict.fromkeys(("petition", "mailbox", "interview", "consultation", "opinion"), "old"),
)


class EffectivePortal(SiteBuilder):
    """Everything of one item on one page, found by department or by subject."""

    style = 0
    shape = "table"

    def services(self) -> None:
        by_department: dict[str, list[str]] = {}
        for number, offer, matter in self.offered():
            path = f"/bsdt/item_{number}.html"
            body = guide_body(self, number, offer, matter, shape=self.shape)
            self.put(path, f"{matter.name}办事指南", body, crumbs=("办事大厅", matter.department))
            by_department.setdefault(matter.department, []).append(
                f"<li>{a(path, matter.name)} {a(path, '办事指南')}</li>"
            )
        body = "".join(f"<h3>{e(name)}</h3><ul>{''.join(lines)}</ul>" for name, lines in by_department.items())
        self.put(
            "/bsdt/",
            "办事大厅",
            body + "<h3>便民查询</h3>" + f"<p>{a('/bsdt/bm.html', '便民信息')}</p>",
            crumbs=("办事大厅",),
        )
        hospitals = parts.table(
            ("定点医疗机构", "地址", "电话"),
            (("县人民医院", "建设路12号", "0990-2100120"), ("县中医院", "人民路3号", "0990-2100121")),
        )
        self.put(
            "/bsdt/bm.html",
            "便民信息",
            f"<h2>定点医疗机构名单</h2>{hospitals}<h2>公交线路</h2><p>1路：火车站—县政府—一中</p>",
            crumbs=("办事大厅", "便民信息"),
        )


class StalePortal(EffectivePortal):
    """The same, untouched for more than two years."""

    style = 1
    shape = "sections"
    newest_news = 790
