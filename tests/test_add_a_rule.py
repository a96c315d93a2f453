"""docs/add-a-rule.md, followed to the letter: the same edits, the same commands."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from govaudit.cli import main
from rules.inspect import inspect_bytes
from rules.pack import load_pack

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "docs" / name for name in ("add-a-rule.md", "add-a-rule.zh-CN.md")]
PAGE = "<ul><li><a href='/x/'>{}</a></li></ul>"


def blocks(path: Path) -> list[tuple[str, str]]:
    """The fenced blocks of a document: language and text."""
    return re.findall(r"^```(\w*)\n(.*?)^```$", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_the_steps_of_the_document_work_as_written(path, tmp_path, monkeypatch) -> None:
    written = blocks(path)
    synonym, rule = (text for kind, text in written if kind == "yaml")
    commands = [line for kind, text in written if not kind for line in text.splitlines()]
    assert commands[0] == "cp -r rules/packs my-rules"
    shutil.copytree(ROOT / "rules" / "packs", tmp_path / "my-rules")
    monkeypatch.chdir(tmp_path)

    vocabulary = tmp_path / "my-rules" / "vocabulary.yaml"
    head, added = (line.strip() for line in synonym.splitlines())
    before = re.escape(head) + r"\s*" + re.escape(added.replace("办事宝典, ", "").rstrip("… ").rstrip(","))
    text = vocabulary.read_text(encoding="utf-8")
    assert re.search(before, text), "the list in the document is not the list in the file"
    vocabulary.write_text(text.replace("    [办事指南,", "    [办事宝典, 办事指南,", 1), encoding="utf-8")
    with (tmp_path / "my-rules" / "functions.yaml").open("a", encoding="utf-8") as file:
        file.write(rule)

    for command in (line for line in commands if line.startswith("govaudit rules")):
        assert main(command.split()[1:]) == 0
    own, built_in = load_pack(Path("my-rules")), load_pack(ROOT / "rules" / "packs")
    for word in ("办事宝典", "办事锦囊"):
        body = PAGE.format(word).encode()
        assert inspect_bytes(body, "http://a.gov.cn/b/c.html", "", own)["functions"] == {"guide": "link"}
        assert inspect_bytes(body, "http://a.gov.cn/b/c.html", "", built_in)["functions"] == {}


def test_both_languages_show_the_same_steps() -> None:
    english, chinese = (blocks(path) for path in PAGES)
    assert english == chinese
