"""The sieve lets through exactly the rules that one look at each alone would."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rules.sieve import Need, Sieve

PLACES = ("title", "link", "text")
WORDS = st.frozensets(st.sampled_from("abcdef"), min_size=1, max_size=3)
NEEDS: st.SearchStrategy[Need] = st.lists(st.tuples(st.sampled_from(PLACES), WORDS), min_size=1, max_size=3).map(tuple)
SAID = st.fixed_dictionaries({place: st.frozensets(st.sampled_from("abcdef"), max_size=3) for place in PLACES})


@given(st.lists(st.lists(NEEDS, max_size=3), max_size=70), SAID)
def test_all_needs_of_a_rule_are_met_and_no_others_count(
    rules: list[list[Need]], said: dict[str, frozenset[str]]
) -> None:
    met = [all(any(words & said[place] for place, words in need) for need in needs) for needs in rules]
    assert list(Sieve(rules).through(said)) == [number for number, fires in enumerate(met) if fires]
