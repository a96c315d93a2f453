"""What lies behind a link: opened in the archive, never asked of the network, and looked at for what the link promises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crawler.records import FetchRecord
from crawler.urls import normalise
from rules.freshness import in_past_year
from rules.guide_consistency import inconsistencies
from rules.guides import read_guide
from rules.links import is_file
from rules.matching import is_form_name
from rules.records import Evidence, PageFacts
from rules.site_pages import Archive, SitePage, SitePages
from rules.target_files import FileLook, Files
from rules.terms import COLUMNS, ELEMENTS, FUNCTIONS
from rules.vocabulary import Vocabulary

#: Pages a search for the thing itself may pass through: an item's page that leads on to the form or the application.
_HOPS = 2
_AHEAD_AT_MOST = 10
_WAY_STATIONS = frozenset(("guide", "form_list", "apply_entry", "status_query", "other", "service_list"))
#: A page with less content than this shows nothing.
_EMPTY_BELOW = 20
#: Columns whose entries are articles, the least content of one, and the fields of a poll.
_ARTICLES = frozenset(("interview", "opinion"))
_ARTICLE_FROM = 80
_POLL = frozenset(("radio", "checkbox"))
#: What a page lacks that shows nothing of the kind.
_NOT_THERE = {"form": "not_a_document", "guide": "few_elements"}
#: What a box of letters that a vendor keeps may be shown for, whatever it calls itself.
_LETTER_BOXES = frozenset(("consult", "consultation", "mailbox", "petition"))
_SIGN_IN = frozenset(("login", "apply_entry"))
_CORE = frozenset(("办理材料", "办理流程"))
_LEAST_ELEMENTS = 3
#: Fetched, and the answer was that there is nothing.
_DEAD = {"not_found": "dead_link", "http_error": "dead_link", "empty": "empty_page"}


@dataclass(frozen=True, slots=True)
class Seen:
    """What a link's target was seen to be worth for one function or column. ``level`` None = it could not be looked at."""

    level: int | None
    reason: str = ""
    url: str = ""
    page: SitePage | None = None
    file: FileLook | None = None


class Targets:
    """Opens link targets of one site's archive. ``as_of`` is the day freshness is judged against."""

    def __init__(self, archive: Archive, pages: SitePages, as_of: date) -> None:
        self._archive = archive
        self._pages, self.matching, self.words = pages, pages.matching, pages.words
        self._as_of = as_of
        self._opened: dict[tuple[str, str, bool, bool], Seen] = {}
        self.files = Files(archive)

    def open(self, key: str, evidence: Evidence) -> Seen:
        """What the target of a link worded for ``key`` shows."""
        place = (key, evidence.url, evidence.disabled, evidence.clicks)
        if place not in self._opened:
            self._opened[place] = self._open(key, evidence, _HOPS, frozenset())
        return self._opened[place]

    def page_at(self, url: str) -> SitePage | None:
        """The archived page at an address, redirects and copies followed."""
        record = self._archive.lookup(url) if normalise(url) else None
        return self._pages.at(record) if record is not None else None

    def _open(self, key: str, evidence: Evidence, hops: int, passed: frozenset[str]) -> Seen:
        if evidence.disabled:
            return Seen(1, "disabled")
        if evidence.clicks:
            return Seen(None, "click")
        if not normalise(evidence.url):
            return Seen(1, "dead_link")
        record = self._archive.lookup(evidence.url)
        if record is None:
            return Seen(None, "not_opened", evidence.url)
        seen = self._by_state(record)
        if seen is not None:
            return seen
        page = self._pages.at(record)
        if page is None:
            return Seen(None, "not_opened", record.url)
        if self._pages.is_home(page):
            return Seen(1, "home", page.url, page)
        if page.kind in ("document", "binary") or (key in ("form", "guide") and self._is_named_file(page)):
            return self._file(key, page)
        seen = self.shown(key, page, passed)
        if seen.level == 1 and hops and page.identity not in passed:
            return self._further(key, page, hops, passed | {page.identity}) or seen
        return seen

    def _by_state(self, record: FetchRecord) -> Seen | None:
        """The answer where the record alone gives it; None where there is a page to look at."""
        if record.state != "fetched":
            return Seen(None, record.reason or "queued", record.url)
        if record.reason in _DEAD:
            return Seen(1, _DEAD[record.reason], record.final_url or record.url)
        return None

    def _is_named_file(self, page: SitePage) -> bool:
        """Whether a page under a document's name is one, as Word and WPS save them in HTML."""
        return page.kind == "html" and is_file(page.url) and bool(self.files.look(page.record).kind)

    # ---- pages -----------------------------------------------------------------------------------------------------
    def shown(self, key: str, page: SitePage, passed: frozenset[str] = frozenset()) -> Seen:
        """What a page itself is worth for a function or column; ``passed`` are the pages that led to it."""
        if key in COLUMNS:
            return self._column(key, page)
        if key == "guide" and page.kind == "html" and _is_guide(page):
            return self._guide(page)
        if page.reading.functions.get(key) == "here":
            return self._here(key, page, passed)
        if key == "apply" and (page.reading.role in _SIGN_IN or (page.reading.role == "other" and page.signs_in)):
            return self._here(key, page, passed)
        return self._nothing(key, page)

    def _here(self, key: str, page: SitePage, passed: frozenset[str]) -> Seen:
        if key == "form":
            return self._best_file(page, passed) or Seen(1, "no_file", page.url, page)
        if key == "apply" and page.reading.online_depth:
            return Seen(3, "", page.url, page)
        if key == "feedback" and any(
            in_past_year(day, self._as_of) for day in (page.reading.last_date or "", *page.dated)
        ):
            return Seen(3 if page.reading.role == "result_list" else 2, "", page.url, page)
        return Seen(2, "", page.url, page)

    def _guide(self, page: SitePage) -> Seen:
        """The elements on a guide's page and in the documents attached to it."""
        if page.unrendered:
            return Seen(None, "not_rendered", page.url, page)
        attached = self.attached_guides(page)
        elements = frozenset(page.reading.guide_elements) & frozenset(ELEMENTS)
        elements = elements.union(
            *(elements_in(one.file.text, one.url, self.words) for one in attached if one.file is not None)
        )
        if page.reading.functions.get("guide") == "here" or enough_elements(elements):
            return Seen(3 if len(elements) == len(ELEMENTS) else 2, "", page.url, page)
        if page.reading.picture or enough_elements(elements.union(page.reading.pictured)):
            return _unread_picture(page)
        unread = next((one for one in attached if one.level is None), None)
        return Seen(None, unread.reason, page.url, page) if unread else Seen(1, "few_elements", page.url, page)

    def attached_guides(self, page: SitePage) -> list[Seen]:
        """The documents attached to a guide that are no forms, opened."""
        return [
            self._open("guide", _entry("guide", url), 0, frozenset((page.identity,)))
            for url, text in page.files
            if not is_form_name(text, self.matching)
        ]

    def _column(self, key: str, page: SitePage) -> Seen:
        reading = page.reading
        if reading.role == "error" or page.unrendered:
            return self._nothing(key, page)
        if reading.role in ("search", "home"):
            return self._nothing(key, page)
        has_form = page.asks or (key == "opinion" and bool(page.fields & _POLL))
        has_entries = bool(reading.letters or page.dated or (reading.entries or {}).get("listed"))
        is_entry = key in _ARTICLES and page.shows >= _ARTICLE_FROM
        if has_form or (reading.columns.get(key) == "here" and (has_entries or is_entry)):
            return Seen(2, "", page.url, page)
        if page.shows < _ARTICLE_FROM and reading.role != "login":
            return Seen(1, "empty_page", page.url, page)
        return self._nothing(key, page)

    def _nothing(self, key: str, page: SitePage) -> Seen:
        """Why a page shows nothing of the kind: some of these leave it open whether a person would see more."""
        reading = page.reading
        if page.unseen:
            return Seen(None, "not_rendered", page.url, page)
        if key == "guide" and (page.kind == "image" or page.reading.picture):
            return _unread_picture(page)
        if reading.role == "error":
            return Seen(1, "soft_404", page.url, page)
        if reading.role == "login":
            return Seen(None, "login", page.url, page)
        if reading.role == "home":
            return Seen(1, "home", page.url, page)
        if page.shows < _EMPTY_BELOW:
            return Seen(1, "empty_page", page.url, page)
        return Seen(1, _NOT_THERE.get(key, "nothing_behind"), page.url, page)

    def _further(self, key: str, page: SitePage, hops: int, passed: frozenset[str]) -> Seen | None:
        """What a page shows in frames; and an item's page may lead on to the application or the files behind it."""
        ahead = [_entry(key, url) for url in page.frames]
        if key in FUNCTIONS and page.reading.role in _WAY_STATIONS:
            own = (one for one in page.reading.evidence if one.subject == key and not one.disabled)
            ahead += [one for one in own if one.url or one.clicks]
        seen = [self._open(key, one, hops - 1, passed) for one in ahead[:_AHEAD_AT_MOST]]
        if key in _LETTER_BOXES:
            seen += [Seen(2, "", box.url, box) for box in map(self.page_at, page.frames) if box and _takes_letters(box)]
        return max(seen, key=_worth, default=None)

    # ---- files -----------------------------------------------------------------------------------------------------
    def _best_file(self, page: SitePage, passed: frozenset[str]) -> Seen | None:
        """The best of a page's files; pages of files that lead to each other are followed a few steps, none twice."""
        if page.identity in passed or len(passed) > _HOPS:
            return None
        links = [one for one in page.reading.evidence if one.subject == "form" and one.url and one.value == "here"]
        seen = [self._open("form", one, 0, passed | {page.identity}) for one in links[:20]]
        return max(seen, key=_worth, default=None)

    def _file(self, key: str, page: SitePage) -> Seen:
        look = self.files.look(page.record)
        if not look.kind:
            return Seen(1, "not_a_document", page.url, page)
        if key == "form":
            return Seen(2, f"file_{look.problem}" if look.problem else "", page.url, page, look)
        if key == "guide":
            return self._guide_file(page, look)
        return Seen(1, "only_a_file", page.url, page, look)

    def _guide_file(self, page: SitePage, look: FileLook) -> Seen:
        if not look.text:
            return Seen(None, f"file_{look.problem}" if look.problem else "unreadable_file", page.url, page, look)
        elements = elements_in(look.text, page.url, self.words)
        if not enough_elements(elements):
            return Seen(1, "few_elements", page.url, page, look)
        return Seen(3 if len(elements) == len(ELEMENTS) else 2, "", page.url, page, look)


def _takes_letters(page: SitePage) -> bool:
    """Whether a page lists letters or takes them; shown in a frame it serves what the page around it is called for."""
    return page.asks or bool(page.reading.letters)


def _is_guide(page: SitePage) -> bool:
    """A guide by its role or its elements, or by the documents attached to it."""
    return page.reading.role == "guide" or page.reading.functions.get("guide") == "here" or bool(page.files)


def _unread_picture(page: SitePage) -> Seen:
    """A guide told in pictures: a person reads it, so whether it is usable stays open; the evidence is the picture's address."""
    return Seen(None, "picture", page.reading.picture or page.url, page)


def _entry(key: str, url: str) -> Evidence:
    return Evidence("", 0, key, "link", "", "", url)


def contradictions_in(text: str, url: str, words: Vocabulary) -> tuple[tuple[str, str, str], ...]:
    """What a guide that is a document says in two ways: code, and the two statements as written."""
    reading = read_guide(_no_page(url, words), attachments=(text,))
    return tuple((found.code, found.first, found.second) for found in inconsistencies(reading, words.consistency))


def elements_in(text: str, url: str, words: Vocabulary) -> frozenset[str]:
    """The guide elements that a document's text fills."""
    reading = read_guide(_no_page(url, words), attachments=(text,))
    return frozenset(reading.elements) & frozenset(ELEMENTS)


def enough_elements(elements: frozenset[str]) -> bool:
    """At least three of the ten, what to bring or how it is handled among them."""
    return len(elements) >= _LEAST_ELEMENTS and bool(elements & _CORE)


def _no_page(url: str, words: Vocabulary) -> PageFacts:
    return PageFacts(url, "", "document", "", "", (), {}, (), (), (), (), "", "", words=words)


def _worth(seen: Seen) -> tuple[float, str]:
    """Usable before unknown before named; equal ones by address."""
    level = 1.5 if seen.level is None else float(seen.level)
    return (level, seen.url)
