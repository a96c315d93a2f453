"""Small sites and judgements for tests: say the levels, get records with the findings they rest on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from crawler.records import ArchiveStatus, Site
from rules.records import ColumnFigures, Finding, ServiceItem, SiteJudgement, Verdict
from rules.terms import COLUMNS, ELEMENTS, FUNCTIONS

#: A level (scope item), None for not measured, or ("site", level, own_level) for one resting on the site's channel.
Level = int | None | tuple[str, int | None, int | None]


def make_site(site_id: str = "3301000001", **fields: Any) -> Site:
    """A prefecture's portal; ``fields`` override."""
    site = Site(
        site_id,
        f"{site_id}人民政府",
        f"https://www.s{site_id}.gov.cn/",
        "prefecture",
        "330100",
        "杭州市",
        site_code="3301000001",
        region_level="prefecture",
    )
    return replace(site, **fields)


def make_status(status: str = "measured", **fields: Any) -> ArchiveStatus:
    """How a collection of twelve known pages ended; a site that was not reached has fetched none."""
    known = 12 if status in ("measured", "partial") else 1
    fetched = {"measured": 12, "partial": 8}.get(status, 0)
    made = ArchiveStatus(
        status,
        {"measured": "", "partial": "budget", "declined": "robots"}.get(status, "timeout"),  # type: ignore[arg-type]
        started_at="2026-03-01T01:00:00Z",
        finished_at="2026-03-01T01:05:00Z",
        pages_fetched=fetched,
        pages_known=known,
        pages_skipped=known - fetched,
        pages_failed=0,
        by_reason={"ok": fetched},
    )
    return replace(made, **fields)


def make_judgement(
    items: Mapping[str, Mapping[str, Level]] | None = None,
    columns: Mapping[str, Level] | None = None,
    *,
    site: Site | None = None,
    status: str = "measured",
    year: int = 2026,
    **fields: Any,
) -> SiteJudgement:
    """A judged site: ``items`` maps names to levels by function, ``columns`` likewise; what is left out is 0."""
    site = site or make_site()
    made = _Maker(site)
    listed = [made.item(name, levels) for name, levels in (items or {}).items()]
    unseen = 0 if status in ("measured", "partial") else None
    figures = [made.column(column, (columns or {}).get(column, unseen)) for column in COLUMNS]
    archive = make_status(status, started_at=f"{year}-03-01T01:00:00Z", finished_at=f"{year}-03-01T01:05:00Z")
    judgement = SiteJudgement(
        site,
        year,
        f"{year}-03-01",
        "test-1",
        archive,
        tuple(listed),
        tuple(made.verdicts),
        tuple(figures),
        tuple(made.findings),
    )
    return replace(judgement, **fields)


class _Maker:
    """Collects the verdicts and findings of one site."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.verdicts: list[Verdict] = []
        self.findings: list[Finding] = []

    def item(self, name: str, levels: Mapping[str, Level]) -> ServiceItem:
        item_id = f"{self.site.site_id}-{name}"
        for function in FUNCTIONS:
            self.verdict(item_id, function, levels.get(function, 0))
        full = levels.get("guide") == 3
        return ServiceItem(
            item_id,
            self.site.site_id,
            name,
            f"{self.site.portal_url}item/{name}",
            "市人力社保局",
            guide_elements=ELEMENTS if full else ("事项名称", "办理材料", "办理流程"),
        )

    def column(self, column: str, level: Level) -> ColumnFigures:
        self.verdict("", column, level)
        if not isinstance(level, int) or level < 2:
            return ColumnFigures(column)
        return ColumnFigures(column, f"{self.site.portal_url}{column}/", "2026-02-20", 10, 0.9, 4.0, 30, True)

    def verdict(self, item_id: str, key: str, level: Level) -> None:
        scope, reached, own = level if isinstance(level, tuple) else ("item" if item_id else "site", level, level)
        found = (self.finding(item_id, key, reached),) if reached else ()
        url = f"{self.site.portal_url}{key}/" if reached else ""
        reason = "budget" if reached is None else ""
        site_id = self.site.site_id
        self.verdicts.append(Verdict(site_id, item_id, key, reached, scope, url, reason, found, own_level=own))

    def finding(self, item_id: str, key: str, level: int) -> str:
        finding_id = f"{self.site.site_id}-f{len(self.findings) + 1}"
        self.findings.append(
            Finding(
                finding_id,
                self.site.site_id,
                item_id,
                key,
                level,
                f"{key}.link",
                1,
                f"{self.site.portal_url}item/",
                f"办理 {key}",
                "link 3",
                "2026-03-01T01:01:00Z",
                "sha256:" + "0" * 64,
                "pages.warc.gz#1024",
                target_url=f"{self.site.portal_url}{key}/",
            )
        )
        return finding_id
