"""Rule packs: folders of YAML files, one topic a file, read into checked and frozen models."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from crawler.problems import Problem
from rules.pack_files import (
    SHIPPED,
    WORD_FILES,
    PackFile,
    borrowed,
    pictures_of,
    read_file,
    rule_problem,
    shared_words,
    topic_of,
)
from rules.terms import COLUMNS, FUNCTIONS, ROLES

#: A rule's subject: a function, a column, the page's role, or what an entry's target is (for the crawl's order).
SUBJECTS: Final = (*FUNCTIONS, *COLUMNS, "role", "target")


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Texts = Annotated[tuple[str, ...], BeforeValidator(_as_list)]
#: Where a link or form stands, how a link is made, what a field is, what a page is: words of ``rules.records``.
Zones = Annotated[
    tuple[Literal["header", "nav", "breadcrumb", "content", "aside", "footer", "friendly", "hidden"], ...],
    BeforeValidator(_as_list),
]
Kinds = Annotated[
    tuple[Literal["a", "image", "button", "script", "option", "frame", "data"], ...], BeforeValidator(_as_list)
]
FieldKinds = Annotated[
    tuple[
        Literal[
            "text",
            "textarea",
            "password",
            "file",
            "select",
            "checkbox",
            "radio",
            "hidden",
            "submit",
            "button",
            "captcha",
        ],
        ...,
    ],
    BeforeValidator(_as_list),
]
PageKinds = Annotated[
    tuple[Literal["html", "json", "xml", "text", "document", "image", "binary", "empty"], ...],
    BeforeValidator(_as_list),
]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Words(_Frozen):
    """What a text must say: one of ``says`` inside it, or be, start or end with one; ``unless`` words take it back."""

    says: Texts = ()
    is_: Texts = Field(default=(), alias="is")
    starts: Texts = ()
    ends: Texts = ()
    unless: Texts = ()
    longest: int = 0  # characters; 0 is no bound


class LinkWords(Words):
    """A link worded so, standing in one of ``zones``, under a ``context`` that says so."""

    zones: Zones = ()
    not_zones: Zones = ()
    kinds: Kinds = ()
    not_kinds: Kinds = ()
    url_has: Texts = ()
    url_not: Texts = ()
    beside: Texts = ()  # words of which one of the links next to it, or itself, must say one
    not_beside: Texts = ()  # words that none of the links next to it may say
    also: Texts = ()  # its wording must say one of these, too
    context: Words | None = None
    leads: Literal["", "document", "file", "page", "anywhere"] = (
        ""  # by its address: names a document, gives one, a page, not dead
    )
    in_text: bool = False  # also count links inside running text


class FormShape(Words):
    """A form with all of ``fields`` and one of ``any_field``, whose text or buttons say so."""

    fields: FieldKinds = ()
    any_field: FieldKinds = ()
    at_least: int = 0  # fields a person fills in
    zones: Zones = ()
    not_zones: Zones = ()


class Count(_Frozen):
    """A number the page is read for, between bounds."""

    of: Literal[
        "items",
        "item_entries",
        "item_rows",
        "letters",
        "replied",
        "guide_elements",
        "guide_core",
        "guide_labelled",
        "files",
        "content_chars",
        "content_links",
        "dates",
        "listed",
        "papers",
        "links",
        "frames",
        "live_frames",
        "whole_pictures",
        "dated_lines",
        "more",
        "paragraphs",
        "article",
        "article_news",
        "crumbs",
        "own_titles",
        "folders",
        "file_entries",
        "form_entries",
        "themes",
    ]
    at_least: int = 0
    at_most: int = 1_000_000_000


class Condition(_Frozen):
    """One condition over a page's facts; exactly one key is given."""

    link: LinkWords | None = None
    title: Words | None = None  # the heading, or a part of the title
    tab: Words | None = None  # the marked one of several tabs that lead to pages of their own
    head: Words | None = None  # what entries of the content stand under: a heading, or their row's label
    site: Words | None = None  # what the title and the tags call the site
    column: Words | None = None  # last step of the breadcrumb, or the official ColumnName and ColumnType tags
    breadcrumb: Words | None = None
    address: Words | None = None  # the page's own address
    text: Words | None = None  # any line of the content
    page: Words | None = None  # any line of the whole page
    header: Words | None = None  # a cell of a table's first row
    form: FormShape | None = None
    count: Count | None = None
    role: Texts | None = None  # the role decided before
    kind: PageKinds | None = None  # html, json, xml, document ...
    shell: bool | None = None  # content only appears when scripts run
    front: bool | None = None  # the address is that of a site's front page

    @model_validator(mode="after")
    def _asks_one_thing(self) -> Condition:
        if sum(getattr(self, name) is not None for name in type(self).model_fields) != 1:
            raise PydanticCustomError("one_key", "one key a condition")
        return self


class When(_Frozen):
    """All of ``all``, one of ``any`` and none of ``none`` must hold."""

    all: tuple[Condition, ...] = ()
    any: tuple[Condition, ...] = ()
    none: tuple[Condition, ...] = ()


class Example(_Frozen):
    """A link's wording, or a snippet of HTML at an address, on which the rule fires or must not."""

    link: str = ""
    html: str = ""
    url: str = "http://www.example.gov.cn/a/b.html"


class Examples(_Frozen):
    positive: tuple[Example, ...] = ()
    negative: tuple[Example, ...] = ()


class Rule(_Frozen):
    """One rule: its question, the official text it rests on, its conditions, and what it proves."""

    id: str
    version: int = Field(ge=1)
    title: str
    question: str
    subject: str
    proves: str  # here or link; a role for the subjects role and target
    basis: str
    when: When
    priority: int = 0  # of several roles the highest wins
    examples: Examples = Examples()
    file: str = ""

    def level(self) -> int | None:
        """The level the rule alone can prove: an entry names, a thing seen is usable; a role proves none."""
        return {"link": 1, "here": 2}.get(self.proves) if self.subject in FUNCTIONS or self.subject in COLUMNS else None


class Pack(_Frozen):
    """All rules of a folder and the word lists they share; ``version`` changes whenever a byte of any file does, or one of the
    shipped words that the folder leaves out."""

    folder: str
    version: str
    rules: tuple[Rule, ...]
    words: Mapping[str, tuple[str, ...]]
    pictures: Mapping[str, str]  # file name of a picture -> the wording it stands for

    def about(self, *subjects: str) -> Iterator[Rule]:
        """Yield the rules with one of the subjects, highest priority first."""
        yield from sorted((rule for rule in self.rules if rule.subject in subjects), key=lambda rule: -rule.priority)


@cache
def default_pack() -> Pack:
    """Return the pack that comes with the program."""
    return load_pack(SHIPPED)


def load_pack(folder: Path) -> Pack:
    """Read a folder of YAML files. Raises Problem naming file, line, rule, field, value and remedy for the first thing that is wrong."""
    if not folder.is_dir():
        raise Problem("pack_missing", folder=str(folder))
    digest = hashlib.sha256()
    files: list[PackFile] = []
    lists: dict[str, Any] = {}
    for path in sorted(folder.glob("*.y*ml")):
        content = path.read_bytes()
        digest.update(path.name.encode() + b"\0" + content.replace(b"\r\n", b"\n") + b"\0")
        file = read_file(path, content)
        if path.name in WORD_FILES:
            lists[path.name] = file.document
        else:
            files.append(topic_of(file))
    for name in WORD_FILES if folder != SHIPPED else ():
        digest.update(borrowed(name, lists.get(name)))
    words = shared_words(files)
    pictures = {name.lower(): word for file in files for name, word in pictures_of(file).items()}
    rules = tuple(
        _rule(file, number, row, words) for file in files for number, row in enumerate(file.document.get("rules") or ())
    )
    _unique(rules)
    if not rules:
        raise Problem("pack_empty", folder=str(folder))
    return Pack(folder=str(folder), version=digest.hexdigest()[:12], rules=rules, words=words, pictures=pictures)


def _rule(file: PackFile, number: int, row: Any, words: Mapping[str, tuple[str, ...]]) -> Rule:
    name = str(row.get("id", f"#{number + 1}")) if isinstance(row, dict) else f"#{number + 1}"
    place = ("rules", number)
    told: dict[str, Any] = {"file": file.name, "line": file.line(place), "rule": name}
    if not isinstance(row, dict):
        raise Problem("rule_not_block", **told, field="", value=str(row)[:80], allowed="")
    try:
        rule = Rule.model_validate({**_with_words(row, words, told), "file": file.name})
    except ValidationError as error:
        raise rule_problem(file, name, place, error) from error
    for field, value, allowed in _terms(rule):
        if value not in allowed:
            told["line"] = file.line((*place, field))
            raise Problem("rule_value", **told, field=field, value=value, allowed=" ".join(allowed))
    return rule


def _terms(rule: Rule) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """The values of a rule that must be standard terms: field, value, what is allowed."""
    yield "subject", rule.subject, SUBJECTS
    yield "proves", rule.proves, ("here", "link") if rule.subject in FUNCTIONS or rule.subject in COLUMNS else ROLES
    for condition in (*rule.when.all, *rule.when.any, *rule.when.none):
        yield from (("role", role, ROLES) for role in condition.role or ())


def _with_words(value: Any, words: Mapping[str, tuple[str, ...]], told: Mapping[str, Any]) -> Any:
    """Replace ``$name`` in lists of words by the shared list of that name."""
    if isinstance(value, dict):
        return {key: _with_words(inner, words, told) for key, inner in value.items()}
    if isinstance(value, str) and value.startswith("$"):
        value = [value]
    if not isinstance(value, list):
        return value
    result: list[Any] = []
    for inner in value:
        if isinstance(inner, str) and inner.startswith("$"):
            if inner[1:] not in words:
                raise Problem("rule_words", **told, value=inner, allowed=" ".join(sorted(words)))
            result.extend(words[inner[1:]])
        else:
            result.append(_with_words(inner, words, told))
    return result


def _unique(rules: tuple[Rule, ...]) -> None:
    seen: dict[str, str] = {}
    for rule in rules:
        if rule.id in seen:
            raise Problem("rule_twice", file=rule.file, rule=rule.id, other=seen[rule.id])
        seen[rule.id] = rule.file
