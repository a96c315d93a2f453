"""A page as the rules see it: its facts, and what the careful readers find in it, each worked out once and only when asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress
from operator import attrgetter, not_
from typing import Final
from urllib.parse import urlsplit

from rules.dates import dates_in_lines
from rules.engine import plain
from rules.guide_data import names_elements
from rules.guide_names import is_guide_column, item_of_page, labels_elements
from rules.guide_pictures import only_picture
from rules.guide_tabs import may_have_tabs
from rules.guides import CORE_ELEMENTS, GuideReading, read_guide
from rules.items import ONE_ITEM, ItemMention, items_on_page
from rules.letters import LetterReading, read_letters
from rules.links import leads_to_file
from rules.normalise import simplify, simplify_each
from rules.page_lines import plain_lines
from rules.page_text import SENTENCE, PageText
from rules.page_words import WordsSaid
from rules.records import Link, PageFacts
from rules.remember import once, remembered
from rules.terms import TIME_LIMIT

_LETTER_LISTS: Final = frozenset(["consult_list", "mailbox", "petition"])
#: A shorter wording is an icon or a menu's.
_QUESTIONS_FROM: Final = 3
#: Characters of prose about one item; longer pages are reports and rules.
_LONGEST_PROSE: Final = 3_000
#: Elements that a menu of tabs names.
_FEWEST_TABS: Final = 3
_ENTRY_FROM: Final = 5
_NOTHING: Final[frozenset[str]] = frozenset()
_ONLY_DATE: Final = re.compile(r"\d{4}[-年./]\d{1,2}[-月./]\d{1,2}日?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?$")
#: A list's short dates: 标题 12-03, [05-06] 标题, (3月12日)标题.
_DAY: Final = r"[\[(（【]?(?:0?[1-9]|1[0-2])(?:[-/.](?:0[1-9]|[12]\d|3[01])|月(?:[12]?\d|3[01])日)[\])）】]?"
_MONTH_AND_DAY: Final = re.compile(rf"^{_DAY}(?=\s|[\u4e00-\u9fff])|[\s\])）\u4e00-\u9fff…]{_DAY}$")
_DATED_BY: Final = 4  # lines
_FEW_LISTED: Final = 3
_text: Final = attrgetter("text")


@remembered
def _guide_as_it_stands(facts: PageFacts) -> GuideReading:
    """A page's guide from its facts alone: a page that is read again with its markup is not read anew."""
    return read_guide(facts)


@lru_cache(maxsize=8)
def _comparable(words: frozenset[str]) -> frozenset[str]:
    return frozenset(map(plain, words))


@dataclass
class PageView(PageText):
    """One page under one pack; ``role`` is set once the rules about roles have been tried."""

    role: str = ""
    attachments: tuple[str, ...] = ()  # texts of the documents hanging on the page
    html: str | None = None  # the markup, for the careful reading of guides with tabs

    # ---- the pack's words on it ------------------------------------------------------------------------------------
    @once
    def said(self) -> Mapping[str, Set[str]]:
        """For each thing a condition may ask about, the pack's words said there: no test for other words can hold."""
        return WordsSaid(self)

    def names_letter(self, link: Link) -> bool:
        """Whether a link of a list of letters or questions is the title of one: 房产证办理进度 there is no entry to a query."""
        if self.role not in _LETTER_LISTS or link.zone != "content" or len(link.text) < _ENTRY_FROM:
            return False
        said = simplify(link.text)
        return any(said in letter.title for letter in self.letters.letters)

    def names_item(self, link: Link) -> bool:
        """Whether a link of a list of items is the name of one: 五保户申报 there is no entry to an application."""
        return self.role == "service_list" and link.zone == "content" and simplify(link.text) in self._items_written

    @once
    def _items_written(self) -> frozenset[str]:
        return frozenset([simplify(item.written) for item in self.items])

    # ---- what the careful readers find -----------------------------------------------------------------------------
    @once
    def guide(self) -> GuideReading:
        """Guide elements stated on the page; the slow reading of tabs is for pages that state some already."""
        read = read_guide(self.facts, self.attachments) if self.attachments else _guide_as_it_stands(self.facts)
        tabbed = self.html if (read.count or self._has_tabs) and not read.is_complete else None
        if tabbed and may_have_tabs(tabbed, self.facts.words.guides):
            return read_guide(self.facts, self.attachments, tabbed)
        return read

    @once
    def promises_guide(self) -> bool:
        """The page writes labels of at least two elements, or asks as guides do: elsewhere no guide can stand, and reading one is slow."""
        drawn = (picture.alt for picture in self.facts.pictures if picture.alt)
        text = "".join((*plain_lines(self.facts), *(plain(simplify(alt)) for alt in drawn)))
        names, guides, data = self.facts.words.names, self.facts.words.guides, self.facts.data
        asks = text.count("?") >= _QUESTIONS_FROM and any(map(text.__contains__, names.papers_asked))
        asks = asks or sum(map(text.__contains__, names.everyday_questions)) >= 2
        said = len(guides.elements_named(text)) >= 2 or labels_elements(self.facts) >= 2
        said = said or (data is not None and names_elements(data, guides) >= 2)
        return bool(self.attachments) or asks or said or self._has_tabs or self._tells_in_prose(text)

    def _tells_in_prose(self, text: str) -> bool:
        """A page about an item says in its own words what to bring, which papers, and where; in a column of guides papers are enough."""
        names = self.facts.words.names
        if any(map(text.__contains__, names.prose[1])) and is_guide_column(self.facts):  # papers
            return bool(item_of_page(self.facts))
        reports = any(word in self.breadcrumb for word in names.news_columns)
        if reports or len(text) > _LONGEST_PROSE or not all(any(map(text.__contains__, said)) for said in names.prose):
            return False
        return bool(item_of_page(self.facts))

    @once
    def _has_tabs(self) -> bool:
        """The page's menu names elements by entries that lead nowhere: they show and hide the guide's parts."""
        links, labels = self.facts.links, self.facts.words.guides.labels
        leading_nowhere = list(set(compress(map(_text, links), map(not_, map(attrgetter("url"), links)))))
        if len(leading_nowhere) < _FEWEST_TABS:
            return False
        return len(set(filter(None, map(labels.get, simplify_each(leading_nowhere))))) >= _FEWEST_TABS

    @once
    def letters(self) -> LetterReading:
        """Letters and questions shown on the page."""
        return read_letters(self.facts)

    @once
    def items(self) -> list[ItemMention]:
        """Service items the page is about or lists, given its role."""
        about_one = self.role in ONE_ITEM and (self.promises_guide or self.role == "guide")
        return items_on_page(self.facts, self.role, self.guide if about_one else GuideReading())

    # ---- numbers ---------------------------------------------------------------------------------------------------
    def count(self, what: str) -> int:
        """Return the number a rule asks for."""
        if what not in self._counts:
            self._counts[what] = getattr(self, "_count_" + what)()
        return self._counts[what]

    @once
    def _counts(self) -> dict[str, int]:
        return {}

    def _count_items(self) -> int:
        return len(self.items)

    def _count_item_entries(self) -> int:
        """Items the page would list, where they are most of what its content holds; 0 elsewhere."""
        words = self.facts.words.items
        found = items_on_page(self.facts, "service_list", None)
        texts = (link.text for link in self.content_links if len(link.text) >= _ENTRY_FROM)
        entries = sum(1 for text in texts if simplify(text) not in words.function_columns)
        return len(found) if len(found) * 2 >= entries else 0

    def _count_item_rows(self) -> int:
        """Rows that name a matter beside entries worded for a function: 道路运输许可 beside 办事指南 and 在线办理."""
        columns = self.facts.words.items.function_columns
        may_be = _comparable(columns)
        if may_be.isdisjoint(self._wordings):
            return 0
        links = zip(self.facts.links, self._wordings, strict=True)
        icons = [link for link, text in links if text in may_be and link.zone == "content" and link.text]
        named = [link for link in icons if len(link.context) >= _ENTRY_FROM and simplify(link.text) in columns]
        return len({link.context for link in named if simplify(link.context) not in columns})

    def _count_letters(self) -> int:
        return len(self.letters.letters)

    def _count_replied(self) -> int:
        return self.letters.replied

    def _count_guide_elements(self) -> int:
        return self.guide.count if self.promises_guide else 0

    def _count_guide_core(self) -> int:
        return len([name for name in self.guide.elements if name in CORE_ELEMENTS]) if self.promises_guide else 0

    def _count_guide_labelled(self) -> int:
        """Elements that stand under labels on a page named after an item, what to bring or how it goes among them; else 0."""
        labels = self.guide.labels if self.promises_guide and item_of_page(self.facts) else {}
        labelled = [name for name, label in labels.items() if label and name != TIME_LIMIT]
        return len(labelled) if any(name in labelled for name in CORE_ELEMENTS) else 0

    def _count_files(self) -> int:
        return sum(1 for link in self.content_links if leads_to_file(link))

    def _count_file_entries(self) -> int:
        """Documents to download, where they are most of the content's entries; 0 elsewhere."""
        files = self._count_files()
        return files if files * 2 > len(self.content_links) else 0

    def _count_form_entries(self) -> int:
        """Entries that bear the name of a form or stand beside one (下载), where they are most of the content's; 0 elsewhere."""
        links = self.content_links
        said = (one.text if max(map(len, one.text.split()), default=0) >= _ENTRY_FROM else one.context for one in links)
        listed = [simplify(text) for text in said if len(text) >= _ENTRY_FROM]
        forms = sum(1 for text in listed if self.facts.words.items.form_name.search(text))
        return forms if forms * 2 > len(listed) else 0

    def _count_themes(self) -> int:
        """Entries worded as one of the themes that halls of services are ordered by."""
        themes = self.facts.words.names.themes
        return len({text for link in self.content_links if (text := simplify(link.text)) in themes})

    def _count_content_chars(self) -> int:
        return len(self.facts.text)

    def _count_content_links(self) -> int:
        return len(self.content_links)

    def _count_links(self) -> int:
        return len(self.facts.links)

    def _count_frames(self) -> int:
        return sum(1 for link in self.facts.links if link.kind == "frame" and link.zone == "content")

    def _count_live_frames(self) -> int:
        return sum(1 for link in self.facts.links if link.kind == "frame" and link.url)

    def _count_whole_pictures(self) -> int:
        """1 for a page about an item, or in a column of guides, whose content is one picture."""
        return int(bool(only_picture(self.facts)))

    def _count_dates(self) -> int:
        return len(self.facts.dates)

    def _count_listed(self) -> int:
        """Entries of a list: content links of some length that are no menu words, each on its own line."""
        return sum(1 for link in self.content_links if len(link.text) >= 8 and not self.is_in_text(link))

    def _count_dated_lines(self) -> int:
        """Lines with a date; where none has a whole one, those that begin or end with a month and a day."""
        lines = [line for line in self.facts.text.split("\n") if len(line) <= 120]
        return sum(map(bool, dates_in_lines(lines))) or sum(1 for line in lines if _MONTH_AND_DAY.search(line))

    def _count_more(self) -> int:
        return sum(1 for link in self.content_links if self.facts.words.layout.says_more.match(link.text))

    def _count_papers(self) -> int:
        """Entries of a list that bear the name of a rule, a measure or a plan, where they are most of it; 0 elsewhere."""
        listed = [simplify(link.text) for link in self.content_links if len(link.text) >= 8]
        papers = sum(1 for text in listed if self.facts.words.names.paper.search(text))
        return papers if papers * 2 > len(listed) else 0

    def _count_paragraphs(self) -> int:
        """Lines that are sentences."""
        return sum(1 for line in self.facts.text.split("\n") if len(line) >= 30 and SENTENCE.search(line))

    def _count_crumbs(self) -> int:
        return len(self.path)

    def _count_folders(self) -> int:
        """How deep the page's address lies below the site's front page."""
        return len([part for part in urlsplit(self.facts.url).path.split("/")[1:-1] if part])

    def _count_own_titles(self) -> int:
        return self.own_titles_count

    def _count_article(self) -> int:
        """1 for a page that is one text: a publishing line or official tag, and sentences rather than a list."""
        stamp = self.facts.words.names.stamped
        sentences, listed = self._count_paragraphs(), self._count_listed()
        stamps = sum(1 for line in self.lines.all if len(line) <= 160 and stamp.search(line))
        in_list = min(stamps, listed) >= _FEW_LISTED  # each entry of a list bears one
        stamped = "articletitle" in self.facts.meta or (stamps > 0 and not in_list)
        stamped = stamped or (listed <= _FEW_LISTED and sentences > 0 and self._is_dated)
        return int((stamped and (sentences > 0 or listed <= 8)) or (sentences >= 3 and sentences * 2 > listed))

    @property
    def _is_dated(self) -> bool:
        """One of the first lines is a date and nothing else, as notices on small screens have below their title."""
        return any(_ONLY_DATE.match(line) for line in self.lines.all[1:_DATED_BY])

    def _count_article_news(self) -> int:
        """1 for an article whose column or name is that of news or of disclosure."""
        columns = self.facts.words.names.news_columns
        return int(bool(self._count_article()) and any(word in self.breadcrumb for word in columns))
