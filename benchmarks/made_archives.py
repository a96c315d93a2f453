"""Archives on disk beside made judgements: a page a service item, its form, and the pages of the site's columns."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from crawler.archive_writer import ArchiveWriter, now
from crawler.records import Site
from crawler.urls import copy_key, host_of
from crawler.warc import header_block

#: Links around the content, which bring a page to the 20,000 characters that real ones have in the middle.
_LINKS = 120
_FRAME = (
    "<!doctype html><html><head><meta charset='utf-8'><title>{title}</title><style>.nav{{width:980px}}</style>"
    "<script>var a='x';</script></head><body><div class='nav'><ul>{links}</ul></div><div class='crumb'>当前位置：首页</div>"
    "<div class='content'><h1>{title}</h1><table class='guide' border='1'>{rows}</table></div>"
    "<div class='footer'><img src='/foot.png' alt='主办单位'>某县人民政府</div></body></html>"
)
_NAMES = (
    "事项名称", "办理依据", "受理条件", "申请材料", "办理流程", "办结时限", "收费标准", "办理地点", "办理时间", "联系电话", "监督电话",
)  # fmt: skip
_TEXT = (
    "申请人向县政务服务中心窗口提出申请，提交身份证原件及复印件一份、申请表二份，窗口工作人员当场审查并出具受理通知书。"
)


def page(title: str) -> bytes:
    """A page as portals make them: a menu, a table of a guide's elements, a foot."""
    links = "".join(
        f"<li class='item'><a href='/col/{n}/index.html' target='_blank' title='栏目{n}'>某某栏目{n}</a></li>"
        for n in range(_LINKS)
    )
    rows = "".join(
        f"<tr><th style='width:120px'>{name}</th><td><p class='MsoNormal'>{title}{_TEXT * 3}</p></td></tr>"
        for name in _NAMES
    )
    return _FRAME.format(title=title, links=links, rows=rows).encode()


def form(title: str) -> bytes:
    """A Word file of the old kind by its first bytes."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + title.encode("utf-16-le") + bytes(20_000)


def pages(site: Site, items: int, columns: Iterable[str]) -> Iterator[tuple[str, str, bytes]]:
    """Address, content type and body of all that the site answered."""
    home = site.portal_url
    for number in range(items):
        yield f"{home}bszn/{number}.html", "text/html; charset=utf-8", page(f"第{number}号事项办理")
        yield f"{home}bszn/{number}.doc", "application/msword", form(f"第{number}号事项申请表")
    for column in ("", *columns):
        yield f"{home}{column}", "text/html; charset=utf-8", page(f"栏目{column}")


def write_archive(folder: Path, site: Site, year: int, answers: Iterable[tuple[str, str, bytes]]) -> None:
    """Write the answers as a crawl does, so that they are read back by the same way."""
    writer = ArchiveWriter.open(folder, site, year, f"{year}-03-01", {})
    with writer.page():  # one transaction: how fast an archive is written is not what is asked
        for url, kind, body in answers:
            _add(writer, url, kind, body)
    writer.finish("measured")


def _add(writer: ArchiveWriter, url: str, kind: str, body: bytes) -> None:
    row = writer.ledger.add(url, copy_key(url), host_of(url), state="queued", reason="", depth=0, why="link")
    head = header_block("HTTP/1.1 200 OK", [(b"Content-Type", kind.encode())])
    place = writer.warc.exchange(url, header_block("GET / HTTP/1.1", []), head, body)
    writer.ledger.set(
        row,
        state="fetched",
        reason="ok",
        http_status=200,
        waiting=0,
        record=int(place.split("#")[1]),
        digest="sha256:" + hashlib.sha256(body).hexdigest(),
        content_type=kind,
        size=len(body),
        fetched_at=now(),
    )
