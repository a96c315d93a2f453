"""Markup that no page is made of, taken out before parsing: the parser's time grows with the square of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate
from operator import sub
from typing import Final

_LONG: Final = 4000  # characters of a tag
_LONG_TAG: Final = re.compile(rf"<[A-Za-z][^<>]{{{_LONG},}}")
#: Elements for which an HTML5 parser looks through all open ones before it opens the next.
_BLOCK: Final = re.compile(
    r"<(/?)(?:d(?:iv|l|etails|ialog|ir)|ul|ol|a(?:ddress|rticle|side)|blockquote|center|f(?:ieldset|igure|igcaption|ooter|orm)"
    r"|h(?:[1-6]|eader|group)|m(?:ain|enu)|nav|pre|s(?:ection|ummary))(?=[\s/>])",
    re.IGNORECASE,
)
#: A select's start or end, which begins the count anew, or one option with its wording.
_OPTION: Final = re.compile(r"</?select(?=[\s/>])|<option(?=[\s/>])[^<>]*>?[^<]*(?:</option\s*>)?", re.IGNORECASE)
#: Options of one select; for each the parser looks through all before it. More are read of none.
MOST_OPTIONS: Final = 1000
#: Elements inside each other; real pages stay below a hundred.
DEEPEST: Final = 500
#: Pages with fewer tags than this cannot be deep enough to matter.
_FEW: Final = 4000


def without_floods(text: str) -> str:
    """HTML without tags of hundreds of attributes, elements nested beyond :data:`DEEPEST` and options beyond :data:`MOST_OPTIONS`."""
    if any(_LONG_TAG.match(text, start) for start in _long_pieces(text)):
        text = _LONG_TAG.sub(_short, text)
    tags = text.count("<")
    if tags > MOST_OPTIONS and text.count("<o") + text.count("<O") > MOST_OPTIONS:
        text = _few_options(text)
    return _shallow(text) if tags > _FEW else text


def _long_pieces(text: str) -> Iterator[int]:
    """Where no other ``<`` follows a ``<`` for the length of a long tag; leaps from one to the last in reach."""
    place = text.find("<")
    while place >= 0:
        following = text.rfind("<", place + 1, place + _LONG + 2)
        if following < 0:
            yield place
            following = text.find("<", place + 1)
        place = following


def _short(tag: re.Match[str]) -> str:
    written = tag.group()
    return "<x" if len(written) > 1_000_000 or sum(map(written.count, " \n\t/")) > 400 else written


def _shallow(text: str) -> str:
    steps = [-1 if end else 1 for end in _BLOCK.findall(text)]
    depths = list(accumulate(steps, initial=0))
    if max(map(sub, depths, accumulate(depths, min))) <= DEEPEST:  # ends of what was never begun lead no higher
        return text
    depth = 0

    def cut(tag: re.Match[str]) -> str:
        nonlocal depth
        if tag[1]:
            depth = max(0, depth - 1)
            return tag[0] if depth < DEEPEST else "</x"
        depth += 1
        return tag[0] if depth <= DEEPEST else "<x"

    return _BLOCK.sub(cut, text)


def _few_options(text: str) -> str:
    options = 0

    def cut(found: re.Match[str]) -> str:
        nonlocal options
        options = options + 1 if found[0][1] in "oO" else 0
        return found[0] if options <= MOST_OPTIONS else ""

    return _OPTION.sub(cut, text)
