"""Which part of a page a box belongs to: by its element, by what its author called it, and by the wording it opens with."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable
from functools import lru_cache
from typing import Final

from rules.fact_menus import mark_menus
from rules.fact_walk import Box, Walk, without_numbers
from rules.layout_words import LayoutWords
from rules.records import Zone

_BY_TAG: Final[dict[str, Zone]] = {
    "nav": "nav",
    "footer": "footer",
    "header": "header",
    "aside": "aside",
    "main": "content",
    "article": "content",
}
_BY_ROLE: Final[dict[str, Zone]] = {
    "navigation": "nav",
    "banner": "header",
    "contentinfo": "footer",
    "complementary": "aside",
    "main": "content",
}
#: What authors call their boxes. Digits are cut off first; a name is split at - and _ only where the pattern says so.
_BY_NAME: Final[tuple[tuple[re.Pattern[str], Zone], ...]] = (
    (
        re.compile(
            r"(?:^|\s)(?:\w*crumbs?\w*|cur_?pos\w*|dqwz|weizhi|mbx|positions?|locations?|\w+[-_]position|local|site_?path|wz|nowpos\w*|dangqian\w*)(?:$|\s)"
        ),
        "breadcrumb",
    ),
    (re.compile(r"(?:^|\s)(?:friend\w*|flinks?|yqlj\w*|links?_?box|blogroll|youlian\w*)(?:$|\s)"), "friendly"),
    (
        re.compile(
            r"(?:^|\s)(?:\w{0,8}foot(?:er)?\w{0,8}|bottom\w*|copy_?right\w*|banquan|dibu|yejiao|foot[-_]\w+)(?:$|\s)"
        ),
        "footer",
    ),
    (
        re.compile(
            r"(?:^|\s)(?:\w{0,8}nav(?:bar|igation|list|box|menu)?|nav[-_]?\w{0,12}|(?:main|top|head|drop)?[-_]?menu\w{0,6}|daohang|dh)(?:$|\s)"
        ),
        "nav",
    ),
    (
        re.compile(
            r"(?:^|\s)(?:aside|sidebar|side[-_]?(?:bar|nav|menu)|left[-_]?(?:nav|menu|tree)|sub[-_]?(?:nav|menu)|l_?menu)(?:$|\s)"
        ),
        "aside",
    ),
    (
        re.compile(
            r"(?:^|\s)(?:header\w{0,6}|head|top(?:bar|box|_?nav)?|banner\w{0,4}|logo\w{0,4}|toubu|site[-_]head\w*)(?:$|\s)"
        ),
        "header",
    ),
)
_LONGEST_MARK: Final = 200
_MARK_WITHIN: Final = 20  # characters of a line in which it says that it gives the path
_MENUS: Final = frozenset(["ul", "ol", "menu"])
_ENDS: Final = frozenset(["header", "footer"])
_SHORT_PAGE: Final = 40  # lines
_FEW_WORDS: Final = 8  # characters of a line that says little
_SEVERAL: Final = 2  # entries
_FOOT_LINES: Final = 5  # lines of a foot in one box before the words that give it away: more are a text's
_OWN_WORDS: Final = 30  # characters outside links that make a box more than a menu
_INHERITED: Final = frozenset(["breadcrumb", "friendly", "footer", "nav", "hidden"])
_HIDES: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def assign_zones(walk: Walk) -> None:
    """Give every box its zone; boxes are in document order, so parents come before what they hold."""
    marks = _marked_by_wording(walk)
    total = max(1, walk.boxes[0].chars)
    drafts = _hidden_for_good(walk)
    for box in walk.boxes:
        above: Zone = (box.parent.zone or "content") if box.parent is not None else "content"
        if box.number in marks:
            box.zone = marks[box.number]
        elif above in _INHERITED or not (
            drafts or box.tag in _BY_TAG or (box.name and _zone_of_name(box.name)) or "role" in box.attributes
        ):
            box.zone = above
        else:
            box.zone = _own_zone(box, above, total, drafts, len(walk.runs))
    if not any(len(run.text) > _FEW_WORDS and run.box.zone == "content" for run in walk.runs):
        _content_beside(walk)


def _content_beside(walk: Walk) -> None:
    """Where nothing else is content, what is called the page's side, head or foot may be its content after all."""
    beside = [box for box in walk.boxes if box.zone == "aside"]
    if any(box.chars - box.link_chars >= _OWN_WORDS for box in beside):
        for box in beside:
            box.zone = "content"
    misnamed = _asking(walk, "header") | _listing(walk, "footer")
    for box in walk.boxes:
        if box.number in misnamed or (box.parent is not None and box.parent.number in misnamed and box.zone in _ENDS):
            misnamed.add(box.number)
            box.zone = "content"


def _asking(walk: Walk, zone: Zone) -> set[int]:
    """Outermost boxes of a zone that ask for more than words to search: a secret, a text, a file."""
    return {
        _outermost(field.box, zone).number
        for field in walk.fields
        if field.box.zone == zone
        and (field.node == "textarea" or (field.attributes.get("type") or "").lower() in ("password", "file"))
    }


def _listing(walk: Walk, zone: Zone) -> set[int]:
    """Outermost boxes of a zone that hold several entries with names longer than a menu's."""
    held = Counter(
        _outermost(anchor.box, zone).number
        for anchor in walk.anchors
        if anchor.box.zone == zone and len(anchor.text) > _FEW_WORDS
    )
    return {number for number, entries in held.items() if entries >= _SEVERAL}


def _outermost(box: Box, zone: Zone) -> Box:
    while box.parent is not None and box.parent.zone == zone:
        box = box.parent
    return box


def zone_of(box: Box) -> Zone:
    """Return a box's zone, also for a box beyond the bound, which takes its nearest known ancestor's."""
    walking: Box | None = box
    while walking is not None and walking.zone is None:
        walking = walking.parent
    return (walking.zone if walking is not None else None) or "content"


def _own_zone(box: Box, above: Zone, total: int, drafts: Container[int], runs: int) -> Zone:
    if box.tag in ("html", "body", "form"):
        return above
    if box.number in drafts:
        return "hidden"
    if box.tag == "nav" and "breadcrumb" in (box.attributes.get("aria-label") or "").lower():
        return "breadcrumb"
    named = _BY_TAG.get(box.tag) or _BY_ROLE.get(box.attributes.get("role") or "") or _zone_by_name(box)
    # Frames around a whole page are sometimes called "top" or "nav": what holds most of the text is the page, not its head.
    if named in _ENDS and _at_wrong_end(box, named, runs):
        return above
    if named and (named == "content" or box.chars <= max(0.6 * total, 40 if total < 100 else 0)):
        return above if named == "header" and _within_article(box) else named
    return above


def _at_wrong_end(box: Box, named: Zone, runs: int) -> bool:
    """Tell whether a "footer" begins early, or a "header" late, in a page of some length: parts of a page have heads and feet too."""
    if runs < _SHORT_PAGE:
        return False
    return box.first_run < 0.4 * runs if named == "footer" else box.first_run > 0.5 * runs


@lru_cache(maxsize=1 << 13)
def _zone_of_name(name: str) -> Zone | None:
    plain = without_numbers(name)
    return next((zone for pattern, zone in _BY_NAME if pattern.search(plain)), None)


def _zone_by_name(box: Box) -> Zone | None:
    if not box.name or box.tag in ("h1", "h2", "h3", "h4", "h5", "h6", "p"):
        return None
    zone = _zone_of_name(box.name)
    if zone is None:
        return None
    if zone == "breadcrumb" and box.chars > 160:
        return None
    links = box.last_link - box.first_link
    if zone == "nav" and not links and box.tag not in _MENUS:
        return None  # no menu is without entries: a heading in a box called dh is none
    # What is called a menu but holds headlines or text is a part of the page that merely bears the name.
    if zone == "nav" and box.chars > 120 and (box.link_chars < 0.5 * box.chars or box.link_chars > 14 * links):
        return None
    return zone


def _within_article(box: Box) -> bool:
    walking = box.parent
    while walking is not None:
        if walking.tag in ("article", "main"):
            return True
        walking = walking.parent
    return False


def _tab_key(box: Box) -> tuple[int, str, str]:
    return (box.parent.number if box.parent else -1, box.tag, without_numbers(box.name))


def _hidden_for_good(walk: Walk) -> set[int]:
    """Boxes that no person can open: a hidden box among siblings that are called alike is a tab."""
    hidden = [box for box in walk.styled if _HIDES.search(box.attributes["style"] or "")]
    if not hidden:
        return set()
    around = {id(box.parent) for box in hidden}
    alike = Counter([_tab_key(box) for box in walk.boxes if id(box.parent) in around])
    return {box.number for box in hidden if alike[_tab_key(box)] < 2}


# ---- wording --------------------------------------------------------------------------------------------------------
def _marked_by_wording(walk: Walk) -> dict[int, Zone]:
    """Find the boxes that words give away, and climb from each word to the largest box that is still only about it."""
    marks: dict[int, Zone] = {}
    total = max(1, walk.boxes[0].chars)
    crumbs, runs, words = 0, len(walk.runs), walk.words
    for number in _telling_lines(walk):
        run = walk.runs[number]
        text = run.text
        if number * 2 >= runs and words.footer.search(text) and number - run.box.first_run <= _FOOT_LINES:
            marks[_footer_box(run.box, number, walk).number] = "footer"
        elif len(text) > _LONGEST_MARK:
            continue
        elif crumbs < 2 and _opens_path(text, words):
            crumbs += 1
            marks[_crumb_box(run.box, text, words).number] = "breadcrumb"
        elif (
            number * 3 < runs + 9
            and len(text) <= 120
            and (text.startswith(words.welcomes) or words.header.search(text))
        ):
            marks.setdefault(_climb(run.box, min(140, total // 2), number, walk).number, "header")
        elif text[0] in words.friendly_starts and words.friendly.match(text):
            marks.setdefault(_climb(run.box, min(1500, total // 2), number, walk).number, "friendly")
    mark_menus(walk, marks, total)
    return marks


def _telling_lines(walk: Walk) -> Iterable[int]:
    """The numbers of the lines that may give a zone away: of all lines looked at together, for hardly any does."""
    text = "\n".join(("", *[run.text for run in walk.runs]))
    lines, line, before = [], -1, 0
    for found in walk.words.tells_zone.finditer(text):
        line += text.count("\n", before, found.end())
        before = found.end()
        lines.append(line)
    return dict.fromkeys(lines)


def _opens_path(text: str, words: LayoutWords) -> bool:
    """Tell whether a line gives the path to the page; asked by single words first, for hardly any line does."""
    if len(text) > 160:
        return False
    for mark in words.path_marks:
        if mark in text and words.path.search(text[:_MARK_WITHIN]):
            return True
    for mark in words.home_marks:
        if mark in text:
            return words.bare_path.match(text) is not None
    return False


def _climb(box: Box, limit: int, first_run: int, walk: Walk) -> Box:
    """The outermost box around ``box`` that begins with the same run and holds at most ``limit`` characters."""
    while box.parent is not None and box.parent.tag not in ("html", "body") and box.parent.chars <= limit:
        if box.parent.first_run < first_run and box.tag not in ("td", "th", "tr", "li", "p", "dd"):
            break
        box = box.parent
    return box


def _footer_box(box: Box, number: int, walk: Walk) -> Box:
    """The largest box that begins at, or one line before, a footer's words and is no longer than footers are."""
    while (above := box.parent) is not None and above.tag not in ("html", "body"):
        framed = any(anchor.node == "iframe" for anchor in walk.anchors[above.first_link : box.first_link])
        if above.chars > 700 or above.first_run < number - 1 or framed:
            break
        box = above
    return box


def _crumb_box(box: Box, text: str, words: LayoutWords) -> Box:
    """The box of the whole path: the line's own where the path stands in one line, else the smallest around it with more lines."""
    if words.in_path.search(text) or words.path_lead.sub("", text, count=1).strip() not in ("", text.strip()):
        return box
    while box.parent is not None and box.last_run - box.first_run < 2 and box.parent.chars <= 160:
        box = box.parent
    while box.parent is not None and box.tag in ("li", "td", "span", "a") and box.parent.chars <= 120:
        box = box.parent
    return box
