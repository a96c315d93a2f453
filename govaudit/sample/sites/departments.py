"""A prefecture whose departments have sites of their own: guides on the one hand, lists of forms on the other."""

from __future__ import annotations

from govaudit.sample import parts
from govaudit.sample.builder import SiteBuilder
from govaudit.sample.forms import form_file
from govaudit.sample.guides import guide_body
from govaudit.sample.parts import a, e
from govaudit.sample.plan import Offer, SitePlan

PLAN = SitePlan(
    "9901000001",
    "临棠市人民政府",
    "临棠市",
    "lintang-gov.test",
    "prefecture",
    "990100",
    "departments",
    offers=(
        Offer("dibao", "full", "list"),
        Offer("gaoling", "most", "list"),
        Offer("jiuzhu", "most", "list"),
        Offer("jiuye", "most", "list", "login"),
        Offer("shiye", "full", "list", "login"),
        Offer("laowu", "full", "list"),
        Offer("tiqian", "most", "none"),
        Offer("weisheng", "full", "list"),
        Offer("yiliao", "most", "list"),
        Offer("hushi", "full", "list"),
        Offer("shengyu", "most", "list"),
        Offer("fangshe", "most", "dead"),
    ),
    feedback="query",
    columns={
        "petition": "form",
        "mailbox": "active",
        "interview": "active",
        "consultation": "form",
        "opinion": "active",
    },
)
_HOSTS = {"民政局": "mzj", "人力资源和社会保障局": "rsj", "卫生健康局": "wjw"}


class DepartmentPortal(SiteBuilder):
    """The hall only links the departments; each keeps 办事指南 and 表格下载 apart."""

    style = 2

    def services(self) -> None:
        links = ""
        for department, name in _HOSTS.items():
            host = f"{name}.{self.plan.domain}"
            self.host(host)
            links += f"<li>{a(f'http://{host}/', self.plan.place + department)}</li>"
        for department, name in _HOSTS.items():
            self._department(department, f"{name}.{self.plan.domain}")
        self.put("/bsdt/", "办事大厅", f"<h2>部门服务窗口</h2><ul>{links}</ul>", crumbs=("办事大厅",))

    def _department(self, department: str, host: str) -> None:
        guides, forms = [], []
        for number, offer, matter in self.offered():
            if matter.department != department:
                continue
            body = guide_body(self, number, offer, matter, shape=("definitions", "sections")[number % 2], host=host)
            self.put(f"/bszn/{number}.html", f"{matter.name}办事指南", body, host=host, crumbs=(department, "办事指南"))
            guides.append(a(f"/bszn/{number}.html", f"{matter.name}办事指南"))
            if offer.form != "none":
                path, text = form_file(self, offer, matter, number, host=host, folder="/bgxz/files/")
                forms.append(a(path, text.rpartition(".")[0] or text))
        self.put("/bszn/", "办事指南", _listed(guides), host=host, crumbs=(department, "办事指南"))
        self.put("/bgxz/", "表格下载", _listed(forms), host=host, crumbs=(department, "表格下载"))
        body = f"<h1>{e(self.plan.place + department)}</h1><p>{a('/bszn/', '办事指南')} {a('/bgxz/', '表格下载')}</p>"
        self.put(
            "/", department, body + "<p>主要职责：贯彻执行国家法律法规和方针政策，承担有关行政管理工作。</p>", host=host
        )


def _listed(lines: list[str]) -> str:
    return "<ul>" + "".join(f"<li>{line}</li>" for line in lines) + "</ul>" + parts.table((), ())
