"""How letters and questions are shown, from ``packs/letters.yaml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from rules.word_files import WordFile, any_of, either


@dataclass(frozen=True, slots=True, eq=False)
class LetterWords:
    """Compiled; patterns expect simplified, half-width text."""

    replied: re.Pattern[str]
    open: re.Pattern[str]
    refused: tuple[str, ...]
    reply: re.Pattern[str]
    asked_head: re.Pattern[str]
    replied_head: re.Pattern[str]
    time_head: re.Pattern[str]
    state_head: re.Pattern[str]
    title_head: re.Pattern[str]
    asked_label: re.Pattern[str]
    card: re.Pattern[str]  # what heads the date of each letter of a list that is made of cards
    replied_label: re.Pattern[str]
    answer: re.Pattern[str]
    question: re.Pattern[str]
    bare_marks: tuple[str, ...]  # 问 and 答 as icons, without a colon
    titled: re.Pattern[str]  # the label a letter written out begins with; its title stands behind one
    label_of_title: re.Pattern[str]  # 主题: before the title of a card
    rules: re.Pattern[str]

    def says_replied(self, state: str) -> bool:
        """Whether a state's wording says the letter has been dealt with."""
        return bool(self.replied.search(state)) and not self.open.search(state)


def _compile(data: Mapping[str, Any]) -> LetterWords:
    time = either(data["time_heads"])
    return LetterWords(
        replied=re.compile(any_of(data["replied_patterns"])),
        open=re.compile(any_of(data["open_patterns"])),
        refused=tuple(data["refused_words"]),
        reply=re.compile(either(data["reply_words"])),
        asked_head=re.compile(either(data["asked_heads"])),
        replied_head=re.compile(either(data["replied_heads"])),
        time_head=re.compile(time),
        state_head=re.compile(either(data["state_heads"])),
        title_head=re.compile(either(data["title_heads"])),
        asked_label=re.compile(f"{_label(data['asked_labels'], time)}|{any_of(data['asked_label_patterns'])}"),
        card=re.compile(rf"(?:{either(data['card_labels'])})(?:{time})\s*[:：]\s*(?=\d)"),
        replied_label=re.compile(_label(data["replied_labels"], time)),
        answer=re.compile(any_of(data["answer_patterns"])),
        question=re.compile(_question(data)),
        bare_marks=tuple(data["bare_marks"]),
        titled=re.compile(
            rf"^[\W_]*(?:\d{{1,3}}[.、])?(?:{either(data['titled_subjects'])})(?:{either(data['titled_words'])})\s*[:：]?\s*(?P<title>.*)$"
        ),
        label_of_title=re.compile(rf"^(?:{either(data['titled_words'])})\s*[:：]\s*"),
        rules=re.compile(_rules(data)),
    )  # fmt: skip


def _label(acts: list[str], time: str) -> str:
    return rf"(?:{either(acts)})(?:{time})\s*[:：]?\s*$"


def _question(data: Mapping[str, Any]) -> str:
    """A question's label at a line's start, with a number behind a letter (Q1:), or the verb that ends it."""
    labels = "|".join(rf"{word}\d{{0,3}}" if word.isascii() else re.escape(word) for word in data["question_labels"])
    ends = "|".join(rf"(?<={re.escape(word[:-1])}){re.escape(word[-1])}" for word in data["question_ends"])
    return rf"^(?:{labels or either(())})\s*[:：]|(?:{ends or either(())})\s*[:：]\s*$"


def _rules(data: Mapping[str, Any]) -> str:
    """Asked of all lines at once. Each alternative begins with one character: the search leaps from one such to the next."""
    act, kind, promise = (either(data[f"rules_{name}"]) for name in ("acts", "kinds", "promises"))
    numeral = r"[\d一二三四五六七八九十]"
    counted = "|".join(f"(?<={numeral}{unit}日)" for unit in ("", "个", "工作", "个工作"))
    subjects = (rf"{re.escape(one)}[^。\n]{{0,20}}(?:{act})[^。\n]{{0,6}}(?:{kind})" for one in data["rules_subjects"])
    promised = rf"日(?:{counted})(?:之?内|以内)[^。\n]{{0,20}}(?:{promise})"
    return "|".join((*subjects, either(data["rules_names"]), promised))


LETTERS: Final = WordFile("letters.yaml", _compile)
