"""Scrapy settings of every crawl, with the reason beside each."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from crawler.decoding import ACCEPTED

try:
    _VERSION = version("govaudit")
except PackageNotFoundError:
    _VERSION = "0"

BOT_NAME = "govaudit"
SPIDER_MODULES = ["spiders"]
#: Says who asks and what for; robots.txt addresses it as ``govaudit``.
USER_AGENT = f"govaudit/{_VERSION} (yearly assessment of government websites; reads only)"
DEFAULT_REQUEST_HEADERS = {
    "User-Agent": USER_AGENT,
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9",
    "Accept-Encoding": ACCEPTED,  # only what the archive can undo everywhere without a library
}

# The asyncio reactor: the renderer's event loop is awaited from it, and it is the one that works alike on all systems.
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
# The ledger is frontier, memory and log: Scrapy keeps no queue and no set of fingerprints of its own.
SCHEDULER = "crawler.scheduler.LedgerScheduler"
DUPEFILTER_CLASS = "crawler.dupefilter.LedgerDupeFilter"
# DNS answers pass the address guard; the address that was checked is the one connected to.
TWISTED_DNS_RESOLVER = "crawler.resolver.GuardedResolver"
DNSCACHE_SIZE = 10_000

DOWNLOADER = "crawler.downloader.DirectDownloader"
LOG_FORMATTER = "crawler.downloader.QuietFormatter"

# One request at a time to one host. The delay is the paced handler's: exact at sending, over all processes. Requests
# that only wait for their turn must not keep others from being begun, so the number under way is bounded there, too.
CONCURRENT_REQUESTS_PER_DOMAIN = 1
CONCURRENT_REQUESTS = 0
DOWNLOAD_DELAY = 0
# Bodies that end early are kept and marked, not thrown away.
DOWNLOAD_FAIL_ON_DATALOSS = False
DOWNLOAD_WARNSIZE = 0
# Every status is an outcome of its own; none is dropped on the way to the spider.
HTTPERROR_ALLOW_ALL = True
# Old servers are read, too (see crawler.old_tls); no page is hidden by an incomplete or wrong certificate chain either.
DOWNLOAD_TLS_MIN_VERSION = "TLSv1.0"
# A file: or ftp: link must not be fetchable even by mistake.
DOWNLOAD_HANDLERS = {
    "http": "crawler.paced_handler.PacedHandler",
    "https": "crawler.paced_handler.PacedHandler",
    "file": None,
    "ftp": None,
    "s3": None,
    "data": None,
}

# Only what is used, in this order; the higher, the nearer to the downloader. No retries here: the second, slower
# round at the end is the frontier's. No decompression here: the archive stores what came off the wire.
DOWNLOADER_MIDDLEWARES_BASE: dict[str, int] = {}
DOWNLOADER_MIDDLEWARES = {
    "crawler.middlewares.GuardMiddleware": 100,
    "crawler.render_step.RenderMiddleware": 150,
    "crawler.robots.RobotsMiddleware": 200,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
    "crawler.middlewares.RedirectMiddleware": 600,
    "crawler.cookies.FewCookies": 700,
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": 750,
    "crawler.capture.CaptureMiddleware": 900,
}
# Scrapy starts so many tasks for every response to work on its items; ours have none (measured: 100 cost 1 ms a page).
CONCURRENT_ITEMS = 1
# Spider middlewares work on requests and items that spiders yield; ours yield none.
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}
SPIDER_MIDDLEWARES: dict[str, int] = {}
EXTENSIONS_BASE: dict[str, int] = {}
TELNETCONSOLE_ENABLED = False  # opens a port
LOG_LEVEL = "WARNING"
LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
# Set by the worker from the user's options.
CRAWL_PROXY = ""
CRAWL_BODY_LIMIT = 16 * 1024 * 1024
