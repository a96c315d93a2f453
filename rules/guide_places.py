"""Labels told by their place: where what is set alike are labels of a guide, the others set alike are labels too, however worded."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from rules.guide_labels import elements_of_label, elements_of_place, without_marks
from rules.guide_line import Line, number_style
from rules.guide_words import GuideWords
from rules.records import many

_LONGEST: Final = 14
_LONGEST_PLAIN: Final = 10
_COLON: Final = re.compile(r"(?P<label>[^:]{2,14}?)\s*:\s*(?P<rest>.*)", re.DOTALL)
_BOX: Final = re.compile(
    r"[【\[「『〖〔]\s*(?P<label>[^】\]」』〗〕]{2,14}?)\s*[】\]」』〗〕]\s*:?\s*(?P<rest>.*)", re.DOTALL
)
#: A label is no sentence, no figure and no step.
_NO_LABEL: Final = re.compile(r"[,。;:!%\d]|^(?:第.步|步骤)")
#: Elements that the known labels of one place must name, or all its labels where one is known.
_FEWEST_KNOWN: Final = 2
_FEWEST_ALIKE: Final = 3
#: Signs behind a label by which it is opened.
_SIGNS: Final = "▼▽▲△⌄∨﹀+-›"
_FEWEST_LOOSE: Final = 4
_CORE: Final = ("办理材料", "办理流程")
#: What only heads something: headings, terms, the cells of a column.
_HEADS: Final = re.compile(r"(?:h[1-6]|dt|summary|th)\b|$")
#: Boxes that hold labels and texts alike where they bear no name.
_PLAIN: Final = frozenset(["p", "div", "td", "li", "dd", "section", "center", "body", "article", "uni-view"])


@many
class _Place:
    """What may be a label: the line it stands in, how it is set, its wording and what stands behind it."""

    at: int
    kin: str
    label: str
    rest: str
    known: tuple[str, ...] | None


def placed_labels(lines: Sequence[Line], words: GuideWords) -> list[Line]:
    """The lines; those that are labels only by their place bear the elements they name."""
    places = [place for at, line in enumerate(lines) for place in _places(at, line, words)]
    trusted = _trusted(places, words)
    if not trusted:
        return list(lines)
    told = {name for place in places for name in place.known or ()}
    found: dict[int, Line] = {}
    for place in places:
        named = _named(place, trusted, told, words)
        if named and place.at not in found and not _is_answer(place, lines, found, words):
            text = f"{place.label}:{place.rest}" if place.rest else place.label
            found[place.at] = replace(lines[place.at], text=text, named=named)
    return [found.get(at, line) for at, line in enumerate(lines)]


def placed_cells(cells: Iterable[str], words: GuideWords) -> Mapping[str, tuple[str, ...]]:
    """The cells of a column that are labels only by their place, and the elements they name."""
    places = [_place(0, "", number_style(cell)[1], "", words) for cell in cells if _may_be_label(number_style(cell)[1])]
    if not _trusted(places, words):
        return {}
    told = {name for place in places for name in place.known or ()}
    loose = {place.label: elements_of_place(place.label, words) for place in places if place.known is None}
    return {label: named for label, named in loose.items() if set(named) - told}


def _places(at: int, line: Line, words: GuideWords) -> Iterator[_Place]:
    if line.value or line.named:
        return
    style, bare = number_style(line.text)
    for pattern, kin in ((_BOX, "box"), (_COLON, f"colon {style}")):
        if (match := pattern.fullmatch(bare)) and _may_be_label(match["label"]):
            yield _place(at, kin, match["label"], match["rest"], words)
            return
    lead, rest = number_style(line.lead)[1] if line.lead else "", line.text[len(line.lead) :].strip()
    if without_marks(rest).strip(_SIGNS) and line.text.startswith(line.lead) and _may_be_label(lead):
        yield _place(at, f"lead {line.kin}", lead, rest, words)
    elif _may_be_label(bare):
        if line.text.endswith(":"):
            yield _place(at, f"colon {style}", bare, "", words)
        if line.kin and not (style and line.kin in _PLAIN):
            yield _place(at, line.kin, bare, "", words)
        if style:
            yield _place(at, style, bare, "", words)


def _place(at: int, kin: str, label: str, rest: str, words: GuideWords) -> _Place:
    return _Place(at, kin, label, rest, elements_of_label(label, words))


def _may_be_label(text: str) -> bool:
    return 2 <= len(text) <= _LONGEST and not _NO_LABEL.search(text)


def _trusted(places: Sequence[_Place], words: GuideWords) -> frozenset[str]:
    """The ways of setting that known labels share: two elements of them, or one where with the others three are named.

    Headings and cells of a column need no known label where four elements are named, what to bring or how it goes among them.
    """
    known = defaultdict[str, set[str]](set)
    for place in places:
        if place.known:
            known[place.kin].update(place.known)
    named = {kin: set(names) for kin, names in known.items() if len(names) < _FEWEST_KNOWN and kin not in _PLAIN}
    named.update({kin: set() for kin in {place.kin for place in places} if kin not in known and _HEADS.match(kin)})
    for place in places if named else ():
        if place.known is None and place.kin in named:
            named[place.kin].update(elements_of_place(place.label, words))
    return frozenset(
        kin
        for kin in known.keys() | named.keys()
        if len(known.get(kin, ())) >= _FEWEST_KNOWN
        or (kin in known and len(named.get(kin, ())) >= _FEWEST_ALIKE)
        or (len(named.get(kin, ())) >= _FEWEST_LOOSE and not named[kin].isdisjoint(_CORE))
    )


def _named(place: _Place, trusted: frozenset[str], told: set[str], words: GuideWords) -> tuple[str, ...]:
    """The elements a place names, beside those told by labels that are known; a known label counts where only its markup parts it
    from its text."""
    if place.kin not in trusted:
        return ()
    if place.known is not None:
        return place.known if place.kin.startswith("lead") else ()
    return tuple(name for name in elements_of_place(place.label, words) if name not in told)


def _is_answer(place: _Place, lines: Sequence[Line], found: Mapping[int, Line], words: GuideWords) -> bool:
    """Whether what reads like a label is the text of the one before it, as it may be where both are set alike."""
    if place.rest or lines[place.at].kin not in _PLAIN or place.kin not in _PLAIN:
        return False
    before = lines[place.at - 1] if place.at else None
    labelled = before is not None and (
        place.at - 1 in found or elements_of_label(number_style(before.text)[1], words) is not None
    )
    return labelled or len(place.label) > _LONGEST_PLAIN
