"""Pieces of pages as government sites write them: tables, forms, letters, guides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from html import escape
from random import Random
from typing import Final, NamedTuple

from govaudit.sample.plan import Matter, Offer
from govaudit.sample.wording import LETTER_SUBJECTS

ELEMENTS: Final = (
    "事项名称",
    "设定依据",
    "申请条件",
    "办理材料",
    "办理地点",
    "办理机构",
    "收费标准",
    "办理时间",
    "联系电话",
    "办理流程",
)
LIMIT: Final = "办结时限"
#: How sites head the ten elements and the time limit; one row a house style.
HEADINGS: Final = (
    (*ELEMENTS, LIMIT),
    (
        "项目名称",
        "法律依据",
        "受理条件",
        "申报材料",
        "受理地点",
        "受理机构",
        "收费依据及标准",
        "受理时间",
        "咨询电话",
        "办理程序",
        "承诺时限",
    ),
    (
        "事项名称",
        "办理依据",
        "办理条件",
        "所需材料",
        "办公地址",
        "承办单位",
        "收费情况",
        "办公时间",
        "联系电话",
        "办事流程",
        "法定期限",
    ),
)
EMPTY_PHRASES: Final = ("按规定执行", "详见相关文件", "待定", "另行通知", "暂无")
_DROPPABLE: Final = ("设定依据", "申请条件", "办理地点", "收费标准", "办理时间", "联系电话")


class Letter(NamedTuple):
    """One letter and its answer; ``replied`` None while open."""

    number: str
    subject: str
    asked: date
    replied: date | None


def e(text: str) -> str:
    """Escaped for HTML."""
    return escape(text, quote=True)


def a(url: str, text: str, attributes: str = "") -> str:
    """A link."""
    return f'<a href="{e(url)}"{" " + attributes if attributes else ""}>{e(text)}</a>'


def table(head: Sequence[str], rows: Iterable[Sequence[str]], attributes: str = 'class="list"') -> str:
    """A table; cells are HTML already."""
    top = "<tr>" + "".join(f"<th>{cell}</th>" for cell in head) + "</tr>" if head else ""
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table {attributes}>{top}{body}</table>"


def letters(word: str, today: date, random: Random, prefix: str) -> list[Letter]:
    """Letters whose dates and answers make a column active, slow or old; newest first."""
    oldest, newest, answered, within = {
        "active": (170, 6, 9, (1, 3)),
        "slow": (200, 12, 4, (18, 40)),
        "old": (1100, 800, 5, (5, 60)),
    }[word]
    ages = sorted(random.sample(range(newest, oldest), 10))
    subjects = random.sample(LETTER_SUBJECTS, 10)
    open_ones = set(range(10 - answered))
    return [
        Letter(
            f"{prefix}{(today - timedelta(days=age)):%Y%m%d}{number:02d}",
            subject,
            asked := today - timedelta(days=age),
            None if number in open_ones else min(asked + timedelta(days=random.randint(*within)), today),
        )
        for number, (age, subject) in enumerate(zip(ages, subjects, strict=True))
    ]


def consult_form(action: str, about: str = "") -> str:
    """A question form: text area and a button."""
    topic = (
        f'<tr><td>咨询事项：</td><td><input type="text" name="item" value="{e(about)}" readonly></td></tr>'
        if about
        else ""
    )
    return (
        f'<form action="{e(action)}" method="post" name="zxform"><table class="form">{topic}'
        '<tr><td>您的姓名：</td><td><input type="text" name="xm"></td></tr>'
        '<tr><td>联系方式：</td><td><input type="text" name="dh"></td></tr>'
        '<tr><td>咨询标题：</td><td><input type="text" name="bt"></td></tr>'
        '<tr><td>咨询内容：</td><td><textarea name="nr" rows="8" cols="60"></textarea></td></tr>'
        '<tr><td>验证码：</td><td><input type="text" name="yzm" size="4"></td></tr></table>'
        '<input type="submit" value="提交咨询"><input type="reset" value="重填"></form>'
    )


def letter_form(action: str, kind: str) -> str:
    """A form for letters to a leader, petitions and the like."""
    return (
        f'<form action="{e(action)}" method="post"><h3>{e(kind)}</h3><p>写信人姓名：<input type="text" name="name"></p>'
        '<p>联系电话：<input type="text" name="tel"></p><p>信件标题：<input type="text" name="title"></p>'
        '<p>信件内容：<textarea name="content" rows="10" cols="70"></textarea></p>'
        '<p>是否公开：<input type="radio" name="open" value="1">公开 '
        '<input type="radio" name="open" value="0">不公开</p>'
        '<p><input type="submit" value="提交信件"></p></form>'
    )


def query_form(action: str, about: str = "") -> str:
    """A form that asks for a case number or applicant."""
    topic = f'<input type="hidden" name="item" value="{e(about)}">' if about else ""
    return (
        f'<form action="{e(action)}" method="get" class="query">{topic}'
        '<p>请输入受理编号：<input type="text" name="slbh"></p>'
        '<p>申请人姓名或证件号码：<input type="text" name="zjhm"></p>'
        '<p><input type="submit" value="查询办理进度"></p></form>'
        "<p>说明：受理编号见窗口出具的受理通知书，可查询办件的受理、审核、办结情况。</p>"
    )


def login_form(action: str, about: str) -> str:
    """The sign-in page of an application system."""
    return (
        f"<h2>网上申报系统登录</h2><p>您要办理的事项：{e(about)}。请登录后在线填写申请信息并上传材料。</p>"
        f'<form action="{e(action)}" method="post"><p>用户名：<input type="text" name="user"></p>'
        '<p>密码：<input type="password" name="pass"></p><p>验证码：<input type="text" name="code" size="4"></p>'
        '<p><input type="submit" value="登录"> <a href="javascript:void(0)">忘记密码</a></p></form>'
    )


def apply_form(action: str, matter: Matter) -> str:
    """An application form for one item."""
    uploads = "".join(
        f'<p>{e(name)}（必传）：<input type="file" name="f{number}"></p>'
        for number, name in enumerate(matter.materials)
    )
    return (
        f'<form action="{e(action)}" method="post" enctype="multipart/form-data"><h3>{e(matter.name)}网上申请</h3>'
        '<p>申请人姓名：<input type="text" name="sqr"></p><p>身份证号码：<input type="text" name="sfz"></p>'
        f'<p>联系电话：<input type="text" name="lxdh"></p>{uploads}<p><input type="submit" value="提交申请"></p></form>'
    )


def booking_form(action: str, matter: Matter) -> str:
    """An appointment at the counter, and nothing more."""
    return (
        f'<form action="{e(action)}" method="post"><h3>窗口办事预约：{e(matter.name)}</h3>'
        '<p>预约日期：<select name="d"><option>请选择日期</option></select></p>'
        '<p>预约人：<input type="text" name="xm"></p><p>手机号码：<input type="text" name="sj"></p>'
        '<p><input type="submit" value="预约取号"></p></form>'
    )


def answers(matter: Matter) -> str:
    """Questions about one item with their answers."""
    return (
        f"<h3>常见问题</h3><p>问：{e(matter.name)}可以委托他人代办吗？</p>"
        "<p>答：可以。请带齐委托书、委托人和被委托人的身份证原件及复印件到窗口办理。</p>"
        "<p>问：提交的材料需要原件吗？</p><p>答：复印件即可，办理时请带原件供窗口人员核对。</p>"
    )


def guide_texts(
    offer: Offer,
    matter: Matter,
    place: str,
    office: str,
    phone: str,
    random: Random,
    materials: str = "",
) -> list[tuple[str, str]]:
    """(element, HTML) of the guide an offer promises; the last one is the time limit."""
    flow = (
        "1.申请人向窗口提出申请并提交材料；2.窗口审查材料，符合要求的出具受理通知书；3.业务科室审核并作出决定；"
        f"4.窗口通知申请人领取{matter.result}。"
    )
    texts = dict(
        zip(
            ELEMENTS,
            (
                e(matter.name),
                e(matter.basis),
                e(matter.condition),
                materials or numbered(matter.materials),
                e(office),
                e(place + matter.department),
                e(matter.fee),
                "周一至周五 上午9:00-12:00，下午13:30-17:00（法定节假日除外）",
                e(phone),
                e(flow),
            ),
            strict=True,
        )
    )
    if offer.guide == "most":
        _thin_out(texts, random)
    elif offer.guide == "phrases":
        texts |= {name: random.choice(EMPTY_PHRASES) for name in ELEMENTS[1:]}
    elif offer.guide == "thin":
        texts = {name: texts[name] for name in ("办理机构", "办理地点", "联系电话")}
    rows = list(texts.items())
    return rows if offer.guide in ("phrases", "thin") else [*rows, (LIMIT, f"{matter.days}个工作日")]


def _thin_out(texts: dict[str, str], random: Random) -> None:
    """Leave out or empty one to three of the elements that real guides lack most."""
    for name in random.sample(_DROPPABLE, random.randint(1, 3)):
        if random.random() < 0.5:
            del texts[name]
        else:
            texts[name] = "20个工作日" if name == "办理时间" else random.choice(EMPTY_PHRASES)


def numbered(lines: Sequence[str]) -> str:
    """1.甲；2.乙。"""
    return "；".join(f"{number}.{e(line)}原件及复印件一份" for number, line in enumerate(lines, 1)) + "。"


def form_lines(matter: Matter) -> list[str]:
    """What the item's form asks for."""
    return [
        "申请人：",
        "身份证号码（统一社会信用代码）：",
        "联系电话：",
        "地址：",
        f"申请事项：{matter.name}",
        "申请理由：",
        "申请人签名：        年  月  日",
        "审核意见：",
        "审批意见：",
    ]


def disclosure_form(name: str) -> str:
    """A request for disclosure and its status query: neither an application nor feedback on a case."""
    return (
        f'<h1>依申请公开</h1><p>向{e(name)}申请公开政府信息，请填写下表。</p><form action="/zwgk/ysq/tj" method="post">'
        '<p>申请人：<input type="text" name="n"></p><p>所需信息内容描述：<textarea name="c"></textarea></p>'
        '<p><input type="submit" value="提交申请"></p></form>'
        '<h3>申请状态查询</h3><form action="/zwgk/ysq/cx" method="get">'
        '<p>申请编号：<input type="text" name="no"><input type="submit" value="查询"></p></form>'
    )
