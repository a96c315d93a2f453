"""Match a pack's words: one multi-pattern scan says which words a text holds, and only rules that use one are looked at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import ahocorasick  # type: ignore[import-not-found]

from rules.normalise import simplify
from rules.pack import Condition, LinkWords, Pack, Rule, Words

_NOTHING: Final[frozenset[str]] = frozenset()
#: What a condition may ask for.
ASKED: Final = tuple(Condition.model_fields)
_PACKS_KEPT: Final = 8


@lru_cache(maxsize=1 << 13)
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

    wants_nothing: bool = False  # any text will do that says none of ``unless``
    words: frozenset[str] = frozenset()  # a text that says none of these cannot fulfil the test

    @classmethod
    def of(cls, words: Words) -> Test:
        """Bring the words of a condition into comparable form."""
        says, equals = frozenset(map(plain, words.says)), frozenset(map(plain, words.is_))
        starts, ends = tuple(map(plain, words.starts)), tuple(map(plain, words.ends))
        wanted = frozenset((*says, *equals, *starts, *ends))
        return cls(says, equals, starts, ends, frozenset(map(plain, words.unless)), words.longest, not wanted, wanted)

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


_ANY: Final = Test.of(Words())


@dataclass(frozen=True, slots=True)
class Step:
    """One thing a condition asks for: its name, what is wanted, and its words in comparable form."""

    name: str
    wanted: Any
    test: Test
    context: Test | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A rule's conditions, ready to be tried; each is a tuple of steps of which any may answer."""

    all: tuple[tuple[Step, ...], ...]
    any: tuple[tuple[Step, ...], ...]
    none: tuple[tuple[Step, ...], ...]


class Lexicon:
    """All words of a pack in one automaton, its rules ready to be tried, and for each word the entry rules that ask for it."""

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
        self._plans = {rule.id: self._planned(rule) for rule in pack.rules}
        self._about: dict[str, tuple[Rule, ...]] = {}
        self._cached = lru_cache(maxsize=1 << 13)(self._scan)

    def plan(self, rule: Rule) -> Plan:
        """A rule of this pack, ready to be tried."""
        return self._plans[rule.id]

    def about(self, subject: str) -> tuple[Rule, ...]:
        """The rules with a subject, highest priority first."""
        if subject not in self._about:
            self._about[subject] = tuple(self.pack.about(subject))
        return self._about[subject]

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
        test = self._tests[words] = Test.of(words)
        for word in (*test.words, *test.unless):
            if word:
                self._automaton.add_word(word, word)

    def _planned(self, rule: Rule) -> Plan:
        when = rule.when
        return Plan(*(tuple(self._steps(one) for one in listed) for listed in (when.all, when.any, when.none)))

    def _steps(self, condition: Condition) -> tuple[Step, ...]:
        return tuple(
            self._step(name, getattr(condition, name)) for name in ASKED if getattr(condition, name) is not None
        )

    def _step(self, name: str, wanted: Any) -> Step:
        context = self._tests[wanted.context] if isinstance(wanted, LinkWords) and wanted.context is not None else None
        return Step(name, wanted, self._tests[wanted] if isinstance(wanted, Words) else _ANY, context)

    def _index(self, rule: Rule, condition: LinkWords) -> None:
        test = self._tests[condition]
        for word in test.words:
            self.by_word[word].append((rule, condition, test))


class WordedLines:
    """Comparable lines of a text, and those of them that hold a word of the pack."""

    def __init__(self, text: str, words: Lexicon) -> None:
        self.all = [plain(line) for line in text.split("\n")]
        self.worded = [(number, line, hits) for number, line in enumerate(self.all) if (hits := words.hits(line))]
        self._hits = frozenset[str]().union(*(hits for _, _, hits in self.worded))

    def holding(self, test: Test) -> tuple[int, str] | None:
        """Number and text of the first line that fulfils a test."""
        if test.wants_nothing:  # a line that says none of the unwanted words
            worded = {number: hits for number, _, hits in self.worded}
            lines = ((number, line) for number, line in enumerate(self.all) if line)
            return next((one for one in lines if test.holds(one[1], worded.get(one[0], frozenset()))), None)
        if test.words.isdisjoint(self._hits):
            return None
        return next(((number, line) for number, line, hits in self.worded if test.holds(line, hits)), None)


def conditions_of(rule: Rule) -> Iterator[Condition]:
    """Yield all conditions of a rule."""
    yield from rule.when.all
    yield from rule.when.any
    yield from rule.when.none


def words_of(rule: Rule) -> Iterator[Words]:
    """Yield every set of words a rule asks for."""
    for condition in conditions_of(rule):
        for name in ASKED:
            words = getattr(condition, name)
            if isinstance(words, Words):
                yield words
                if isinstance(words, LinkWords) and words.context is not None:
                    yield words.context


_LEXICONS: Final[dict[tuple[str, str], Lexicon]] = {}


def lexicon(pack: Pack) -> Lexicon:
    """Return the pack's lexicon, built once a process."""
    found = _LEXICONS.get((pack.folder, pack.version))
    if found is None:
        if len(_LEXICONS) >= _PACKS_KEPT:
            _LEXICONS.clear()
        found = _LEXICONS[pack.folder, pack.version] = Lexicon(pack)
    return found
