"""Markup that no page is made of, taken out before parsing: the parser's time grows with the square of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

_LONG: Final = 4000  # characters of a tag
_LONG_TAG: Final = re.compile(rf"<[A-Za-z][^<>]{{{_LONG},}}")
#: A select's start or end, which begins the count anew, or one option with its wording.
_OPTION: Final = re.compile(r"</?select(?=[\s/>])|<option(?=[\s/>])[^<>]*>?[^<]*(?:</option\s*>)?", re.IGNORECASE)
#: Options of one select; for each the parser looks through all before it. More are read of none.
MOST_OPTIONS: Final = 1000
#: A tag's slash and name; whatever stands behind ``<`` and a letter is a name to a parser.
_TAG: Final = re.compile(r"<(/?)([A-Za-z][^\s/>]*)")
#: Elements that hold nothing, or end by themselves where the next one begins.
_SHALLOW: Final = frozenset([
    "a", "p", "td", "th", "tr", "tbody", "thead", "tfoot", "title", "textarea", "option", "select",
    "col", "colgroup", "caption", "html", "head", "body", "script", "style", "area", "base",
    "basefont", "bgsound", "br", "hr", "wbr", "embed", "img", "input", "link", "meta", "param", "source", "track",
    "frame", "keygen",
])  # fmt: skip
#: Elements for which an HTML5 parser looks through all open ones before it opens the next.
_BLOCKS: Final = frozenset([
    "div", "dl", "details", "dialog", "dir", "ul", "ol", "address", "article", "aside", "blockquote", "center",
    "fieldset", "figure", "figcaption", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup",
    "main", "menu", "nav", "pre", "section", "summary",
])  # fmt: skip
#: Entries, each of which ends the one before it, but not one of the other kind: these lie inside each other where they take turns.
_ENTRIES: Final = {"li": "li", "dd": "dd", "dt": "dd"}
#: Blocks inside each other; real pages stay below a hundred.
DEEPEST: Final = 500
#: Other elements open at once, names that nobody knows among them; pages pasted from Word leave many a span open.
DEEPEST_OTHER: Final = 400
#: A page begins once; each further beginning is compared with all attributes of those before.
_BEGINNING: Final = re.compile(r"<(?=(?:html|body)(?=[\s/>]))", re.IGNORECASE)
MOST_BEGINNINGS: Final = 50
#: What an HTML5 parser opens again in every further paragraph until it is closed, a cell's bounds, and all other tags.
_FORMAT: Final = re.compile(
    r"<(/?)(?:b(?:ig)?|code|em|font|i|nobr|s(?:mall|trike|trong)?|tt|u)(?=[\s/>])", re.IGNORECASE
)
_FORMAT_TAG: Final = re.compile(_FORMAT.pattern + r"[^<>]*>?", re.IGNORECASE)
_FORMATTED: Final = re.compile(
    _FORMAT.pattern.replace("(/?)", "(?:(?P<end>/)|(?P<start>))")
    + r"|</?(?P<cell>t[dh]|caption|table)(?=[\s/>])|<[A-Za-z]",
    re.IGNORECASE,
)
#: Elements a page may gain by that: each takes some 360 bytes.
MOST_REOPENED: Final = 200_000
#: What is no element where a table wants one (its group), or is passed over where it does not belong and bears attributes:
#: the text around it becomes one, which the parser copies for each further piece.
_NOTHING: Final = re.compile(
    r"<(?=([!?]|/[^A-Za-z]|input[\s/>])"
    r"|(?:/[A-Za-z][^\s>]*|html|head|body|frame|col|colgroup|caption|tbody|thead|tfoot|tr|td|th)\s+[^\s>])",
    re.IGNORECASE,
)
#: Characters copied for a page by that; the copies take as many bytes, half of them at a time.
MOST_COPIED: Final = 100_000_000
#: Pages with fewer tags than this cannot gain so many.
_FEW_FORMATS: Final = 600
#: Tags of a page; no more elements are walked through, and looking at each of two million takes seconds.
MOST_TAGS: Final = 500_000
#: Pages with fewer tags than this cannot be deep enough to matter.
_FEW: Final = 4000


def without_floods(text: str) -> str:
    """HTML without what a parser's time or memory would grow with the square of.

    That is: tags beyond :data:`MOST_TAGS` and what follows them, tags of hundreds of attributes, elements nested beyond
    :data:`DEEPEST` and :data:`DEEPEST_OTHER`, options beyond :data:`MOST_OPTIONS`, beginnings beyond :data:`MOST_BEGINNINGS`,
    texts put together of more than :data:`MOST_COPIED` characters copied again and again, and bold and fonts that are never
    closed where the parser would open more than :data:`MOST_REOPENED` of them again.
    """
    if any(_LONG_TAG.match(text, start) for start in _long_pieces(text)):
        text = _LONG_TAG.sub(_short, text)
    tags = text.count("<")
    if tags > MOST_TAGS:
        text = "<".join(text.split("<", MOST_TAGS)[:MOST_TAGS])
    text = without_endless_formats(text)
    if tags * len(text) > MOST_COPIED:
        text = _text_apart(text)
    if tags > MOST_OPTIONS and text.count("<o") + text.count("<O") > MOST_OPTIONS:
        text = _few_options(text)
    if tags <= _FEW:
        return text
    return _few_beginnings(_shallow(text))


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


class _Depth:
    """How many elements are open; an end counts only where something of its name is."""

    def __init__(self) -> None:
        self._opened: dict[str, int] = {}
        self._blocks = self._others = 0
        self._entry = ""  # the kind of the entry that began last

    def too_deep(self, end: str, name: str) -> bool:
        """Whether this tag begins or ends an element below the bounds."""
        if name in _SHALLOW or (name := name.lower()) in _SHALLOW:
            return False
        if name in _ENTRIES:
            name, before, self._entry = _ENTRIES[name], self._entry, "" if end else _ENTRIES[name]
            if before == self._entry:
                return self._blocks > DEEPEST or self._others > DEEPEST_OTHER
        opened = self._opened.get(name, 0)
        if end and not opened:
            return False
        step = -1 if end else 1
        self._opened[name] = opened + step
        if name in _BLOCKS:
            self._blocks += step
            return self._blocks + bool(end) > DEEPEST
        self._others += step
        return self._others + bool(end) > DEEPEST_OTHER


def _shallow(text: str) -> str:
    """Without the tags of elements that lie too deep: points to break a line are made of them, so that their text stays the page's."""
    too_deep = _Depth().too_deep
    verdicts = [too_deep(end, name) for end, name in _TAG.findall(text)]
    if True not in verdicts:
        return text
    cut = iter(verdicts)
    return _TAG.sub(lambda tag: "<wbr " if next(cut) else tag[0], text)


def _few_beginnings(text: str) -> str:
    if len(found := _BEGINNING.findall(text)) <= MOST_BEGINNINGS:
        return text
    kept = iter(range(len(found)))
    return _BEGINNING.sub(lambda tag: "<" if next(kept) < MOST_BEGINNINGS else "<wbr ", text)


def _text_apart(text: str) -> str:
    """With an empty element after each text that would be put together with the next one, if that were much copying."""
    places = [tag.start() for tag in _NOTHING.finditer(text) if tag[1] or not _after_tag(text, tag.start())]
    if len(places) * len(text) <= MOST_COPIED:
        return text
    return "<wbr>".join(text[start:end] for start, end in pairwise([0, *places, len(text)]))


def _after_tag(text: str, place: int) -> bool:
    """Whether a tag ends just before a place, but for a few blanks: so it is in a table that is written as it should be."""
    return text[max(0, place - 1000) : place].rstrip().endswith(">")


def without_endless_formats(text: str) -> str:
    """HTML without bold, fonts and their like where too many of them would be opened again; what they hold stays.

    Every HTML5 parser opens them again, so whoever parses hostile pages with another one asks for this, too.
    """
    if text.count("<") <= _FEW_FORMATS:
        return text
    ends = _FORMAT.findall(text)
    closed = sum(map(bool, ends))
    if (len(ends) - closed) - closed < 50 or _reopened(text) <= MOST_REOPENED:
        return text
    return _FORMAT_TAG.sub("", text)


def _reopened(text: str) -> int:
    """How many elements a parser may have to open again: for each tag those that are open before it in its cell."""
    opened = again = 0
    for tag in _FORMATTED.finditer(text):
        if tag["start"] is not None:
            opened += 1
        elif tag["end"]:
            opened = max(0, opened - 1)
        elif tag["cell"]:
            opened = 0
        else:
            again += opened
    return again


def _few_options(text: str) -> str:
    options = 0

    def cut(found: re.Match[str]) -> str:
        nonlocal options
        options = options + 1 if found[0][1] in "oO" else 0
        return found[0] if options <= MOST_OPTIONS else ""

    return _OPTION.sub(cut, text)
