"""Match a pack's words: one multi-pattern scan says which words a text holds, and only rules that use one are looked at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import ahocorasick  # type: ignore[import-not-found]

from rules.normalise import simplify
from rules.pack import Condition, LinkWords, Pack, Rule, Words

_NOTHING: Final[frozenset[str]] = frozenset()
_PACKS_KEPT: Final = 8


@lru_cache(maxsize=1 << 16)
def plain(text: str) -> str:
    """A short text as words are compared: simplified script, half width, lower case, no white space."""
    return simplify(text).lower().replace(" ", "")


@dataclass(frozen=True, slots=True)
class Test:
    """A ``Words`` condition, its words brought into comparable form."""

    says: frozenset[str]
    equals: frozenset[str]
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    unless: frozenset[str]
    longest: int

    @property
    def wants_nothing(self) -> bool:
        """True where any text will do that says none of ``unless``."""
        return not (self.says or self.equals or self.starts or self.ends)

    def holds(self, text: str, hits: frozenset[str]) -> str:
        """Return the word that makes the test hold for a comparable text and the words in it, or empty."""
        if (self.longest and len(text) > self.longest) or not self.unless.isdisjoint(hits):
            return ""
        if text in self.equals or self.wants_nothing:
            return text or " "
        found = self.says & hits
        if found:
            return max(found, key=len)
        for word in self.starts:
            if text.startswith(word):
                return word
        return next((word for word in self.ends if text.endswith(word)), "")


class Lexicon:
    """All words of a pack in one automaton, and for each word the entry rules that ask for it."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self._tests: dict[Words, Test] = {}
        self._automaton = ahocorasick.Automaton()
        self.by_word: dict[str, list[tuple[Rule, LinkWords, Test]]] = defaultdict(list)
        for rule in pack.rules:
            for words in words_of(rule):
                self._add(words)
            for condition in conditions_of(rule):
                if condition.link is not None:
                    self._index(rule, condition.link)
        self._automaton.make_automaton()
        self._cached = lru_cache(maxsize=1 << 16)(self._scan)

    def test(self, words: Words) -> Test:
        """Return the compiled form of a condition of this pack."""
        return self._tests[words]

    def hits(self, text: str) -> frozenset[str]:
        """The words of the pack that occur in a comparable text."""
        return self._cached(text) if len(text) <= 200 else self._scan(text)

    def entries(self, text: str) -> Iterator[tuple[Rule, LinkWords, str]]:
        """Yield (rule, condition, word) for the entry rules whose words a link's comparable wording fulfils."""
        hits = self.hits(text)
        seen: set[int] = set()
        for word in hits:
            for rule, condition, test in self.by_word.get(word, ()):
                if id(condition) not in seen:
                    seen.add(id(condition))
                    if found := test.holds(text, hits):
                        yield rule, condition, found

    def _scan(self, text: str) -> frozenset[str]:
        if not text or not len(self._automaton):
            return _NOTHING
        return frozenset(word for _, word in self._automaton.iter(text))

    def _add(self, words: Words) -> None:
        test = Test(
            frozenset(map(plain, words.says)), frozenset(map(plain, words.is_)), tuple(map(plain, words.starts)),
            tuple(map(plain, words.ends)), frozenset(map(plain, words.unless)), words.longest,
        )  # fmt: skip
        self._tests[words] = test
        for word in (*test.says, *test.equals, *test.starts, *test.ends, *test.unless):
            if word:
                self._automaton.add_word(word, word)

    def _index(self, rule: Rule, condition: LinkWords) -> None:
        test = self._tests[condition]
        for word in {*test.says, *test.equals, *test.starts, *test.ends}:
            self.by_word[word].append((rule, condition, test))


def conditions_of(rule: Rule) -> Iterator[Condition]:
    """Yield all conditions of a rule."""
    yield from rule.when.all
    yield from rule.when.any
    yield from rule.when.none


def words_of(rule: Rule) -> Iterator[Words]:
    """Yield every set of words a rule asks for."""
    for condition in conditions_of(rule):
        for name in ("link", "title", "site", "column", "breadcrumb", "address", "text", "page", "header", "form"):
            words = getattr(condition, name)
            if words is not None:
                yield words
                if isinstance(words, LinkWords) and words.context is not None:
                    yield words.context


_LEXICONS: Final[dict[str, Lexicon]] = {}


def lexicon(pack: Pack) -> Lexicon:
    """Return the pack's lexicon, built once a process."""
    key = f"{pack.folder}\0{pack.version}"
    if key not in _LEXICONS:
        if len(_LEXICONS) >= _PACKS_KEPT:
            _LEXICONS.clear()
        _LEXICONS[key] = Lexicon(pack)
    return _LEXICONS[key]
