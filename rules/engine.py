"""Match a pack's words: one multi-pattern scan says which words a text holds, and only rules that use one are looked at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from ahocorasick_rs import AhoCorasick

from rules.normalise import squeeze, squeeze_each
from rules.pack import Condition, Count, LinkWords, Pack, Rule, Words
from rules.sieve import Need, Sieve

_NOTHING: Final[frozenset[str]] = frozenset()
#: What a condition may ask for.
ASKED: Final = tuple(Condition.model_fields)
_PACKS_KEPT: Final = 8
#: What a page is as a whole, which one word tells.
ONE_WORD: Final = frozenset(("role", "kind", "shell", "front"))
#: Texts up to this length are remembered: a site's menus and labels, never the text of a page.
REMEMBERED: Final = 200
#: What costs least to answer is asked first: names, then numbers of what is there, links, lines, and last what the careful readers find.
_BY_COST: Final = (
    *(
        "role",
        "kind",
        "shell",
        "front",
        "content_chars",
        "links",
        "title",
        "site",
        "tab",
        "head",
        "column",
        "breadcrumb",
    ),
    *("address", "content_links", "frames", "live_frames", "dates", "crumbs", "own_titles", "folders", "item_rows"),
    *(
        "header",
        "form",
        "link",
        "more",
        "files",
        "file_entries",
        "themes",
        "text",
        "page",
        "paragraphs",
        "listed",
        "papers",
        "dated_lines",
    ),
    *(
        "whole_pictures",
        "article",
        "article_news",
        "guide_elements",
        "guide_core",
        "guide_labelled",
        "letters",
        "replied",
        "items",
    ),
    "item_entries",
)


def plain(text: str) -> str:
    """A text as words are compared: simplified script, half width, lower case, no white space."""
    return _plain(text) if len(text) > REMEMBERED else _remembered(text)


def plain_each(texts: Sequence[str]) -> list[str]:
    """Each of several texts as ``plain`` returns it, for the price of few."""
    return "\n".join(squeeze_each(texts)).lower().split("\n") if texts else []


def _plain(text: str) -> str:
    return squeeze(text).lower()


_remembered = lru_cache(maxsize=1 << 13)(_plain)


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

    def holds(self, text: str, hits: Set[str]) -> bool:
        """Whether the test holds for a comparable text and the pack's words in it."""
        if (self.longest and len(text) > self.longest) or not self.unless.isdisjoint(hits):
            return False
        if self.wants_nothing or text in self.equals or not self.says.isdisjoint(hits):
            return True
        return text.startswith(self.starts) or text.endswith(self.ends)


_ANY: Final = Test.of(Words())


@dataclass(frozen=True, slots=True)
class Step:
    """One thing a condition asks for: its name, what is wanted, and its words in comparable form."""

    name: str
    wanted: Any
    test: Test
    context: Test | None = None

    @property
    def cost(self) -> int:
        """Rank among what may be asked for; what is not in the list costs most."""
        asked = self.wanted.of if isinstance(self.wanted, Count) else self.name
        return _BY_COST.index(asked) if asked in _BY_COST else len(_BY_COST)

    @property
    def needs(self) -> frozenset[str]:
        """What must be said at the step's place for it to hold; what a page is, is said in a word, too."""
        if self.name in ONE_WORD:
            return frozenset([str(self.wanted)] if isinstance(self.wanted, bool) else self.wanted)
        return self.test.words


@dataclass(frozen=True, slots=True)
class Plan:
    """A rule's conditions, ready to be tried: as written, for the evidence, and the cheapest first, to see whether it fires."""

    all: tuple[Step, ...]
    any: tuple[Step, ...]
    #: Each to be met, the cheapest first: one of the steps must hold, or, where the flag is not set, must not.
    checks: tuple[tuple[bool, tuple[Step, ...]], ...]
    needs: tuple[Need, ...]  # what must be said, for the rule may fire

    @classmethod
    def of(cls, every: tuple[Step, ...], some: tuple[Step, ...], none: tuple[Step, ...]) -> Plan:
        """The plan of a rule's steps."""
        one_each = [(True, (step,)) for step in every] + [(False, (step,)) for step in none]
        checks = sorted(
            [*one_each, *([(True, _cheapest_first(some))] if some else [])], key=lambda one: one[1][-1].cost
        )
        needs: list[Need] = [((step.name, step.needs),) for step in _cheapest_first(every) if step.needs]
        if some and all(step.needs for step in some):
            needs.append(tuple((step.name, step.needs) for step in _cheapest_first(some)))
        return cls(every, some, tuple(checks), tuple(needs))


def _cheapest_first(steps: Iterable[Step]) -> tuple[Step, ...]:
    return tuple(sorted(steps, key=lambda step: step.cost))


class Lexicon:
    """All words of a pack in one automaton, its rules ready to be tried, and for each word the entry rules that ask for it."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self._tests: dict[Words, Test] = {}
        self.by_word: dict[str, list[tuple[Rule, LinkWords, Test]]] = defaultdict(list)
        for rule in pack.rules:
            for words in words_of(rule):
                self._add(words)
            for condition in conditions_of(rule):
                if condition.link is not None:
                    self._index(rule, condition.link)
        said = {word for test in self._tests.values() for word in (*test.words, *test.unless) if word}
        self._words = sorted(said)
        self._automaton = AhoCorasick(self._words, store_patterns=True)
        self._plans = {rule.id: self._planned(rule) for rule in pack.rules}
        self._asked_at: dict[str, AhoCorasick] = {}
        self._about: dict[tuple[str, ...], tuple[list[Rule], Sieve]] = {}
        self._cached = lru_cache(maxsize=1 << 13)(self.scan)
        self.wordings: dict[str, str] = {}  # of links, as ``rules.links`` keeps them

    def plan(self, rule: Rule) -> Plan:
        """A rule of this pack, ready to be tried."""
        return self._plans[rule.id]

    def candidates(self, subjects: tuple[str, ...], said: Mapping[str, Set[str]]) -> Iterator[Rule]:
        """Yield the rules about some subjects that may fire where such words are said, by subject, highest priority first."""
        if subjects not in self._about:
            rules = [rule for subject in subjects for rule in self.pack.about(subject)]
            self._about[subjects] = rules, Sieve([self._plans[rule.id].needs for rule in rules])
        rules, sieve = self._about[subjects]
        return (rules[number] for number in sieve.through(said))

    def hits(self, text: str) -> frozenset[str]:
        """The words of the pack that occur in a comparable text."""
        return self._cached(text) if len(text) <= REMEMBERED else self.scan(text)

    def entries(self, text: str) -> Iterator[tuple[Rule, LinkWords]]:
        """Yield (rule, condition) for the entry rules whose words a link's comparable wording fulfils."""
        hits = self.hits(text)
        seen: set[int] = set()
        for word in hits:
            for rule, condition, test in self.by_word.get(word, ()):
                if id(condition) not in seen:
                    seen.add(id(condition))
                    if test.holds(text, hits):
                        yield rule, condition

    def scan(self, text: str) -> frozenset[str]:
        """The words of the pack that occur in a comparable text, which is not remembered."""
        return frozenset(self._automaton.find_matches_as_strings(text, overlapping=True)) if text else _NOTHING

    def said(self, place: str, text: str) -> frozenset[str]:
        """Those words in a comparable text that any condition about such a place asks for: few of the pack's."""
        if place not in self._asked_at:
            steps = (step for plan in self._plans.values() for _, each in plan.checks for step in each)
            asked = frozenset[str]().union(*(step.test.words for step in steps if step.name == place))
            self._asked_at[place] = AhoCorasick(sorted(filter(None, asked)), store_patterns=True)
        return frozenset(self._asked_at[place].find_matches_as_strings(text, overlapping=True))

    def _add(self, words: Words) -> None:
        self._tests[words] = Test.of(words)

    def _planned(self, rule: Rule) -> Plan:
        every, some, none = (
            tuple(step for condition in listed for step in self._steps(condition))
            for listed in (rule.when.all, rule.when.any, rule.when.none)
        )
        return Plan.of(every, some, none)

    def _steps(self, condition: Condition) -> Iterator[Step]:
        for name in ASKED:
            if (wanted := getattr(condition, name)) is not None:
                yield self._step(name, wanted)

    def _step(self, name: str, wanted: Any) -> Step:
        context = self._tests[wanted.context] if isinstance(wanted, LinkWords) and wanted.context is not None else None
        return Step(name, wanted, self._tests[wanted] if isinstance(wanted, Words) else _ANY, context)

    def _index(self, rule: Rule, condition: LinkWords) -> None:
        test = self._tests[condition]
        for word in test.words:
            self.by_word[word].append((rule, condition, test))


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
