"""What the charts of a page drew in the real Chromium, and what the tables below them say."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Locator, Page

#: In the page: a colour of the style sheet by its name.
_COLOUR = "name => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()"
#: In the page: width and height of every shape of a colour that has any extent, from the top down, then from the left.
_SHAPES = """(figure, fill) => [...figure.querySelectorAll(`svg path[fill="${fill}"]`)]
    .map(shape => shape.getBBox()).filter(box => box.width > .5 && box.height > .5)
    .sort((a, b) => Math.round(a.y + a.height - b.y - b.height) || a.x - b.x).map(box => [box.width, box.height])"""

#: In the page: colour, values and texts of each column of a table that a chart draws.
_COLUMNS = """table => [...table.tHead.rows[0].cells].filter(head => head.dataset.series !== undefined).map(head => {
    const rows = [...table.tBodies[0].rows].filter(row => !row.hidden && !row.classList.contains("off-page"));
    const cells = rows.map(row => row.cells[head.cellIndex]);
    return [head.dataset.series, cells.map(cell => cell.dataset.value || null), cells.map(cell => cell.textContent.trim())];
})"""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a chart's table: the name of its colour, its values (None: not measured) and what its cells say."""

    colour: str
    values: list[float | None]
    texts: list[str]


def show_charts(page: Page) -> list[Locator]:
    """Scroll through the page until each chart that has something to show is drawn; their figures."""
    figures = page.locator("figure[data-chart]:visible").all()
    for figure in figures:
        figure.scroll_into_view_if_needed()
        figure.locator("svg").wait_for()
    return figures


def shapes(figure: Locator, colour: str) -> list[tuple[float, float]]:
    """Width and height of the shapes drawn in a colour of the style sheet, in the order of the table's rows."""
    found = figure.evaluate(_SHAPES, _colour(figure, colour))
    return [(width, height) for width, height in found]


def point_at(figure: Locator, colour: str, place: int) -> None:
    """Move the mouse to a shape of a colour."""
    figure.locator(f'svg path[fill="{_colour(figure, colour)}"]').nth(place).hover(force=True)


def _colour(figure: Locator, name: str) -> str:
    shown: str = figure.page.evaluate(_COLOUR, name)
    return shown


def columns(figure: Locator) -> list[Column]:
    """The columns of the table a chart draws, in its rows shown."""
    table = figure.page.locator(f"table#{figure.get_attribute('data-of')}")
    told = [
        (colour, [float(one) if one else None for one in values], texts)
        for colour, values, texts in table.evaluate(_COLUMNS)
    ]
    return [Column(*one) for one in told]
