"""A small province of judged sites with archived pages, for tests of the reports. Names and pages are as hostile as they come."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from factories import make_judgement, make_site
from selectolax.lexbor import LexborHTMLParser

from crawler.records import FetchRecord, PageSnapshot, Site
from reports.html import SiteReport
from reports.problem_counts import ProblemCounts
from reports.records import Score, SiteScorecard
from reports.scoring import score_regions, score_site
from rules.records import SiteJudgement
from rules.terms import COLUMNS

HOSTILE = '<script>alert(1)</script>"onmouseover="alert(2)\u202e\x0b{{ 7*7 }}'
ITEMS = ("城市居民最低生活保障", "医师执业注册", "出生医学证明办理", f"道路运输{HOSTILE}", "javascript:alert(3)")
PAGE = (
    "<html><head><title>办事指南</title><base href='https://evil.invalid/'><script>alert(1)</script>"
    "<style>.copy-banner{display:none}</style><meta http-equiv=refresh content='0;url=https://evil.invalid/'></head>"
    "<body onload=alert(1) style='position:fixed'><h1 id=main>办理指南</h1><p>办理材料：身份证</p><a href='/next.html'>下一页</a>"
    "<a href='javascript:alert(1)'>点我</a><form action='https://evil.invalid/'><input name=q onfocus=alert(1) autofocus>"
    "<textarea>问题</textarea><button>提交</button></form><img src='https://evil.invalid/x.png' alt='图' onerror=alert(1)>"
    "<iframe src='https://evil.invalid/'></iframe><svg onload=alert(1)><a xlink:href='javascript:alert(1)'>x</a></svg>"
    "<link rel=stylesheet href='https://evil.invalid/x.css'><math><mi xlink:href='data:x,<script>'></mi></math></body></html>"
).encode("gb18030")
#: The scripts a page of the report may name, below static/.
SCRIPTS = {"report.js", "chart_kinds.js", "charts.js", "vendor/echarts/echarts.common.min.js"}
DOCUMENT = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") + b"\0" * 600


def foreign_scripts(page: LexborHTMLParser) -> list[str]:
    """Script elements of a page that are not the report's own."""
    sources = [node.attributes.get("src") or "none" for node in page.css("script")]
    return [source for source in sources if source.rpartition("static/")[2] not in SCRIPTS]


class MemoryArchive:
    """Pages by address, read as a site's archive is read."""

    def __init__(self, pages: Mapping[str, bytes], doms: Mapping[str, bytes] | None = None) -> None:
        self.pages, self.doms = pages, doms or {}
        self.closed = False

    def lookup(self, url: str) -> FetchRecord | None:
        if url not in self.pages:
            return None
        body = self.pages[url]
        return FetchRecord(
            url,
            "fetched",
            "ok",
            http_status=200,
            content_type="text/html",
            fetched_at="2026-03-01T01:01:00Z",
            digest=digest(body),
            size=len(body),
            record="pages.warc.gz#1024",
            dom_record="pages.warc.gz#2048" if url in self.doms else "",
        )

    def read(self, record: FetchRecord) -> PageSnapshot:
        return PageSnapshot(record, self.pages[record.url], {}, self.doms.get(record.url))

    def screenshot(self, record: FetchRecord) -> bytes:
        return b"\x89PNG\r\n\x1a\n..." if record.url in self.doms else b""

    def close(self) -> None:
        self.closed = True


def digest(body: bytes) -> str:
    return "sha256:" + hashlib.sha256(body).hexdigest()


class World:
    """Judgements and archives by site."""

    def __init__(self) -> None:
        self.judgements: dict[str, SiteJudgement] = {}
        self.archives: dict[str, MemoryArchive] = {}
        self.scores: dict[str, list[Score]] = {}

    def add(self, judgement: SiteJudgement) -> None:
        findings = tuple(
            replace(one, digest=digest(PAGE), snippet=f"办理材料{HOSTILE}", note="soft_404" if one.level == 1 else "")
            for one in judgement.findings
        )
        site_id = judgement.site.site_id
        self.judgements[site_id] = replace(judgement, findings=findings)
        pages = {one.page_url: PAGE for one in findings}
        pages |= {one.target_url: DOCUMENT if one.function_or_column == "form" else PAGE for one in findings}
        self.archives[site_id] = MemoryArchive(pages)

    @property
    def cards(self) -> list[SiteScorecard]:
        return [score_site(one) for one in self.judgements.values()]

    def write(self, out: Path, lang: str = "zh") -> Path:
        return write_report(out, self.cards, self.judgements.__getitem__, self.archives.__getitem__, lang, self.scores)


def write_report(
    out: Path,
    cards: Sequence[SiteScorecard],
    judgements: Callable[[str], SiteJudgement | None],
    archives: Callable[[str], MemoryArchive | None] = lambda site_id: None,
    lang: str = "zh",
    scores: Mapping[str, Sequence[Score]] | None = None,
) -> Path:
    """The whole HTML report, written in this process."""
    report = SiteReport(out, lang)
    report.statics()
    problems = ProblemCounts()
    for card in cards:
        judgement = judgements(card.site.site_id)
        report.site_pages(card, judgement, archives(card.site.site_id), (scores or {}).get(card.site.site_id, ()))
        if judgement:
            problems.add(card, judgement)
    totals = [(card.site, one) for card in cards for one in (scores or {}).get(card.site.site_id, ())]
    return report.region_page(cards, score_regions(cards), problems, totals=totals)


def site(number: int, **fields: object) -> Site:
    return make_site(
        f"33010{number}0001",
        name=f"第{number}县人民政府",
        region_code="330122",
        region="桐庐县",
        level="county",
        region_level="county",
        **fields,
    )


def small_world() -> World:
    """Two measured sites (one partial), one hostile site id and name, one declined, one unreachable."""
    world = World()
    levels = [
        dict(zip(("guide", "form", "consult", "apply", "feedback"), row, strict=True))
        for row in (
            (3, 2, ("site", 2, 0), 1, ("site", 2, 0)),
            (2, 1, ("site", 2, 0), 0, 2),
            (1, None, ("site", 2, 0), 2, 0),
            (2, 3, ("site", 2, 0), 1, None),
            (0, 0, ("site", 2, 0), 0, 0),
        )
    ]
    items = dict(zip(ITEMS, levels, strict=True))
    columns = {"mailbox": 3, "petition": 1, "interview": 2, "opinion": None}
    world.add(make_judgement(items, columns, site=site(1), items_estimated=6.4, not_rendered=("javascript:alert(1)",)))
    world.add(
        make_judgement(
            {name: {"guide": 2, "consult": ("site", 1, 0)} for name in ITEMS}, {}, site=site(2), status="partial"
        )
    )
    hostile = replace(site(3), site_id="../../../etc/passwd", name=HOSTILE, portal_url="javascript:alert(1)")
    world.add(make_judgement(items, columns, site=hostile))
    nothing = dict.fromkeys(COLUMNS)
    world.add(make_judgement({}, nothing, site=site(4), status="declined"))
    world.add(make_judgement({}, nothing, site=site(5), status="unreachable"))
    return world
