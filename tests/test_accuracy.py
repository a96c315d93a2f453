"""Accuracy is counted as it is told, and does not fall on the pages it was measured on."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from crawler.problems import Problem
from rules.accuracy import Accuracy, compare, measure, read_split
from rules.pack import default_pack
from setup.accuracy import FLOORS, digest_of, floors, tables

ROOT = Path(__file__).parent.parent
LABELS = Path(os.environ.get("GOVAUDIT_LABELS") or ROOT.parent / "shared" / "pages")
GUIDE = (
    "<h1>身份证补领</h1><p>办理材料：户口簿、照片。</p><p>办理流程：申请、受理、发证。</p><p>联系电话：0877-6612345</p>"
)
PAGES = {
    "east-1": (GUIDE, {"role": "guide", "functions": {"guide": "here"}, "columns": {}, "items": ["身份证补领"],
                       "guide_elements": ["事项名称", "办理材料", "办理流程", "联系电话"], "last_date": None}),
    "west-1": ("<ul><li><a href='/x'>局长信箱</a></li></ul>", {"role": "other", "functions": {}, "columns": {"mailbox": "here"},
               "items": [], "guide_elements": [], "last_date": None}),
}  # fmt: skip


@pytest.fixture
def labelled(tmp_path) -> Path:
    lines = ["id,file,original_url"]
    for page, (html, _) in PAGES.items():
        (tmp_path / f"{page}.html").write_text(html, encoding="utf-8")
        lines.append(f"{page},{page}.html,http://a.gov.cn/b/{page}.html")
    (tmp_path / "manifest.csv").write_text("\n".join(lines), encoding="utf-8")
    labels = (json.dumps({"id": page, **label}, ensure_ascii=False) for page, (_, label) in PAGES.items())
    (tmp_path / "labels.jsonl").write_text("\n".join(labels), encoding="utf-8")
    return tmp_path


def scores(accuracy: Accuracy) -> dict[tuple[str, str], tuple[int, int, int]]:
    return {(one.group, one.key): (one.tp, one.fp, one.fn) for one in accuracy.looked_at.scores}


def test_right_wrong_and_missed_are_counted(labelled) -> None:
    found = measure(labelled, default_pack(), samples=20)
    counted = scores(found)
    assert counted["functions here", "guide"] == (1, 0, 0)
    assert counted["columns here", "mailbox"] == (0, 0, 1)  # the page only has an entry
    assert counted["columns any", "mailbox"] == (1, 0, 0)
    assert counted["guide elements", "all"] == (4, 0, 0)
    assert [(one.page, one.key, one.expected, one.got) for one in found.errors] == [
        ("west-1", "mailbox", "here", "link")
    ]


def test_what_is_held_out_is_scored_and_its_errors_are_not_told(labelled, tmp_path) -> None:
    split = tmp_path / "split.txt"
    split.write_text("# only scored\nwest\n", encoding="utf-8")
    found = measure(labelled, default_pack(), read_split(split), samples=20)
    assert (found.looked_at.pages, found.held_out.pages) == (1, 1)
    assert found.errors == ()
    assert "Only scored: 1 页 pages" in tables(found, default_pack(), labelled).replace("只计分的 ", "")


def test_what_a_label_calls_debatable_counts_neither_way() -> None:
    truth = {"role": "news", "functions": {"form": "link"}, "debatable": ["form", "role"]}
    assert not compare(truth, {"role": "guide", "functions": {}, "columns": {}})


def test_a_label_that_stopped_at_forty_names_is_held_to_forty() -> None:
    names = [f"事项{n}许可" for n in range(40)]
    counts = compare({"role": "other", "items": names}, {"role": "other", "items": [*names[:39], "别的许可"]})
    assert (counts["items", "all", "tp"], counts["items", "all", "fp"], counts["items", "all", "fn"]) == (39, 1, 1)


def test_a_folder_without_labels_or_with_a_broken_one_is_a_clear_problem(labelled) -> None:
    (labelled / "labels.jsonl").write_text('{"id": "east-1"}\n', encoding="utf-8")
    with pytest.raises(Problem) as caught:
        measure(labelled, default_pack())
    assert (caught.value.code, caught.value.params["line"]) == ("accuracy_label", 1)
    (labelled / "labels.jsonl").unlink()
    with pytest.raises(Problem) as caught:
        measure(labelled, default_pack())
    assert caught.value.code == "accuracy_manifest"


def test_accuracy_does_not_fall() -> None:
    floor = json.loads(FLOORS.read_text(encoding="utf-8"))
    if not (LABELS / "labels.jsonl").is_file():
        pytest.skip("the labelled pages are not here (GOVAUDIT_LABELS names their folder)")
    if digest_of(LABELS) != floor["corpus"]:
        pytest.skip("the labelled pages are not those the floors were measured on")
    reached = floors(measure(LABELS, default_pack(), samples=0), LABELS)["f1"]
    assert {group: f1 for group, f1 in reached.items() if f1 < floor["f1"][group]} == {}
