"""A letter or question as a record, the wording of its state, and the letters that JSON answers hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from rules.dates import find_dates
from rules.item_data import objects_in
from rules.letter_words import LetterWords
from rules.normalise import simplify

_TITLE_KEY: Final = re.compile(r"(?:title|subject|theme|biaoti|xjbt)$")
_REPLIED_KEY: Final = re.compile(r"(?:reply|answer|deal|handle|finish|feedback|hf|bj)\w{0,40}(?:time|date|sj)$")
_ASKED_KEY: Final = re.compile(r"(?:time|date|sj)$")
_STATE_KEY: Final = re.compile(r"(?:status|state|zt)(?:name|text|str|desc)?$")
_ANSWER_KEY: Final = re.compile(r"^(?:reply|answer|feedback)(?:content|text|info|msg|nr)?$")
#: A place for an answer or its day, whether it is filled or not.
_ANSWERED_BY: Final = re.compile(rf"{_ANSWER_KEY.pattern}|^(?:reply|answer|hf)\w*(?:time|date|sj)$")


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter or question. Dates are ISO, empty where not shown; ``state`` is the wording shown for its state."""

    title: str
    asked: str
    replied: str
    state: str
    is_replied: bool
    locator: str


def letters_in_data(data: object, words: LetterWords) -> Iterator[Letter]:
    """Letters of a JSON answer: objects with a title and with a state, an answer or the time of one."""
    for path, node in objects_in(data):
        texts = {str(key).lower(): simplify(value) for key, value in node.items() if isinstance(value, str) and value}
        letter = _letter(texts, path, words, waiting=any(_ANSWERED_BY.search(str(key).lower()) for key in node))
        if letter is not None:
            yield letter


def _letter(texts: Mapping[str, str], path: str, words: LetterWords, waiting: bool) -> Letter | None:
    """One object as a letter; ``waiting`` where it has a place for an answer, which may be empty as yet."""
    title = _under(texts, _TITLE_KEY)
    replied = _day(_under(texts, _REPLIED_KEY))
    state, answer = _under(texts, _STATE_KEY), _under(texts, _ANSWER_KEY)
    said = bool(words.replied.search(state) or words.open.search(state))
    asked = next(
        (_day(text) for key, text in texts.items() if _ASKED_KEY.search(key) and not _REPLIED_KEY.search(key)), ""
    )
    if not title or not (replied or said or answer or (waiting and asked)):
        return None
    return Letter(title[:200], asked, replied, state[:40], bool(replied or answer) or words.says_replied(state), path)


def _under(texts: Mapping[str, str], keys: re.Pattern[str]) -> str:
    return next((text for key, text in texts.items() if keys.search(key)), "")


def _day(text: str) -> str:
    return next((date.iso for date in find_dates(text)), "")
