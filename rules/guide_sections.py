"""Lines into labelled sections: which text stands under which label of a guide."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from rules.guide_labels import elements_of_label
from rules.guide_line import Line, number_style
from rules.guide_places import placed_labels
from rules.guide_words import LONGEST_LABEL, GuideWords
from rules.records import many

_BOX: Final = re.compile(
    r"^\s*[【\[《<「『〖〔]\s*(?P<label>[^】\]》>」』〗〕]{2,24}?)\s*[】\]》>」』〗〕]\s*:?\s*(?P<rest>.*)$", re.DOTALL
)
_COLON: Final = re.compile(r"^(?P<label>[^:。,;]{1,30}?)\s*:\s*(?P<rest>.*)$", re.DOTALL)
#: Numbers as they run into what they number, each way in its order.
_NUMBERS: Final = (
    (*"一二三四五六七八九十", *(f"十{one}" for one in "一二三四五六七八九")),
    tuple(f"{number:02}" for number in range(1, 31)),
    tuple(f"{number} " for number in range(1, 31)),
)
#: What may follow such a number: no mark of its own, no digit.
_NUMBERED: Final = re.compile(r"\s?[\u4e00-\u9fff](?!\s?[、.,:)])")
_FEWEST_GLUED: Final = 3
_LONGEST_QUESTION: Final = 24
#: A question without its sign, where it is one of few words: Q:哪些人可以办?
_ASKED: Final = re.compile(
    r"^(?:Q|问)\s?\d{0,2}\s?[:.、]\s?(?=[^?]{2,14}\?$)|^(?:A|答)\s?\d{0,2}\s?[:.、]\s?", re.IGNORECASE
)
_SURE_LABEL: Final = 4
_FEWEST_JOINED: Final = 3
_LONGEST_JOINED: Final = 80
_DASH: Final = re.compile(r"^(?P<label>[^:。,;—]{2,12}?)\s*(?:—+|--+)\s*(?P<rest>[^—\s][^—]*)$")
#: The number of the label that follows in the same line.
_DANGLING: Final = re.compile(r"(?:^|\s|(?<=[。;]))\(?(?:[一二三四五六七八九十]{1,3}|\d{1,2})\)?\s?[、.,]\s*$")
#: Behind a number: 一、入户条件。父母一方为本县户口。
_STOP: Final = re.compile(r"^(?P<label>[^:。,;]{2,12}?)。\s*(?P<rest>\S.*)$", re.DOTALL)
_GAP: Final = re.compile(r"^(?P<label>\S{2,12})\s+(?P<rest>\S.*)$", re.DOTALL)


@dataclass(slots=True)
class Section:
    """What stands under one label. ``elements`` is empty for labels that are no element and for text under none."""

    label: str
    elements: tuple[str, ...]
    locator: str
    style: str = ""
    in_row: bool = False
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All lines, one a line."""
        return "\n".join(line for line in self.lines if line)


@many
class _Part:
    label: str | None
    elements: tuple[str, ...]
    style: str
    text: str


def sections_of(lines: Iterable[Line], words: GuideWords) -> list[Section]:
    """Cut lines into sections; text before or between known labels comes as sections without elements."""
    sections = [Section("", (), "")]
    for line in _parted(placed_labels(_numbered(list(lines)), words), words):
        for part in _parts(line, words):
            current = sections[-1]
            if part.label is not None and not _answers(current, part, words):
                sections.append(
                    Section(part.label, part.elements, line.locator, part.style, line.row_start, [part.text])
                )
            elif current.label and _ends(current, line, part):
                sections.append(Section("", (), line.locator, part.style, False, [line.text]))
            else:
                current.lines.append(part.label or part.text)
    return [section for section in sections if section.label or section.text]


def _answers(section: Section, part: _Part, words: GuideWords) -> bool:
    """Whether what reads like a label is what the label before it asks for: 当地气象主管机构 under 受理机关."""
    waits = bool(section.elements) and section.elements == part.elements and not section.text and not section.in_row
    return waits and not part.text and not part.style and part.label not in words.labels


def _numbered(lines: list[Line]) -> list[Line]:
    """The lines, with a mark behind numbers that run into what they number or stand before a space, where several follow each
    other: 三设定依据, 01申请条件, 2 办理依据.
    """
    short = [(at, line.text) for at, line in enumerate(lines) if len(line.text) <= LONGEST_LABEL]
    runs = (_run_of_numbers(short, numbers) for numbers in _NUMBERS)
    glued = next((run for run in runs if len(run) >= _FEWEST_GLUED), None)
    if glued is None:
        return lines
    return [
        replace(line, text=f"{glued[at].strip()}、{line.text[len(glued[at]) :].strip()}") if at in glued else line
        for at, line in enumerate(lines)
    ]


def _run_of_numbers(lines: Iterable[tuple[int, str]], numbers: Sequence[str]) -> dict[int, str]:
    """The lines that begin with one number after the other, by their place, and the number each begins with."""
    found: dict[int, str] = {}
    for at, text in lines:
        number = numbers[len(found)] if len(found) < len(numbers) else ""
        if number and text.startswith(number) and _NUMBERED.match(text[len(number) :]):
            found[at] = number
    return found


def _parted(lines: Sequence[Line], words: GuideWords) -> Iterable[Line]:
    """The lines, with a colon where label and text stand beside each other with nothing between: 办理费用免费.

    Only where three elements are said so, for one alone may begin a sentence.
    """
    labels = {at: label for at, line in enumerate(lines) if (label := _joined_label(line, words))}
    if len({words.labels[label] for label in labels.values()} - {""}) < _FEWEST_JOINED:
        return lines
    return [
        replace(line, text=line.text.replace(joined, f"{joined}:", 1)) if (joined := labels.get(at)) else line
        for at, line in enumerate(lines)
    ]


def _joined_label(line: Line, words: GuideWords) -> str:
    text = number_style(line.text)[1]
    if line.value or line.heading or line.row_start or not _SURE_LABEL < len(text) <= _LONGEST_JOINED:
        return ""
    if ":" in text[: LONGEST_LABEL + 1] and elements_of_label(text.partition(":")[0], words) is not None:
        return ""
    ends = range(min(LONGEST_LABEL, len(text) - 1), _SURE_LABEL - 1, -1)
    label = next((text[:end] for end in ends if text[:end] in words.labels), "")
    goes_on = text[len(label) : len(label) + 1] in words.going_on
    return "" if not label or goes_on or elements_of_label(text, words) is not None else label


def _parts(line: Line, words: GuideWords) -> Iterator[_Part]:
    """A line's labels and texts: one label before its text, several labels in a row, or text alone."""
    style, bare = number_style(_unwrapped(_ASKED.sub("", line.text)))
    if line.named:
        placed, _, behind = bare.partition(":")
        yield from _inline_parts((placed, line.named), behind, style, words)
        return
    first = None if line.value and ":" not in bare else _leading_label(bare, bool(style) or line.heading, words)
    label, rest = first if first is not None else (None, line.text)
    yield from _inline_parts(label, rest, style, words)


def _unwrapped(text: str) -> str:
    """A line put in brackets as a whole, without them: (法律依据:《…》)."""
    inner = text[1:-1]
    return (
        inner
        if text[:1] == "(" and text[-1:] == ")" and ":" in inner and inner.count("(") == inner.count(")")
        else text
    )


def _leading_label(bare: str, numbered: bool, words: GuideWords) -> tuple[tuple[str, tuple[str, ...]], str] | None:
    elements = elements_of_label(bare, words)
    if elements is not None and (":" not in bare or bare.rstrip().endswith(":")):
        return (bare, elements), ""
    for pattern in (_BOX, _COLON, _STOP, _DASH, _GAP) if numbered else (_BOX, _COLON, _DASH, _GAP):
        match = pattern.match(bare)
        if match and (pattern is not _GAP or numbered or _is_surely_label(match["label"], words)):
            elements = elements_of_label(match["label"], words)
            if elements is not None:
                return (match["label"], elements), match["rest"]
    return None


def _is_surely_label(text: str, words: GuideWords) -> bool:
    """Whether a word parted from its text by nothing but space is a label: one of four characters or more that names an element."""
    return len(text) >= _SURE_LABEL and bool(words.labels.get(text))


def _inline_parts(
    label: tuple[str, tuple[str, ...]] | None, rest: str, style: str, words: GuideWords
) -> Iterator[_Part]:
    name, elements = label if label is not None else (None, ())
    at = 0
    for match in words.inline.finditer(rest) if ":" in rest or "】" in rest else ():
        found = elements_of_label(match["label"], words)
        if found is None:
            continue
        before = _DANGLING.sub("", rest[at : match.start()].rstrip(" 【[")).strip()
        if before or name is not None:
            yield _Part(name, elements, style, before)
        name, elements, style, at = match["label"], found, "", match.end()
    text = rest[at:].strip()
    if text or name is not None:
        yield _Part(name, elements, style, text)


def _ends(section: Section, line: Line, part: _Part) -> bool:
    """Whether an unlabelled line begins something new: the next number of the label's own style, a heading, a new
    row.
    """
    style, bare = number_style(line.text)
    if section.label.endswith("?") and bare.endswith("?") and len(bare) <= _LONGEST_QUESTION:
        return True
    if section.style and section.style == style:
        return bool(section.text) or len(bare) <= LONGEST_LABEL
    if line.heading:
        return True
    return line.row_start and section.in_row and len(line.text) <= 15 and not line.text[:1].isdigit()
