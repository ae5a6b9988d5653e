"""A chapter as a text document in the look of the window.

Qt reads Markdown, but gives it neither the theme's colours nor anchors; both are set afterwards,
block by block.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontDatabase,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableCell,
    QTextTableCellFormat,
)

from journeyeditor.app.handbook.chapters import Chapter, Section
from journeyeditor.widgets.style import font
from journeyeditor.widgets.ui_context import UiContext

#: Sizes of body, headings by level, and code, in pixels at interface size 1.
BODY, HEADINGS, CODE = 15.0, {1: 28.0, 2: 20.0, 3: 16.0}, 13.5
#: Height of a line of body text, in percent of its font's.
LEADING = 125.0
#: Space above headings by level, and below paragraphs, in pixels at interface size 1.
ABOVE, BELOW = {1: 0.0, 2: 26.0, 3: 16.0}, 10.0
MARGIN, CELL = 28.0, 7.0
#: Links that leave the handbook.
LINK_SCHEMES = ("http:", "https:", "mailto:")


class Anchor(NamedTuple):
    """A section and where its heading begins."""

    section: Section
    position: int


class Page(NamedTuple):
    """A chapter ready to be shown."""

    chapter: Chapter
    document: QTextDocument
    anchors: list[Anchor]
    #: The names of its pictures, relative to the chapter's folder.
    pictures: list[str]

    def position(self, section: str) -> int:
        """Where a section begins; 0 for an unknown one."""
        return next((each.position for each in self.anchors if each.section.id == section), 0)

    def section_at(self, position: int) -> int:
        """The index of the section that a position is in."""
        before = [at for at, each in enumerate(self.anchors) if each.position <= position]
        return before[-1] if before else 0


def make_page(chapter: Chapter, ui: UiContext) -> Page:
    document = QTextDocument()
    document.setUndoRedoEnabled(False)
    document.setDocumentMargin(MARGIN * ui.scale)
    document.setDefaultFont(font(ui.scale, size=BODY))
    features = QTextDocument.MarkdownFeature
    document.setMarkdown(chapter.text, features.MarkdownDialectGitHub | features.MarkdownNoHTML)
    _Styler(document, ui).style()
    headings = [block.position() for block in _blocks(document) if _level(block)]
    anchors = [Anchor(*pair) for pair in zip(chapter.sections, headings, strict=False)]
    return Page(chapter, document, anchors, list(_pictures(document)))


def _pictures(document: QTextDocument) -> Iterator[str]:
    for block in _blocks(document):
        for _, _, words in _fragments(block):
            if words.isImageFormat():
                yield words.toImageFormat().name()


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _level(block: QTextBlock) -> int:
    return block.blockFormat().headingLevel()


def _is_code(block: QTextBlock) -> bool:
    look = block.blockFormat()
    return look.hasProperty(QTextFormat.Property.BlockCodeFence) or look.hasProperty(
        QTextFormat.Property.BlockCodeLanguage
    )


def _is_quote(block: QTextBlock) -> bool:
    return block.blockFormat().hasProperty(QTextFormat.Property.BlockQuoteLevel)


def _runs(
    document: QTextDocument, is_one: Callable[[QTextBlock], bool]
) -> list[tuple[QTextBlock, QTextBlock]]:
    """The first and the last block of each run of blocks of a kind."""
    runs: list[tuple[QTextBlock, QTextBlock]] = []
    before = False
    for block in _blocks(document):
        now = is_one(block)
        if now:
            runs.append((runs.pop()[0] if before else block, block))
        before = now
    return runs


class _Styler:
    """Sets the formats of a document that Qt made of Markdown."""

    def __init__(self, document: QTextDocument, ui: UiContext) -> None:
        self._document, self._theme, self._scale = document, ui.theme, ui.scale
        self._cursor = QTextCursor(document)
        self._mono = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        self._mono.setPixelSize(round(CODE * ui.scale))

    def style(self) -> None:
        self._cursor.beginEditBlock()
        for block in _blocks(self._document):
            self._block(block)
        for frame in self._document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                self._table(frame)
        for first, last in reversed(_runs(self._document, _is_code)):
            self._frame(first, last, self._box("hover"))
        for first, last in reversed(_runs(self._document, _is_quote)):
            self._frame(first, last, self._box("chosen"))
        for block in _blocks(self._document):
            if not block.text():
                self._flatten(block)
        self._cursor.endEditBlock()

    def _flatten(self, block: QTextBlock) -> None:
        """Take the height of a line that Qt puts before or behind a box."""
        look = QTextBlockFormat()
        look.setLineHeight(1, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        look.setTopMargin(0)
        look.setBottomMargin(0)
        self._merge(block, look)

    def _block(self, block: QTextBlock) -> None:
        if _is_code(block):
            self._code(block)
        elif level := _level(block):
            self._heading(block, level)
        else:
            self._paragraph(block)

    def _box(self, role: str) -> QTextFrameFormat:
        box = QTextFrameFormat()
        box.setBackground(self._colour(role))
        box.setPadding(10 * self._scale)
        box.setTopMargin(2 * self._scale)
        box.setBottomMargin(BELOW * 1.2 * self._scale)
        return box

    def _frame(self, first: QTextBlock, last: QTextBlock, box: QTextFrameFormat) -> None:
        """Put a box around a run of blocks."""
        self._cursor.setPosition(first.position())
        end = last.position() + last.length() - 1
        self._cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self._cursor.insertFrame(box)

    def _heading(self, block: QTextBlock, level: int) -> None:
        look = QTextBlockFormat()
        look.setTopMargin(ABOVE[level] * self._scale)
        look.setBottomMargin(BELOW * self._scale)
        self._merge(block, look)
        words = QTextCharFormat()
        heading = font(self._scale, size=HEADINGS[level], weight=700 if level < 3 else 600)
        words.setFont(heading)
        words.setForeground(self._colour("title"))
        self._merge_words(block, words)

    def _paragraph(self, block: QTextBlock) -> None:
        is_in_table = QTextCursor(block).currentTable() is not None
        look = QTextBlockFormat()
        # A share of a line's height counts the height of a picture, too.
        has_picture = any(words.isImageFormat() for _, _, words in _fragments(block))
        leading = 100.0 if has_picture else LEADING
        look.setLineHeight(leading, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        last = block.next()
        is_item = block.textList() is not None and last.textList() is not None
        look.setBottomMargin(0 if is_in_table else BELOW * self._scale * (0.4 if is_item else 1))
        look.setTopMargin(0)
        if _is_quote(block):
            look.setLeftMargin(0)
            look.setRightMargin(0)
            look.setBottomMargin(0)
        self._merge(block, look)
        for start, length, words in list(_fragments(block)):
            if words.isImageFormat():
                continue
            self._words(start, length, words)

    def _words(self, start: int, length: int, words: QTextCharFormat) -> None:
        wanted = QTextCharFormat()
        wanted.setForeground(self._colour("ink"))
        if words.isAnchor():
            wanted.setForeground(self._colour("link"))
            wanted.setFontUnderline(words.anchorHref().startswith(LINK_SCHEMES))
        if words.fontFixedPitch():
            wanted.setFont(self._mono)
            wanted.setBackground(self._colour("hover"))
        self._cursor.setPosition(start)
        self._cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
        self._cursor.mergeCharFormat(wanted)

    def _code(self, block: QTextBlock) -> None:
        look = QTextBlockFormat()
        look.setLeftMargin(0)
        look.setRightMargin(0)
        look.setLineHeight(130, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        look.setBottomMargin(0)
        look.setTopMargin(0)
        look.setNonBreakableLines(False)
        self._merge(block, look)
        words = QTextCharFormat()
        words.setFont(self._mono)
        words.setForeground(self._colour("ink"))
        self._merge_words(block, words)

    def _table(self, table: QTextTable) -> None:
        look = table.format()
        look.setBorder(0)
        look.setCellSpacing(0)
        look.setCellPadding(CELL * self._scale)
        look.setBorderCollapse(True)
        look.setBottomMargin(BELOW * 1.6 * self._scale)
        look.setTopMargin(0)
        look.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        table.setFormat(look)
        line = self._colour("line")
        for row in range(table.rows()):
            for column in range(table.columns()):
                cell = table.cellAt(row, column)
                rule = QTextTableCellFormat(cell.format().toTableCellFormat())
                rule.setBottomBorder(1)
                rule.setBottomBorderBrush(line)
                rule.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
                if row == 0:
                    rule.setFontWeight(QFont.Weight.DemiBold.value)
                    rule.setForeground(self._colour("label"))
                cell.setFormat(rule)
                if row == 0:
                    self._head(cell)

    def _head(self, cell: QTextTableCell) -> None:
        """Show a cell as the head of its column; Qt leaves an empty line before the first one."""
        block = cell.firstCursorPosition().block()
        if not block.text() and block.next().position() <= cell.lastPosition():
            QTextCursor(block).deleteChar()
            block = cell.firstCursorPosition().block()
        words = QTextCharFormat()
        words.setForeground(self._colour("label"))
        words.setFontWeight(QFont.Weight.DemiBold.value)
        self._merge_words(block, words)

    def _merge(self, block: QTextBlock, look: QTextBlockFormat) -> None:
        self._cursor.setPosition(block.position())
        self._cursor.mergeBlockFormat(look)

    def _merge_words(self, block: QTextBlock, words: QTextCharFormat) -> None:
        self._cursor.setPosition(block.position())
        self._cursor.movePosition(
            QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor
        )
        self._cursor.mergeCharFormat(words)

    def _colour(self, role: str) -> QBrush:
        return QBrush(QColor(self._theme[role]))


def _fragments(block: QTextBlock) -> Iterator[tuple[int, int, QTextCharFormat]]:
    """Yield start, length and format of each run of characters in a block."""
    each = block.begin()
    while not each.atEnd():
        fragment = each.fragment()
        yield fragment.position(), fragment.length(), fragment.charFormat()
        each += 1
