"""What the text of one script says, worked out once and remembered: a site's scripts stand on most of its pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from typing import Any, Final

from rules.fact_calls import Function, constants_in, functions_in, template_of
from rules.fact_code import MAX_CODE, Statement, statements
from rules.fact_data import entries, objects_in_script, pairs_in_script
from rules.fact_links import Told, navigation_in
from rules.remember import once

#: Scripts remembered in each of two turns: as many as this, and no more characters of code. What is kept of each is bounded by its
#: own length, so that all of it takes a few megabytes at most, on whatever pages.
_MOST_SCRIPTS: Final = 500
_MOST_CHARS: Final = 150_000
_LONGEST_KEPT: Final = 30_000
_LONGEST_HEAD: Final = 20_000  # characters of a script in which it names what it uses throughout
_MOST_NAMES: Final = 64  # names given before a script for which what it opens is remembered
_WRITERS: Final = ("document.write", "document[", "erHTML", "AdjacentHTML", ".append(", ".html(", ".before(", ".after(")
#: What is worth reading: links, rows, entries, frames.
_ELEMENT: Final = re.compile(r"(?:<|%3C)(?:a|li|td|tr|p|dd|dt|iframe|option)\b", re.IGNORECASE)
_LINK: Final = re.compile(r"<(?:a|iframe)\s[^<>]*\b(?:href|src)\s*+=\s*+[\"']?+(?!javascript:|#)", re.IGNORECASE)
_ELSE: Final = re.compile(r"[\s;)}]*+else\b(?:\s*+if\b[^{}\n]*+)?[\s{]*+")
_LONGEST_GAP: Final = 200
_BOUND_CLICK: Final = re.compile(
    r"""(?:\$\(\s*["']([#.][\w-]+)["']\s*\)\s*\.(?:click|bind|on)\s*\(|getElementById\(\s*["']([\w-]+)["']\s*\)\s*\.(?:onclick\s*=|addEventListener\s*\())"""
    r"""(?:.{0,200}?)(?:window\.open|location(?:\.href)?\s*=)\s*\(?\s*["']([^"'\s]{2,400})["'](?!\s*\+)""",
    re.DOTALL,
)
_DELEGATED: Final = re.compile(
    r"""\.on\s*\(\s*["']click["']\s*,\s*["']([#.][\w-]+)["']\s*,(?:.{0,200}?)(?:window\.open|location(?:\.href)?\s*=)\s*\(?\s*["']([^"'\s]{2,400})["'](?!\s*\+)""",
    re.DOTALL,
)
#: A link is given its address: $('#a').attr('href', '…'), getElementById('a').href = '…'.
_GIVEN: Final = re.compile(
    r"""(?:\$\(\s*["']([#.][\w-]+)["']\s*\)\s*\.(?:attr|prop)\(\s*["']href["']\s*,|getElementById\(\s*["']([\w-]+)["']\s*\)\s*\.(?:href\s*=|setAttribute\(\s*["']href["']\s*,))"""
    r"""\s*["']([^"'\s]{2,400})["'](?!\s*\+)"""
)
_Names = Mapping[str, str]


class Script:
    """One script's text, and what it says; what it says under the names that scripts before it gave is kept for the last such names."""

    def __init__(self, code: str) -> None:
        self.code = code
        self._opened: tuple[_Names, _Names] | None = None
        self._wrote: tuple[_Names, _Names, str] | None = None

    @once
    def objects(self) -> list[Any]:
        """The JSON values it holds."""
        return list(objects_in_script(self.code))

    @once
    def entries(self) -> list[tuple[str, str]]:
        """(wording, address) of the objects that have both."""
        return [entry for value in self.objects for entry in entries(value)]

    @once
    def pairs(self) -> list[tuple[str, str]]:
        """(wording, address) where it names the two next to each other."""
        return list(pairs_in_script(self.code))

    @once
    def constants(self) -> _Names:
        """Names that it gives a text to once."""
        code = self.code[:MAX_CODE]
        return constants_in(code[:_LONGEST_HEAD]) if "var " in code or "const " in code else {}

    @once
    def _functions(self) -> list[Function]:
        return list(functions_in(self._going)) if self._going else []

    @once
    def _given(self) -> list[tuple[str, str]]:
        """(selector, address) of links that are given their address."""
        code = self.code[:MAX_CODE]
        told = "href" in code and ("attr" in code or "prop" in code or "ById" in code)
        return list(_by_selector(_GIVEN, code)) if told else []

    @once
    def _clicks(self) -> list[tuple[str, str]]:
        """(selector, address) of what a click opens."""
        delegated = _DELEGATED.findall(self._going) if ".on" in self._going else []
        return [*_by_selector(_BOUND_CLICK, self._going), *delegated] if self._going else []

    @once
    def _going(self) -> str:
        """Its code, if it goes anywhere."""
        code = self.code[:MAX_CODE]
        return code if "open" in code or "location" in code else ""

    def opens(self, constants: _Names) -> _Names:
        """The one address that each function or bound click opens, given the texts of names; it may have slots for what a function is
        called with."""
        if self._opened is not None and (not self._functions or self._opened[0] == constants):
            return self._opened[1]
        found = dict(reversed(self._given))
        for function in self._functions:
            address = template_of(function, constants)
            if address or (not function.parameters.strip() and (address := navigation_in(function.body, constants))):
                found.setdefault(function.name, address)
        for selector, address in self._clicks:
            found.setdefault(selector, address)
        if len(constants) <= _MOST_NAMES:
            self._opened = dict(constants), found
        return found

    @once
    def _writes(self) -> bool:
        return bool(_ELEMENT.search(self.code)) and any(writer in self.code for writer in _WRITERS)

    def written(self, known: MutableMapping[str, str]) -> str:
        """The markup it writes into the page from literals alone; ``known`` are the texts of names before it, then after it."""
        if not self._writes:
            return ""
        if self._wrote is not None and self._wrote[0] == known:
            known.clear()
            known.update(self._wrote[1])
            return self._wrote[2]
        before = dict(known)
        markup = "".join(_written(self.code, known))
        if len(markup) + _chars(before) + _chars(known) <= 3 * len(self.code):
            self._wrote = before, dict(known), markup
        return markup


class _Kept:
    """The scripts met last: those of this turn, and those of the one before, which are forgotten when a turn is full."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        self._now: dict[str, Script] = {}
        self._before: dict[str, Script] = {}
        self._chars = 0

    @property
    def held(self) -> tuple[int, int]:
        """How many scripts are remembered, and their characters."""
        codes = {*self._now, *self._before}
        return len(codes), sum(map(len, codes))

    def script(self, code: str) -> Script:
        """The script of a text, the one that is remembered where there is one."""
        script = self._now.get(code)
        if script is None:
            script = self._before.get(code) or Script(code)
            if len(code) <= _LONGEST_KEPT:
                self._keep(script)
        return script

    def _keep(self, script: Script) -> None:
        if len(self._now) >= _MOST_SCRIPTS or self._chars > _MOST_CHARS:
            self._now, self._before, self._chars = {}, self._now, 0
        self._now[script.code] = script
        self._chars += len(script.code)


_KEPT: Final = _Kept()
script_of: Final = _KEPT.script


def targets_in_scripts(scripts: Sequence[Script]) -> Told:
    """The one address that the code of a function or of a bound click opens, which may have slots for what a function is called
    with, and the names whose text is known."""
    opens: dict[str, str] = {}
    constants: dict[str, str] = {}
    for script in scripts:
        constants |= script.constants
        for name, address in script.opens(constants).items():
            opens.setdefault(name, address)
    return Told(opens, constants)


def _by_selector(pattern: re.Pattern[str], code: str) -> Iterator[tuple[str, str]]:
    return ((selector or f"#{identity}", address) for selector, identity, address in pattern.findall(code))


def _chars(names: _Names) -> int:
    return sum(map(len, names)) + sum(map(len, names.values()))


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
