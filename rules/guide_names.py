"""What a page calls itself, and whether that is a service item's name."""

from __future__ import annotations

import re
from typing import Final

from rules.guide_labels import without_marks
from rules.guide_words import default_guide_words
from rules.item_mentions import looks_like_item, may_be_item
from rules.item_words import ItemWords, default_item_words
from rules.normalise import clean_item_name, simplify
from rules.records import PageFacts
from rules.remember import remembered

_TITLE_PARTS: Final = re.compile(r"\s+[-_|–—>]+\s+|[-_|–—]{1,2}(?=[^\d])|\s{2,}|>>?")
#: What only a site is called; a page may be called 下载中心.
_SITE: Final = re.compile(
    r"(?:网|门户|网站群|人民政府|管理局|[省市县区州]\S{1,16}局|服务大厅|办事大厅|政务大厅|首页|网上大厅)$|^欢迎"
)
_NUMBER: Final = re.compile(r"^[\s●■◆*★·(]*(?:\d{1,2}|[一二三四五六七八九十]{1,3})?[\s、.)]*")
_ACT: Final = r"(?P<act>办理|申请|申领|申报|领取|补办|补领|换领|变更|注销|迁移|查询|缴纳|提取|开具|办)"
_QUESTIONS: Final = (
    re.compile(rf"^[^,。?]{{0,16}}?(?:如何|怎样|怎么){_ACT}(?P<what>[^,。?]{{2,30}}?)(?:手续|业务)?\??$"),
    re.compile(
        rf"^{_ACT}(?P<what>[^,。?]{{2,30}}?)(?:需要|应|要|需)?(?:提供|提交|准备|携带|带)?(?:哪些|什么)(?:材料|资料|手续|证件|条件)\??$"
    ),
    re.compile(r"^(?P<what>[^,。?]{2,30}?)(?:如何|怎样|怎么)(?:办理|申请|申领|办)\??$"),
)
_GENERAL_ACTS: Final = frozenset(["办理", "申请", "申领", "申报", "领取", "办"])
_HEAD_BLOCKS: Final = 400
_LONGEST_HEAD: Final = 60
_GUIDE_COLUMNS: Final = re.compile(
    r"(?:办事|服务|办理|业务)指[南引]|办事服务|办事流程|办理须知|服务事项|办理事项|表格下载|资料下载|下载中心"
)


@remembered
def page_name(facts: PageFacts) -> str:
    """The page's own name: the part of its title that is repeated in the content, else its heading, the official tag, the title.

    What names the site (某市政务服务网) or any page of its kind (一次性告知单) is passed over; where a page calls itself nothing else,
    the line above its first label is asked for an item's name.
    """
    parts = [part for part in (simplify(part).strip("[]【】 ") for part in _TITLE_PARTS.split(facts.title)) if part]
    shown = {
        simplify(block.text) for block in facts.blocks if block.zone in ("content", "hidden") and len(block.text) <= 120
    }
    repeated = [part for part in [simplify(facts.title), *parts[:2]] if part in shown and len(part) >= 4]
    said = [*repeated, simplify(facts.heading), simplify(facts.meta.get("articletitle", "")), *parts]
    own = (name for name in said if name and not _says_no_name(name))
    return next(own, "") or _above_labels(facts) or next(filter(None, said), "")


def _says_no_name(name: str) -> bool:
    words = default_item_words()
    return bool(_SITE.search(name)) or name in words.menu_words or bool(words.suffix.fullmatch(name))


def _above_labels(facts: PageFacts) -> str:
    """The last line above the first label of a guide that reads like an item's name, empty where there is none."""
    labels, words = default_guide_words().labels, default_item_words()
    found = ""
    for block in facts.blocks[:_HEAD_BLOCKS]:
        if block.zone in ("content", "hidden") and len(block.text) <= _LONGEST_HEAD:
            text = simplify(block.text)
            if labels.get(_NUMBER.sub("", without_marks(text)).partition(":")[0].replace(" ", "")):
                return found
            if looks_like_item(clean_item_name(text, words), words):
                found = text
    return ""


def item_of_page(facts: PageFacts, words: ItemWords | None = None) -> str:
    """The item a page is about, by its own name; empty where the name is a report's, a decree's or a column's.

    The name is an item's where it carries 指南, 须知, 流程 and the like, ends as items' names do, or stands in a
    column of guides.
    """
    words = words or default_item_words()
    name = page_name(facts)
    if asked := _asked_about(name, words):
        return asked
    clean = clean_item_name(name, words)
    if not 2 <= len(clean.name) <= 80 or clean.name in words.menu_words or words.not_item.search(clean.name):
        return ""
    says_guide = "reason.name_suffix" in clean.reasons or "reason.name_prefix" in clean.reasons
    shaped = words.act.search(clean.name) or words.thing.search(clean.name)
    like_item = shaped and not words.weak_not_item.search(clean.name) and not words.place.search(clean.name)
    return clean.name if says_guide or is_guide_column(facts) or like_item else ""


def _asked_about(name: str, words: ItemWords) -> str:
    """The item a question asks about: 居住证 in 如何办理居住证?, empty where a name is no such question."""
    for pattern in _QUESTIONS:
        if found := pattern.match(name):
            act = found.groupdict().get("act") or ""
            clean = clean_item_name(("" if act in _GENERAL_ACTS else act) + found["what"], words)
            shaped = words.act.search(clean.name) or words.thing.search(clean.name)
            return clean.name if shaped and may_be_item(clean, words) else ""
    return ""


def is_guide_column(facts: PageFacts) -> bool:
    """Whether the page stands in, or is, a column of guides, by its breadcrumb, official tag or own name."""
    said = (*facts.breadcrumb, facts.meta.get("columnname", ""), page_name(facts)[:12])
    return any(_GUIDE_COLUMNS.search(simplify(step)) for step in said)


def element_suffix(facts: PageFacts, words: ItemWords | None = None) -> str:
    """What a page's name adds to the item's: 资料要求 of 企业更名资料要求, empty where it adds nothing."""
    name = page_name(facts)
    match = (words or default_item_words()).suffix.search(name)
    return match.group(0).strip(" -—_:()的之") if match and match.start() >= 2 else ""
