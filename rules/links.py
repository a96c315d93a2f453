"""What a link promises by its wording alone: a function, a column, and what kind of page it leads to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rules.engine import REMEMBERED, Lexicon, lexicon, plain, plain_each
from rules.pack import LinkWords, Pack, Rule
from rules.records import Link
from rules.terms import COLUMNS, FUNCTIONS

FILE_ENDING: Final = re.compile(r"\.(?:docx?|xlsx?|wps|et|pdf|rtf|ofd|zip|rar|7z|pptx?|txt)(?:$|[?#&])", re.IGNORECASE)
#: What tells a file's kind at the end of a wording.
_NAMED_FILE: Final = re.compile(r"(?<!^)\.(?:docx?|xlsx?|wps|et|pdf|rtf|ofd|zip|rar|7z|pptx?|txt)$")
_LONGEST_ENDING: Final = 5
_KEPT: Final = 1 << 13  # wordings that are remembered
_DOWNLOAD: Final = re.compile(
    r"(?:download|attach|filedown|fileload|getfile|downfile)\w*\.?\w*(?:[/?]|$)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class LinkRole:
    """What a link is worded for; each None when nothing says so. ``role`` is the role of the page it should lead to."""

    function: str | None = None
    column: str | None = None
    role: str | None = None


def link_role(text: str, url: str, pack: Pack) -> LinkRole:
    """Judge a link by wording and address; fast enough to be asked for every link of a crawl."""
    named = next((one for one in (url, text) if url and FILE_ENDING.search(one)), "")
    return _judged(wording(text, pack), named.rsplit("/", 1)[-1][-200:], lexicon(pack))


def wording(text: str, pack: Pack) -> str:
    """A link's comparable wording; a picture's file name becomes the wording it stands for."""
    return wordings((text,), pack)[0]


def wordings(texts: Sequence[str], pack: Pack) -> list[str]:
    """The wording of each of a page's links, for the price of few: most are of its site's menus and told before."""
    words = lexicon(pack)
    known = words.wordings
    if len(known) > _KEPT:
        known.clear()
    new = list(set(texts).difference(known))
    if new:
        known.update(zip(new, _worded(new, words), strict=True))
    told = list(map(known.__getitem__, texts))
    if max(map(len, new), default=0) > REMEMBERED:
        for text in new:
            if len(text) > REMEMBERED:
                del known[text]
    return told


def _worded(texts: Sequence[str], words: Lexicon) -> list[str]:
    short = plain_each(texts)
    pictured = {name: _of_picture(name, words) for name in set(filter(str.isascii, short))}
    return [
        _without_ending(text) if "." in text[-_LONGEST_ENDING:] else text for text in map(pictured.get, short, short)
    ]


def _without_ending(text: str) -> str:
    """A wording that is a file's name without what tells the file's kind: 登记表.doc ends as the name of a form does."""
    return _NAMED_FILE.sub("", text)


def _of_picture(short: str, words: Lexicon) -> str:
    parts, pictures = [short, *reversed(re.split(r"[\W\d_]+", short))], words.pack.pictures
    return plain(next((pictures[part] for part in parts if part in pictures), short))


@lru_cache(maxsize=1 << 10)
def is_file(url: str) -> bool:
    """Tell whether an address is, by its look, that of a document or archive."""
    return bool(FILE_ENDING.search(url) or _DOWNLOAD.search(url))


def names_file(url: str) -> bool:
    """Tell whether an address itself names a document or archive; what a servlet gives is known only when it was asked."""
    return bool(FILE_ENDING.search(url))


def leads_to_file(link: Link) -> bool:
    """Tell whether a link leads to a document or archive, by its address or because it is worded as one is called (申请表.docx)."""
    return is_file(link.url) or bool(link.url and "." in link.text[-6:] and FILE_ENDING.search(link.text.rstrip()))


@lru_cache(maxsize=1 << 13)
def _judged(text: str, file_name: str, words: Lexicon) -> LinkRole:
    found: dict[str, Rule] = {}
    for rule, condition in words.entries(text):
        if (
            (rule.proves == "link" or rule.subject == "target")
            and condition in _entry_conditions(rule)
            and _leads(condition, file_name)
        ):
            kept = found.get(rule.subject)
            if kept is None or kept.priority < rule.priority:
                found[rule.subject] = rule
    target = found.get("target")
    return LinkRole(_best(found, FUNCTIONS), _best(found, COLUMNS), target.proves if target else None)


def _entry_conditions(rule: Rule) -> list[LinkWords]:
    """The link conditions that make a rule fire on a link alone."""
    return [
        condition.link
        for condition in (*rule.when.any, *rule.when.all)
        if condition.link is not None and condition.link.context is None
    ]


def _leads(condition: LinkWords, file_name: str) -> bool:
    return condition.leads in ("", "anywhere") or (condition.leads != "page") == bool(file_name)


def _best(found: dict[str, Rule], subjects: dict[str, str]) -> str | None:
    there = [found[subject] for subject in subjects if subject in found]
    return max(there, key=lambda rule: rule.priority).subject if there else None
