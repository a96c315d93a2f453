"""The official list of items."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from crawler.problems import Problem
from govaudit.catalogue import read_catalogue


def test_names_come_from_the_column_headed_so(tmp_path: Path) -> None:
    path = tmp_path / "目录.csv"
    path.write_bytes(
        "序号,事项名称,部门\n1,户口迁移,公安局\n2,,\n3,户口迁移,公安局\n4,养老保险参保登记,人社局\n".encode("gb18030")
    )
    assert read_catalogue(path) == ["户口迁移", "养老保险参保登记"]


def test_a_workbook_will_do(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (("name",), ("户口迁移",)):
        book.active.append(row)
    book.save(tmp_path / "list.xlsx")
    assert read_catalogue(tmp_path / "list.xlsx") == ["户口迁移"]


def test_headings_may_stand_below_a_title_and_be_worded_as_lists_of_powers_word_them(tmp_path: Path) -> None:
    path = tmp_path / "权责清单.csv"
    path.write_text("某县人社局权责清单,,\n序号,职权名称,类别\n1,失业保险金申领,公共服务\n", encoding="utf-8")
    assert read_catalogue(path) == ["失业保险金申领"]


@pytest.mark.parametrize(
    ("text", "code"), [("甲,乙\n1,2\n", "catalogue_no_names"), ("事项名称,部门\n,人社局\n", "catalogue_empty")]
)
def test_a_list_without_names_is_named(tmp_path: Path, text: str, code: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Problem) as met:
        read_catalogue(path)
    assert met.value.code == code
    assert met.value.params["file"] == str(path)
