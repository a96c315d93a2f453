"""One mention of a service item on a page, and what a text must look like to be one."""

from __future__ import annotations

import re
from typing import Final, Literal

from rules.item_words import ItemWords
from rules.normalise import CleanName, clean_item_name, fold_name
from rules.records import many

Source = Literal["list", "table", "guide", "form_list", "entry", "json"]
SHORTEST: Final = 2
LONGEST: Final = 110
_SHORTEST_ALONE: Final = 4  # shorter names need more than their wording
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_ONLY_BRACKET: Final = re.compile(r"(?:\s*\([^()]*(?:\([^()]*\)[^()]*)*\))+$")


@many
class ItemMention:
    """A service item found on a page. ``url`` is the item's own page, empty where the mention leads nowhere."""

    written: str  # as the page writes it
    name: str  # cleaned
    url: str
    department: str
    source: Source
    locator: str
    context: str = ""  # heading or column it stood under
    reasons: tuple[str, ...] = ()  # what was taken off the written name

    @property
    def key(self) -> str:
        """Equal for mentions of one name."""
        return fold_name(self.name)


def mention(
    written: str,
    source: Source,
    locator: str,
    words: ItemWords,
    *,
    url: str = "",
    department: str = "",
    context: str = "",
) -> ItemMention:
    """A mention of a name as written, cleaned."""
    clean = clean_item_name(written, words)
    return ItemMention(written, clean.name, url, department, source, locator, context, clean.reasons)


def may_be_item(clean: CleanName, words: ItemWords) -> bool:
    """Whether a text could be an item's name where its place already says so: no menu word, report, decree, body or
    place.
    """
    name = clean.name
    if not SHORTEST <= len(name) <= LONGEST or len(_HAN.findall(name)) < 2:
        return False
    if (
        name in words.menu_words
        or name in words.function_columns
        or name in words.name_columns
        or name in words.headings
    ):
        return False
    bare = _without_bracket(name)
    is_place = words.place.search(name) and not words.founding.match(name)
    return not (words.function_words.fullmatch(bare.replace(" ", "")) or is_place or words.not_item.search(bare))


def looks_like_item(clean: CleanName, words: ItemWords) -> bool:
    """Whether a text reads as an item's name by itself: it ends in an act asked of the government or a thing it
    gives.
    """
    bare = _without_bracket(clean.name)
    shaped = words.act.search(bare) or words.thing.search(bare)
    long_enough = len(bare) >= _SHORTEST_ALONE or bare in words.short_things
    return may_be_item(clean, words) and long_enough and bool(shaped) and not words.weak_not_item.search(bare)


def reads_as_item(text: str, words: ItemWords) -> bool:
    """Whether a link's wording reads as an item's name by itself; cheap where it does not."""
    bare = _without_bracket(text.strip())
    if not SHORTEST <= len(bare) <= LONGEST or not (words.act.search(bare) or words.thing.search(bare)):
        return False
    return looks_like_item(clean_item_name(text, words), words)


def _without_bracket(name: str) -> str:
    return _ONLY_BRACKET.sub("", name).strip() or name
