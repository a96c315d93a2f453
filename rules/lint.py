"""Check a pack beyond its form: examples present and enough, texts said, words that can never matter."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from rules.engine import lexicon, plain, words_of
from rules.guide_words import GUIDES
from rules.matching import matching_words_of
from rules.pack import Pack, Rule
from rules.terms import COLUMNS, ELEMENTS, FUNCTIONS, TIME_LIMIT
from rules.vocabulary import vocabulary_of

MIN_EXAMPLES: Final = 2
_RULE_ID: Final = re.compile(r"^[a-z][a-z0-9]*(?:-[a-z0-9]+)+$")
_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class LintFinding:
    """One thing to mend in a pack; ``code`` names the message ``rules.lint.<code>``."""

    file: str
    rule: str
    code: str
    field: str = ""
    value: str = ""


def check_pack(pack: Pack) -> list[LintFinding]:
    """Return what should be mended, in file order; empty for a sound pack."""
    found = [finding for rule in pack.rules for finding in _check_rule(rule, pack)]
    for subject in (*FUNCTIONS, *COLUMNS):
        if not any(rule.subject == subject for rule in pack.rules):
            found.append(LintFinding("", "", "subject_without_rule", "subject", subject))
    priorities = Counter((rule.subject, rule.priority, rule.proves) for rule in pack.rules if rule.subject == "role")
    ties = {(subject, priority) for subject, priority, _ in priorities}
    for subject, priority in sorted(ties):
        rivals = sorted({proves for s, p, proves in priorities if (s, p) == (subject, priority)})
        if len(rivals) > 1 and priority not in _SHARED_PRIORITIES:
            found.append(LintFinding("", "", "priority_tie", "priority", f"{priority}: {' '.join(rivals)}"))
    return [*found, *_check_elements(pack)]


#: Roles of the interaction columns exclude each other by their words, so they may share one rank.
_SHARED_PRIORITIES: Final = frozenset([82])


def _check_rule(rule: Rule, pack: Pack) -> list[LintFinding]:
    def finding(code: str, field: str = "", value: str = "") -> LintFinding:
        return LintFinding(rule.file, rule.id, code, field, value)

    found = []
    if not _RULE_ID.match(rule.id):
        found.append(finding("bad_id", "id", rule.id))
    found.extend(
        finding("not_chinese", name, getattr(rule, name))
        for name in ("title", "question")
        if not _CHINESE.search(getattr(rule, name))
    )
    if not rule.basis.strip():
        found.append(finding("no_basis", "basis"))
    for kind, listed in (("positive", rule.examples.positive), ("negative", rule.examples.negative)):
        if len(listed) < MIN_EXAMPLES:
            found.append(finding("few_examples", f"examples.{kind}", str(len(listed))))
        found.extend(
            finding("empty_example", f"examples.{kind}") for example in listed if not example.link and not example.html
        )
    if not any((rule.when.all, rule.when.any)):
        found.append(finding("no_condition", "when"))
    found.extend(_check_words(rule, pack))
    return found


def _check_elements(pack: Pack) -> list[LintFinding]:
    """The word files of a pack can be read, and its guide elements are those of the official list, with examples."""
    matching_words_of(pack)
    words = vocabulary_of(pack).guides
    found = [
        LintFinding(GUIDES.name, name, "element_missing", "elements", name)
        for name in (*ELEMENTS, TIME_LIMIT)
        if name not in words.elements
    ]
    for name, element in words.elements.items():
        if name not in (*ELEMENTS, TIME_LIMIT):
            found.append(LintFinding(GUIDES.name, name, "element_unknown", "elements", name))
        for kind, listed in (("positive", element.positive), ("negative", element.negative)):
            if len(listed) < MIN_EXAMPLES:
                found.append(LintFinding(GUIDES.name, name, "few_examples", f"examples.{kind}", str(len(listed))))
    found.extend(LintFinding(GUIDES.name, word, "label_twice", "labels", word) for word in words.labels_twice)
    return found


def _check_words(rule: Rule, pack: Pack) -> list[LintFinding]:
    """Words said twice, and words that their own ``unless`` always takes back."""
    found: list[LintFinding] = []
    lexed = lexicon(pack)
    for words in words_of(rule):
        said = (*words.says, *words.is_, *words.starts, *words.ends)
        twice = [word for word, times in Counter(map(plain, words.says)).items() if times > 1]
        found.extend(LintFinding(rule.file, rule.id, "word_twice", "says", word) for word in twice)
        unless = frozenset(map(plain, words.unless))
        for word in said:
            if unless & lexed.hits(plain(word)):
                found.append(LintFinding(rule.file, rule.id, "word_taken_back", "unless", word))
            if words.longest and len(plain(word)) > words.longest:
                found.append(LintFinding(rule.file, rule.id, "word_too_long", "longest", word))
    return found
