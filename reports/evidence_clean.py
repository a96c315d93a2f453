"""Turns a page of an audited site into harmless HTML: text, tables, dead form fields; nothing acts or loads.

The page is hostile text. Parsing and the final allow-list are nh3's (html5ever, as browsers parse); before that, links,
pictures and frames are replaced by what a reader needs to know of them.
"""

from __future__ import annotations

import re
from html import escape
from urllib.parse import urljoin

import nh3
from selectolax.lexbor import LexborHTMLParser

from reports.html_words import Words

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
#: Browsers stop at a nesting of some 500; parsing hostile depth costs quadratic time (100,000 elements: ten seconds).
_MAX_DEPTH = 10_000
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_VOID = frozenset([
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    "p", "li", "td", "tr", "th", "dd", "dt", "option",
])  # fmt: skip


def clean_page(html: str, address: str, words: Words) -> str:
    """The body of ``html`` as harmless markup. Links show where they led, and lead nowhere."""
    if _is_too_deep(html):
        return f"<pre>{escape(html)}</pre>"
    tree = LexborHTMLParser(html)
    body = tree.body
    if body is None:
        return ""
    _show_links(tree, _base(tree, address))
    _show_pictures(tree, words)
    return _allow(body.html or "")


def _allow(html: str) -> str:
    return nh3.clean(
        html,
        tags=set(_TAGS),
        clean_content_tags=set(_DROPPED_WITH_CONTENT),
        attributes=_ATTRIBUTES,
        url_schemes=set(),
        link_rel=None,
        tag_attribute_values={"input": {"type": set(_FIELD_TYPES)}},
        set_tag_attribute_values=_DEAD,
        strip_comments=True,
    )


def _base(tree: LexborHTMLParser, address: str) -> str:
    base = tree.css_first("base[href]")
    return _joined(address, (base.attributes.get("href") or "") if base else "")


def _joined(address: str, href: str) -> str:
    if href.startswith(("http://", "https://")):
        return href.strip()
    try:
        return urljoin(address, href.strip())
    except ValueError:  # brackets that are no IPv6 address, and the like
        return href


def _show_links(tree: LexborHTMLParser, base: str) -> None:
    for link in tree.css("a[href]"):
        link.attrs["title"] = _joined(base, link.attributes.get("href") or "")[:500]


def _show_pictures(tree: LexborHTMLParser, words: Words) -> None:
    for node in tree.css("img, iframe, frame"):
        kind = "image" if node.tag == "img" else "frame"
        name = (
            (node.attributes.get("alt") or node.attributes.get("title") or "").strip()[:80] if kind == "image" else ""
        )
        node.replace_with(words.t(f"html.copy.{kind}", name=name))


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
