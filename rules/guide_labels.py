"""What a line of a guide says where it is a label: the elements it names, alone, joined with others or run together."""

from __future__ import annotations

import re
from typing import Final

from rules.guide_words import LONGEST_LABEL, GuideWords

_LONGEST_QUESTION: Final = 40  # 申领职业技能提升补贴需要提供哪些资料?
_MARKS: Final = " \t\n●■◆▪▶►➤➢✦✔√»*★☆○◎◇□▲△※>·•-—✅⭐☎✉❓"
_BRACKETS: Final = re.compile(r"\([^()]*\)$")
#: Pictograms before a heading: 👉去哪办.
_FIRST_PICTOGRAM: Final = "\U0001f000"
_SELECTORS: Final = "\ufe0f\u200d"
_MOST_PICTOGRAMS: Final = 8
_ENDS: Final = " \t\n:。.、,;>»→|↓▼▽▲△⌄∨﹀"
_FEWEST_JOINED: Final = 2
_LABELS_KEPT: Final = 4_000
#: The label once more in another language: 收费标准 Fee.
_LATIN_TAIL: Final = re.compile(r"(?<=[\u4e00-\u9fff])[A-Za-z][A-Za-z/&().,' -]*$")
#: A question whether: 收不收费, 要不要钱.
_WHETHER: Final = re.compile(r"(.)不\1")


def elements_of_label(text: str, words: GuideWords) -> tuple[str, ...] | None:
    """Elements a label names: () for a label that is none of them, None for what is no label."""
    known = words.asked
    if text not in known:
        if len(known) >= _LABELS_KEPT:
            known.clear()
        known[text] = _elements_of_label(text, words)
    return known[text]


def _elements_of_label(text: str, words: GuideWords) -> tuple[str, ...] | None:
    label = "".join(without_marks(text).split())
    longest = _LONGEST_QUESTION if label.endswith("?") else LONGEST_LABEL
    label = label.rstrip("?")
    label = _BRACKETS.sub("", label) or label
    if not 2 <= len(label) <= longest:
        return None
    if label in words.labels:
        return _named(words.labels[label])
    if label in words.joint_labels:
        return words.joint_labels[label]
    if (joined := _joined(label, words)) is not None:
        return joined
    if run := _run_together(label, words):
        return run
    if words.any_pattern.fullmatch(label) and not words.answer.search(label):  # 免收费, 本事项不收费, 市场监督管理局
        return next(_named(name) for pattern, name in words.patterns if pattern.fullmatch(label))
    bare = words.tails.sub("", _LATIN_TAIL.sub("", label))
    return _elements_of_label(bare, words) if bare != label else None


def elements_of_place(text: str, words: GuideWords) -> tuple[str, ...]:
    """Elements that a wording names where its place tells that it is a label; empty for none."""
    label = "".join(without_marks(text).split()).rstrip("?")
    if words.unplaced.search(label) or (words.answer.search(label) and not _WHETHER.search(label)):
        return ()
    said = [name for pattern, name in words.placed if pattern.search(label)]
    together = words.placed_together.issuperset(said) and words.joints.search(label)
    return tuple(said) if together else tuple(said[:1])


def _joined(label: str, words: GuideWords) -> tuple[str, ...] | None:
    """Labels with a joint between them: 窗口办理地址、时间."""
    parts = [part for part in words.joints.split(label) if part]
    if len(parts) < _FEWEST_JOINED:
        return None
    known = [words.labels.get(part) for part in parts]
    if known[-1] and None in known:
        known = [_by_pattern(part, words) if name is None else name for part, name in zip(parts, known, strict=True)]
    return tuple(dict.fromkeys(filter(None, known))) if None not in known else None


def _by_pattern(label: str, words: GuideWords) -> str | None:
    return next((name for pattern, name in words.patterns if name and pattern.fullmatch(label)), None)


def _run_together(label: str, words: GuideWords) -> tuple[str, ...]:
    """Two elements' labels written as one: 办理地点时间."""
    for cut in range(2, len(label) - 1):
        first = words.labels.get(label[:cut])
        second = words.labels.get(label[cut:]) if first else ""
        if first and second and first != second and label[:cut] not in words.subjects:
            return first, second
    return ()


def _named(name: str) -> tuple[str, ...]:
    return (name,) if name else ()


def without_marks(text: str) -> str:
    """A line without the marks before and the punctuation behind it."""
    bare = text.lstrip(_MARKS)
    if bare[:1] >= _FIRST_PICTOGRAM:
        bare = bare.lstrip(_pictograms(bare)).lstrip(_MARKS)
    return bare.rstrip(_ENDS)


def _pictograms(text: str) -> str:
    """The pictograms among a text's first characters, and what selects how they are drawn."""
    return "".join(one for one in text[:_MOST_PICTOGRAMS] if one >= _FIRST_PICTOGRAM or one in _SELECTORS)
