"""Letters whose title, office, date and state are boxes side by side, and states that are pictures."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from rules.dates import find_dates
from rules.letter_data import Letter
from rules.letter_words import LetterWords
from rules.normalise import simplify
from rules.page_lines import own_blocks, own_lines
from rules.records import Block, PageFacts

_OWN: Final = ("content", "hidden")
_SHORTEST_TITLE: Final = 4
_LONGEST_STATE: Final = 20  # characters of a box that only says how far a letter is, or when it came
_BOXES_OF_ENTRY: Final = 8
_Entry = Sequence[tuple[Block, str]]


def letters_in_boxes(facts: PageFacts, year: int | None) -> list[Letter]:
    """The entries of a list whose parts are boxes: each begins with its title and ends before the next one.

    Every letter has a date and a state; where no box says a state, as many pictures as there are entries do.
    """
    words, entries = facts.words.letters, _entries(facts)
    letters = [_letter(entry, year, words) for entry in entries]
    dated = [letter for letter in letters if letter.asked]
    told = [letter for letter in dated if letter.state]
    return told or (dated if len(dated) > 1 and len(_pictured(facts)) == len(dated) else [])


def with_pictured_states(letters: Sequence[Letter], facts: PageFacts) -> Sequence[Letter]:
    """The letters with the states that pictures beside them show, where there are as many of these as letters without one."""
    if len(letters) < 2 or any(letter.state or letter.is_replied for letter in letters):
        return letters
    states = _pictured(facts)
    if len(states) != len(letters):
        return letters
    says_replied = facts.words.letters.says_replied
    told = zip(letters, states, strict=True)
    return [replace(letter, state=state, is_replied=says_replied(state)) for letter, state in told]


def _entries(facts: PageFacts) -> list[_Entry]:
    texts = sorted({simplify(one.text) for one in facts.links if one.zone in _OWN and len(one.text) >= _SHORTEST_TITLE})
    entries: list[list[tuple[Block, str]]] = []
    for block, text in zip(own_blocks(facts), own_lines(facts), strict=True):
        if len(text) >= _SHORTEST_TITLE and _begins_one(text, texts):
            entries.append([])
        if entries and len(entries[-1]) < _BOXES_OF_ENTRY:
            entries[-1].append((block, text))
    return list(entries)


def _begins_one(text: str, texts: Sequence[str]) -> bool:
    """Whether a link says just this, or this first: the whole entry may be one link."""
    place = bisect_left(texts, text)
    return place < len(texts) and texts[place].startswith(text)


def _letter(entry: _Entry, year: int | None, words: LetterWords) -> Letter:
    (block, title), *others = entry
    short = [text for _, text in others if len(text) <= _LONGEST_STATE]
    state = next((text for text in short if _says_state(text, words)), "")
    asked = next((date.iso for text in short for date in find_dates(text, year)), "")
    return Letter(title[:200], asked, "", state, words.says_replied(state), f"block {block.order}")


def _pictured(facts: PageFacts) -> list[str]:
    words = facts.words.letters
    said = (simplify(one.alt) for one in facts.pictures if one.zone in _OWN and one.alt)
    return [alt for alt in said if len(alt) <= _LONGEST_STATE and _says_state(alt, words)]


def _says_state(text: str, words: LetterWords) -> bool:
    return bool(words.open.search(text) or words.replied.search(text))
