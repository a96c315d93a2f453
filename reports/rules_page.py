"""The catalogue of rules, docs/rules.md, written from a pack in the evaluators' language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reports.messages import label, language, set_language, t
from reports.rule_words import said
from rules.guide_words import GuideWords, guide_words_of
from rules.pack import Example, Pack, Rule
from rules.terms import COLUMNS, FUNCTIONS

_PARTS = (
    ("functions", tuple(FUNCTIONS), ""),
    ("columns", tuple(COLUMNS), ""),
    ("roles", ("role",), "roles_order"),
    ("targets", ("target",), "target_order"),
)
_LONGEST_SNIPPET = 1_000


def render_rules(pack: Pack) -> str:
    """The rules of a pack as one Markdown page in Chinese."""
    before = language()
    set_language("zh")
    try:
        return "\n\n".join(_page(pack)) + "\n"
    finally:
        set_language(before)


def _page(pack: Pack) -> Iterator[str]:
    yield f"# {t('rules_page.title')}"
    yield t("rules_page.head", count=len(pack.rules))
    yield t("rules_page.compare") + t("rules_page.here")
    for part, subjects, note in _PARTS:
        yield f"## {t(f'rules_page.part.{part}')}"
        if note:
            yield t(f"rules_page.{note}")
        for subject in subjects:
            if len(subjects) > 1:
                yield f"### {label('function' if part == 'functions' else 'column', subject)} `{subject}`"
            for rule in pack.about(subject):
                yield from _rule(rule, pack)
    yield from _elements(guide_words_of(pack))
    yield from _lists(pack)


def _rule(rule: Rule, pack: Pack) -> Iterator[str]:
    yield f"#### {t('rules_page.rule', title=rule.title, id=rule.id, version=rule.version)}"
    yield "  \n".join(
        (
            t("rules_page.question", text=rule.question),
            t("rules_page.basis", text=rule.basis),
            t("rules_page.proves", text=proof_words(rule)),
        )
    )
    for name in ("all", "any", "none"):
        if conditions := getattr(rule.when, name):
            yield t(f"rules_page.{name}")
            yield "\n".join(f"- {said(condition, pack)}" for condition in conditions)
    examples = (("positive", rule.examples.positive), ("negative", rule.examples.negative))
    yield "\n".join(line for kind, listed in examples for line in _examples(kind, listed))


def proof_words(rule: Rule) -> str:
    """What a rule proves, in words."""
    if rule.subject in ("role", "target"):
        return t(f"rules_page.proves_{rule.subject}", role=label("role", rule.proves), priority=rule.priority)
    kind = "function" if rule.subject in FUNCTIONS else "column"
    return t(f"rules_page.proves_{rule.proves}", subject=label(kind, rule.subject))


def _examples(kind: str, examples: Sequence[Example]) -> Iterator[str]:
    """Wordings in one line, snippets of pages each in its own."""
    if examples:
        yield f"- {t(f'rules_page.{kind}')}"
        yield from (f"  - {_shown(example)}" for example in examples)


def _shown(example: Example) -> str:
    return t("rules_page.quoted", word=example.link) if example.link else _code(example.html[:_LONGEST_SNIPPET])


def _code(text: str) -> str:
    """Inline code; a fence longer than any run of backticks within."""
    fence = "`"
    while fence in text:
        fence += "`"
    return f"{fence}{' '.join(text.split())}{fence}"


def _elements(words: GuideWords) -> Iterator[str]:
    yield f"## {t('rules_page.part.elements')}"
    yield t("rules_page.elements", basis=words.basis)
    lines = [f"| {t('rules_page.elements_head')} |", "|---|---|---|---|"]
    for name, element in words.elements.items():
        labels = [one for one, owner in words.labels.items() if owner == name]
        cells = (name, _run(labels), _run(element.positive), _run(element.negative))
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    yield "\n".join(lines)


def _lists(pack: Pack) -> Iterator[str]:
    yield f"## {t('rules_page.part.words')}"
    yield t("rules_page.words_used")
    yield "\n".join(f"- `{name}`: {_run(words)}" for name, words in pack.words.items())
    if pack.pictures:
        yield f"## {t('rules_page.part.pictures')}"
        yield t("rules_page.pictures_used", names=_run(f"`{name}` {word}" for name, word in pack.pictures.items()))


def _run(texts: Iterable[str]) -> str:
    return t("rules_page.list_join").join(texts)
