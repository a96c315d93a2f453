"""Pages of a small site for tests of judging: a guide with its forms, a list, channels and columns, as sites write them."""

from __future__ import annotations

import io
import zipfile

from docx import Document

ITEM = "残疾人证申领"
ELEMENTS = {
    "事项名称": ITEM,
    "设定依据": "《中华人民共和国残疾人保障法》第二条",
    "申请条件": "具有本县户籍且符合残疾标准的公民",
    "办理材料": "1.居民身份证 2.户口簿 3.两寸照片",
    "办理地点": "文化路18号政务服务中心二楼3号窗口",
    "办理机构": "县残疾人联合会",
    "收费标准": "不收费",
    "办理时间": "周一至周五 9:00-17:00",
    "联系电话": "0851-25821234",
    "办理流程": "申请→受理→评定→发证",
}
OPENING = "<p>为方便群众了解有关情况，现将有关内容公布如下，欢迎社会各界监督，并提出宝贵的意见和建议，我们将及时改进和完善。</p>"
MENU = '<div class="nav"><a href="/">首页</a><a href="/news/">新闻中心</a><a href="/org/">机构设置</a><a href="/zwgk/">政务公开</a>{}</div>'


def page(title: str, body: str, menu: str = "", crumb: str = "") -> str:
    """A page with the site's menu; ``crumb`` is the column it stands in."""
    path = f'<div class="crumb">当前位置：<a href="/">首页</a> &gt; {crumb}</div>' if crumb else ""
    return (
        f"<html><head><meta charset='utf-8'><title>{title}</title></head><body>{MENU.format(menu)}{path}"
        f'<div class="content"><h1>{title}</h1>{body}</div><div class="footer">主办：某县人民政府</div></body></html>'
    )


def guide(name: str = ITEM, *, without: tuple[str, ...] = (), extra: str = "") -> str:
    """The item's guide with all ten elements but those left out."""
    stated = {key: value for key, value in ELEMENTS.items() if key not in without} | {"事项名称": name}
    rows = "".join(f"<tr><td>{key}</td><td>{value}</td></tr>" for key, value in stated.items())
    return page(f"{name}办事指南", f"{OPENING}<table>{rows}</table>{extra}", crumb="办事指南")


def docx(*lines: str) -> bytes:
    """A Word document with some paragraphs."""
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def packed(content: bytes) -> bytes:
    """A zip archive with one document."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("form.docx", content)
    return buffer.getvalue()


def letters(*rows: tuple[str, str, str, str]) -> str:
    """A list of questions: title, day asked, day answered, state."""
    cells = "".join(
        f"<tr><td><a href='/ask/{n}.html'>{t}</a></td><td>{a}</td><td>{r}</td><td>{s}</td></tr>"
        for n, (t, a, r, s) in enumerate(rows)
    )
    return f"<table><tr><th>标题</th><th>咨询时间</th><th>回复时间</th><th>状态</th></tr>{cells}</table>"


ASK_FORM = "<form action='/ask/save' method='post'>姓名<input name='n'>咨询内容<textarea name='c'></textarea><input type='submit' value='提交'></form>"
LOGIN = page(
    "网上申报系统登录",
    "<form action='/login' method='post'>用户名<input name='u'>密码<input type='password' name='p'><input type='submit' value='登录'></form>",
)
FORM_FILE = docx("残疾人证申请表", "姓名", "身份证号", "联系电话")
