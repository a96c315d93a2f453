"""Read letters and questions with their answers: lists and single pages of mailboxes, petitions and consultations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from ahocorasick_rs import AhoCorasick

from rules.dates import FoundDate, context_year, find_dates
from rules.letter_data import OPEN, REPLIED, Letter, letters_in_data, says_replied
from rules.normalise import simplify
from rules.records import Block, PageFacts, Table

_ASKED_HEAD: Final = re.compile(r"来信|留言|提问|咨询|投诉|提交|发表|写信|信件|反映|诉求|提出|登记|发布|创建|问题")
_REPLIED_HEAD: Final = re.compile(r"回复|答复|办结|处理|解答|反馈|回应|办理")
_TIME_HEAD: Final = re.compile(r"时间|日期")
_STATE_HEAD: Final = re.compile(r"状态|处理情况|办理情况|是否回复|回复情况|办理结果|处理结果|进度")
_TITLE_HEAD: Final = re.compile(r"标题|主题|信件名称|内容|来信题目|题目|名称|问题|诉求")
_DETAIL_ASKED: Final = re.compile(
    r"(?:来信|留言|提问|咨询|投诉|写信|提交|反映|信件|诉求|受理)(?:时间|日期)\s*[:：]?\s*$|(?:来信|留言|咨询)(?:人|者).{0,40}(?:时间|日期)\s*[:：]?\s*$"
)
_DETAIL_REPLIED: Final = re.compile(r"(?:回复|答复|办结|处理|解答|反馈|办理|回应)(?:时间|日期)\s*[:：]?\s*$")
_ANSWER: Final = re.compile(
    r"^(?:回复|答复|办理|处理|解答|反馈)(?:内容|意见|结果|情况|单位|部门|人)\s*[:：]|^(?:答|A\d{0,3}|(?:管理员|网站|官方|小编|工作人员|单位|部门)?(?:回复|答复))\s*[:：]\s*\S{4}|您好.{0,40}(?:回复|答复)如下"
)
_QUESTION: Final = re.compile(
    r"^(?:问|Q\d{0,3}|提问|来信内容|留言内容|咨询内容|信件内容|问题|诉求内容|投诉内容|来信标题|信件标题|留言标题|咨询标题)\s*[:：]"
    r"|(?<=[提留咨])(?:问|言|询)\s*[:：]\s*$"  # 网友某某于某日提问:
)
_AT_END: Final = re.compile(r"[\d\s:年月日/.-]+[)）\]】]?$")  # a date that ends its line
_EIGHT_DIGITS: Final = re.compile(r"\d{8}")
_RULES: Final = re.compile(
    r"(?:信箱|信件|来信|留言|咨询|投诉|信访)[^。]{0,20}(?:办理|受理|处理|回复|答复|管理)[^。]{0,6}(?:办法|规定|规则|须知|说明|流程|程序|机制|制度|细则|范围)|写信须知|来信须知|留言须知|信箱须知|信访须知|受理范围|咨询须知|投诉须知"
    r"|(?:\d+|[一二三四五六七八九十]+)个?(?:工作)?日(?:之?内|以内)[^。]{0,20}(?:回复|答复|办结|受理|处理)"
)
_MAY_BE_RULES: Final = re.compile("[信留咨投受日]")  # every alternative of the rules has one of these
_SENTENCE: Final = re.compile(r"[。；;].*[。；;]")
_TEXTS: Final = ("content", "hidden")
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
    if facts.kind == "json":
        return LetterReading(tuple(islice(letters_in_data(facts.data), MAX_LETTERS)))
    year = context_year(facts)
    letters = list(_from_tables(facts.tables, year)) or _written_out(facts) or list(_from_entries(facts, year))
    return LetterReading(tuple(letters[:MAX_LETTERS]))


def says_rules(facts: PageFacts) -> bool:
    """Whether the page says how letters are accepted, handled and answered."""
    lines = (simplify(block.text) for block in facts.blocks if block.zone in _TEXTS)
    return any(_RULES.search(line) for line in lines if _MAY_BE_RULES.search(line))


# ---- lists ----------------------------------------------------------------------------------------------------------
def _from_tables(tables: Sequence[Table], year: int | None) -> Iterator[Letter]:
    for number, table in enumerate(tables):
        rows = [[simplify(cell) for cell in row] for row in table.rows]
        head = next((n for n, row in enumerate(rows[:3]) if _is_head(row)), None)
        if table.zone not in _TEXTS or head is None:
            continue
        for position, row in enumerate(rows[head + 1 :], head + 2):
            letter = _row(rows[head], row, year, f"table {number + 1} row {position}")
            if letter is not None:
                yield letter


def _is_head(row: Sequence[str]) -> bool:
    short = [cell for cell in row if cell and len(cell) <= 10]
    titled = any(_TITLE_HEAD.search(cell) for cell in short)
    return len(short) >= 2 and titled and any(_TIME_HEAD.search(cell) or _STATE_HEAD.search(cell) for cell in short)


def _row(head: Sequence[str], row: Sequence[str], year: int | None, locator: str) -> Letter | None:
    title = asked = replied = state = ""
    for name, cell in zip(head, row, strict=False):
        dates = find_dates(cell, year)
        if _TIME_HEAD.search(name) and dates:
            if _REPLIED_HEAD.search(name):
                replied = dates[0].iso
            else:
                asked = dates[0].iso
        elif _STATE_HEAD.search(name) and not dates:
            state = cell
        elif _TITLE_HEAD.search(name):
            title = title or cell
    if not title or not (asked or replied or state):
        return None
    return Letter(title[:200], asked, replied, state[:40], bool(replied) or says_replied(state), locator)


def _from_entries(facts: PageFacts, year: int | None) -> Iterator[Letter]:
    """Entries of a list: one block each, with a date or a state beside a title."""
    titles = _titles({simplify(link.text) for link in facts.links if link.zone in _TEXTS and len(link.text) >= 4})
    for block in facts.blocks:
        text = simplify(block.text)
        if block.zone not in _TEXTS or not 6 <= len(text) <= 260 or _SENTENCE.search(text):
            continue
        dates = find_dates(text, year)
        states = [match.group(0) for match in (OPEN.search(text), REPLIED.search(text)) if match]
        if titles is not None and (dates or states) and titles.find_matches_as_indexes(text):
            yield _entry(block, text, _without_numbers(dates, text), states)


def _without_numbers(dates: Sequence[FoundDate], text: str) -> list[str]:
    """The dates of an entry; eight digits in a row are a letter's number where other dates are written out."""
    written = [date.iso for date in dates if not _EIGHT_DIGITS.match(text, date.position)]
    return written or [date.iso for date in dates]


def _titles(texts: Iterable[str]) -> AhoCorasick | None:
    """One search for all titles of a list at once; None where there are none."""
    said = sorted(filter(None, texts))
    return AhoCorasick(said) if said else None


def _entry(block: Block, text: str, dates: Sequence[str], states: Sequence[str]) -> Letter:
    state = states[0] if states else ""
    replied = dates[1] if len(dates) >= 2 and re.search(r"回复|答复|办结", text) else ""
    asked = dates[0] if dates else ""
    return Letter(text[:200], asked, replied, state, bool(replied) or says_replied(state), f"block {block.order}")


# ---- letters written out --------------------------------------------------------------------------------------------
@dataclass(slots=True)
class _Part:
    """What was met of one letter that is written out, label by label."""

    title: str = ""
    asked: str = ""
    replied: str = ""
    answered: bool = False
    labels: set[str] = field(default_factory=set)  # of questions

    def letter(self) -> Letter | None:
        """The letter, where its parts make one: it says when it was written, or shows question and answer."""
        if not (self.asked or (self.labels and (self.replied or self.answered))):
            return None
        return Letter(self.title[:200], self.asked, self.replied, "", self.answered or bool(self.replied), "page")


def _written_out(facts: PageFacts) -> list[Letter]:
    """The letters of a page that labels when each was written or answered, or shows questions and answers.

    One letter, or a guest book of them: the next begins where a question's label comes again.
    """
    parts, before = [_Part(simplify(facts.heading or facts.title))], ""
    for block in facts.blocks:
        if block.zone not in _TEXTS:
            continue
        text = simplify(block.text)
        question = _QUESTION.search(text)
        if question and question.group(0) in parts[-1].labels:
            parts.append(_Part(text[question.end() :].strip()))
        _take_in(parts[-1], text, before, question)
        before = text
    return [letter for part in parts if (letter := part.letter()) is not None]


def _take_in(part: _Part, text: str, before: str, question: re.Match[str] | None) -> None:
    for date in find_dates(text):
        lead = f"{before} {text[: date.position]}"[-40:] if date.position < 12 else text[: date.position]
        if _DETAIL_REPLIED.search(lead):
            part.replied = part.replied or date.iso
        elif _DETAIL_ASKED.search(lead) or (question and (question.start() or _AT_END.match(text[date.position :]))):
            part.asked = part.asked or date.iso
    if question:
        part.labels.add(question.group(0))
    part.answered = part.answered or bool(_ANSWER.search(text))
