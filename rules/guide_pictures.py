"""Flow charts that a guide shows as pictures: named so by their words or file name, or standing right under the label."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Final
from urllib.parse import unquote

from rules.guide_words import GuideWords
from rules.normalise import simplify

MAX_HTML: Final = 1_000_000
MAX_LABELS: Final = 40
_PICTURE: Final = re.compile(r"<img\b[^>]{1,1500}>", re.IGNORECASE)
_SAID: Final = re.compile(r"""\b(alt|title|src|oldsrc|data-src)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_NAMED: Final = re.compile(r"(?:^|[^a-z])(?:\w{0,12}lct|liuchengt?u?|flow_?chart)\d{0,3}$")
_BEFORE: Final = re.compile(r"(?:^|>|\s|&nbsp;)[\d一二三四五六七八九十、.．()（）【■●◆\s]{0,8}[\u4e00-\u9fff]{0,8}$")
#: Pictures that only decorate: bullets, arrows, the sign of a file's kind.
_ORNAMENT: Final = re.compile(
    r"ico|arrow|logo|btn|button|bullet|line|dot|bg|print|qr|ewm|erweima|weixin|jiantou|doc|xls|pdf|zip|rar|file|spacer|blank"
)


def flow_picture(html: str, words: GuideWords) -> str:
    """What a page calls its flow chart: the picture's words or file name; empty where it shows none."""
    text = html[:MAX_HTML]
    if "<img" not in text and "<IMG" not in text:
        return ""
    return next((said for said in (*_called_so(text, words), *_under_label(text, words)) if said), "")


def _called_so(text: str, words: GuideWords) -> Iterator[str]:
    for match in _PICTURE.finditer(text):
        said, name = _words(match.group(0))
        if words.flow_chart.search(said) or words.flow_chart.search(name) or _NAMED.search(name):
            yield said or name


def _under_label(text: str, words: GuideWords) -> Iterator[str]:
    for number, label in enumerate(words.flow_label.finditer(text)):
        if number >= MAX_LABELS:
            return
        picture = words.flow_under.match(text, label.end())
        if picture and _BEFORE.search(text, max(0, label.start() - 40), label.start()):
            said, name = _words(picture["picture"])
            if not _ORNAMENT.search(name):
                yield said or name or label.group(0)


def _words(picture: str) -> tuple[str, str]:
    """A picture's (alternative text and title, file name without its ending, lower case)."""
    found = {name.lower(): unescape(double or single) for name, double, single in _SAID.findall(picture)}
    address = found.get("src") or found.get("oldsrc") or found.get("data-src") or ""
    stem = re.sub(r"[?#].*$", "", unquote(address)).rsplit("/", 1)[-1].rsplit(".", 1)[0].lower()
    return simplify(f"{found.get('alt', '')} {found.get('title', '')}"), stem
