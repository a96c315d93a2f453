"""What a page holds, however it was written: every way of leading somewhere, of listing, of naming and of dating."""

from __future__ import annotations

import pytest

from rules.facts import read_facts
from rules.records import Link, PageFacts

URL = "http://www.example.gov.cn/zwgk/tzgg/index.html"


def read(body: str, head: str = "", url: str = URL) -> PageFacts:
    return read_facts(f"<html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode(), url)


def link(facts: PageFacts, text: str) -> Link:
    return next(one for one in facts.links if one.text == text)


def pages(facts: PageFacts) -> set[str]:
    return {one.url.removeprefix("http://www.example.gov.cn") for one in facts.links}


# ---- ways out -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("markup", "target"),
    [
        ("<a href='#' onclick=\"window.open('/bsdt/1.html')\">办事</a>", "/bsdt/1.html"),
        ("<a href='javascript:void(0)' onclick=\"location.href='/bsdt/2.jsp?id=3'\">办事</a>", "/bsdt/2.jsp?id=3"),
        ("<a onclick=\"self.location='/bsdt/3.html'\">办事</a>", "/bsdt/3.html"),
        ("<div onclick=\"window.location.href='/bsdt/4.html'\">办事</div>", "/bsdt/4.html"),
        ("<a href=\"javascript:window.open('/bsdt/5.html')\">办事</a>", "/bsdt/5.html"),
        ("<input type='button' value='办事' onclick=\"window.location='/bsdt/6.html'\">", "/bsdt/6.html"),
        ("<a href='javascript:;' data-url='/bsdt/7.html'>办事</a>", "/bsdt/7.html"),
        ("<a href='javascript:;' oldsrc='/bsdt/8.html'>办事</a>", "/bsdt/8.html"),
        ("<a href=\"javascript:_addDynClicks('wbnews', 1, 2); location='/bsdt/9.htm'\">办事</a>", "/bsdt/9.htm"),
        ("<a href='/bsdt/10.htm' onclick=\"_addDynClicks('wburl', 1, 2)\">办事</a>", "/bsdt/10.htm"),
        ("<a href='../../jump.html?url=http://www.example.gov.cn/bsdt/11.html'>办事</a>", "/bsdt/11.html"),
        ("<a href='javascript:go()'>办事</a><script>function go(){ window.open('/bsdt/12.html'); }</script>", "/bsdt/12.html"),
        ("<a id='b' href='#'>办事</a><script>$('#b').click(function(){location.href='/bsdt/13.html'})</script>", "/bsdt/13.html"),
    ],
)  # fmt: skip
def test_scripts_and_odd_attributes_lead_somewhere(markup: str, target: str) -> None:
    assert link(read(markup), "办事").url == f"http://www.example.gov.cn{target}"


def test_a_link_that_bears_its_address_is_called_what_stands_before_it() -> None:
    html = "<p>网上办理：<a href='http://zw.p.gov.cn/a?id=1'>http://zw.p.gov.cn/a?id=1</a></p><p>见<a href='/x.html'>办事须知</a></p>"
    assert {one.text for one in read(html).links} >= {"网上办理", "办事须知"}


def test_a_dead_link_stays_dead() -> None:
    assert link(read("<a href='javascript:;'>办事指南</a>"), "办事指南").url == ""


def test_a_route_of_a_page_made_of_scripts_is_an_address() -> None:
    assert link(read("<a href='#/guide?id=1'>办事指南</a>"), "办事指南").url == f"{URL}#/guide?id=1"
    assert (
        link(read("<a href='#top'>办事指南</a>"), "办事指南").url
        == link(read("<a href='#/'>办事</a>"), "办事").url
        == ""
    )


def test_markup_in_an_xml_answers_records_is_read_like_any() -> None:
    record = "<record><![CDATA[<li><a href='/art/1.html'>内地居民婚姻登记</a><span>2021-01-03</span></li>]]></record>"
    facts = read_facts(f"<?xml version='1.0'?><datastore>{record}</datastore>".encode(), URL, "text/xml")
    assert [(one.text, one.url) for one in facts.links] == [
        ("内地居民婚姻登记", "http://www.example.gov.cn/art/1.html")
    ]


def test_a_file_called_like_a_scheme_is_a_file() -> None:
    assert (
        link(read("<a href='https_zn.html'>办事</a>"), "办事").url
        == "http://www.example.gov.cn/zwgk/tzgg/https_zn.html"
    )


def test_frames_and_refresh() -> None:
    framed = read_facts(b"<html><frameset><frame src='/top.html'><frame src='/main.html'></frameset></html>", URL)
    assert {"/top.html", "/main.html"} <= pages(framed)
    assert "/inner.html" in pages(read("<iframe src='/inner.html'></iframe>"))
    assert "/new/" in pages(read("", head="<meta http-equiv=refresh content='0;url=/new/'>"))


def test_a_page_without_links_leads_on_by_script() -> None:
    head = "<script>window.location.href='/new/index.html';</script>"
    assert "/new/index.html" in pages(read("", head=head))
    assert "/new/index.html" not in pages(read("<a href='/a.html'>甲</a>", head=head)), (
        "a page with links of its own stays"
    )


def test_pictures_without_words() -> None:
    facts = read(
        "<a href='/1'><img src='/i/bszn.png'></a><a href='/2'><img src='/i/2.png' alt='表格下载'></a>"
        "<a href='/3'><img src='/i/3.png' title='局长信箱'></a><map><area href='/4' alt='在线咨询'></map>"
    )
    assert [one.text for one in facts.links] == ["bszn", "表格下载", "局长信箱", "在线咨询"]


@pytest.mark.parametrize(
    ("script", "page"),
    [
        ("createPageHTML(5, 0, 'index', 'html');", "/zwgk/tzgg/index_4.html"),
        ("createPageHTML('page_div',3,0,\"index\",\"shtml\",45);", "/zwgk/tzgg/index_2.shtml"),
        ("var countPage = 4; for(;;) document.write('<a href=\"'+'index_'+ i +'.html\">');", "/zwgk/tzgg/index_3.html"),
    ],
)  # fmt: skip
def test_page_turners_in_scripts(script: str, page: str) -> None:
    assert page in pages(read(f"<div class=page><script>{script}</script></div>"))


def test_page_turners_in_markup() -> None:
    facts = read(
        "<select onchange='location=this.value'><option value='/list_1.html'>1</option><option value='/list_2.html'>2</option></select>"
        "<a href='index_2.html'>下一页</a>"
    )
    assert {"/list_1.html", "/list_2.html", "/zwgk/tzgg/index_2.html"} <= pages(facts)


# ---- lists kept as data ---------------------------------------------------------------------------------------------
def test_records_of_a_datastore() -> None:
    record = "<![CDATA[<li><a href='/art/2026/1/2/art_1.html' title='关于公布收费目录的公告'>关于公布收费目录的公告</a><b>2026-01-02</b></li>]]>"
    facts = read(
        f"<script type='text/xml'><datastore><recordset><record>{record}</record></recordset></datastore></script>"
    )
    assert link(facts, "关于公布收费目录的公告").url.endswith("/art/2026/1/2/art_1.html")
    assert "2026-01-02" in facts.dates


def test_json_in_a_page() -> None:
    facts = read("""<script>var list = [{"title": "食品经营许可办事指南", "url": "/guide/1.html"}];</script>""")
    assert link(facts, "食品经营许可办事指南").url.endswith("/guide/1.html")


def test_a_body_of_json_and_of_xml() -> None:
    body = '{"rows": [{"name": "户口迁移", "href": "/item?id=1"}]}'.encode()
    assert link(read_facts(body, URL), "户口迁移").url.endswith("/item?id=1")
    feed = "<?xml version='1.0'?><rss><channel><item><title>户口迁移</title><link>http://www.example.gov.cn/i/1.html</link></item></channel></rss>"
    assert "/i/1.html" in pages(read_facts(feed.encode(), URL))


# ---- what is content and what is not ----------------------------------------------------------------------------------
def test_hidden_tabs_are_content_and_drafts_are_not() -> None:
    tabs = "".join(f"<div class=tab{n} style='display:{'block' if n == 1 else 'none'}'>{text}</div>" for n, text in
                   enumerate(("申请条件：本市户籍居民", "申请材料：居民户口簿原件", "办理流程：窗口提交申请"), 1))  # fmt: skip
    facts = read(
        f"<div class=tabs>{tabs}</div><textarea>模板里的办事指南</textarea><!-- <a href='/x'>注释里的表格下载</a> -->"
    )
    assert "居民户口簿原件" in facts.text
    assert "模板里" not in facts.page_text and "注释里" not in facts.page_text and not facts.links


def test_a_table_pasted_from_word() -> None:
    row = "<tr style='mso-yfti-irow:0'><td><p class=MsoNormal><span style='font-family:宋体;mso-bidi-font-size:12pt'>申请<o:p></o:p>条件</span></p></td><td><p class=MsoNormal>年满<span lang=EN-US>18</span>周岁<o:p></o:p></p></td></tr>"
    facts = read(
        f"<!--[if gte mso 9]><xml><w:WordDocument></w:WordDocument></xml><![endif]--><table class=MsoTableGrid>{row}</table>"
    )
    assert facts.tables[0].rows == (("申请条件", "年满18周岁"),)


def test_parts_of_a_page_have_heads_and_feet_too() -> None:
    part = "<div class='news-head'>{0}</div><ul>{1}</ul><div class='list_footer'>{2}</div>"
    lines = "".join(f"<li><a href='/n/{n}.html'>某县召开第{n}次工作会议</a></li>" for n in range(30))
    facts = read(
        part.format("要闻", lines, "<a href='/more/1'>通知一二三四五六</a>") + part.format("公告", lines, "") * 2
    )
    assert link(facts, "通知一二三四五六").zone == "content"


# ---- names ----------------------------------------------------------------------------------------------------------
def test_official_tags() -> None:
    head = "".join(
        f"<meta name='{name}' content='{value}'>"
        for name, value in (("SiteName", "某县人民政府"), ("SiteIDCode", "3303240001"), ("ColumnName", "通知公告"),
                            ("ColumnType", "通知公告"), ("ArticleTitle", "关于停水的通知"), ("PubDate", "2026-01-02 10:00"))
    )  # fmt: skip
    facts = read("<p>正文</p>", head=head)
    assert facts.heading == "关于停水的通知"
    assert (facts.meta["siteidcode"], facts.meta["columnname"], facts.meta["pubdate"]) == ("3303240001", "通知公告", "2026-01-02 10:00")  # fmt: skip


def test_titles_coded_as_entities_and_titles_that_are_missing() -> None:
    assert read("", head="<title>&#21150;&#20107;&#25351;&#21335;</title>").title == "办事指南"
    assert read("<h1>办事指南</h1>").title == "" and read("<h1>办事指南</h1>").heading == "办事指南"


@pytest.mark.parametrize(
    "crumbs",
    [
        "<div>当前位置：<a href='/'>首页</a> &gt; <a href='/bs'>办事服务</a> &gt; 办事指南</div>",
        "<div class=position>您的位置: <a href='/'>首页</a> » <a href='/bs'>办事服务</a> » <span>办事指南</span></div>",
        "<p><span>当前位置：</span><a href='/'>首页</a>&nbsp;>>&nbsp;办事服务&nbsp;>>&nbsp;办事指南</p>",
        "<div class=crumbs><a href='/'>首页</a>＞<a href='/bs'>办事服务</a>＞<a href='/zn'>办事指南</a></div>",
        "<div class=BreadcrumbNav><ul><li><a href='/'>首页</a></li><li>办事服务</li><li>办事指南</li></ul></div>",
    ],
)
def test_paths(crumbs: str) -> None:
    assert read(f"{crumbs}<div><p>正文内容在此。</p></div>").breadcrumb[-2:] == ("办事服务", "办事指南")


# ---- encodings and dates --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("claim", ["", "<meta charset=utf-8>", "<meta charset=gb2312>", "<meta charset=iso-8859-1>"])
@pytest.mark.parametrize("coding", ["utf-8", "gb18030"])
def test_wrong_and_missing_charsets(coding: str, claim: str) -> None:
    text = "办事指南：居民办理身份证补领手续，应当携带户口簿原件到派出所窗口提出申请。" * 3
    facts = read_facts(f"<html><head>{claim}</head><body><p>{text}</p></body></html>".encode(coding), URL)
    assert "居民办理身份证补领手续" in facts.text


@pytest.mark.parametrize(
    "written",
    ["2026-01-02", "2026/1/2", "2026.01.02", "2026年1月2日", "2026年 1月 2日", "２０２６年１月２日", "２０２６－０１－０２",
     "二〇二六年一月二日", "二○二六年一月二日", "二零二六年一月二日", "[2026-01-02]", "(2026-01-02 10:30:00)", "20260102"],
)  # fmt: skip
def test_dates_in_all_forms(written: str) -> None:
    assert read(f"<p>{written}</p>").dates == ("2026-01-02",)


def rows(markup: str) -> list[tuple[str, ...]]:
    return list(read_facts(f"<table>{markup}</table>".encode(), URL).tables[0].rows)


def test_cells_stand_in_their_columns_whatever_they_span() -> None:
    head = "<tr><td rowspan=2>序号<td colspan=2>事项名称<td rowspan=2>机构<tr><td>主项<td>子项"
    assert rows(f"{head}<tr><td>1<td rowspan=2>甲<td>乙<td>局<tr><td>2<td>丙<td>局<tr><td>3<td colspan=2>丁<td>局") == [
        ("序号", "事项名称", "", "机构"),
        ("序号", "主项", "子项", "机构"),
        ("1", "甲", "乙", "局"),
        ("2", "甲", "丙", "局"),
        ("3", "丁", "", "局"),
    ]
    assert rows("<tr><td rowspan=2 colspan=2>甲<td>1<tr><td>2<tr><td>乙<td>丙<td>3") == [
        ("甲", "", "1"),
        ("甲", "", "2"),
        ("乙", "丙", "3"),
    ]


@pytest.mark.parametrize("span", ["x", "-1", "", "1.5", "９", "0", "1000000000"])
def test_a_span_that_is_no_number_is_one_and_a_cell_reaches_at_most_to_the_end_of_its_part(span: str) -> None:
    shown = rows(f"<thead><tr><td rowspan='{span}'>甲<td>1</thead><tbody><tr><td>乙<td>2</tbody>")
    assert shown == [("甲", "1"), ("乙", "2")]


def test_an_icon_says_what_the_nearest_head_above_it_says() -> None:
    head = "<tr><td rowspan=2>事项<td colspan=2>网上服务<tr><td>办事指南<td>表格下载"
    row = "<tr><td>养犬登记<td><a href=/1><img src=/a.gif></a><td><a href=/2><img src=/b.gif></a>"
    assert [link.text for link in read_facts(f"<table>{head}{row}</table>".encode(), URL).links] == [
        "办事指南",
        "表格下载",
    ]


def test_an_icon_that_has_only_a_click_is_named_by_its_alternative_text() -> None:
    row = "<table><tr><td>出生登记</td><td><img src='i/zx.gif' alt='在线咨询' onclick='ask(2)'></td></tr></table>"
    facts = read_facts(f"<meta charset=utf-8><title>户籍</title>{row}".encode(), "http://www.example.gov.cn/")
    assert [(link.text, link.context, link.url) for link in facts.links] == [("在线咨询", "出生登记", "")]


def test_an_icon_in_a_list_of_terms_stands_beside_its_own_term() -> None:
    terms = "".join(
        f"<dt>{name}</dt><dd><a href=/{name}>指南</a> <a>申报</a></dd>" for name in ("养犬登记证", "预付卡备案")
    )
    assert [link.context for link in read(f"<dl>{terms}</dl>").links] == ["养犬登记证"] * 2 + ["预付卡备案"] * 2


LINKED = [
    ("<script>function toView(id){ window.location.href='/view.jsp?id='+id; }</script><a href=\"javascript:toView('123')\">甲</a>", "/view.jsp?id=123"),
    ("<script>var root='/w';function f(a, b){window.open(root+'/i/'+a+'.html?t='+b)}</script><p onclick=\"f('A1', 2)\">甲</p>", "/w/i/A1.html?t=2"),
    ("<a href='javascript:window.open(%27/a.html%27)'>甲</a>", "/a.html"),
    ("<a class='x zx'>甲</a><script>$('.zx').on('click',function(){location.href='/a.html'})</script>", "/a.html"),
    ("<a id=zx>甲</a><script>document.getElementById('zx').onclick=function(){window.open('/a.html')}</script>", "/a.html"),
    ("<input type=image src=/i/wszx.gif alt=甲 onclick=\"window.open('/a.html')\">", "/a.html"),
    ("<a href='/jump.html#http://www.example.gov.cn/a.html'>甲</a>", "/a.html"),
    ("<select onchange='location=this.value'><option value='a.html'>甲</select>", "/zwgk/tzgg/a.html"),
    ("<select onchange='location=this.value'><option value='?page=2'>甲</select>", "/zwgk/tzgg/index.html?page=2"),
    ("<script>var n = 3, c = 0; createPageHTML(n, c, 'index', 'html');</script>", "/zwgk/tzgg/index_2.html"),
    ("<script>var d = [{title:'甲许可',url:'/a.html',},];</script>", "/a.html"),
    ("<script>var d = [{'title':'甲\\'s',\"url\":\"/a.html\"}];</script>", "/a.html"),
]  # fmt: skip


@pytest.mark.parametrize(("markup", "target"), LINKED)
def test_further_ways_in_which_pages_lead_on(markup: str, target: str) -> None:
    links = read_facts(markup.encode(), URL).links
    assert f"http://www.example.gov.cn{target}" in {link.url for link in links}


@pytest.mark.parametrize(
    "markup",
    [
        "<script>function f(id){location.href='/v?id='+id+now()}</script><a href='javascript:f(1)'>甲</a>",
        "<script>function f(id){location.href=base+'/v?id='+id}</script><a href='javascript:f(1)'>甲</a>",
        "<script>function f(id){location.href='/v?id='+id}</script><a href='javascript:f(this.id)'>甲</a>",
        "<script>function f(a,b){location.href='/v?id='+b}</script><a href='javascript:f(1)'>甲</a>",
        "<script>var d = [{title:'甲许可',url:'/a.html',run:function(){}}];</script><p>甲</p>",
        "<a href=\"https:/'etax.example.gov.cn/\">甲</a>",
    ],
)  # fmt: skip
def test_what_is_put_together_at_run_time_leads_nowhere(markup: str) -> None:
    assert [link.url for link in read_facts(markup.encode(), URL).links if link.url] == []


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_told_without_a_mark_even_where_most_is_chinese(codec: str) -> None:
    body = f"<p>{'云岭县人民政府办理材料' * 4}</p><p>户口簿</p>".encode(codec)
    assert "办理材料" in read_facts(body, URL, "text/html; charset=gbk").text


def test_arrows_part_the_steps_of_a_path() -> None:
    body = "<div class='local'>当前位置：<a href='/'>首页</a> -&gt; 办事服务 =&gt; 在线查询</div><p>请输入受理单号</p>"
    facts = read_facts(f"<meta charset=utf-8><title>某局</title>{body}".encode(), "http://www.example.gov.cn/a/")
    assert facts.breadcrumb == ("首页", "办事服务", "在线查询")


@pytest.mark.parametrize(
    "markup",
    [
        "<td>当前栏目：首页 >> 办事服务</td>",
        "<nav aria-label='breadcrumb'><ol><li>首页</li><li>办事服务</li></ol></nav>",
    ],
)
def test_further_ways_to_write_the_path(markup: str) -> None:
    assert read_facts(markup.encode(), URL).breadcrumb == ("首页", "办事服务")


def test_a_title_that_was_encoded_twice() -> None:
    assert read_facts("<title>&amp;#21462;&amp;#27700;许可</title>".encode(), URL).title == "取水许可"


_ASKS = "<script>function load(p){$.get('/api/list?p='+p,function(r){$('#rows').html(draw(r))})}load(1)</script>"


@pytest.mark.parametrize(
    ("body", "awaits"),
    [
        (f"<table><tr><th>标题</th><th>来信时间</th></tr><tbody id='rows'></tbody></table>{_ASKS}", True),
        (f"<h2>来信详情</h2><div id='rows'></div>{_ASKS}", True),
        (
            "<table><tr><th>标题</th><th>时间</th></tr><tbody id='rows'></tbody></table><script src='/list.js'></script>",
            True,
        ),
        (f"<table><tr><th>标题</th></tr><tbody id='rows'><tr><td>路灯</td></tr></tbody></table>{_ASKS}", False),
        (f"<form>姓名<input name='a'>内容<textarea name='b'></textarea></form><div id='rows'></div>{_ASKS}", False),
        (f"<p>{'区政府办公室发布通知，请各单位遵照执行。' * 20}</p><ul id='rows'></ul>{_ASKS}", False),
        ("<h2>来信详情</h2><div id='rows'></div><script src='/list.js'></script>", False),
        ("<h2>来信详情</h2><span id='rows'></span>" + _ASKS, False),
    ],
)
def test_an_empty_holder_that_scripts_fill_awaits_them(body: str, awaits: bool) -> None:
    menu = "".join(
        f"<a href='/{n}/'>{name}</a>" for n, name in enumerate(("首页", "新闻中心", "政务公开", "政务服务", "互动交流"))
    )
    frame = f"<div class='nav'>{menu}</div>{{}}<div class='footer'>主办：某县人民政府办公室 网站标识码：5203250001 黔ICP备05000000号 联系电话：0851-20000000</div>"
    page = f"<html><head><title>某县</title></head><body>{frame.format(body)}</body></html>"
    assert read_facts(page.encode(), "http://a.gov.cn/x.html", "text/html; charset=utf-8").needs_script is awaits
