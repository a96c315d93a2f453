"""What arrived for a visit, stored already and decoded: from the wire, or from the browser."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from crawler.outcomes import Outcome


@dataclass(frozen=True, slots=True)
class Arrival:
    """``place`` and the other places are offsets in the WARC file. ``body`` is content-decoded.

    ``leads_to`` is where the scripts of a rendered page wanted to go.
    """

    url: str = ""
    status: int = 0
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    place: int | None = None
    complete: bool = True
    at: str = ""
    redirects_to: str = ""
    final_url: str = ""
    leads_to: str = ""
    rendered: bool = False
    dom: bytes | None = None
    dom_place: int | None = None
    screenshot_place: int | None = None
    detail: str = ""
    answers: tuple[Arrival, ...] = ()
    renderer: str = "http"

    @classmethod
    def none(cls) -> Arrival:
        """Nothing came."""
        return cls(renderer="")

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "")

    def facts(self) -> dict[str, object]:
        """The ledger columns of a fetched page."""
        if self.place is None:
            return {}
        return {
            "final_url": self.redirects_to or self.final_url,
            "http_status": self.status,
            "content_type": self.content_type,
            "fetched_at": self.at,
            "renderer": self.renderer,
            "size": len(self.body),
            "record": self.place,
            "digest": "sha256:" + hashlib.sha256(self.body).hexdigest(),
        }

    def rendered_facts(self) -> dict[str, object]:
        """The ledger columns that rendering changes; a page that could not be rendered stays fetched and says so."""
        if self.dom is None:
            return {"reason": "render_failed", "detail": self.detail}
        return {
            "renderer": "chromium",
            "dom_record": self.dom_place,
            "screenshot_record": self.screenshot_place,
            "detail": self.detail,
            # Judged is what the browser showed; the shells of an application are all alike.
            "digest": "sha256:" + hashlib.sha256(self.dom).hexdigest(),
        }

    def worth_reading(self, outcome: Outcome | None) -> bool:
        """Whether a spider can find anything on it."""
        if self.rendered:
            return self.dom is not None
        return (
            outcome is not None and outcome.reason in ("ok", "truncated") and not self.redirects_to and bool(self.body)
        )
