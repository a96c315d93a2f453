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
from govaudit.clickzh import F, option
from govaudit.progress import ProgressDisplay
from govaudit.workplace import Workplace
from reports.messages import t

_SHOWN: dict[str, Any] = {"show_default": True}
_COUNT: dict[str, Any] = {"type": click.IntRange(1), "metavar": "N", **_SHOWN}
#: The crawl options by name, in the order of the help.
_OPTIONS: dict[str, dict[str, Any]] = {
    "budget": {"default": 2000, **_COUNT},
    "time_limit": {"type": click.FloatRange(0), "default": 0.0, "metavar": "S", **_SHOWN},
    "delay": {"type": click.FloatRange(0), "default": 1.0, "metavar": "S", **_SHOWN},
    "concurrency": {"default": 256, **_COUNT},
    "workers": {"default": 1, **_COUNT},
    "proxy": {"default": "", "metavar": "URL"},
    "render": {"type": click.Choice(("auto", "never", "always")), "default": "auto", **_SHOWN},
    "progress": {"type": click.Choice(("auto", "plain", "json", "none")), "default": "auto", **_SHOWN},
}


def crawl_option(name: str) -> Callable[[F], F]:
    """One of the crawl options by its name."""
    return option(f"--{name.replace('_', '-')}", name, help=f"cli.option.{name}", **_OPTIONS[name])


def crawl_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the crawl options to a command, which then takes one ``crawling`` argument: a dict by option name."""

    @functools.wraps(command)
    def gathered(*args: Any, **given: Any) -> Any:
        crawling = {name: given.pop(name) for name in _OPTIONS}
        return command(*args, crawling=crawling, **given)

    for name in reversed(_OPTIONS):
        gathered = crawl_option(name)(gathered)
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
    settings = {name: crawling[name] for name in _OPTIONS if name != "progress"}
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
                reason=t(f"reason.{status.reason}") if status.reason else "–",
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
