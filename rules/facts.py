"""Read a page once into facts: links, forms, tables, runs of text and where they stand, before any meaning."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from itertools import islice
from typing import Any, Final, NamedTuple

from selectolax.lexbor import LexborHTMLParser

from rules import fact_data, fact_template
from rules.dates import dates_in_lines
from rules.encoding import decode
from rules.fact_addresses import absolute
from rules.fact_anchors import links_of
from rules.fact_floods import without_floods
from rules.fact_forms import forms_of
from rules.fact_meta import base_of, breadcrumb_of, heading_of, meta_of
from rules.fact_pictures import pictures_of
from rules.fact_scripts import script_of
from rules.fact_tabs import tab_of
from rules.fact_tree import TreeReader
from rules.fact_walk import MAX_CHARS, MAX_LINKS, MAX_RUN, MAX_RUNS, Walk, fold
from rules.fact_written import with_written
from rules.fact_zones import assign_zones, zone_of
from rules.layout_words import LayoutWords
from rules.list_extent import extent_in_data, further_pages
from rules.pack import Pack
from rules.page_dates import dates_of_content
from rules.records import Block, Link, PageFacts, Table
from rules.remember import Later
from rules.vocabulary import Vocabulary, shipped_vocabulary, vocabulary_of

MAX_BODY: Final = 6_000_000
MAX_TEXT: Final = 150_000
MAX_DATES: Final = 2_000
MAX_TABLES: Final = 300


class _Loose(NamedTuple):
    """Links and lines that come from data instead of from elements."""

    links: tuple[tuple[str, str], ...]
    lines: tuple[str, ...]


def read_facts(
    body: bytes, url: str, content_type: str = "", dom: bytes | None = None, pack: Pack | None = None
) -> PageFacts:
    """Read a page's bytes into facts; never raises, whatever the bytes are.

    ``content_type`` is the response header, ``dom`` the rendered DOM (UTF-8), which is preferred where there is one, ``pack``
    the one whose words it is read under, else the shipped one.
    """
    words = vocabulary_of(pack) if pack is not None else shipped_vocabulary()
    raw = (dom or body)[:MAX_BODY]
    kind = fact_template.kind_by_head(raw)
    if kind:
        return _without_text(url, kind, words)
    text, encoding = decode(raw, "" if dom else content_type)
    data = fact_data.parse_json(text)
    if data is not None:
        return _from_data(url, encoding, "json", _json_parts(data, url, words.layout), words, data)
    kind = fact_template.kind_of_text(text)
    if kind == "xml":
        lines, links = fact_data.parse_xml(text)
        if not links and (markup := fact_data.markup_in_records(text)):
            return _from_html(f"<body>{markup}</body>", url, encoding, words)
        return _from_data(url, encoding, "xml", _Loose(tuple(links), tuple(lines)), words)
    if kind == "text":
        folded = tuple(filter(None, map(fold, text.splitlines()[:MAX_RUNS])))
        return _from_data(url, encoding, "text", _Loose((), folded), words)
    return _from_html(text if dom else with_written(text), url, encoding, words)


def _from_html(text: str, url: str, encoding: str, words: Vocabulary) -> PageFacts:
    walk = _walk(text, words.layout)
    base = base_of(walk.head, url)
    assign_zones(walk)
    meta = meta_of(walk.head)
    islands = _islands(walk)
    blocks = _blocks([walk, *islands])
    scripts = [script_of(code) for _, code in walk.scripts if code]
    data = [value for script in scripts for value in script.objects]
    content = "\n".join([block.text for block in blocks if block.zone == "content"])[:MAX_TEXT]
    page_text = "\n".join([block.text for block in blocks])[:MAX_TEXT]
    return PageFacts(
        url=url, encoding=encoding, kind="html", title=walk.title[:300], heading=heading_of(walk, meta)[:300],
        breadcrumb=breadcrumb_of(walk), meta=meta, blocks=blocks, links=links_of(walk, islands, base, meta, scripts),
        forms=forms_of(walk, base), tables=_tables([walk, *islands]),
        text=content, page_text=page_text, needs_script=fact_template.is_script_shell(walk, content, page_text),
        data=data or None, tab=tab_of(walk), pictures=pictures_of(walk, base), words=words,
        dates_told=Later(partial(_dates, blocks, content)), template_told=Later(partial(fact_template.fingerprint, walk.boxes)),
    )  # fmt: skip


def _walk(text: str, words: LayoutWords) -> Walk:
    root = LexborHTMLParser(without_floods(text)).root
    return TreeReader(words, text).read(root) if root is not None else Walk(words)


def _islands(walk: Walk) -> list[Walk]:
    """Lists kept as markup inside scripts are read like any markup; they are content, for they are shown."""
    markup = fact_data.markup_in_scripts(walk.scripts)
    return [_walk(f"<body>{markup}</body>", walk.words)] if markup else []


def _blocks(walks: Iterable[Walk]) -> tuple[Block, ...]:
    return tuple(
        [
            Block(run.text, run.box.tag, run.box.zone or zone_of(run.box), run.order, run.box.name, run.lead)
            for walk in walks
            for run in walk.runs
        ]
    )


def _tables(walks: Iterable[Walk]) -> tuple[Table, ...]:
    """Tables that hold data; a table that mostly holds other tables only lays out the page."""
    found = []
    for walk in walks:
        for grid in walk.grids:
            own = sum(len(cell) for row in grid.rows for cell in row) - grid.borrowed
            if own > 0 and (not grid.nested or own >= grid.borrowed):
                rows = tuple(tuple(row) for row in grid.rows if any(row))
                found.append(Table(rows, zone_of(grid.box), grid.order))
    return tuple(sorted(found[:MAX_TABLES], key=lambda table: table.order))


def _dates(blocks: tuple[Block, ...], content: str) -> tuple[str, ...]:
    """The dates of the content; those of its blocks are remembered for the readers that ask for them next."""
    cut = len(content) >= MAX_TEXT
    dates = (
        (date.iso for dates in dates_in_lines(content.split("\n")) for date in dates)
        if cut
        else dates_of_content(blocks)
    )
    return tuple(islice(dates, MAX_DATES))


# ---- bodies that are no HTML ----------------------------------------------------------------------------------------
def _json_parts(data: Any, url: str, words: LayoutWords) -> _Loose:
    """The entries and texts of data; the further pages of a list that its own address turns are entries, too."""
    extent = extent_in_data(data, words)
    pages = further_pages(url, extent, words) if extent is not None and extent.more else ()
    turned = tuple((f"第{number}页", address) for number, address in pages)
    return _Loose((*fact_data.entries(data), *turned), tuple(fact_data.strings(data)))


def _from_data(url: str, encoding: str, kind: str, parts: _Loose, words: Vocabulary, data: object = None) -> PageFacts:
    lines = [line[:MAX_RUN] for line in "\n".join(parts.lines[:MAX_RUNS])[:MAX_CHARS].split("\n")]
    blocks = tuple(Block(line, "p", "content", order) for order, line in enumerate(lines) if line)
    text = "\n".join(lines)[:MAX_TEXT]
    seen = ((wording, absolute(url, href), href) for wording, href in parts.links[:MAX_LINKS])
    links = tuple(
        Link(address, wording, "content", "data", href, order=n)
        for n, (wording, address, href) in enumerate(seen)
        if address
    )
    return PageFacts(
        url=url, encoding=encoding, kind=kind, title="", heading="", breadcrumb=(), meta={}, blocks=blocks, links=links, forms=(),
        tables=(), text=text, page_text=text, data=data, words=words, dates_told=Later(partial(_dates, blocks, text)),
    )  # fmt: skip


def _without_text(url: str, kind: str, words: Vocabulary) -> PageFacts:
    return PageFacts(url, "", kind, "", "", (), {}, (), (), (), (), "", "", words=words)
