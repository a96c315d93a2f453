"""All word files of a pack together: the words under which a page's facts are read and everything that is made of them."""

from __future__ import annotations

from dataclasses import dataclass

from rules.consistency_words import CONSISTENCY, ConsistencyWords
from rules.date_words import DATES, DateWords
from rules.guide_words import GUIDES, GuideWords
from rules.item_words import ITEMS, ItemWords
from rules.layout_words import LAYOUT, LayoutWords
from rules.letter_words import LETTERS, LetterWords
from rules.name_words import NAMES, NameWords
from rules.pack import Pack, default_pack


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """The compiled word files of one pack."""

    layout: LayoutWords
    names: NameWords
    dates: DateWords
    letters: LetterWords
    guides: GuideWords
    items: ItemWords
    consistency: ConsistencyWords


_known: dict[tuple[str, str], Vocabulary] = {}


def vocabulary_of(pack: Pack) -> Vocabulary:
    """The words of a pack; the same object for the same pack."""
    found = _known.get((pack.folder, pack.version))
    if found is None:
        found = _known[pack.folder, pack.version] = Vocabulary(
            layout=LAYOUT.of(pack), names=NAMES.of(pack), dates=DATES.of(pack), letters=LETTERS.of(pack),
            guides=GUIDES.of(pack), items=ITEMS.of(pack), consistency=CONSISTENCY.of(pack),
        )  # fmt: skip
    return found


def shipped_vocabulary() -> Vocabulary:
    """The words that come with the program."""
    return vocabulary_of(default_pack())
