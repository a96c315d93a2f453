"""Ranks: ties share one, the unmeasured have none."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from factories import make_judgement
from hypothesis import given
from hypothesis import strategies as st
from report_world import site

from reports.ranking import headline, ranked, unmeasured, worth_listing
from reports.records import Rate, SiteScorecard
from reports.scoring import score_regions, score_site

CARD = score_site(make_judgement({"甲": {"guide": 2}}, {}, site=site(1)))


def card(share: float | None, number: int = 1, status: str = "measured") -> SiteScorecard:
    rate = Rate(share, share, share, 1, 1)
    archive = replace(CARD.archive, status=status)  # type: ignore[arg-type]
    return replace(CARD, five_function_coverage=rate, archive=archive, site=site(number))


def test_equal_published_coverages_share_a_rank_and_the_next_counts_them() -> None:
    cards = [card(share, number) for number, share in enumerate((0.5, 0.9, 0.50001, 0.1), start=1)]
    assert [(one.rank, one.tied, one.card.site.name[1]) for one in ranked(cards)] == [
        (1, False, "2"), (2, True, "1"), (2, True, "3"), (4, False, "4")]  # fmt: skip


def test_declined_sites_are_never_ranked_even_with_figures() -> None:
    cards = [card(0.5), card(0.9, status="declined"), card(None, status="unreachable"), card(None)]
    assert [one.card for one in ranked(cards)] == cards[:1]
    assert len(unmeasured(cards)) == 3


@given(st.lists(st.one_of(st.none(), st.floats(0, 1)), max_size=30))
def test_ranks_rise_with_falling_coverage_and_nobody_is_lost(shares: list[float | None]) -> None:
    cards = [card(share) for share in shares]
    places = ranked(cards)
    assert len(places) + len(unmeasured(cards)) == len(cards)
    for better, worse in pairwise(places):
        assert better.rank <= worse.rank <= better.rank + len(places)
        assert (better.card.five_function_coverage.value or 0) >= (worse.card.five_function_coverage.value or 0) - 0.001


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=12))
def test_the_ranks_still_possible_contain_the_rank(triples: list[tuple[float, float, float]]) -> None:
    cards = []
    for number, shares in enumerate(triples):
        low, value, high = sorted(shares)
        cards.append(replace(card(value, number), five_function_coverage=Rate(value, low, high, 1, 1)))
    places = ranked(cards)
    assert all(1 <= one.best <= one.rank <= one.worst <= len(cards) for one in places)
    sure = [
        replace(one, five_function_coverage=Rate(v := one.five_function_coverage.value, v, v, 1, 1)) for one in cards
    ]
    assert all(one.best == one.rank == one.worst for one in ranked(sure))


def test_the_headline_is_the_narrowest_division_that_holds_all_sites() -> None:
    cards = [card(0.5, number) for number in (1, 2)]
    whole = headline(score_regions(cards))
    assert whole is not None and (whole.region_code, whole.sites, whole.level) == ("330122", 2, "")
    assert headline([]) is None


def test_regions_that_repeat_others_are_not_listed() -> None:
    rows = worth_listing(score_regions([card(0.5, number) for number in (1, 2)]))
    assert all(row.sites > 1 and not row.level and row.region_code != "000000" for row in rows)
