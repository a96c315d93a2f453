"""Cookies as Scrapy keeps them, without its work for the many sites that set none."""

from __future__ import annotations

from scrapy import Request
from scrapy.downloadermiddlewares.cookies import CookiesMiddleware
from scrapy.http import Response


class FewCookies(CookiesMiddleware):
    """A jar for each site (``meta["cookiejar"]``): many portals redirect to the same address until their session cookie comes back."""

    def process_request(self, request: Request, spider: object = None) -> Request | Response | None:
        if not request.cookies and not self.jars[request.meta.get("cookiejar")]:
            request.headers.pop("Cookie", None)
            return None
        return super().process_request(request)

    def process_response(self, request: Request, response: Response, spider: object = None) -> Request | Response:
        if b"Set-Cookie" not in response.headers and b"Set-Cookie2" not in response.headers:
            return response
        return super().process_response(request, response)
