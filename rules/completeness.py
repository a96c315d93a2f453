"""What the crawl did not look at, and so what may not be called absent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from crawler.records import ArchiveStatus, FetchRecord
from crawler.urls import copy_key
from rules.links import link_role
from rules.matching import Matcher
from rules.matters import Matter
from rules.pack import Pack
from rules.site_pages import Archive, SitePages
from rules.terms import COLUMNS, FUNCTIONS
from rules.vocabulary import vocabulary_of

#: Not looked at, though a person may find something there. Copies, other sites and files of no use are no gaps.
UNSEEN = frozenset(
    (
        "",
        "robots",
        "declined",
        "budget",
        "time",
        "server_error",
        "dns",
        "refused",
        "reset",
        "timeout",
        "tls",
        "too_large",
        "redirect_loop",
        "error",
        "truncated",
    )
)
_LISTS = {
    "form_list": "form",
    "service_list": "guide",
    "service_hall": "guide",
    "consult_list": "consult",
    "result_list": "feedback",
}


@dataclass
class Gaps:
    """Why something may not be called absent: for the whole site, for a function or column, for one item's page."""

    archive: Archive | None = None
    pages: SitePages | None = None
    site: str = ""
    keys: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)  # item key of an unopened page's link wording -> reason

    def of_key(self, key: str) -> str:
        """The reason why a function or column may exist unseen anywhere on the site; empty when the site was searched for it."""
        return self.site or self.keys.get(key, "")

    def of_item(self, matter: Matter, key: str) -> str:
        """The reason why an item's function may exist unseen; empty when everything that would show it was looked at."""
        if reason := self.of_key(key) or self.names.get(matter.key, ""):
            return reason
        if matter.own_pages:
            return "not_rendered" if any(page.unseen for page in matter.own_pages.values()) else ""
        if self.archive is None or self.pages is None:
            return ""
        guides = {one.url for _, one in matter.evidence if one.subject == "guide" and one.url}
        ahead = sorted(matter.links | guides)
        if matter.clicked and not ahead:
            return "click"
        return next(filter(None, (_unseen(self.archive, self.pages, url) for url in ahead)), "")


def find_gaps(
    archive: Archive,
    pages: SitePages,
    matters: Iterable[Matter],
    pack: Pack,
    told: Mapping[str, str] | None = None,
) -> Gaps:
    """What of a site was known and not looked at; ``told`` are functions and columns of which parts were not seen, and why. Under the
    empty key stands why nothing of the site may be called absent."""
    told = told or {}
    gaps = Gaps(archive, pages, site_gap(archive.status()) or told.get("", ""), {**told})
    matcher = Matcher.of(archive.site, pages.matching)
    listed = list(matters)
    keys = {key for matter in listed for key in (matter.key, *(matcher.key(name).key for name in matter.names))}
    bound = {copy_key(evidence.url) for matter in listed for _, evidence in matter.evidence if evidence.url}
    for record in archive.records():
        if (record.state == "fetched" and record.reason != "truncated") or record.reason not in UNSEEN:
            continue
        if (record.canonical or copy_key(record.url)) in bound:
            continue  # evidence of an item leads there: that item's verdict says that it was not opened
        reason = record.reason or "queued"
        name = matcher.key(record.anchor).key if record.anchor else ""
        if name in keys:
            gaps.names.setdefault(name, reason)
            continue
        for key in promised(record, pages, pack):
            gaps.keys.setdefault(key, reason)
    return gaps


def _unseen(archive: Archive, pages: SitePages, url: str) -> str:
    """Why the page a list names for an item was not looked at; empty when it was."""
    record = archive.lookup(url)
    if record is None:
        return "not_opened"
    if record.state != "fetched":
        return record.reason or "queued"
    page = pages.at(record)
    return "not_rendered" if page is not None and page.unseen else ""


def site_gap(status: ArchiveStatus) -> str:
    """Why nothing on the site may be called absent: its collection did not end as ``measured``."""
    return "" if status.status == "measured" else f"site_{status.status}"


def promised(record: FetchRecord, pages: SitePages, pack: Pack) -> list[str]:
    """The functions and columns that a page not seen would have shown, as far as its link's wording tells."""
    role = link_role(record.anchor, record.url, pack)
    said = [
        key for key in (role.function, role.column, _LISTS.get(role.role or "")) if key in FUNCTIONS or key in COLUMNS
    ]
    parent = pages.fetched(record.parent)
    anchor, layout = record.anchor.strip().lower(), vocabulary_of(pack).layout
    turns = anchor in layout.turning_words or bool(layout.turning.match(anchor))
    if not said and parent is not None and turns:
        said = [_LISTS[parent.reading.role]] if parent.reading.role in _LISTS else []
    return [key for key in said if key]
