"""robots.txt (RFC 9309): asked once per site and origin, obeyed, its Crawl-delay kept; broken files read as far as
possible."""

from __future__ import annotations

import asyncio
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass
from http import HTTPStatus

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler

from crawler.arrival import Arrival
from crawler.collection import Collection
from crawler.outcomes import Outcome, Refused, of_exception
from crawler.site_frontier import SiteFrontier
from crawler.spider import collection_of, unwritable
from crawler.urls import host_of, normalise, origin_of

#: The name robots.txt files address us by.
PRODUCT = "govaudit"
#: RFC 9309 §2.5: a parser must read at least 500 KiB.
_MOST_BYTES = 512 * 1024
#: Seconds. A site that wants longer pauses cannot be looked through in weeks: that is a no, and obeyed as one.
LONGEST_DELAY = 300.0


@dataclass(frozen=True, slots=True)
class Rules:
    """What an origin allows. ``outcome``: what every page of it gets, when the file itself could not be had."""

    parsed: Protego | None = None
    outcome: Outcome | None = None

    def judge(self, url: str) -> Outcome | None:
        """The outcome of a page that must not be asked; None when it may."""
        if self.outcome is not None:
            return self.outcome
        if self.parsed is None or self.parsed.can_fetch(url, PRODUCT):
            return None
        return Outcome("skipped", "robots", "disallowed")


class RobotsMiddleware:
    """Asks for robots.txt before the first page of an origin, through the same guard, archive and pace as any page."""

    def __init__(self, crawler: Crawler, collection: Collection) -> None:
        self._crawler, self._collection = crawler, collection

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotsMiddleware:
        return cls(crawler, collection_of(crawler))

    async def process_request(self, request: Request) -> None:
        if "visit" not in request.meta or request.meta["visit"].renders:
            return
        rules = await self._rules(origin_of(request.url), request)
        if outcome := rules.judge(request.url):
            raise Refused(outcome)

    async def allows(self, url: str, page: Request) -> bool:
        """Whether the scripts of a page may ask for ``url``; the file is asked for where it is not known yet."""
        address = normalise(url)
        return bool(address) and (await self._rules(origin_of(address), page)).judge(address) is None

    async def _rules(self, origin: str, request: Request) -> Rules:
        frontier: SiteFrontier = request.meta["frontier"]
        known = frontier.robots.get(origin)
        if known is None:
            known = frontier.robots[origin] = asyncio.get_running_loop().create_future()
            try:
                known.set_result(await self._fetch(origin, request, frontier))
            except Exception as error:  # others wait for this answer, whatever is wrong with the file
                if unwritable(error):
                    known.cancel()
                    raise
                known.set_result(Rules(outcome=_of_robots(of_exception(error))))
        rules: Rules = await known
        return rules

    async def _fetch(self, origin: str, page: Request, frontier: SiteFrontier) -> Rules:
        """Ask for the file. 4xx: everything is allowed (RFC 9309 §2.3.1.3); 5xx, "too many requests" and no answer:
        nothing is (§2.3.1.4)."""
        meta = {
            "frontier": frontier,
            "robots": True,
            "proxy": page.meta.get("proxy"),
            "cookiejar": page.meta.get("cookiejar"),
            "late": page.meta.get("late"),
            "download_timeout": page.meta.get("download_timeout"),
        }
        request = Request(f"{origin}/robots.txt", meta=meta)
        assert self._crawler.engine is not None
        try:
            response = await self._crawler.engine.download_async(request)
        except Exception as error:  # whatever kept the file from coming is what every page of the origin meets
            if unwritable(error):
                raise
            outcome = of_exception(error)
            # A file that is never arrived at, or only where nobody may ask, is none (RFC 9309 §2.3.1.2).
            nowhere = outcome.reason in ("redirect_loop", "forbidden_address")
            return Rules() if nowhere else Rules(outcome=_of_robots(outcome))
        if response.status >= 500 or response.status == HTTPStatus.TOO_MANY_REQUESTS:
            return Rules(outcome=Outcome("skipped", "robots", f"robots.txt {response.status}", again=True))
        arrived: Arrival | None = response.request.meta.get("arrival") if response.request else None
        if not 200 <= response.status <= 299 or arrived is None:
            return Rules()
        return self._read(arrived.body[:_MOST_BYTES], host_of(origin))

    def _read(self, body: bytes, host: str) -> Rules:
        encoding = "utf-16" if body.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8"  # as some editors save it
        parsed = Protego.parse(body.decode(encoding, "replace").removeprefix("\ufeff"))
        delay = float(parsed.crawl_delay(PRODUCT) or 0)
        if delay > LONGEST_DELAY:
            return Rules(outcome=Outcome("skipped", "robots", f"crawl-delay {delay:.0f}"))
        self._collection.slow_down(host, delay)
        return Rules(parsed)


def forbidden_by_known(collection: Collection, url: str) -> bool:
    """Whether a robots.txt that was asked for already forbids ``url``: for where the browser is redirected to."""
    origin = origin_of(url)
    known = [frontier.robots[origin] for frontier in collection.frontiers() if origin in frontier.robots]
    return any(rules.done() and rules.result().judge(url) for rules in known)


def _of_robots(outcome: Outcome) -> Outcome:
    return Outcome(outcome.state, outcome.reason, f"robots.txt: {outcome.detail}", again=outcome.again)
