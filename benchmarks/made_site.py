"""A made-up portal of adjustable size, page by page, with the evidence each page truly holds."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

HOST = "http://www.made.example"
DEPARTMENTS = (
    "民政局",
    "公安局",
    "人力资源和社会保障局",
    "自然资源局",
    "市场监督管理局",
    "卫生健康局",
    "教育局",
    "交通运输局",
    "农业农村局",
    "税务局",
    "住房和城乡建设局",
    "林业局",
)
THINGS = (
    "食品经营",
    "建设工程规划",
    "机动车驾驶",
    "医疗机构执业",
    "民办学校办学",
    "取水",
    "林木采伐",
    "道路客运经营",
    "户外广告设置",
    "老年人优待",
)
ACTS = ("许可证核发", "许可证变更", "许可证注销", "登记", "备案", "证明办理", "补贴申领", "资格认定")
HEADLINES = (
    "县委书记到{}调研重点工作",
    "我县召开{}工作推进会",
    "{}开展安全生产大检查",
    "{}举办业务培训班",
    "关于{}放假安排的通知",
    "{}扎实做好春耕备耕工作",
)
MENU = (
    ("首页", "/"),
    ("新闻中心", "/xwzx/"),
    ("政务公开", "/zwgk/"),
    ("网上办事", "/bsdt/"),
    ("互动交流", "/hdjl/"),
    ("走进我县", "/zjwx/"),
)
CHANNELS = ("要闻", "部门动态", "乡镇动态", "通知公告", "媒体关注", "专题专栏")


@dataclass(slots=True)
class MadeSite:
    """Pages by address: body, content type and the evidence keys that are truly there."""

    pages: dict[str, bytes] = field(default_factory=dict)
    truth: dict[str, frozenset[str]] = field(default_factory=dict)

    def put(self, path: str, body: bytes, *evidence: str) -> None:
        self.pages[HOST + path] = body
        self.truth[HOST + path] = frozenset(evidence)

    @property
    def evidence(self) -> frozenset[str]:
        return frozenset(key for keys in self.truth.values() for key in keys)


def make_site(seed: int = 1, news: int = 900, items: int = 120) -> MadeSite:
    """A portal with ``news`` articles and ``items`` service items; about ``1.3 × news + 3 × items`` pages."""
    made, chance = MadeSite(), random.Random(seed)
    _news(made, chance, news)
    _disclosure(made, chance, news // 5)
    _services(made, chance, items)
    _interaction(made, chance)
    latest = [(title, path) for title, path in _articles(chance, min(news, 24))]
    halls = [("办事大厅", "/bsdt/"), ("县长信箱", "/hdjl/xzxx/"), ("意见征集", "/hdjl/yjzj/")]
    friends = [("省人民政府", "http://www.other-province.example/"), ("天气预报", "http://weather.example/")]
    made.put("/", _page("某县人民政府", latest + halls, menu_only=True, friends=friends))
    made.put("/zjwx/", _page("走进我县", [("历史沿革", "/zjwx/ls.html")]))
    made.put("/zjwx/ls.html", _page("历史沿革", [], text="本县历史悠久。"))
    return made


def _news(made: MadeSite, chance: random.Random, count: int) -> None:
    articles = list(_articles(chance, count))
    for title, path in articles:
        made.put(path, _page(title, chance.sample(articles, min(4, count)), text=title + "。" + "工作有序推进。" * 20))
    per = max(1, count // len(CHANNELS))
    for number, channel in enumerate(CHANNELS):
        _listing(made, f"/xwzx/c{number}/", channel, articles[number * per : (number + 1) * per], 15)
    made.put("/xwzx/", _page("新闻中心", [(name, f"/xwzx/c{n}/") for n, name in enumerate(CHANNELS)] + articles[:10]))


def _articles(chance: random.Random, count: int) -> Iterator[tuple[str, str]]:
    for number in range(count):
        yield (
            HEADLINES[number % len(HEADLINES)].format(chance.choice(DEPARTMENTS)) + f"（{number}）",
            f"/art/{number}.html",
        )


def _disclosure(made: MadeSite, chance: random.Random, count: int) -> None:
    papers = [
        (f"某政发〔2020〕{n}号 关于{chance.choice(DEPARTMENTS)}机构职能的文件", f"/zwgk/f{n}.html")
        for n in range(count)
    ]
    for title, path in papers:
        made.put(path, _page(title, [], text="各乡镇人民政府：" + "现将有关事项通知如下。" * 15))
    _listing(made, "/zwgk/", "政务公开", papers, 20)


def _services(made: MadeSite, chance: random.Random, count: int) -> None:
    names = [thing + act for thing in THINGS for act in ACTS] + [
        f"{d}其他事项{n}" for n in range(40) for d in DEPARTMENTS
    ]
    by_department: dict[int, list[tuple[str, str]]] = {}
    for number, name in enumerate(names[:count]):
        department = number % len(DEPARTMENTS)
        by_department.setdefault(department, []).append((name, f"/bsdt/item/{number}.html"))
        _item(made, chance, number, name, DEPARTMENTS[department])
    for department, listed in by_department.items():
        _listing(made, f"/bsdt/bm{department}/", DEPARTMENTS[department] + "办事指南", listed, 8)
    halls = [(DEPARTMENTS[number] + "办事指南", f"/bsdt/bm{number}/") for number in by_department]
    made.put(
        "/bsdt/",
        _page(
            "网上办事大厅", [*halls, ("表格下载", "/bsdt/bgxz/"), ("办件查询", "/bsdt/cx/"), ("在线咨询", "/hdjl/zx/")]
        ),
    )
    forms = [(f"{names[n]}申请表", f"/files/{n}.doc") for n in range(0, min(count, len(names)), 3)]
    _listing(made, "/bsdt/bgxz/", "表格下载", forms, 20)
    query = "<label>受理编号</label><input name='no'><input type='submit' value='查询'>"
    form = f"<form action='/bsdt/cx/r' method='get'>{query}</form>"
    made.put("/bsdt/cx/", _page("办件进度查询", [], extra=form), "feedback")


def _item(made: MadeSite, chance: random.Random, number: int, name: str, department: str) -> None:
    links: list[tuple[str, str]] = []
    if number % 3 == 0:
        links.append((f"{name}申请表", f"/files/{number}.doc"))
        made.put(f"/files/{number}.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), f"form {number}")
    if chance.random() < 0.4:
        links.append(("在线办理", f"/apply/login?item={number}"))
        fields = "<input type='text' name='user'><input type='password' name='pw'><input type='submit' value='登录'>"
        body = _page("网上申报系统登录", [], extra=f"<form method='post' action='/apply/do'>用户名{fields}</form>")
        made.put(f"/apply/login?item={number}", body, f"apply {number}")
    rows = {
        "事项名称": name,
        "办理机构": department,
        "申请条件": f"本县居民，符合{name}规定的条件",
        "办理材料": "1.申请表；2.身份证复印件；3.户口簿",
        "办理流程": "申请人提交材料，窗口受理，审核，制证，发证",
        "收费标准": "不收费",
        "联系电话": "0000-1234567",
        "办理地点": "县政务服务中心一楼",
    }
    table = "".join(f"<tr><th>{key}</th><td>{value}</td></tr>" for key, value in rows.items())
    made.put(
        f"/bsdt/item/{number}.html", _page(name + "办事指南", links, extra=f"<table>{table}</table>"), f"guide {number}"
    )


def _interaction(made: MadeSite, chance: random.Random) -> None:
    columns = (
        ("县长信箱", "xzxx", "column mailbox"),
        ("在线咨询", "zx", "column consultation"),
        ("意见征集", "yjzj", "column opinion"),
        ("在线访谈", "zxft", "column interview"),
    )
    for name, folder, evidence in columns:
        letters = [(f"关于{chance.choice(THINGS)}问题的来信（{n}）", f"/hdjl/{folder}/{n}.html") for n in range(60)]
        for title, path in letters:
            made.put(
                path,
                _page(
                    f"{title}-{name}",
                    [],
                    text=f"来信内容：请问{title}。回复内容：您好，来信收悉，已办理。回复时间：2020-05-06",
                ),
            )
        _listing(made, f"/hdjl/{folder}/", name, letters, 15, evidence)
    made.put("/hdjl/", _page("互动交流", [(name, f"/hdjl/{folder}/") for name, folder, _ in columns]))


def _listing(made: MadeSite, path: str, title: str, links: list[tuple[str, str]], per: int, *evidence: str) -> None:
    pages = max(1, -(-len(links) // per))
    for number in range(pages):
        turn = [("下一页", f"{path}index_{number + 1}.html")] if number + 1 < pages else []
        sort = [("按时间排序", f"{path}?sort=time"), ("日历", f"{path}?year=2020&month={number + 1}")]
        where = path if number == 0 else f"{path}index_{number}.html"
        made.put(where, _page(title, links[number * per : (number + 1) * per] + turn + sort), *evidence)


def _page(
    title: str,
    links: Iterable[tuple[str, str]],
    *,
    text: str = "",
    extra: str = "",
    menu_only: bool = False,
    friends: Iterable[tuple[str, str]] = (),
) -> bytes:
    menu = "".join(f"<li><a href='{href}'>{name}</a></li>" for name, href in MENU)
    rows = "".join(f"<li><a href='{href}'>{name}</a><span>2020-05-06</span></li>" for name, href in links)
    crumb = "" if menu_only else f"<div class='breadcrumb'>当前位置：<a href='/'>首页</a> &gt; {title}</div>"
    others = "".join(f"<a href='{href}'>{name}</a>" for name, href in friends)
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title></head>"
        f"<body><div class='nav'><ul>{menu}</ul></div>{crumb}"
        f"<div class='content'><h1>{title}</h1><p>{text}</p>{extra}<ul class='list'>{rows}</ul></div>"
        f"<div class='friendlink'>友情链接 {others}</div><div class='footer'>主办：某县人民政府</div></body></html>"
    ).encode()
