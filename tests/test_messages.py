"""The catalogue: every key the program uses exists and is used, in every language, whole, with the same placeholders."""

import ast
import errno
import re
import string
from collections.abc import Iterator
from pathlib import Path

import jinja2
import jinja2.nodes
import pytest
from babel.messages.pofile import read_po

from crawler.problems import Problem, refusal
from reports import messages
from reports.dictionary import TABLES
from reports.messages import LANGUAGES, MessageError, Messages, both, catalogue, label, language, set_language, t, told
from setup import messages as setup_messages

ROOT = Path(__file__).parents[1]
PACKAGES = ("crawler", "rules", "spiders", "reports", "govaudit")

#: Chinese among ASCII punctuation: a Chinese sentence has full-width marks.
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff”’][,;:?!()]|[,;:?!(][\u4e00-\u9fff“‘]")
#: Chinese texts that quote what is typed or printed with ASCII marks: an address, YAML, a time.
QUOTING = {
    "cli.option.db", "cli.progress.left", "problem.words_not_lists", "problem.rule_not_block", "problem.rule_not_list",
}  # fmt: skip
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
#: English texts that name Chinese words on purpose: what to write in a file, what was met on a page.
NAMING = {
    "cli.option.catalogue", "problem.catalogue_no_names", "problem.unknown_region", "problem.rule_not_block", "problem.rule_one_key",
    "register.ambiguous_region", "register.level_unknown", "reason.name_prefix", "reason.name_suffix", "reason.name_bracketed",
    "reason.name_paper", "reason.name_act", "reason.name_entry", "rules.lint.element_missing", "rules.lint.element_unknown",
    "rules_page.count.guide_core",
}  # fmt: skip


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def sources() -> list[Path]:
    return [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]


def calls_in_code() -> Iterator[tuple[str, str, set[str | None]]]:
    """File, key and names of the values given, of each t("…"), words.t("…"), both("…"), Problem("…") and help="…"."""
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            given = {keyword.arg for keyword in node.keywords}
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            match node.args[:1]:
                case [ast.Constant(value=str(key))] if name in ("t", "both", "Problem"):
                    yield path.name, f"problem.{key}" if name == "Problem" else key, given
            for keyword in node.keywords:
                match keyword:
                    case ast.keyword("help", ast.Constant(value=str(key))) if path.parts[-2] in (
                        "govaudit",
                        "commands",
                    ):
                        yield path.name, key, set()


def calls_in_templates() -> Iterator[tuple[str, str, set[str | None]]]:
    for path in (ROOT / "reports" / "templates").rglob("*.html"):
        for call in jinja2.Environment().parse(path.read_text(encoding="utf-8")).find_all(jinja2.nodes.Call):
            match call.node, call.args[:1]:
                case jinja2.nodes.Name(name="t"), [jinja2.nodes.Const(value=str(key))]:
                    yield path.name, key, {keyword.key for keyword in call.kwargs}


def test_every_key_used_in_code_and_templates_exists_and_gets_its_values():
    used = [*calls_in_code(), *calls_in_templates()]
    assert len(used) > 500
    assert [(file, key) for file, key, _ in used if key not in catalogue()] == []
    # ``None`` stands for **values, which no reading of the code knows.
    taken = {key: placeholders("".join(entry["zh"])) for key, entry in catalogue().entries.items()}
    assert [(file, key) for file, key, given in used if None not in given and not taken[key] <= given] == []


def used_by_parts() -> tuple[set[str], set[str]]:
    """Beginnings of keys put together in code (``f"level.{…}"``, ``label("reason", …)``) and every word that could follow."""
    places = [*sources(), *(ROOT / "setup").glob("*.py"), *(ROOT / "reports" / "templates").rglob("*")]
    places += [*(ROOT / "rules" / "packs").rglob("*.yaml"), *(ROOT / "reports").rglob("*.yaml")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in places if path.is_file())
    kinds = {f"{kind}." for kind in re.findall(r"""(?:label|_named)\(\s*["']([\w.]+)["']""", text)}
    return kinds | set(re.findall(r"""["']((?:\w+\.)+(?:\w+_)?)(?=["'{])""", text)), set(
        re.findall(r"[\w.]+", text)
    ) | set(re.findall(r"\w+", text))


def test_no_entry_is_unused():
    beginnings, words = used_by_parts()

    def said(part):
        """The part of a key stands in the code as one word, or as two put together with ``_``."""
        cuts = (place for place, sign in enumerate(part) if sign == "_")
        joined = any(part[at + 1 :] in words and not words.isdisjoint((part[:at], part[: at + 1])) for at in cuts)
        return part.isdigit() or part in words or joined

    def put_together(key):
        ends = (key.removeprefix(one).split(".") for one in beginnings if key.startswith(one))
        return any(all(said(part) for part in end) for end in ends)

    words |= {field.text for table in TABLES.values() for field in table.fields} | {*errno.errorcode.values()}
    assert [key for key in catalogue().entries if key not in words and not put_together(key)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_has_every_text_with_the_same_placeholders(lang):
    wrong = []
    for key, entry in catalogue().entries.items():
        wanted = placeholders(entry["zh"][0])
        forms = entry.get(lang, ())
        # A form that stands for exactly one may leave the number out.
        if not forms or not all(wanted - {"count"} <= placeholders(form) <= wanted for form in forms):
            wrong.append((key, forms))
        elif len(forms) > 1 and "count" not in wanted:
            wrong.append((key, "plural forms need {count}"))
    assert wrong == []


@pytest.mark.parametrize("path", sorted(messages.FOLDER.glob("*.po")), ids=lambda path: path.name)
def test_every_catalogue_is_whole(path):
    """Nothing untranslated, unsure or obsolete, and the same Chinese texts in all of them."""
    with path.open("rb") as file:
        catalog = read_po(file, abort_invalid=True)
    texts = [message for message in catalog if message.id]
    assert [one.context for one in texts if one.fuzzy or not one.string or not all(one.string)] == []
    assert [one.context for one in texts if one.check(catalog)] == []
    assert not catalog.obsolete
    chinese = {one.context: one.id if isinstance(one.id, str) else one.id[0] for one in texts}
    assert chinese == {key: entry["zh"][0] for key, entry in catalogue().entries.items()}


def test_the_catalogue_is_as_babel_writes_it():
    """Else run ``make messages``. An entry that stands in it twice is found here too."""
    assert setup_messages.in_shape(found := setup_messages.SOURCE.read_text(encoding="utf-8")) == found


def test_other_languages_begin_with_every_text_and_no_translation():
    begun = setup_messages.template(setup_messages.SOURCE.read_text(encoding="utf-8"))
    texts = [message for message in begun if message.id]
    assert {one.context for one in texts} == set(catalogue().entries)
    assert not any(one.string and any(one.string) for one in texts)


def test_chinese_has_full_width_marks():
    said = {key: re.sub(r"\{\w+\}", "字", entry["zh"][0]) for key, entry in catalogue().entries.items()}
    assert {key: text for key, text in said.items() if key not in QUOTING and HALF_WIDTH.search(text)} == {}


@pytest.mark.parametrize("lang", [lang for lang in LANGUAGES if lang != "zh"])
def test_no_chinese_stands_in_another_language(lang):
    found = {key for key, entry in catalogue().entries.items() if CHINESE.search("".join(entry[lang]))}
    assert found - NAMING == set()


def test_language_is_switched(monkeypatch):
    monkeypatch.setattr(messages, "_language", ["zh"])
    assert (language(), t("level.2")) == ("zh", "可用")
    set_language("en")
    assert (language(), t("level.2")) == ("en", "usable")
    with pytest.raises(ValueError, match="fr"):
        set_language("fr")
    assert both("level.2").items() >= {"zh": "可用", "en": "usable"}.items()


def test_unknown_keys_and_missing_values_are_named():
    with pytest.raises(MessageError, match=r"no\.such\.key"):
        t("no.such.key")
    with pytest.raises(MessageError, match=r"database_url.*url"):
        t("problem.database_url")


def test_parameters_are_values_never_format_strings():
    assert "{0.__class__}" in t("problem.database_url", url="{0.__class__}")


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "1 site"), ("1", "1 site"), (0, "0 sites"), (2, "2 sites"), ("1,001", "1,001 sites"), ("no", "no sites")],
)
def test_a_count_takes_its_form_of_a_word(count, said):
    made = Messages(
        {"k": {"zh": ("{count} 个网站",), "en": ("{count} site", "{count} sites")}}, {"en": lambda number: number != 1}
    )
    assert made.text("k", "en", {"count": count}) == said
    assert made.text("k", "zh", {"count": count}) == f"{count} 个网站"
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
        for name, word in plural.findall(entry["en"][-1])
        if name in counts and len(entry["en"]) == 1
    ]
    assert wrong == []


def test_label_falls_back_to_the_word_itself():
    assert label("level", "9") == "9"
    assert label("reason", "") == ""


def catalogue_file(path, *entries):
    head = 'msgid ""\nmsgstr ""\n"Language: en\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
    path.write_text("\n".join((head, *entries)), encoding="utf-8")
    return path


def test_a_catalogue_is_read_with_its_plural_forms_and_gaps(tmp_path):
    path = catalogue_file(
        tmp_path / "en.po",
        'msgctxt "a"\nmsgid "{count} 页"\nmsgid_plural "{count} 页"\nmsgstr[0] "one page"\nmsgstr[1] "{count} pages"\n',
        'msgctxt "b"\nmsgid "未译"\nmsgstr ""\n',
    )
    read = Messages.load([path])
    assert [read.text("a", "en", {"count": count}) for count in (1, 2)] == ["one page", "2 pages"]
    assert (read.text("a", "zh", {"count": 1}), read.text("b", "en", {})) == ("1 页", "未译")
    with pytest.raises(MessageError, match="lacks 'count'"):
        read.text("a", "en", {})


def test_a_key_with_two_texts_or_a_broken_file_is_refused(tmp_path):
    twice = catalogue_file(
        tmp_path / "en.po", 'msgctxt "k"\nmsgid "一"\nmsgstr "a"\n', 'msgctxt "k"\nmsgid "二"\nmsgstr "b"\n'
    )
    with pytest.raises(MessageError, match=r"en\.po.*k"):
        Messages.load([twice])
    broken = catalogue_file(tmp_path / "fr.po", 'msgctxt "k"\nmsgid 一\n')
    with pytest.raises(MessageError, match=r"fr\.po"):
        Messages.load([broken])


def test_what_the_system_refuses_is_told_in_the_readers_language(tmp_path, monkeypatch):
    monkeypatch.setattr(messages, "_language", ["zh"])
    with pytest.raises(OSError) as caught:
        (tmp_path / "none").read_bytes()
    assert "没有这个文件" in told(Problem("file_unreadable", file="f", error=refusal(caught.value)))
    assert "（磁带用完了）" in told(Problem("file_unreadable", file="f", error=refusal(OSError("磁带用完了"))))
