"""What a page calls itself, its column and its site: heading, title, path and official tags, told apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from rules.engine import plain
from rules.records import PageFacts

_TITLE_PARTS: Final = re.compile(r"\s*[-_|–—>－｜]+\s*|\s{2,}")
_LONGEST_SITE: Final = 24
_SHORT_NAME: Final = 6
_FEW_LINKS: Final = 25
_LONGEST_LINE_NAME: Final = 12


def _without(line: str, texts: Sequence[str]) -> str:
    """What a line says besides the links in it."""
    for text in sorted(texts, key=len, reverse=True):
        line = line.replace(text, "")
    return line.strip(" |·>-")


@dataclass
class PageNames:
    """The names on one page, all comparable; each worked out once and only when asked for."""

    facts: PageFacts

    @cached_property
    def name(self) -> str:
        """The page's own heading, else the first part of its title; comparable."""
        return next(iter(self.titles), "")

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """The page's own heading and the parts of its title.

        A title that holds the site's name alone, the same on every page, names no page: the last step of the path does.
        Where there is no path either, the site's name is all there is.
        """
        if self._own_titles:
            return self._own_titles
        steps = [plain(step) for step in self.facts.breadcrumb]
        last = [step for step in steps if step and step not in self.facts.words.names.empty_steps][-1:]
        if last:
            return tuple(last)
        said = (plain(self.facts.heading), self._first_line, *self._title_parts)
        return tuple(dict.fromkeys(part for part in said if part))

    @cached_property
    def _first_line(self) -> str:
        """The first line of a page of few links, where it is short and no link: old pages write their name there and nowhere else."""
        links = [link for link in self.facts.links if link.zone == "content" and link.text]
        first = next((block.text for block in self.facts.blocks if block.zone == "content"), "")
        if not first or len(links) > _FEW_LINKS or not _without(first, [link.text for link in links]):
            return ""
        return plain(first) if len(first) <= _LONGEST_LINE_NAME else ""

    @cached_property
    def site_names(self) -> tuple[str, ...]:
        """What the page's title and tags call the site it belongs to."""
        named = [plain(self.facts.meta.get("sitename", "")), *self._title_parts]
        return tuple(dict.fromkeys(part for part in named if part and part not in self._own_titles))

    @cached_property
    def _title_parts(self) -> tuple[str, ...]:
        split = (plain(part.strip("[]【】 ")) for part in _TITLE_PARTS.split(self.facts.title))
        return tuple(part for part in split if part)

    @cached_property
    def _own_titles(self) -> tuple[str, ...]:
        """The heading and the parts of the title that do not name the site."""
        heading, parts = plain(self.facts.heading), self._title_parts
        above = map(plain, self.facts.breadcrumb[:-1])  # a menu's heading names a column above the page
        own = [heading] if heading and heading not in above and not self._names_site(heading, surely=True) else []
        own += [part for n, part in enumerate(parts) if not self._names_site(part, surely=n == 0 and len(parts) > 1)]
        return tuple(dict.fromkeys(part for part in own if part not in self.facts.words.names.empty_steps))

    @cached_property
    def _last_step(self) -> str:
        """The last of several steps of the path: a title that says the same names the page, whatever it ends with."""
        return plain(self.facts.breadcrumb[-1]) if len(self.facts.breadcrumb) > 1 else ""

    def _names_site(self, part: str, *, surely: bool) -> bool:
        """Tell whether a part of a title is the site's name rather than the page's; ``surely`` wants an unmistakable one."""
        words = self.facts.words.names
        if part == plain(self.facts.meta.get("sitename", "")) or part in words.front:
            return True
        if part == self._last_step or (surely and part in words.page_names):
            return False
        return len(part) <= _LONGEST_SITE and bool((words.surely_site if surely else words.site).search(part))

    @cached_property
    def tab(self) -> str:
        """The tab of an item's or a column's pages that is shown; comparable."""
        return plain(self.facts.tab)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """What the column is called that the page stands in: official tags, and the last step of its breadcrumb."""
        meta = self.facts.meta
        said = [plain(meta.get("columnname", "")), plain(meta.get("columntype", "")), *map(plain, self.path[-1:])]
        return tuple(dict.fromkeys(part for part in said if part))

    @cached_property
    def path(self) -> tuple[str, ...]:
        """The breadcrumb without its empty steps and without the page itself."""
        steps = (step for step in self.facts.breadcrumb if plain(step) not in self.facts.words.names.empty_steps)
        own = next(iter(self._own_titles), "")
        return tuple(step for step in steps if plain(step) != own or len(own) <= 8)

    @cached_property
    def breadcrumb(self) -> str:
        """All steps of the breadcrumb as one comparable text."""
        return plain(">".join(self.path))

    @property
    def own_titles_count(self) -> int:
        """Parts of the title that are neither a site's name nor a string of key words; 新闻中心 is short enough for a page's."""
        named = (part for part in self._own_titles if part in self._title_parts and "," not in part)
        site = self.facts.words.names.site
        return sum(1 for part in named if len(part) <= _SHORT_NAME or not site.search(part))
