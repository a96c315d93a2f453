"""Memory of judging one archive of many pages: it must not grow with the pages that prove nothing.

Usage: ``python benchmarks/judging_memory.py [--everywhere] [PAGES …]`` (default 5000 20000 100000). Each size is judged in a process of
its own, after 1,000 pages, which fill what is remembered up to a bound. Pages are made as they are asked for, so that only what judging
keeps is measured. Of the first thousand one in fifty is a guide and one in fifty a list, the rest are news; ``--everywhere`` makes guides
and lists of that share of all pages, whose evidence is then kept and grows with them.
"""

from __future__ import annotations

import argparse
import hashlib
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from crawler.records import ArchiveStatus, FetchRecord, PageSnapshot, Site
from crawler.urls import copy_key
from rules.judging import judge_archive
from rules.pack import default_pack

#: Pages among which guides and lists are.
SPEAKING = 1_000
HOME = "http://www.county.gov.cn/"
MENU = "".join(
    f"<li><a href='/col{n}/'>{name}</a></li>" for n, name in enumerate(("首页", "新闻中心", "政务公开", "县长信箱"))
)
FRAME = (
    "<html><head><meta charset='utf-8'><title>{title}</title></head><body><div class='nav'><ul>" + MENU + "</ul></div>"
    "<div class='crumb'>当前位置：首页 &gt; {column}</div><div class='content'><h1>{title}</h1>{body}</div>"
    "<div class='footer'>主办：某县人民政府</div></body></html>"
)
ITEMS = [
    "取水许可证核发",
    "食品经营许可证核发",
    "残疾人证申领",
    "林木采伐许可证核发",
    "道路运输证补发",
    "失业登记",
    "婚姻登记",
    "临时救助申请",
]


class MadeArchive:
    """An archive of ``count`` pages that exist only while they are looked at."""

    site = Site("5203250001", "某县人民政府", HOME, "county", "520325", "某县", region_level="county")
    year, as_of = 2026, "2026-03-01"

    def __init__(self, count: int, speaking: int) -> None:
        self.count, self.speaking = count, speaking

    def status(self) -> ArchiveStatus:
        day = "2026-03-01T01:00:00Z"
        return ArchiveStatus("measured", "", day, day, self.count, self.count, 0, 0)

    def records(self) -> Iterator[FetchRecord]:
        return (self._record(number) for number in range(self.count))

    def snapshots(self) -> Iterator[PageSnapshot]:
        return (self.read(record) for record in self.records())

    def lookup(self, url: str) -> FetchRecord | None:
        name = url.removeprefix(HOME + "p/").removesuffix(".html")
        number = int(name) if name.isdigit() else 0 if url == HOME else -1
        return self._record(number) if 0 <= number < self.count else None

    def read(self, record: FetchRecord) -> PageSnapshot:
        number = int(record.url.rsplit("/", 1)[1].removesuffix(".html") or 0)
        return PageSnapshot(
            record, page(number, self.count, self.speaking).encode(), {"content-type": "text/html; charset=utf-8"}
        )

    def _record(self, number: int) -> FetchRecord:
        url = f"{HOME}p/{number}.html" if number else HOME
        digest = "sha256:" + hashlib.sha256(url.encode()).hexdigest()
        return FetchRecord(
            url, "fetched", "ok", canonical=copy_key(url), http_status=200, content_type="text/html",
            fetched_at="2026-03-01T01:00:00Z", renderer="http", digest=digest, size=2000, record=f"pages.warc.gz#{number}",
        )  # fmt: skip


def page(number: int, count: int, speaking: int) -> str:
    """A guide, a list of guides, or news; pages from the number ``speaking`` on are all news."""
    item = ITEMS[number // 50 % len(ITEMS)]
    if number % 50 == 1 and number < speaking:
        body = f"<p>办理材料：身份证、申请表。</p><p>办理流程：申请、受理、发证。</p><p>联系电话：0851-2582{number % 9999:04}</p>"
        return FRAME.format(title=f"{item}办事指南", column="办事指南", body=body)
    if number % 50 == 2 and number < speaking:
        links = "".join(
            f"<li><a href='/p/{(number + 50 * n - 1) % min(count, speaking)}.html'>{name}</a></li>"
            for n, name in enumerate(ITEMS)
        )
        return FRAME.format(title="办事指南", column="办事服务 &gt; 办事指南", body=f"<ul>{links}</ul>")
    near = "".join(
        f"<li><a href='/p/{(number * 7 + n) % count}.html'>我县第{number + n}次会议</a> 2026-01-0{n + 1}</li>"
        for n in range(8)
    )
    text = f"<p>发布时间：2026-02-{number % 27 + 1:02}</p><p>本报讯，某局第{number}次会议昨日召开，会议指出，要做好各项工作，服务群众。</p>"
    return FRAME.format(title=f"某局召开第{number}次会议", column="新闻中心", body=text + f"<ul>{near}</ul>")


def measure(count: int, *, everywhere: bool) -> None:
    """Judge one made archive and print what it took."""
    pack = default_pack()
    judge_archive(MadeArchive(SPEAKING, SPEAKING), pack)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    judged = judge_archive(MadeArchive(count, count if everywhere else SPEAKING), pack)
    took = time.process_time() - began
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(
        f"{count:7} pages: {grown:7.1f} MB more than the {before / 1024:.0f} for {SPEAKING}, {grown * 1024 / count:5.2f} kB a page;"
        f" {took * 1000 / count:5.1f} CPU ms a page; {len(judged.items)} items, {len(judged.findings)} findings",
        flush=True,
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", nargs="*", type=int, default=[5_000, 20_000, 100_000])
    parser.add_argument("--here", action="store_true", help="judge in this process")
    parser.add_argument("--everywhere", action="store_true", help="guides and lists among all pages")
    given = parser.parse_args()
    for count in given.pages:
        if given.here:
            measure(count, everywhere=given.everywhere)
        else:
            more = ["--everywhere"] if given.everywhere else []
            subprocess.run([sys.executable, __file__, "--here", *more, str(count)], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
