"""The first page of a report: the title on the client's colour, facts, figures and what matters most."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any, NamedTuple

from journeyeditor.display.theme import Theme, legible
from journeyeditor.exporters.look import xml_text

#: The width of what is on a page, and sizes of type (mm, pt).
WIDTH = 170.0
_LABEL, _VALUE, _FIGURE, _QUOTE = 8, 10.5, 26, 13
#: Room inside the band, the boxes, and cells that begin at the margin (twentieths of a point).
_BAND_ROOM, _BOX_ROOM = (680, 420, 680, 420), (200, 220, 200, 220)
_FREE_ROOM, _QUOTE_ROOM = (140, 0, 120, 240), (120, 240, 120, 240)
#: The highest logo and curve (mm).
_LOGO, _CURVE = 14, 62


class Column(NamedTuple):
    """What matters most of one sort, below a line in the colour of a role of the theme."""

    title: str
    role: str
    lines: Sequence[str]


class Cover:
    """Adds the parts of the page to a document, from top to bottom."""

    def __init__(self, document: Any, theme: Theme) -> None:
        self._document, self._theme = document, theme
        self._brand = legible(theme["brand"], theme["paper"])

    def title(self, kind: str, words: str, subtitle: str, logo: bytes | None) -> None:
        """A band in the client's colour, with the logo above the words."""
        from docx.shared import Mm

        cell = self._row((1.0,), _BAND_ROOM, self._brand).cells[0]
        paragraph = cell.paragraphs[0]
        if logo is not None:
            picture = paragraph.add_run().add_picture(BytesIO(logo))
            high = min(picture.height, Mm(_LOGO))
            picture.width, picture.height = round(picture.width * high / picture.height), high
            paragraph = cell.add_paragraph()
        self._write(paragraph, kind.upper(), _LABEL + 1, "paper", after=10)
        title = cell.add_paragraph(style="Title")
        self._write(title, words, 30, "paper", is_bold=True, after=4)
        if subtitle:
            self._write(cell.add_paragraph(style="Subtitle"), subtitle, 13, "paper")
        self._gap(8)

    def facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Labels above their values, side by side."""
        if facts:
            row = self._row((1.0,) * len(facts), _FREE_ROOM)
            for cell, (name, value) in zip(row.cells, facts, strict=True):
                self._write(cell.paragraphs[0], name, _LABEL, "quiet", after=1)
                self._write(cell.add_paragraph(), value, _VALUE, "ink", is_bold=True)
            self._gap(6)

    def quote(self, words: str) -> None:
        """What the map is for, beside a line in the client's colour."""
        cell = self._row((1.0,), _QUOTE_ROOM).cells[0]
        _line(cell, "left", self._brand, 24)
        self._write(cell.paragraphs[0], words, _QUOTE, "title")
        self._gap(8)

    def voice(self, words: str, name: str) -> None:
        """What a persona says."""
        self._gap(10)
        cell = self._row((1.0,), _FREE_ROOM).cells[0]
        self._write(cell.paragraphs[0], words, _QUOTE + 4, "brand", after=4)
        self._write(cell.add_paragraph(), name, _LABEL + 1, "quiet")

    def figures(self, figures: Sequence[tuple[str, str]]) -> None:
        """Numbers, each above what it counts."""
        if figures:
            row = self._row((1.0,) * len(figures), _BOX_ROOM, self._theme["panel"])
            for cell, (number, words) in zip(row.cells, figures, strict=True):
                self._write(cell.paragraphs[0], number, _FIGURE, "brand", is_bold=True)
                self._write(cell.add_paragraph(), words, _LABEL + 1, "quiet")
            self._gap(8)

    def picture(self, data: bytes, alt: str) -> None:
        from docx.shared import Mm

        shape = self._document.add_picture(BytesIO(data), width=Mm(WIDTH))
        if shape.height > Mm(_CURVE):
            shape.width, shape.height = round(shape.width * Mm(_CURVE) / shape.height), Mm(_CURVE)
        inline = shape._inline  # noqa: SLF001 - its attributes have no public names
        inline.docPr.set("descr", xml_text(alt))
        for side in ("distT", "distB", "distL", "distR"):  # LibreOffice's own are not 0
            inline.set(side, "0")
        self._document.paragraphs[-1].paragraph_format.space_after = 0

    def columns(self, columns: Sequence[Column]) -> None:
        if not columns:
            return
        row = self._row((1.0,) * len(columns), _FREE_ROOM)
        for cell, column in zip(row.cells, columns, strict=True):
            _line(cell, "top", self._theme[column.role], 18)
            self._write(cell.paragraphs[0], column.title, _LABEL + 1, "quiet", after=4)
            for words in column.lines:
                self._write(cell.add_paragraph(), words, _VALUE, "ink", after=3)

    def _row(
        self, widths: Sequence[float], room: tuple[int, int, int, int], shade: str = ""
    ) -> Any:
        """A row of cells without borders, as wide as the page; widths are shares of it."""
        from docx.oxml import parse_xml
        from docx.oxml.ns import nsdecls
        from docx.shared import Mm

        table = self._document.add_table(rows=1, cols=len(widths))
        table.autofit = False
        sides = zip(("top", "left", "bottom", "right"), room, strict=True)  # in this order
        margins = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in sides)
        properties = table._tbl.tblPr  # noqa: SLF001 - margins have no public name
        # The text of a first cell stands at the margin unless its table is moved.
        indent = f'<w:tblInd {nsdecls("w")} w:w="{room[1]}" w:type="dxa"/>'
        properties.append(parse_xml(indent))
        properties.append(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{margins}</w:tblCellMar>"))
        row = table.rows[0]
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(WIDTH * width / sum(widths))
            if shade:
                fill(cell, shade)
        return row

    def _write(
        self,
        paragraph: Any,
        words: str,
        size: float,
        role: str,
        *,
        is_bold: bool = False,
        after: float = 0,
    ) -> None:
        from docx.shared import Pt, RGBColor

        paragraph.paragraph_format.space_after = Pt(after)
        paragraph.paragraph_format.space_before = 0
        run = paragraph.add_run(xml_text(words))
        run.font.size, run.font.bold = Pt(size), is_bold
        colour = self._brand if role == "brand" else self._theme[role]
        run.font.color.rgb = RGBColor.from_string(colour[1:])

    def _gap(self, size: float) -> None:
        """Room below a box (points); tables that touch would be one."""
        from docx.shared import Pt

        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(size)
        paragraph.paragraph_format.line_spacing = Pt(2)
        paragraph.add_run().font.size = Pt(1)


def fill(cell: Any, colour: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), colour[1:])
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 - shading has no public name


def _line(cell: Any, side: str, colour: str, eighths: int) -> None:
    """A line at one side of a cell; its width is in eighths of a point."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    line = f'<w:{side} w:val="single" w:sz="{eighths}" w:space="0" w:color="{colour[1:]}"/>'
    borders = parse_xml(f"<w:tcBorders {nsdecls('w')}>{line}</w:tcBorders>")
    cell._tc.get_or_add_tcPr().append(borders)  # noqa: SLF001 - nor have borders
