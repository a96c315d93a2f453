"""An old county portal in GBK: frames, one table row an item, five icons a row, scripts that open windows."""

from __future__ import annotations

from collections import defaultdict

from govaudit.sample import parts
from govaudit.sample.builder import SiteBuilder
from govaudit.sample.forms import form_file, guide_document
from govaudit.sample.guides import apply_entry, guide_body
from govaudit.sample.parts import a, e
from govaudit.sample.plan import Matter, Offer, SitePlan

PLAN = SitePlan(
    "9901210001",
    "石渡桥县人民政府",
    "石渡桥县",
    "shiduqiao-gov.test",
    "county",
    "990121",
    "tables",
    offers=(
        Offer("dibao", "full", "list", "form", "form", "query"),
        Offer("wubao", "most", "list", "disabled", "form", "query"),
        Offer("gaoling", "most", "list", "none", "none", "dead"),
        Offer("minfei", "document", "list", "disabled", "dead", "dead"),
        Offer("weisheng", "full", "list", "form", "form", "query"),
        Offer("hushi", "most", "text", "dead", "none", "none"),
        Offer("yongshui", "dead", "list", "none", "form", "none"),
        Offer("qishui", "most", "word_html", "form", "form", "query"),
        Offer("hedao", "thin", "nothing", "none", "dead", "none"),
        Offer("linmu", "full", "list", "disabled", "form", "query"),
        Offer("lindi", "none", "list", "none", "none", "none"),
        Offer("jiaoshi", "most", "list", "form", "form", "query"),
    ),
    columns={"petition": "form", "mailbox": "slow", "consultation": "slow", "opinion": "old"},
)
_SOON = "javascript:alert('该功能暂未开通，敬请期待！')"


_HEAD = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>{title}</title>'
_SCRIPT = "<script>function openwin(u){window.open(u,'','width=760,height=560,scrollbars=yes');}</script></head>"
_FRAMES = (
    '</head><frameset cols="180,*"><frame name="left" src="left.htm"><frame name="main" src="list.asp?bm=0"></frameset>'
    "</html>"
)
_COLUMNS = ("序号", "事项名称", "办事指南", "表格下载", "网上咨询", "网上申请", "状态查询")


class TablePortal(SiteBuilder):
    """Frames and icons, as they were built around 2008."""

    encoding = "gbk"
    style = 1
    suffix = "htm"
    hall = "网上办事"
    hall_url = "/wsbs/index.htm"

    def layout(self, title: str, body: str, crumbs: tuple[str, ...], day: str = "") -> str:
        menu = " | ".join(a(url, text, 'class="nav"') for text, url in self.menu)
        trail = " &gt;&gt; ".join((a("/", "首页"), *map(e, crumbs)))
        return (
            f'{_HEAD.format(title=e(f"{title} {self.plan.name}"))}{_SCRIPT}<body topmargin="0">'
            '<table width="980" align="center">'
            f'<tr><td><img src="/images/top.jpg" alt="{e(self.plan.name)}"></td></tr>'
            f"<tr><td>{menu}</td></tr><tr><td>当前位置：{trail}</td></tr>"
            f'<tr><td valign="top">{body}</td></tr><tr><td>{self.bottom()}</td></tr></table></body></html>'
        )

    def services(self) -> None:
        by_department: dict[str, list[tuple[int, Offer, Matter]]] = defaultdict(list)
        for row in self.offered():
            by_department[row[2].department].append(row)
        links = (a(f"/wsbs/list.asp?bm={number}", name, 'target="main"') for number, name in enumerate(by_department))
        self.raw("/wsbs/index.htm", _HEAD.format(title=e(f"网上办事 {self.plan.name}")) + _FRAMES)
        self.raw(
            "/wsbs/left.htm",
            f"{_HEAD.format(title='')}</head><body><b>办事部门</b><br>{'<br>'.join(links)}</body></html>",
        )
        for number, (name, rows) in enumerate(by_department.items()):
            cells = [(str(place), e(row[2].name), *self._icons(*row)) for place, row in enumerate(rows, 1)]
            listed = parts.table(_COLUMNS, cells, 'border="1" width="760"')
            self.put(f"/wsbs/list.asp?bm={number}", f"{name}办事事项", listed, crumbs=("网上办事", name))

    def _icons(self, number: int, offer: Offer, matter: Matter) -> tuple[str, str, str, str, str]:
        return (
            self._guide(number, offer, matter),
            self._form(number, offer, matter),
            self._consult(number, offer, matter),
            self._apply(number, offer, matter),
            self._query(number, offer, matter),
        )

    def _guide(self, number: int, offer: Offer, matter: Matter) -> str:
        if offer.guide == "none":
            return ""
        if offer.guide == "document":
            return self._icon(guide_document(self, number, matter), "bszn", "办事指南")
        path = f"/wsbs/bszn.asp?id={number}"
        if offer.guide != "dead":
            plain = Offer(offer.matter, offer.guide)
            self.put(
                path,
                f"{matter.name}办事指南",
                guide_body(self, number, plain, matter, shape="table"),
                crumbs=("网上办事", "办事指南"),
            )
        return self._icon(f"javascript:openwin('bszn.asp?id={number}')", "bszn", "办事指南")

    def _form(self, number: int, offer: Offer, matter: Matter) -> str:
        if offer.form == "nothing":
            return "无"
        path, text = form_file(self, offer, matter, number, folder="/wsbs/bg/")
        return self._icon(path, "bgxz", "表格下载") if path else e(text)

    def _consult(self, number: int, offer: Offer, matter: Matter) -> str:
        path = f"/wsbs/zx.asp?id={number}"
        if offer.own_consult == "form":
            self.put(
                path,
                f"{matter.name}网上咨询",
                parts.consult_form("/wsbs/zxtj.asp", matter.name),
                crumbs=("网上办事", "网上咨询"),
            )
            opened = f"window.open('zx.asp?id={number}');return false;"
            return f'<a href="#" onclick="{opened}">{_image("wszx", "网上咨询")}</a>'
        return self._icon(_SOON, "wszx", "网上咨询") if offer.own_consult == "dead" else ""

    def _apply(self, number: int, offer: Offer, matter: Matter) -> str:
        if offer.apply in ("none", "disabled"):
            return self._icon(_SOON, "wssq", "网上申请") if offer.apply == "disabled" else ""
        if offer.apply == "form":
            apply_entry(self, number, offer, matter, folder="/wsbs/")
            return self._icon(f"sq_{number}.htm", "wssq", "网上申请")
        return self._icon(f"/wsbs/wssb_{number}.asp", "wssq", "网上申请")

    def _query(self, number: int, offer: Offer, matter: Matter) -> str:
        if offer.own_feedback == "query":
            self.put(
                f"/wsbs/cx.asp?id={number}",
                f"{matter.name}状态查询",
                parts.query_form("/wsbs/cxjg.asp", matter.name),
                crumbs=("网上办事", "状态查询"),
            )
            return self._icon(f"cx.asp?id={number}", "ztcx", "状态查询")
        return self._icon(_SOON, "ztcx", "状态查询") if offer.own_feedback == "dead" else ""

    def _icon(self, url: str, image: str, text: str) -> str:
        return f'<a href="{url}">{_image(image, text)}</a>'


def _image(name: str, text: str) -> str:
    return f'<img src="/images/{name}.gif" alt="{text}" border="0">'
