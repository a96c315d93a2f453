"""What a guide shows in pictures: its flow chart, elements of which nothing else is told, or the guide as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final
from urllib.parse import unquote

from rules.guide_labels import elements_of_label, without_marks
from rules.guide_line import number_style
from rules.guide_names import is_guide_column, item_of_page, page_name
from rules.guide_words import GuideWords
from rules.normalise import simplify
from rules.records import Block, PageFacts, Picture
from rules.remember import remembered

FLOW: Final = "办理流程"
_TEXTS: Final = ("content", "hidden")
_NAMED: Final = re.compile(r"(?:^|[^a-z])(?:\w{0,12}lct|liuchengt?u?|flow_?chart)\d{0,3}$")
#: Pictures that only decorate: bullets, arrows, the sign of a file's kind.
_ORNAMENT: Final = re.compile(
    r"ico|arrow|logo|btn|button|bullet|line|dot|bg|print|qr|ewm|erweima|weixin|jiantou|doc|xls|pdf|zip|rar|file|spacer|blank"
)
_QUERY: Final = re.compile(r"[?#].*$")
#: Pixels; a smaller picture shows no text.
_NARROWEST: Final = 120
_LOWEST: Final = 60
_LONGEST_LABEL: Final = 30
#: Characters of a page that is one picture: in all, and beside its names and the line of publishing.
_LONGEST_AROUND: Final = 400
_WORDS_BESIDE: Final = 80


def flow_chart(facts: PageFacts, words: GuideWords) -> Picture | None:
    """The picture that is the guide's flow chart: so called, by its words or its file, or standing right under the label."""
    shown = [picture for picture in facts.pictures if picture.zone in _TEXTS]
    called = (one for one in shown if words.flow_chart.search(_said(one)) or _names_flow(file_stem(one.url), words))
    under = (one for one, elements in _labelled(facts, words) if FLOW in elements)
    return next(called, None) or next(under, None)


def pictured(facts: PageFacts, words: GuideWords, filled: Mapping[str, object]) -> dict[str, Picture]:
    """The elements that only a picture tells, and the picture: a person can read what stands there, the program cannot."""
    found: dict[str, Picture] = {}
    for picture, elements in _labelled(facts, words):
        found.update({name: picture for name in elements if name not in filled and name not in found})
    return found


def is_legible(picture: Picture) -> bool:
    """Whether a picture may show text: it is none of the small ones that only decorate."""
    small = 0 < picture.width < _NARROWEST or 0 < picture.height < _LOWEST
    return picture.zone in _TEXTS and not small and not _ORNAMENT.search(file_stem(picture.url))


@remembered
def only_picture(facts: PageFacts) -> str:
    """The address of the picture that is all the content of a page about an item or in a column of guides; empty elsewhere.

    Beside it the page may say what it is called, when it was published, and a few words.
    """
    legible = ""
    if len(facts.text) <= _LONGEST_AROUND:
        legible = next((picture.url for picture in facts.pictures if is_legible(picture)), "")
    if not legible:
        return ""
    named = {facts.heading, facts.title, page_name(facts), *facts.breadcrumb}
    stamp = facts.words.names.stamped
    own = (block.text for block in facts.blocks if block.zone in _TEXTS and block.text not in named)
    beside = sum(len(text) for text in own if not stamp.search(text))
    return legible if beside <= _WORDS_BESIDE and (item_of_page(facts) or is_guide_column(facts)) else ""


def file_stem(url: str) -> str:
    """A picture's file name without its ending, lower case."""
    return _QUERY.sub("", unquote(url)).rsplit("/", 1)[-1].rsplit(".", 1)[0].lower()


def _names_flow(stem: str, words: GuideWords) -> bool:
    return bool(words.flow_chart.search(stem) or _NAMED.search(stem))


def _said(picture: Picture) -> str:
    return simplify(f"{picture.alt} {picture.title}")


def _labelled(facts: PageFacts, words: GuideWords) -> Iterator[tuple[Picture, tuple[str, ...]]]:
    """Pictures that stand right under a label or, several of them, after such a picture, and the elements the label names."""
    bar = _in_bars(facts)
    for picture in facts.pictures:
        if picture.order not in bar and picture.line and is_legible(picture):
            elements = _elements(picture.line, words)
            if elements:
                yield picture, elements


def _elements(line: str, words: GuideWords) -> tuple[str, ...]:
    text = simplify(line)
    label = words.label_end.sub("", without_marks(number_style(text)[1])) if len(text) <= _LONGEST_LABEL else ""
    named = elements_of_label(label, words) if label else None
    return named or ((FLOW,) if label and words.flow_line.fullmatch(label) else ())


@remembered
def _in_bars(facts: PageFacts) -> frozenset[int]:
    """Orders of labels that stand side by side with others, as tabs do: what follows the last of them is not its own."""
    if not facts.pictures:
        return frozenset()
    shown, words = [block for block in facts.blocks if block.zone in _TEXTS], facts.words.guides
    parted = {picture.order for picture in facts.pictures}
    return frozenset(
        block.order
        for before, block in pairwise(shown)
        if before.order not in parted
        and _is_tab(before)
        and _is_tab(block)
        and _elements(before.text, words)
        and _elements(block.text, words)
    )


def _is_tab(block: Block) -> bool:
    return block.tag in ("li", "dt") and len(block.text) <= _LONGEST_LABEL
