"""Pages, hosts and the answers they give: the sample province as a web server sees it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

HTML = "text/html"


@dataclass(frozen=True, slots=True)
class Page:
    """One answer: status, body, content type and further headers."""

    body: bytes
    content_type: str = HTML
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Host:
    """One host name: its answers by path and query, or one answer to everything, or none (``drops``: it hangs up).

    ``ignore`` is a pattern taken out of what is asked for (session ids): every visitor's own address finds the page.
    """

    pages: dict[str, Page] = field(default_factory=dict)
    missing: Page = field(default_factory=lambda: not_found())
    always: Page | None = None
    drops: bool = False
    ignore: str = ""

    def answer(self, target: str) -> Page:
        """What the host says to a path and query."""
        if self.always is not None:
            return self.always
        asked = re.sub(self.ignore, "", target) if self.ignore else target
        return self.pages.get(asked.partition("#")[0]) or self.missing


def not_found() -> Page:
    """The bare error page of a web server."""
    body = "<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1><hr>nginx</body></html>"
    return Page(body.encode(), status=404)


def redirect(target: str) -> Page:
    """A 302 answer."""
    return Page(b"", status=302, headers={"Location": target})


def split_target(url: str) -> tuple[str, str]:
    """Host and path-with-query of an absolute URL."""
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return (parts.hostname or ""), target
