"""The spider's share of Scrapy: responses and failures become settled pages; subclasses only read and offer."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import AsyncIterator
from functools import partial
from typing import Any, TypeGuard

import scrapy
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler import resolver
from crawler.archive_writer import problem_of
from crawler.arrival import Arrival
from crawler.collection import Collection
from crawler.frontier import Frontier
from crawler.outcomes import Outcome, of_exception, of_response
from crawler.records import PageSnapshot
from crawler.site_frontier import SiteFrontier, Visit

#: How a server says that it is asked more than it can bear.
TOO_FAST = (429, 503)
#: What the system says when the archive cannot be written: no space, quota, file too large, failing or read-only disk.
UNWRITABLE = frozenset(
    getattr(errno, name) for name in ("ENOSPC", "EDQUOT", "EFBIG", "EIO", "EROFS") if hasattr(errno, name)
)


class SiteSpider(scrapy.Spider):
    """Base of all spiders: serves every site of a worker. See :mod:`crawler.frontier` for the two methods to write.

    The worker gives it its ``collection``; under ``python -m scrapy crawl`` there is none, and nothing is asked.
    """

    def __init__(self, name: str | None = None, collection: Collection | None = None, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.collection = collection or Collection.empty()

    def begin(self, frontier: Frontier) -> None:
        """Offer the addresses a site begins with."""
        raise NotImplementedError

    def read(self, page: PageSnapshot, frontier: Frontier) -> None:
        """Read a page and offer what it names."""
        raise NotImplementedError

    def entry_kind(self, wording: str) -> str:
        """Of what kind an entry without an address (a button of scripts) is by its words; empty where it need not be known where
        it leads."""
        return ""

    async def start(self) -> AsyncIterator[Any]:
        """Nothing to yield: the scheduler takes its requests from the collection."""
        return
        yield

    def parse(self, response: Response, **kwargs: Any) -> None:
        """Settle a visit that brought a response (called by Scrapy)."""
        request = response.request
        assert request is not None
        visit: Visit = request.meta["visit"]
        arrival: Arrival = request.meta["arrival"]
        if arrival.rendered:
            self._settle(visit, None, arrival)
        else:
            outcome = of_response(response.status, arrival.body, arrival.content_type, complete=arrival.complete)
            if arrival.redirects_to:
                outcome = Outcome("fetched", "ok")
            if response.status in TOO_FAST:
                self.collection.ease(visit.row.host)
            if outcome.reason == "declined":
                self.collection.note_declined(arrival.final_url or arrival.url)
            self._settle(visit, outcome, arrival)

    def failed(self, failure: Failure) -> None:
        """Settle a visit that brought none (Scrapy's errback)."""
        request = getattr(failure, "request", None)
        assert request is not None and failure.value is not None
        visit: Visit = request.meta["visit"]
        if unwritable(failure.value):
            self._give_up(visit.frontier, failure.value)
            return
        outcome = of_exception(failure.value)
        if visit.renders:
            self._settle(visit, None, Arrival(rendered=True, detail=outcome.detail))
            return
        if outcome.reason == "dns" and (kind := resolver.refused.get(visit.row.host)):
            outcome = Outcome("skipped", "forbidden_address", f"dns {kind}")
        self._settle(visit, outcome, Arrival.none())

    def _settle(self, visit: Visit, outcome: Outcome | None, arrival: Arrival) -> None:
        frontier = visit.frontier

        def read() -> None:
            if arrival.rendered:
                for answer in arrival.answers:
                    frontier.keep_answer(visit.row, answer.url, answer.facts(), partial(self._read, visit, answer))
            if arrival.worth_reading(outcome):
                self._read(visit, arrival)

        try:
            if outcome is None:
                frontier.settle_rendered(visit, arrival.rendered_facts(), read, arrival.leads_to)
            else:
                frontier.settle(visit, outcome, arrival.facts(), read)
            self.collection.settled(visit)
        except (OSError, sqlite3.Error) as error:  # the archive itself cannot be written: nothing more is to be asked
            self._give_up(frontier, error)

    def _give_up(self, frontier: SiteFrontier, error: OSError | sqlite3.Error) -> None:
        self.collection.fail(problem_of(frontier.writer.folder, error))

    def _read(self, visit: Visit, arrival: Arrival) -> None:
        record = visit.frontier.known(arrival.url or visit.row.url)
        assert record is not None
        self.read(PageSnapshot(record, arrival.body, arrival.headers, arrival.dom), visit.frontier)


def unwritable(error: BaseException) -> TypeGuard[OSError]:
    """Whether an error says that the archive cannot be written, rather than anything of the network."""
    return isinstance(error, OSError) and error.errno in UNWRITABLE


def spider_of(crawler: Crawler) -> SiteSpider:
    """The spider of a crawl."""
    assert isinstance(crawler.spider, SiteSpider)
    return crawler.spider


def collection_of(crawler: Crawler) -> Collection:
    """The collection that a crawl's spider works for: what every component of the crawl shares."""
    return spider_of(crawler).collection
