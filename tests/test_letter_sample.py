"""Letters whose lists do not say when they were answered: a few of every month are opened before a site's end."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from crawling import archive, options, records, site
from webworld import Asked, Page, World

from crawler.run import crawl
from rules.facts import read_facts
from rules.judging import judge_archive
from rules.pack import default_pack
from rules.reading import read_outline
from rules.records import PageFacts, PageReading
from spiders.letter_sample import A_MONTH, LetterSample

AS_OF = date(2026, 11, 20)
LETTERS, A_PAGE, TOOK = 260, 10, 4
FRAME = "<html><head><meta charset=utf-8><title>{title}</title></head><body><div class=nav>{menu}</div><div class=content>{body}</div></body></html>"
MENU = "<a href='/'>首页</a><a href='/xx/index_0.html'>县长信箱</a><a href='/fw/'>办事指南</a><a href='/bg/'>表格下载</a><a href='/xw/'>新闻中心</a>"
ITEMS = ("取水许可", "林木采伐许可证核发", "食品经营许可", "老年人优待证办理")


def asked_on(number: int) -> date:
    """The newest letter first, about six a week."""
    return AS_OF - timedelta(days=7 + number * 14 // 10)


def framed(title: str, body: str) -> Page:
    return Page(FRAME.format(title=title, menu=MENU, body=f"<h1>{title}</h1>{body}"))


def mailbox(number: int, replied: bool = False) -> str:
    rows = "".join(
        f"<tr><td><a href='/xx/l{n}.html'>关于第{n}号道路照明问题的来信</a></td><td>{asked_on(n)}</td>"
        f"<td>{asked_on(n) + timedelta(days=TOOK) if replied else ''}</td></tr>"
        for n in range(number * A_PAGE, min(LETTERS, (number + 1) * A_PAGE))
    )
    more = f"<a href='/xx/index_{number + 1}.html'>下一页</a>" if (number + 1) * A_PAGE < LETTERS else ""
    head = "<tr><th>信件标题</th><th>来信时间</th><th>回复时间</th></tr>"
    return f"<table>{head}{rows}</table>{more}"


def listed(number: int, *, replied: bool = False) -> tuple[PageFacts, PageReading]:
    body = FRAME.format(title="县长信箱", menu="", body=mailbox(number, replied))
    facts = read_facts(body.encode(), f"http://www.a.gov.cn/xx/index_{number}.html")
    reading = read_outline(facts, default_pack())
    assert reading.role == "mailbox" and len(reading.letters) == A_PAGE
    return facts, reading


def test_three_of_every_month_are_chosen_and_a_later_run_knows_them() -> None:
    sample, kept = LetterSample(), dict[str, str]()
    chosen: set[str] = set()
    for number in range(LETTERS // A_PAGE):
        chosen |= sample.choose(*listed(number), AS_OF.isoformat())
        kept.update(sample.changes())
    months = Counter(f"{asked_on(int(url.rpartition('/l')[2][:-5])):%Y-%m}" for url in chosen)
    assert set(months.values()) == {A_MONTH} and len(months) == 13
    again = LetterSample()
    again.restore(kept.items())
    assert not any(again.choose(*listed(number), AS_OF.isoformat()) - chosen for number in range(LETTERS // A_PAGE))
    assert again.choose(*listed(0), AS_OF.isoformat()) <= chosen


def test_where_lists_say_when_letters_were_answered_none_is_opened_for_it() -> None:
    assert not LetterSample().choose(*listed(0, replied=True), AS_OF.isoformat())
    assert not LetterSample().choose(*listed(0), "2028-01-01"), "older than a year"


def answer(asked: Asked) -> Page:
    path = asked.path
    if path.startswith("/xx/index_"):
        return framed("县长信箱", mailbox(int(path[10:-5])))
    if path.startswith("/xx/l"):
        number = int(path[5:-5])
        day, reply = asked_on(number), asked_on(number) + timedelta(days=TOOK)
        told = f"<p>来信时间：{day}</p><p>内容：路灯不亮。</p><p>回复时间：{reply}</p><p>回复内容：已派人维修。</p>"
        return framed(f"关于第{number}号道路照明问题的来信", told)
    if path in ("/fw/", "/bg/", "/"):
        links = "".join(f"<li><a href='/fw/{n}.html'>{name}</a></li>" for n, name in enumerate(ITEMS))
        return framed(
            "办事指南" if path == "/fw/" else "表格下载" if path == "/bg/" else "某县人民政府", f"<ul>{links}</ul>"
        )
    if path == "/xw/":
        return framed(
            "新闻中心", "".join(f"<li><a href='/xw/{n}.html'>县领导到乡镇调研第{n}项工作</a></li>" for n in range(400))
        )
    if path.startswith("/xw/"):
        return framed(f"县领导到乡镇调研{path}", "<p>各项工作有序推进。</p>" * 5)
    if path.startswith("/fw/"):
        return framed(
            ITEMS[int(path[4:-5])],
            "<p>办理材料：身份证。</p><p>办理流程：申请、受理、办结。</p><p>联系电话：0000-1234567</p>",
        )
    return Page("", 404)


def test_a_site_that_counts_as_seen_has_its_reply_times(tmp_path: Path) -> None:
    with World(fallback=answer) as world:
        chosen = options(tmp_path, world, spider="spiders.portal.PortalSpider", as_of=AS_OF)
        [status] = crawl([site()], chosen)
    assert (status.status, status.reason) == ("measured", "saturated")
    assert records(tmp_path)["/xw/"].state == "fetched", "where the front page leads is looked at"
    opened = {path for path, row in records(tmp_path).items() if path.startswith("/xx/l") and row.state == "fetched"}
    assert A_MONTH * 12 < len(opened) < 200, "a bounded share of 260"
    with archive(tmp_path) as found:
        judged = judge_archive(found, default_pack(), as_of=AS_OF)
    figures = next(one for one in judged.columns if one.column == "mailbox")
    assert (figures.median_reply_days, figures.reply_rate) == (TOOK, 1.0)
