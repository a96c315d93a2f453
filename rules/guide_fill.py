"""Sections into filled elements: content decides, empty phrases fill nothing, one text fills one element."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rules.guide_labels import elements_of_label
from rules.guide_line import number_style
from rules.guide_sections import Section
from rules.guide_words import ElementWords, GuideWords
from rules.terms import ELEMENTS, TIME_LIMIT

LONGEST_TEXT: Final = 4_000
#: A duration under a label of opening hours, or hours under one of duration, is said in few words.
LONGEST_DURATION: Final = 80
_PAPERS: Final = "办理材料"
_FEWEST_LISTED: Final = 2
_PLACE: Final = "办理地点"
_BODY: Final = "办理机构"
_PHONE: Final = "联系电话"
_CALLED: Final = re.compile(r"(?<![\d-])\(?0\d{2,3}\)?\s?[-—–]+\s?\d{7,8}(?!\d)")
#: Characters of a sentence that are looked at for what it says; no sentence that a person wrote is longer.
_LONGEST_SENTENCE: Final = 1000
#: In the order in which free text is asked: what to bring and how it goes first, for a sentence proves one element only.
_SPOKEN: Final = tuple(dict.fromkeys(("办理材料", "办理流程", *ELEMENTS, TIME_LIMIT)))
#: What a sentence says beside another element, in figures of its own: 镇林业站,电话3811202.
_APART: Final = ("办理时间", _PHONE)
_MENU_FROM: Final = 3
_SHORTEST_SENTENCE: Final = 4  # characters: 全程免费
#: Who may apply and where is said in one breath: 凡本区户籍的老年人均可到街道办事处申请.
_CONDITION: Final = "申请条件"
_WITHIN: Final = (_PLACE, _BODY)
#: What the steps of a procedure may tell beside it.
_OF_STEPS: Final = (_PAPERS, *_APART, "收费标准", TIME_LIMIT)
_PUNCTUATION: Final = re.compile(r"^[\s:,。.、;!—_*\"“”'-]+|[\s:,。.、;!—_\"“”']+$")
_SENTENCES: Final = re.compile(r"(?<=[。;!])|\n")
_NO_LETTERS: Final = re.compile(r"\W+")


@dataclass(frozen=True, slots=True)
class Filled:
    """One element's text, the label it stood under (empty: free text) and where."""

    element: str
    text: str
    label: str
    locator: str


def fill(sections: Sequence[Section], words: GuideWords) -> dict[str, Filled]:
    """The elements that sections fill, first what labels say, then what free text says."""
    filled: dict[str, Filled] = {}
    used: set[str] = set()
    for section in _own_sections(sections, words):
        for element in _candidates(section, words):
            text = accepted(section.text, words.elements[element], words)
            if element not in section.elements and len(text) > LONGEST_DURATION:
                continue
            if text and element not in filled and _part_for(element, section, text, used):
                filled[element] = Filled(element, text[:LONGEST_TEXT], section.label, section.locator)
                used.add(_key(text))
                if len(section.elements) == 1:
                    break
    _fill_body_from_window(sections, filled, words)
    _fill_phone_from_place(sections, filled)
    return filled


def _own_sections(sections: Sequence[Section], words: GuideWords) -> Iterator[Section]:
    """The sections that tell of the item itself, not the table or tab of its special steps or of those who serve beside it."""
    above, tab, bare = "", "", 0
    for section in sections:
        within = section.locator.startswith("table") or (section.locator.startswith("tab ") and section.locator == tab)
        if section.label and not within:
            bare = 0 if section.text else bare + 1
            # labels one after the other are a menu of tabs
            above, tab = section.label if bare < _MENU_FROM else "", section.locator
        if not (within and above in words.apart):
            yield section


def _fill_phone_from_place(sections: Sequence[Section], filled: dict[str, Filled]) -> None:
    """A number behind a place or a body (办证窗口 0797-4295776) is where to ask; only one with its area code is surely a telephone's."""
    for section in sections if _PHONE not in filled else ():
        if section.elements and section.elements[0] in (_PLACE, _BODY) and (found := _CALLED.search(section.text)):
            filled[_PHONE] = Filled(_PHONE, found.group(0), section.label, section.locator)
            return


def _fill_body_from_window(sections: Sequence[Section], filled: dict[str, Filled], words: GuideWords) -> None:
    """A window that names its body (办事窗口:县林业局) says who handles the matter where another label says where."""
    places = [
        section
        for section in sections
        if section.elements == (_PLACE,) and accepted(section.text, words.elements[_PLACE], words)
    ]
    window = next((one for one in places if words.window.search(one.label) and words.body.search(one.text)), None)
    other = next((one for one in places if not words.window.search(one.label)), None)
    if _BODY not in filled and window and other:
        filled[_BODY] = Filled(_BODY, window.text[:LONGEST_TEXT], window.label, window.locator)
        filled[_PLACE] = Filled(_PLACE, other.text[:LONGEST_TEXT], other.label, other.locator)


def accepted(text: str, element: ElementWords, words: GuideWords) -> str:
    """The text where it fills the element, else empty: not an empty phrase, and showing what the element needs."""
    bare = _PUNCTUATION.sub("", text)
    if bare in words.none:
        return bare if element.may_be_none else ""
    if not bare or says_nothing(bare, words) or len(bare) > LONGEST_TEXT * 5:
        return ""
    if not element.content.search(bare) or (element.not_content and element.not_content.search(bare)):
        return ""
    return bare if len(bare) <= element.longest else ""


def says_nothing(text: str, words: GuideWords) -> bool:
    """Whether every sentence of a text is an empty phrase."""
    parts = [_PUNCTUATION.sub("", number_style(part.strip())[1]) for part in _SENTENCES.split(text)]
    said = [part for part in parts if part]
    return all(words.empty.fullmatch("".join(part.split())) or part in words.none for part in said)


def _candidates(section: Section, words: GuideWords) -> Iterable[str]:
    """Elements a section may fill: its own; opening hours that are a duration are a time limit, and the other way
    round.
    """
    yield from section.elements
    if section.elements == ("办理时间",):
        yield TIME_LIMIT
    elif section.elements == (TIME_LIMIT,) and words.hours.search(section.label):
        yield "办理时间"


def _part_for(element: str, section: Section, text: str, used: set[str]) -> bool:
    """One text fills one element, except that a joint label's text may hold a different part for each."""
    return len(section.elements) > 1 or _key(text) not in used


def _key(text: str) -> str:
    return _NO_LETTERS.sub("", text)


def fill_from_free_text(
    sections: Sequence[Section], filled: dict[str, Filled], words: GuideWords, steps: str = ""
) -> None:
    """Add elements that sentences state without a label; no two elements rest on the same words. Of ``steps``, already told, only
    papers and figures are asked."""
    taken = {_key(entry.text) for entry in filled.values()}
    denied = {
        name for section in sections if says_nothing(section.text, words) and section.text for name in section.elements
    }
    for section in sections:
        for sentence in _free_sentences(section, words):
            spans: list[tuple[str, int, int]] = []
            asked = _APART if _key(sentence) in taken else _OF_STEPS if sentence in steps else _SPOKEN
            for name in asked:
                if name not in filled and name not in denied and name not in section.elements:
                    span = _spoken(sentence, words.elements[name], words)
                    apart = span is not None and all(
                        span[1] <= begin or end <= span[0] or (name in _WITHIN and other == _CONDITION)
                        for other, begin, end in spans
                    )
                    if span is not None and (apart or name == TIME_LIMIT):  # days are said of the step they limit
                        spans.append((name, *span))
                        filled[name] = Filled(name, sentence[:LONGEST_TEXT], "", section.locator)


def fill_from_lists(sections: Sequence[Section], filled: dict[str, Filled], words: GuideWords) -> None:
    """Add what lines under no label list: papers, numbered ones among them (1.身份证原件 2.户口簿复印件), or steps (第一步…)."""
    for name, element in words.elements.items():
        listed = element.listed
        for section in sections if listed is not None and name not in filled else ():
            lines = [line for line in section.lines if listed.search(line)] if listed and not section.elements else []
            numbered = name != _PAPERS or any(number_style(line)[0] for line in lines)
            if len(lines) >= _FEWEST_LISTED and numbered:
                filled[name] = Filled(name, "\n".join(lines)[:LONGEST_TEXT], "", section.locator)
                break


def _spoken(sentence: str, element: ElementWords, words: GuideWords) -> tuple[int, int] | None:
    for pattern in element.spoken:
        match = pattern.search(sentence, 0, _LONGEST_SENTENCE)
        if match and accepted(sentence, element, words):
            return match.span()
    return None


def fill_from_name(suffix: str, sections: Sequence[Section], filled: dict[str, Filled], words: GuideWords) -> None:
    """A page named after an element (X所需材料, X办理流程) says that element in its unlabelled text."""
    named = elements_of_label(suffix, words) or ()
    for name in named:
        texts = [section.text for section in sections if not section.elements and len(section.text) >= 10]
        text = accepted("\n".join(texts), words.elements[name], words) if texts else ""
        if name not in filled and text:
            filled[name] = Filled(name, text[:LONGEST_TEXT], suffix, "content")


def _free_sentences(section: Section, words: GuideWords) -> list[str]:
    """A section's sentences; the names of files hanging on the page are none."""
    sentences = (sentence.strip() for sentence in _SENTENCES.split(section.text))
    return [
        sentence
        for sentence in sentences
        if len(sentence) >= _SHORTEST_SENTENCE and not words.file_line.search(sentence)
    ]
