"""The words that make and unmake names of service items, read from ``packs/items.yaml`` and compiled once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from rules.word_files import WordFile, any_of, either

#: A name's English behind it: 停留证件申请 Application for Stay Permit.
_TRANSLATED: Final = r"(?<=[\u4e00-\u9fff)]) [A-Za-z][A-Za-z ,.'-]{8,}$"


@dataclass(frozen=True, slots=True)
class ItemWords:
    """Compiled vocabulary of items; every pattern expects simplified, half-width text."""

    version: int
    suffix: re.Pattern[str]
    told: re.Pattern[str]  # what a page tells of an item, several words of it
    edition: re.Pattern[str]
    prefix: re.Pattern[str]
    tag: re.Pattern[str]  # kinds of cases and powers that stand beside a name as tags
    department: re.Pattern[str]
    office: re.Pattern[str]  # what surely ends as offices do
    act: re.Pattern[str]
    founding: re.Pattern[str]  # a name that begins so is no place's, though it ends like one
    thing: re.Pattern[str]
    short_things: frozenset[str]
    not_item: re.Pattern[str]
    weak_not_item: re.Pattern[str]
    menu_like: re.Pattern[str]  # no item even among items
    tool: re.Pattern[str]  # of everyday life, no matter of the government's
    tool_like: re.Pattern[str]  # what beside such tools is one, too
    picked: re.Pattern[str]  # headings above what is asked for most
    enumerates: re.Pattern[str]  # what stands before a line's names
    function_words: re.Pattern[str]
    place: re.Pattern[str]
    menu_words: frozenset[str]
    headings: tuple[str, ...]
    other_headings: tuple[str, ...]
    addresses: re.Pattern[str]
    name_columns: frozenset[str]
    name_column: re.Pattern[str]
    department_columns: frozenset[str]
    function_columns: frozenset[str]
    enforcement: frozenset[str]
    json_name_keys: tuple[str, ...]
    json_url_keys: tuple[str, ...]
    json_department_keys: tuple[str, ...]
    json_region_keys: tuple[str, ...]
    telling: re.Pattern[str]  # wording that on any page says an entry is an item's guide or form
    application: re.Pattern[str]
    form_name: re.Pattern[str]  # the name of a page about one form
    query_ending: re.Pattern[str]
    sheet: re.Pattern[str]  # which sheet of a form a file is
    number_columns: frozenset[str]
    columns_beside_names: frozenset[str]
    case_columns: frozenset[str]
    handling_column: re.Pattern[str]  # what a matter asks for, or how it is handled
    part_column: re.Pattern[str]
    whole_column: re.Pattern[str]
    paper_column: re.Pattern[str]
    bare_name_columns: frozenset[str]
    empty_cell: re.Pattern[str]
    system: re.Pattern[str]  # how the name of a system for many matters ends
    cleaned: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)  # names cleaned before


def _compile(data: Mapping[str, Sequence[str]]) -> ItemWords:
    suffixes = either(data["name_suffixes"])
    endings = either(data["department_endings"])
    starts = either([*data["act_starts"], *data["founding_starts"]])
    tagged = _behind(data["tagged_acts"])
    whom, counted = either(data["audiences"]), any_of(data["counted_patterns"])
    tags, kinds = either(data["name_tags"]), either(data["power_kinds"])
    acts, full = _behind(data["form_acts"]), rf"{_behind(data['full_acts'])}|(?<=\))"
    beside = either(data["form_acts_beside"])
    told = rf"{_told(data)}(?:(?:{either(data['told_joints'])}){_told(data)})+"
    surely = either(data["bracketed_departments"])
    offices = rf"\s*[\[(【][^\s()\[\]【】]{{0,16}}(?:{surely})[\])】]$"
    return ItemWords(
        version=int(str(data["version"])),
        told=re.compile(rf"(?<=..)(?:的|之)?{told}(?=$|\([^()]*\)$)"),
        edition=re.compile(any_of(data["edition_patterns"])),
        suffix=re.compile(
            rf"(?:的|之)?\s*[-—_:]?\s*[(\[【《]?(?:{suffixes})[)\]】》]?(?=$|\([^()]*\)$)|(?:(?:{full})(?:{beside})表|(?:{acts})(?:表|程序|手续)|(?<=登记)书)(?=$|\([^()]*\)$)"
        ),
        prefix=re.compile(
            rf"^(?:{either(data['name_prefixes'])})\s*[:\-—|>»·]\s*|^(?:{data['annex']})(?=\S{{4}})|^[^/>]{{2,30}} [/>] (?=\S{{4}})"
            rf"|^(?:{either(data['state_prefixes'])})(?=\S{{4}})"
        ),
        tag=re.compile(
            rf"\s*[\[(]?(?:{tags})[\])]?$|(?:{tagged})\s*(?:{kinds})$|\s*[\[(](?:{kinds})[\])]$|\s*[-—/]+\s*(?:{whom})$|{counted}|^(?:{kinds}|许可)?(?:{tags})\s*\d{{0,8}}\s*(?=\S{{4}})|{_TRANSLATED}"
        ),
        department=re.compile(rf"^(?:[^\s:|,、()]{{1,18}}(?:{endings})|{surely})\s*[:|·—-]\s*(?=\S{{4}})|{offices}"),
        office=re.compile(rf"(?:{surely})$"),
        act=re.compile(rf"(?:{either(data['act_words'])})$|^(?:{starts})..{{2}}|{'|'.join(data['act_middles'])}"),
        founding=re.compile(rf"(?:{either(data['founding_starts'])})(?=..{{2}})"),
        thing=re.compile(rf"(?:{either(data['thing_words'])})$"),
        short_things=frozenset(data["short_things"]),
        enforcement=frozenset(data["enforcement_types"]),
        json_name_keys=tuple(data["json_name_keys"]),
        json_url_keys=tuple(data["json_url_keys"]),
        json_department_keys=tuple(data["json_department_keys"]),
        json_region_keys=tuple(data["json_region_keys"]),
        telling=re.compile(any_of(data["telling_patterns"])),
        application=re.compile(any_of(data["application_patterns"])),
        form_name=re.compile(_form_name(data)),
        query_ending=re.compile(any_of(data["query_endings"])),
        sheet=re.compile(_sheet(data["sheet_after"])),
        system=re.compile(rf"(?:{either(data['system_names'])})$"),
        **_menus(data),
        **_columns(data),
    )


def _menus(data: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """What is no item, however it is worded: menus, themes, tools, and the headings that tell items from them."""
    return {
        "not_item": re.compile(any_of(data["not_item_patterns"])),
        "place": re.compile(any_of(data["place_patterns"])),
        "menu_words": frozenset(data["menu_words"]),
        "weak_not_item": re.compile(any_of(data["weak_not_item_patterns"])),
        "menu_like": re.compile(any_of(data["menu_like_patterns"])),
        "tool": re.compile(any_of(data["tool_patterns"])),
        "tool_like": re.compile(any_of(data["tool_like_patterns"])),
        "picked": re.compile(any_of(data["picked_patterns"])),
        "enumerates": re.compile(any_of(data["enumerating_patterns"])),
        "function_words": re.compile(rf"(?:{either(data['function_atoms'])}|[、和与及])++"),
        "headings": tuple(data["item_headings"]),
        "other_headings": tuple(data["other_headings"]),
        "addresses": re.compile(rf"[/_=](?:{either(data['item_addresses'])})(?![a-z]{{3}})", re.IGNORECASE),
    }


def _told(data: Mapping[str, Sequence[str]]) -> str:
    """What a page tells of an item: 条件, 所需材料."""
    return rf"(?:{either(data['told_acts'])})?(?:{either(data['told_needs'])})?的?(?:{either(data['told_things'])})"


def _behind(words: Sequence[str]) -> str:
    """A place right behind one of some words."""
    return "|".join(f"(?<={re.escape(word)})" for word in words)


def _columns(data: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """What heads the columns of tables of items, and what stands in their cells."""
    return {
        "name_columns": frozenset(data["name_columns"]),
        "name_column": re.compile(any_of(data["name_column_patterns"])),
        "department_columns": frozenset(data["department_columns"]),
        "function_columns": frozenset(data["function_columns"]),
        "number_columns": frozenset(data["number_columns"]),
        "columns_beside_names": frozenset((*data["number_columns"], *data["columns_beside_names"])),
        "case_columns": frozenset(data["case_columns"]),
        "handling_column": re.compile(rf"(?:{either(data['handling_columns'])})$"),
        "part_column": re.compile(either(data["part_columns"])),
        "whole_column": re.compile(either(data["whole_columns"])),
        "paper_column": re.compile(either(data["paper_columns"])),
        "bare_name_columns": frozenset(data["bare_name_columns"]),
        "empty_cell": re.compile(rf"(?:{either(data['empty_cells'])}|[-—/×]*)"),
    }


def _form_name(data: Mapping[str, Sequence[str]]) -> str:
    """A name that ends as forms do and says none of what only leads to them; no matter what stands in brackets behind."""
    others = f"(?!{either(data['not_form_names'])})"
    papers = f"(?:{either(data['form_names'])})(?:{either(data['form_papers'])})"
    return rf"(?:{others}.){{3,}}{papers}(?:\([^()]*\))?$"


def _sheet(papers: Sequence[str]) -> str:
    ends = "|".join(f"(?<={re.escape(paper)})" for paper in papers)
    return rf"(?:{ends or either(())})\s*\([一二三四五六七八九十\d]{{1,2}}\)$"


ITEMS: Final = WordFile("items.yaml", _compile)
read_item_words, item_words_of, default_item_words = ITEMS.read, ITEMS.of, ITEMS.shipped
