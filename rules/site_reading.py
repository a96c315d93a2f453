"""The first pass over a site's archive: every page parsed and read once, and only what judging needs kept in memory."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from heapq import nsmallest
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

from crawler.archive import SiteArchive
from crawler.records import FetchRecord, PageSnapshot
from crawler.scope import Scope
from crawler.urls import copy_key, host_of, normalise
from rules.entry_dates import dates_of_entries
from rules.facts import read_facts
from rules.guide_pictures import only_picture
from rules.letters import read_letters, told_letters
from rules.links import leads_to_file, link_role
from rules.list_extent import Extent, extent_of, turned_by_clicks
from rules.matching import is_form_name
from rules.normalise import fold_name
from rules.pack import Pack, load_pack
from rules.page_marks import read_marks
from rules.processes import in_order
from rules.reading import read_carefully, read_page
from rules.records import Evidence, Link, PageFacts, PageReading, Zone
from rules.site_frame import RepeatedParts, without_repeated, zones_from_site
from rules.site_pages import Archive, SitePage, SitePages

#: How many pages of one host are compared to find its frame, and how many of all hosts together are held for that.
_COMPARED_PER_HOST = 12
_COMPARED_AT_MOST = 96
_HELD_PER_HOST = 100
#: From how many pages on further processes are worth their start, and how many pages one is given at a time.
SHARED_FROM = 1000
_BATCH = 50
_ATTACHED_AT_MOST = 20
_FRAMES_AT_MOST = 5
#: Columns whose entries are letters.
_MAIL = frozenset(("petition", "mailbox", "consultation"))
#: A page's own words; everything else is the frame it shares with others.
_OWN_ZONES: frozenset[Zone] = frozenset(("content", "hidden"))
_NOT_OWN: frozenset[Zone] = frozenset(("friendly",))
#: A page, and the evidence in its frame.
_Read = tuple[SitePage, list[Evidence]]


def read_site(archive: Archive, pack: Pack, as_of: date, readers: int = 1) -> SitePages:
    """Read every page of an archive once; bodies and facts are dropped as soon as they are read.

    The pages of a large archive on disk are read by ``readers`` processes, and kept in the order of a single one.
    """
    compared = _compared(archive, pack)
    frames = {host: zones_from_site(facts for _, facts in sorted(pages.items())) for host, pages in compared.items()}
    found = SitePages(archive.site, _home_keys(archive), pack)
    if readers > 1 and isinstance(archive, SiteArchive) and archive.status().pages_fetched >= SHARED_FROM:
        read = _read_shared(archive, pack, as_of, frames, readers)
    else:
        read = _read_here(archive, _Reader(pack, Scope.of(archive.site), as_of, frames), compared)
    for page, frame in read:
        found.add(page, frame)
    return found


def _read_here(archive: Archive, reader: _Reader, compared: Mapping[str, dict[str, PageFacts]]) -> Iterator[_Read]:
    for snapshot in archive.snapshots():
        facts = compared.get(_host(snapshot.record), {}).pop(snapshot.record.url, None)
        yield reader.read(snapshot, facts or facts_of(snapshot, reader.pack))


def _read_shared(
    archive: SiteArchive, pack: Pack, as_of: date, frames: Mapping[str, RepeatedParts], readers: int
) -> Iterator[_Read]:
    bodies = archive.bodies()
    batches = iter(lambda: list(islice(bodies, _BATCH)), [])
    settings = (archive.folder, pack.folder, as_of, frames)
    for batch in in_order(_read_batch, batches, readers, _start_reader, *settings):
        yield from batch


_here: dict[str, tuple[SiteArchive, _Reader]] = {}


def _start_reader(folder: Path, pack_folder: str, as_of: date, frames: Mapping[str, RepeatedParts]) -> None:
    """What a process needs to read pages: it opens the archive and the pack itself."""
    archive = SiteArchive.open(folder)
    _here["reader"] = archive, _Reader(load_pack(Path(pack_folder)), Scope.of(archive.site), as_of, frames)


def _read_batch(records: list[FetchRecord]) -> list[_Read]:
    archive, reader = _here["reader"]
    return [reader.read(snapshot, facts_of(snapshot, reader.pack)) for snapshot in map(archive.read, records)]


def facts_of(snapshot: PageSnapshot, pack: Pack) -> PageFacts:
    """The facts of an archived page, its rendered DOM preferred."""
    record = snapshot.record
    content_type = snapshot.headers.get("content-type", "") or record.content_type
    return read_facts(snapshot.body, record.final_url or record.url, content_type, snapshot.dom, pack)


def _home_keys(archive: Archive) -> frozenset[str]:
    """The keys of the portal's address and of the page it redirects to."""
    portal = archive.site.portal_url
    record = archive.lookup(portal)
    behind = [record.canonical, copy_key(record.final_url or record.url)] if record else []
    return frozenset(filter(None, (copy_key(portal), *behind)))


def _compared(archive: Archive, pack: Pack) -> dict[str, dict[str, PageFacts]]:
    """Facts of some pages per host, chosen by a digest of their address so that the order of fetching does not matter."""
    counts: Counter[str] = Counter()
    hosts: dict[str, list[FetchRecord]] = defaultdict(list)
    for record in filter(_is_comparable, archive.records()):
        host = _host(record)
        counts[host] += 1
        hosts[host].append(record)
        if len(hosts[host]) > _HELD_PER_HOST:
            hosts[host] = nsmallest(_COMPARED_PER_HOST, hosts[host], key=_lot)
    chosen: dict[str, dict[str, PageFacts]] = {}
    room = _COMPARED_AT_MOST
    for host in sorted(hosts, key=lambda host: (-counts[host], host)):
        sample = nsmallest(min(_COMPARED_PER_HOST, room), hosts[host], key=_lot)
        room -= len(sample)
        chosen[host] = {record.url: facts_of(archive.read(record), pack) for record in sample}
    return chosen


def _is_comparable(record: FetchRecord) -> bool:
    is_page = record.state == "fetched" and record.reason == "ok" and bool(record.record)
    return is_page and "html" in (record.content_type or "html")


def _lot(record: FetchRecord) -> bytes:
    return hashlib.sha256(record.url.encode()).digest()


def _without_foreign(reading: PageReading, scope: Scope) -> PageReading:
    """A page's reading without the items whose own pages lie in another region's part of a shared platform."""
    if not scope.services:
        return reading
    foreign = {name for name, url in reading.item_links if scope.classify(url).reason == "other_region"}
    foreign -= {name for name, url in reading.item_links if scope.classify(url).place == "inside"}
    return replace(
        reading,
        items=tuple(name for name in reading.items if name not in foreign),
        item_links=tuple(link for link in reading.item_links if link[0] not in foreign),
        item_departments=tuple(one for one in reading.item_departments if one[0] not in foreign),
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns facts into pages: one reading for most, a second and careful one for pages that are guides."""

    pack: Pack
    scope: Scope
    as_of: date
    frames: Mapping[str, RepeatedParts]

    def read(self, snapshot: PageSnapshot, facts: PageFacts) -> _Read:
        """The page, and the evidence that belongs to the site's frame rather than to the page.

        The page is read as it stands; the comparison with its neighbours only says which links and words are its own.
        """
        reading = _without_foreign(self._reading(snapshot, facts), self.scope)
        frame = self.frames.get(_host(snapshot.record))
        # Guides repeat their buttons (在线办理) from item to item: what is a menu there shows when other pages are looked at.
        apart = without_repeated(facts, frame) if frame is not None and reading.role != "guide" else facts
        if frame is not None and reading.picture in frame.pictures:  # what every page shows is no guide
            reading = replace(reading, picture=only_picture(without_repeated(facts, frame)))
        own, shared = _part(reading, apart)
        place = self.scope.classify(facts.url)
        page = SitePage(
            snapshot.record,
            facts.kind,
            facts.heading or facts.title,
            _compact(reading, own, facts),
            inside=place.place == "inside",
            shared=place.reason == "service_part",
            fields=frozenset(one.kind for form in facts.forms if form.zone in _OWN_ZONES for one in form.fields),
            shows=len(apart.text),
            needs_script=facts.needs_script,
            dated=_entry_dates(apart),
            frames=tuple(
                link.url for link in apart.links if link.kind == "frame" and link.zone in _OWN_ZONES and link.url
            )[:_FRAMES_AT_MOST],
            files=_attached(reading, apart) if _may_be_guide(reading, own) else (),
            marks=read_marks(apart, snapshot.dom or snapshot.body, self.pack),
            extent=_extent(facts, reading, place.place == "inside"),
        )
        return page, shared

    def _reading(self, snapshot: PageSnapshot, facts: PageFacts) -> PageReading:
        hints = {"as_of": self.as_of.isoformat()}
        reading = read_page(facts, self.pack, hints)
        if facts.kind != "html" or not self._promises_guide(snapshot.record, reading):
            return reading
        markup = (snapshot.dom or snapshot.body).decode("utf-8" if snapshot.dom else facts.encoding, errors="replace")
        return read_carefully(reading, facts, self.pack, {**hints, "html": markup})

    def _promises_guide(self, record: FetchRecord, reading: PageReading) -> bool:
        return reading.role == "guide" or (
            reading.role in ("other", "service_list")
            and link_role(record.anchor, record.url, self.pack).function == "guide"
        )


def _part(reading: PageReading, facts: PageFacts) -> tuple[list[Evidence], list[Evidence]]:
    """What is the page's own or stands beside an item's name, and the entries of its frame; friendly links are neither."""
    zones = {f"link {link.order}": link.zone for link in facts.links}
    items = {fold_name(name) for name in reading.items}
    own, shared = [], []
    for one in dict.fromkeys(reading.evidence):
        zone = zones.get(one.locator, "content")
        if zone in _OWN_ZONES or (one.item and fold_name(one.item) in items):
            own.append(one)
        elif zone not in _NOT_OWN:
            shared.append(one)
    return own, shared


def _extent(facts: PageFacts, reading: PageReading, inside: bool) -> Extent | None:
    """How long a page's list of items is, or that of its letters or its column's entries, on which figures depend. Outside the site no
    list is turned."""
    if reading.items:
        return extent_of(facts)
    if len(reading.letters) <= 1 and "here" not in reading.columns.values():
        return None
    entries = len(reading.letters) or len(dates_of_entries(facts))
    return extent_of(facts) or turned_by_clicks(facts, entries, follows=inside)


def _may_be_guide(reading: PageReading, own: Iterable[Evidence]) -> bool:
    """A guide, or a page headed so that lists no items: its document may be the guide."""
    if reading.role == "guide":
        return True
    return (
        reading.role in ("service_list", "other") and not reading.items and any(one.subject == "guide" for one in own)
    )


def _attached(reading: PageReading, facts: PageFacts) -> tuple[tuple[str, str], ...]:
    """The documents in a page's own content that no rule takes for a form: its guide may be written there; those without address are
    forms that only a click brings."""
    forms = {one.url for one in reading.evidence if one.subject == "form"}
    files = [(link.url, link.text[:200]) for link in _own_links(facts) if leads_to_file(link) and link.url not in forms]
    files += [("", link.text[:200]) for link in facts.links if _is_clicked_form(link)]
    return tuple(dict.fromkeys(files))[:_ATTACHED_AT_MOST]


def _is_clicked_form(link: Link) -> bool:
    """Whether a link called like a form is fetched by a script, nobody can tell from where."""
    return link.clicks and link.zone in _OWN_ZONES and is_form_name(link.text)


def _own_links(facts: PageFacts) -> Iterator[Link]:
    return (link for link in facts.links if link.zone in _OWN_ZONES and link.url)


def _compact(reading: PageReading, own: Iterable[Evidence], facts: PageFacts) -> PageReading:
    elements: Mapping[str, str] = dict.fromkeys(reading.guide_elements, "")
    return replace(
        reading, evidence=tuple(own), guide_elements=elements, letters=reading.letters or _letters(reading, facts)
    )


def _letters(reading: PageReading, facts: PageFacts) -> tuple[Mapping[str, str], ...]:
    """Letters below a form to write one: they are the channel's record, though the page's role is that of a form."""
    if reading.functions.get("consult") != "here" and not _MAIL & {
        key for key, shown in reading.columns.items() if shown == "here"
    }:
        return ()
    return told_letters(facts, read_letters(facts))


def _entry_dates(facts: PageFacts) -> tuple[str, ...]:
    """The dates of a list's entries: as many as the content has links worth calling entries."""
    entries = sum(1 for link in facts.links if link.zone == "content" and len(link.text) >= 6)
    return dates_of_entries(facts)[:entries]


def _host(record: FetchRecord) -> str:
    return host_of(normalise(record.final_url or record.url)) or urlsplit(record.url).netloc
