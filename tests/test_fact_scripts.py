"""What scripts, data and odd elements of a page lead to and show, read without running anything."""

from __future__ import annotations

import time

import pytest

from rules.fact_code import joined, plain_text
from rules.fact_written import with_written
from rules.facts import read_facts
from rules.page_dates import last_content_date
from rules.records import PageFacts

HOST = "http://www.example.gov.cn"
URL = f"{HOST}/zwgk/tzgg/index.html"
A = "<a href=\"/a.html\">甲</a>"  # fmt: skip


def read(body: str, head: str = "") -> PageFacts:
    return read_facts(f"<html><head><meta charset=utf-8>{head}</head>{body}</html>".encode(), URL)


def leads(markup: str, head: str = "") -> set[str]:
    return {link.url.removeprefix(HOST) for link in read(markup, head).links if link.url}


# ---- markup that scripts write -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "code",
    [
        f"document.write('{A}')",
        f"document.writeln('<ul><li>'+\n'{A}' + '</li></ul>');",
        "document.write(\"<a href='/a.html'>甲</a>\");",
        "document.write('<a href=\\'/a.html\\'>\\u7532<\\/a>')",
        f"document.write(`{A}`)",
        "var s='<ul>'; s += '<a href=\"/a.html\">甲</a>'; s+='</ul>'; document.write(s);",
        "var u='/a', t='甲';\ndocument.write('<a href=\"'+u+'.html\">'+t+'</a>')",
        f"document.getElementById('m').innerHTML='{A}';",
        f"$('#m').html('{A}')",
        f"$('#m').after('{A}')",
        f"m.insertAdjacentHTML('beforeend', '{A}')",
        f"document['write']('{A}')",
        "document.write(unescape('%3Ca href=%22/a.html%22%3E%u7532%3C/a%3E'))",
        "document.write(decodeURIComponent(\"%3Ca%20href='/a.html'%3E%E7%94%B2%3C/a%3E\"))",
    ],
)
def test_markup_written_from_literals_is_read(code: str) -> None:
    facts = read(f"<body><script>{code}</script><p>正文</p>")
    assert [(link.url, link.text) for link in facts.links] == [(f"{HOST}/a.html", "甲")]
    assert facts.text.split("\n")[0].strip() == "甲"


@pytest.mark.parametrize(
    "code",
    [
        "for(i=0;i<n;i++){document.write('<a href=\"'+url[i]+'\">'+name[i]+'</a>')}",
        "var s='<li>';s+=name();document.write('<a href=/a.html>'+s)",
        "document.write('<a href=\"/a.html\">' + (x ? '甲' : '乙') + '</a>')",
        "$('#m').append('<a href=\"javascript:;\">甲</a>')",
        "document.write('<script src=/a.js><\\/script>')",
    ],
)
def test_what_only_a_run_would_tell_is_not_read(code: str) -> None:
    facts = read(f"<body><script>{code}</script><p>正文</p>")
    assert not facts.links and facts.text == "正文"


def test_of_two_branches_the_one_with_an_address_is_read_once() -> None:
    chosen = "var own=''; var there='./t1.html'; var name='甲';\nif(own==''){ document.write('<a href=\"'+there+'\">'+name+'</a>'); } else { document.write('<a href=\"'+own+'\">'+name+'</a>'); }"
    assert [link.url for link in read(f"<body><script>{chosen}</script>").links] == [f"{HOST}/zwgk/tzgg/t1.html"]
    alike = f"if(c=='1'){{ document.write('<li class=on>{A}</li>'); }}else{{ document.write('<li>{A}</li>'); }}"
    assert len(read(f"<body><script>{alike}</script>").links) == 1


def test_what_a_script_writes_stands_where_the_script_stands() -> None:
    facts = read(f"<body><table><tr><td>事项</td><td><script>document.write('{A}')</script></td></tr></table>")
    assert facts.tables[0].rows == (("事项", "甲"),)


def test_a_rendered_page_holds_what_was_written_already() -> None:
    dom = f"<body><p>页面正文</p><script>document.write('{A}')</script>{A}</body>"
    assert len(read_facts(b"", URL, dom=dom.encode()).links) == 1


def test_texts_put_together_of_literals() -> None:
    assert plain_text(r"'\x41\u7532\'\/\n'") == "A甲'/\n"
    assert joined("'a' + b+1", {"b": "-"}) == "a-1"
    assert joined("'a' + c", {}) is None


# ---- data ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "markup",
    [
        """<script>var d=JSON.parse('[{"title":"甲","url":"/a.html"}]');</script>""",
        """<script>var d=JSON.parse("[{\\"title\\":\\"甲\\",\\"url\\":\\"/a.html\\"}]");</script>""",
        """<script>window.__INITIAL_STATE__={list:[{title:'甲',url:'/a.html'}]};</script>""",
        """<script>var d=[{"title":"\\u7532\\u4e59","url":"/a.html"}];</script>""",
        """<script>var zNodes=[{id:1,pId:0,name:"甲",url:"/a.html",target:"_self"}];</script>""",
        """<script>list.push({title:'甲',url:'/a.html'});</script>""",
        """<script>var menu=[['甲','/a.html'],['乙','/b.html']];</script>""",
        """<script>d.add(1,0,'甲','/a.html');</script>""",
        """<script>var list = '[{"title":"甲","url":"/a.html"}]';</script>""",
        """<script>stm_aix("p0i1","p0i0",[0,"甲","","",-1,-1,0,"/a.html","_self"]);</script>""",
        """<script type='application/ld+json'>{"itemListElement":[{"name":"甲","item":"http://www.example.gov.cn/a.html"}]}</script>""",
        "<xml id=d><list><item><title>甲</title><url>/a.html</url></item></list></xml>",
        "<XML id=d><list><item><title><![CDATA[甲]]></title><url><![CDATA[/a.html]]></url></item></list></XML>",
        "<script type='text/xml'><list><item><title>甲</title><url>/a.html</url></item></list></script>",
        "<script type='TEXT/XML'><record><li><a href='/a.html'>甲</a></li></record></script>",
        "<script type='text/xml'><record>&lt;a href='/a.html'&gt;甲&lt;/a&gt;</record></script>",
    ],
)  # fmt: skip
def test_lists_kept_as_data(markup: str) -> None:
    facts = read(f"<title>某局</title><body>{markup}<p>正文</p>")
    assert f"{HOST}/a.html" in {link.url for link in facts.links if link.text.startswith("甲")}
    assert facts.title == "某局"


def test_word_s_own_islands_say_nothing() -> None:
    junk = "<xml><w:WordDocument><w:View>Normal</w:View><w:Zoom>0</w:Zoom></w:WordDocument></xml>"
    assert read(f"<body>{junk}<p>正文</p>").page_text == "正文"


# ---- ways out ----------------------------------------------------------------------------------------------------------
HELD = [
    "<a href='javascript:;' rel='/a.html'>甲</a>",
    """<a href='javascript:;' data-params='{"url":"/a.html"}'>甲</a>""",
    "<a @click=\"go('/a.html')\">甲</a>",
    "<ul><li data-href='/a.html'>甲</li></ul>",
    "<span data-url='/a.html'>甲</span>",
    "<input type=button value='甲' data-url='/a.html'>",
    "<table><tr ondblclick=\"window.open('/a.html')\"><td>甲</td></tr></table>",
    "<router-link to='/a.html'>甲</router-link>",
    "<svg><a xlink:href='/a.html'><text>甲</text></a></svg>",
    "<select id=s><option value='/a.html'>甲</option></select>",
    "<script>var ctx='';</script><a onclick=\"window.open(ctx+'/a.html')\">甲</a>",
    "<a onclick=\"window.open('/a'+'.html')\">甲</a>",
    "<script>function g(){var url='/a.html';window.open(url)}</script><a onclick='g()'>甲</a>",
    "<script>const g=()=>{window.open('/a.html')}</script><a onclick='g()'>甲</a>",
    "<script>var g=function(id){window.open('/'+id+'.html')}</script><a onclick=\"g('a')\">甲</a>",
    "<script>var p={g:function(id){window.open('/'+id+'.html')}}</script><a onclick=\"p.g('a')\">甲</a>",
    "<script>function g(id){if(id==''){alert('空');return;}location.href='/'+id+'.html';}</script><a onclick=\"g('a')\">甲</a>",
    "<script>var root='/';\nfunction g(id){\n var url = root + id + '.html';\n window.open(url);\n}</script><a href=\"javascript:g('a')\">甲</a>",
    "<script>var url='/a.html';</script><a onclick='window.open(url)'>甲</a>",
    "<script>$('#x').attr('href', '/a.html')</script><a id=x>甲</a>",
    "<script>document.getElementById('x').href='/a.html'</script><a id=x>甲</a>",
    "<script>$(document).on('click', '#x', function(){location.href='/a.html'})</script><a id=x>甲</a>",
    "<script>const g = id => window.open('/'+id+'.html')</script><a onclick=\"g('a')\">甲</a>",
    "<script>function g(id){location.href=`/${id}.html`}</script><a onclick=\"g('a')\">甲</a>",
    "<a href='/jump.html?http://www.example.gov.cn/a.html'>甲</a>",
    "<a href='/goto.asp?u=http://www.example.gov.cn/a.html'>甲</a>",
    "<script>function g(){ $.ajax({success:function(r){location.href='/a.html'}}) }</script><a href='javascript:g()'>甲</a>",
]  # fmt: skip


@pytest.mark.parametrize("markup", HELD)
def test_targets_held_elsewhere(markup: str) -> None:
    assert ("/a.html", "甲") in {(link.url.removeprefix(HOST), link.text) for link in read(f"<body>{markup}").links}


@pytest.mark.parametrize(
    "markup",
    [
        "<li onclick=\"location.hash='#/list?page=2'\">2</li>",
        "<li onclick=\"location.hash='/list?page=2'\">2</li>",
        "<script>function go(n){location.hash='#/list?page='+n}</script><li onclick='go(2)'>2</li>",
    ],
)
def test_pages_of_an_application_stand_behind_its_hash(markup: str) -> None:
    assert "/zwgk/tzgg/index.html#/list?page=2" in leads(f"<body><ul>{markup}</ul>")


def test_a_choice_of_a_page_by_its_number() -> None:
    choice = "<select onchange=\"location='?page='+this.value\"><option value=1>1<option value=2>2</select>"
    assert "/zwgk/tzgg/index.html?page=2" in leads(f"<body>{choice}")


@pytest.mark.parametrize(
    "markup",
    [
        "<iframe id=f></iframe><script>document.getElementById('f').src='/f.html';</script>",
        "<iframe id=f></iframe><script>$('#f').attr('src', '/f.html');</script>",
        "<script>var i=document.createElement('iframe');i.src='/f.html';document.body.appendChild(i);</script>",
        "<iframe name=main></iframe><script>window.frames['main'].location='/f.html'</script>",
        "<script>document.write('<iframe src=\"/f.html\"></iframe>')</script>",
        "<object data='/f.html' type='text/html'></object>",
        "<embed src='/f.html'>",
    ],
)
def test_pages_shown_inside_a_page(markup: str) -> None:
    facts = read(f"<body>{markup}<script>img.src='/i/x.png';</script><p>正文</p>")
    assert {link.url.removeprefix(HOST) for link in facts.links if link.kind == "frame" and link.url} == {"/f.html"}


@pytest.mark.parametrize(
    "page",
    [
        "<body onload=\"location.href='/n.html'\">",
        "<body><script>setTimeout(\"location='/n.html'\",3000)</script>",
        "<body><script>var u='/';location.href=u+'n.html'</script>",
        "<body><script>var u='/n.html';top.location=u;</script>",
        "<body><script>window.navigate('/n.html')</script>",
        "<body><script>window['location']='/n.html'</script>",
    ],
)
def test_pages_that_lead_on_at_once(page: str) -> None:
    assert leads(page) == {"/n.html"}


@pytest.mark.parametrize(
    ("base", "target"),
    [("/b/", "/b/a.html"), ("//www.example.gov.cn/b/", "/b/a.html"), (" HTTP://www.example.gov.cn/b/ ", "/b/a.html"),
     ("<%=basePath%>", "/zwgk/tzgg/a.html"), ("", "/zwgk/tzgg/a.html"), ("http://[", "/zwgk/tzgg/a.html")],
)  # fmt: skip
def test_the_base_of_relative_addresses(base: str, target: str) -> None:
    assert leads("<body><a href=a.html>甲</a>", f"<base href='{base}'>") == {target}


@pytest.mark.parametrize("call", ["creatPageHTML(5,0,'index','html')", 'createPage(5, 0, "index", "html")'])
def test_page_turners_by_other_names(call: str) -> None:
    assert "/zwgk/tzgg/index_4.html" in leads(f"<body><script>{call}</script>")


def test_pages_of_counted_records() -> None:
    code = 'var m_nRecordCount = "45"; var m_nCurrPage = 0; var m_nPageSize = 10;'
    last = "/zwgk/tzgg/index_4.html"
    assert last in leads(f"<body><script>{code}</script>") and last.replace("4", "5") not in leads(
        f"<body><script>{code}</script>"
    )


def test_the_following_page_that_the_head_names() -> None:
    assert leads("<body><p>甲", "<link rel=next href='index_2.html'>") == {"/zwgk/tzgg/index_2.html"}


# ---- dates ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("written", ["2026年元月2日", "二〇二六年元月二日", "二Ｏ二六年一月二日", "二◯二六年一月二日"])
def test_further_ways_to_write_a_day(written: str) -> None:
    assert read(f"<body><p>{written}</p>").dates == ("2026-01-02",)


@pytest.mark.parametrize("head", ["相关信息", "【相关阅读】", "上一篇：关于停水的通知"])
def test_dates_of_other_pages_under_a_page_are_not_its_own(head: str) -> None:
    other = "<ul><li><a href=/b.html>关于供水的通知</a> 2026-03-04</li></ul>"
    page = f"<body><h1>关于停电的通知</h1><p>发布时间：2026-01-02</p><p>正文。</p><div>{head}</div>{other}"
    assert last_content_date(read(page)) == "2026-01-02"
    assert last_content_date(read(f"<body><div>{head}</div>{other}")) == "2026-03-04", (
        "else nothing says which is its own"
    )


# ---- hostile ------------------------------------------------------------------------------------------------------------
FLOODS = {
    "sums": "document.write('<a>'" + "+'x'" * 100_000 + "+f())",
    "names": "document.write(<a " + "x." * 300_000,
    "never closed": "document.write('<a " + "\\'" * 300_000,
    "doubling": "document.write('<a>');var s='<a>" + "x" * 1000 + "';" + "s+=s;" * 100_000 + "document.write(s)",
    "branches": "document.write('<a>');" + "else " * 100_000,
    "functions": "function f(a){open(" * 20_000,
    "assignments": "document.write('<a>')" + " open=a" * 100_000,
    "pairs": "['甲','" * 100_000,
    "arrows": "a=b=>c" * 30_000,
    "texts": "='[{" * 100_000,
    "menus": "stm_ai([0,'甲'" + ",''" * 100_000,
    "holes": "function f(a){open(`" + "${a}" * 50_000,
    "braces": "var d=" + "[{a:'甲'," * 100_000,
}


@pytest.mark.parametrize("name", FLOODS)
def test_scripts_made_to_take_long_do_not(name: str) -> None:
    began = time.process_time()
    read(f"<body><script>{FLOODS[name]}</script>")
    assert time.process_time() - began < 10


def test_scripts_and_islands_without_end_stay_as_they_are() -> None:
    for text in (
        "<script>document.write('<a href=/a>x</a>')",
        "<script" * 50_000 + "document.write",
        "<xml>" * 50_000 + "</xml",
    ):
        assert with_written(text) == text
