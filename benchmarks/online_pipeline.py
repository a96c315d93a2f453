"""CPU time per page of the crawl beside a plain Scrapy CrawlSpider on the same pages, in turn.

    python -m benchmarks.online_pipeline [--pages 400] [--links 53] [--kilobytes 60] [--rounds 3]
                                         [--only portal fetch …]

A loopback server in a process of its own serves pages with menu links and links of their own. Each variant runs in a
fresh process; its own user and system time divided by its pages is printed, start-up taken off by a run with one page.
Variants: ``fetch`` (Scrapy asks for the same addresses and does nothing else), ``crawlspider`` (LinkExtractor,
robots.txt obeyed, nothing stored), ``collect`` (our crawl with ledger and archive, links taken by a regular expression),
``portal`` (our crawl as it is, reading pages for evidence) and, where they are installed, ``wget -r`` and ``httrack``.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.loopback import serving, whole

Variant = Callable[[str, int, Connection], None]
HOST = "http://www.bench.gov.cn"


#: Seconds another program may take.
_PATIENCE = 60
#: Every so many-eth page is the guide of a matter, the rest is news: about the mix of a county portal.
GUIDE_EVERY = 10
#: The page that stands for the front page: news, as the links of a guide are expected to lead on to guides.
FRONT = 1


def address(number: int) -> str:
    return f"/bsdt/item/{number}.html" if number % GUIDE_EVERY == 0 else f"/art/{number}.html"


def wording(number: int) -> str:
    return f"事项{number}登记办事指南" if number % GUIDE_EVERY == 0 else f"我县召开第{number}次工作推进会"


def page(number: int, pages: int, links: int, size: int) -> bytes:
    """A portal page as templates make them: styles and scripts, the same menu everywhere, neighbours of its own, a text."""
    menu = "".join(_link(target) for target in range(1, links - 12))
    near = [(number * 7 + step) % pages for step in range(26)]
    own = "".join(_link(target) for target in near if number % GUIDE_EVERY == 0 or target % GUIDE_EVERY)
    if number % GUIDE_EVERY == 0:
        names = ("事项名称", "办理机构", "申请条件", "办理材料", "办理流程", "收费标准", "联系电话")
        rows = "".join(f"<tr><th>{name}</th><td>第{number}号{name}的具体内容</td></tr>" for name in names)
        text = f"<table>{rows}</table>"
    else:
        text = "".join(f"<p>{step}日，第{number}次会议听取了情况汇报，研究部署下一阶段工作。</p>" for step in range(60))
    body = f"<h1>{wording(number)}</h1><div class='nav'><ul>{menu}</ul></div><div class='content'>{text}<ul>{own}</ul></div>"
    script = "<script>" + "var setting = {width: 100, speed: 300, auto: true};\n" * 2000
    room = size - len(body.encode())
    return f"<html><head><title>{wording(number)}</title>{script[: max(20, room)]}</script></head><body>{body}</body></html>".encode()


def _link(target: int) -> str:
    return f'<li><a href="{address(target)}">{wording(target)}</a></li>'


class Portal:
    """The answers of one portal, made beforehand."""

    def __init__(self, pages: int, links: int, size: int) -> None:
        self._answers = {address(number).encode(): whole(page(number, pages, links, size)) for number in range(pages)}
        self._answers[b"/"] = self._answers[address(FRONT).encode()]

    def answer(self, host: bytes, path: bytes) -> bytes:
        return self._answers.get(path) or whole(b"none", b"404 Not Found")

    def seen(self) -> object:
        """Nothing is noted."""
        return None


def crawlspider(proxy: str, budget: int, pipe: Connection) -> None:
    """Scrapy as its tutorial shows it."""
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.linkextractors import LinkExtractor
    from scrapy.spiders import CrawlSpider, Rule

    class Plain(CrawlSpider):
        name = "plain"
        start_urls = (f"{HOST}/",)
        rules = (Rule(LinkExtractor(allow_domains=[urlsplit(HOST).netloc]), callback="seen", follow=True),)
        pages = 0

        def seen(self, response: object) -> None:
            type(self).pages += 1

    os.environ["http_proxy"] = proxy
    process = AsyncCrawlerProcess(
        {
            "LOG_LEVEL": "ERROR",
            "ROBOTSTXT_OBEY": True,
            "CLOSESPIDER_PAGECOUNT": budget,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
            "TELNETCONSOLE_ENABLED": False,
        }
    )
    process.crawl(Plain)
    process.start()
    pipe.send((Plain.pages + 1, _own_cpu()))


def fetch(proxy: str, budget: int, pipe: Connection) -> None:
    """Scrapy asking for a list of addresses and throwing the pages away."""
    import scrapy
    from scrapy.crawler import AsyncCrawlerProcess

    class Fetch(scrapy.Spider):
        name = "fetch"
        start_urls = [f"{HOST}{address(number)}" for number in range(budget)]  # noqa: RUF012
        pages = 0

        def parse(self, response: object) -> None:
            type(self).pages += 1

    os.environ["http_proxy"] = proxy
    process = AsyncCrawlerProcess(
        {"LOG_LEVEL": "ERROR", "CONCURRENT_REQUESTS_PER_DOMAIN": 1, "TELNETCONSOLE_ENABLED": False}
    )
    process.crawl(Fetch)
    process.start()
    pipe.send((Fetch.pages, _own_cpu()))


def wget(proxy: str, budget: int, pipe: Connection) -> None:
    told = ["-e", f"http_proxy={proxy}", "-e", "use_proxy=yes"]
    _other(
        ["wget", "-q", "-r", "-l", "inf", *told, f"{HOST}/"] if budget > 1 else ["wget", "-q", *told, f"{HOST}/"], pipe
    )


def httrack(proxy: str, budget: int, pipe: Connection) -> None:
    """Without its own limits of speed, which would hold it to about one page a second."""
    depth = [] if budget > 1 else ["-r1"]
    free = ["-%!", "-A0", "-%c0", "-c1", f"-E{_PATIENCE}"]
    _other(["httrack", f"{HOST}/", "-P", proxy.removeprefix("http://"), *free, "-I0", "-s0", "-q", *depth], pipe)


def _other(command: list[str], pipe: Connection) -> None:
    """Run another program in a folder of its own; its pages are the HTML files it left, none when it had to be stopped."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        quiet = subprocess.DEVNULL
        try:
            subprocess.run(
                command, cwd=folder, stdin=quiet, stdout=quiet, stderr=quiet, check=False, timeout=2 * _PATIENCE
            )
            pages = sum(path.name[0].isdigit() for path in Path(folder).rglob("*.html"))
        except subprocess.TimeoutExpired:
            pages = 0
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        pipe.send((pages, used.ru_utime + used.ru_stime))


def collect(proxy: str, budget: int, pipe: Connection) -> None:
    _run_worker("benchmarks.regex_spider.RegexSpider", proxy, budget, pipe)


def portal(proxy: str, budget: int, pipe: Connection) -> None:
    _run_worker("spiders.portal.PortalSpider", proxy, budget, pipe)


def _run_worker(spider: str, proxy: str, budget: int, pipe: Connection) -> None:
    """The worker itself, in this process, so that its own CPU time can be read."""
    from crawler.entry import enter
    from crawler.job import Done, Job
    from crawler.options import CrawlOptions
    from crawler.pace import SharedPace
    from crawler.records import Site

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        (Path(folder) / "logs").mkdir()
        options = CrawlOptions(Path(folder), 2026, budget=budget, delay=0.0, proxy=proxy, render="never", spider=spider)
        heard, said = multiprocessing.Pipe()
        enter(Job([Site("bench", "bench", f"{HOST}/")], options), said, SharedPace())
        message: object = None
        while not isinstance(message, Done):
            message = heard.recv()
        pipe.send((message.statuses["bench"].pages_fetched, _own_cpu()))


def _own_cpu() -> float:
    used = os.times()
    return used.user + used.system


def measure(variant: Variant, proxy: str, budget: int) -> tuple[int, float, float]:
    """Run a variant in a fresh process: pages, CPU seconds, wall seconds."""
    context = multiprocessing.get_context("spawn")
    heard, said = context.Pipe()
    process = context.Process(target=variant, args=(proxy, budget, said))
    began = time.monotonic()
    process.start()
    pages, cpu = heard.recv()
    process.join()
    return pages, cpu, time.monotonic() - began


VARIANTS: Mapping[str, Variant] = {
    "fetch": fetch,
    "crawlspider": crawlspider,
    "collect": collect,
    "portal": portal,
    "wget": wget,
    "httrack": httrack,
}
_PROGRAMS = ("wget", "httrack")
_BESIDE = ("crawlspider", "fetch")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("pages", 400), ("links", 53), ("kilobytes", 60), ("rounds", 3)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--only", nargs="+", choices=VARIANTS, default=list(VARIANTS))
    chosen = parser.parse_args()
    with serving(partial(Portal, chosen.pages, chosen.links, chosen.kilobytes * 1024)) as server:
        there = {name: VARIANTS[name] for name in chosen.only if name not in _PROGRAMS or shutil.which(name)}
        compare(there, server.address, chosen.pages, chosen.rounds)


def compare(variants: dict[str, Variant], proxy: str, pages: int, rounds: int) -> None:
    results: dict[str, list[float]] = {name: [] for name in variants}
    start = {name: measure(variant, proxy, 1)[1] for name, variant in variants.items()}
    for _ in range(rounds):
        for name, variant in variants.items():
            fetched, cpu, wall = measure(variant, proxy, pages)
            if not fetched:
                sys.stdout.write(f"{name:12} was stopped after {wall:.0f} s without a result\n")
                continue
            results[name].append((cpu - start[name]) / fetched * 1000)
            sys.stdout.write(
                f"{name:12} {fetched} pages, {results[name][-1]:.2f} CPU ms a page, {fetched / wall:.0f} pages/s\n"
            )
    table({name: values for name, values in results.items() if values})


def table(results: dict[str, list[float]]) -> None:
    """Medians, and how many pages each variant works off in the time that the two of Scrapy need for one."""
    medians = {name: statistics.median(values) for name, values in results.items()}
    for name, values in results.items():
        spread = f"median {medians[name]:5.2f} ({min(values):.2f}..{max(values):.2f}) CPU ms a page"
        beside = [f"{medians[other] / medians[name]:.2f} x {other}" for other in _BESIDE if other in medians]
        sys.stdout.write(f"{name:12} {spread}, pages for CPU: {', '.join(beside)}\n")


if __name__ == "__main__":
    main()
