"""Markup that scripts write into the page as it loads: put where it would stand, so that it is read like any other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from rules.fact_scripts import script_of

_MOST_SCRIPTS: Final = 300
_MOST: Final = 500_000  # characters written into one page
_ISLAND: Final = re.compile(r"<xml\b[^<>]*>", re.IGNORECASE)
_ISLAND_END: Final = re.compile(r"</xml\s*>", re.IGNORECASE)
_SCRIPT: Final = re.compile(r"</?[Ss][Cc][Rr][Ii][Pp][Tt]\b")


def with_written(text: str) -> str:
    """HTML with what its scripts write from literals alone behind the scripts that write it; nothing is run."""
    text = _islands_as_scripts(text) if "</xml" in text or "</XML" in text else text
    parts: list[str] = []
    last = length = 0
    known: dict[str, str] = {}
    for start, end in _scripts(text):
        markup = script_of(text[start:end]).written(known)
        length += len(markup)
        if markup and length <= _MOST:
            behind = text.find(">", end) + 1 or len(text)
            parts += (text[last:behind], markup)
            last = behind
    return "".join((*parts, text[last:])) if parts else text


def _islands_as_scripts(text: str) -> str:
    """Data islands (``<xml id=d>…</xml>``) as the scripts that other pages keep their data in: HTML has no such element."""
    parts: list[str] = []
    last = 0
    while (opening := _ISLAND.search(text, last)) and (closing := _ISLAND_END.search(text, opening.end())):
        parts += (text[last : opening.start()], '<script type="text/xml">', text[opening.end() : closing.start()])
        parts.append("</script>")
        last = closing.end()
    return "".join((*parts, text[last:]))


def _scripts(text: str) -> Iterator[tuple[int, int]]:
    """Where the code of each script begins and ends."""
    start = -1
    for count, tag in enumerate(_SCRIPT.finditer(text)):
        if count > 2 * _MOST_SCRIPTS:
            return
        place, behind = tag.span()
        ends = text[place + 1] == "/"
        if not ends and start < 0:
            start = text.find(">", behind) + 1 or -1
        elif ends and start >= 0:
            yield start, place
            start = -1
