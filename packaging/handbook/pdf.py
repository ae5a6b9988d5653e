"""The handbook as a PDF: title page, contents with page numbers, bookmarks, links."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from html import escape
from itertools import zip_longest
from pathlib import Path
from typing import Any

from book import Book, tokens
from markdown_it.token import Token
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    Image,
    KeepTogether,
    ListFlowable,
    ListItem,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)
from reportlab.platypus.tableofcontents import TableOfContents

from journeyeditor import resources
from journeyeditor.app.handbook.chapters import Chapter

INK, QUIET, LINE = HexColor("#1F2933"), HexColor("#52606D"), HexColor("#D9E2EC")
TITLE, LINK, TINT, NOTE = HexColor("#0B2B3A"), "#0F7490", HexColor("#F1F5F8"), HexColor("#E1F0F5")
MARGIN, FOOT = 25 * mm, 22 * mm
WIDTH, HEIGHT = A4[0] - 2 * MARGIN, A4[1] - MARGIN - FOOT - 8 * mm
GUTTER = 14 * mm
#: What of a chapter, or of a table below its heading, is on a page at least.
LEAST_OF_CHAPTER, LEAST_OF_TABLE = HEIGHT * 0.3, 45 * mm
#: A table up to this height is not broken.
MOST_KEPT_WHOLE = 80 * mm
FACES = {"Inter": "Regular", "Inter-SemiBold": "SemiBold", "Inter-Bold": "Bold"}


def _style(name: str, **more: Any) -> ParagraphStyle:
    base = {"fontName": "Inter", "fontSize": 9.6, "leading": 14.6, "textColor": INK}
    base |= {"allowWidows": 0, "allowOrphans": 0}
    return ParagraphStyle(name, **(base | more))


STYLES = {
    "body": _style("body", spaceAfter=6),
    "cell": _style("cell", fontSize=9, leading=12.6),
    "head": _style("head", fontSize=9, leading=12.6, fontName="Inter-SemiBold", textColor=QUIET),
    "code": _style("code", fontSize=8.8, leading=13),
    "h1": _style("h1", fontName="Inter-Bold", fontSize=24, leading=29, textColor=TITLE, spaceAfter=12),
    "h2": _style(
        "h2", fontName="Inter-Bold", fontSize=14, leading=18, textColor=TITLE, spaceBefore=16,
        spaceAfter=6, keepWithNext=1,
    ),
    "h3": _style(
        "h3", fontName="Inter-SemiBold", fontSize=11, leading=15, textColor=TITLE, spaceBefore=10,
        spaceAfter=4, keepWithNext=1,
    ),
}  # fmt: skip


def write_pdf(book: Book, path: Path) -> None:
    for face, weight in FACES.items():
        registerFont(TTFont(face, str(resources.path("fonts", f"Inter-{weight}.ttf"))))
    # There is no italic face in the program: what is stressed is a little bolder.
    registerFontFamily("Inter", "Inter", "Inter-Bold", "Inter-SemiBold", "Inter-Bold")
    document = _Document(book, path)
    story: list[Flowable] = [
        Spacer(1, 70 * mm),
        Paragraph("Journey Editor", _style("t", fontName="Inter-SemiBold", fontSize=15, leading=20, textColor=QUIET)),
        Paragraph(escape(book.title), _style("T", fontName="Inter-Bold", fontSize=40, leading=50, textColor=TITLE)),
        Paragraph(escape(book.version), _style("v", fontSize=11, textColor=QUIET)),
        NextPageTemplate("contents"),
        PageBreak(),
        Paragraph(escape(book.contents), STYLES["h1"]),
        _contents(),
        NextPageTemplate("page"),
        PageBreak(),
    ]  # fmt: skip
    for number, chapter in enumerate(book.chapters):
        if number:
            story += [CondPageBreak(LEAST_OF_CHAPTER), _Rule()]
        story += _joined(_Chapter(book, chapter).flowables())
    document.multiBuild(story)


def _joined(flowables: Sequence[Flowable]) -> Iterator[Flowable]:
    """Keep small tables whole and with their headings, and the beginnings of large ones with theirs."""
    held: list[Flowable] = []
    for flowable, after in zip_longest(flowables, flowables[1:]):
        if isinstance(after, _Rows) and flowable.getKeepWithNext():
            flowable.keepWithNext = False
            if after.is_small:
                held = [flowable]
                continue
            yield CondPageBreak(LEAST_OF_TABLE)
        if isinstance(flowable, _Rows) and flowable.is_small:
            yield KeepTogether([*held, flowable])
            held = []
        else:
            yield flowable


class _Rows(Table):
    """A table of the text."""

    @property
    def is_small(self) -> bool:
        _, height = self.wrap(WIDTH, HEIGHT)
        return bool(height <= MOST_KEPT_WHOLE)


class _Rule(Flowable):
    """The line between two chapters; the top of a page needs none."""

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width, self.height = width, 0 if height > HEIGHT - 1 else 14 * mm
        return self.width, self.height

    def draw(self) -> None:
        if self.height:
            self.canv.setStrokeColor(LINE)
            self.canv.setLineWidth(0.5)
            self.canv.line(0, self.height / 2, self.width, self.height / 2)


def _contents() -> TableOfContents:
    contents = TableOfContents(dotsMinLevel=-1)
    sides = ("LEFT", "RIGHT", "TOP", "BOTTOM")
    contents.tableStyle = TableStyle([(f"{side}PADDING", (0, 0), (-1, -1), 0) for side in sides])
    contents.levelStyles = [
        _style("c0", fontName="Inter-SemiBold", fontSize=9, leading=12.5, spaceBefore=5),
        _style("c1", leftIndent=10, textColor=QUIET, fontSize=8.4, leading=11.6),
    ]
    return contents


class _Document(BaseDocTemplate):
    """Numbers the pages, and notes headings for contents and bookmarks."""

    def __init__(self, book: Book, path: Path) -> None:
        title = f"Journey Editor – {book.title}"
        super().__init__(
            str(path), pagesize=A4, title=title, author="Journey Editor", lang=book.language, invariant=1,
            initialFontName="Inter",
        )  # fmt: skip
        frame = partial(Frame, MARGIN, FOOT + 8 * mm, WIDTH, HEIGHT, 0, 0, 0, 0)
        column = (WIDTH - GUTTER) / 2

        def half(x: float) -> Frame:
            return Frame(x, FOOT + 8 * mm, column, HEIGHT, 0, 0, 0, 0)

        self.addPageTemplates(
            [
                PageTemplate("cover", [frame()]),
                PageTemplate(
                    "contents", [half(MARGIN), half(MARGIN + WIDTH - column)], onPageEnd=self._foot
                ),
                PageTemplate("page", [frame()], onPageEnd=self._foot),
            ]
        )
        self._chapter = ""

    def beforeDocument(self) -> None:
        self._chapter = ""

    def afterFlowable(self, flowable: Flowable) -> None:
        anchor = getattr(flowable, "anchor", "")
        if not anchor:
            return
        words, level = flowable.getPlainText(), 0 if flowable.style.name == "h1" else 1
        if level == 0:
            self._chapter = words
        self.canv.bookmarkPage(anchor)
        self.canv.addOutlineEntry(words, anchor, level, closed=True)
        if level == 0 or not anchor.rpartition("-")[2].isdigit():  # the program's lists are long
            self.notify("TOCEntry", (level, escape(words), self.page, anchor))

    def _foot(self, canvas: Any, _: object) -> None:
        canvas.setFont("Inter", 8)
        canvas.setFillColor(QUIET)
        canvas.drawString(MARGIN, FOOT - 4 * mm, self._chapter)
        canvas.drawRightString(A4[0] - MARGIN, FOOT - 4 * mm, str(canvas.getPageNumber()))


class _Chapter:
    """Turns the tokens of a chapter into what reportlab lays out."""

    def __init__(self, book: Book, chapter: Chapter) -> None:
        self._book, self._chapter = book, chapter
        self._tokens = tokens(chapter)

    def flowables(self) -> list[Flowable]:
        return list(self._until(""))

    def _until(self, end: str, look: str = "body") -> Iterator[Flowable]:
        for token, anchor in self._tokens:
            if token.type == end:
                return
            make = self._makers.get(token.type)
            if make is not None:
                yield from make(self, token, anchor, look)

    def _heading(self, token: Token, anchor: str, _: str) -> Iterator[Flowable]:
        inline, _ = next(self._tokens)
        heading = Paragraph(self._words(inline), STYLES[token.tag])
        if token.tag != "h3":
            heading.anchor = anchor
        yield heading

    def _paragraph(self, _: Token, __: str, look: str) -> Iterator[Flowable]:
        inline, _ = next(self._tokens)
        pictures = [child for child in inline.children or () if child.type == "image"]
        if pictures:
            yield from map(self._picture, pictures)
        else:
            yield Paragraph(self._words(inline), STYLES[look])

    def _code(self, token: Token, _: str, __: str) -> Iterator[Flowable]:
        lines = "<br/>".join(map(_spaced, token.content.rstrip().splitlines()))
        yield _boxed([Paragraph(lines, STYLES["code"])], TINT)

    def _quote(self, _: Token, __: str, ___: str) -> Iterator[Flowable]:
        yield _boxed(list(self._until("blockquote_close", "cell")), NOTE)

    def _list(self, token: Token, _: str, __: str) -> Iterator[Flowable]:
        is_ordered = token.tag == "ol"
        for number, (inner, _) in enumerate(self._tokens, 1):
            if inner.type == token.type.replace("open", "close"):
                break
            item = ListItem(list(self._until("list_item_close")), bulletColor=QUIET)
            # One list for each, so that a heading stays with the first and not with all.
            yield ListFlowable(
                [item], bulletType="1" if is_ordered else "bullet", bulletFontSize=9,
                start=number if is_ordered else "•", leftIndent=13,
            )  # fmt: skip

    def _table(self, _: Token, __: str, ___: str) -> Iterator[Flowable]:
        rows: list[list[Paragraph]] = []
        for token, _ in self._tokens:
            if token.type == "table_close":
                break
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline":
                look = STYLES["head" if len(rows) == 1 else "cell"]
                rows[-1].append(Paragraph(self._words(token), look))
        yield _Rows(rows, _widths(rows), repeatRows=1, style=_TABLE, spaceBefore=4, spaceAfter=10)

    def _picture(self, token: Token) -> Flowable:
        image = Image(str(self._chapter.folder / str(token.attrs["src"])))
        factor = min(1, WIDTH / image.imageWidth, HEIGHT * 0.6 / image.imageHeight)
        image.drawWidth, image.drawHeight = image.imageWidth * factor, image.imageHeight * factor
        return Table([[image]], style=_FRAMED, hAlign="LEFT", spaceBefore=6, spaceAfter=10)

    def _words(self, inline: Token) -> str:
        return "".join(map(self._word, inline.children or ()))

    def _word(self, token: Token) -> str:
        if token.type == "text":
            return escape(token.content)
        if token.type == "code_inline":
            return f'<font backcolor="#EDF2F6">{escape(token.content)}</font>'
        if token.type == "link_open":
            return self._link(str(token.attrs["href"]))
        return _MARKS.get(token.type, "")

    def _link(self, link: str) -> str:
        anchor = link if "://" in link else self._book.anchor(link, self._chapter.name)
        href = anchor if "://" in anchor else f"#{anchor}"
        return f'<a href="{escape(href)}" color="{LINK}">' if anchor else '<a color="#1F2933">'

    _makers: Mapping[str, Callable[..., Iterator[Flowable]]] = {
        "heading_open": _heading,
        "paragraph_open": _paragraph,
        "fence": _code,
        "blockquote_open": _quote,
        "bullet_list_open": _list,
        "ordered_list_open": _list,
        "table_open": _table,
    }


_MARKS = {
    "strong_open": "<b>", "strong_close": "</b>", "em_open": "<i>", "em_close": "</i>",
    "link_close": "</a>", "softbreak": " ", "hardbreak": "<br/>",
}  # fmt: skip
_TABLE = TableStyle(
    [
        ("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 10),
        ("TOPPADDING", (0, 0), (-1, -1), 3.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4.5),
    ]
)
_FRAMED = TableStyle(
    [
        ("BOX", (0, 0), (-1, -1), 0.5, LINE),
        *((f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")),
    ]
)


def _boxed(content: list[Flowable], ground: HexColor) -> Flowable:
    look = TableStyle(
        [
            ("BACKGROUND", (0, 0), (-1, -1), ground),
            ("ROUNDEDCORNERS", [4, 4, 4, 4]),
            ("LEFTPADDING", (0, 0), (-1, -1), 9),
            ("TOPPADDING", (0, 0), (-1, -1), 5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 7),
        ]
    )
    return Table([[content]], [WIDTH], style=look, spaceBefore=2, spaceAfter=10)


def _spaced(line: str) -> str:
    """A line of code whose indentation is kept."""
    return "&nbsp;" * (len(line) - len(line.lstrip())) + escape(line.lstrip())


def _widths(rows: list[list[Paragraph]]) -> list[float]:
    """Give each column the share of the page that its longest cell asks for, within bounds."""
    longest = [
        max(len(cell.getPlainText()) for cell in column) for column in zip(*rows, strict=True)
    ]
    asked = [min(max(length, 8), 60) for length in longest]
    return [WIDTH * each / sum(asked) for each in asked]
