"""The page of a comparison: what was gained and lost, whose figures changed by whose doing, and what cannot be compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from reports.comparison import Comparison
from reports.evidence_links import EvidenceLinks
from reports.figure_words import FigureWords
from reports.html_beside import CHARTED, beside_page
from reports.html_paths import site_page
from reports.html_templates import Press
from reports.trends import TrendRow, by_figure


def write_comparison_page(
    press: Press,
    told: Comparison,
    report: Path,
    links: Mapping[int, EvidenceLinks],
    trend: Sequence[TrendRow],
    files: Sequence[str],
) -> Path:
    """Write ``compare-<other>.html``; links lead to the pages there are in the folder ``report``, and in those of other years.

    ``files`` lie beside the page: the same as a workbook and a document.
    """
    places = {one: site_page(one) for one in told.sites if (report / site_page(one)).is_file()}
    return press.page(
        beside_page("compare", told.other),
        "compare.html",
        alone=not (report / "index.html").is_file(),
        year=told.year,
        other=told.other,
        kinds=told.tally.kinds,
        tally=told.tally.rows(),
        sites=list(told.sites.values()),
        reasons=told.reasons.most_common(),
        changes=told.changed,
        figures=told.figures,
        totals=told.totals,
        places=places,
        evidence=lambda change, year: links[year].href(change.site_id, change.item_id, change.key),
        trend=list(by_figure(trend).items()),
        files=files,
        told=FigureWords(press.words),
        charted=CHARTED,
    )
