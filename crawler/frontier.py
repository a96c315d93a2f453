"""What a spider sees of a site's collection: the frontier it offers links to. The rest of the machinery stays behind it.

How a spider and the crawler work together
------------------------------------------
A spider is a subclass of ``crawler.spider.SiteSpider`` and serves many sites in one process. It never builds a ``Request``:

* ``begin(frontier)`` is called once per site and run, before anything is fetched: offer the portal (``why="start"``) and the service
  platforms (``why="service"``). Called again when a run goes on; what the ledger knows is not queued twice.
* ``read(page, frontier)`` is called for every page that came back with a body (``PageSnapshot``; ``page.dom`` is set when the page was
  rendered): read its facts, offer its links, ask for rendering. The page's row and everything offered meanwhile become one transaction.

Offers are de-duplicated by the ledger before any request exists, so offering all links of a page is cheap.

Rendering
---------
A page is always fetched plainly first; where rendering was asked for, it is then opened in Chromium, which makes ``page.dom``. For that
the scheduler calls ``crawler.rendering.prepare(meta, site)`` with the request's ``meta`` to fill in, and
``crawler.rendering.settings(options)`` for the settings (download handlers, launch options, address guard on every sub-request). The
response's body is the DOM; ``meta["screenshot"]`` (PNG bytes) is kept when set; ``meta["met"]`` (URLs the page asked for itself: XHR,
frames) is offered with ``why="xhr"`` and low priority.
"""

from __future__ import annotations

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

        ``url`` is absolute; it is normalised here. ``parent`` and ``depth`` default to the page being read and its depth plus one.
        ``why`` is ``start``, ``service``, ``link``, ``target`` (check this one link's target: may lie outside the site's scope, links
        found there should not be offered), ``xhr``, ``frame`` or ``sitemap``. Higher ``priority`` is fetched earlier. ``render`` asks
        for Chromium at once. Offering a queued URL again with a higher priority moves it forward; refused URLs are noted in the ledger
        with their reason (out_of_scope, forbidden_address, copy, unsupported).
        """

    def render(self, url: str) -> bool:
        """Ask for a fetched page to be fetched again through Chromium; ``read`` is then called once more, with ``page.dom`` set.

        False when rendering is switched off, or was asked for before.
        """

    def known(self, url: str) -> FetchRecord | None:
        """What the ledger says of a URL or one of its copies; None when it was never offered."""


class ScopeRule(Protocol):
    """What decides which URLs belong to a site (``crawler.scope.Scope``)."""

    def contains(self, url: str) -> bool:
        """Whether ``url`` belongs to the site."""
