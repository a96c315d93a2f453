"""Cells: no text of an audited site becomes a formula, whatever it begins with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.cells import csv_cell, defused


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "＝1+1",
        "＋1",
        "－1",
        "＠x",
        "|cmd",
        "\x00=1",
        "\u3000=1",
    ],
)
def test_formulas_are_defused(text):
    assert defused(text).startswith("'")


@pytest.mark.parametrize("text", ["", "身份证办理", "a=b", "3-5 个工作日", "https://x.gov.cn/?a=-1", "'quoted'"])
def test_other_text_stays_as_it_is(text):
    assert defused(text) == text


@given(st.text())
def test_no_text_begins_like_a_formula(text):
    assert not csv_cell(text).lstrip().startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (-3, "-3"),
        (0.5, "0.5"),
        (1.0, "1"),
        (2 / 3, "0.666667"),
        (0.0, "0"),
    ],
)
def test_values_as_csv(value, cell):
    assert csv_cell(value) == cell
