"""A Word document in the client's colours: headings, paragraphs, lists, tables and pictures."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from journeyeditor.display.theme import Theme, legible
from journeyeditor.exporters.look import CREATED, MAX_PROPERTY, language_tag, xml_text
from journeyeditor.exporters.report.cover import Cover, fill
from journeyeditor.typography.bidi import has_right_to_left
from journeyeditor.vocabulary import MapInfo

if TYPE_CHECKING:
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

#: Fonts that Word has everywhere.
FONT = "Arial"
#: A4 and its margins, in millimetres.
SHORT, LONG, MARGIN = 210, 297, 20
_SIZES = {"Title": 28, "Subtitle": 13, "Heading 1": 18, "Heading 2": 13.5, "Heading 3": 11}
_BODY = 10
#: A table of no more rows than this is not divided between pages.
SHORT_TABLE = 14


class ReportDocument:
    """The document in progress; texts may hold anything that a map can."""

    def __init__(self, info: MapInfo, theme: Theme, *, is_reversed: bool = False) -> None:
        """With `is_reversed`, paragraphs and tables begin at the right."""
        from docx import Document

        self._theme, self._is_reversed = theme, is_reversed
        self._document: Any = Document()
        self._set_properties(info)
        self._set_styles(language_tag(info))
        self._set_page(self._document.sections[0])
        self._add_footer(info)
        self.cover = Cover(self._document, theme)

    def content(self) -> bytes:
        if self._is_reversed:
            _reverse(self._document)
        file = BytesIO()
        self._document.save(file)
        return file.getvalue()

    # ---- content

    def heading(self, words: str, level: int = 1) -> None:
        self._document.add_heading(xml_text(words), level)

    def paragraph(self, words: str, style: str = "Normal") -> None:
        for part in words.split("\n\n"):
            self._document.add_paragraph(xml_text(part), style=style)

    def bullets(self, items: Sequence[tuple[str, str]]) -> None:
        """Add a list; each item has words in bold and others behind them."""
        for strong, words in items:
            paragraph = self._document.add_paragraph(style="List Bullet")
            _add_runs(paragraph, strong, words)

    def table(
        self, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]
    ) -> None:
        """Add a table whose first row is repeated on each page; widths are shares of the page.

        It stays with the paragraph above, and a short one on one page.
        """
        from docx.shared import Mm

        if not rows:
            return
        self._keep_above()
        table = self._document.add_table(rows=1, cols=len(heads))
        table.style = "Table Grid"
        table.autofit = False
        room = SHORT - 2 * MARGIN
        total = sum(widths)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(room * width / total)
        for cell, words in zip(table.rows[0].cells, heads, strict=True):
            self._head_cell(cell, words)
        _repeat(table.rows[0])
        for row in rows:
            added = table.add_row()
            _keep_together(added)
            cells = added.cells
            for number, (cell, words) in enumerate(zip(cells, row, strict=True)):
                _fill(cell, words, is_bold=False)
                cell.width = Mm(room * widths[number] / total)
        kept = table.rows[:-1] if len(rows) <= SHORT_TABLE else table.rows[:1]
        for each in kept:
            _keep_with_next(each)
        self._set_borders(table)
        self._document.add_paragraph()

    def _keep_above(self) -> None:
        """Keep the last paragraph on the page of what comes next."""
        from docx.oxml.ns import qn
        from docx.text.paragraph import Paragraph

        above = list(self._document.element.body)[-2:-1]  # behind it are the page's properties
        if above and above[0].tag == qn("w:p"):
            Paragraph(above[0], self._document).paragraph_format.keep_with_next = True

    def picture(self, data: bytes, alt: str) -> None:
        """Add a picture as wide as a page across, on a page of its own."""
        from docx.enum.section import WD_ORIENT, WD_SECTION
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Mm

        across = self._document.add_section(WD_SECTION.NEW_PAGE)
        across.orientation = WD_ORIENT.LANDSCAPE
        across.page_width, across.page_height = Mm(LONG), Mm(SHORT)
        shape = self._document.add_picture(BytesIO(data), width=Mm(LONG - 2 * MARGIN))
        highest = Mm(SHORT - 2 * MARGIN - 12)
        if shape.height > highest:
            shape.width, shape.height = round(shape.width * highest / shape.height), highest
        self._document.paragraphs[-1].alignment = WD_ALIGN_PARAGRAPH.CENTER
        shape._inline.docPr.set("descr", xml_text(alt))  # noqa: SLF001 - it has no public name
        upright = self._document.add_section(WD_SECTION.NEW_PAGE)
        upright.orientation = WD_ORIENT.PORTRAIT
        self._set_page(upright)

    # ---- look

    def _set_properties(self, info: MapInfo) -> None:
        properties = self._document.core_properties
        properties.title = xml_text(info.title, MAX_PROPERTY)
        properties.author = properties.last_modified_by = xml_text(info.author, MAX_PROPERTY)
        properties.subject, properties.comments = xml_text(info.subtitle, MAX_PROPERTY), ""
        properties.language = language_tag(info)
        properties.created = properties.modified = CREATED
        properties.revision = 1

    def _set_styles(self, language: str) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import Pt, RGBColor

        styles, theme = self._document.styles, self._theme
        brand = legible(theme["brand"], theme["paper"])
        for name in ("Normal", "List Bullet", *_SIZES):
            style = styles[name]
            style.font.name, style.font.size = FONT, Pt(_SIZES.get(name, _BODY))
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for key in list(fonts.attrib):
                if "Theme" in key:
                    del fonts.attrib[key]
            for key in ("w:hAnsi", "w:cs", "w:eastAsia"):
                fonts.set(qn(key), FONT)
            colour = brand if name in _SIZES else theme["ink"]
            colour = theme["quiet"] if name == "Subtitle" else colour
            style.font.color.rgb = RGBColor.from_string(colour[1:])
            style.font.italic = False
            style.font.bold = name in _SIZES and name != "Subtitle"
        title = styles["Title"].element.get_or_add_pPr()
        for border in title.findall(qn("w:pBdr")):
            title.remove(border)
        styles["Normal"].paragraph_format.space_after = Pt(6)
        styles["Footer"].font.size = Pt(8)
        for name, before in (("Heading 1", 20), ("Heading 2", 14), ("Heading 3", 8)):
            styles[name].paragraph_format.space_before = Pt(before)
            styles[name].paragraph_format.space_after = Pt(4)
        lang = OxmlElement("w:lang")
        lang.set(qn("w:val"), language)
        styles["Normal"].element.get_or_add_rPr().append(lang)

    def _set_page(self, section: Any) -> None:
        from docx.shared import Mm

        section.page_width, section.page_height = Mm(SHORT), Mm(LONG)
        section.left_margin = section.right_margin = Mm(MARGIN)
        section.top_margin = section.bottom_margin = Mm(MARGIN)

    def _add_footer(self, info: MapInfo) -> None:
        from docx.shared import Pt, RGBColor

        paragraph = self._document.sections[0].footer.paragraphs[0]
        parts = (info.client, info.version_label, info.confidentiality)
        words = " · ".join(part for part in parts if part)
        run = paragraph.add_run(xml_text(f"{words} · " if words else ""))
        number = paragraph.add_run()
        _add_page_number(number)
        for each in (run, number):
            each.font.size = Pt(8)
            each.font.color.rgb = RGBColor.from_string(self._theme["quiet"][1:])

    def _head_cell(self, cell: _Cell, words: str) -> None:
        from docx.shared import RGBColor

        _fill(cell, words, is_bold=True)
        for run in cell.paragraphs[0].runs:
            run.font.color.rgb = RGBColor.from_string(self._theme["paper"][1:])
        fill(cell, legible(self._theme["brand"], self._theme["paper"]))

    def _set_borders(self, table: Any) -> None:
        """Lines between rows only, and room inside the cells."""
        from docx.oxml import parse_xml
        from docx.oxml.ns import nsdecls

        colour = self._theme["hairline"][1:]
        line = f'w:val="single" w:sz="4" w:space="0" w:color="{colour}"'
        lines = {"bottom": line, "insideH": line}
        none = 'w:val="nil"'
        sides = "".join(
            f"<w:{side} {lines.get(side, none)}/>"
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        margins = "".join(
            f'<w:{side} w:w="{width}" w:type="dxa"/>'
            for side, width in (("top", 60), ("left", 90), ("bottom", 60), ("right", 90))
        )
        properties = table._tbl.tblPr  # noqa: SLF001 - borders have no public name
        properties.append(parse_xml(f"<w:tblBorders {nsdecls('w')}>{sides}</w:tblBorders>"))
        properties.append(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{margins}</w:tblCellMar>"))


def _fill(cell: _Cell, words: str, *, is_bold: bool) -> None:
    """Put a paragraph for each line into a cell."""
    from docx.shared import Pt

    for number, line in enumerate(words.split("\n")):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(0)
        run = paragraph.add_run(xml_text(line))
        run.bold, run.font.size = is_bold or None, Pt(9)


def _add_runs(paragraph: Paragraph, strong: str, words: str) -> None:
    if strong:
        paragraph.add_run(xml_text(strong)).bold = True
    if words:
        paragraph.add_run(xml_text(f" {words}" if strong else words))


def _repeat(row: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - repeating has no public name
    head = OxmlElement("w:tblHeader")
    head.set(qn("w:val"), "true")
    properties.append(head)


def _keep_together(row: Any) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - as above


def _keep_with_next(row: Any) -> None:
    for cell in row.cells:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True


def _reverse(document: Any) -> None:
    """Let all paragraphs and tables begin at the right, and words run that way where they do."""
    from docx.oxml.ns import qn

    roots = [document.element.body]
    roots += [section.footer._element for section in document.sections]  # noqa: SLF001 - no other name
    for root in roots:
        for paragraph in root.iter(qn("w:p")):
            _put(paragraph.get_or_add_pPr(), "w:bidi", _AFTER_BIDI)
        for table in root.iter(qn("w:tbl")):
            _put(table.tblPr, "w:bidiVisual", _AFTER_BIDI_VISUAL)
        for run in root.iter(qn("w:r")):
            if has_right_to_left("".join(text.text or "" for text in run.iter(qn("w:t")))):
                _put(run.get_or_add_rPr(), "w:rtl", _AFTER_RTL)
        for section in root.iter(qn("w:sectPr")):
            _put(section, "w:bidi", ("w:rtlGutter", "w:docGrid", "w:printerSettings"))


#: What the schema has after these properties.
_AFTER_BIDI = (
    "w:adjustRightInd w:snapToGrid w:spacing w:ind w:contextualSpacing w:mirrorIndents"
    " w:suppressOverlap w:jc w:textDirection w:textAlignment w:textboxTightWrap w:outlineLvl"
    " w:divId w:cnfStyle w:rPr w:sectPr w:pPrChange"
).split()
_AFTER_BIDI_VISUAL = (
    "w:tblStyleRowBandSize w:tblStyleColBandSize w:tblW w:jc w:tblCellSpacing w:tblInd w:tblBorders"
    " w:shd w:tblLayout w:tblCellMar w:tblLook w:tblCaption w:tblDescription w:tblPrChange"
).split()
_AFTER_RTL = ("w:cs", "w:em", "w:lang", "w:eastAsianLayout", "w:specVanish", "w:oMath")


def _put(properties: Any, name: str, after: Sequence[str]) -> None:
    """Add a property at its place among the others."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    later = {qn(each) for each in after}
    place = next((i for i, child in enumerate(properties) if child.tag in later), len(properties))
    properties.insert(place, OxmlElement(name))


def _add_page_number(run: Any) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    for part in (
        '<w:fldChar {} w:fldCharType="begin"/>',
        '<w:instrText {} xml:space="preserve">PAGE</w:instrText>',
        '<w:fldChar {} w:fldCharType="end"/>',
    ):
        run._r.append(parse_xml(part.format(nsdecls("w"))))  # noqa: SLF001 - nor have fields
