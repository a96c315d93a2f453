"""Markup that scripts write into the page as it loads: put where it would stand, so that it is read like any other."""

from __future__ import annotations

import re
from collections.abc import Iterator, MutableMapping
from typing import Final

from rules.fact_code import MAX_CODE, Statement, statements

_WRITERS: Final = ("document.write", "document[", "erHTML", "AdjacentHTML", ".append(", ".html(", ".before(", ".after(")
_MOST_SCRIPTS: Final = 300
_MOST: Final = 500_000  # characters written into one page
#: What is worth reading: links, rows, entries, frames.
_ELEMENT: Final = re.compile(r"(?:<|%3C)(?:a|li|td|tr|p|dd|dt|iframe|option)\b", re.IGNORECASE)
_LINK: Final = re.compile(r"<(?:a|iframe)\s[^<>]*\b(?:href|src)\s*+=\s*+[\"']?+(?!javascript:|#)", re.IGNORECASE)
_ELSE: Final = re.compile(r"[\s;)}]*+else\b(?:\s*+if\b[^{}\n]*+)?[\s{]*+")
_LONGEST_GAP: Final = 200
_ISLAND: Final = re.compile(r"<xml\b[^<>]*>", re.IGNORECASE)
_ISLAND_END: Final = re.compile(r"</xml\s*>", re.IGNORECASE)
_SCRIPT: Final = re.compile(r"<(/?)script\b", re.IGNORECASE)


def with_written(text: str) -> str:
    """HTML with what its scripts write from literals alone behind the scripts that write it; nothing is run."""
    text = _islands_as_scripts(text) if "</xml" in text or "</XML" in text else text
    if not any(writer in text for writer in _WRITERS):
        return text
    parts: list[str] = []
    last = length = 0
    known: dict[str, str] = {}
    for start, end in _scripts(text):
        code = text[start:end]
        if not _ELEMENT.search(code) or not any(writer in code for writer in _WRITERS):
            continue
        markup = "".join(_written(code, known))
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
        if not tag[1] and start < 0:
            start = text.find(">", tag.end()) + 1 or -1
        elif tag[1] and start >= 0:
            yield start, tag.start()
            start = -1


def _written(code: str, known: MutableMapping[str, str]) -> Iterator[str]:
    """The pieces of markup a script writes; of two branches that write the first that is not hollow."""
    before, shown = -1, False
    for statement in statements(code[:MAX_CODE], known):
        if statement.goes:
            continue
        gap = code[before : statement.start] if before >= 0 else ""
        other = shown and len(gap) <= _LONGEST_GAP and _ELSE.fullmatch(gap) is not None
        wanted = _wanted(statement, code)
        before, shown = statement.end, wanted or other
        if wanted and not other:
            yield statement.text or ""


def _wanted(statement: Statement, code: str) -> bool:
    text = statement.text
    if not text or statement.hollow or "<script" in text.lower() or "-->" in text:
        return False
    return code.startswith("document", statement.start) or bool(_LINK.search(text))
