"""The catalogue: every key the program uses exists, in both languages, with the same placeholders."""

import ast
import re
import string
from pathlib import Path

import pytest
import yaml

from reports import messages
from reports.messages import LANGUAGES, MessageError, Messages, both, catalogue, label, language, set_language, t

ROOT = Path(__file__).parents[1]
PACKAGES = ("crawler", "rules", "spiders", "reports", "govaudit")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def sources() -> list[Path]:
    return [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]


def used_in_code() -> dict[str, str]:
    """Literal keys → the file that uses them: t("…"), words.t("…"), both("…"), help="…", Problem("…")."""
    found = {}
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                if name in ("t", "both"):
                    found[first.value] = path.name
                if name == "Problem":
                    found[f"problem.{first.value}"] = path.name
            for keyword in node.keywords:
                if (
                    keyword.arg == "help"
                    and path.parts[-2] in ("govaudit", "commands")
                    and isinstance(keyword.value, ast.Constant)
                    and isinstance(keyword.value.value, str)
                ):
                    found[keyword.value.value] = path.name
    return found


def used_in_templates() -> dict[str, str]:
    files = (path for path in (ROOT / "reports" / "templates").rglob("*") if path.is_file())
    call = re.compile(r"""\bt\(\s*["']([\w.]+)["']\s*[,)]""")
    return {key: path.name for path in files for key in call.findall(path.read_text(encoding="utf-8"))}


def test_every_key_used_in_code_and_templates_exists():
    used = used_in_code() | used_in_templates()
    assert len(used) > 50
    assert {key: file for key, file in used.items() if key not in catalogue()} == {}


def test_entries_have_both_languages_and_the_same_placeholders():
    wrong = []
    for key, entry in catalogue().entries.items():
        texts = all(isinstance(text, str) for text in entry.values())
        if set(entry) != set(LANGUAGES) or not texts or placeholders(entry["zh"]) != placeholders(entry["en"]):
            wrong.append((key, entry))
    assert wrong == []


def test_no_file_holds_a_key_twice():
    """YAML itself lets the later of two equal keys win in silence."""
    for path in sorted(messages.FOLDER.glob("*.yaml")):
        keys = [node.value for node, _ in yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader).value]
        assert sorted({key for key in keys if keys.count(key) > 1}) == [], path.name


def test_language_is_switched(monkeypatch):
    monkeypatch.setattr(messages, "_language", ["zh"])
    assert (language(), t("level.2")) == ("zh", "可用")
    set_language("en")
    assert (language(), t("level.2")) == ("en", "usable")
    with pytest.raises(ValueError, match="fr"):
        set_language("fr")
    assert both("level.2") == {"zh": "可用", "en": "usable"}


def test_unknown_keys_and_missing_values_are_named():
    with pytest.raises(MessageError, match=r"no\.such\.key"):
        t("no.such.key")
    with pytest.raises(MessageError, match=r"database_url.*url"):
        t("problem.database_url")


def test_parameters_are_values_never_format_strings():
    assert "{0.__class__}" in t("problem.database_url", url="{0.__class__}")


@pytest.mark.parametrize(
    ("count", "said"), [(1, "1 site"), ("1", "1 site"), (0, "0 sites"), (2, "2 sites"), ("1,001", "1,001 sites")]
)
def test_a_count_takes_its_form_of_a_word(count, said):
    made = Messages({"k": {"zh": "{n} 个网站", "en": "{n} {n:site|sites}"}})
    assert made.text("k", "en", {"n": count}) == said
    with pytest.raises(MessageError, match="lacks"):
        made.text("k", "en", {})


def test_every_count_has_both_forms_of_the_word_after_it():
    """``1 sites`` is no English: after a placeholder, a word that ends in s, or a verb in the plural, must be a form."""
    plural = re.compile(
        r"\{(\w+)\}(?: (?:more|bad|good|golden))? (\w{3,}s|are|were|have|miss|meet)\b(?<!ss)(?<!has)(?<!was)"
    )
    counts = {"count", "sites", "total", "items", "pages", "bad", "good", "known", "found", "cells", "columns", "rules", "lines",
              "met", "missed", "points", "examples", "golden", "unseen", "apart"}  # fmt: skip
    wrong = [
        (key, name, word)
        for key, entry in catalogue().entries.items()
        for name, word in plural.findall(entry["en"])
        if name in counts
    ]
    assert wrong == []


def test_label_falls_back_to_the_word_itself():
    assert label("level", "9") == "9"
    assert label("reason", "") == ""


def test_two_files_with_one_key_or_a_broken_file_are_refused(tmp_path):
    one, two, broken = (tmp_path / name for name in ("a.yaml", "b.yaml", "c.yaml"))
    one.write_text("k: {zh: 一, en: one}", encoding="utf-8")
    two.write_text("k: {zh: 二, en: two}", encoding="utf-8")
    broken.write_text("k: {zh: 数{n}, en: n}", encoding="utf-8")
    with pytest.raises(MessageError, match=r"b\.yaml.*k"):
        Messages.load([one, two])
    with pytest.raises(MessageError, match=r"c\.yaml"):
        Messages.load([broken])
