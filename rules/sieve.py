"""Which rules the words said on a page leave possible: one look at a word settles all rules that wait for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set

#: Places with words said there, of which one is enough.
Need = tuple[tuple[str, frozenset[str]], ...]
#: A place, the rules that wait for words there as a number with a bit for each, and those that each word leaves waiting.
_Waiting = tuple[str, int, Mapping[str, int]]


class Sieve:
    """Rules, each with needs that must all be met; the first needs of all rules are looked at together, then the second ones."""

    def __init__(self, rules: Sequence[Sequence[Need]]) -> None:
        self._all = (1 << len(rules)) - 1
        self._rounds = [_round(rules, number) for number in range(max(map(len, rules), default=0))]

    def through(self, said: Mapping[str, Set[str]]) -> Iterator[int]:
        """Yield the numbers of the rules that are left, in order; a place that no rule is left for is not asked what is said there."""
        left = self._all
        for concerned, places in self._rounds:
            waiting = left & concerned
            for place, asked, others in places:
                if waiting & asked:
                    for word in others.keys() & said[place]:
                        waiting &= others[word]
            left ^= waiting
        while left:
            first = left & -left
            yield first.bit_length() - 1
            left ^= first


def _round(rules: Sequence[Sequence[Need]], number: int) -> tuple[int, tuple[_Waiting, ...]]:
    """The rules that have so many needs, and where they wait for which words."""
    concerned, places = 0, defaultdict[str, defaultdict[str, int]](lambda: defaultdict(int))
    for bit, needs in enumerate(rules):
        for place, words in needs[number] if number < len(needs) else ():
            concerned |= 1 << bit
            for word in words:
                places[place][word] |= 1 << bit
    told = ((place, _united(by_word), by_word) for place, by_word in places.items())
    return concerned, tuple(
        (place, asked, {word: ~bits for word, bits in by_word.items()}) for place, asked, by_word in told
    )


def _united(by_word: Mapping[str, int]) -> int:
    united = 0
    for bits in by_word.values():
        united |= bits
    return united
