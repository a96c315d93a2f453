"""CPU time per page of the crawl beside a plain Scrapy CrawlSpider on the same pages, in turn.

    python -m benchmarks.online_pipeline [--pages 400] [--links 53] [--rounds 3]

A loopback server in a process of its own serves pages of some 30 kB with menu links and links of their own. Each variant
runs in a fresh process; its own user and system time divided by its pages is printed, start-up taken off by a run with
one page. Variants: ``crawlspider`` (LinkExtractor, robots.txt obeyed, nothing stored), ``collect`` (our crawl with ledger
and archive, links taken by a regular expression) and ``portal`` (our crawl with the spider that judges every page).
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from crawler.frontier import Frontier
from crawler.records import PageSnapshot
from crawler.spider import SiteSpider

HOST = "http://www.bench.gov.cn"
_HREF = re.compile(rb'href="(/[^"]*)"')


def page(number: int, pages: int, links: int) -> bytes:
    """A portal page: the same menu on every page, neighbours of its own, and a text."""
    menu = "".join(f'<li><a href="/{target}.html">栏目{target}</a></li>' for target in range(1, links - 12))
    own = "".join(f'<li><a href="/{(number * 7 + step) % pages}.html">办事指南{step}</a></li>' for step in range(13))
    text = "<p>" + "城市居民最低生活保障的申请条件、办理材料和办理流程。" * 20 + "</p>"
    return (
        f"<html><head><title>第{number}页</title></head><body><ul>{menu}</ul><div>{text * 12}</div><ul>{own}</ul></body></html>"
    ).encode()


class Handler(BaseHTTPRequestHandler):
    """Answers a forward proxy's requests from memory."""

    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16  # head and body in one packet
    bodies: list[bytes]

    def do_GET(self) -> None:
        name = urlsplit(self.path).path.strip("/").removesuffix(".html")
        found = not name or (name.isdigit() and int(name) < len(self.bodies))
        body = self.bodies[int(name or 0)] if found else b"none"
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def serve(pages: int, links: int, pipe: Connection) -> None:
    Handler.bodies = [page(number, pages, links) for number in range(pages)]
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    pipe.send(server.server_address[1])
    server.serve_forever()


class RegexSpider(SiteSpider):
    """Follows every link; the least a spider can do."""

    name = "regex"

    def begin(self, frontier: Frontier) -> None:
        frontier.offer(frontier.site.portal_url, why="start")

    def read(self, page: PageSnapshot, frontier: Frontier) -> None:
        for href in _HREF.findall(page.body):
            frontier.offer(urljoin(page.record.url, href.decode()))


def plain(proxy: str, budget: int, pipe: Connection) -> None:
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


def ours(spider: str) -> Callable[[str, int, Connection], None]:
    return {"collect": _collect, "portal": _portal}[spider]


def _collect(proxy: str, budget: int, pipe: Connection) -> None:
    _run_worker("benchmarks.online_pipeline.RegexSpider", proxy, budget, pipe)


def _portal(proxy: str, budget: int, pipe: Connection) -> None:
    _run_worker("spiders.portal.PortalSpider", proxy, budget, pipe)


def _run_worker(spider: str, proxy: str, budget: int, pipe: Connection) -> None:
    """The worker itself, in this process, so that its own CPU time can be read."""
    from crawler.job import Done, Job
    from crawler.options import CrawlOptions
    from crawler.records import Site
    from crawler.worker import work

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        (Path(folder) / "logs").mkdir()
        options = CrawlOptions(Path(folder), 2026, budget=budget, delay=0.0, proxy=proxy, render="never", spider=spider)
        heard, said = multiprocessing.Pipe()
        work(Job([Site("bench", "bench", f"{HOST}/")], options), said)
        message: object = None
        while not isinstance(message, Done):
            message = heard.recv()
        pipe.send((message.statuses["bench"].pages_fetched, _own_cpu()))


def _own_cpu() -> float:
    used = os.times()
    return used.user + used.system


def measure(variant: Callable[[str, int, Connection], None], proxy: str, budget: int) -> tuple[int, float, float]:
    """Run a variant in a fresh process: pages, CPU seconds, wall seconds."""
    context = multiprocessing.get_context("spawn")
    heard, said = context.Pipe()
    process = context.Process(target=variant, args=(proxy, budget, said))
    began = time.monotonic()
    process.start()
    pages, cpu = heard.recv()
    process.join()
    return pages, cpu, time.monotonic() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("pages", 400), ("links", 53), ("rounds", 3)):
        parser.add_argument(f"--{name}", type=int, default=default)
    chosen = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    heard, said = context.Pipe()
    server = context.Process(target=serve, args=(chosen.pages, chosen.links, said), daemon=True)
    server.start()
    try:
        compare(f"http://127.0.0.1:{heard.recv()}", chosen.pages, chosen.rounds)
    finally:
        server.kill()


def compare(proxy: str, pages: int, rounds: int) -> None:
    variants = {"crawlspider": plain, "collect": ours("collect"), "portal": ours("portal")}
    results: dict[str, list[float]] = {name: [] for name in variants}
    start = {name: measure(variant, proxy, 1)[1] for name, variant in variants.items()}
    for _ in range(rounds):
        for name, variant in variants.items():
            fetched, cpu, wall = measure(variant, proxy, pages)
            results[name].append((cpu - start[name]) / fetched * 1000)
            sys.stdout.write(
                f"{name:12} {fetched} pages, {results[name][-1]:.2f} CPU ms a page, {fetched / wall:.0f} pages/s\n"
            )
    for name, values in results.items():
        sys.stdout.write(
            f"{name:12} median {statistics.median(values):.2f} ({min(values):.2f}..{max(values):.2f}) CPU ms a page\n"
        )


if __name__ == "__main__":
    main()
