"""The crawl options of the command line and the run they describe."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Literal

import click

from crawler.problems import Problem
from crawler.records import ArchiveStatus, Site
from crawler.run import CrawlOptions, crawl
from govaudit.clickzh import option
from govaudit.progress import ProgressDisplay
from govaudit.workplace import Workplace
from reports.messages import t

NAMES = ("budget", "delay", "concurrency", "workers", "proxy", "render", "progress")


def crawl_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the crawl options to a command, which then takes one ``crawling`` argument: a dict by option name."""

    @functools.wraps(command)
    def gathered(*args: Any, **given: Any) -> Any:
        crawling = {name: given.pop(name) for name in NAMES}
        return command(*args, crawling=crawling, **given)

    for add in reversed(
        (
            option(
                "--budget",
                type=click.IntRange(1),
                default=2000,
                show_default=True,
                metavar="N",
                help="cli.option.budget",
            ),
            option(
                "--delay",
                type=click.FloatRange(0),
                default=1.0,
                show_default=True,
                metavar="S",
                help="cli.option.delay",
            ),
            option(
                "--concurrency",
                type=click.IntRange(1),
                default=256,
                show_default=True,
                metavar="N",
                help="cli.option.concurrency",
            ),
            option(
                "--workers",
                type=click.IntRange(1),
                default=1,
                show_default=True,
                metavar="N",
                help="cli.option.workers",
            ),
            option("--proxy", default="", metavar="URL", help="cli.option.proxy"),
            option(
                "--render",
                type=click.Choice(("auto", "never", "always")),
                default="auto",
                show_default=True,
                help="cli.option.render",
            ),
            option(
                "--progress",
                type=click.Choice(("auto", "plain", "json", "none")),
                default="auto",
                show_default=True,
                help="cli.option.progress",
            ),
        )
    ):
        gathered = add(gathered)
    return gathered


def as_of_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--as-of DATE``, the day freshness is judged against; the command gets ``as_of`` as date or None."""

    @functools.wraps(command)
    def gathered(*args: Any, as_of: str, **rest: Any) -> Any:
        return command(*args, as_of=_day(as_of), **rest)

    return option("--as-of", "as_of", default="", metavar="DATE", help="cli.option.as_of")(gathered)


def run_crawl(
    workplace: Workplace, sites: list[Site], year: int, crawling: dict[str, Any], as_of: date | None
) -> dict[str, ArchiveStatus]:
    """Collect ``sites`` into their archives and return each site's status by ``site_id``."""
    workplace.ready()
    mode: Literal["auto", "plain", "json", "none"] = crawling["progress"]
    settings = {name: crawling[name] for name in NAMES if name != "progress"}
    options = CrawlOptions(data=Path(workplace.data), year=year, as_of=as_of, **settings)
    with ProgressDisplay(mode, len(sites)) as progress:
        statuses = crawl(sites, options, progress.show)
    return dict(zip((site.site_id for site in sites), statuses, strict=True))


def tell_unmeasured(sites: list[Site], statuses: dict[str, ArchiveStatus]) -> int:
    """List the sites that are not fully measured on stderr; the exit status: 1 when there are any."""
    incomplete = [site for site in sites if statuses[site.site_id].status != "measured"]
    for site in incomplete:
        status = statuses[site.site_id]
        click.echo(
            t(
                "cli.not_measured",
                site=site.site_id,
                name=site.name,
                status=t(f"status.{status.status}"),
                reason=status.reason or "–",
            ),
            err=True,
        )
    return 1 if incomplete else 0


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Problem("bad_date", option="--as-of", value=text) from error
