"""Channels for all items (consult, feedback) and interaction columns: where they are, what opens there, how alive they are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import replace
from datetime import date
from functools import cached_property

from rules.column_figures import correspondence, figures, last_activity
from rules.column_reach import reach_of
from rules.completeness import Gaps
from rules.freshness import in_past_year
from rules.mail import same_title
from rules.matters import Matter
from rules.proofs import Outcome, Proof, weigh
from rules.records import ColumnFigures, Evidence
from rules.site_pages import SitePage, SitePages
from rules.targets import Seen, Targets
from rules.terms import CHANNEL_FUNCTIONS, COLUMNS

#: Columns whose letters are due a reply.
_REPLIES_DUE = frozenset(("mailbox", "petition", "consultation"))
_REPLY_RATE = 0.8
_REPLY_WORKING_DAYS = 5
#: Where a page says in which column it stands.
_PATHS = frozenset(("column", "breadcrumb"))
#: Fields of a poll.
_CHOICES = frozenset(("radio", "checkbox"))
#: Roles on whose pages an entry is no entry of the site's own navigation or services; a list of news may be a channel's front page.
_NO_ENTRIES = frozenset(("news", "error", "search"))


class ChannelJudge:
    """Judges what a site offers to everyone, whatever the item."""

    def __init__(
        self,
        pages: SitePages,
        matters: Iterable[Matter],
        made_for_one: Set[tuple[str, str]],
        targets: Targets,
        gaps: Gaps,
        as_of: date,
    ) -> None:
        """``matters`` without the entries that only open the channel; ``made_for_one`` as rules.general_entries says."""
        self._made_for_one = made_for_one
        self._pages = pages
        self._targets = targets
        self._gaps = gaps
        self._as_of = as_of
        self._listed: dict[str, frozenset[str]] = {}  # the columns of lists of letters
        listed = list(matters)
        self._of_items = {(page.identity, evidence) for matter in listed for page, evidence in matter.evidence}
        self._item_pages = {
            page.identity
            for matter in listed
            for page in matter.own_pages.values()
            if page.reading.role != "consult_list"
        }

    def channels(self) -> dict[str, Outcome]:
        """The outcome per function that a channel can serve."""
        return {function: self._channel(function) for function in CHANNEL_FUNCTIONS}

    def columns(self) -> dict[str, tuple[Outcome, ColumnFigures]]:
        """The outcome and the figures per column."""
        return {column: self._column(column) for column in COLUMNS}

    def _speaking(self) -> Iterator[SitePage]:
        return self._pages.own(speaking=True)

    def _channel(self, function: str) -> Outcome:
        pages = [
            page
            for page in self._speaking()
            if page.reading.functions.get(function) == "here"
            and page.identity not in self._item_pages
            and (function, page.identity) not in self._made_for_one
        ]
        outcome = self._found(function, pages)
        if function == "consult" and outcome.level == 2 and self._answers(pages):
            return _raised(outcome)
        return outcome

    def _answers(self, pages: Iterable[SitePage]) -> bool:
        """At least four in five of the past year's questions answered, half of them within five working days; a question's own page
        counts with the list it was found on, whatever it is called."""
        asked = {page.identity: page for page in pages if page.reading.role not in ("mailbox", "petition")}
        lists = {address for page in asked.values() for address in (page.record.url, page.url)}
        for page in self._speaking():
            if len(page.reading.letters) == 1 and page.record.parent in lists:
                asked.setdefault(page.identity, page)
        if reach_of(asked.values(), self._pages, self._as_of).year_open:
            return False
        mail = correspondence(asked.values(), self._as_of)
        rate, days = mail.reply_rate, mail.median_working_days
        return rate is not None and days is not None and rate >= _REPLY_RATE and days <= _REPLY_WORKING_DAYS

    def _column(self, column: str) -> tuple[Outcome, ColumnFigures]:
        worded = [page for page in self._speaking() if column in self._columns_of(page)]
        pages = _of_one_column([page for page in worded if not self._reports(page)])
        outcome = self._found(column, pages)
        if (outcome.level or 0) < 2:
            return outcome, ColumnFigures(column, outcome.url)
        pages += [page for page in self._opened(outcome) if page not in pages]
        reach = reach_of(pages, self._pages, self._as_of)
        numbers = figures(column, outcome.url, pages, self._as_of, reach)
        fresh = in_past_year(last_activity(pages, self._as_of), self._as_of)
        answered = column not in _REPLIES_DUE or (numbers.reply_rate is not None and numbers.reply_rate >= _REPLY_RATE)
        if fresh and reach.year_open and not answered:  # what nobody saw may be answered
            return replace(outcome, reason="entries_unread"), numbers
        return (_raised(outcome) if fresh and answered else outcome), numbers

    def _columns_of(self, page: SitePage) -> frozenset[str]:
        """The columns a page belongs to; a single letter, or a form called 我要写信, to those of the list of letters it was found on."""
        own = _here_columns(page)
        writes = page.asks and not page.reading.letters and bool(self._targets.matching.writing.search(page.name))
        if not (writes or len(page.reading.letters) == 1) or not page.record.parent or not own & _REPLIES_DUE:
            return own
        if page.record.parent not in self._listed:
            above = self._pages.known_as(page.record.parent)
            lists = above is not None and len(above.reading.letters) > 1
            self._listed[page.record.parent] = (
                _here_columns(above) & _REPLIES_DUE if above is not None and lists else frozenset()
            )
        listed = self._listed[page.record.parent] or self._listing(page)
        return own - _REPLIES_DUE | listed if listed else own

    def _listing(self, page: SitePage) -> frozenset[str]:
        """The columns whose lists show a single letter that was found elsewhere, as on a front page; none where two columns do."""
        letter = next(iter(page.reading.letters), {})
        of_day = self._letters_of_day.get(letter["asked"], ()) if letter.get("asked") else ()
        columns = {listed for title, listed in of_day if same_title(letter["title"], title)}
        return columns.pop() if len(columns) == 1 else frozenset()

    @cached_property
    def _letters_of_day(self) -> Mapping[str, list[tuple[str, frozenset[str]]]]:
        """The letters that lists show, by the day they were asked: title, and the columns of the list."""
        found: dict[str, list[tuple[str, frozenset[str]]]] = defaultdict(list)
        for page in self._speaking():
            columns = _here_columns(page) & _REPLIES_DUE
            for row in page.reading.letters if columns and len(page.reading.letters) > 1 else ():
                found[row.get("asked", "")].append((row.get("title", ""), columns))
        return found

    def _reports(self, page: SitePage) -> bool:
        """Whether a page is a single article among the site's news: it tells of a column, and lies in none by its own path."""
        placed = any(one.subject == "role" and one.locator in _PATHS for one in page.reading.evidence)
        return not placed and not _is_place(page) and (_folder(page) in self._news or self._is_under_news(page))

    def _is_under_news(self, page: SitePage) -> bool:
        """Whether a page was found on a list of news."""
        above = self._pages.known_as(page.record.parent) if page.record.parent else None
        return above is not None and above.inside and above.reading.role == "news" and _is_place(above)

    @cached_property
    def _news(self) -> set[str]:
        """The folders where most lists are lists of news."""
        every: Counter[str] = Counter()
        of_news: Counter[str] = Counter()
        for page in filter(_is_place, self._pages.own()):
            every[_folder(page)] += 1
            of_news[_folder(page)] += page.reading.role == "news"
        return {folder for folder, count in of_news.items() if 2 * count > every[folder]}

    def _found(self, key: str, pages: Iterable[SitePage]) -> Outcome:
        """The pages that are the thing itself, and what lies behind the entries worded for it."""
        proofs = [_proof(page, one, self._targets.shown(key, page)) for page in pages for one in _here(page, key)]
        proofs += [_proof(page, one, self._targets.open(key, one)) for page, one in self._entries(key)]
        outcome = weigh(proofs)
        if outcome is not None:
            return outcome
        gap = self._gaps.of_key(key)
        return Outcome(None, gap) if gap else Outcome(0, "searched")

    def _entries(self, key: str) -> Iterator[tuple[SitePage, Evidence]]:
        """Entries worded for all items: in the frame of the site's pages, and in the content where no item is named; a target once."""
        seen: set[str] = set()
        framed = [
            (entry.page, entry.evidence) for entry in self._pages.entries.values() if entry.evidence.subject == key
        ]
        free = [
            (page, one)
            for page in self._speaking()
            if page.reading.role not in _NO_ENTRIES or (page.reading.role == "news" and len(page.dated) > 1)
            for one in page.reading.evidence
            if one.subject == key
            and one.value == "link"
            and (key in COLUMNS or (page.identity, one) not in self._of_items)
        ]
        for page, one in (*sorted(framed, key=lambda pair: (pair[0].record.url, pair[1].locator)), *free):
            if one.url not in seen:
                seen.add(one.url)
                yield page, one

    def _opened(self, outcome: Outcome) -> Iterator[SitePage]:
        """The pages behind the entries that carry an outcome."""
        for proof in outcome.proofs:
            page = self._targets.page_at(proof.target)
            if page is not None:
                yield page


def _of_one_column(pages: list[SitePage]) -> list[SitePage]:
    """A column's lists, and the pages that lie in their folders or were found through them; all pages where nothing is listed.

    A page elsewhere that is worded like an entry – a news report on the column – is none.
    """
    lists = [page for page in pages if page.reading.letters or len(page.dated) > 1]
    folders = {_folder(page) for page in lists}
    addresses = {address for page in lists for address in (page.record.url, page.url)}
    inside = [page for page in pages if _folder(page) in folders or page.record.parent in addresses]
    return inside or pages


def _here_columns(page: SitePage) -> frozenset[str]:
    return frozenset(column for column, worth in page.reading.columns.items() if worth == "here")


def _is_place(page: SitePage) -> bool:
    """Whether a page lists entries or has a form: a column may live there."""
    return bool(page.reading.letters) or len(page.dated) > 1 or page.asks or bool(page.fields & _CHOICES)


def _folder(page: SitePage) -> str:
    return page.url.split("?")[0].rpartition("/")[0]


def _raised(outcome: Outcome) -> Outcome:
    return Outcome(3, "", tuple(replace(proof, level=3) for proof in outcome.proofs))


def _proof(page: SitePage, evidence: Evidence, seen: Seen) -> Proof:
    return Proof(page, evidence, seen.level, seen.reason, seen.url)


def _here(page: SitePage, key: str) -> list[Evidence]:
    own = [one for one in page.reading.evidence if one.subject == key and one.value == "here"]
    return own[:1] or [Evidence(f"{key}.page", 1, key, "here", page.name[:200], "page")]
