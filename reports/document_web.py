"""The assessment report as a page of the HTML report: to read on screen, and to print or turn into a PDF."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reports.paper import ROWS_AT_MOST, Chart


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of the report; ``kind`` says which of the other fields it uses."""

    kind: str  # heading, paragraph, points, table or chart
    text: str = ""
    level: int = 1
    texts: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    numbers: frozenset[int] = frozenset()
    left_out: int = 0
    chart: Chart | None = None


@dataclass(slots=True)
class WebPaper:
    """Collects the report's pieces for the template ``document.html``."""

    blocks: list[Block] = field(default_factory=list)

    def heading(self, text: str, level: int = 1) -> None:
        self.blocks.append(Block("heading", text, level))

    def paragraph(self, text: str) -> None:
        self.blocks.append(Block("paragraph", text))

    def points(self, texts: Iterable[str]) -> None:
        self.blocks.append(Block("points", texts=tuple(texts)))

    def table(
        self,
        caption: str,
        headings: Sequence[str],
        rows: Iterable[Sequence[str]],
        numbers: Iterable[int] = (),
        total: int = 0,
    ) -> None:
        listed = [tuple(row) for row in rows]
        self.blocks.append(
            Block(
                "table",
                caption,
                headings=tuple(headings),
                rows=tuple(listed[:ROWS_AT_MOST]),
                numbers=frozenset(numbers),
                left_out=max(0, max(total, len(listed)) - ROWS_AT_MOST),
            )
        )

    def chart(self, chart: Chart) -> None:
        self.blocks.append(Block("chart", chart.alt, chart=chart))
