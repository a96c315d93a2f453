"""Writing one site's pages: hosts, layout, articles and lists in pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from random import Random

from govaudit.sample import parts
from govaudit.sample.parts import a, e
from govaudit.sample.plan import Matter, Offer, SitePlan, matters
from govaudit.sample.web import HTML, Host, Page
from govaudit.sample.wording import FRIENDS

_PICTURE = re.compile(rb'src="(/images/[^"]+)"')
_GIF = bytes.fromhex("47494638396101000100800000ffffff0000002c00000000010001000002024401003b")
_SEARCH = (
    '<form class="search" action="/search" method="get"><input type="text" name="q" placeholder="请输入关键字">'
    '<input type="submit" value="搜索"></form>'
)


class SiteWriter:
    """The hosts of one site, its look, and how pages get into them."""

    encoding = "utf-8"
    suffix = "html"
    style = 0  # row of parts.HEADINGS

    def __init__(self, plan: SitePlan, today: date, random: Random) -> None:
        self.plan, self.today, self.random = plan, today, random
        self.hosts: dict[str, Host] = {plan.host: Host()}
        self.phone = f"0990-{random.randint(2000000, 8999999)}"
        window, street = random.randint(3, 28), random.randint(10, 300)
        self.office = f"{plan.place}政务服务中心二楼{window}号窗口（{plan.place}建设路{street}号）"
        self.menu: list[tuple[str, str]] = []

    def offered(self) -> list[tuple[int, Offer, Matter]]:
        """The site's offers with a running number and the item's facts."""
        return [(number, offer, matters()[offer.matter]) for number, offer in enumerate(self.plan.offers, 1)]

    def host(self, name: str = "") -> Host:
        """A host of the site by its full name; the portal's when empty."""
        return self.hosts.setdefault(name or self.plan.host, Host())

    def put(
        self, path: str, title: str, body: str, *, host: str = "", crumbs: tuple[str, ...] = (), day: str = ""
    ) -> None:
        """Write a page in the site's layout."""
        self.raw(path, self.layout(title, body, crumbs, day), host=host)

    def raw(self, path: str, html: str, *, host: str = "") -> None:
        """Write a page as it is."""
        kind = f"{HTML}; charset=utf-8" if self.encoding == "utf-8" else HTML
        self.host(host).pages[path] = Page(html.encode(self.encoding, "xmlcharrefreplace"), kind)

    def file(self, path: str, body: bytes, content_type: str = "application/octet-stream", *, host: str = "") -> str:
        """Write a file and give its path back."""
        self.host(host).pages[path] = Page(body, content_type)
        return path

    def layout(self, title: str, body: str, crumbs: tuple[str, ...], day: str = "") -> str:
        """The page around a content."""
        trail = " &gt; ".join(["当前位置：" + a(self.home_url(), "首页"), *map(e, crumbs)])
        return (
            f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="{self.encoding}">'
            f"<title>{e(title)}-{e(self.plan.name)}</title>{self.meta(title, crumbs[-1] if crumbs else '', day)}</head>"
            f'<body>{self.top()}<div class="position">{trail}</div><div class="content" id="content">{body}</div>'
            f"{self.bottom()}</body></html>"
        )

    def meta(self, title: str, column: str, day: str) -> str:
        """Further tags in the head."""
        return ""

    def home_url(self) -> str:
        """The home page, in full where the site has several hosts."""
        return f"http://{self.plan.host}/" if len(self.hosts) > 1 else "/"

    def top(self) -> str:
        """Name, search box and menu."""
        base = self.home_url().rstrip("/")
        links = "".join(f"<li>{a(url if '://' in url else base + url, text)}</li>" for text, url in self.menu)
        logo = f'<div class="header"><div class="logo">{e(self.plan.name)}</div>{_SEARCH}</div>'
        return f'{logo}<div class="nav"><ul>{links}</ul></div>'

    def bottom(self) -> str:
        """Friendly links and the imprint, whose telephone is nobody's service."""
        friends = "".join(f'<option value="http://{name}/">{text}</option>' for name, text in FRIENDS.items())
        return (
            f'<div class="friendlink">友情链接：<select onchange="window.open(this.value)">{friends}</select></div>'
            f'<div class="footer">主办：{e(self.plan.name)} 联系电话：{self.phone[:-3]}000 '
            f"网站标识码：{self.plan.site_id} 云ICP备{self.plan.region_code}号</div>"
        )

    def article(self, title: str, text: str, day: date) -> str:
        """A report with its source line."""
        paragraphs = "".join(f"<p>{e(line)}</p>" for line in text.split("\n"))
        return (
            f'<h1 class="title">{e(title)}</h1><div class="info">来源：{e(self.plan.name)} 发布时间：{day} '
            f'浏览次数：{self.random.randint(30, 900)}</div><div class="article">{paragraphs}</div>'
        )

    def paged(self, folder: str, title: str, rows: Sequence[Sequence[str]], size: int, crumbs: tuple[str, ...]) -> None:
        """A list over several pages."""
        count = -(-len(rows) // size)
        for page in range(count):
            listed = parts.table((), rows[page * size : (page + 1) * size])
            body = f"<h2>{e(title)}</h2>{listed}{self.pager(folder, page, count)}"
            self.put(self.page_url(folder, page), title, body, crumbs=crumbs)

    def page_url(self, folder: str, page: int) -> str:
        """index_1, index_2 … as content systems name them."""
        return folder if page == 0 else f"{folder}index_{page}.{self.suffix}"

    def pager(self, folder: str, page: int, count: int) -> str:
        """Links to the other pages of a list."""
        links = [a(self.page_url(folder, number), str(number + 1)) for number in range(count) if number != page]
        after = a(self.page_url(folder, page + 1), "下一页") if page + 1 < count else ""
        return f'<div class="page">{" ".join(links)} {after}</div>'

    def put_pictures(self) -> None:
        """A file behind every picture the pages show."""
        for host in self.hosts.values():
            pages = [page.body for page in host.pages.values() if page.content_type.startswith(HTML)]
            for path in sorted({path.decode() for body in pages for path in _PICTURE.findall(body)}):
                host.pages[path] = Page(_GIF, "image/gif")
