"""Two sites no program gets to see: one declines with a challenge, one does not answer at all."""

from __future__ import annotations

from govaudit.sample.builder import SiteBuilder
from govaudit.sample.plan import SitePlan
from govaudit.sample.web import HTML, Host, Page

DECLINED = SitePlan(
    "9901240001", "青檀县人民政府", "青檀县", "qingtan-gov.test", "county", "990124", "declined", status="declined"
)
UNREACHABLE = SitePlan(
    "9902230001",
    "长渡县人民政府",
    "长渡县",
    "changdu-gov.test",
    "county",
    "990223",
    "unreachable",
    status="unreachable",
)
_CHALLENGE = (
    '<!DOCTYPE html><html><head><meta charset="utf-8">'
    '<script>window["_ts"]=window["_ts"]||{};_ts.nsd=17641;_ts.cd="qqqcrcDmrGa";'
    '</script><script src="/4QbVtADbnLVIc/c.FxJzG50F.1111111.js"></script></head><body></body></html>'
)


class DeclinedPortal(SiteBuilder):
    """Status 412 and a script to every request, as web application firewalls answer."""

    def build(self) -> dict[str, Host]:
        return {self.plan.host: Host(always=Page(_CHALLENGE.encode(), HTML, 412))}


class UnreachablePortal(SiteBuilder):
    """Connections end without an answer."""

    def build(self) -> dict[str, Host]:
        return {self.plan.host: Host(drops=True)}
