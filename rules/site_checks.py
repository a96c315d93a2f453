"""The site as a whole: how fresh its front page is, its columns, dead links, marks in the footer, official tags, search.

Everything is read from the archive; what it does not hold stays open. The tables that give these checks their worth are
schemes (``reports/schemes``); nothing here knows points.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from typing import Final
from urllib.parse import urlsplit

from crawler.records import FetchRecord
from rules.completeness import UNSEEN, site_gap
from rules.engine import plain
from rules.facts import read_facts
from rules.freshness import parse_day
from rules.links import is_file
from rules.pack import Pack
from rules.page_marks import COLUMN_TAGS, CONTENT_TAGS, SITE_TAGS
from rules.records import PageFacts, SiteCheck
from rules.site_columns import KINDS, ColumnFinder, draw, row
from rules.site_pages import Archive, SitePage, SitePages

#: Days in which the front page must have been renewed.
HOME_DAYS = 14
#: Answers that say a link is dead; every other failure may be ours or pass.
_DEAD: Final = frozenset(("not_found",))
_SUSPECT: Final = frozenset(
    ("http_error", "server_error", "dns", "refused", "reset", "timeout", "tls", "redirect_loop", "empty", "error")
)
_LINK_ROWS = 60
_TAG_PAGES = 20
_ENTRY_FROM = 6
_ITEMS_TOGETHER = 5
_PORTAL_HOST: Final = re.compile(r"^(?:www\.)[a-z0-9-]+\.gov\.cn$")
_GOV_HOST: Final = re.compile(r"^(?:[a-z0-9-]+\.)+gov\.cn$")


def check_site(archive: Archive, pages: SitePages, pack: Pack, as_of: date) -> tuple[SiteCheck, ...]:
    """All checks of one site; none under a pack that lacks their words (every indicator that asks for them stays open)."""
    if any(f"site_{kind}" not in pack.words for kind in (*KINDS, "more", "search", "register")):
        return ()
    finder = ColumnFinder(archive, pages, pack, as_of)
    front = _FrontPage(archive, pages, pack, as_of)
    return (
        *front.checks(),
        _together(archive, pages),
        *finder.checks(),
        *_dead_links(archive, pages),
        *_tags(archive, pages),
        *_reports(pages),
    )


def _together(archive: Archive, pages: SitePages) -> SiteCheck:
    """Whether the service items stand together: a hall that leads to lists of them, or one list of many."""
    halls = count()
    passing = (page for page, _ in zip(pages.own(roles=("service_hall", "service_list")), halls, strict=False))
    best = max(passing, key=lambda page: (len(page.reading.items), page.record.url), default=None)
    together = next(halls)
    if best is None or (len(best.reading.items) < _ITEMS_TOGETHER and together < 2):
        gap = site_gap(archive.status())
        return SiteCheck("items_together", "site", None if gap else False, reason=gap or "searched")
    return row("items_together", "site", True, best, count=len(best.reading.items), of=together)


class _FrontPage:
    """The portal's front page, read once more with its markup: marks that scripts write are only seen there."""

    def __init__(self, archive: Archive, pages: SitePages, pack: Pack, as_of: date) -> None:
        self._archive, self._pages, self._pack, self._as_of = archive, pages, pack, as_of
        self._page = next((page for page in pages.own() if pages.is_home(page)), None)

    def checks(self) -> Iterator[SiteCheck]:
        page = self._page
        if page is None or page.unrendered or page.kind != "html":
            reason = "not_rendered" if page else site_gap(self._archive.status()) or "no_front_page"
            yield from (SiteCheck(check, subject, None, reason=reason) for check, subject in _ON_FRONT_PAGE)
            return
        snapshot = self._archive.read(page.record)
        kind = snapshot.headers.get("content-type", "") or page.record.content_type
        facts = read_facts(snapshot.body, page.url, kind, snapshot.dom, self._pack)
        markup = (snapshot.dom or b"") + snapshot.body
        yield self._updates(page, facts)
        yield from self._footer(page, facts, markup.decode("utf-8", errors="ignore"))
        yield self._worded(page, facts, "search", "site_search")
        yield self._worded(page, facts, "register", "site_register")
        yield from self._names(page, facts)

    def _updates(self, page: SitePage, facts: PageFacts) -> SiteCheck:
        """The front page's latest entry: dates beside its links, and those of the texts it leads to."""
        shown = [day for day in map(parse_day, facts.dates) if day and day <= self._as_of]
        texts = (one for one in self._pages.own() if one.record.parent in (page.url, page.record.url))
        behind = [day for one in texts if (day := parse_day(one.reading.last_date or "")) and day <= self._as_of]
        days = shown + behind
        # An entry's date may stand on the front page and on its own page: either count is one of updates, their sum is not.
        since = self._as_of - timedelta(days=HOME_DAYS)
        recent = max(sum(day > since for day in listed) for listed in (shown, behind))
        entries = sum(1 for link in facts.links if link.zone == "content" and len(link.text) >= _ENTRY_FROM)
        latest = max(days).isoformat() if days else ""
        return row(
            "front_page",
            "updates",
            bool(days) or None,
            page,
            day=latest,
            count=recent,
            of=entries,
            open=max(0, entries - len(shown)),
            reason="" if days else "undated",
        )

    def _footer(self, page: SitePage, facts: PageFacts, markup: str) -> Iterator[SiteCheck]:
        said, words = facts.page_text, facts.words.layout
        footer = "\n".join(block.text for block in facts.blocks if block.zone in ("footer", "aside")) or said[-800:]
        marks = {
            "party": bool(words.party.search(markup) or words.party.search(said)),
            "site_code": bool(words.site_code.search(said) or words.site_code.search(markup)),
            "icp": bool(words.icp.search(said)),
            "police": bool(words.police.search(said) or words.police.search(markup)),
            "organiser": self._says(said, "site_organiser"),
            "contact": self._says(said, "site_contact"),
        }
        yield from (
            row("footer", mark, there, page, page_url=page.url, snippet=footer[-200:] if there else "")
            for mark, there in marks.items()
        )

    def _says(self, text: str, words: str) -> bool:
        return any(word in text for word in self._pack.words.get(words, ()))

    def _worded(self, page: SitePage, facts: PageFacts, check: str, words: str) -> SiteCheck:
        """Whether a link, a form or a button on the front page is worded so."""
        wanted = frozenset(map(plain, self._pack.words[words]))
        links = [link.text for link in facts.links if plain(link.text) in wanted]
        forms = [
            form.text
            for form in facts.forms
            if any(word in plain(f"{form.text} {form.action}") for word in wanted)
            or (check == "search" and re.search(r"search|query|so\.", form.action, re.IGNORECASE))
        ]
        said = (links or forms or [""])[0][:200]
        return row(check, "front_page", bool(links or forms), page, page_url=page.url, snippet=said)

    def _names(self, page: SitePage, facts: PageFacts) -> Iterator[SiteCheck]:
        """The domain's form, and whether the site calls itself after its region or unit."""
        site, host = self._archive.site, (urlsplit(page.url).hostname or "")
        wanted = _GOV_HOST if site.level == "department" else _PORTAL_HOST
        yield row("domain", "form", bool(wanted.match(host)), page, page_url=page.url, snippet=host)
        called = f"{facts.meta.get('sitename', '')} {facts.title}"
        own = [part for part in (site.region, _without_ending(site.name, facts.words.layout.government_words)) if part]
        named = any(plain(part).rstrip("市县区省州") in plain(called) for part in own) if own else None
        yield row("domain", "name", named, page, page_url=page.url, snippet=called[:200])


_ON_FRONT_PAGE: Final = (
    ("front_page", "updates"),
    *(("footer", mark) for mark in ("party", "site_code", "icp", "police", "organiser", "contact")),
    ("search", "front_page"),
    ("register", "front_page"),
    ("domain", "form"),
    ("domain", "name"),
)


def _without_ending(name: str, endings: tuple[str, ...]) -> str:
    return next((name.removesuffix(ending) for ending in endings if name.endswith(ending)), name)


def _dead_links(archive: Archive, pages: SitePages) -> Iterator[SiteCheck]:
    """Dead links of the front page and of all others, the certain ones, the suspected ones, and how many were never opened."""
    counts = {(place, key): 0 for place in ("front_page", "other", "attachment") for key in ("dead", "open", "of")}
    shown = 0
    for record in archive.records():
        if not record.parent or record.why == "xhr" or record.reason == "copy":
            continue
        place = _place(record, pages)
        counts[place, "of"] += 1
        dead = record.reason in _DEAD
        if dead:
            counts[place, "dead"] += 1
        soft = _is_soft(record, pages)
        doubted = record.reason in _SUSPECT or soft
        if not dead and (doubted or _never_opened(record)):
            counts[place, "open"] += 1
        if (dead or doubted) and shown < _LINK_ROWS:
            shown += 1
            yield _link_row(record, place, dead, soft)
    yield from (
        SiteCheck(
            "dead_links", place, None, count=counts[place, "dead"], of=counts[place, "of"], open=counts[place, "open"]
        )
        for place in ("front_page", "other", "attachment")
    )


def _link_row(record: FetchRecord, place: str, dead: bool, soft: bool) -> SiteCheck:
    return SiteCheck(
        "dead_link",
        place,
        True if dead else None,
        name=record.anchor[:80],
        url=record.url,
        reason="soft_404" if soft else record.reason,
        page_url=record.parent,
        snippet=record.anchor[:200],
        fetched_at=record.fetched_at,
        archive_record=record.record,
    )


def _place(record: FetchRecord, pages: SitePages) -> str:
    if is_file(record.url):
        return "attachment"
    parent = pages.fetched(record.parent)
    return "front_page" if parent is not None and pages.is_home(parent) else "other"


def _is_soft(record: FetchRecord, pages: SitePages) -> bool:
    """A page that answers 200 and says that it was not found; a column that is still empty is no dead link."""
    page = pages.fetched(record.url) if record.reason == "ok" else None
    if page is None or page.kind != "html":
        return False
    return page.reading.role == "error" and not (page.marks.says_empty or page.unrendered)


def _never_opened(record: FetchRecord) -> bool:
    return record.state != "fetched" and (record.reason in UNSEEN or record.reason == "out_of_scope")


def _tags(archive: Archive, pages: SitePages) -> Iterator[SiteCheck]:
    """Official tags on pages with one text and on column pages: some drawn, and how many lack them over all."""
    for kind, wanted in (("content", CONTENT_TAGS), ("column", COLUMN_TAGS)):
        drawn, of = draw(archive, (page for page in _shown(pages) if _page_kind(page) == kind), _TAG_PAGES)
        lacking = sum(_page_kind(page) == kind and not _tagged(page, wanted) for page in _shown(pages))
        yield SiteCheck("page_tags", kind, None, count=lacking, of=of, reason="" if of else "no_such_page")
        for page in drawn:
            there = _tagged(page, wanted)
            yield row("page_tag", kind, there, page, name=page.name[:80], snippet=" ".join(sorted(page.marks.tags)))


def _shown(pages: SitePages) -> Iterator[SitePage]:
    """The site's HTML pages that show something, or would if a browser opened them."""
    return (page for page in pages.own() if page.kind == "html" and (page.reading.role != "error" or page.unrendered))


def _page_kind(page: SitePage) -> str:
    """Whether a page is one text or a column's list; empty for forms, queries and what is neither."""
    if "articletitle" in page.marks.tags:
        return "content"
    if page.marks.listed >= 5 and len(page.dated) >= 3:
        return "column"
    return "content" if page.shows >= 200 and page.marks.listed < 3 and not page.fields else ""


def _tagged(page: SitePage, wanted: tuple[str, ...]) -> bool:
    return page.marks.tags.issuperset(SITE_TAGS) and page.marks.tags.issuperset(wanted)


def _reports(pages: SitePages) -> Iterator[SiteCheck]:
    """The entry to report errors (我为政府网站找错) on the front page and on all others."""
    home = next((page for page in _shown(pages) if pages.is_home(page)), None)
    if home is None:
        yield SiteCheck("report_error", "front_page", None, reason="no_front_page")
    else:
        found = None if home.unrendered else home.marks.reports_error
        yield row("report_error", "front_page", found, home, page_url=home.url)
    rest = Counter(
        page.marks.reports_error for page in _shown(pages) if home is None or page.record.url != home.record.url
    )
    yield SiteCheck("report_error", "other", None, count=rest[False], of=rest.total())
