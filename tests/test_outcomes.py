"""What responses and exceptions mean for a page."""

from __future__ import annotations

from typing import get_args

import pytest
from OpenSSL import SSL
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    UnsupportedURLSchemeError,
)
from twisted.internet import error as net
from twisted.python.failure import Failure
from twisted.web.client import ResponseFailed

from crawler.outcomes import Outcome, Refused, of_exception, of_response
from crawler.records import PageReason

HTML = "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("status", "state", "reason", "again"),
    [
        (200, "fetched", "ok", False),
        (203, "fetched", "ok", False),
        (404, "fetched", "not_found", False),
        (410, "fetched", "not_found", False),
        (400, "fetched", "http_error", False),
        (429, "fetched", "http_error", True),
        (401, "skipped", "declined", False),
        (403, "skipped", "declined", False),
        (412, "skipped", "declined", False),
        (468, "skipped", "declined", False),
        (521, "skipped", "declined", False),
        (500, "failed", "server_error", True),
        (503, "failed", "server_error", True),
        (304, "fetched", "http_error", False),
    ],
)
def test_statuses(status: int, state: str, reason: str, again: bool) -> None:
    outcome = of_response(status, b"<p>text</p>", HTML)
    assert (outcome.state, outcome.reason, outcome.again) == (state, reason, again)


def test_bodies() -> None:
    assert of_response(200, b" \n", HTML).reason == "empty"
    assert of_response(200, b"<p>half", HTML, complete=False).reason == "truncated"


@pytest.mark.parametrize("mark", ["__jsl_clearance", "$_ts=window['$_ts']", "acw_sc__v2", "请完成安全验证"])
def test_challenges_decline(mark: str) -> None:
    page = f"<html><script>var a = '{mark}'</script></html>"
    for body in (page.encode(), page.encode("gb18030")):
        assert of_response(200, body, HTML).reason == "declined"


def test_a_real_page_behind_the_same_product_is_a_page() -> None:
    body = b"<script>$_ts=window['$_ts']</script><a href=\"/bsfw/\">x</a>"
    assert of_response(200, body, HTML).reason == "ok"
    assert of_response(200, b"__jsl_clearance", "application/json").reason == "ok"


def failed(error: BaseException) -> ResponseFailed:
    return ResponseFailed([Failure(error)])


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (CannotResolveHostError("x"), "dns"),
        (net.DNSLookupError("x"), "dns"),
        (DownloadConnectionRefusedError("x"), "refused"),
        (DownloadTimeoutError("x"), "timeout"),
        (net.TCPTimedOutError(), "timeout"),
        (TimeoutError(), "timeout"),
        (failed(net.ConnectionLost()), "reset"),
        (net.ConnectionDone(), "reset"),
        (ConnectionResetError(), "reset"),
        (failed(SSL.Error([("SSL", "", "bad")])), "tls"),
        (net.CertificateError(), "tls"),
        (DownloadCancelledError("x"), "too_large"),
        (UnsupportedURLSchemeError("x"), "unsupported"),
        (RuntimeError("x"), "error"),
    ],
)
def test_exceptions(error: BaseException, reason: str) -> None:
    outcome = of_exception(error)
    assert outcome.reason == reason
    assert outcome.reason in get_args(PageReason)
    assert outcome.again == (outcome.state == "failed")


def test_causes_are_looked_for_below_wrappers() -> None:
    wrapped = DownloadFailedError("x")
    wrapped.__cause__ = failed(net.ConnectionAborted())
    assert of_exception(wrapped).reason == "reset"
    outcome = Outcome("skipped", "robots")
    assert of_exception(Refused(outcome)) is outcome
