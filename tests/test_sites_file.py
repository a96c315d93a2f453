"""Lists of sites: every format people send, every mistake named with its place, good rows kept."""

from pathlib import Path

import openpyxl
import pytest

from crawler.problems import Problem
from crawler.sites_file import SitesFile, read_sites
from reports.messages import both

HEAD = "site_id,name,level,region_code,region,portal_url,service_urls,site_code\n"
GOOD = ",杭州市人民政府,,330100,,https://www.hangzhou.gov.cn/,,\n"
CHINESE = "网站编号,网站名称,层级,行政区划代码,地区,首页网址,服务平台网址,网站标识码\n"


def read(tmp_path: Path, text: str, encoding: str = "utf-8") -> SitesFile:
    path = tmp_path / "list.csv"
    path.write_bytes(text.encode(encoding))
    return read_sites(path)


def codes(listed: SitesFile) -> list[str]:
    return [problem.code for problem in listed.problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("heading", [HEAD, CHINESE])
def test_encodings_and_headings(tmp_path: Path, encoding: str, heading: str) -> None:
    listed = read(tmp_path, heading + GOOD, encoding)
    assert not listed.problems
    site = listed.rows[0]
    assert (site.name, site.level) == ("杭州市人民政府", "prefecture")
    assert (site.region, site.region_code) == ("杭州市", "330100")
    assert site.site_id == "www.hangzhou.gov.cn"


def test_two_columns_are_enough_and_the_rest_is_filled_in(tmp_path: Path) -> None:
    head = "name;portal_url;site_code\r\n"
    listed = read(
        tmp_path, head + "某局;http://a.gov.cn/rsj/index.html;3301060001\r\n\r\n部;http://b.gov.cn;BM12345678\r\n"
    )
    first, second = listed.rows
    assert (first.site_id, first.level, first.region) == ("3301060001", "county", "西湖区")
    assert (second.site_id, second.level, second.region_level) == ("bm12345678", "department", "central")


def test_several_services_and_a_department(tmp_path: Path) -> None:
    row = "hrss,人社局,部门,330100,浙江杭州,http://hrss.hangzhou.gov.cn/,http://a.cn/330100/;https://b.cn/,3301000012\n"
    site = read(tmp_path, HEAD + row).rows[0]
    assert site.service_urls == ("http://a.cn/330100/", "https://b.cn/")
    assert (site.level, site.region_level) == ("department", "prefecture")


def test_workbook_with_a_title_numbers_and_an_empty_first_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("名单")
    for row in (
        ["2026年政府网站名单"],
        ["网站名称", "首页网址", "行政区划代码", "网站标识码"],
        ["杭州市人民政府", "https://www.hangzhou.gov.cn/", 330100, 3301000001.0],
    ):
        sheet.append(row)
    book.save(tmp_path / "list.xlsx")
    listed = read_sites(tmp_path / "list.xlsx")
    assert not listed.problems
    assert (listed.rows[0].site_id, listed.rows[0].region_code) == ("3301000001", "330100")


@pytest.mark.parametrize(
    ("row", "field", "code"),
    [
        (",,,,,http://a.gov.cn/,,", "name", "name_missing"),
        (",甲,,,,,,", "portal_url", "url_missing"),
        (",甲,,,,www.a.gov.cn,,", "portal_url", "url_scheme"),
        (",甲,,,,ftp://a.gov.cn/,,", "portal_url", "url_scheme"),
        (",甲,,,,http://a gov.cn/,,", "portal_url", "url_invalid"),
        (",甲,,,,http://a.gov.cn:99999/,,", "portal_url", "url_invalid"),
        (",甲,,,,http://[::1,,", "portal_url", "url_invalid"),
        (",甲,,,,http:///x,,", "portal_url", "url_invalid"),
        (",甲,,,,http://a..gov.cn/,,", "portal_url", "url_invalid"),
        (",甲,,,,http://0x7f000001/,,", "portal_url", "url_private"),
        (",甲,,,,http://u:p@a.gov.cn/,,", "portal_url", "url_credentials"),
        (",甲,,,,http://127.0.0.1/,,", "portal_url", "url_private"),
        (",甲,,,,http://[::1]/,,", "portal_url", "url_private"),
        (",甲,,,,http://169.254.169.254/,,", "portal_url", "url_private"),
        (",甲,,,,http://10.1.2.3:8080/,,", "portal_url", "url_private"),
        (",甲,,,,http://localhost/,,", "portal_url", "url_private"),
        (",甲,,,,http://a.gov.cn/,http://192.168.1.1/,", "service_urls", "url_private"),
        (",甲,,3301,,http://a.gov.cn/,,", "region_code", "region_code_form"),
        (",甲,,999999,,http://a.gov.cn/,,", "region_code", "unknown_region"),
        (",甲,,,乌有市,http://a.gov.cn/,,", "region", "unknown_region"),
        (",甲,,,鼓楼区,http://a.gov.cn/,,", "region", "ambiguous_region"),
        (",甲,,330100,宁波市,http://a.gov.cn/,,", "region", "region_mismatch"),
        (",甲,,330100,,http://a.gov.cn/,,33010001", "site_code", "site_code_form"),
        (",甲,,330100,,http://a.gov.cn/,,3302000001", "site_code", "site_code_mismatch"),
        (",甲,,,,http://a.gov.cn/,,9999990001", "site_code", "site_code_unknown_region"),
        (",甲,galaxy,,,http://a.gov.cn/,,", "level", "level_unknown"),
        (",甲,省级,330100,,http://a.gov.cn/,,", "level", "level_mismatch"),
        ("../x,甲,,,,http://a.gov.cn/,,", "site_id", "site_id_form"),
        ("a/b,甲,,,,http://a.gov.cn/,,", "site_id", "site_id_form"),
        ("CON.1,甲,,,,http://a.gov.cn/,,", "site_id", "site_id_form"),
        ("a.,甲,,,,http://a.gov.cn/,,", "site_id", "site_id_form"),
        ("a" * 65 + ",甲,,,,http://a.gov.cn/,,", "site_id", "site_id_form"),
        (",甲,,,,http://a.gov.cn/,,,多", "", "too_many_cells"),
        (',"甲,,,,http://a.gov.cn/,,', "", "broken_row"),
    ],
)
def test_a_bad_row_is_named_and_the_good_one_kept(tmp_path: Path, row: str, field: str, code: str) -> None:
    listed = read(tmp_path, HEAD + GOOD + row + "\n")
    assert [site.name for site in listed.rows] == ["杭州市人民政府"]
    assert [(one.line, one.field, one.code) for one in listed.problems] == [(3, field, code)]
    assert_telling(listed)


def assert_telling(listed: SitesFile) -> None:
    """Each problem has its texts, and fills every placeholder of them."""
    for one in listed.problems:
        given = {"file": one.file, "line": one.line, "field": one.field, "value": one.value, **one.params}
        for text in both(f"register.{one.code}", **given).values():
            assert str(one.line) in text


def test_all_mistakes_of_one_row_are_told_at_once_under_its_own_headings(tmp_path: Path) -> None:
    listed = read(tmp_path, CHINESE + ",,星级,999999,,ftp://a,,x\n")
    assert {(one.field, one.code) for one in listed.problems} == {
        ("网站名称", "name_missing"),
        ("层级", "level_unknown"),
        ("行政区划代码", "unknown_region"),
        ("首页网址", "url_scheme"),
        ("网站标识码", "site_code_form"),
    }
    assert not listed.rows


def test_the_second_of_two_equal_ids_is_told_whatever_its_case(tmp_path: Path) -> None:
    listed = read(tmp_path, HEAD + "a1,甲,,,,http://a.gov.cn/,,\nA1,乙,,,,http://b.gov.cn/,,\n")
    assert [site.name for site in listed.rows] == ["甲"]
    assert [(one.line, one.code, one.params["first"]) for one in listed.problems] == [(3, "duplicate_id", 2)]
    assert_telling(listed)


def test_headings_not_known_or_twice(tmp_path: Path) -> None:
    listed = read(tmp_path, "name,portal_url,电话,网站名称\n甲,http://a.gov.cn/,110,乙\n")
    assert [site.name for site in listed.rows] == ["甲"]
    assert [(one.line, one.field, one.code) for one in listed.problems] == [
        (1, "电话", "unknown_heading"),
        (1, "网站名称", "duplicate_heading"),
    ]
    assert_telling(listed)


def test_line_numbers_count_lines_of_the_file(tmp_path: Path) -> None:
    listed = read(tmp_path, HEAD + ',"两\n行",,,,http://a.gov.cn/,,\n\n,,,,,http://b.gov.cn/,,\n')
    assert [one.line for one in listed.problems] == [5]


def test_an_ambiguous_name_is_settled_by_the_site_code(tmp_path: Path) -> None:
    listed = read(tmp_path, HEAD + ",甲,,,鼓楼区,http://a.gov.cn/,,3201060001\n")
    assert listed.rows[0].region_code == "320106"


@pytest.mark.parametrize(
    ("name", "body", "code"),
    [
        ("none.csv", None, "file_missing"),
        ("empty.csv", b"", "table_empty"),
        ("blank.csv", b"\xef\xbb\xbf\r\n ,,\r\n", "table_empty"),
        ("old.xls", bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 600, "table_old_excel"),
        ("broken.xlsx", b"PK\x03\x04 not a workbook", "table_broken_xlsx"),
        ("bytes.csv", b"name,portal_url\n\xff\xff\xff\x80\x80,http://a.cn\n", "table_encoding"),
        ("other.csv", "标题,链接\n甲,http://a.cn\n".encode(), "list_headings_missing"),
        ("bare.csv", b"name,portal_url\n", "list_without_rows"),
    ],
)
def test_files_that_are_no_list(tmp_path: Path, name: str, body: bytes | None, code: str) -> None:
    path = tmp_path / name
    if body is not None:
        path.write_bytes(body)
    with pytest.raises(Problem) as raised:
        read_sites(path)
    assert raised.value.code == code
    for text in both(f"problem.{code}", **raised.value.params).values():
        assert name in text


def test_a_folder_is_no_list(tmp_path: Path) -> None:
    with pytest.raises(Problem) as raised:
        read_sites(tmp_path)
    assert raised.value.code == "file_unreadable"


def test_a_truncated_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["name", "portal_url"])
    book.save(tmp_path / "whole.xlsx")
    whole = (tmp_path / "whole.xlsx").read_bytes()
    (tmp_path / "cut.xlsx").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Problem) as raised:
        read_sites(tmp_path / "cut.xlsx")
    assert raised.value.code == "table_broken_xlsx"
