"""One way of writing for texts that are to be compared: script, width, spaces, numbering, years and name suffixes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from opencc import OpenCC

from rules.item_words import ItemWords, default_item_words
from rules.remember import remembered

_SPACES: Final = re.compile(r"\s+")
_BLANKS: Final = re.compile(r"[^\S\n]+")
_INVISIBLE: Final = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad]")
_NOT_A_LETTER: Final = re.compile(r"[\W_]+")
_YEAR: Final = re.compile(r"(?:19|20)\d{2}\s*(?:-\s*(?:19|20)\d{2}\s*)?(?:年度|学年|年?(?:修订)?版|年修订|年)")
_DATE: Final = re.compile(
    r"[\[(【]?\s*(?:19|20)\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?\s*(?:\d{1,2}:\d{2}(?::\d{2})?)?\s*[\])】]?"
)
#: Short dates only at the end and in brackets: a bare 1-2 may be part of the name.
_SHORT_DATE: Final = re.compile(r"[\[(【]\s*\d{1,2}\s*[-/月]\s*\d{1,2}\s*日?\s*[\])】]$")
_NUMBERING: Final = re.compile(
    r"^(?:[((]?(?:\d{1,3}|[一二三四五六七八九十百]{1,4})(?:[)、.:,]|[))](?:[、.])?)(?!\d(?!\d*周?岁))|第[一二三四五六七八九十百\d]{1,4}[章节条项步]"
    r"|\d{1,3} (?=[\u4e00-\u9fff])(?!周?岁|[类级月期号]|年(?![检审报度])|个(?![体人])|种(?![子畜苗])|项(?!目))"
    r"|[0-9A-Z]{6,32} (?=[\u4e00-\u9fff])"
    r"|[·•●■◆▪▶»>*★☆○◎◇□-]+)\s*"
)
_HAN: Final = ((0x2E80, 0x3000), (0x3400, 0xA000))
#: Latin, Greek and Cyrillic letters, punctuation and symbols, kana, Chinese and Korean characters, fonts' own signs, full-width forms:
#: what pages and their menus of languages are written with.
_USUAL: Final = (
    (0x00, 0x80),
    (0xA0, 0x250),
    (0x370, 0x530),
    (0x2000, 0x2C00),
    (0x3000, 0x3100),
    (0x3400, 0xA000),
    (0xAC00, 0xD7A4),
    (0xE000, 0xF900),
    (0xFF01, 0xFF5F),
)
_RARE_PLANES: Final = "\U00020000-\U00031fff"
#: Texts up to this length are remembered: readers ask for the same lines again and again.
_CACHED: Final = 400
_KEPT: Final = 1 << 12  # names whose cleaning is remembered: a site's menu stands on each of its pages
_EDGES: Final = " ,、;:。.-—_|★☆›»"
_LABEL: Final = re.compile(r"^[\[【〔]([^\]】〕]{1,14})[\]】〕]\s*")
_FILE_ENDING: Final = re.compile(
    r"\.(?:docx?|xlsx?|wps|et|pdf|rtf|ofd|zip|rar|7z|pptx?|html?|jpe?g|png|txt)$", re.IGNORECASE
)
_EMPTY_BRACKETS: Final = re.compile(r"\(\s*\)|\[\s*\]|【\s*】|《\s*》")
_OUTER_QUOTES: Final = re.compile(r"^[《“\"「\[【]([^《》“”\"「」\[\]【】]+)[》”\"」\]】]$")


@dataclass(frozen=True, slots=True)
class CleanName:
    """An item's name without what is not part of it; ``reasons`` are the keys of what was taken away, in order."""

    name: str
    reasons: tuple[str, ...] = ()


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


@cache
def _traditional() -> re.Pattern[str]:
    """The characters the converter may change; a text without any needs no converting, which is most of the work.

    The rare planes stand in it as a whole: single characters of theirs in a class would be tried one by one at every place.
    """
    characters = [chr(code) for first, last in _HAN for code in range(first, last)]
    converted = _converter().convert("\n".join(characters)).split("\n")
    changed = [old for old, new in zip(characters, converted, strict=True) if old != new]
    return re.compile(f"[{''.join(changed)}{_RARE_PLANES}]")


def is_traditional(text: str) -> bool:
    """Whether a text has characters that only the traditional script writes."""
    return bool(_traditional().search(text)) and _converter().convert(text) != text


@dataclass(frozen=True, slots=True)
class _Usual:
    """What a text in simplified script is written with: such a text becomes comparable by replacing one character at a time."""

    other: re.Pattern[str]  # any character that asks for the whole way
    wide: re.Pattern[str]  # those that are written differently at half width
    narrow: Mapping[str, str]


@cache
def _usual() -> _Usual:
    """Characters of the usual blocks that stand alone: none is combined with the one before it, so each is normalised by itself."""
    there = {chr(code) for first, last in _USUAL for code in range(first, last)}
    alone = {character for character in there if not unicodedata.combining(character)}
    alone = {one for one in alone if not _INVISIBLE.match(one) and not _traditional().match(one)}
    narrow = {one: unicodedata.normalize("NFKC", one) for one in alone}
    narrow = {one: written for one, written in narrow.items() if alone.issuperset(written)}
    wide = {one: written for one, written in narrow.items() if one != written}
    return _Usual(re.compile(f"[^{_class(narrow)}]"), re.compile(f"[{_class(wide)}]"), wide)


def _class(characters: Iterable[str]) -> str:
    """The inside of a regular expression's class, runs of neighbours as ranges."""
    runs: list[list[int]] = []
    for code in sorted(map(ord, characters)):
        if runs and runs[-1][1] == code - 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in runs)


def simplify(text: str) -> str:
    """Bring a text into simplified script, half width and single spaces, for comparing and matching; length may
    change.
    """
    return _simplified(text) if len(text) > _CACHED else _cached(text)


def simplify_lines(text: str) -> list[str]:
    """The lines of a text, each as ``simplify`` returns it, for the price of one."""
    return list(map(" ".join, map(str.split, _narrowed(text).split("\n"))))


def simplify_each(texts: Sequence[str]) -> list[str]:
    """Each of several texts as ``simplify`` returns it, for the price of few."""
    lines = simplify_lines("\n".join(texts))
    return lines if len(lines) == len(texts) else list(map(simplify, texts))


def squeeze(text: str) -> str:
    """A text as ``simplify`` returns it, without the spaces."""
    return "".join(_narrowed(text).split())


def squeeze_each(texts: Sequence[str]) -> list[str]:
    """Each of several texts as ``squeeze`` returns it, for the price of few."""
    lines = _BLANKS.sub("", _narrowed("\n".join(texts))).split("\n")
    return lines if len(lines) == len(texts) else list(map(squeeze, texts))


def _simplified(text: str) -> str:
    return " ".join(_narrowed(text).split())


def _narrowed(text: str) -> str:
    """Simplified script and half width, white space as it was."""
    if text.isascii():
        return text
    usual = _usual()
    if not usual.other.search(text):
        if found := usual.wide.findall(text):
            for wide in set(found):  # few different ones; what they become is never wide again
                text = text.replace(wide, usual.narrow[wide])
        return text
    narrow = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    return _converter().convert(narrow) if _traditional().search(narrow) else narrow


_cached = lru_cache(maxsize=1 << 13)(_simplified)


def fold_name(name: str) -> str:
    """Return the key under which two writings of one name are equal: years, brackets, punctuation and spaces are
    gone.
    """
    plain = simplify(name).lower()
    return _NOT_A_LETTER.sub("", _YEAR.sub("", plain)) or _NOT_A_LETTER.sub("", plain)


def clean_item_name(name: str, words: ItemWords | None = None) -> CleanName:
    """Take from a written name what only says where it was found: numbering, labels, dates, years, 办事指南 and its
    kin.

    The name never becomes empty: a step that would leave fewer than two characters is not taken. Reasons are message
    keys
    ``reason.name_<step>``.
    """
    words = words or default_item_words()
    known = words.cleaned.get(name)
    if known is None:
        if len(words.cleaned) >= _KEPT:
            words.cleaned.clear()
        known = words.cleaned[name] = _cleaned(name, words)
    return known


def _cleaned(name: str, words: ItemWords) -> CleanName:
    narrow = simplify_width(name)
    current = simplify(name)
    reasons = ["reason.name_script"] if current != narrow else []
    steps = _steps(words)
    for _ in range(6):  # steps uncover each other: 【指南】1、X办事指南(2019年)
        before = current
        for step, change in steps:
            shorter = change(current).strip(_EDGES)
            if shorter != current and len(_NOT_A_LETTER.sub("", shorter)) >= 2:
                if shorter != current.strip(_EDGES):
                    reasons.append(f"reason.name_{step}")
                current = shorter
        if current == before:
            break
    return CleanName(current, tuple(dict.fromkeys(reasons)))


def simplify_width(text: str) -> str:
    """Half width and single spaces, script unchanged."""
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))).strip()


def _may_tell_year(text: str) -> bool:
    return "20" in text or "19" in text


@remembered
def _steps(words: ItemWords) -> tuple[tuple[str, Callable[[str], str]], ...]:
    return (
        ("date", lambda text: _SHORT_DATE.sub("", _DATE.sub("", text) if _may_tell_year(text) else text)),
        ("year", lambda text: _YEAR.sub("", text) if _may_tell_year(text) else text),
        ("file", lambda text: _FILE_ENDING.sub("", text) if "." in text else text),
        ("label", lambda text: _LABEL.sub("", text)),
        ("numbering", lambda text: _NUMBERING.sub("", text)),
        ("quotes", lambda text: _OUTER_QUOTES.sub(r"\1", text)),
        ("edition", lambda text: words.edition.sub("", text)),
        ("number", lambda text: words.sheet.sub("", text)),
        ("brackets", lambda text: _EMPTY_BRACKETS.sub("", text)),
        ("prefix", lambda text: words.prefix.sub("", text)),
        ("label", lambda text: words.tag.sub("", text)),
        ("department", lambda text: words.department.sub("", text)),
        ("told", lambda text: words.told.sub("", text)),
        ("suffix", lambda text: words.suffix.sub("", text)),
    )
