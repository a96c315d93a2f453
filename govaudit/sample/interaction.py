"""The interaction columns, and the channel for results of cases of all items."""

from __future__ import annotations

from datetime import timedelta

from govaudit.sample import parts
from govaudit.sample.parts import Letter, a, e
from govaudit.sample.plan import Matter
from govaudit.sample.wording import COLUMN_NAMES, EVENTS, LETTER_RULES
from govaudit.sample.writer import SiteWriter

_TOPICS = ("民生实事办理", "优化营商环境", "义务教育招生", "农村饮水安全")
_SURNAMES = "王李张刘陈杨"
_THANKS = "您好！来信收悉。经核实，您反映的问题已转有关部门办理，具体情况请与经办人联系。感谢您的来信。"


def column_url(site: SiteWriter, column: str) -> str:
    """Where a column lies; a dead one has an address nothing answers at."""
    dead = site.plan.columns.get(column) == "dead"
    return f"/hdjl/{column[:4]}_bak.{site.suffix}" if dead else f"/hdjl/{column[:4]}/"


def menu(site: SiteWriter) -> list[tuple[str, str]]:
    """Menu words of the columns and of the channel for results."""
    words = [(COLUMN_NAMES[name], column_url(site, name)) for name, word in site.plan.columns.items() if word != "none"]
    channel = {
        "query": ("办件查询", "/bjcx/"),
        "home": ("办件查询", "/"),
        "results": ("办理结果公示", "/bjcx/"),
        "old_results": ("办理结果公示", "/bjcx/"),
    }.get(site.plan.feedback)
    return [*words, channel] if channel else words


def write_columns(site: SiteWriter) -> None:
    """The pages of every interaction column."""
    for column, word in site.plan.columns.items():
        if word == "empty":
            site.put(column_url(site, column), COLUMN_NAMES[column], "<p>暂无内容</p>", crumbs=_crumbs(column))
        elif word in ("form", "closed"):
            site.put(column_url(site, column), COLUMN_NAMES[column], _form(site, column), crumbs=_crumbs(column))
        elif word not in ("none", "dead"):
            (_events if column in EVENTS else _letters)(site, column, word)


def write_feedback(site: SiteWriter, hall: str) -> None:
    """The channel for results of cases of all items."""
    word = site.plan.feedback
    if word == "query":
        body = "<h2>办件进度查询</h2>" + parts.query_form("/bjcx/jg")
        site.put("/bjcx/", "办件查询", body, crumbs=(hall, "办件查询"))
    elif word in ("results", "old_results"):
        shown = [matter for _, _, matter in site.offered()]
        site.put("/bjcx/", "办理结果公示", _results(site, word, shown), crumbs=(hall, "办理结果公示"))


def _crumbs(column: str) -> tuple[str, ...]:
    return "互动交流", COLUMN_NAMES[column]


def _form(site: SiteWriter, column: str) -> str:
    action = column_url(site, column) + "submit"
    return parts.consult_form(action) if column == "consultation" else parts.letter_form(action, COLUMN_NAMES[column])


def _letters(site: SiteWriter, column: str, word: str) -> None:
    base, name, crumbs = column_url(site, column), COLUMN_NAMES[column], _crumbs(column)
    rows = []
    for letter in parts.letters(word, site.today, site.random, column[:2].upper()):
        path = f"{base}{letter.number}.{site.suffix}"
        site.put(path, letter.subject, _letter(site, letter), crumbs=crumbs, day=f"{letter.asked}")
        state = "已回复" if letter.replied else "办理中"
        rows.append((letter.number, a(path, letter.subject), f"{letter.asked}", state, f"{letter.replied or ''}"))
    rules, write = f"{base}xz.{site.suffix}", f"{base}xx.{site.suffix}"
    links = f"<p>{a(rules, '写信须知')} {a(write, '我要写信')}</p>"
    listed = parts.table(("编号", "标题", "来信日期", "状态", "答复日期"), rows)
    site.put(base, name, links + listed, crumbs=crumbs)
    site.put(rules, "写信须知", LETTER_RULES.format(name=e(name)), crumbs=crumbs)
    site.put(write, "我要写信", _form(site, column), crumbs=crumbs)


def _letter(site: SiteWriter, letter: Letter) -> str:
    """One letter with its answer."""
    asked = [
        ("信件编号", letter.number),
        ("标题", letter.subject),
        ("来信时间", f"{letter.asked}"),
        ("来信内容", f"您好，{letter.subject}，希望有关部门给予答复，谢谢。"),
    ]
    office = f"{site.plan.place}政府办公室"
    answer = (
        [("答复单位", office), ("答复时间", f"{letter.replied}"), ("答复内容", _THANKS)]
        if letter.replied
        else [("办理状态", "办理中")]
    )
    rows = "".join(f"<tr><th>{name}</th><td>{e(text)}</td></tr>" for name, text in (*asked, *answer))
    return f'<table class="letter">{rows}</table>'


def _events(site: SiteWriter, column: str, word: str) -> None:
    """Interviews, and calls for comment with a form for them."""
    base, newest = column_url(site, column), 9 if word == "active" else 820
    rows = []
    for number, topic in enumerate(_TOPICS):
        day = site.today - timedelta(days=newest + 45 * number)
        draft = f"关于《{site.plan.place}{topic}工作方案（征求意见稿）》公开征求意见的公告"
        title = f"{topic}在线访谈" if column == "interview" else draft
        body = site.article(title, EVENTS[column].format(topic=topic), day)
        if column == "opinion":
            body += parts.letter_form(base + "tj", "我要提意见")
            body += "<h3>征集结果反馈</h3><p>征集结束后在此公布意见采纳情况。</p>"
        path = f"{base}{number}.{site.suffix}"
        site.put(path, title, body, crumbs=_crumbs(column), day=f"{day}")
        rows.append((a(path, title), f"{day}"))
    site.put(base, COLUMN_NAMES[column], parts.table((), rows), crumbs=_crumbs(column))


def _results(site: SiteWriter, word: str, shown: list[Matter]) -> str:
    """A list of decided cases, fresh or more than two years old."""
    newest = 3 if word == "results" else 760
    rows = []
    for number in range(12):
        matter, done = shown[number % len(shown)], site.today - timedelta(days=newest + 5 * number)
        applicant = site.random.choice(_SURNAMES) + "**"
        result = "准予许可" if "许可" in matter.name else "办结"
        rows.append(
            (
                f"SL{done:%Y%m%d}{number:03d}",
                e(matter.name),
                applicant,
                f"{done - timedelta(days=6)}",
                f"{done}",
                result,
            )
        )
    head = ("受理编号", "事项名称", "申请人", "受理日期", "办结日期", "办理结果")
    return f"<h2>办件结果公示</h2>{parts.table(head, rows)}"
