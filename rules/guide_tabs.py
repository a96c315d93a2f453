"""Tabs whose labels stand apart from their panels: each panel is read under its own label."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from typing import Final

from bs4 import BeautifulSoup, Tag
from lxml import etree

from rules.guide_labels import elements_of_label
from rules.guide_line import Line
from rules.guide_words import LONGEST_LABEL, GuideWords
from rules.normalise import simplify

MAX_HTML: Final = 400_000
_POINTERS: Final = ("href", "data-target", "data-id", "data-tab", "data-for", "aria-controls", "for", "rel")
_MARKERS: Final = ('type="radio"', "tab", "Tab", "TAB", "data-target", 'href="#', "onclick", "onmouseover")
#: What a click calls with a name: show('c1').
_CALLED: Final = re.compile(r"\(\s*['\"]#?([\w-]{1,40})['\"]\s*[,)]")
FLOW: Final = "办理流程"
_FEWEST_TABS: Final = 2
_MOST_TABS: Final = 30
_LONGEST_TAB: Final = 30
_BARS: Final = ("ul", "ol", "div", "nav", "dl", "p", "td", "section", "main", "body")
#: What BeautifulSoup counts as no text.
_UNREAD: Final = (etree.Comment, etree.ProcessingInstruction, "script", "style", "template", "rt", "rp")


def may_have_tabs(html: str, words: GuideWords) -> bool:
    """Whether a page has a bar of labels: a quick look that spares nearly every guide the slow reading."""
    if not any(marker in html for marker in _MARKERS):
        return False
    try:
        root = etree.fromstring(html[:MAX_HTML].encode("utf-8", "replace"), etree.HTMLParser(encoding="utf-8"))
    except etree.LxmlError:
        return True
    if root is None:
        return False
    etree.strip_elements(root, *_UNREAD, with_tail=False)
    return any(
        _is_bar([_said(child) for child in parent], words) or _is_bar(_switches(parent), words)
        for parent in root.iter(*_BARS)
        if _may_be_bar(parent)
    )


def _switches(parent: etree._Element) -> list[str]:
    """What the labels of radio buttons among an element's children say: they show one panel each."""
    return [_said(child) for child in parent if child.tag == "label"]


def _may_be_bar(parent: etree._Element) -> bool:
    return _FEWEST_TABS <= len(parent) <= _MOST_TABS


def _said(element: etree._Element) -> str:
    return " ".join(filter(None, map(str.strip, element.itertext())))


def _is_bar(texts: Sequence[str], words: GuideWords) -> bool:
    """Whether sibling elements say nothing but short wordings, at least two of them an element's label."""
    labelled = (text for text in texts if len(text) <= LONGEST_LABEL and elements_of_label(simplify(text), words))
    return max(map(len, texts), default=0) <= _LONGEST_TAB and len(list(islice(labelled, _FEWEST_TABS))) == _FEWEST_TABS


def tab_lines(html: str, words: GuideWords) -> Iterator[Line]:
    """Lines of panels, each after its tab's label: by the id a tab points to, else by the order of tabs and panels."""
    if not may_have_tabs(html, words):
        return
    soup = BeautifulSoup(html[:MAX_HTML], "lxml")
    for group in _groups(soup, words):
        for number, (label, panel) in enumerate(_pairs(soup, group)):
            yield Line(label, f"tab {number + 1}", heading=True)
            texts = list(panel.stripped_strings)
            bare = not texts or list(map(simplify, texts)) == [label]
            drawn = bare and elements_of_label(label, words) == (FLOW,) and panel.find("img") is not None
            if drawn:
                texts = [label]  # a panel that shows nothing but a picture shows the flow chart
            tabled = bool(elements_of_label(label, words)) and panel.find("th") is not None  # its heads are no labels
            for text in texts:
                yield Line(simplify(text), f"tab {number + 1}", value=tabled or drawn)
            yield Line("其他", f"tab {number + 1}", heading=True)


def _groups(soup: BeautifulSoup, words: GuideWords) -> Iterator[list[Tag]]:
    """Sibling elements, at least two of them nothing but an element's label."""
    for parent in soup.find_all(list(_BARS)):
        children = [child for child in parent.children if isinstance(child, Tag)]
        few = _FEWEST_TABS <= len(children) <= _MOST_TABS
        switches = [child for child in children if child.name == "label"] if few else []
        if switches and _is_bar([child.get_text(" ", strip=True) for child in switches], words):
            yield switches
        elif few and _is_bar([child.get_text(" ", strip=True) for child in children], words):
            yield children


def _pairs(soup: BeautifulSoup, tabs: list[Tag]) -> list[tuple[str, Tag]]:
    if panels := _switched(tabs):
        return [(simplify(tab.get_text(" ", strip=True)), panel) for tab, panel in zip(tabs, panels, strict=True)]
    pointed = [
        (simplify(tab.get_text(" ", strip=True)), panel)
        for tab in tabs
        if (panel := _pointed(soup, tab)) is not None and panel.name != "input"
    ]
    if pointed:
        return pointed
    panels = _panels_beside(tabs)
    return [(simplify(tab.get_text(" ", strip=True)), panel) for tab, panel in zip(tabs, panels, strict=False)]


def _switched(tabs: list[Tag]) -> list[Tag]:
    """The panels that labels of radio buttons show: the siblings after them, or what one of these holds, where there is one for each."""
    if tabs[0].name != "label":
        return []
    others = [
        child for child in tabs[-1].next_siblings if isinstance(child, Tag) and child.name not in ("label", "input")
    ]
    boxes = ([child for child in other.children if isinstance(child, Tag)] for other in others)
    return next((panels for panels in (others, *boxes) if len(panels) == len(tabs)), [])


def _pointed(soup: BeautifulSoup, tab: Tag) -> Tag | None:
    for node in (tab, *tab.find_all(True)):
        for called in _CALLED.findall(str(node.get("onclick") or "")):
            panel = soup.find(id=called)
            if isinstance(panel, Tag):
                return panel
        for name in _POINTERS:
            value = node.get(name)
            if (
                isinstance(value, str)
                and len(value.strip("#")) >= 1
                and not value.startswith(("http", "/", "javascript"))
            ):
                panel = soup.find(id=value.strip("#"))
                if isinstance(panel, Tag):
                    return panel
    return None


def _panels_beside(tabs: list[Tag]) -> list[Tag]:
    """Children of the nearest box after the tabs that holds as many of them as there are tabs, else as many boxes called alike."""
    bar = tabs[0].parent
    for level in (bar, bar.parent if bar is not None else None):
        for sibling in level.find_next_siblings(True) if level is not None else ():
            children = (
                [child for child in sibling.children if isinstance(child, Tag)] if isinstance(sibling, Tag) else []
            )
            if len(children) == len(tabs):
                return children
        if alike := _alike(level, len(tabs)):
            return alike
    return []


def _alike(bar: Tag | None, count: int) -> list[Tag]:
    """The boxes in a row after a bar of tabs that are called alike, where there is one for each tab."""
    following = [one for one in bar.find_next_siblings(True) if isinstance(one, Tag)] if bar is not None else []
    runs = (list(run) for _, run in groupby(following, key=lambda one: (one.name, one.get("class"))))
    return next((run for run in runs if len(run) == count), [])
