"""Every word that decides a judgement lies in a pack: a copied pack may change it, and older copies are read on."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from crawler.problems import Problem
from rules.facts import read_facts
from rules.guide_names import item_of_page
from rules.guides import read_guide
from rules.inspect import inspect_bytes
from rules.pack import Pack, default_pack, load_pack
from rules.pack_files import SHIPPED, WORD_FILES
from rules.vocabulary import vocabulary_of
from rules.word_files import parted

URL = "http://www.example.gov.cn/a/b.html"
CODE = Path(__file__).resolve().parent.parent / "rules"


def changed(folder: Path, name: str, key: str, *words: str) -> Pack:
    """A copy of the shipped pack whose list ``key`` holds the words as well."""
    if not folder.is_dir():
        shutil.copytree(SHIPPED, folder)
    path = folder / name
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    place = document
    *above, last = key.split(".")
    for step in above:
        place = place[step]
    place[last] = [*words, *place[last]]
    path.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    return load_pack(folder)


def seen(html: str, pack: Pack) -> dict[str, object]:
    return inspect_bytes(f"<title>甲</title>{html}".encode(), URL, "text/html; charset=utf-8", pack)


@pytest.mark.parametrize("name", WORD_FILES)
def test_every_list_of_a_word_file_is_used_and_says_what_it_rests_on(name: str, monkeypatch) -> None:
    document = yaml.safe_load((SHIPPED / name).read_text(encoding="utf-8"))
    assert document["basis"]
    source = "".join(path.read_text(encoding="utf-8") for path in CODE.glob("*.py"))
    lists = {key for key in document if key not in ("version", "basis")}
    built = set(re.findall(r'f"(question|rules)_\{', source.replace("'", '"')))
    unused = {
        key for key in lists if f'["{key}"]' not in source.replace("'", '"') and key.partition("_")[0] not in built
    }
    assert unused == set()


@pytest.mark.parametrize(
    ("name", "key", "word", "html", "told", "before", "after"),
    [
        ("dates.yaml", "not_stamps", "发布", "<p>某局召开会议，部署全年工作任务。</p><p>发布时间：2020-03-04</p>", "last_date", "2020-03-04", None),
        ("items.yaml", "empty_cells", "见窗口", "<h1>办事事项</h1><table><tr><td>事项名称</td><td>样表</td></tr><tr><td>取水许可审批</td><td>见窗口</td></tr><tr><td>养犬登记审批</td><td>见窗口</td></tr></table>", "functions", {"form": "link"}, {}),
    ],
)  # fmt: skip
def test_a_changed_word_changes_what_is_judged(tmp_path, name, key, word, html, told, before, after) -> None:
    assert seen(html, default_pack())[told] == before
    assert seen(html, changed(tmp_path / "packs", name, key, word))[told] == after


def test_questions_name_an_item_in_the_packs_words(tmp_path) -> None:
    html = "<title>咋样办理居住证</title><h1>咋样办理居住证</h1>".encode()
    pack = changed(tmp_path / "packs", "names.yaml", "question_ways", "咋样")
    assert [item_of_page(read_facts(html, URL, pack=one)) for one in (default_pack(), pack)] == [
        "咋样办理居住证",
        "居住证",
    ]


def test_states_of_letters_and_labels_of_columns_come_from_the_pack(tmp_path) -> None:
    rows = "".join(f"<tr><td>路灯不亮第{n}次反映</td><td>2022-05-0{n}</td><td>业已了结</td></tr>" for n in range(1, 4))
    html = f"<h1>县长信箱</h1><table><tr><td>信件标题</td><td>来信时间</td><td>状态</td></tr>{rows}</table>"
    assert seen(html, default_pack())["entries"] == {"listed": 3, "replied": 0, "latest": "2022-05-03"}
    own = changed(tmp_path / "packs", "letters.yaml", "replied_patterns", "业已了结")
    assert seen(html, own)["entries"] == {"listed": 3, "replied": 3, "latest": "2022-05-03"}


def test_facts_are_read_under_the_packs_words(tmp_path) -> None:
    folder = tmp_path / "packs"
    pack = changed(folder, "layout.yaml", "pointing_words", "戳这里")
    pack = changed(folder, "layout.yaml", "more_words", "还有好多")
    html = (
        "<table><tr><td>事项</td><td>指南</td></tr><tr><td>养犬登记</td><td><a href='/1.html'>戳这里</a></td></tr></table>"
        "<div><h3>还有好多</h3><ul><li><a href='/2.html'>取水</a></li></ul></div>"
    ).encode()
    shipped, own = (read_facts(html, URL, pack=one).links for one in (default_pack(), pack))
    assert [link.text for link in shipped] == ["戳这里", "取水"]
    assert [link.text for link in own] == ["指南 戳这里", "取水"]
    assert ([link.context for link in shipped][1], [link.context for link in own][1]) == ("还有好多", "")


def test_names_of_items_come_from_the_pack_wherever_they_are_read(tmp_path) -> None:
    html = "<title>老年卡攻略本</title><h1>老年卡攻略本</h1><p>所需材料：身份证、照片两张</p>".encode()
    pack = changed(tmp_path / "packs", "items.yaml", "name_suffixes", "攻略本")
    named = [read_guide(read_facts(html, URL, pack=one)).elements.get("事项名称") for one in (default_pack(), pack)]
    assert named == [None, "老年卡"]


def test_words_of_consistency_come_from_the_pack(tmp_path) -> None:
    pack = changed(tmp_path / "packs", "guide_consistency.yaml", "labels.promised", "说好")
    words = vocabulary_of(pack).consistency
    assert words.labels["promised_limit"].search("说好时限")
    assert not vocabulary_of(default_pack()).consistency.labels["promised_limit"].search("说好时限")


def test_an_older_copy_is_read_with_the_shipped_lists_it_lacks_and_they_count_in_its_version(tmp_path) -> None:
    shutil.copytree(SHIPPED, tmp_path / "whole")
    assert load_pack(tmp_path / "whole").version == default_pack().version
    shutil.copytree(SHIPPED, tmp_path / "older")
    (tmp_path / "older" / "letters.yaml").unlink()
    matching = tmp_path / "older" / "matching.yaml"
    text = matching.read_text(encoding="utf-8")
    matching.write_text(text.replace("own_words: [全, 我, 本]\n", ""), encoding="utf-8")
    consistency = tmp_path / "older" / "guide_consistency.yaml"
    told = consistency.read_text(encoding="utf-8")
    consistency.write_text(told.replace("  sample: [样本, 样例, 结果示例]\n", ""), encoding="utf-8")
    assert vocabulary_of(load_pack(tmp_path / "older")).consistency.labels["sample"].search("结果样本")
    pack = load_pack(tmp_path / "older")
    assert vocabulary_of(pack).letters is vocabulary_of(default_pack()).letters
    without = load_pack(tmp_path / "older").version
    matching.write_text(text, encoding="utf-8")
    less = load_pack(tmp_path / "older").version
    consistency.write_text(told, encoding="utf-8")
    assert len({default_pack().version, without, less, load_pack(tmp_path / "older").version}) == 4


def test_a_list_without_words_matches_nothing_and_an_empty_word_is_named(tmp_path) -> None:
    shutil.copytree(SHIPPED, tmp_path / "packs")
    path = tmp_path / "packs" / "names.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"hiring_words: \[.*\]", "hiring_words: []", text), encoding="utf-8")
    assert not vocabulary_of(load_pack(tmp_path / "packs")).names.hiring.search("招聘公告")
    path.write_text(re.sub(r"hiring_words: \[.*\]", "hiring_words: ['']", text), encoding="utf-8")
    with pytest.raises(Problem) as caught:
        vocabulary_of(load_pack(tmp_path / "packs"))
    assert (caught.value.code, caught.value.params["field"]) == ("word_not_text", "hiring_words")


@given(st.sets(st.text("申请条件", min_size=1, max_size=4), max_size=8), st.text("申请条件 :", max_size=12))
def test_words_looked_at_by_how_they_begin_are_found_where_each_alone_would_be(words: set[str], text: str) -> None:
    each = "|".join(r"\s?".join(word) for word in sorted(words, key=len, reverse=True)) or "(?!)"
    plainly, together = (re.compile(f"(?:{pattern})\\s?:") for pattern in (each, parted(words, r"\s?")))
    assert [found.span() for found in together.finditer(text)] == [found.span() for found in plainly.finditer(text)]
