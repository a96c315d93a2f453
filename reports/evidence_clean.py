"""Turns a page of an audited site into harmless HTML: text, tables, dead form fields; nothing acts or loads.

The page is hostile text. Parsing and the allow-list are nh3's (html5ever, as browsers parse). What a reader needs to know
of links and pictures is put in their places afterwards, in markup of nh3's spelling, where every value is escaped.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape, unescape
from urllib.parse import urljoin

import nh3

from reports.html_words import Words
from rules.fact_floods import without_endless_formats

_TAGS = frozenset([
    "a", "abbr", "address", "article", "aside", "b", "big", "blockquote", "br", "button", "caption", "center",
    "cite", "code", "col", "colgroup", "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "fieldset",
    "figcaption", "figure", "font", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i", "input",
    "ins", "kbd", "label", "legend", "li", "main", "mark", "nav", "ol", "optgroup", "option", "p", "pre", "q", "s",
    "samp", "section", "select", "small", "span", "strike", "strong", "sub", "summary", "sup", "table", "tbody",
    "td", "textarea", "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul", "var",
])  # fmt: skip
_DROPPED_WITH_CONTENT = frozenset([
    "script", "style", "template", "svg", "math", "object", "embed", "applet", "audio", "video", "canvas", "map",
    "head", "title", "noembed", "noframes", "xmp", "plaintext",
])  # fmt: skip
_ATTRIBUTES = {
    "*": {"title"},
    "a": {"href"},
    "img": {"alt"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start"},
    "input": {"value", "placeholder"},
    "textarea": {"placeholder"},
    "option": {"selected"},
}
_FIELD_TYPES = frozenset([
    "text", "password", "checkbox", "radio", "button", "submit", "reset", "search", "tel", "email", "number",
    "date", "file",
])  # fmt: skip
_DEAD = {tag: {"disabled": ""} for tag in ("input", "textarea", "select", "button")}
_CLEANER = nh3.Cleaner(
    tags={*_TAGS, "img"},
    clean_content_tags=set(_DROPPED_WITH_CONTENT),
    attributes=_ATTRIBUTES,
    url_schemes={"http", "https", "ftp", "file", "mailto", "tel", "javascript"},  # to be shown: no link is left
    link_rel=None,
    tag_attribute_values={"input": {"type": set(_FIELD_TYPES)}},
    set_tag_attribute_values=_DEAD,
    strip_comments=True,
)
_FRAME = re.compile(r"<i?frame\b", re.IGNORECASE)
_FRAME_END = re.compile(r"</iframe\b", re.IGNORECASE)
_BASE = re.compile(r"""<base\b[^<>]*?\bhref\s*+=\s*+(?:["']([^"'>]*)|([^\s"'>]+))""", re.IGNORECASE)
#: In nh3's spelling.
_PICTURE = re.compile(r"<img((?: [a-z]+=\"[^\"]*\")*)>")
_LINK = re.compile(r"<a(?: [a-z]+=\"[^\"]*\")*>")
_OF_PAGE = re.compile(r" href=\"\s*[?#\"]")
_ATTRIBUTE = re.compile(r" ([a-z]+)=\"([^\"]*)\"")
#: Browsers stop at a nesting of some 500; parsing hostile depth costs quadratic time (100,000 elements: ten seconds).
_MAX_DEPTH = 10_000
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_VOID = frozenset([
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    "p", "li", "td", "tr", "th", "dd", "dt", "option",
])  # fmt: skip


def clean_page(html: str, address: str, words: Words) -> str:
    """The content of ``html`` as harmless markup. Links show where they led, and lead nowhere."""
    if _is_too_deep(html):
        return f"<pre>{escape(html)}</pre>"
    # Before cleaning: whatever this makes of hostile markup is cleaned all the same.
    html = without_endless_formats(html)
    named = _FRAME_END.sub("</span", _FRAME.sub(f"{words.t('html.copy.frame')}<span", html))
    told = _PICTURE.sub(lambda found: _picture(found[1], words), _CLEANER.clean(named))
    base = _base(html, address)
    folder = _folder(base)
    return _LINK.sub(lambda found: _dead_link(found[0], base if _OF_PAGE.search(found[0]) else folder), told)


def _picture(attributes: str, words: Words) -> str:
    known = dict(_ATTRIBUTE.findall(attributes))
    name = unescape(known.get("alt") or known.get("title") or "").strip()[:80]
    return words.t("html.copy.image", name=escape(name))


@lru_cache(8192)  # a site's menu stands on all its pages
def _dead_link(tag: str, base: str) -> str:
    known = dict(_ATTRIBUTE.findall(tag))
    return f'<a title="{escape(_joined(base, unescape(known["href"]))[:500])}">' if "href" in known else tag


def _base(html: str, address: str) -> str:
    base = _BASE.search(html)
    return _joined(address, unescape(base[1] or base[2] or "")) if base else address


def _joined(address: str, href: str) -> str:
    try:
        return urljoin(address, href.strip())
    except ValueError:  # brackets that are no IPv6 address, and the like
        return href


def _folder(address: str) -> str:
    """What of ``address`` matters to most links; they lead to the same from all pages of a folder."""
    scheme, _, rest = address.partition("#")[0].partition("?")[0].partition("://")
    return f"{scheme}://{rest.rpartition('/')[0] or rest}/"


def _is_too_deep(html: str) -> bool:
    """Whether more elements may be open at once than any real page has."""
    if html.count("<") <= _MAX_DEPTH:  # no need to look at each: a page has a few thousand tags
        return False
    depth = 0
    for found in _TAG.finditer(html):
        if found[2].lower() not in _VOID:
            depth += -1 if found[1] else 1
        if depth > _MAX_DEPTH:
            return True
    return False
