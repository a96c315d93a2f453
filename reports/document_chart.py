"""Charts of the Word report: native ones, which Word can restyle and whose figures can be opened, made by XlsxWriter."""

from __future__ import annotations

import io
import zipfile
from typing import Any
from xml.sax.saxutils import quoteattr

import xlsxwriter  # type: ignore[import-untyped]  # the package has no stubs
from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Cm
from docx.text.paragraph import Paragraph

from reports.paper import Chart

_COLOURS = ("#1F5C99", "#A9C6E3")
_FONT = {"name": "宋体", "size": 9}
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
#: What labels show, each said: readers differ in what they take for granted where nothing is said.
_LABELS = b"".join(
    f'<c:{name} val="{int(name == "showVal")}"/>'.encode()
    for name in ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")
)
_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def add_chart(document: Document, chart: Chart, number: int, width: float = 15.5) -> None:
    """Add a chart ``width`` centimetres wide as a paragraph of its own; ``number`` is unlike those of other charts."""
    drawn, book = _drawn(chart)
    package = document.part.package
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), _CHART_TYPE, drawn, package)
    data = Part(PackURI(f"/word/embeddings/chart{number}.xlsx"), CONTENT_TYPE.SML_SHEET, book, package)
    part.relate_to(data, RELATIONSHIP_TYPE.PACKAGE)  # the first of its part: rId1
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.line_spacing = 1.0
    height = 7.0 if chart.kind == "column" else 1.6 + 0.75 * len(chart.categories)
    _place(paragraph, document.part.relate_to(part, RELATIONSHIP_TYPE.CHART), chart.alt, number, (width, height))


def _place(paragraph: Paragraph, relation: str, alt: str, number: int, size: tuple[float, float]) -> None:
    wide, high = (int(Cm(one)) for one in size)
    run: Any = paragraph.add_run()._r
    run.append(
        parse_xml(
            f'<w:drawing {_NAMESPACES}><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent cx="{wide}" cy="{high}"/><wp:docPr id="{100 + number}" name="chart{number}" descr={quoteattr(alt)}/>'
            '<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
            f'<c:chart r:id="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
        )
    )


def _drawn(chart: Chart) -> tuple[bytes, bytes]:
    """The chart's XML, and the workbook with its figures."""
    buffer = io.BytesIO()
    # Lying bars are counted from below, so what is to be read first comes last.
    turn = reversed if chart.kind == "bar" else iter
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("1")
        sheet.write_column(1, 0, list(turn(chart.categories)))
        drawn = book.add_chart({"type": chart.kind})
        for place, (name, values) in enumerate(turn(list(chart.series.items())), start=1):
            sheet.write_string(0, place, name)
            for row, value in enumerate(turn(values), start=1):
                sheet.write_number(row, place, value)
            drawn.add_series(
                _series(chart, place, _COLOURS[len(chart.series) - place if chart.kind == "bar" else place - 1])
            )
        _axes(drawn, chart)
        sheet.insert_chart("E2", drawn)
    with zipfile.ZipFile(buffer) as parts:
        xml = parts.read("xl/charts/chart1.xml")
    linked = b'<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData><c:printSettings>'
    return xml.replace(b"<c:printSettings>", linked, 1).replace(b'<c:showVal val="1"/>', _LABELS), buffer.getvalue()


def _series(chart: Chart, place: int, colour: str) -> dict[str, Any]:
    last = len(chart.categories)
    return {
        "name": ["1", 0, place],
        "categories": ["1", 1, 0, last, 0],
        "values": ["1", 1, place, last, place],
        "fill": {"color": colour},
        "gap": 60,
        "data_labels": {"value": True, "num_format": "0.0%" if chart.shares else "0;;", "font": _FONT},
    }


def _axes(drawn: Any, chart: Chart) -> None:
    bare = {"num_font": _FONT, "major_tick_mark": "none", "minor_tick_mark": "none"}
    values: dict[str, Any] = bare | {"min": 0, "major_gridlines": {"visible": True, "line": {"color": "#D5DBE2"}}}
    values |= {"max": 1, "num_format": "0%"} if chart.shares else {"num_format": "0"}
    names = bare | {"major_gridlines": {"visible": False}}
    across, up = (values, names) if chart.kind == "bar" else (names, values)
    drawn.set_x_axis(across)
    drawn.set_y_axis(up)
    drawn.set_title({"none": True})
    drawn.set_legend({"position": "bottom", "font": _FONT} if len(chart.series) > 1 else {"none": True})
    drawn.set_chartarea({"border": {"none": True}})
