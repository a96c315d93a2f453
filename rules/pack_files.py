"""Read the YAML files of a pack, keeping the line each value stands on, and say in which of them what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar

import yaml
from pydantic import ValidationError

from crawler.problems import Problem

Words = TypeVar("Words")
# The C loader reads the packs several times faster; wheels of PyYAML carry it, source builds may not.
_Loader: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
#: The packs that come with the program.
SHIPPED: Final = Path(__file__).parent / "packs"
#: Files of a pack that hold words and no rules. A pack that lacks one of them, or a list in it, is read with the shipped one.
WORD_FILES: Final = (
    "dates.yaml",
    "guide_consistency.yaml",
    "guide_elements.yaml",
    "items.yaml",
    "layout.yaml",
    "letters.yaml",
    "matching.yaml",
    "names.yaml",
)
#: Keys a file of rules may hold at its top.
TOPIC_KEYS: Final = ("topic", "rules", "words", "pictures")
#: pydantic's error types by what is to be done about them; each names a message ``problem.rule_<name>``.
_MISTAKES: Final = {
    "missing": "lacks",
    "one_key": "one_key",
    "extra_forbidden": "unknown_field",
    "string_type": "not_text",
    "int_type": "not_number",
    "int_parsing": "not_number",
    "int_from_float": "not_number",
    "greater_than_equal": "not_number",
    "literal_error": "value",
    "bool_type": "not_yes_no",
    "bool_parsing": "not_yes_no",
    "model_type": "not_block",
    "model_attributes_type": "not_block",
    "dict_type": "not_block",
    "tuple_type": "not_list",
}


@dataclass(frozen=True, slots=True)
class PackFile:
    """One file of a pack: its name, its content as plain values, and the YAML nodes they came from."""

    name: str
    document: Any
    node: Any

    def line(self, place: Iterable[object] = ()) -> int:
        """The line, from 1, of the value at a place (keys and indexes from the top), or of the nearest one around it."""
        node, line = self.node, 1
        for step in place:
            found = _child(node, step)
            if found is None:
                break
            line, node = found
        return line


def read_file(path: Path, content: bytes) -> PackFile:
    """Parse one file. Raises Problem naming file and line for a wrong encoding, broken YAML or a key given twice."""
    try:
        loader = _Loader(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Problem("pack_encoding", file=path.name, line=content[: error.start].count(b"\n") + 1) from error
    except yaml.YAMLError as error:
        raise _broken(path, error) from error
    try:
        node = loader.get_single_node()
        document = loader.construct_document(node) if node is not None else None
    except yaml.YAMLError as error:
        raise _broken(path, error) from error
    finally:
        loader.dispose()
    _no_key_twice(path, node)
    return PackFile(path.name, document, node)


def rule_problem(file: PackFile, rule: str, place: tuple[object, ...], error: ValidationError) -> Problem:
    """The first thing pydantic found wrong with a rule, as a Problem with line, field, value and what to do."""
    first = error.errors()[0]
    inside = tuple(step for step in first["loc"] if not isinstance(step, str) or not step.startswith("function-"))
    field = ".".join(str(step + 1) if isinstance(step, int) else str(step) for step in inside)
    told = {"file": file.name, "line": file.line((*place, *inside)), "rule": rule, "field": field}
    value = first.get("input")
    shown = "" if first["type"] == "missing" else str(value)[:80]
    allowed = str((first.get("ctx") or {}).get("expected", "")).replace(" or ", ", ").replace("'", "")
    code = _MISTAKES.get(first["type"])
    if code is None:
        return Problem("rule_field", **told, value=shown, error=first["msg"])
    return Problem(f"rule_{code}", **told, value=shown, allowed=allowed)


def topic_of(file: PackFile) -> PackFile:
    """A file of rules; its top level is a mapping, its rules a list."""
    document = file.document
    if not isinstance(document, dict) or not isinstance(document.get("rules") or [], list):
        raise Problem("pack_not_topic", file=file.name, line=1, field="", allowed=" ".join(TOPIC_KEYS))
    for key in document:
        if key not in TOPIC_KEYS:
            raise Problem(
                "pack_not_topic", file=file.name, line=file.line([key]), field=key, allowed=" ".join(TOPIC_KEYS)
            )
    return file


def shared_words(files: Iterable[PackFile]) -> dict[str, tuple[str, ...]]:
    """The word lists of all files, each name once."""
    words: dict[str, tuple[str, ...]] = {}
    for file in files:
        listed = file.document.get("words") or {}
        if not isinstance(listed, dict):
            raise Problem(
                "words_not_lists", file=file.name, line=file.line(["words"]), field="words", value=str(listed)
            )
        for name, texts in listed.items():
            place = {"file": file.name, "line": file.line(["words", name]), "field": name}
            if name in words:
                raise Problem("words_twice", **place)
            if not isinstance(texts, list) or not texts:
                raise Problem("words_not_lists", **place, value=str(texts)[:80])
            for number, text in enumerate(texts):
                if not isinstance(text, str) or not text.strip():
                    line = file.line(["words", name, number])
                    raise Problem("word_not_text", file=file.name, line=line, field=name, value=str(text))
            words[str(name)] = tuple(texts)
    return words


def pictures_of(file: PackFile) -> Mapping[str, str]:
    """File names of pictures, lower case, and the wording each stands for."""
    found = file.document.get("pictures") or {}
    if not isinstance(found, dict):
        raise Problem(
            "words_not_lists", file=file.name, line=file.line(["pictures"]), field="pictures", value=str(found)[:80]
        )
    return {str(name).lower(): str(text) for name, text in found.items()}


def read_words(path: Path, compiled: Callable[[Any], Words]) -> Words:
    """Read a file of words and patterns; a list that it lacks is the shipped one.

    Raises Problem naming file, line, list, value and remedy when it cannot be used.
    """
    try:
        file = read_file(path, path.read_bytes())
    except OSError as error:
        raise Problem("word_file", file=path.name, line=0, field="", value="", error=str(error)) from error
    shipped = _shipped(path.name)
    _check_lists(file, shipped)
    try:
        return compiled(_completed(shipped, file.document))
    except KeyError as error:
        raise Problem("word_file_lacks", file=path.name, line=1, field=str(error.args[0])) from error
    except re.error as error:
        raise _bad_pattern(file, error) from error
    except (TypeError, AttributeError, ValueError) as error:
        raise Problem("word_file", file=path.name, line=1, field="", value="", error=str(error)) from error


@cache
def _shipped(name: str) -> Mapping[str, Any]:
    """The shipped file of that name as plain values, empty where there is none."""
    path = SHIPPED / name
    document = read_file(path, path.read_bytes()).document if path.is_file() else None
    return document if isinstance(document, dict) else {}


def _completed(shipped: Any, own: Any) -> Any:
    """A file's values, with the shipped ones for those that it or one of its parts lacks."""
    if not isinstance(shipped, dict) or not isinstance(own, dict):
        return own
    return {**shipped, **{key: _completed(shipped.get(key), value) for key, value in own.items()}}


def borrowed(name: str, document: Any) -> bytes:
    """What a pack's word file leaves to the shipped one, to be told apart from other versions of it; empty where it has all."""
    lacking = _lacking(_shipped(name), document if isinstance(document, dict) else {})
    return repr(lacking).encode() if lacking else b""


def _lacking(shipped: Any, own: Any) -> Any:
    """The shipped values that another file lacks, by the keys that lead to them."""
    if not isinstance(shipped, dict) or not isinstance(own, dict):
        return {}
    missing = {key: value for key, value in shipped.items() if key not in own}
    inner = {key: found for key in shipped.keys() & own.keys() if (found := _lacking(shipped[key], own[key]))}
    return sorted({**missing, **inner}.items())


def _check_lists(file: PackFile, shipped: Mapping[str, Any]) -> None:
    """Raise Problem for slips that nobody would notice: a name the shipped file does not hold, a single text where it has a list
    (its characters would each be taken for a word), an entry that is no text."""
    if not isinstance(file.document, dict):
        raise Problem("pack_not_topic", file=file.name, line=1, field="", allowed=" ".join(shipped))
    for key in file.document if shipped else ():
        if key not in shipped:
            line = file.line([key])
            raise Problem("pack_not_topic", file=file.name, line=line, field=key, allowed=" ".join(shipped))
    for place in _lists(shipped):
        given: Any = file.document
        for step in place:
            given = given.get(step) if isinstance(given, dict) else None
        field = ".".join(map(str, place))
        if given is not None and not isinstance(given, list):
            raise Problem("words_not_lists", file=file.name, line=file.line(place), field=field, value=str(given)[:80])
        for number, word in enumerate(given or ()):
            if not isinstance(word, str) or not word:
                line = file.line((*place, number))
                raise Problem("word_not_text", file=file.name, line=line, field=field, value=str(word))


def _lists(value: Any, place: tuple[object, ...] = ()) -> Iterator[tuple[object, ...]]:
    """The places of all lists below a mapping."""
    if isinstance(value, list):
        yield place
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _lists(inner, (*place, key))


def _bad_pattern(file: PackFile, error: re.error) -> Problem:
    """The text of the file that is no pattern by itself."""
    for place, text in _strings(file.document):
        try:
            re.compile(text)
        except re.error as bad:
            field = ".".join(str(step) for step in place if isinstance(step, str))
            return Problem("word_file", file=file.name, line=file.line(place), field=field, value=text, error=bad.msg)
    return Problem("word_file", file=file.name, line=1, field="", value=str(error.pattern)[:80], error=error.msg)


def _strings(value: Any, place: tuple[object, ...] = ()) -> Iterator[tuple[tuple[object, ...], str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _strings(inner, (*place, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _strings(inner, (*place, number))


def _child(node: Any, step: object) -> tuple[int, Any] | None:
    """The line and node of a mapping's key or a list's entry; lists that name shared words are not numbered as read."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key.start_mark.line + 1, value
    elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        entries = node.value[: step + 1]
        if not any(isinstance(one, yaml.ScalarNode) and one.value.startswith("$") for one in entries):
            return entries[-1].start_mark.line + 1, entries[-1]
    return None


def _no_key_twice(path: Path, node: Any) -> None:
    """YAML would quietly keep the second of two equal keys."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, yaml.SequenceNode):
            waiting.extend(one.value)
        elif isinstance(one, yaml.MappingNode):
            seen = set()
            for key, value in one.value:
                if key.value in seen:
                    raise Problem("pack_key_twice", file=path.name, line=key.start_mark.line + 1, field=key.value)
                if isinstance(key, yaml.ScalarNode):
                    seen.add(key.value)
                waiting.append(value)


def _broken(path: Path, error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    said = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    return Problem("pack_not_yaml", file=path.name, line=mark.line + 1 if mark else 1, error=str(said))
