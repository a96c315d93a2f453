"""What a script's text says without being run: texts put together of literals and of names whose text is known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, MutableMapping
from typing import Final, NamedTuple
from urllib.parse import unquote

MAX_CODE: Final = 200_000
_LONGEST_TEXT: Final = 200_000
_MOST_STATEMENTS: Final = 5_000
_LITERAL: Final = r"""(?:"[^"\\\n]*+(?:\\[\s\S][^"\\\n]*+)*+"|'[^'\\\n]*+(?:\\[\s\S][^'\\\n]*+)*+'|`[^`$\\]*+`)"""
_NAME: Final = r"[A-Za-z_$][\w$]*+(?:\.[A-Za-z_$][\w$]*+)*+"
_PART: Final = rf"(?:{_LITERAL}|{_NAME}|\d{{1,9}}+)"
#: Literals and names joined by +, with nothing behind them that would change what they are.
_SUM: Final = rf"{_PART}(?:\s*+\+\s*+{_PART})*+(?!\s*+[-+.(\[?*/%&|<>=\\])"
_PIECE: Final = re.compile(rf"(?P<literal>{_LITERAL})|(?P<name>{_NAME})|(?P<number>\d+)")
_SUM_HERE: Final = re.compile(rf"[\s(]{{0,4}}+({_SUM})")
#: What opens an address or goes there, and what writes markup into the page.
_GOES: Final = r"open(?:Url|Win|Window)?\s*+\(|location(?:\.(?:href|hash))?\s*+=(?!=)|location\.(?:assign|replace)\s*+\(|\.href\s*+=(?!=)"
_WRITES: Final = (
    r"document(?:\.write(?:ln)?|\[[\"']write(?:ln)?[\"']\])\s*+\(|\.(?:inn|out)erHTML\s*+\+?=(?!=)"
    r"|\.(?:html|append|prepend|before|after)\s*+\(|\.insertAdjacentHTML\s*+\(\s*+[\"']\w+[\"']\s*+,"
)
_STATEMENT: Final = re.compile(
    rf"(?:(?P<goes>{_GOES})|(?P<writes>{_WRITES})|(?<![\w$.])(?P<set>[A-Za-z_$][\w$]*+)\s*+(?P<adds>\+?)=(?![=>]))\s*+"
    rf"(?P<coded>(?:unescape|decodeURI(?:Component)?)\s*+\(\s*+)?+(?P<sum>{_SUM})?+",
    re.IGNORECASE,
)
_UNIT: Final = re.compile(r"%u([0-9a-fA-F]{4})")
_ESCAPE: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r?\n)|([\s\S]))")
_CONTROLS: Final = {"n": "\n", "t": "\t", "r": "\r", "b": " ", "f": " ", "v": " ", "0": ""}


class Statement(NamedTuple):
    """A navigation or a write: ``text`` is what it is given, None where that is not known before the script runs."""

    goes: bool
    text: str | None
    hollow: bool  # a name in it holds the empty text
    start: int
    end: int


def plain_text(literal: str) -> str:
    """The text that a literal in quotes means."""
    inner = literal[1:-1]
    return _ESCAPE.sub(_character, inner) if "\\" in inner else inner


def joined(written: str, known: Mapping[str, str]) -> str | None:
    """The text of literals and names joined by +; None where a name's is not known."""
    parts = []
    for piece in _PIECE.finditer(written):
        name = piece["name"]
        part = known.get(name) if name else plain_text(piece["literal"]) if piece["literal"] else piece["number"]
        if part is None:
            return None
        parts.append(part)
    return "".join(parts)


def joined_at(code: str, start: int, known: Mapping[str, str]) -> str | None:
    """The text that begins at a place of the code, behind at most some brackets and spaces."""
    found = _SUM_HERE.match(code, start)
    return joined(found[1], known) if found else None


def statements(code: str, known: MutableMapping[str, str]) -> Iterator[Statement]:
    """The navigations and writes of a script in the order written, whatever their conditions; ``known`` follows its names."""
    for count, found in enumerate(_STATEMENT.finditer(code[:MAX_CODE])):
        if count >= _MOST_STATEMENTS:
            return
        text = joined(found["sum"], known) if found["sum"] else None
        text = _decoded(text) if text and found["coded"] else text
        if name := found["set"]:
            _follow(known, name, text, bool(found["adds"]))
        else:
            hollow = any(known.get(piece["name"]) == "" for piece in _PIECE.finditer(found["sum"] or ""))
            goes = found["goes"]
            text = routed(goes, text) if goes and text else text
            yield Statement(goes is not None, text, hollow, found.start(), found.end())


def routed(goes: str, text: str) -> str:
    """The address that code goes to; what ``location.hash`` is given stands behind a ``#``, written or not."""
    return f"#{text.removeprefix('#')}" if ".hash" in goes else text


def _decoded(text: str) -> str:
    """What ``unescape`` makes of a text: %3C, and %u7532 for what is beyond a byte."""
    return _UNIT.sub(lambda unit: chr(int(unit[1], 16)), unquote(text))


def _follow(known: MutableMapping[str, str], name: str, text: str | None, adds: bool) -> None:
    whole = known.get(name) if adds else ""
    if text is None or whole is None or len(whole) + len(text) > _LONGEST_TEXT:
        known.pop(name, None)
    else:
        known[name] = whole + text


def _character(escape: re.Match[str]) -> str:
    unit, byte, line, other = escape.groups()
    if unit or byte:
        return chr(int(unit or byte, 16))
    return "" if line else _CONTROLS.get(other, other)
