"""What every response and every exception means for a page: its state and reason in the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from OpenSSL import SSL
from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    UnsupportedURLSchemeError,
)
from twisted.internet import error as net
from twisted.web.client import ResponseFailed

from crawler.challenges import challenge_on
from crawler.records import PageReason, PageState

#: Statuses by which a site declines; never retried, never worked around. 412, 468 and 521 are how Chinese protection
#: products ask a browser to prove itself.
DECLINED = frozenset({401, 403, 412, 468, 521})
GONE = frozenset({404, 410})
REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one attempt. ``again``: worth a second, slower try at the end."""

    state: PageState
    reason: PageReason
    detail: str = ""
    again: bool = False

    @property
    def network(self) -> bool:
        """Whether the host itself could not be reached, so that asking it for more is in vain."""
        return self.reason in ("dns", "refused", "reset", "timeout", "tls")


class Refused(IgnoreRequest):
    """A request that is not sent, or not sent again; carries the outcome its page gets."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.reason)
        self.outcome = outcome


def of_response(status: int, body: bytes, content_type: str = "", *, complete: bool = True) -> Outcome:
    """The outcome of a final response (no redirect that is followed). ``body`` is content-decoded."""
    if status in DECLINED:
        return Outcome("skipped", "declined", _named(status))
    if status >= 500:
        return Outcome("failed", "server_error", _named(status), again=True)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Outcome("fetched", "http_error", _named(status), again=True)
    if status in GONE:
        return Outcome("fetched", "not_found", _named(status))
    if status >= 300:
        return Outcome("fetched", "http_error", _named(status))
    if challenge := _challenge(body, content_type):
        return Outcome("skipped", "declined", f"challenge: {challenge}")
    if not complete:
        return Outcome("fetched", "truncated")
    return Outcome("fetched", "ok") if body.strip() else Outcome("fetched", "empty")


def of_exception(error: BaseException) -> Outcome:
    """The outcome of a request that brought no response."""
    if isinstance(error, Refused):
        return error.outcome
    error = _root(error)
    for kinds, reason in _FAILURES:
        if isinstance(error, kinds):
            return Outcome("failed", reason, _detail(error), again=True)
    if isinstance(error, UnsupportedURLSchemeError):
        return Outcome("skipped", "unsupported", _detail(error))
    if isinstance(error, DownloadCancelledError):  # the declared length exceeds the limit
        return Outcome("skipped", "too_large", _detail(error))
    return Outcome("failed", "error", _detail(error), again=True)


_FAILURES: tuple[tuple[tuple[type[BaseException], ...], PageReason], ...] = (
    ((CannotResolveHostError, net.DNSLookupError), "dns"),
    ((DownloadConnectionRefusedError, net.ConnectionRefusedError, TunnelError), "refused"),
    ((SSL.Error, net.CertificateError), "tls"),
    ((DownloadTimeoutError, net.TimeoutError, net.TCPTimedOutError, TimeoutError), "timeout"),
    ((net.ConnectionLost, net.ConnectionDone, net.ConnectionAborted, net.ConnectError, ConnectionError), "reset"),
)


def _root(error: BaseException) -> BaseException:
    """The failure below Scrapy's and Twisted's wrappers: what the connection itself met."""
    seen: set[int] = set()
    while id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, ResponseFailed) and error.reasons:
            reasons = [reason.value for reason in error.reasons]
            error = next((reason for reason in reasons if isinstance(reason, SSL.Error)), reasons[0])
        elif type(error).__name__ == "DownloadFailedError" and error.__cause__ is not None:
            error = error.__cause__
    return error


def _challenge(body: bytes, content_type: str) -> str:
    kind = content_type.partition(";")[0].strip().lower()
    return challenge_on(body) if kind in ("", "text/html", "application/xhtml+xml", "text/plain") else ""


def _named(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _detail(error: BaseException) -> str:
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text}"[:200] if text else type(error).__name__
