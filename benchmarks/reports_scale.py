"""How scoring, the database and the export bear a whole country: made judgements of 3,205 portals with 200,000 items.

    python -m benchmarks.reports_scale [--sites 3205] [--items 200000] [--data DIR] [--db URL] [STEP ...]

Steps: ``fill`` (make judgements and save them), ``score``, ``export``, ``report``, and ``older`` (make those of the year before) for
``compare`` (judged alike already, so without judging archives again). Each runs in a process of its own; printed are its
wall seconds, CPU seconds (its children's beside its own) and the peak memory of the largest process. Without steps: fill, score, export.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks.made_archives import pages, write_archive
from crawler.archive import archive_folder
from crawler.records import ArchiveStatus, Site
from crawler.regions import lineage
from crawler.sites import Register
from govaudit.comparing import compare
from govaudit.judging import score_sites
from govaudit.publishing import publish
from govaudit.workplace import Workplace
from reports.export import export
from rules.pack import default_pack
from rules.records import ColumnFigures, Finding, ServiceItem, SiteCheck, SiteJudgement, Verdict
from rules.site_columns import KINDS
from rules.terms import CHANNEL_FUNCTIONS, COLUMNS, ELEMENTS, FUNCTIONS

YEAR = 2026
STEPS = ("fill", "score", "export", "report", "older", "compare")
MEGABYTE = 1 << 20


def sites(count: int) -> list[Site]:
    """Portals in made county codes of real provinces and prefectures."""
    prefectures = [
        f"{p:02}{q:02}00" for p in range(11, 66) for q in range(1, 24) if len(lineage(f"{p:02}{q:02}00")) > 1
    ]
    made = []
    for number in range(count):
        code = prefectures[number % len(prefectures)]
        made.append(
            Site(
                f"s{number:05}", f"第{number}县人民政府", f"http://www.s{number}.gov.cn/", "county", code, "某县",
                region_level="county",
            )
        )  # fmt: skip
    return made


def judgement(site: Site, items: int, dice: random.Random) -> SiteJudgement:
    """A site as judging leaves it: most of it measured, a finding for every verdict above 0."""
    status = dice.choices(("measured", "partial", "declined"), (90, 7, 3))[0]
    archive = ArchiveStatus(status, "", f"{YEAR}-03-01T01:00:00Z", f"{YEAR}-03-01T02:00:00Z", 480, 600, 100, 20)  # type: ignore[arg-type]
    empty = SiteJudgement(site, YEAR, f"{YEAR}-03-01", default_pack().version, archive, (), (), (), ())
    if status == "declined":
        return replace(empty, archive=replace(archive, pages_fetched=0))
    made = _Made(site, dice)
    listed = tuple(made.item(number) for number in range(items))
    columns = tuple(made.column(column) for column in COLUMNS)
    return replace(
        empty,
        items=listed,
        verdicts=tuple(made.verdicts),
        columns=columns,
        findings=tuple(made.findings),
        items_estimated=items * 1.1,
        checks=tuple(made.checks()),
    )


class _Made:
    """The verdicts and findings of one made site."""

    def __init__(self, site: Site, dice: random.Random) -> None:
        self.site, self.dice = site, dice
        self.verdicts: list[Verdict] = []
        self.findings: list[Finding] = []

    def item(self, number: int) -> ServiceItem:
        item_id = f"{self.site.site_id}-{number:04}"
        for function in FUNCTIONS:
            self.verdict(item_id, function)
        elements = tuple(one for one in ELEMENTS if self.dice.random() < 0.8)
        url = f"{self.site.portal_url}bszn/{number}.html"
        return ServiceItem(
            item_id, self.site.site_id, f"第{number}号事项办理", url, "某县民政局", guide_elements=elements
        )

    def column(self, column: str) -> ColumnFigures:
        self.verdict("", column)
        return ColumnFigures(column, self.site.portal_url + column, f"{YEAR}-02-20", 12, 0.9, 4.0, 20, True)

    def verdict(self, item_id: str, key: str) -> None:
        level = self.dice.choices((None, 0, 1, 2, 3), (5, 30, 15, 35, 15))[0]
        shared = item_id and key in CHANNEL_FUNCTIONS and self.dice.random() < 0.7
        scope = "site" if shared or not item_id else "item"
        found = (self.finding(item_id, key, level),) if level else ()
        url = f"{self.site.portal_url}{key}/" if level else ""
        reason = "" if level else "searched" if level == 0 else "budget"
        self.verdicts.append(
            Verdict(self.site.site_id, item_id, key, level, scope, url, reason, found, own_level=level)
        )

    def finding(self, item_id: str, key: str, level: int) -> str:
        finding_id = f"{self.site.site_id}-f{len(self.findings)}"
        home = self.site.portal_url
        page = f"{home}bszn/{item_id.rsplit('-', 1)[1].lstrip('0') or 0}.html" if item_id else home + key
        target = page.replace(".html", ".doc") if key == "form" else ""
        self.findings.append(
            Finding(
                finding_id, self.site.site_id, item_id, key, level, f"{key}-entry", 1, page, "办事指南 表格下载 网上咨询 网上申请",
                "link 3", f"{YEAR}-03-01T01:01:00Z", "sha256:" + "0" * 64, "pages.warc.gz#1024", target_url=target,
            )
        )  # fmt: skip
        return finding_id

    def checks(self) -> Iterator[SiteCheck]:
        yield SiteCheck("front_page", "updates", True, day=f"{YEAR}-02-27", count=12, of=40)
        for kind in KINDS:
            yield SiteCheck(
                "column", kind, True, kind, self.site.portal_url + kind, f"{YEAR}-02-1{self.dice.randrange(10)}"
            )
        yield from (SiteCheck("dead_links", place, None, count=1, of=90, open=2) for place in ("front_page", "other"))
        yield SiteCheck("page_tags", "content", None, count=3, of=300)
        yield from (SiteCheck("page_tag", "content", True, url=f"{self.site.portal_url}{n}") for n in range(20))


def fill(workplace: Workplace, count: int, items: int) -> None:
    """Save made judgements of ``count`` sites with ``items`` items in all, and beside them the archives they rest on."""
    chosen, dice = sites(count), random.Random(1)
    workplace.ready()
    Register(workplace.data).import_sites(chosen)
    store = workplace.store()
    for number, site in enumerate(chosen):
        share = items * (number + 1) // count - items * number // count
        store.save_judgement(judgement(site, share, dice))
        folder = archive_folder(workplace.data, YEAR, site.site_id)
        write_archive(folder, site, YEAR, pages(site, share, COLUMNS))
    store.close()


def older(workplace: Workplace, count: int, items: int) -> None:
    """Save other judgements of the same sites and items for the year before."""
    store, dice = workplace.store(), random.Random(2)
    for number, site in enumerate(sites(count)):
        share = items * (number + 1) // count - items * number // count
        store.save_judgement(replace(judgement(site, share, dice), year=YEAR - 1, as_of=f"{YEAR - 1}-03-01"))
    store.close()


def run(step: str, workplace: Workplace, count: int, items: int) -> None:
    """One step, in this process."""
    chosen = sites(count)
    if step == "fill":
        fill(workplace, count, items)
    elif step == "older":
        older(workplace, count, items)
    elif step == "compare":
        compare(workplace, workplace.store(), chosen, YEAR, YEAR - 1, workplace.data / "compared")
    elif step == "score":
        score_sites(workplace.store(), chosen, YEAR)
    elif step == "export":
        export(workplace.store(), [site.site_id for site in chosen], YEAR, workplace.data / "tables")
    else:
        publish(workplace, workplace.store(), chosen, YEAR, workplace.data / "report", progress="none")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("steps", nargs="*", default=[])
    parser.add_argument("--sites", type=int, default=3205)
    parser.add_argument("--items", type=int, default=200_000)
    parser.add_argument("--data", type=Path, default=Path(tempfile.gettempdir(), "govaudit-scale"))
    parser.add_argument("--db", default="")
    parser.add_argument("--here", action="store_true", help="run the step in this process and print what it took")
    asked = parser.parse_args()
    if not asked.here:
        for step in asked.steps or STEPS[:3]:
            told = [sys.executable, "-m", "benchmarks.reports_scale", *sys.argv[1:], "--here"]
            subprocess.run([word for word in told if word not in STEPS] + [step], check=True)
        return 0
    began = time.monotonic()
    run(asked.steps[0], Workplace(asked.data, asked.db), asked.sites, asked.items)
    mine, theirs = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    own, others = (one.ru_utime + one.ru_stime for one in (mine, theirs))
    peak = max(mine.ru_maxrss, theirs.ru_maxrss) * 1024 / MEGABYTE
    wall = time.monotonic() - began
    shared = f"{own + others:7.1f} s CPU ({own:.1f} here, {others:.1f} in other processes)"
    print(f"{asked.steps[0]:8} {wall:7.1f} s wall {shared} {peak:7.0f} MB peak", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
