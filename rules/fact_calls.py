"""Addresses that script functions put together from what they are called with: ``view('12')`` and ``open("/item?id=" + id)``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Final, NamedTuple

from rules.fact_code import statements

#: A named function; a function or an arrow that a name is given to.
_FUNCTION: Final = re.compile(r"function(?<!\wfunction)\b\s*+([\w$]*+)\s*+\(([^()]{0,200})\)\s*+\{")
_ARROW: Final = re.compile(r"(?<![\w$])([\w$]++)\s*+=\s*+\(?([\w$,\s]{0,200})\)?\s*+=>\s*+(\{?)")
#: `/item/${id}.html`
_TEMPLATE: Final = re.compile(r"`([^`]{0,500})`")
_HOLE: Final = re.compile(r"\$\{\s*([\w$.]{1,60})\s*\}")
_GIVEN_TO: Final = re.compile(r"([\w$]+)\s*[=:]\s*$")
_BRACE: Final = re.compile(r"[{}]")
_GOING: Final = ("open", "location", ".href")
_LONGEST_BODY: Final = 1000
_MOST_FUNCTIONS: Final = 500
#: That no word ends in what it begins with is asked after its first letter: a search leaps to that.
_CONSTANT: Final = re.compile(
    r"""(?:v(?<!\wv)ar|l(?<!\wl)et|c(?<!\wc)onst)\s+([A-Za-z_$][\w$]*)\s*=\s*["']([^"'\s]{0,200})["']\s*[;,\n]"""
)
_ARGUMENT: Final = re.compile(r"""\s*(?:"([^"\n]{0,200})"|'([^'\n]{0,200})'|(-?\d{1,20}))\s*([,)])""")
_SLOT: Final = "\0{}\0"
_SLOTS: Final = re.compile("\0(\\d+)\0")
_MOST_CONSTANTS: Final = 50


class Function(NamedTuple):
    """A function as written: its parameters in one text, and its body, cut off where it is long."""

    name: str
    parameters: str
    body: str


def functions_in(code: str) -> Iterator[Function]:
    """The functions of a script that have a name to be called by."""
    for count, found in enumerate(_FUNCTION.finditer(code)):
        if count >= _MOST_FUNCTIONS:
            return
        given = None if found[1] else _GIVEN_TO.search(code[max(0, found.start() - 60) : found.start()])
        if name := found[1] or (given[1] if given else ""):
            yield Function(name, found[2], _body(code, found.end()))
    if "=>" in code:
        for found in islice(_ARROW.finditer(code), _MOST_FUNCTIONS):
            line = code[found.end() : found.end() + _LONGEST_BODY].partition("\n")[0]
            body = _body(code, found.end()) if found[3] else line
            yield Function(found[1], found[2], body)


def constants_in(code: str) -> dict[str, str]:
    """Names that a script gives a text to once."""
    found: dict[str, str] = {}
    for name, text in _CONSTANT.findall(code)[:_MOST_CONSTANTS]:
        found.setdefault(name, text)
    return found


def template_of(function: Function, constants: Mapping[str, str]) -> str:
    """The address a function goes to, its parameters as slots; empty where anything else goes into it.

    Where it goes to several, that one which tells most of what it is called with; none where none does.
    """
    if not any(word in function.body for word in _GOING):
        return ""
    names = [name.strip() for name in function.parameters.split(",") if name.strip()]
    known = {**constants, **{name: _SLOT.format(place) for place, name in enumerate(names)}}
    body = _TEMPLATE.sub(_as_sum, function.body) if "${" in function.body else function.body
    ways = [found.text for found in statements(body, known) if found.goes]
    told = [way for way in ways if way]
    best = max(told, key=lambda way: way.count("\0"), default="")
    return best if "\0" in best or not names or len(ways) == 1 else ""


def filled(template: str, code: str, start: int) -> str:
    """A template with the arguments of a call, whose list begins at ``start``; empty where one is no plain text or number."""
    if "\0" not in template:
        return template
    given = list(_arguments(code, start))
    wanted = [int(place) for place in _SLOTS.findall(template)]
    if not given or max(wanted) >= len(given):
        return ""
    return _SLOTS.sub(lambda slot: given[int(slot.group(1))], template)


def _as_sum(template: re.Match[str]) -> str:
    """A template as texts and names joined by +."""
    return '"' + _HOLE.sub(r'"+\1+"', template[1].replace('"', '\\"')) + '"'


def _body(code: str, start: int) -> str:
    """What follows an opening brace up to the one that closes it."""
    depth = 1
    for brace in _BRACE.finditer(code, start, start + _LONGEST_BODY):
        depth += 1 if brace[0] == "{" else -1
        if not depth:
            return code[start : brace.start()]
    return code[start : start + _LONGEST_BODY]


def _arguments(code: str, start: int) -> Iterator[str]:
    while found := _ARGUMENT.match(code, start):
        yield next(text for text in found.groups()[:3] if text is not None)
        if found.group(4) == ")":
            return
        start = found.end()
