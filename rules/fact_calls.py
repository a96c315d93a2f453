"""Addresses that script functions put together from what they are called with: ``view('12')`` and ``open("/item?id=" + id)``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

#: What a function opens or goes to: literals and names joined by +.
_JOINED: Final = re.compile(
    r"""(?:open(?:Url|Win|Window)?\s*\(|location(?:\.href)?\s*=|location\.(?:assign|replace)\s*\(|\.href\s*=)\s*"""
    r"""((?:["'][^"'\n]{0,300}["']|[A-Za-z_$][\w$]*)(?:\s*\+\s*(?:["'][^"'\n]{0,300}["']|[A-Za-z_$][\w$]*)){1,8})""",
    re.IGNORECASE,
)
_PART: Final = re.compile(r"""["']([^"'\n]*)["']|([A-Za-z_$][\w$]*)""")
_CONSTANT: Final = re.compile(r"""\b(?:var|let|const)\s+([A-Za-z_$][\w$]*)\s*=\s*["']([^"'\s]{0,200})["']\s*[;,\n]""")
_ARGUMENT: Final = re.compile(r"""\s*(?:"([^"\n]{0,200})"|'([^'\n]{0,200})'|(-?\d{1,20}))\s*([,)])""")
_SLOT: Final = "\0{}\0"
_SLOTS: Final = re.compile("\0(\\d+)\0")
_MOST_CONSTANTS: Final = 50


def constants_in(code: str) -> dict[str, str]:
    """Names that a script gives a text to once."""
    found: dict[str, str] = {}
    for name, text in _CONSTANT.findall(code)[:_MOST_CONSTANTS]:
        found.setdefault(name, text)
    return found


def template_of(parameters: str, body: str, constants: Mapping[str, str]) -> str:
    """The address a function's body goes to, its parameters as slots; empty where anything else goes into it."""
    joined = _JOINED.search(body)
    if joined is None:
        return ""
    slots = {name.strip(): _SLOT.format(place) for place, name in enumerate(parameters.split(","))}
    parts: list[str] = []
    for literal, name in _PART.findall(joined.group(1)):
        part = slots.get(name, constants.get(name)) if name else literal
        if part is None:
            return ""
        parts.append(part)
    return "".join(parts)


def filled(template: str, code: str, start: int) -> str:
    """A template with the arguments of a call, whose list begins at ``start``; empty where one is no plain text or number."""
    if "\0" not in template:
        return template
    given = list(_arguments(code, start))
    wanted = [int(place) for place in _SLOTS.findall(template)]
    if not given or max(wanted) >= len(given):
        return ""
    return _SLOTS.sub(lambda slot: given[int(slot.group(1))], template)


def _arguments(code: str, start: int) -> Iterator[str]:
    while found := _ARGUMENT.match(code, start):
        yield next(text for text in found.groups()[:3] if text is not None)
        if found.group(4) == ")":
            return
        start = found.end()
