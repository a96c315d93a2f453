"""A made-up large portal in which plain breadth-first finds evidence late: services deep behind wide news, as on real portals.

The front page shows headlines, menus and offices. News, notices and papers lie in paged archives of a city and of its
offices, with related articles, calendars, sorted copies and print views; many headlines speak of services. The service hall is
reached by menu, then audience, then theme, then a paged list, then the item, then its form or its sign-in; a third of the services
lies with the offices, under a name that tells them or does not. Three
ways in which content systems name addresses take turns: by folder, one pattern for all content with the channel's number, and
dated addresses. Everything is random by seed, and what each page truly holds is known.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from benchmarks.made_site import DEPARTMENTS, MadeSite

STYLES = ("folders", "numbers", "dates")
AUDIENCES = {"个人办事": ("生育收养", "户籍办理", "教育科研", "就业创业", "社会保障", "医疗卫生"),
             "法人办事": ("设立变更", "准营准办", "资质认证", "投资审批", "税收财务", "环保绿化")}  # fmt: skip
MATTERS = ("食品经营", "建设工程规划", "机动车驾驶", "医疗机构执业", "民办学校办学", "取水", "林木采伐", "道路客运经营", "户外广告设置",
           "老年人优待", "烟花爆竹经营", "特种设备使用", "渔业捕捞", "公共场所卫生", "出版物零售")  # fmt: skip
ACTS = (
    "许可证核发",
    "许可证变更",
    "许可证注销",
    "许可证延续",
    "登记",
    "备案",
    "证明办理",
    "补贴申领",
    "资格认定",
    "年度审验",
)
CHANNELS = ("要闻", "时政", "部门动态", "乡镇动态", "图片新闻", "媒体关注", "专题专栏", "通知公告")
HEADLINES = (
    "市委书记到{}调研重点工作", "我市召开{}工作推进会", "{}开展安全生产大检查", "{}举办业务培训班", "{}召开干部大会",
    "{}优化营商环境 推行“一窗受理”", "{}开通网上办事大厅 群众少跑腿", "{}推出办事指南电子版", "{}领导接听市长热线", "{}深入企业走访",
)  # fmt: skip
NOTICES = (
    "关于{}放假安排的通知",
    "{}关于公开招聘工作人员的公告",
    "{}2020年部门预算",
    "{}行政处罚决定书",
    "关于印发{}工作规则的通知",
)
COLUMNS = (
    ("市长信箱", "mailbox", 240), ("咨询投诉", "consultation", 240), ("意见征集", "opinion", 60), ("在线访谈", "interview", 60),
)  # fmt: skip
WINDOWS = ("办事指南", "服务窗口", "便民服务", "业务工作")  # what offices call their services
PER_PAGE = 15
Links = list[tuple[str, str]]


@dataclass
class _Maker:
    """Pages of one portal in the making; ``name`` gives addresses in the portal's own way."""

    chance: random.Random
    style: str
    made: MadeSite = field(default_factory=MadeSite)
    channels: int = 1000
    contents: int = 20000

    def channel(self, folder: str, *path: str) -> _Channel:
        self.channels += 1
        return _Channel(self, folder, self.channels, path)

    def put(
        self,
        path: str,
        title: str,
        links: Links,
        *evidence: str,
        text: str = "",
        dated: bool = False,
        crumbs: Sequence[str] = (),
    ) -> None:
        self.made.put(path, _page(title, links, text, dated, crumbs), *evidence)

    def article(self, channel: _Channel, path: str, title: str, related: Links, text: str) -> None:
        day = f"2020-{self.chance.randint(1, 12):02}-{self.chance.randint(1, 28):02}"
        about = f"<p>发布时间：{day} 来源：{self.chance.choice(DEPARTMENTS)} 浏览次数：12</p><p>{text}</p>"
        self.put(
            path, title, related, text=about + ("<h3>相关阅读</h3>" if related else ""), dated=True, crumbs=channel.path
        )


@dataclass
class _Channel:
    """One column of a portal: the addresses of its lists and of its contents."""

    maker: _Maker
    folder: str
    number: int
    path: Sequence[str]  # where it stands on the site

    def list(self, page: int = 0) -> str:
        if self.maker.style == "dates":
            return f"/col/col{self.number}/index.html" + (f"?uid={self.number}&pageNum={page + 1}" if page else "")
        return f"/{self.folder}/" + (f"index_{page}.html" if page else "")

    def content(self) -> str:
        self.maker.contents += 1
        number, chance = self.maker.contents, self.maker.chance
        if self.maker.style == "folders":
            return f"/{self.folder}/{number}.html"
        if self.maker.style == "numbers":
            return f"/info/{self.number}/{number}.htm"
        return f"/art/{chance.randint(2015, 2020)}/{chance.randint(1, 12)}/{chance.randint(1, 28)}/art_{self.number}_{number}.html"

    def lists(self, title: str, links: Links, *evidence: str, per: int = PER_PAGE, dated: bool = False) -> str:
        """Write the pages of the list; returns its address."""
        pages = max(1, -(-len(links) // per))
        for page in range(pages):
            near = {0, 1, 2, pages - 1, page - 1, page + 1} & set(range(pages)) - {page}
            turns = [(str(other + 1), self.list(other)) for other in sorted(near)]
            turns += [("下一页", self.list(page + 1))] if page + 1 < pages else []
            odd = [("按时间排序", f"/{self.folder}/list?sort=time&page={page}")] if dated else []
            shown = links[page * per : (page + 1) * per] + turns + odd
            self.maker.put(self.list(page), title, shown, *evidence, dated=dated, crumbs=self.path)
        return self.list()


MENU: Links = [
    ("首页", "/"), ("新闻中心", "/xwzx/"), ("政务公开", "/zwgk/"), ("政务服务", "/zwfw/"), ("互动交流", "/hdjl/"),
    ("部门网站", "/bmwz/"), ("走进本市", "/zjbs/"),
]  # fmt: skip


def make_portal(seed: int = 1, pages: int = 6000) -> MadeSite:
    """A portal of about so many pages, 7 in 100 of which hold evidence of their own."""
    maker = _Maker(random.Random(seed), STYLES[seed % len(STYLES)])
    latest, channels = _news(maker, "xwzx", "新闻中心", CHANNELS, pages // 3)
    papers = _papers(maker, "zwgk", "政务公开", pages // 6)
    names = [matter + act for matter in MATTERS for act in ACTS]
    maker.chance.shuffle(names)
    count = min(len(names), pages // 40)
    services = _services(maker, names[: count * 2 // 3])
    by_office = [names[count * 2 // 3 + number : count : len(DEPARTMENTS)] for number in range(len(DEPARTMENTS))]
    offices = [
        _office(maker, number, name, pages // 3 // len(DEPARTMENTS), by_office[number])
        for number, name in enumerate(DEPARTMENTS)
    ]
    maker.put("/bmwz/", "部门网站", offices)
    columns = _columns(maker)
    maker.put("/zjbs/", "走进本市", [("历史沿革", "/zjbs/ls.html"), ("行政区划", "/zjbs/qh.html")])
    calendar = [
        (str(day), f"/xwzx/calendar?year=2020&month={month}&day={day}")
        for month in range(1, 13)
        for day in range(1, 29)
    ]
    front = [*latest[:40], *channels, *papers[:20], *services[:2], *columns[:1], *offices, *calendar[:28]]
    maker.chance.shuffle(front)
    maker.put("/", "某市人民政府", front)
    for _, path in calendar:
        maker.put(path, "新闻日历", maker.chance.sample(latest, 8) + maker.chance.sample(calendar, 20), dated=True)
    return maker.made


def _news(maker: _Maker, folder: str, title: str, names: Sequence[str], count: int) -> tuple[Links, Links]:
    """Channels of articles; returns the latest articles of all, and the channels."""
    latest, channels = Links(), Links()
    for number, name in enumerate(names):
        channel = maker.channel(f"{folder}/c{number}", title, name)
        articles = [(_headline(maker, HEADLINES), channel.content()) for _ in range(count // len(names))]
        for one, path in articles:
            related = maker.chance.sample(articles, min(6, len(articles)))
            printed = [("打印本页", f"{path}?print=1")] if maker.chance.random() < 0.1 else []
            maker.article(
                channel, path, one, related + printed, f"本报讯 {one}。" + "会议指出，要扎实推进各项工作。" * 12
            )
        channels.append((name, channel.lists(name, articles, dated=True)))
        latest += articles[:30]
    maker.put(f"/{folder}/", title, channels + latest[:20], dated=True)
    maker.chance.shuffle(latest)
    return latest, channels


def _papers(maker: _Maker, folder: str, title: str, count: int) -> Links:
    """Papers by kind and year; returns the latest."""
    parts, latest = Links(), Links()
    for kind in ("政府文件", "规划计划", "财政预决算", "人事信息", "应急管理"):
        years = Links()
        for year in range(2016, 2021):
            channel = maker.channel(f"{folder}/{kind.encode().hex()[:6]}/{year}", title, kind)
            papers = [(_headline(maker, NOTICES), channel.content()) for _ in range(count // 25)]
            for name, path in papers:
                maker.article(channel, path, name, [], "各县（区）人民政府：" + "现将有关事项通知如下。" * 15)
            years.append((f"{year}年", channel.lists(f"{kind}{year}年", papers, dated=True)))
            latest += papers[:4]
        hub = f"/{folder}/{kind.encode().hex()[:6]}/"
        maker.put(hub, kind, years)
        parts.append((kind, hub))
    maker.put(f"/{folder}/", title, parts + latest[:20])
    return latest


def _office(maker: _Maker, number: int, name: str, count: int, items: Sequence[str]) -> tuple[str, str]:
    """An office's own corner: its news, and its services under a name that tells them or does not."""
    folder = f"bm{number}"
    latest, channels = _news(maker, f"{folder}/dt", f"{name}动态", ("工作动态", "通知公告"), count)
    maker.put(f"/{folder}/jgzn.html", f"{name}机构职能", [], text=f"{name}贯彻执行国家法律法规。" * 5)
    title = WINDOWS[number % len(WINDOWS)]
    window = maker.channel(f"{folder}/fw", name, title)
    at_window = (title, window.lists(title, [(item, _item(maker, window, item)) for item in items], per=6))
    maker.put(
        f"/{folder}/", name, [*channels, ("机构职能", f"/{folder}/jgzn.html"), *latest[:15], at_window], dated=True
    )
    return name, f"/{folder}/"


def _headline(maker: _Maker, patterns: Sequence[str]) -> str:
    maker.contents += 1
    return maker.chance.choice(patterns).format(maker.chance.choice(DEPARTMENTS)) + f"（{maker.contents}）"


def _services(maker: _Maker, names: Sequence[str]) -> Links:
    """The service hall: audiences, themes, paged lists, items, forms, sign-ins; returns the ways in."""
    themes = [theme for listed in AUDIENCES.values() for theme in listed]
    ways: dict[str, str] = {}
    for place, theme in enumerate(themes):
        channel = maker.channel(f"zwfw/t{place}", "政务服务", theme)
        items = [(name, _item(maker, channel, name)) for name in names[place :: len(themes)]]
        ways[theme] = channel.lists(theme, items, per=6)
    for place, (audience, listed) in enumerate(AUDIENCES.items()):
        maker.put(f"/zwfw/{place}/", audience, [(theme, ways[theme]) for theme in listed])
    query = (
        "<form action='/zwfw/cx/r'><label>受理编号</label><input name='no'><input type='submit' value='查询'></form>"
    )
    maker.put("/zwfw/cx/", "办件进度查询", [], "feedback", text=query)
    halls = [(audience, f"/zwfw/{place}/") for place, audience in enumerate(AUDIENCES)]
    maker.put("/zwfw/", "政务服务", [*halls, ("办件查询", "/zwfw/cx/")])
    return [("政务服务", "/zwfw/"), *halls]


def _item(maker: _Maker, channel: _Channel, name: str) -> str:
    path, links = channel.content(), Links()
    if maker.chance.random() < 0.4:
        links.append((f"{name}申请表", f"/files/{maker.contents}.doc"))
        maker.made.put(links[-1][1], b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), f"form {name}")
    if maker.chance.random() < 0.4:
        links.append(("在线办理", f"/apply/login?item={maker.contents}"))
        fields = "<input type='text' name='user'><input type='password' name='pw'><input type='submit' value='登录'>"
        maker.put(
            links[-1][1],
            "网上申报系统登录",
            [],
            f"apply {name}",
            text=f"<form method='post' action='/do'>用户名{fields}</form>",
        )
    rows = {"事项名称": name, "办理机构": maker.chance.choice(DEPARTMENTS), "申请条件": f"本市居民，符合{name}规定的条件",
            "办理材料": "1.申请表；2.身份证复印件；3.户口簿", "办理流程": "申请人提交材料，窗口受理，审核，制证，发证",
            "联系电话": "0000-1234567", "办理地点": "市政务服务中心一楼"}  # fmt: skip
    table = "".join(f"<tr><th>{key}</th><td>{value}</td></tr>" for key, value in rows.items())
    maker.put(path, name, links, f"guide {name}", text=f"<table>{table}</table>", crumbs=channel.path)
    return path


def _columns(maker: _Maker) -> Links:
    ways = Links()
    for name, key, count in COLUMNS:
        channel = maker.channel(f"hdjl/{key}", "互动交流", name)
        letters = [
            (f"关于{maker.chance.choice(MATTERS)}问题（{number}）", channel.content()) for number in range(count)
        ]
        for title, path in letters:
            text = f"来信内容：请问{title}。回复内容：您好，来信收悉，已办理。回复时间：2020-05-06"
            maker.put(path, f"{title}-{name}", [], text=text, crumbs=channel.path)
        ways.append((name, channel.lists(name, letters, f"column {key}", dated=True)))
    maker.put("/hdjl/", "互动交流", ways)
    return [("互动交流", "/hdjl/"), *ways]


def _rows(links: Links, dated: bool) -> Iterator[str]:
    for name, href in links:
        yield f"<li><a href='{href}'>{name}</a>{'<span>2020-05-06</span>' if dated else ''}</li>"


def _page(title: str, links: Links, text: str, dated: bool, crumbs: Sequence[str]) -> bytes:
    bar = "".join(f"<li><a href='{href}'>{name}</a></li>" for name, href in MENU)
    way = " &gt; ".join(crumbs or (title,))
    crumb = (
        "" if title == "某市人民政府" else f"<div class='breadcrumb'>当前位置：<a href='/'>首页</a> &gt; {way}</div>"
    )
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title></head>"
        f"<body><div class='nav'><ul>{bar}</ul></div>{crumb}<div class='content'><h1>{title}</h1><div>{text}</div>"
        f"<ul class='list'>{''.join(_rows(links, dated))}</ul></div><div class='footer'>主办：某市人民政府办公室</div></body></html>"
    ).encode()
