"""What a page calls itself, and whether that is a service item's name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from rules.guide_labels import elements_of_label, elements_of_place, without_marks
from rules.guide_line import number_style
from rules.guide_words import LONGEST_LABEL, GuideWords
from rules.item_mentions import looks_like_item, may_be_item
from rules.item_words import ItemWords
from rules.normalise import clean_item_name, simplify
from rules.page_lines import OWN_ZONES, own_blocks, own_lines
from rules.page_names import after_site
from rules.records import PageFacts
from rules.remember import remembered
from rules.vocabulary import Vocabulary

_TITLE_PARTS: Final = re.compile(r"\s+[-_|–—>]+\s+|[-_|–—]{1,2}(?=[^\d])|\s{2,}|>>?")
_NUMBER: Final = re.compile(r"^[\s●■◆*★·(]*(?:\d{1,2}|[一二三四五六七八九十]{1,3})?[\s、.)]*")
_LABEL_ENDS: Final = re.compile(r"[:】\]]")
_SAYS_GUIDE: Final = frozenset(["reason.name_suffix", "reason.name_prefix", "reason.name_told"])
_HEADINGS: Final = frozenset(["h1", "h2", "h3"])
_SURE_LABEL: Final = 4
_LONGEST_RUN: Final = 8  # characters of a label run into its text
_HEAD_BLOCKS: Final = 400
_BRACKETS: Final = re.compile(r"\([^()]*\)$")
_FEW_HEADS: Final = 3  # lines of a head that holds no menu
_LONGEST_HEAD: Final = 60
_LONGEST_LABELLED: Final = 300
_NUMBER_ROOM: Final = 4
_HEADS: Final = frozenset(["h2", "h3", "h4", "h5", "h6", "dt", "summary", "th"])
#: Four headings in loose words tell as much as two known labels.
_LOOSER: Final = 2


@remembered
def page_name(facts: PageFacts) -> str:
    """The page's own name: the part of its title that is repeated in the content, else its heading, the official tag, the title.

    What names the site (某市政务服务网) or any page of its kind (一次性告知单) is passed over; where a page calls itself nothing else,
    the line above its first label is asked for an item's name.
    """
    split = (simplify(part).strip("[]【】 ") for part in _TITLE_PARTS.split(facts.title))
    parts = [piece for part in split for piece in after_site(part, facts.words.names) if piece]
    lines = zip(own_blocks(facts), own_lines(facts), strict=True)
    shown = {line for block, line in lines if len(block.text) <= 120}
    repeated = [part for part in [simplify(facts.title), *parts[:2]] if part in shown and len(part) >= 4]
    heading = simplify(facts.heading)
    column = heading in map(simplify, facts.breadcrumb) and not _titled_as_item([heading], facts.words.items)
    if column and _titled_as_item(parts, facts.words.items):
        heading = ""  # of the column the page stands in, above its menu
    shown_as = [*repeated, heading, simplify(facts.meta.get("articletitle", ""))]
    said = [*shown_as, *parts]
    own = next((name for name in said if name and not _says_no_name(name, facts.words)), "")
    if own and (own in shown_as or looks_like_item(clean_item_name(own, facts.words.items), facts.words.items)):
        return own
    found = _above_labels(facts) or _in_head(facts) or _ending_path(facts)
    return found or own or next(filter(None, said), "")


def _titled_as_item(parts: Sequence[str], words: ItemWords) -> bool:
    return any(looks_like_item(clean_item_name(part, words), words) for part in parts)


def _says_no_name(name: str, words: Vocabulary) -> bool:
    items, names = words.items, words.names
    return (
        bool(names.guide_site.search(name))
        or name in items.menu_words
        or name.replace(" ", "").lower() in names.empty_steps
        or bool(items.suffix.fullmatch(name))
    )


def _in_head(facts: PageFacts) -> str:
    """A heading in the page's head that reads like an item's name: pages for telephones put it there."""
    words = facts.words.items
    above = [block for block in facts.blocks[:_HEAD_BLOCKS] if block.zone == "header"]
    heads = (simplify(block.text) for block in above if block.tag in _HEADINGS or len(above) <= _FEW_HEADS)
    return next((text for text in heads if looks_like_item(clean_item_name(text, words), words)), "")


def _ending_path(facts: PageFacts) -> str:
    """The last step of the path, where it reads like an item's name: pages whose title is the site's put their name there alone."""
    last = simplify(facts.breadcrumb[-1]) if facts.breadcrumb else ""
    return last if last and looks_like_item(clean_item_name(last, facts.words.items), facts.words.items) else ""


def _above_labels(facts: PageFacts) -> str:
    """The last line above the first label of a guide that reads like an item's name, empty where there is none."""
    words, guides, above = facts.words.items, facts.words.guides, list[str]()
    entries = {simplify(link.text) for link in facts.links if link.url and link.zone in OWN_ZONES}
    head = sum(1 for block in facts.blocks[:_HEAD_BLOCKS] if block.zone in OWN_ZONES)

    def names_item(text: str) -> bool:
        return looks_like_item(clean_item_name(text, words), words)

    for block, text in zip(own_blocks(facts)[:head], own_lines(facts), strict=False):
        named = len(block.text) <= _LONGEST_HEAD and without_marks(text) not in entries
        labels = _opens_with_label(text, guides) or (
            named and elements_of_label(_NUMBER.sub("", text), guides) and not names_item(text)
        )
        if labels:  # only now is it asked what the lines above read like: most pages have no label
            return next(filter(names_item, reversed(above)), "")
        if named:
            above.append(text)
    return ""


def _opens_with_label(text: str, words: GuideWords) -> bool:
    """Whether a line is, or begins with, the label of an element: alone, in a box, before a colon or run into its text."""
    bare = _NUMBER.sub("", without_marks(text)).lstrip("【[")
    label = _LABEL_ENDS.split(bare, maxsplit=1)[0].replace(" ", "")
    if all(words.labels.get(part) for part in words.joints.split(label) if part):
        return bool(label)
    return any(words.labels.get(bare[:end]) for end in range(_SURE_LABEL, min(len(bare), _LONGEST_RUN) + 1))


@remembered
def item_of_page(facts: PageFacts) -> str:
    """The item a page is about, by its own name; empty where the name is a report's, a decree's or a column's.

    The name is an item's where it carries 指南, 须知, 流程 and the like, ends as items' names do, or stands in a
    column of guides.
    """
    words = facts.words.items
    name = page_name(facts)
    if asked := _asked_about(name, facts.words):
        return asked
    clean = clean_item_name(name, words)
    if not 2 <= len(clean.name) <= 80 or clean.name in words.menu_words or words.not_item.search(clean.name):
        return ""
    if words.function_words.fullmatch(clean.name.replace(" ", "")):
        return ""
    says_guide = not _SAYS_GUIDE.isdisjoint(clean.reasons)
    bare = _BRACKETS.sub("", clean.name) or clean.name  # 律师执业许可(变更执业机构)
    shaped = words.act.search(bare) or words.thing.search(bare)
    like_item = (
        shaped
        and not words.weak_not_item.search(clean.name)
        and not (words.place.search(clean.name) and not words.founding.match(clean.name))
    )
    return clean.name if says_guide or is_guide_column(facts) or like_item else ""


def matter_of(name: str, facts: PageFacts) -> str:
    """The item a guide's heading names, without the site's own place before it and the act of asking for it around it.

    云岭镇林木采伐许可证 on the page of 云岭镇人民政府 is 林木采伐许可证, 办理残疾人证 and 残疾人证的办理 are 残疾人证.
    """
    items, names = facts.words.items, facts.words.names
    place = names.place_before.match(name)
    said = (facts.title, facts.meta.get("sitename", ""), *facts.breadcrumb)
    if place and any(place[0] in simplify(one).replace(name, "") for one in said):
        name = _unless_lost(name[place.end() :], name, items)
    if office := names.office_before.match(name):
        name = _unless_lost(name[office.end() :], name, items)
    return _unless_lost(names.acts_around.sub("", name), name, items)


def _unless_lost(shorter: str, name: str, words: ItemWords) -> str:
    return shorter if looks_like_item(clean_item_name(shorter, words), words) else name


def _asked_about(name: str, vocabulary: Vocabulary) -> str:
    """The item a question asks about: 居住证 in 如何办理居住证?, empty where a name is no such question."""
    words, names = vocabulary.items, vocabulary.names
    for pattern in names.questions:
        if found := pattern.match(name):
            act = found.groupdict().get("act") or ""
            clean = clean_item_name(("" if act in names.general_acts else act) + found["what"], words)
            bare = _BRACKETS.sub("", clean.name) or clean.name
            shaped = words.act.search(bare) or words.thing.search(bare)
            return clean.name if shaped and may_be_item(clean, words) else ""
    return ""


@remembered
def is_guide_column(facts: PageFacts) -> bool:
    """Whether the page stands in, or is, a column of guides, by its breadcrumb, official tag or own name."""
    column = facts.words.names.guide_column
    said = (*facts.breadcrumb, facts.meta.get("columnname", ""), page_name(facts)[:12])
    return any(column.search(simplify(step)) for step in said)


@remembered
def labels_elements(facts: PageFacts) -> int:
    """How many elements the page's lines name as labels do, alone or before a colon; 0 where none speaks of papers or of how to do it."""
    words, names = facts.words.guides, facts.words.names
    text = facts.text
    if not any(map(text.__contains__, names.papers_asked)) and not any(map(text.__contains__, words.ways)):
        return 0
    heads = {_LABEL_ENDS.split(line, maxsplit=1)[0] for line in own_lines(facts) if len(line) <= _LONGEST_LABELLED}
    bare = {number_style(head.lstrip("【["))[1] for head in heads if len(head) <= LONGEST_LABEL + _NUMBER_ROOM}
    named = len({name for head in bare for name in elements_of_label(head, words) or ()})
    heads = {line for block, line in zip(own_blocks(facts), own_lines(facts), strict=True) if block.tag in _HEADS}
    loose = {name for head in heads if len(head) <= LONGEST_LABEL for name in elements_of_place(head, words)}
    return max(named, len(loose) - _LOOSER)


@remembered
def element_suffix(facts: PageFacts) -> str:
    """What a page's name adds to the item's: 资料要求 of 企业更名资料要求, empty where it adds nothing."""
    name = page_name(facts)
    match = facts.words.items.suffix.search(name)
    return match.group(0).strip(" -—_:()的之") if match and match.start() >= 2 else ""
