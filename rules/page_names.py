"""What a page calls itself, its column and its site: heading, title, path and official tags, told apart."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress
from operator import attrgetter
from typing import Final

from rules.engine import plain
from rules.list_extent import plain_key
from rules.name_words import NameWords
from rules.records import Link, PageFacts
from rules.remember import once

_TITLE_PARTS: Final = re.compile(r"\s*[-_|–—>－｜]+\s*|\s{2,}")
_LONGEST_SITE: Final = 24
_SHORT_NAME: Final = 6
_FEW_LINKS: Final = 25
_LONGEST_LINE_NAME: Final = 12
_SHORTEST_NAME: Final = 2
_CUT: Final = 60  # characters
_HEADS: Final = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
#: How a row of choices above a list begins.
_CHINESE: Final = re.compile(r"[一-龥]{2}")
_PAUSED: Final = re.compile("[,，、。;；!！]")  # part of a sentence
#: The end of the address of a list's later page: /index_3.html, /p/3, /page/3
_NUMBERED_PAGE: Final = re.compile(r"/(?:(?:index|list)_\d{1,4}\.s?html?|(?:p|page)/\d{1,4})$")
_FILTER: Final = re.compile(r"全部|不限|共\d")


def after_site(part: str, words: NameWords) -> tuple[str, ...]:
    """A title's part in two where one space follows what surely is a site's name: 某市人民政府 政务动态."""
    site, space, page = part.partition(" ")
    told = space and len(site) <= _LONGEST_SITE and words.surely_site.search(plain(site))
    return (site, page) if told else (part,)


def _without(line: str, texts: Sequence[str]) -> str:
    """What a line says besides the links in it."""
    for text in sorted(texts, key=len, reverse=True):
        line = line.replace(text, "")
    line = line.strip(" |·<>-")
    return line if texts else line.strip("【】[]")  # 【政务公开】 heads a page; [区民政局] behind an entry does not


@dataclass
class PageNames:
    """The names on one page, all comparable; each worked out once and only when asked for."""

    facts: PageFacts

    @once
    def content_links(self) -> list[Link]:
        """Links of the content that say something."""
        links = self.facts.links
        own = compress(links, map("content".__eq__, map(attrgetter("zone"), links)))
        return list(filter(attrgetter("text"), own))

    @once
    def name(self) -> str:
        """The page's own heading, else the first part of its title; comparable."""
        return next(iter(self.titles), "")

    @once
    def titles(self) -> tuple[str, ...]:
        """The page's own heading and the parts of its title.

        A title that holds the site's name alone, the same on every page, names no page: the last step of the path does, or else
        the line of the content that says what the page is. Where there is neither, the site's name is all there is.
        """
        steps = [plain(step) for step in self.facts.breadcrumb]
        last = [step for step in steps if step and step not in self.facts.words.names.empty_steps][-1:]
        if self._own_titles:
            doubtful = not last and not self._title_is_told
            return tuple(dict.fromkeys((*(self._entry_names if doubtful else ()), *self._own_titles)))
        if last:
            return tuple(last)
        # Where the menu says the same, the site's name tells nothing more.
        told = any(name in self._menu for name in self._entry_names)
        said = (plain(self.facts.heading), *self._entry_names, *(() if told else self._title_parts))
        return tuple(dict.fromkeys(part for part in said if part))

    @once
    def _title_is_told(self) -> bool:
        """The title has a part for the page and one for the site, or the page says again what it says: else it may be every page's."""
        text, own = plain(self.facts.text), set(self._own_titles)
        if own.isdisjoint(self._title_parts) and own <= self._menu:
            return False  # a heading above the menu of the section
        return len(self._title_parts) > 1 or any(part in self._menu or part in text for part in self._own_titles)

    @once
    def _menu(self) -> frozenset[str]:
        """What the links of the page and its frame say; comparable."""
        return frozenset([plain(link.text) for link in self.facts.links if link.zone != "friendly"])

    @once
    def _entry_names(self) -> tuple[str, ...]:
        """What the one entry that leads to this very address calls the page, and what a line of it does."""
        own, links = self.facts.url.rstrip("/"), [link for link in self.facts.links if link.text]
        leading = {plain(link.text) for link in links if link.url.rstrip("/") == own}
        first = "" if leading else self._first_page(own)
        if first:  # to which the list's own 首页 and 1 lead, too
            told = {plain(link.text) for link in links if link.url.rstrip("/") == first}
            leading = {text for text in told if _CHINESE.search(text)} - self.facts.words.names.front
        words = self.facts.words.names
        named = [
            text for text in leading if _SHORTEST_NAME <= len(text) <= _LONGEST_LINE_NAME and _CHINESE.search(text)
        ]
        entry = named if len(leading) == 1 and not (set(named) & (words.empty_steps | words.front)) else []
        return tuple(dict.fromkeys((*entry, *self._line_names)))

    def _first_page(self, url: str) -> str:
        """The address of the first page of the list of which this is a later one; empty where its address names no page."""
        keys = self.facts.words.layout.page_keys
        address, _, query = url.partition("?")
        pairs = query.split("&") if query else []
        kept = [pair for pair in pairs if plain_key(pair.partition("=")[0]) not in keys]
        if len(kept) < len(pairs):
            return f"{address}?{'&'.join(kept)}" if kept else address
        numbered = _NUMBERED_PAGE.search(url)
        return url[: numbered.start()].rstrip("/") if numbered else ""

    @once
    def _line_names(self) -> tuple[str, ...]:
        """What a line of a page of few links calls it: old pages write their name there and nowhere else.

        The line that says, as no link, what an entry of the menu beside it says, else of the menu above; a picture may say so too.
        Else the first line of the content that is no link. Of several such lines each heads a part of the page.
        """
        heads = self._repeated_heads
        boxes = self.facts.words.names.box_heads | self._part_heads
        lines = [(line, tag) for line, tag in self._unlinked_lines if tag not in heads and line not in boxes]
        times = Counter(plain(link.text) for link in self.content_links)  # 下载 on every row is no entry of a menu
        beside = {text for text, count in times.items() if count == 1}
        shown = Counter(line for line, _ in lines)  # [区民政局] on every row is none either
        echoes = dict.fromkeys(
            line for line, _ in lines if line in self._menu and times[line] <= 1 and shown[line] <= 2
        )
        for said in ([line for line in echoes if line in beside], [*echoes]):
            if len(said) == 1:
                return tuple(said)
        named = next((one for one in self._unlinked_lines if one[0] not in boxes), ("", ""))
        return (named[0],) if named in lines and len(named[0]) <= _LONGEST_LINE_NAME else ()

    @once
    def _repeated_heads(self) -> frozenset[str]:
        """Tags of heads that come more than once in the content: each then names a part of the page."""
        counted = Counter(block.tag for block in self.facts.blocks if block.zone == "content" and block.tag in _HEADS)
        return frozenset(tag for tag, times in counted.items() if times > 1)

    @once
    def _part_heads(self) -> frozenset[str]:
        """What stands beside the page's several links worded 更多: each heads a part of the page."""
        layout = self.facts.words.layout
        beside = {link.context for link in self.content_links if layout.says_more.match(link.text) and link.context}
        heads = frozenset(plain(layout.beside_more.sub("", context)) for context in beside)
        return heads if len(heads) > 1 else frozenset()

    @once
    def _unlinked_lines(self) -> list[tuple[str, str]]:
        """What the pictures and lines of a content of few links say besides them, comparable and cut, and their tags."""
        links = self.content_links
        if len(links) > _FEW_LINKS:
            return []
        blocks = [block for block in self.facts.blocks if block.zone == "content"]
        orders = [block.order for block in blocks]
        inside: dict[int, list[str]] = defaultdict(list)
        for link in links:  # a line is numbered when it ends, so the line a link stands in is the first one after it
            inside[bisect_left(orders, link.order)].append(link.text)
        pictured = [(plain(one.alt), "img") for one in self.facts.pictures if one.zone == "content" and one.alt]
        written = [(plain(_without(block.text[:_CUT], inside[n])), block.tag) for n, block in enumerate(blocks)]
        told = [(line, tag) for line, tag in pictured if line in self._menu]
        named = ((line, tag) for line, tag in written if len(line) >= _SHORTEST_NAME)
        return told + [(line, tag) for line, tag in named if not _FILTER.match(line) and not _PAUSED.search(line)]

    @once
    def site_names(self) -> tuple[str, ...]:
        """What the page's title and tags call the site it belongs to."""
        named = [plain(self.facts.meta.get("sitename", "")), *self._title_parts]
        return tuple(dict.fromkeys(part for part in named if part and part not in self._own_titles))

    @once
    def _title_parts(self) -> tuple[str, ...]:
        split = (
            piece
            for part in _TITLE_PARTS.split(self.facts.title)
            for piece in after_site(part.strip("[]【】 "), self.facts.words.names)
        )
        return tuple(part for part in map(plain, split) if part)

    @once
    def _own_titles(self) -> tuple[str, ...]:
        """The heading and the parts of the title that do not name the site."""
        heading, parts = plain(self.facts.heading), self._title_parts
        above = map(plain, self.facts.breadcrumb[:-1])  # a menu's heading names a column above the page
        own = [heading] if heading and heading not in above and not self._names_site(heading, surely=True) else []
        own += [part for n, part in enumerate(parts) if not self._names_site(part, surely=n == 0 and len(parts) > 1)]
        return tuple(dict.fromkeys(part for part in own if part not in self.facts.words.names.empty_steps))

    @once
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

    @once
    def tab(self) -> str:
        """The tab of an item's or a column's pages that is shown; comparable."""
        return plain(self.facts.tab)

    @once
    def columns(self) -> tuple[str, ...]:
        """What the column is called that the page stands in: official tags, and the last step of its breadcrumb."""
        meta = self.facts.meta
        said = [plain(meta.get("columnname", "")), plain(meta.get("columntype", "")), *map(plain, self.path[-1:])]
        return tuple(dict.fromkeys(part for part in said if part))

    @once
    def path(self) -> tuple[str, ...]:
        """The breadcrumb without its empty steps and without the page itself."""
        steps = (step for step in self.facts.breadcrumb if plain(step) not in self.facts.words.names.empty_steps)
        own = next(iter(self._own_titles), "")
        return tuple(step for step in steps if plain(step) != own or len(own) <= 8)

    @once
    def breadcrumb(self) -> str:
        """All steps of the breadcrumb as one comparable text."""
        return plain(">".join(self.path))

    @property
    def own_titles_count(self) -> int:
        """Parts of the title that are neither a site's name nor a string of key words; 新闻中心 is short enough for a page's."""
        named = (part for part in self._own_titles if part in self._title_parts and "," not in part)
        site = self.facts.words.names.site
        return sum(1 for part in named if len(part) <= _SHORT_NAME or not site.search(part))
