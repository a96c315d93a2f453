"""Read letters and questions with their answers: lists and single pages of mailboxes, petitions and consultations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import islice, pairwise
from typing import Final

from ahocorasick_rs import AhoCorasick

from rules.dates import FoundDate, find_dates
from rules.guide_tables import joined_tables
from rules.letter_boxes import letters_in_boxes, with_pictured_states
from rules.letter_data import Letter, letters_in_data
from rules.letter_words import LetterWords
from rules.normalise import simplify
from rules.page_dates import context_year
from rules.page_lines import own_blocks, own_lines
from rules.records import Block, PageFacts, Table

_AT_END: Final = re.compile(r"[\d\s:年月日/.-]+(?:回复|答复)?[)）\]】]?$")  # a date that ends its line
_EIGHT_DIGITS: Final = re.compile(r"\d{8}")
_SHORT_STATE: Final = 20  # characters of a line that only says how far a letter is
_LONGEST_LABEL: Final = 10
_SENTENCE: Final = re.compile(r"[。；;].*[。；;]")
_NUMBER: Final = re.compile(r"[^:：]{2,6}[:：]\s*[A-Za-z\d-]+")  # 信件编号:YX1033
_LAST_BRACKETS: Final = re.compile(r"\s*[\[【(]([^\[【(\])】]{2,10})[\])】]\s*$")
_TEXTS: Final = ("content", "hidden")
_SHORTEST_TITLE: Final = 4
MAX_LETTERS: Final = 5_000


@dataclass(frozen=True, slots=True)
class LetterReading:
    """The letters a page shows."""

    letters: tuple[Letter, ...] = ()

    @property
    def listed(self) -> int:
        """Number of letters shown."""
        return len(self.letters)

    @property
    def replied(self) -> int:
        """How many show a reply or a replied state."""
        return sum(letter.is_replied for letter in self.letters)

    @property
    def latest(self) -> str | None:
        """Latest date shown with a letter, ISO."""
        return max((date for letter in self.letters for date in (letter.asked, letter.replied) if date), default=None)


def read_letters(facts: PageFacts) -> LetterReading:
    """Read the letters of a list (table, else dated entries), else the one letter of a detail page."""
    words = facts.words.letters
    if facts.kind == "json":
        return LetterReading(tuple(islice(letters_in_data(facts.data, words), MAX_LETTERS)))
    year = context_year(facts)
    letters = (
        list(_from_tables(joined_tables(facts.tables), year, words))
        or _written_out(facts)
        or list(_from_entries(facts, year))
    )
    letters = letters or letters_in_boxes(facts, year)
    return LetterReading(tuple(with_pictured_states(letters[:MAX_LETTERS], facts)))


def told_letters(facts: PageFacts, read: LetterReading) -> tuple[Mapping[str, str], ...]:
    """Letters as plain mappings: title, asked, replied (dates or empty), state, whether a reply is shown, and whether the state
    closes the letter without one (yes or empty)."""
    refused = facts.words.letters.refused
    return tuple(
        {
            "title": one.title,
            "asked": one.asked,
            "replied": one.replied,
            "state": one.state,
            "is_replied": "yes" if one.is_replied else "",
            "is_refused": "yes" if any(word in one.state for word in refused) else "",
        }
        for one in read.letters
    )


def says_rules(facts: PageFacts) -> bool:
    """Whether the page says how letters are accepted, handled and answered."""
    return bool(facts.words.letters.rules.search("\n".join(own_lines(facts))))


# ---- lists ----------------------------------------------------------------------------------------------------------
def _from_tables(tables: Sequence[Table], year: int | None, words: LetterWords) -> Iterator[Letter]:
    for number, table in enumerate(tables):
        rows = [[simplify(cell) for cell in row] for row in table.rows]
        head = next((n for n, row in enumerate(rows[:3]) if _is_head(row, words)), None)
        if table.zone not in _TEXTS or head is None or _is_of_one_letter(rows, words):
            continue
        for position, row in enumerate(rows[head + 1 :], head + 2):
            letter = _row(rows[head], row, year, f"table {number + 1} row {position}", words)
            if letter is not None:
                yield letter


def _is_head(row: Sequence[str], words: LetterWords) -> bool:
    short = [cell for cell in row if cell and len(cell) <= 10]
    titled = any(words.title_head.search(cell) for cell in short)
    return (
        len(short) >= 2
        and titled
        and any(words.time_head.search(cell) or words.state_head.search(cell) for cell in short)
    )


def _is_of_one_letter(rows: Sequence[Sequence[str]], words: LetterWords) -> bool:
    """Whether a table's rows are the parts of one letter, each behind its label, whatever its title may say: 信件标题 | 修路进度."""
    return any(words.question.match(f"{row[0]}:") for row in rows[1:] if row)


def _row(head: Sequence[str], row: Sequence[str], year: int | None, locator: str, words: LetterWords) -> Letter | None:
    title = asked = replied = state = ""
    for name, cell in zip(head, row, strict=False):
        dates = find_dates(cell, year)
        if words.time_head.search(name) and dates:
            if words.replied_head.search(name):
                replied = dates[0].iso
            else:
                asked = dates[0].iso
        elif words.state_head.search(name) and not dates:
            state = cell
        elif words.title_head.search(name):
            title = title or cell
    if not title or not (asked or replied or state):
        return None
    return Letter(title[:200], asked, replied, state[:40], bool(replied) or words.says_replied(state), locator)


def _from_entries(facts: PageFacts, year: int | None) -> Iterator[Letter]:
    """Entries of a list: one block each, with a date or a state beside a title."""
    titles, words = cache(partial(_titles, facts)), facts.words.letters  # which few pages need
    for block, text in zip(own_blocks(facts), own_lines(facts), strict=True):
        if not 6 <= len(text) <= 260 or _SENTENCE.search(text):
            continue
        dates = find_dates(text, year)
        states = [match.group(0) for match in (words.open.search(text), words.replied.search(text)) if match]
        if (dates or states) and (told := titles()) is not None and told.find_matches_as_indexes(text):
            yield _entry(block, text, _without_numbers(dates, text), states, words)


def _without_numbers(dates: Sequence[FoundDate], text: str) -> list[str]:
    """The dates of an entry; eight digits in a row are a letter's number where other dates are written out."""
    written = [date.iso for date in dates if not _EIGHT_DIGITS.match(text, date.position)]
    return written or [date.iso for date in dates]


def _titles(facts: PageFacts) -> AhoCorasick | None:
    """One search for all titles of a list at once; None where there are none."""
    links = (link for link in facts.links if link.zone in _TEXTS and len(link.text) >= _SHORTEST_TITLE)
    said = sorted(filter(None, {simplify(link.text) for link in links}))
    return AhoCorasick(said) if said else None


def _entry(block: Block, text: str, dates: Sequence[str], states: Sequence[str], words: LetterWords) -> Letter:
    state = states[0] if states else ""
    replied = dates[1] if len(dates) >= 2 and words.reply.search(text) else ""
    asked = dates[0] if dates else ""
    return Letter(text[:200], asked, replied, state, bool(replied) or words.says_replied(state), f"block {block.order}")


# ---- letters written out --------------------------------------------------------------------------------------------
@dataclass(slots=True)
class _Part:
    """What was met of one letter that is written out, label by label."""

    title: str = ""
    asked: str = ""
    replied: str = ""
    answered: bool = False
    labels: set[str] = field(default_factory=set)  # of questions
    begun: bool = False  # by the label of its title
    lead: str = ""  # the line that heads its card
    state: str = ""

    def letter(self, words: LetterWords) -> Letter | None:
        """The letter, where its parts make one: it says when it was written, or shows question and answer."""
        if not (self.asked or (self.labels and (self.replied or self.answered))):
            return None
        title, state = _without_state(words.label_of_title.sub("", self.title), words)
        replied = self.answered or bool(self.replied) or words.says_replied(state)
        return Letter(title[:200], self.asked, self.replied, state, replied, "page")


def _without_state(title: str, words: LetterWords) -> tuple[str, str]:
    """A card's title, and the state that stands in brackets behind it."""
    found = _LAST_BRACKETS.search(title)
    if found is None or not (words.replied.search(found[1]) or words.open.search(found[1])):
        return title, ""
    return title[: found.start()], found[1]


def _written_out(facts: PageFacts) -> list[Letter]:
    """The letters of a page that labels when each was written or answered, or shows questions and answers.

    One letter, or a guest book of them: the next begins where a question's label comes again.
    """
    parts, before, words = [_Part(simplify(facts.heading or facts.title))], "", facts.words.letters
    for text in _with_values(_with_colons(own_lines(facts), words.bare_marks)):
        question, titled, card = words.question.search(text), words.titled.match(text), words.card.search(text)
        if titled and parts[-1].begun:
            parts.append(_Part())
        elif question and not titled and not parts[-1].begun and question.group(0) in parts[-1].labels:
            parts.append(_Part(text[question.end() :].strip()))
        if titled:
            parts[-1].begun, parts[-1].title = True, titled["title"].strip()
        elif parts[-1].begun and not parts[-1].title:
            parts[-1].title = text
        if card:
            own = text[: card.start()].strip()
            lead = (before if _NUMBER.fullmatch(own) else own or before)[:200]
            if card.group(0) in parts[-1].labels:
                parts[0].title = parts[0].lead or parts[0].title  # what heads a list names none of its cards
                parts.append(_Part(lead))
            parts[-1].lead = parts[-1].lead or lead
            parts[-1].labels.add(card.group(0))
            parts[-1].answered = words.says_replied(text)
        _take_in(parts[-1], text, before, question, words)
        before = text
    return [letter for part in parts if (letter := part.letter(words)) is not None]


def _with_values(lines: Sequence[str]) -> Iterator[str]:
    """Lines in which a short label alone on its line, as in a cell of its own, has the value below it."""
    label = ""
    for line in lines:
        alone = len(line) <= _LONGEST_LABEL and line.endswith((":", "："))
        if label and not alone:
            line, label = label + line, ""
        if label:
            yield label
        label = line if alone else ""
        if not alone:
            yield line
    if label:
        yield label


def _with_colons(lines: Sequence[str], marks: Sequence[str]) -> Sequence[str]:
    """Lines in which icons before a question and the answer below it (问如何申领, 答请携带证件) have the colon that labels have."""
    for asks, answers in zip(marks[::2], marks[1::2], strict=False):
        if any(line.startswith(answers) for line in lines):
            lines = _with_colon(lines, asks, answers)
    return lines


def _with_colon(lines: Sequence[str], asks: str, answers: str) -> Sequence[str]:
    told = list(lines)
    for n, (line, below) in enumerate(pairwise(lines)):
        if line.startswith(asks) and below.startswith(answers) and not line[1:2].isascii():
            told[n], told[n + 1] = (text if text[1:2] in ":：" else f"{text[0]}:{text[1:]}" for text in (line, below))
    return told


def _headed(part: _Part, line: str, words: LetterWords) -> None:
    """A question's heading may end in the day it was asked: 社保断缴怎么补(刘先生 2018/11/28 9:12:00)."""
    date = next(iter(find_dates(line)[-1:]), None)
    if date is None or part.asked or words.answer.search(line) or words.replied_label.search(line[: date.position]):
        return
    if _AT_END.match(line[date.position :]):
        part.asked = date.iso
        part.title = line[: date.position].rpartition("(")[0].strip() or part.title


def _is_of_answer(answer: re.Match[str], text: str, position: int) -> bool:
    """A date in the label of an answer, or at the end of it: (管理员 于 2018-09-13 回复)."""
    return answer.start() < position < answer.end() or bool(_AT_END.match(text[position:]))


def _take_in(part: _Part, text: str, before: str, question: re.Match[str] | None, words: LetterWords) -> None:
    answer = words.answer.search(text)
    if answer and len(text) <= _SHORT_STATE and words.open.search(text):
        answer = None  # 答:(待回复)
    if question and not question.start():
        _headed(part, before, words)
    for date in find_dates(text):
        lead = f"{before} {text[: date.position]}"[-40:] if date.position < 12 else text[: date.position]
        if words.replied_label.search(lead) or (answer and _is_of_answer(answer, text, date.position)):
            part.replied = part.replied or date.iso
        elif words.asked_label.search(lead) or (
            question and (question.start() or _AT_END.match(text[date.position :]))
        ):
            part.asked = part.asked or date.iso
    if question:
        part.labels.add(question.group(0))
    part.answered = part.answered or bool(answer)
