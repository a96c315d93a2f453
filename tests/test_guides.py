"""Guides in the layouts sites use: each is read from the facts of a page written here."""

from __future__ import annotations

import pytest

from reports.messages import catalogue as messages
from rules.consistency_words import CONSISTENCY
from rules.facts import read_facts
from rules.guide_consistency import CODES, inconsistencies
from rules.guide_fill import accepted
from rules.guide_labels import elements_of_label
from rules.guide_tabs import may_have_tabs
from rules.guide_words import default_guide_words
from rules.guides import GuideReading, read_guide
from rules.terms import ELEMENTS, TIME_LIMIT

URL = "http://www.example.gov.cn/bszn/1.html"
WORDS = default_guide_words()


def guide(
    body: str, title: str = "取水许可审批办事指南", careful: bool = False, attachments: tuple[str, ...] = ()
) -> GuideReading:
    head = f"<html><head><meta charset=utf-8><title>{title}</title></head><body>"
    html = f"{head}<div class=content><h1>{title}</h1>{body}</div></body></html>"
    return read_guide(read_facts(html.encode(), URL), attachments, html if careful else None)


def names(reading: GuideReading) -> list[str]:
    return list(reading.elements)


ROWS = {
    "事项名称": "取水许可审批",
    "设定依据": "《中华人民共和国水法》第四十八条",
    "受理条件": "在本县行政区域内直接取用水资源的单位和个人",
    "申请材料": "1.取水许可申请书 2.身份证复印件",
    "办理地点": "县政务服务中心二楼5号窗口",
    "受理机构": "县水利局",
    "收费标准": "不收费",
    "办公时间": "周一至周五 上午8:30-12:00",
    "咨询电话": "0771-5551234",
    "办理流程": "申请→受理→审核→审批→发证",
    "承诺办结时限": "5个工作日",
    "监督投诉电话": "0771-5559999",
}


def test_two_column_table() -> None:
    rows = "".join(f"<tr><td>{label}</td><td>{text}</td></tr>" for label, text in ROWS.items())
    reading = guide(f"<table>{rows}</table>")
    assert names(reading) == [*ELEMENTS, TIME_LIMIT]
    assert reading.is_complete and reading.is_usable
    assert reading.elements["联系电话"] == "0771-5551234"
    assert reading.department == "县水利局"


def test_a_table_of_papers_with_files_beside_them() -> None:
    head = "<tr><th>序号</th><th>材料名称</th><th>空表</th><th>样表</th></tr>"
    row = "<tr><td>1</td><td>设立备案书</td><td><a href=1.doc>下载</a></td><td><a href=2.doc>下载</a></td></tr>"
    reading = guide(f"<h3>申请材料</h3><table>{head}{row}</table><h3>受理条件</h3><p>依法成立的单位</p>")
    assert "设立备案书" in reading.elements["办理材料"]


def test_labels_that_nothing_parts_from_their_text_may_be_numbered() -> None:
    reading = guide(
        "<p>一、办理对象符合条例规定的夫妻</p><p>二、所需材料身份证、结婚证</p><p>三、办理地点便民大厅2号窗口</p>"
    )
    assert {"申请条件", "办理材料", "办理地点"} <= set(reading.elements)


def test_labels_in_boxes_need_no_colon() -> None:
    reading = guide(
        "<p>【办理机构】县妇幼保健院 【办理材料】身份证、补发申请 【办理程序】申请、审核、签发 【收费】无</p>"
    )
    assert {"办理机构", "办理材料", "办理流程", "收费标准"} <= set(reading.elements)
    assert reading.elements["办理机构"] == "县妇幼保健院"


def test_four_column_table_with_paragraphs_in_cells() -> None:
    pairs = list(ROWS.items())
    rows = "".join(
        f"<tr><th><p>{a}</p></th><td><p>{b}</p></td><th><p>{c}</p></th><td><p>{d}</p></td></tr>"
        for (a, b), (c, d) in zip(pairs[::2], pairs[1::2], strict=True)
    )
    assert names(guide(f"<table>{rows}</table>")) == [*ELEMENTS, TIME_LIMIT]


def test_row_with_category_column_spanning_rows() -> None:
    reading = guide(
        "<table><tr><td rowspan=3>基本信息</td><td>服务对象</td><td>企业法人</td></tr>"
        "<tr><td>实施主体</td><td>县水利局</td></tr><tr><td>是否收费</td><td>否</td></tr>"
        "<tr><td>受理条件</td><td colspan=2>依法取得营业执照的企业</td></tr></table>"
    )
    assert reading.elements["办理机构"] == "县水利局"
    assert reading.elements["收费标准"] == "否"
    assert reading.elements["申请条件"] == "依法取得营业执照的企业"


def test_numbered_headings_end_at_the_next_number() -> None:
    reading = guide(
        "<p>一、申请条件</p><p>年满十六周岁的本县居民</p><p>二、申请材料</p><p>1.申请表</p><p>2.户口簿</p><p>三、汇款事项</p>"
        "<p>开户行：某行</p><p>四、办理程序</p><p>到窗口提交，审核后领取</p>"
    )
    assert names(reading) == ["事项名称", "申请条件", "办理材料", "办理流程"]
    assert reading.elements["办理材料"] == "1.申请表\n2.户口簿"


def test_labels_run_together_and_answers_that_hold_a_labels_word() -> None:
    rows = "<tr><td>办理地点时间</td><td>县政务中心一楼；工作日8:30—17:00</td></tr><tr><td>收费标准</td><td>本事项不收费</td></tr>"
    rows += "<tr><td>法定期限</td><td>20（工作日）</td></tr><tr><td>办理流程</td><td>见流程图</td></tr>"
    elements = guide(f"<table>{rows}</table>").elements
    assert {"办理地点", "办理时间", "收费标准", "办结时限"} <= set(elements)
    assert "办理流程" not in elements
    assert (
        elements["收费标准"] == guide("<h4>收费标准</h4><div>本事项不收费</div>").elements["收费标准"] == "本事项不收费"
    )


def test_questions_are_labels_too() -> None:
    body = (
        "<p>1．符合什么条件才能申领职业技能提升补贴？</p><p>答：依法参加失业保险累计缴费12个月以上的企业职工。</p>"
        "<p>2．职业技能提升补贴如何申领？</p><p>答：通过手机应用自助办理，或者到社保经办机构窗口提交后审核发放。</p>"
        "<p>3．在社保经办机构申领职业技能提升补贴需要提供哪些资料？</p><p>答：本人身份证原件、复印件。</p>"
    )
    assert {"申请条件", "办理流程", "办理材料"} <= set(guide(body, "职业技能提升补贴须知").elements)


def test_labels_within_one_line_and_spaces_within_labels() -> None:
    reading = guide(
        "<p>受理时间：周一至周五9:00-17:00 受理地点：县政务大厅 联 系 电 话：0771-5551234</p><p>【收 费 标 准】 无</p>"
    )
    assert {"办理时间", "办理地点", "联系电话", "收费标准"} <= set(names(reading))
    assert reading.elements["办理地点"] == "县政务大厅"


def test_definition_list_headings_and_blocks() -> None:
    reading = guide(
        "<dl><dt>办理条件</dt><dd>本县户籍居民</dd><dt>办理材料</dt><dd>身份证</dd></dl><h3>办理流程</h3><div>窗口受理后办结</div>"
    )
    assert names(reading) == ["事项名称", "申请条件", "办理材料", "办理流程"]


def test_a_body_whose_name_holds_a_labels_words_is_an_answer() -> None:
    office = "县市场监督管理局"
    for body in (
        f"<dl><dt>承办单位</dt><dd>{office}</dd><dt>办理窗口</dt><dd>综合服务窗口</dd></dl>",
        f"<h4>办理机构</h4><div>{office}</div><h4>办理地点</h4><div>人民路1号</div>",
        f"<table><tr><td>实施主体</td><td>{office}</td></tr><tr><td>办理地点</td><td>人民路1号</td></tr></table>",
    ):
        assert guide(body).elements["办理机构"] == office
    assert "办理地点" in guide("<dl><dt>办理地点</dt><dd>综合服务窗口</dd></dl>").elements


def test_the_name_of_a_file_on_the_page_is_no_material() -> None:
    body = "<p>办理机构：县水利局</p><p>附件：水土保持方案审批申请表.xlsx</p>"
    assert "办理材料" not in guide(body, "生产建设项目水土保持方案审批").elements


def test_columns_under_a_row_of_labels() -> None:
    reading = guide(
        "<h3>申请材料</h3><table><tr><th>序号</th><th>材料名称</th><th>材料形式</th></tr><tr><td>1</td><td>居民身份证</td><td>原件</td></tr></table>"
        "<table><tr><th>办理窗口</th><th>联系电话</th><th>办公时间</th></tr>"
        "<tr><td>一楼3号窗口</td><td>0771-5551234</td><td>工作日9:00-17:00</td></tr></table>"
    )
    assert {"办理材料", "办理地点", "联系电话", "办理时间"} <= set(names(reading))
    assert "居民身份证" in reading.elements["办理材料"]


def test_tabs_apart_from_their_panels() -> None:
    body = (
        "<ul class=tab><li><a href='#p1'>受理条件</a></li><li><a href='#p2'>申请材料</a></li>"
        "<li><a href='#p3'>办理流程</a></li></ul><div id=p1 style='display:none'>本县户籍居民均可申请</div>"
        "<div id=p2>居民身份证原件</div><div id=p3>受理、审核、发证</div>"
    )
    reading = guide(body, careful=True)
    assert {"申请条件", "办理材料", "办理流程"} <= set(names(reading))
    by_order = (
        "<ul class=tabs><li>受理条件</li><li>申请材料</li></ul>"
        "<div class=panels><div>本县户籍居民均可申请</div><div>居民身份证原件</div></div>"
    )
    assert guide(by_order, careful=True).elements["申请条件"] == "本县户籍居民均可申请"


def test_traditional_script() -> None:
    assert names(guide("<p>一、申請條件</p><p>本縣居民</p><p>二、申請材料</p><p>身份證</p>", "低保辦事指南")) == [
        "事项名称",
        "申请条件",
        "办理材料",
    ]


def test_attached_text_fills_elements() -> None:
    reading = guide(
        "<p>见附件</p>", attachments=("一、申请条件\n本县户籍\n申请材料\t身份证\n办理流程：受理、审核、办结",)
    )
    assert reading.is_usable
    assert reading.where["办理材料"].startswith("attachment 1")


def test_flow_chart_picture_counts() -> None:
    assert (
        "办理流程"
        in guide("<p>申请材料：身份证</p><a href='/a/lct.jpg'><img src='/a/lct.jpg' alt='办理流程图'></a>").elements
    )


@pytest.mark.parametrize(
    "body",
    [
        "<p>办理条件：按规定执行</p>",
        "<p>申请条件：无</p><p>办理材料：详见相关文件</p>",
        "<p>办理条件：资料齐全、符合条件者</p>",
        "<p>设定依据：桂政发〔2018〕34号</p>",
        "<p>办理地点：另行通知</p><p>联系电话：暂无</p><p>办理时间：待定</p>",
        "<p>来源：县水利局</p>",
        "<p>办理时间：</p>",
    ],
)
def test_empty_phrases_fill_nothing(body: str) -> None:
    assert names(guide(body)) == ["事项名称"]


@pytest.mark.parametrize(
    "text", ["《某省华侨回国定居办理实施办法》及各地实施细则中要求的材料", "符合《某县社会救助办法》规定的条件"]
)
def test_a_policy_named_without_its_content_fills_nothing(text: str) -> None:
    assert not {"申请条件", "办理材料"} & set(guide(f"<p>申请条件：{text}</p><p>办理材料：{text}</p>", "通知").elements)
    told = guide("<p>申请条件：符合《某县社会救助办法》规定的条件：年满60周岁的本县居民</p>", "通知")
    assert "申请条件" in told.elements


def test_a_duration_is_no_opening_hours() -> None:
    assert names(guide("<p>办理时间：5个工作日</p>")) == ["事项名称", TIME_LIMIT]
    assert names(guide("<p>办理时间：工作日上午9:00-12:00</p>")) == ["事项名称", "办理时间"]


def test_one_text_fills_one_element() -> None:
    reading = guide("<p>办理地点：县水利局</p><p>受理机构：县水利局</p>")
    assert len([name for name in reading.elements if name in ("办理地点", "办理机构")]) == 1


def test_a_reports_heading_is_no_item() -> None:
    assert names(guide("<p>会议强调。</p>", "全县水利工作会议召开")) == []


def test_usable_needs_materials_or_procedure() -> None:
    assert not guide("<p>申请条件：本县户籍居民</p><p>联系电话：0771-5551234</p>").is_usable
    assert guide("<p>申请条件：本县户籍居民</p><p>申请材料：身份证</p>").is_usable


def test_online_depth() -> None:
    assert guide(
        "<table><tr><td>到办事现场次数</td><td>0次</td></tr><tr><td>事项名称</td><td>取水许可</td></tr></table>"
    ).online_depth
    assert guide("<p>网上办理深度：全程网办（Ⅳ级）</p>").online_depth
    assert guide("<p>申请人到办事大厅现场最少次数：0次</p>").online_depth
    assert guide("<p>是否全程网办：是</p>").online_depth
    for said in ("到办事现场次数：1次", "到办事大厅现场次数：10次", "是否全程网办：否", "本事项暂不支持全程网办"):
        assert not guide(f"<p>{said}</p>").online_depth


@pytest.mark.parametrize("name", list(WORDS.elements))
def test_examples_of_the_vocabulary(name: str) -> None:
    """Every example of the data file, read as a line of a page."""
    element = WORDS.elements[name]
    for example in element.positive:
        assert name in guide(f"<p>{example}</p>", "通知").elements, example
    for example in element.negative:
        assert name not in guide(f"<p>{example}</p>", "通知").elements, example


def test_every_label_is_known_and_names_its_element() -> None:
    for label, name in WORDS.labels.items():
        assert elements_of_label(label, WORDS) == ((name,) if name else ()), label
    assert elements_of_label("这是一句很长的话，不是标签", WORDS) is None


def test_accepted_is_bounded() -> None:
    assert accepted("材料" * 100_000, WORDS.elements["办理材料"], WORDS) == ""


LISTED = "基本编码：000119002000；行使层级：县级；通办范围：全县；"


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ("法定办结时限：10个工作日；承诺办结时限：20个工作日", "limit_longer_than_legal"),
        ("办理时限：法定时限10个工作日，承诺时限1个月", "limit_longer_than_legal"),
        ("办件类型：即办件；承诺办结时限：5个工作日", "at_once_or_not"),
        ("办件类型：承诺件；承诺办结时限：即办", "at_once_or_not"),
        ("网上办理深度：全程网办（Ⅳ级）；到办事现场次数：2次", "online_but_visits"),
        ("到办事现场次数：0次；必须现场办理原因说明：须核验原件", "reason_without_visits"),
        ("到办事现场次数：0次；是否网办：否", "no_way_to_apply"),
        ("是否收费：是", "fee_without_basis"),
        ("是否收费：否；收费标准：每证10元", "free_but_charged"),
        ("是否收费：否；是否支持网上支付：是", "free_but_charged"),
        ("咨询电话：0771-5551234；投诉电话：0771-5551234", "complaint_phone_same"),
        ("审批结果名称：取水许可证；审批结果类型：批文", "result_of_another_type"),
        ("服务对象：企业法人；自然人主题分类：婚姻登记", "topic_of_others"),
        (LISTED + "到办事现场次数：1次", "visits_without_reason"),
        (LISTED + "咨询电话：0771-5551234", "complaint_phone_missing"),
        (LISTED + "咨询电话：5551234；投诉电话：12345", "phone_without_area_code"),
        (LISTED + "审批结果名称：取水许可证", "result_without_sample"),
        (LISTED + "事项类型：行政许可；办理流程：受理→审核→审批→办结→送达", "licence_without_questions"),
        (LISTED + "事项类型：行政许可；常见问题：水费谁收？；办理流程：受理→发证", "licence_with_few_steps"),
    ],
)
def test_inconsistencies(stated: str, code: str) -> None:
    body = "".join(f"<p>{line}</p>" for line in stated.split("；"))
    rows = "".join(
        "<tr><td>{}</td><td>{}</td></tr>".format(*line.split("：", 1)) for line in stated.split("；") if line
    )
    assert [found.code for found in inconsistencies(guide(body), CONSISTENCY.shipped())] == [code]
    assert [found.code for found in inconsistencies(guide(f"<table>{rows}</table>"), CONSISTENCY.shipped())] == [code]


def test_every_inconsistency_has_words() -> None:
    assert all(f"reason.guide_{code}" in messages() for code in CODES)


@pytest.mark.parametrize(
    "stated",
    [
        "到办事现场次数：1次",  # only a guide laid out as the national list owes the reason
        "咨询电话：5551234",
        "是否收费：是；收费依据：《价格法》；收费标准：每证10元",
        "到办事现场次数：0次；是否网办：否；是否支持物流快递：是",
        "网上办理深度：全程网办；到办事现场次数：0次；必须现场办理原因说明：无",
        "审批结果名称：取水许可证；审批结果类型：出证",
        "办件类型：承诺件；承诺办结时限：5个工作日；法定办结时限：20个工作日",
    ],
)
def test_what_agrees_is_no_inconsistency(stated: str) -> None:
    assert inconsistencies(guide("".join(f"<p>{line}</p>" for line in stated.split("；"))), CONSISTENCY.shipped()) == []


def test_consistent_guide_has_none() -> None:
    body = "<p>法定办结时限：20个工作日</p><p>承诺办结时限：10个工作日</p><p>是否收费：否</p>"
    body += "<p>咨询电话：0771-5551234</p><p>投诉电话：12345</p>"
    assert inconsistencies(guide(body), CONSISTENCY.shipped()) == []


def test_hostile_markup_is_read_in_bounds() -> None:
    deep = "<div>" * 3000 + "申请条件：" + "<td>" * 3000
    assert read_guide(read_facts(deep.encode(), URL), html=deep) is not None
    many = "<p>申请条件：" + "办理材料：" * 5000 + "</p>"
    assert guide(many).elements is not None


def test_preformatted_text_keeps_its_lines() -> None:
    body = "<pre>　　[办事条件]　男女双方自愿，一方户口在本市\n　　[所需证件]　户口簿\n　　　　　　身份证\n　　[办公地址]　中山西路12号</pre>"
    reading = guide(body, "婚姻登记")
    assert names(reading) == ["事项名称", "申请条件", "办理材料", "办理地点"]
    assert reading.elements["办理材料"] == "户口簿\n身份证"


def test_labels_and_texts_with_nothing_between_are_parted_where_three_are_said_so() -> None:
    pairs = [("办理费用", "免费"), ("办理科室", "教务处"), ("办公地址", "行政楼203")]
    rows = [f"<div><span>{label}</span><span>{text}</span></div>" for label, text in pairs]
    assert names(guide("".join(rows), "毕业证明书补办")) == ["事项名称", "办理地点", "办理机构", "收费标准"]
    assert names(guide("<p>办理流程图已在大厅公布</p><p>办理费用由单位承担</p>", "毕业证明书补办")) == ["事项名称"]


PICTURED = [
    ("<p>办理流程</p><p><img src=/a.jpg></p>", {"办理流程"}, set()),
    ("<p>四、审批程序如下：</p><div><img src=/a.jpg width=600></div>", {"办理流程"}, set()),
    ("<table><tr><td>办理流程</td><td><img src=/a.jpg></td></tr></table>", {"办理流程"}, set()),
    ("<dl><dt>办理流程</dt><dd><a href=/b.jpg><img src=/b_small.jpg></a></dd></dl>", {"办理流程"}, set()),
    ("<p>办理流程</p><p><img data-src=/a.jpg></p>", {"办理流程"}, set()),
    ("<p>见后</p><p><img src=/a.jpg alt=取水许可流程图></p>", {"办理流程"}, set()),
    ("<p>办理材料</p><p><img src=/a.jpg></p>", set(), {"办理材料"}),
    ("<p>办理材料</p><p><img src=/a.jpg></p><p>办理地点</p><p><img src=/map.jpg></p>", set(), {"办理材料", "办理地点"}),
    ("<p>办理流程</p><p><img src=/images/arrow.gif></p>", set(), set()),
    ("<p>办理流程</p><p><img src=/a.jpg width=16 height=16></p>", set(), set()),
    ("<ul><li>办理材料</li><li>办理流程</li></ul><div><img src=/a.jpg></div>", set(), set()),
    ("<p>办理流程：无</p><p><img src=/a.jpg></p>", set(), set()),
    ("<p>办理流程</p><textarea><img src=/a.jpg></textarea><!-- <img src=/b.jpg> -->", set(), set()),
]


@pytest.mark.parametrize(("body", "told", "open_"), PICTURED)
def test_what_stands_under_a_label_as_a_picture(body: str, told: set[str], open_: set[str]) -> None:
    read = read_guide(read_facts(f"<h1>养犬登记</h1>{body}".encode(), "http://a.gov.cn/b/1.html"))
    assert (set(read.elements) - {"事项名称"}, set(read.pictured)) == (told, open_)
    if told:
        assert "/" in read.elements["办理流程"] and read.where["办理流程"] == "picture"


def test_what_follows_the_papers_that_were_handed_in_is_a_procedure() -> None:
    told = guide("<p>申请者提交资料后，领取登记资料接收凭证。</p>")
    assert told.elements["办理流程"].startswith("申请者提交资料后")
    assert "办理流程" not in guide("<p>请提交资料后离开。</p>").elements


def test_two_words_of_a_label_with_its_subject_are_one_label() -> None:
    assert elements_of_label("申请人提交材料目录", WORDS) == ("办理材料",)
    assert elements_of_label("办理地点时间", WORDS) == ("办理地点", "办理时间")


def test_a_window_s_text_tells_where_to_go_and_whom_to_call() -> None:
    reading = guide(
        "<p>申请材料</p><p>申请书</p><p>窗口信息</p><p>政务大厅3号窗口，电话：28551234，周一至周五9:00-12:00</p>"
    )
    assert reading.elements.keys() >= {"办理地点", "联系电话"}


def test_rows_of_a_head_drawn_as_a_table_of_its_own_are_its_values() -> None:
    head = "<div><table><tr><th>材料名称</th><th>来源</th></tr></table>"
    reading = guide(f"<p>申请材料</p>{head}<table><tr><td>退出现役证</td><td>政府核发</td></tr></table></div>")
    assert "退出现役证" in reading.elements["办理材料"]


def test_counting_lines_without_marks_needs_three_in_a_row() -> None:
    counted = guide(
        "<div>一申请条件</div><p>年满十八周岁</p><div>二申请材料</div><p>身份证</p><div>三收费标准</div><p>免费</p>"
    )
    assert names(counted)[-3:] == ["申请条件", "办理材料", "收费标准"]


@pytest.mark.parametrize(
    ("sentence", "element"),
    [
        ("自收到申请材料之日起，材料齐全的当场发证。", TIME_LIMIT),
        ("凡在本市居住的公民均应办理登记。", "申请条件"),
        ("房屋产权发生变更的用户，需办理过户手续。", "申请条件"),
        ("毕业生凭毕业证、报到证申请落户。", "办理材料"),
        ("中心收到申请后进行审查，符合条件的予以批准。", "办理流程"),
    ],
)
def test_prose_states_elements(sentence: str, element: str) -> None:
    assert element in guide(f"<p>{sentence}</p>").elements


def test_what_is_paid_out_is_no_fee() -> None:
    assert "收费标准" not in guide("<p>补贴标准</p><p>每人1500元</p>").elements


def test_what_the_label_before_asks_for_is_no_label() -> None:
    assert guide("<p>受理机关</p><p>当地气象主管机构</p>").elements["办理机构"] == "当地气象主管机构"


@pytest.mark.parametrize(
    ("bar", "found"),
    [
        ("<ul class=tab><li>申请条件<li>办理<b>流程</b></ul>", True),
        ("<div class=tab><a href=#a><!-- x -->申请条件</a><script>var a=1</script><a href=#b>办理材料</a></div>", True),
        ("<ul class=tab><li>申请条件<li>首页</ul>", False),
        (
            "<ul class=tab><li>申请条件<li>办理流程<li>凡年满十八周岁、在本市居住半年以上并有合法稳定住所的人都可以提出申请</ul>",
            False,
        ),
        ("<table><tr><td>申请条件<td>办理流程</table>", False),
        ("", False),
    ],
)
def test_only_pages_with_a_bar_of_labels_are_read_for_tabs(bar: str, found: bool) -> None:
    assert may_have_tabs(bar, WORDS) is found


def test_questions_and_answers_with_their_signs_are_labels_and_texts() -> None:
    body = "<p>Q：哪些人可以办？</p><p>A：本市户籍居民。</p><p>Q：收费吗？</p><p>A：不收费。</p><p>问：多长时间办结？</p><p>答：1个工作日。</p>"
    assert names(guide(body))[-3:] == ["申请条件", "收费标准", TIME_LIMIT]


def test_numbered_papers_under_no_label_are_materials() -> None:
    assert "办理材料" in guide("<p>（一）本人办理</p><p>1.身份证原件；</p><p>2.户口簿复印件。</p>").elements
    assert "办理材料" not in guide("<p>1.会议开始；</p><p>2.会议结束。</p>").elements


def test_clicks_that_name_their_panel_show_its_text() -> None:
    tabs = "<p><a onclick=\"show('c1')\">受理条件</a> | <a onclick=\"show('c2')\">申请材料</a></p><p>承诺时限：3个工作日</p>"
    panels = "<div id=c2 style='display:none'>经营申请表</div><div id=c1 style='display:none'>工程竣工验收合格</div>"
    reading = guide(tabs + panels, careful=True)
    assert reading.elements["办理材料"] == "经营申请表"
    assert reading.elements["申请条件"] == "工程竣工验收合格"
