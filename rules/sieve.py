"""Which rules the words said on a page leave possible: one look at a word settles all rules that wait for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

#: Places with words said there, of which one is enough.
Need = tuple[tuple[str, frozenset[str]], ...]


class _Waiting:
    """The rules that wait for words at one place, as a number with a bit for each, and those that each word settles."""

    def __init__(self) -> None:
        self.rules = 0
        self._by_word: defaultdict[str, int] = defaultdict(int)

    def add(self, bit: int, words: Iterable[str]) -> None:
        self.rules |= bit
        for word in words:
            self._by_word[word] |= bit

    def met(self, said: Set[str]) -> int:
        """The rules that wait for one of the words said."""
        by_word, met = self._by_word, 0
        for word in said:
            if word in by_word:
                met |= by_word[word]
        return met


class Sieve:
    """Rules, each with needs that must all be met; the first needs of all rules are looked at together, then the second ones."""

    def __init__(self, rules: Sequence[Sequence[Need]]) -> None:
        self._all = (1 << len(rules)) - 1
        self._rounds: list[dict[str, _Waiting]] = [{} for _ in range(max(map(len, rules), default=0))]
        for number, needs in enumerate(rules):
            for waiting, need in zip(self._rounds, needs, strict=False):
                for place, words in need:
                    waiting.setdefault(place, _Waiting()).add(1 << number, words)
        self._concerned = [_united(waiting.rules for waiting in one.values()) for one in self._rounds]

    def through(self, said: Mapping[str, Set[str]]) -> Iterator[int]:
        """Yield the numbers of the rules that are left, in order; a place that no rule is left for is not asked what is said there."""
        left = self._all
        for waiting, concerned in zip(self._rounds, self._concerned, strict=True):
            open_, met = left & concerned, 0
            for place, rules in waiting.items():
                if rules.rules & open_ & ~met:
                    met |= rules.met(said[place])
            left &= ~concerned | met
        while left:
            first = left & -left
            yield first.bit_length() - 1
            left ^= first


def _united(bits: Iterable[int]) -> int:
    united = 0
    for one in bits:
        united |= one
    return united
