"""A site's pages put away and found again: copies, order, what stands for what."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing

from fake_archive import HOME, SITE, FakeArchive
from hypothesis import given
from hypothesis import strategies as st

from crawler.records import FetchRecord
from rules.records import Evidence, PageReading
from rules.site_columns import draw, lot
from rules.site_pages import SitePage, SitePages

ARCHIVE = FakeArchive({})


def page(number: int, key: str, digest: str, inside: bool, subject: str) -> SitePage:
    evidence = (Evidence("rule", 1, subject, "link", "办事指南", "link 1"),) if subject else ()
    reading = PageReading(f"{HOME}{number}", "other", {}, {}, (), {}, None, None, evidence)
    record = FetchRecord(f"{HOME}{number}", "fetched", "ok", canonical=key, digest=digest)
    return SitePage(record, "html", "页面", reading, inside=inside)


PAGES = st.lists(
    st.builds(
        page,
        st.integers(0, 200),
        st.sampled_from("abcdef"),
        st.sampled_from(("", "x", "y", "z")),
        st.booleans(),
        st.sampled_from(("", "role", "guide")),
    ),
    unique_by=lambda one: one.url,
)


def put_away(pages: Iterable[SitePage]) -> SitePages:
    kept = SitePages(SITE, frozenset("a"))
    for one in pages:
        kept.add(one, ())
    return kept


def plainly_own(pages: Iterable[SitePage]) -> list[SitePage]:
    """What ``own`` promises, said with dictionaries: the first by key, of those inside the first by their bytes."""
    ordered = sorted(pages, key=lambda one: one.url)
    standing = {one.key: one for one in reversed(ordered)}
    inside = [one for one in ordered if one.inside and standing[one.key] == one]
    return sorted({one.identity: one for one in reversed(inside)}.values(), key=lambda one: one.url)


@given(PAGES)
def test_own_pages_come_once_in_order_and_as_they_were(pages: list[SitePage]) -> None:
    with closing(put_away(pages)) as kept:
        own = plainly_own(pages)
        assert list(kept.own()) == own
        assert list(kept.own(speaking=True)) == [
            one for one in own if any(said.subject == "guide" for said in one.reading.evidence)
        ]


@given(PAGES)
def test_a_record_finds_its_page_or_the_first_copy(pages: list[SitePage]) -> None:
    with closing(put_away(pages)) as kept:
        for one in pages:
            assert kept.at(one.record) == one == kept.fetched(one.url)
            unknown = FetchRecord(HOME + "elsewhere", "fetched", "copy", canonical=one.key)
            assert kept.at(unknown) == min((copy for copy in pages if copy.key == one.key), key=lambda copy: copy.url)
        assert kept.fetched(HOME + "elsewhere") is None


@given(PAGES, st.integers(1, 5))
def test_a_draw_holds_the_first_by_lot_and_counts_all(pages: list[SitePage], most: int) -> None:
    drawn, count = draw(ARCHIVE, iter(pages), most)
    assert (drawn, count) == (sorted(pages, key=lambda one: lot(ARCHIVE, one.url))[:most], len(pages))
