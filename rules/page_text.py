"""Where a page lies, its lines and its links, as the rules ask for them: each worked out once and only when asked for."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress
from operator import attrgetter
from typing import Final
from urllib.parse import urlsplit

from rules.engine import Lexicon, Test, lexicon, plain
from rules.links import wording, wordings
from rules.pack import Pack
from rules.page_lines import content_lines, page_lines
from rules.page_names import PageNames
from rules.page_words import WordedLines, form_text
from rules.records import Link
from rules.remember import once

#: The front page of an application of one page, whose pages all lie at one address: #/, #!/home.
_FIRST_ROUTE: Final = re.compile(r"!?/(?:index|default|home|main)?/?(?:\?.*)?$", re.IGNORECASE)
#: An edition in another language or for another screen has a front page of its own.
_FRONT: Final = re.compile(
    r"^/?(?:(?:english|eng?|big5|wap|mobile|m|3g)/?)?(?:(?:index|default|home|main)\.(?:s?html?|jspx?|aspx?|php|do))?$",
    re.IGNORECASE,
)
_LONGEST_HEAD: Final = 12
_SHORTEST_HEAD: Final = 2
_text: Final = attrgetter("text")
#: Running text.
SENTENCE: Final = re.compile(r"[，。；,;].*[，。；,;]|。$")


@dataclass
class PageText(PageNames):
    """The text of one page under one pack."""

    pack: Pack

    # ---- where it lies --------------------------------------------------------------------------------------------
    @once
    def address(self) -> str:
        """The page's own address, lower case."""
        return self.facts.url.lower()

    @once
    def is_front(self) -> bool:
        """The address is that of a site's front page."""
        parts = urlsplit(self.facts.url)
        at_root = bool(parts.netloc) and bool(_FRONT.match(parts.path)) and not parts.query
        return at_root and not (parts.fragment.startswith(("/", "!/")) and not _FIRST_ROUTE.match(parts.fragment))

    @once
    def is_shell(self) -> bool:
        """The content only appears when scripts run."""
        return self.facts.needs_script

    # ---- its text --------------------------------------------------------------------------------------------------
    @once
    def words(self) -> Lexicon:
        """The pack's words, ready to be looked for."""
        return lexicon(self.pack)

    @once
    def lines(self) -> WordedLines:
        """Lines of the content."""
        return WordedLines(content_lines(self.facts), self.words, "text", self.facts.words.items.empty_cell)

    @once
    def page_lines(self) -> WordedLines:
        """Lines of the whole page."""
        return WordedLines(page_lines(self.facts), self.words, "page")

    @once
    def form_texts(self) -> list[str]:
        """What each form says."""
        return list(map(form_text, self.facts.forms))

    # ---- its links -------------------------------------------------------------------------------------------------
    @once
    def _wordings(self) -> list[str]:
        return wordings(list(map(_text, self.facts.links)), self.pack)

    @once
    def _said_by_links(self) -> list[str]:
        """What each link is worded for, comparable: one that only says 更多 or 进入 leads to what its box is headed."""
        worded, links, leads_in = self._wordings.copy(), self.facts.links, self.facts.words.layout.leads_in
        contexts = list(map(attrgetter("context"), links))
        heads = {context for context in set(contexts) if _SHORTEST_HEAD <= len(context) <= _LONGEST_HEAD}
        for place in compress(range(len(links)), map(heads.__contains__, contexts)) if heads else ():
            if links[place].text and leads_in.match(links[place].text):
                worded[place] = wording(contexts[place], self.pack)
        return worded

    @once
    def worded_links(self) -> WordedLines:
        """What each link is worded for, as lines."""
        return WordedLines(self._said_by_links, self.words, "link")

    def links_saying(self, test: Test) -> Sequence[int]:
        """The places of the links whose wording may fulfil a test.

        A test that any wording fulfils is not asked of links of the page's frame that say none of the pack's words.
        """
        if not test.wants_nothing:
            return self.worded_links.saying(test.words)
        entries, hits = enumerate(zip(self.facts.links, self.worded_links.all, strict=True)), self.words.hits
        return [n for n, (link, text) in entries if link.text and (link.zone == "content" or hits(text))]

    def beside(self, place: int) -> str:
        """Lines: wordings of the two links before a link, of itself and the one after it, and of the heading above it.

        A link in the content also stands under the page's own name and path.
        """
        link = self.facts.links[place]
        under = (self.name, self.breadcrumb) if link.zone == "content" else ()
        return "\n".join((*self._wordings[max(0, place - 2) : place + 2], plain(link.context), *under))

    def is_in_text(self, link: Link) -> bool:
        """Whether a link stands inside a sentence: wording in running text is no evidence."""
        # A block is numbered when its line ends, so the block a link stands in is the first one after it.
        place = bisect_left(self._block_orders, link.order)
        text = self.facts.blocks[place].text if place < len(self._block_orders) else ""
        return len(text) > len(link.text) + 20 and self._is_sentence(place) and link.text in text

    def _is_sentence(self, place: int) -> bool:
        """Whether the block at ``place`` is running text; asked for each of its links, which may be thousands."""
        if place not in self._sentences:
            self._sentences[place] = bool(SENTENCE.search(self.facts.blocks[place].text))
        return self._sentences[place]

    @once
    def _sentences(self) -> dict[int, bool]:
        return {}

    @once
    def _block_orders(self) -> list[int]:
        return list(map(attrgetter("order"), self.facts.blocks))

    @once
    def heads(self) -> tuple[str, ...]:
        """What the entries of the content are headed: a heading 办事指南 above a list of items is an entry to guides."""
        more = self.facts.words.layout.beside_more
        contexts = dict.fromkeys(map(attrgetter("context"), self.content_links))
        heads = (more.sub("", context) for context in contexts if _SHORTEST_HEAD <= len(context) <= _LONGEST_HEAD)
        return tuple(dict.fromkeys(plain(head) for head in heads if len(head) >= _SHORTEST_HEAD))
