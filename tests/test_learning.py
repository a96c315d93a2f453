"""What a site teaches while it is crawled, and that a kill does not make it forgotten."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from spiders.learning import BARREN, LEAST_PAGES, Experience

KINDS = st.lists(st.sampled_from(["a.gov.cn/0", "a.gov.cn/b/0", "p > a.gov.cn/0"]), min_size=1, max_size=2, unique=True)
PAGES = st.lists(st.tuples(KINDS, st.sets(st.sampled_from(["item 甲", "item 乙", "guide 甲", "consult"]))), max_size=30)


@given(PAGES)
@settings(deadline=None)
def test_what_is_kept_page_by_page_is_everything(before: list[tuple[list[str], set[str]]]) -> None:
    lived, kept = Experience(), dict[str, str]()
    for kinds, evidence in before:
        lived.learn(kinds, evidence)
        kept.update(lived.changes())
    again = Experience()
    again.restore(kept.items())
    assert (again.tallies, again.evidence, again.pages, again.quiet) == (
        lived.tallies, lived.evidence, lived.pages, lived.quiet,
    )  # fmt: skip


def test_a_kind_without_gain_is_skimmed_but_for_samples() -> None:
    known = Experience()
    for _ in range(BARREN):
        assert not known.barren("news")
        known.learn(["news"], [])
    assert sum(_looked_at(known) for _ in range(30)) == 3
    read = sum(_looked_at(known) for _ in range(1000))
    assert 10 < read < 40, "the longer nothing comes, the rarer the samples"
    known.learn(["news"], ["item 甲"])
    assert not known.barren("news")


def _looked_at(known: Experience) -> bool:
    if known.barren("news"):
        known.pass_over("news")
        return False
    known.learn(["news"], [])
    return True


def test_a_site_is_seen_when_nothing_new_comes_and_little_can_be_missing() -> None:
    known = Experience()
    for number in range(40):
        known.learn(["list"], [f"item {number}"])
    for number in range(39):
        known.learn(["guide"], [f"item {number}"])
    for _ in range(LEAST_PAGES - 1 - 39):  # the 39 brought nothing new either
        known.learn(["news"], [])
    assert not known.saturated
    known.learn(["news"], [])
    assert known.saturated and known.unseen() == 0
    known.learn(["guide"], ["item 40"])
    assert not known.saturated, "something new came"


def test_much_met_only_once_means_much_unseen() -> None:
    known = Experience()
    known.learn(["list"], ["item 0"])
    for number in range(40):
        known.learn(["guide"], [f"item {number}"])
    for _ in range(LEAST_PAGES + 100):
        known.learn(["news"], [])
    assert not known.saturated


def test_the_first_gain_of_a_kind_and_a_long_drought_weigh_anew_what_waits() -> None:
    known = Experience()
    known.learn(["notices"], ["guide 甲"])
    assert known.turned("notices") and known.weigh_anew("notices", 0.04) > 0.15
    known.learn(["notices"], ["guide 乙"])
    assert not known.turned("notices"), "once is enough"
    turns = []
    for number in range(1, BARREN + 2):
        known.learn(["news"], [])
        if known.turned("news"):
            turns.append(number)
    assert turns == [BARREN // 2, BARREN] and known.weigh_anew("news", 0.04) <= 0.02


def test_many_pages_of_a_broad_kind_do_not_bury_a_part_of_the_site_never_seen() -> None:
    known = Experience()
    for _ in range(500):
        known.learn(["content", "content of channel 1"], [])
    unseen = known.expect(["content", "content of channel 2"], 0.5)
    assert 0.05 < unseen < 0.5 and known.expect(["content", "content of channel 1"], 0.5) < unseen / 3


def test_a_page_that_led_to_something_is_counted_as_useful_and_never_more_often_than_it_was_read() -> None:
    known = Experience()
    known.learn(["office"], [])
    known.credit(["office"])
    known.credit(["office"])
    assert (known.tallies["office"].pages, known.tallies["office"].useful, known.tallies["office"].dry) == (1, 1, 0)
    assert ("k office", "1 1 0") in known.changes()


def test_what_stands_on_one_page_by_nature_tells_nothing_of_what_is_unseen() -> None:
    known = Experience()
    for number in range(9):
        known.learn(["list"], [f"item {number}"])
        known.learn(["guide"], [f"item {number}", f"guide {number}", f"document {number}"])
    for _ in range(LEAST_PAGES):
        known.learn(["news"], [])
    assert known.unseen() == 0 and known.saturated
