"""Whether links that name items keep their word: pages behind them that would only be read to confirm it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

#: So many pages of one part of a site in a row were new guides, as their links said, and the next are taken at their word;
#: but for every so many-eth, which is read.
KEPT: Final = 5
CHECKED: Final = 10


@dataclass(slots=True)
class KeptWords:
    """What became of links worded as an item's name, by part of the site. Forgotten with the run: five pages tell it anew."""

    _kept: Counter[str] = field(default_factory=Counter)  # words kept in a row, those believed among them

    def note(self, part: str, kept: bool) -> None:
        """The link of a page named an item; ``kept``: the page was its guide, and new, or is taken for it unread."""
        self._kept[part] = self._kept[part] + 1 if kept else 0

    def trusted(self, part: str) -> bool:
        """Whether the next page of a part may be taken at its link's word."""
        kept = self._kept[part]
        return kept >= KEPT and kept % CHECKED != 0
