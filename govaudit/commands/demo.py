"""``demo``: serve the built-in sample province on loopback, audit it, and compare the verdicts with its truth."""

from __future__ import annotations

import shutil
import threading
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import click

from crawler.problems import Problem
from govaudit.clickzh import Command, option
from govaudit.commands.audit import audit_sites
from govaudit.crawling import as_of_option, crawl_option
from govaudit.judging import Scoring
from govaudit.progress import Mode
from govaudit.sample import Comparison, Province, Server, build_province, compare_with_truth, serve, sites_csv
from govaudit.siteslist import import_sites
from govaudit.workplace import Workplace
from reports.messages import t

#: Share of the truth the verdicts must reach; below it something is broken.
FLOOR = 0.95
#: Differences listed at most; the report shows all verdicts.
LISTED = 20


@click.command(cls=Command, help="cli.demo.help")
@option("--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="cli.option.port")
@option("--serve", "only_serve", is_flag=True, help="cli.option.serve")
@option("--fresh", is_flag=True, help="cli.option.fresh")
@crawl_option("render")
@crawl_option("workers")
@crawl_option("progress")
@as_of_option
@click.pass_obj
def demo(
    workplace: Workplace,
    port: int,
    only_serve: bool,
    fresh: bool,
    render: str,
    workers: int,
    progress: Mode,
    as_of: date | None,
) -> int:
    """Audit the sample province."""
    province = build_province(as_of or datetime.now(UTC).date())
    at = replace(workplace, data=_folder(workplace.data, province.as_of, fresh=fresh)).ready()
    try:
        with serve(province, port) as server:
            click.echo(
                t(
                    "cli.demo.serving",
                    sites=len(province.sites),
                    pages=province.page_count,
                    port=server.url.rpartition(":")[2],
                ),
                err=True,
            )
            if only_serve:
                return _wait(at, province, server)
            return _audit(at, province, server, render=render, workers=workers, progress=progress)
    except OSError as error:
        if error.filename is None and port:
            raise Problem("port_in_use", port=port) from error
        raise


def _audit(at: Workplace, province: Province, server: Server, *, render: str, workers: int, progress: Mode) -> int:
    listed = at.data / "sites.csv"
    listed.write_text(sites_csv(province), encoding="utf-8")
    sites = import_sites(at, listed, skip_bad=False)
    crawling = {
        "budget": 2000,
        "time_limit": 0.0,
        "delay": 0.0,
        "concurrency": 256,
        "workers": workers,
        "proxy": server.url,
        "render": render,
        "progress": progress,
    }
    year = province.as_of.year
    _, index = audit_sites(at, sites, year, crawling, as_of=province.as_of, scoring=Scoring.chosen(at, (), None, year))
    rendered = render != "never" and not _unrendered(at, province)
    judgements = at.store().judgements([site.site_id for site in sites], year)
    compared = compare_with_truth(judgements, province, rendered=rendered)
    _tell(compared)
    click.echo(t("cli.report", path=index), err=True)
    click.echo(str(index))
    return 0 if compared.agreed >= FLOOR * compared.total else 1


def _unrendered(at: Workplace, province: Province) -> bool:
    """Whether pages stayed unrendered, there being no browser: the truth then is what can be seen without one."""
    judged = at.store().judgements([site.site_id for site in province.sites], province.as_of.year)
    return any(judgement.not_rendered for judgement in judged)


def _tell(compared: Comparison) -> None:
    share = f"{compared.agreed / compared.total:.1%}"
    click.echo(t("cli.demo.agreed", total=compared.total, agreed=compared.agreed, share=share), err=True)
    for one in compared.differences[:LISTED]:
        click.echo(
            t(
                "cli.demo.differs",
                site=one.site_id,
                what=one.key,
                expected=one.true or t("cli.demo.unmeasured"),
                found=one.judged or t("cli.demo.unmeasured"),
            ),
            err=True,
        )


def _folder(data: Path, as_of: date, *, fresh: bool) -> Path:
    """The demo's own folder for that day. Dates in the sample are counted from the day, so other days' folders are of no use."""
    home = data / "demo"
    for old in home.glob("????-??-??"):
        if fresh or old.name != as_of.isoformat():
            shutil.rmtree(old, ignore_errors=True)
    return home / as_of.isoformat()


def _wait(at: Workplace, province: Province, server: Server) -> int:
    """Serve until Ctrl+C, for trying commands out: the list of sites lies ready."""
    listed = at.data / "sites.csv"
    listed.write_text(sites_csv(province), encoding="utf-8")
    click.echo(f"--sites {listed} --proxy {server.url} --delay 0")
    threading.Event().wait()
    return 0
