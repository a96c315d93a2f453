"""Pages beside the report that come and go on their own: comparisons of years and points checked again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from markupsafe import escape

from reports.files import replaced
from reports.html_templates import Press
from reports.html_words import Words

#: Rows listed on such a page; a province has hundreds of thousands, and all of them stand in the CSV files beside it.
LISTED = 2000
#: Sites in a chart: of the table below it, as it is sorted and filtered, the first.
CHARTED = 30
#: Where the first page names them. No text of a site can hold this: its angle brackets are escaped.
_NAMED = re.compile(r"(<!-- beside -->).*?(<!-- /beside -->)", re.DOTALL)
_KINDS = ("compare", "recheck")
_PAGE = re.compile(rf"({'|'.join(_KINDS)})-(\d{{4}})\.html")


def beside_page(kind: str, year: int) -> str:
    """The name of a page: of the comparison with ``year`` (kind compare), or of ``year`` checked again (kind recheck)."""
    return f"{kind}-{year}.html"


def link_beside(folder: Path, words: Words) -> None:
    """Name the pages that are in ``folder`` on its first page, where there is one, and give them their style and scripts."""
    Press(folder, words).statics()  # those there may be of an earlier version, whose pages had no charts
    index = folder / "index.html"
    if not index.is_file():
        return
    links = "".join(_links(folder, words))
    told = f'<p class="downloads">{escape(words.t("beside.head"))}{links}</p>' if links else ""
    text = index.read_text(encoding="utf-8")
    with replaced(index) as staged:
        staged.write_text(_NAMED.sub(rf"\g<1>{told}\g<2>", text), encoding="utf-8", newline="\n")


def _links(folder: Path, words: Words) -> Iterator[str]:
    for path in sorted(folder.glob("*-*.html")):
        if found := _PAGE.fullmatch(path.name):
            yield f' <a href="{path.name}">{escape(words.t(f"beside.{found[1]}", year=found[2]))}</a>'
