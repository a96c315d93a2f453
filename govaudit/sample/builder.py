"""What all sites have in common: layout, news, open government, interaction columns, the channel for results."""

from __future__ import annotations

import re
from datetime import date, timedelta
from random import Random

from govaudit.sample import documents, parts
from govaudit.sample.parts import a, e
from govaudit.sample.plan import Matter, Offer, SitePlan, matters
from govaudit.sample.wording import COLUMN_NAMES, NEWS, NOTICES, PLACES, POLICIES
from govaudit.sample.web import HTML, Host, Page

_PAGE = 10
_PICTURE = re.compile(rb'src="(/images/[^"]+)"')
_GIF = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"


class SiteBuilder:
    """Builds one site's hosts. Subclasses give it the look and the service pages of one kind of content system."""

    encoding = "utf-8"
    style = 0                        # row of parts.HEADINGS
    news_pages = 3
    newest_news = 2                  # days before the audit's day
    suffix = "html"
    hall = "办事大厅"

    def __init__(self, plan: SitePlan, today: date, random: Random) -> None:
        self.plan, self.today, self.random = plan, today, random
        self.hosts: dict[str, Host] = {plan.host: Host()}
        self.phone = f"0990-{random.randint(2000000, 8999999)}"
        self.office = f"{plan.place}政务服务中心二楼{random.randint(3, 28)}号窗口（{plan.place}建设路{random.randint(10, 300)}号）"
        self.menu: list[tuple[str, str]] = []

    def build(self) -> dict[str, Host]:
        """All hosts of the site with all their pages."""
        self.menu = [("首页", "/"), ("新闻动态", "/xwdt/"), ("政务公开", "/zwgk/"), (self.hall, self.hall_url()), *self.channel_menu()]
        self.services()
        self.columns()
        self.feedback()
        self.news()
        self.disclosure()
        self.extras()
        self.home()
        self._pictures()
        return self.hosts

    # ---- what subclasses provide ------------------------------------------------------------------------------
    def hall_url(self) -> str:
        return "/bsdt/"

    def services(self) -> None:
        """The item lists, guides, forms and entries."""

    def extras(self) -> None:
        """Whatever else this kind of site has."""

    def meta(self, title: str, column: str, day: str) -> str:
        """Further tags in the head."""
        return ""

    # ---- writing ----------------------------------------------------------------------------------------------
    def offered(self) -> list[tuple[int, Offer, Matter]]:
        """The site's offers with a running number and the item's facts."""
        return [(number, offer, matters()[offer.matter]) for number, offer in enumerate(self.plan.offers, 1)]

    def host(self, name: str = "") -> Host:
        """A host of the site by its full name; the portal's when empty."""
        return self.hosts.setdefault(name or self.plan.host, Host())

    def put(self, path: str, title: str, body: str, *, host: str = "", crumbs: tuple[str, ...] = (), day: str = "") -> None:
        """Write a page in the site's layout."""
        self.raw(path, self.layout(title, body, crumbs, day), host=host)

    def raw(self, path: str, html: str, *, host: str = "", status: int = 200) -> None:
        """Write a page as it is."""
        body = html.encode(self.encoding, "xmlcharrefreplace")
        self.host(host).pages[path] = Page(body, f"{HTML}; charset={self.encoding}" if self.encoding == "utf-8" else HTML, status)

    def file(self, path: str, body: bytes, content_type: str = "application/octet-stream", *, host: str = "") -> str:
        """Write a file and give its path back."""
        self.host(host).pages[path] = Page(body, content_type)
        return path

    def layout(self, title: str, body: str, crumbs: tuple[str, ...], day: str = "") -> str:
        """The page around a content."""
        trail = " &gt; ".join(["当前位置：" + a(self.home_url(), "首页"), *map(e, crumbs)])
        return (
            f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="{self.encoding}"><title>{e(title)}-{e(self.plan.name)}</title>'
            f'{self.meta(title, crumbs[-1] if crumbs else "", day)}</head><body>{self.top()}'
            f'<div class="position">{trail}</div><div class="content" id="content">{body}</div>{self.bottom()}</body></html>'
        )

    def home_url(self) -> str:
        return f"http://{self.plan.host}/" if len(self.hosts) > 1 else "/"

    def top(self) -> str:
        base = f"http://{self.plan.host}" if len(self.hosts) > 1 else ""
        links = "".join(f"<li>{a(url if '://' in url or url.startswith('java') else base + url, text)}</li>"
                        for text, url in self.menu)
        return f'<div class="header"><div class="logo">{e(self.plan.name)}</div></div><div class="nav"><ul>{links}</ul></div>'

    def bottom(self) -> str:
        friends = "".join(f'<option value="http://{name}/">{text}</option>' for name, text in PLACES)
        return (
            f'<div class="friendlink">友情链接：<select onchange="window.open(this.value)">{friends}</select></div>'
            f'<div class="footer">主办：{e(self.plan.name)} 联系电话：{self.phone[:-3]}000 网站标识码：{self.plan.site_id} '
            f'云ICP备{self.plan.region_code}号</div>'
        )

    def _pictures(self) -> None:
        """A file behind every picture the pages show."""
        for host in self.hosts.values():
            shown = {path for page in list(host.pages.values()) if page.content_type.startswith(HTML)
                     for path in _PICTURE.findall(page.body)}
            for path in shown:
                host.pages[path.decode()] = Page(_GIF, "image/gif")

    # ---- home, news, open government ---------------------------------------------------------------------------
    def home(self) -> None:
        """The home page: news, notices and the way to the hall."""
        lines = "".join(f"<li>{a(f'/xwdt/t{number}.{self.suffix}', title)}</li>" for number, title, _ in self.reports()[:6])
        hall = f"<h2>{self.hall}</h2><p>{a(self.hall_url(), '进入' + self.hall)}</p>"
        self.put("/", "首页", f"<h2>新闻动态</h2><ul>{lines}</ul>{hall}")

    def reports(self) -> list[tuple[int, str, date]]:
        """Number, title and date of each news report, newest first."""
        count = self.news_pages * _PAGE
        titles = [text.format(place=self.plan.place) for text in (*NEWS, *NOTICES)]
        return [(number, titles[number % len(titles)] + ("" if number < len(titles) else f"（{number // len(titles) + 1}）"),
                 self.today - timedelta(days=self.newest_news + 4 * number)) for number in range(count)]

    def news(self) -> None:
        """Reports that mention functions and items, which prove nothing."""
        reports = self.reports()
        for number, title, day in reports:
            text = NEWS.get(title.removeprefix(self.plan.place), "") or self._report(title)
            self.put(f"/xwdt/t{number}.{self.suffix}", title, self.article(title, text, day), crumbs=("新闻动态",), day=f"{day}")
        for page in range(self.news_pages):
            rows = [(a(f"/xwdt/t{number}.{self.suffix}", title), f"{day}") for number, title, day in
                    reports[page * _PAGE:(page + 1) * _PAGE]]
            body = parts.table((), rows) + self.pager("/xwdt/", page, self.news_pages)
            self.put(self.page_url("/xwdt/", page), "新闻动态", body, crumbs=("新闻动态",))

    def _report(self, title: str) -> str:
        for pattern, text in (*NEWS.items(), *NOTICES.items()):
            if title.startswith(pattern.format(place=self.plan.place)):
                return text.format(place=self.plan.place)
        return title

    def article(self, title: str, text: str, day: date) -> str:
        paragraphs = "".join(f"<p>{e(line)}</p>" for line in text.split("\n"))
        return (f'<h1 class="title">{e(title)}</h1><div class="info">来源：{e(self.plan.name)} 发布时间：{day} 浏览次数：'
                f'{self.random.randint(30, 900)}</div><div class="article">{paragraphs}</div>')

    def page_url(self, folder: str, page: int) -> str:
        return folder if page == 0 else f"{folder}index_{page}.{self.suffix}"

    def pager(self, folder: str, page: int, count: int) -> str:
        """Links to the other pages of a list."""
        links = [a(self.page_url(folder, number), str(number + 1)) for number in range(count) if number != page]
        after = a(self.page_url(folder, page + 1), "下一页") if page + 1 < count else ""
        return f'<div class="page">{" ".join(links)} {after}</div>'

    def disclosure(self) -> None:
        """Policies, the open-government guide and requests for disclosure: none of them a service function."""
        rows = []
        for number, (title, text) in enumerate(POLICIES.items()):
            path, name = f"/zwgk/zc{number}.{self.suffix}", title.format(place=self.plan.place)
            day = self.today - timedelta(days=60 + 30 * number)
            self.put(path, name, self.article(name, text.format(place=self.plan.place), day), crumbs=("政务公开", "政策文件"), day=f"{day}")
            rows.append((a(path, name), f"{day}"))
        links = "".join(f"<li>{a(url, text)}</li>" for text, url in (
            ("政府信息公开指南", "/zwgk/zhinan." + self.suffix), ("依申请公开", "/zwgk/ysq." + self.suffix)))
        self.put("/zwgk/", "政务公开", f"<ul>{links}</ul><h3>政策文件</h3>{parts.table((), rows)}", crumbs=("政务公开",))
        self.put("/zwgk/zhinan." + self.suffix, "政府信息公开指南", POLICY_GUIDE.format(name=e(self.plan.name)), crumbs=("政务公开",))
        self.put("/zwgk/ysq." + self.suffix, "依申请公开", parts_disclosure(self.plan.name), crumbs=("政务公开", "依申请公开"))

    # ---- interaction ------------------------------------------------------------------------------------------
    def channel_menu(self) -> list[tuple[str, str]]:
        """Menu words of the columns and of the channel for results."""
        words = [(COLUMN_NAMES[column], self.column_url(column, word)) for column, word in self.plan.columns.items() if word != "none"]
        if self.plan.feedback == "home":
            words.append(("办件查询", "/"))
        elif self.plan.feedback != "none":
            words.append(("办件查询" if self.plan.feedback == "query" else "办理结果公示", "/bjcx/"))
        return words

    def column_url(self, column: str, word: str) -> str:
        return f"/hdjl/{column[:4]}/" if word != "dead" else f"/hdjl/{column[:4]}_bak.{self.suffix}"

    def columns(self) -> None:
        """The pages of every interaction column."""
        for column, word in self.plan.columns.items():
            if word in ("none", "dead"):
                continue
            crumbs = ("互动交流", COLUMN_NAMES[column])
            if word == "empty":
                self.put(self.column_url(column, word), COLUMN_NAMES[column], "<p>暂无内容</p>", crumbs=crumbs)
            elif column in ("interview", "opinion"):
                self._events(column, word, crumbs)
            else:
                self._letters(column, word, crumbs)

    def _letters(self, column: str, word: str, crumbs: tuple[str, ...]) -> None:
        base, name = self.column_url(column, word), COLUMN_NAMES[column]
        write = parts.consult_form(base + "submit") if column == "consultation" else parts.letter_form(base + "submit", name)
        if word in ("form", "closed"):
            self.put(base, name, write, crumbs=crumbs)
            return
        rows = []
        for letter in parts.letters(word, self.today, self.random, column[:2].upper()):
            path = f"{base}{letter.number}.{self.suffix}"
            self.put(path, letter.subject, self.letter(letter), crumbs=crumbs, day=f"{letter.asked}")
            rows.append((letter.number, a(path, letter.subject), f"{letter.asked}", "已回复" if letter.replied else "办理中",
                         f"{letter.replied or ''}"))
        listed = parts.table(("编号", "标题", "来信日期", "状态", "答复日期"), rows)
        rules = f"<p>{a(f'{base}xz.{self.suffix}', '写信须知')}　{a(f'{base}xx.{self.suffix}', '我要写信')}</p>"
        self.put(base, name, rules + listed, crumbs=crumbs)
        self.put(f"{base}xz.{self.suffix}", "写信须知", LETTER_RULES.format(name=e(name)), crumbs=crumbs)
        self.put(f"{base}xx.{self.suffix}", "我要写信", write, crumbs=crumbs)

    def letter(self, letter: parts.Letter) -> str:
        """One letter with its answer."""
        reply = (f"<tr><th>答复单位</th><td>{e(self.plan.place)}政府办公室</td></tr><tr><th>答复时间</th><td>{letter.replied}</td></tr>"
                 "<tr><th>答复内容</th><td>您好！来信收悉。经核实，您反映的问题已转有关部门办理，具体情况请与经办人联系。感谢您的来信。</td></tr>"
                 if letter.replied else "<tr><th>办理状态</th><td>办理中</td></tr>")
        return (
            f'<table class="letter"><tr><th>信件编号</th><td>{letter.number}</td></tr><tr><th>标题</th><td>{e(letter.subject)}</td></tr>'
            f"<tr><th>来信时间</th><td>{letter.asked}</td></tr><tr><th>来信内容</th><td>您好，{e(letter.subject)}，"
            f"希望有关部门给予答复，谢谢。</td></tr>{reply}</table>")

    def _events(self, column: str, word: str, crumbs: tuple[str, ...]) -> None:
        base, newest = self.column_url(column, word), 9 if word == "active" else 820
        rows = []
        for number, topic in enumerate(("民生实事办理", "优化营商环境", "义务教育招生", "农村饮水安全")):
            day = self.today - timedelta(days=newest + 45 * number)
            title = f"{topic}在线访谈" if column == "interview" else f"关于《{self.plan.place}{topic}工作方案（征求意见稿）》公开征求意见的公告"
            body = self.article(title, EVENT_TEXTS[column].format(topic=topic), day)
            if column == "opinion":
                body += parts.letter_form(base + "tj", "我要提意见") + "<h3>征集结果反馈</h3><p>征集结束后在此公布意见采纳情况。</p>"
            self.put(f"{base}{number}.{self.suffix}", title, body, crumbs=crumbs, day=f"{day}")
            rows.append((a(f"{base}{number}.{self.suffix}", title), f"{day}"))
        self.put(base, COLUMN_NAMES[column], parts.table((), rows), crumbs=crumbs)

    def feedback(self) -> None:
        """The channel for results of cases of all items."""
        word = self.plan.feedback
        if word == "query":
            self.put("/bjcx/", "办件查询", "<h2>办件进度查询</h2>" + parts.query_form("/bjcx/jg"), crumbs=(self.hall, "办件查询"))
        elif word in ("results", "old_results"):
            self.put("/bjcx/", "办理结果公示", self.results(word, [matter for _, _, matter in self.offered()]),
                     crumbs=(self.hall, "办理结果公示"))

    def results(self, word: str, shown: list[Matter]) -> str:
        """A list of decided cases, fresh or more than two years old."""
        newest = 3 if word == "results" else 760
        rows = []
        for number in range(12):
            matter, done = shown[number % len(shown)], self.today - timedelta(days=newest + 5 * number)
            rows.append((f"SL{done:%Y%m%d}{number:03d}", e(matter.name), self.random.choice("王李张刘陈杨") + "**",
                         f"{done - timedelta(days=6)}", f"{done}", "准予许可" if "许可" in matter.name else "办结"))
        return "<h2>办件结果公示</h2>" + parts.table(("受理编号", "事项名称", "申请人", "受理日期", "办结日期", "办理结果"), rows)

    # ---- forms ------------------------------------------------------------------------------------------------
    def form_file(self, offer: Offer, matter: Matter, number: int, *, host: str = "", folder: str = "/files/") -> tuple[str, str]:
        """(path, wording) of an item's form; the path is empty when there is nothing to click."""
        title, lines = matter.form, parts.form_lines(matter)
        name = f"{folder}P0{self.plan.region_code}{number:03d}"
        word = offer.form
        if word in ("own", "list", "closed"):
            kind, body = ((".docx", documents.docx(title, lines)), (".xlsx", documents.xlsx(title, lines)),
                          (".pdf", documents.pdf(title, lines)), (".doc", documents.old_word(title, lines)))[
                              number % (3 if word == "own" else 4)]
            return self.file(name + kind, body, host=host), title + kind
        if word == "own_zip":
            return self.file(name + ".zip", documents.archive({"form.docx": documents.docx(title, lines)}), "application/zip",
                             host=host), title + ".zip"
        if word == "word_html":
            return self.file(name + ".doc", documents.word_page(title, lines), "application/msword", host=host), title + ".doc"
        if word == "fake":
            page = self.layout("系统提示", "<p>您访问的文件不存在或已被删除！</p>", ())
            return self.file(name + ".doc", page.encode(self.encoding, "replace"), HTML, host=host), title
        if word == "zero":
            return self.file(name + ".doc", b"", "application/msword", host=host), title
        if word == "dead":
            return f"{folder}old/{number}.doc", title
        return "", title


POLICY_GUIDE = (
    "<h1>政府信息公开指南</h1><p>为了更好地提供政府信息公开服务，{name}编制本指南。需要获得政府信息公开服务的公民、法人和其他组织，建议阅读本指南。</p>"
    "<p>一、公开范围。二、公开形式。三、依申请公开：申请人可以通过网上、信函、传真方式提出申请，受理机构自收到申请之日起20个工作日内予以答复。</p>"
)
LETTER_RULES = (
    "<h1>{name}写信须知</h1><p>受理：来信在一个工作日内登记受理，内容不清的予以退回并说明理由。</p>"
    "<p>处理：受理后转有关单位办理，一般事项五个工作日内办结，复杂事项十五个工作日内办结。</p>"
    "<p>反馈：办理结果在本栏目公开答复，并告知来信人。</p>"
)
EVENT_TEXTS = {
    "interview": "主持人：各位网友大家好，今天的访谈主题是{topic}。\n嘉宾：感谢大家的关注，下面介绍有关工作情况。\n网友：这项工作今年有什么安排？\n嘉宾：今年将重点抓好三个方面的工作。",
    "opinion": "为做好{topic}工作，现将征求意见稿向社会公开征求意见。公众可在公告之日起三十日内，通过网上留言、信函等方式提出意见。",
}


def parts_disclosure(name: str) -> str:
    """A request for disclosure and its status query: neither an application nor feedback on a case."""
    return (
        f'<h1>依申请公开</h1><p>向{e(name)}申请公开政府信息，请填写下表。</p><form action="/zwgk/ysq/tj" method="post">'
        '<p>申请人：<input type="text" name="n"></p><p>所需信息内容描述：<textarea name="c"></textarea></p>'
        '<p><input type="submit" value="提交申请"></p></form><h3>申请状态查询</h3><form action="/zwgk/ysq/cx" method="get">'
        '<p>申请编号：<input type="text" name="no"><input type="submit" value="查询"></p></form>'
    )
