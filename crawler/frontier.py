"""What a spider sees of a site's collection: the frontier it offers links to; the rest stays behind it.

How a spider and the crawler work together
------------------------------------------
A spider is a subclass of ``crawler.spider.SiteSpider`` and serves many sites in one process. It never builds a
``Request``:

* ``begin(frontier)`` is called once per site and run, before anything is fetched: offer the portal (``why="start"``)
  and the service platforms (``why="service"``). Called again when a run goes on; nothing is queued twice.
* ``read(page, frontier)`` is called for every page that came back with a body (``PageSnapshot``; ``page.dom`` is set
  when it was rendered): read its facts, offer its links, ask for rendering. The page's row and everything offered
  meanwhile become one transaction.

Offers are de-duplicated by the ledger before any request exists, so offering all links of a page is cheap.

Rendering
---------
A page is always fetched plainly first. ``frontier.render(url)`` queues it for Chromium: ``crawler.render_step`` gives
the archived body to ``crawler.rendering.Renderer`` (no Scrapy download handler), keeps DOM and screenshot, and ``read``
is called once more with ``page.dom``. Data answers that the page's scripts received are kept as pages of their own
(``why="xhr"``) and read too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from crawler.records import FetchRecord, Site


class Frontier(Protocol):
    """The queue of one site in one year, most urgent first, hosts taking turns."""

    @property
    def site(self) -> Site:
        """The site being collected."""

    @property
    def render_mode(self) -> str:
        """``auto``, ``never`` or ``always``, as the user chose."""

    @property
    def pages_used(self) -> int:
        """Pages of this site fetched so far, earlier runs of the same year included. Redirects are no pages."""

    @property
    def urgency(self) -> int:
        """The priority with which the page being read was fetched."""

    @property
    def pages_queued(self) -> int:
        """URLs waiting to be fetched."""

    @property
    def budget_left(self) -> int:
        """Pages that may still be fetched."""

    def offer(
        self,
        url: str,
        *,
        parent: str = "",
        depth: int | None = None,
        why: str = "link",
        anchor: str = "",
        priority: int = 0,
        render: bool = False,
    ) -> bool:
        """Name a URL that is worth fetching; True when it is new and was queued.

        ``url`` is absolute; it is normalised here. ``parent`` and ``depth`` default to the page being read and its
        depth plus one. ``why`` is ``start``, ``service``, ``link``, ``target`` (check this one link's target: may lie
        outside the site's scope, links found there should not be offered), ``xhr``, ``frame`` or ``sitemap``. Higher
        ``priority`` is fetched earlier. ``render`` asks for rendering as soon as it was fetched. Offering a queued
        URL again with a higher priority moves it forward. Refused URLs are noted in the ledger with their reason
        (out_of_scope, forbidden_address, copy, unsupported).
        """

    def render(self, url: str) -> bool:
        """Ask for a fetched page to be rendered; ``read`` is then called once more for it, with ``page.dom`` set.

        False when rendering is switched off or impossible, or was asked for before.
        """

    def conclude(self, promising: int) -> bool:
        """Say that what is unseen is estimated to be too little: nothing further is asked for, and the site is measured.

        Ignored, and False, as long as anything of at least the priority ``promising`` waits.
        """

    def reweigh(self, prefix: str, weigh: Callable[[str, int], int]) -> None:
        """Change the priority of the queued URLs that begin with ``prefix``, by what ``weigh`` makes of a URL and its
        priority."""

    def remember(self, name: str, value: str) -> None:
        """Keep what was learned from a page; it becomes part of the page's transaction, so a kill cannot part them."""

    def remembered(self) -> list[tuple[str, str]]:
        """Everything kept by :meth:`remember`, in this run or an earlier one of the year."""

    def knows(self, url: str) -> bool:
        """Whether an absolute URL was offered before, cheaply: no copies are looked for."""

    def settled(self, url: str) -> bool:
        """Whether offering an absolute URL again is known to change nothing: told from memory, so it may be False for
        one that was fetched."""

    def known(self, url: str) -> FetchRecord | None:
        """What the ledger says of a URL or one of its copies; None when it was never offered."""
