"""Read a service guide: which of the ten elements are stated with content on a page and its attached documents."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from rules.guide_data import data_lines
from rules.guide_fill import LONGEST_TEXT, Filled, fill, fill_from_free_text, fill_from_lists, fill_from_name
from rules.guide_line import Line
from rules.guide_lines import attached_lines, lines_of
from rules.guide_names import element_suffix, item_of_page, page_name
from rules.guide_pictures import file_stem, flow_chart, pictured
from rules.guide_sections import Section, sections_of
from rules.guide_steps import told_steps
from rules.guide_tabs import tab_lines
from rules.guide_words import GuideWords
from rules.item_mentions import may_be_item
from rules.normalise import clean_item_name, simplify
from rules.page_lines import OWN_ZONES, own_lines
from rules.records import PageFacts
from rules.terms import ELEMENTS, TIME_LIMIT

#  国办秘函〔2019〕19号 counts ten element classes; a guide with three, materials or procedure among them, serves a
# person.
USABLE_ELEMENTS: Final = 3
CORE_ELEMENTS: Final = ("办理材料", "办理流程")
#: What only a guide has; an address and a telephone number stand on any notice, whose sentences then prove nothing.
MATTER_ELEMENTS: Final = ("设定依据", "申请条件", "办理材料", "办理流程", TIME_LIMIT)
FLOW: Final = "办理流程"
NAME: Final = "事项名称"
_QUERY: Final = re.compile(r"[?#].*$")
_PICTURES: Final = (".png", ".jpg", ".jpeg", ".gif", ".bmp")


@dataclass(frozen=True, slots=True)
class GuideReading:
    """What a guide states. ``elements`` maps element to text in the official order, 办结时限 last; ``where`` to its
    locator.
    """

    elements: Mapping[str, str] = field(default_factory=dict)
    where: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)  # element -> the label it stood under, empty for free text
    department: str = ""
    online_depth: str = ""
    sections: tuple[Section, ...] = ()
    pictured: Mapping[str, str] = field(default_factory=dict)  # elements that only a picture tells -> its address

    @property
    def count(self) -> int:
        """How many of the ten elements are filled."""
        return sum(1 for name in self.elements if name != TIME_LIMIT)

    @property
    def is_usable(self) -> bool:
        """Three of the ten elements, materials or procedure among them."""
        return self.count >= USABLE_ELEMENTS and any(name in self.elements for name in CORE_ELEMENTS)

    @property
    def is_complete(self) -> bool:
        """All ten elements."""
        return self.count == len(ELEMENTS)


def read_guide(facts: PageFacts, attachments: Sequence[str] = (), html: str | None = None) -> GuideReading:
    """Read the guide elements a page states, with the text of documents attached to it.

    ``html`` is the page's markup, which is then read carefully for tabs whose labels stand apart from their panels.
    """
    words = facts.words.guides
    lines = [
        *lines_of(facts, words),
        *data_lines(facts, words),
        *(tab_lines(html, words) if html else ()),
        *attached_lines(attachments),
    ]
    name = page_name(facts)
    sections = sections_of([_as_text(line, name, words) for line in lines], words)
    filled = fill(sections, words)
    fill_from_name(element_suffix(facts), sections, filled, words)
    if item_of_page(facts) or any(name in filled for name in MATTER_ELEMENTS):
        fill_from_lists(sections, filled, words)
        steps = _add_steps(lines, sections, filled, words)
        fill_from_free_text(sections, filled, words, steps)
        if not any(section.elements for section in sections):
            fill_from_name(name, sections, filled, words)  # prose under 过户怎么办理 says how
    _add_flow_chart(facts, filled, words)
    _add_name(facts, filled, _first_line(attachments) if facts.kind == "document" else "")
    shown = {name: picture.url for name, picture in pictured(facts, words, filled).items()}
    return replace(_reading(filled, sections, words), pictured=shown)


def _add_steps(lines: Sequence[Line], sections: Sequence[Section], filled: dict[str, Filled], words: GuideWords) -> str:
    """Add a procedure that no label names, and return it."""
    steps, locator = told_steps(lines, sections, words)
    if steps and FLOW not in filled:
        filled[FLOW] = Filled(FLOW, steps[:LONGEST_TEXT], "", locator)
    return steps


def _as_text(line: Line, name: str, words: GuideWords) -> Line:
    """The page's own name is no label, though it asks like one: under 医疗救助怎么申请 stands the whole guide."""
    return replace(line, value=True) if line.text == name and name not in words.labels else line


def _reading(filled: Mapping[str, Filled], sections: Sequence[Section], words: GuideWords) -> GuideReading:
    ordered = [filled[name] for name in (*ELEMENTS, TIME_LIMIT) if name in filled]
    department = filled["办理机构"].text.split("\n")[0][:60] if "办理机构" in filled else ""
    return GuideReading(
        elements={entry.element: entry.text for entry in ordered},
        where={entry.element: entry.locator for entry in ordered},
        labels={entry.element: entry.label for entry in ordered},
        department=department, online_depth=_online_depth(sections, words), sections=tuple(sections),
    )  # fmt: skip


def _online_depth(sections: Sequence[Section], words: GuideWords) -> str:
    for section in sections:
        match = words.online_depth.search(f"{section.label}:{section.text}")
        if match:
            return match.group(0)
    return ""


def _add_flow_chart(facts: PageFacts, filled: dict[str, Filled], words: GuideWords) -> None:
    """A picture that calls itself a flow chart, or stands right under the label, counts as 办理流程: it is legible for a person."""
    if FLOW in filled:
        return
    for link in facts.links:
        if link.zone in OWN_ZONES and (link.kind == "image" or _QUERY.sub("", link.url).lower().endswith(_PICTURES)):
            stem, said = file_stem(link.url), simplify(f"{link.text} {link.title}").lower()
            if any(word in said or word in stem for word in words.flow_pictures):
                filled[FLOW] = Filled(FLOW, link.text or stem, "", f"link {link.order}")
                return
    if chart := flow_chart(facts, words):
        said = simplify(f"{chart.alt} {chart.title}").strip()
        filled[FLOW] = Filled(
            FLOW, f"{said} {chart.url}".strip()[:LONGEST_TEXT] or FLOW, simplify(chart.line), "picture"
        )


def _first_line(attachments: Sequence[str]) -> str:
    """The heading of a guide that is a document."""
    return next((line.strip() for text in attachments for line in text.split("\n") if line.strip()), "")


def _add_name(facts: PageFacts, filled: dict[str, Filled], titled: str = "") -> None:
    """The heading is the item's name where it reads like one; under it a guide's elements say so, however it is worded. ``titled`` is
    what a document is headed."""
    name = item_of_page(facts)
    if not name and len(filled) >= USABLE_ELEMENTS and any(core in filled for core in CORE_ELEMENTS):
        said = titled or page_name(facts)
        clean = clean_item_name(said, facts.words.items)
        name = clean.name if (titled or said in own_lines(facts)) and may_be_item(clean, facts.words.items) else ""
    if NAME not in filled and name:
        filled[NAME] = Filled(NAME, name, "", "heading")
