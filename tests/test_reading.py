"""What a page means: pages that speak of services without being one, and pages that are one whatever they are called."""

from __future__ import annotations

import pytest

from rules.facts import read_facts
from rules.pack import default_pack
from rules.reading import read_page
from rules.records import PageReading

HEAD = "<div class=header><a href='/'>首页</a><a href='/zwgk'>政务公开</a><a href='/hdjl'>互动交流</a></div>"


def read(title: str, path: str, body: str, url: str = "http://www.example.gov.cn/a/b/c.html") -> PageReading:
    crumbs = " &gt; ".join(f"<a href='/{step}'>{step}</a>" for step in path.split(">")) if path else ""
    place = f"<div class=crumbs>当前位置：{crumbs}</div>" if path else ""
    html = f"<html><head><meta charset=utf-8><title>{title}</title></head><body>{HEAD}{place}<div class=main>{body}</div></body></html>"
    return read_page(read_facts(html.encode(), url), default_pack())


# ---- none of these is a service function ----------------------------------------------------------------------------
def test_news_about_online_services() -> None:
    page = read(
        "我县网上办事大厅开通",
        "首页>新闻中心>本县要闻",
        "<h1>我县网上办事大厅开通</h1><p>发布时间：2026-01-02 来源：县报</p><p>群众足不出户即可享受办事指南查询、表格下载、网上申报、办件查询等服务，"
        "县长出席仪式并讲话。</p><p>据了解，平台汇集了三百项审批事项，实现了在线咨询、在线申请、进度查询和结果反馈。</p>",
    )
    assert (page.role, dict(page.functions), page.items) == ("news", {}, ())


def test_a_text_of_policy() -> None:
    page = read(
        "养老保险实施办法政策解读",
        "首页>政务公开>政策解读",
        "<h1>养老保险实施办法政策解读</h1><p>发布时间：2026-01-02</p><p>一、参保条件。年满16周岁，非国家机关工作人员，可以在户籍地参保。</p>"
        "<p>二、申请材料。参保人员需提供身份证、户口簿原件及复印件，到村委会办理。</p><p>三、办理流程。协办员受理，事务所初审，社保局复核。</p>",
    )
    assert (page.role, dict(page.functions)) == ("disclosure", {})


@pytest.mark.parametrize(
    ("title", "path", "body"),
    [
        (
            "依申请公开",
            "首页>政府信息公开>依申请公开",
            "<ul><li><a href='#'>在线申请</a></li><li><a href='/q'>申请状态查询</a></li><li><a href='/u/s.doc'>申请表下载</a></li></ul>"
            "<form method=post>申请人姓名<input name=a>证件号码<input name=b>所需信息描述<textarea name=c></textarea><input type=submit value=提交申请></form>",
        ),
        (
            "申请查询",
            "首页>信息公开>依申请公开>申请查询",
            "<form>申请编号：<input name=a>查询密码：<input type=password name=b><input type=submit value=查询></form>",
        ),
    ],
)
def test_requests_for_disclosure(title: str, path: str, body: str) -> None:
    page = read(title, path, body)
    assert (page.role, dict(page.functions)) == ("disclosure", {})


def test_an_annual_report_in_a_column_called_a_mailbox() -> None:
    page = read(
        "2025年政府信息公开工作年度报告",
        "首页>政府信息公开>公开意见箱",
        "<h1>2025年政府信息公开工作年度报告</h1><p>发布日期：2026-01-20</p><p>全县主动公开政府信息一万条，受理依申请公开35件，均按期答复。</p>"
        "<p>全年收到网上咨询320件，办结318件；县长信箱来信410件，回复率99%。</p>",
    )
    assert (page.role, dict(page.functions), dict(page.columns)) == ("disclosure", {}, {})


def test_results_of_an_opinion_poll() -> None:
    rows = "".join(
        f"<li><a href='/t/{n}'>关于《第{n}号办法（征求意见稿）》的结果反馈</a> 2026-01-0{n}</li>" for n in range(1, 5)
    )
    page = read("结果反馈", "首页>互动交流>意见征集>结果反馈", f"<ul>{rows}</ul>")
    assert (page.role, dict(page.functions), page.columns["opinion"]) == ("opinion", {}, "here")


def test_a_search_page() -> None:
    page = read(
        "某县人民政府",
        "",
        "<form><input name=q value=低保><input type=radio name=r>标题<input type=submit value=检索></form><p>为您找到相关结果约 128 个，搜索用时0.01秒</p>"
        "<h3><a href='/1'>城乡低保申请政策</a></h3><h3><a href='/2'>低保标准提高的通知</a></h3>",
    )
    assert (page.role, dict(page.functions), page.items) == ("search", {}, ())


# ---- whatever the title says ----------------------------------------------------------------------------------------
SITE = "某县政务服务网"


def test_a_title_that_only_names_the_site_leaves_the_path_to_speak() -> None:
    letter = "<p>标题：供水问题</p><p>来信时间：2026-01-02</p><p>回复时间：2026-01-05</p><p>回复内容：已经恢复供水，感谢来信。</p>"
    page = read("欢迎访问某县人民政府网", "首页>互动交流>县长信箱", letter)
    assert (page.role, page.columns["mailbox"]) == ("mailbox", "here")


@pytest.mark.parametrize(
    ("body", "role", "function"),
    [
        ("<form>申办流水号：<input name=a>查询密码：<input name=b><input type=submit value=查询></form>", "status_query", "feedback"),
        ("<form>姓名<input name=a>咨询内容<textarea name=b></textarea><input type=submit value=提交></form>", "consult_form", "consult"),
        ("<table><tr><td>受理编号</td><td>事项名称</td><td>办理状态</td></tr><tr><td>1</td><td>户口迁移</td><td>已办结</td></tr></table>", "result_list", "feedback"),
    ],
)  # fmt: skip
def test_under_a_halls_name_the_content_speaks(body: str, role: str, function: str) -> None:
    page = read(SITE, "", body)
    assert (page.role, page.functions[function]) == (role, "here")


@pytest.mark.parametrize(
    ("body", "role"),
    [
        ("<div>信件标题</div><div>路口危险</div><div>来信人</div><div>王某</div><div>信件内容</div><div>请处理。</div>", "mailbox"),
        ("<div>留言内容</div><div>路灯坏了</div><div>回复内容</div><div>已修好。</div>", "consult_list"),
        ("<div>申报条件：</div><div>报送材料：</div><div>申报程序：</div>", "guide"),
    ],
)  # fmt: skip
def test_labels_tell_letters_questions_and_guides(body: str, role: str) -> None:
    assert read("某县政府网", "", body).role == role


def test_a_hall_with_a_query_on_it() -> None:
    entries = "".join(f"<a href='/{word}'>{word}</a>" for word in ("办事指南", "表格下载", "网上申报", "结果公示"))
    page = read("某厅", "", f"<div>{entries}</div><div>请输入受理单号：<input name=a><button>查询</button></div>")
    assert (page.role, page.functions["feedback"], page.functions["guide"]) == ("service_hall", "here", "link")


def test_signing_in_to_apply_and_signing_in_to_work() -> None:
    form = "<form>用户名<input name=a>密码<input type=password name=b><input type=submit value=登录></form>"
    apply, office = read("企业备案申报系统", "", form), read("公文交换系统", "", form)
    assert (apply.role, apply.functions["apply"]) == ("apply_entry", "here")
    assert (office.role, dict(office.functions)) == ("login", {})


def test_a_query_of_a_projects_data_is_no_application() -> None:
    page = read(
        "科研业务管理平台", "", "<form>项目编号<input name=a>负责人<input name=b><input type=submit value=查询></form>"
    )
    assert "apply" not in page.functions


def test_an_empty_page_without_a_name_is_an_error_and_a_frame_with_one_is_not() -> None:
    assert read("_某县人民政府网", "首页", "<iframe src='javascript:;'></iframe>").role == "error"
    assert read("试验审批-某县人民政府网", "首页>试验审批", "<iframe src='javascript:;'></iframe>").role == "other"
