"""Which names are a page's and which a site's, from ``packs/names.yaml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from rules.word_files import WordFile, any_of, either


@dataclass(frozen=True, slots=True, eq=False)
class NameWords:
    """Compiled; patterns expect simplified, half-width text."""

    site: re.Pattern[str]
    surely_site: re.Pattern[str]
    page_names: frozenset[str]
    guide_site: re.Pattern[str]
    empty_steps: frozenset[str]
    front: frozenset[str]
    box_heads: frozenset[str]  # of boxes that stand on every page of a site
    guide_column: re.Pattern[str]
    questions: tuple[re.Pattern[str], ...]  # groups: what, and act where the item's name may begin with it
    general_acts: frozenset[str]
    acts_around: re.Pattern[str]  # general acts at a heading's start, and 的办理 at its end
    place_before: re.Pattern[str]
    office_before: re.Pattern[str]
    hiring: re.Pattern[str]
    everyday_questions: tuple[str, ...]
    papers_asked: tuple[str, ...]
    prose: tuple[tuple[str, ...], ...]  # what prose says that tells how a matter is handled: bringing, papers, a place
    stamped: re.Pattern[str]
    news_columns: tuple[str, ...]
    paper: re.Pattern[str]  # the title of a rule, a measure or a plan
    themes: frozenset[str]  # by which halls of services are ordered


def _compile(data: Mapping[str, Any]) -> NameWords:
    always = f"^(?:{either(data['site_starts'])})|{either(data['site_words'])}|{any_of(data['site_patterns'])}"
    return NameWords(
        site=re.compile(f"(?:{either(data['site_endings'])})$|{always}"),
        surely_site=re.compile(f"(?:{either(data['sure_site_endings'])})$|{always}"),
        page_names=frozenset(data["page_names"]),
        guide_site=re.compile(any_of(data["guide_site_patterns"])),
        empty_steps=frozenset(data["empty_steps"]),
        front=frozenset(data["front_words"]),
        box_heads=frozenset(data["box_heads"]),
        guide_column=re.compile(either(data["guide_columns"])),
        questions=tuple(map(re.compile, _questions(data))),
        general_acts=frozenset(data["general_acts"]),
        acts_around=re.compile(rf"^(?:{either(data['asking_acts'])})(?=..{{2}})|(?:{either(data['last_general_acts'])})$"),
        office_before=re.compile(any_of(data["office_patterns"])),
        place_before=re.compile(rf"[\u4e00-\u9fff]{{1,6}}?(?:{either(data['place_endings'])})(?=..{{2}})"),
        hiring=re.compile(either(data["hiring_words"])),
        everyday_questions=tuple(data["everyday_questions"]),
        papers_asked=tuple(data["papers_asked"]),
        prose=tuple(map(tuple, (data["prose_bring"], data["prose_papers"], data["prose_where"]))),
        stamped=re.compile(any_of(data["stamp_patterns"])),
        news_columns=tuple(data["news_columns"]),
        paper=re.compile(
            rf"(?:{either(data['paper_endings'])})(?:[(（\[〔].*)?[》”)）]*(?:\.{{3}}|…*)$|{any_of(data['paper_patterns'])}"
        ),
        themes=frozenset(data["themes"]),
    )  # fmt: skip


def _questions(data: Mapping[str, Any]) -> tuple[str, ...]:
    """如何办理居住证? – 办理居住证需要提供哪些材料? – 居住证怎么办?"""
    said = {name: f"(?:{either(data[f'question_{name}'])})" for name in _ASKED}
    act, what = f"(?P<act>{said['acts']})", r"(?P<what>[^,。?]{2,30}?)"
    return (
        rf"^[^,。?]{{0,16}}?{said['ways']}{act}{what}{said['matters']}?\??$",
        rf"^{act}{what}{said['needs']}?{said['bring']}?{said['what']}{said['papers']}\??$",
        rf"^{what}{said['ways']}{said['last_acts']}\??$",
        rf"^关于{act}{what}{said['matters']}?的?{said['about_ends']}$",
    )


_ASKED: Final = ("ways", "acts", "matters", "needs", "bring", "what", "papers", "last_acts", "about_ends")
NAMES: Final = WordFile("names.yaml", _compile)
