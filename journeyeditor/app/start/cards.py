"""Maps as cards in a grid that follows the page's width, navigable by arrow keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from journeyeditor.display.theme import mixed
from journeyeditor.widgets.fonts import font
from journeyeditor.widgets.icons import draw
from journeyeditor.widgets.themes import is_dark
from journeyeditor.widgets.ui_context import UiContext

#: Aspect ratio of thumbnails: a sheet of A paper.
ASPECT = 1.4142
RADIUS, INSET = 9.0, 4.0
#: Font sizes, and the most lines of a name.
TITLE_PX, NOTE_PX, MAX_LINES = 13.0, 11.5, 2
ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


class MapCard(QAbstractButton):
    """Shows `title` below a thumbnail; `arrow_pressed` emits an arrow key, `delete_pressed` the Delete key."""

    arrow_pressed = Signal(Qt.Key)
    delete_pressed = Signal()

    def __init__(self, ui: UiContext, key: str, glyph: str = "map") -> None:
        super().__init__()
        self.key = key
        self._ui, self._glyph = ui, glyph
        self._note = ""
        self._image = QImage()
        self._shown = QPixmap()
        self._is_faint = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_labels(self, title: str, note: str = "", tip: str = "") -> None:
        """Set the texts; `tip` holds what does not fit on the card."""
        self.setText(title)
        self._note = note
        self.setAccessibleName(title)
        self.setAccessibleDescription(note)
        self.setToolTip(tip)
        self.update()

    def show_picture(self, image: QImage) -> None:
        self._image, self._shown = image, QPixmap()
        self.update()

    def fade(self, faint: bool) -> None:
        """Dim the card while its file is missing."""
        self._is_faint = faint
        self.update()

    @property
    def has_picture(self) -> bool:
        return not self._image.isNull()

    def height_for(self, width: int) -> int:
        return round(INSET + self._picture_height(width) + self._words_height())

    def sizeHint(self) -> QSize:
        width = round(220 * self._ui.scale)
        return QSize(width, self.height_for(width))

    def _picture_height(self, width: float) -> float:
        return (width - 2 * INSET) / ASPECT

    def _words_height(self) -> float:
        scale = self._ui.scale
        title = QFontMetricsF(font(scale, size=TITLE_PX, weight=600)).lineSpacing()
        note = QFontMetricsF(font(scale, size=NOTE_PX)).lineSpacing()
        return 9 * scale + MAX_LINES * title + 2 + note + INSET

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in ARROWS:
            self.arrow_pressed.emit(key)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif key == Qt.Key.Key_Delete:
            self.delete_pressed.emit()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHints(
                QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
            )
            frame = QRectF(
                INSET, INSET, self.width() - 2 * INSET, round(self._picture_height(self.width()))
            )
            self._paint_frame(painter, frame)
            self._paint_words(painter, frame.bottom() + 9 * self._ui.scale)

    def _paint_frame(self, painter: QPainter, frame: QRectF) -> None:
        """Paint the thumbnail, or a neutral background with an icon until there is one."""
        theme = self._ui.theme
        is_hot = self.underMouse() or self.isDown()
        outline = QPainterPath()
        outline.addRoundedRect(frame, RADIUS, RADIUS)
        if is_hot:
            _paint_shadow(painter, frame, QColor(theme["shadow"]))
        painter.save()
        painter.setClipPath(outline)
        if self.has_picture:
            painter.drawPixmap(frame.topLeft(), self._fitted(frame))
            if is_dark(theme) and not is_hot:
                # White paper glares in the dark theme.
                painter.fillRect(frame, QColor(0, 0, 0, 34))
        else:
            painter.fillRect(frame, QColor(theme["hover" if is_hot else "tint"]))
            side = 34 * self._ui.scale
            place = QRectF(0, 0, side, side)
            place.moveCenter(frame.center())
            colour = (
                theme["link"]
                if self._glyph == "plus"
                else mixed(theme["tint"], theme["label"], 0.55)
            )
            draw(painter, self._glyph, place, colour, stroke=1.5)
        painter.restore()
        rim = theme["selection"] if self.hasFocus() or is_hot else theme["line"]
        painter.setPen(QPen(QColor(rim), 2.0 if self.hasFocus() else 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inner = 0.0 if self.hasFocus() else 0.5
        painter.drawRoundedRect(frame.adjusted(inner, inner, -inner, -inner), RADIUS, RADIUS)

    def _fitted(self, frame: QRectF) -> QPixmap:
        """The thumbnail at device resolution, filling the frame."""
        ratio = self.devicePixelRatioF()
        extent = (frame.size() * ratio).toSize()
        if self._shown.size() != extent:
            image = self._image.scaled(
                extent,
                Qt.AspectRatioMode.KeepAspectRatioByExpanding,
                Qt.TransformationMode.SmoothTransformation,
            ).copy(QRect(0, 0, extent.width(), extent.height()))
            self._shown = QPixmap.fromImage(image)
            self._shown.setDevicePixelRatio(ratio)
        return self._shown

    def _paint_words(self, painter: QPainter, top: float) -> None:
        theme, scale = self._ui.theme, self._ui.scale
        width = self.width() - 2 * INSET - 4
        title = font(scale, size=TITLE_PX, weight=600)
        painter.setPen(QColor(theme["label" if self._is_faint else "ink"]))
        painter.setFont(title)
        metrics = QFontMetricsF(title)
        for line in lines_of(self.text(), metrics, width):
            painter.drawText(QPointF(INSET + 2, top + metrics.ascent()), line)
            top += metrics.lineSpacing()
        if self._note:
            small = font(scale, size=NOTE_PX)
            metrics = QFontMetricsF(small)
            painter.setFont(small)
            painter.setPen(QColor(theme["label"]))
            note = metrics.elidedText(self._note, Qt.TextElideMode.ElideMiddle, width)
            painter.drawText(QPointF(INSET + 2, top + 2 + metrics.ascent()), note)


def lines_of(text: str, metrics: QFontMetricsF, width: float) -> Sequence[str]:
    """A name in at most `MAX_LINES` lines, the last one elided."""
    layout = QTextLayout(text)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    starts = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        starts.append(line.textStart())
    layout.endLayout()
    if len(starts) <= MAX_LINES:
        ends = [*starts[1:], len(text)]
        return [text[a:b].rstrip() for a, b in zip(starts, ends, strict=True)]
    last = starts[MAX_LINES - 1]
    first = [text[a:b].rstrip() for a, b in pairwise(starts[:MAX_LINES])]
    return [*first, metrics.elidedText(text[last:], Qt.TextElideMode.ElideRight, width)]


def _paint_shadow(painter: QPainter, frame: QRectF, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    for reach in (4, 3, 2, 1):
        colour.setAlpha(14)
        painter.setBrush(colour)
        painter.drawRoundedRect(
            frame.adjusted(-reach, -reach + 1, reach, reach + 1), RADIUS + reach, RADIUS + reach
        )


#: Minimum card width at interface scale 1; the cards of a row share the rest.
MIN_WIDTH, GAP, ROW_GAP = 232.0, 14, 14


class CardGrid(QWidget):
    """Arranges cards in rows; its height depends on its width."""

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self.cards: tuple[MapCard, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        ui.scale_changed.connect(self._build_layout)

    def show_cards(self, cards: Sequence[MapCard]) -> None:
        """Show exactly these cards; the focus moves to the card at the same position."""
        held = next((card.key for card in self.cards if card.hasFocus()), None)
        for card in self.cards:
            if card not in cards:
                card.setParent(None)
                card.deleteLater()
        self.cards = tuple(cards)
        before: QWidget | None = None
        for card in cards:
            card.setParent(self)
            card.show()
            if before is not None:
                QWidget.setTabOrder(before, card)
            before = card
            if card.key == held:
                card.setFocus(Qt.FocusReason.OtherFocusReason)
        self._build_layout()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._planned(width)[2]

    def sizeHint(self) -> QSize:
        return QSize(800, self.heightForWidth(800))

    def minimumSizeHint(self) -> QSize:
        return QSize(round(MIN_WIDTH * self._ui.scale), 10)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._build_layout()

    def _planned(self, width: int) -> tuple[int, int, int]:
        """Columns, card width and total height."""
        least = MIN_WIDTH * self._ui.scale
        columns = max(1, int((width + GAP) // (least + GAP)))
        wide = (width - GAP * (columns - 1)) // columns
        if not self.cards:
            return columns, wide, 0
        rows = -(-len(self.cards) // columns)
        return columns, wide, rows * self.cards[0].height_for(wide) + (rows - 1) * ROW_GAP

    def _build_layout(self) -> None:
        columns, wide, height = self._planned(self.width())
        for number, card in enumerate(self.cards):
            tall = card.height_for(wide)
            row, column = divmod(number, columns)
            card.setGeometry(column * (wide + GAP), row * (tall + ROW_GAP), wide, tall)
        self.setFixedHeight(height)


def neighbour(
    card: QWidget, key: Qt.Key, others: Iterable[QWidget], page: QWidget
) -> QWidget | None:
    """The nearest widget in the direction of an arrow key, by position on the page."""
    here = card.mapTo(page, card.rect().center())
    best: tuple[float, QWidget] | None = None
    for other in others:
        there = other.mapTo(page, other.rect().center()) - here
        ahead, aside = _along(there, key)
        if other is card or ahead <= 0:
            continue
        # Left and Right stay within a row; other rows are reached by Up and Down.
        across = key in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        if across and aside > card.height() / 2:
            continue
        cost = ahead + 3 * aside if not across else ahead
        if best is None or cost < best[0]:
            best = cost, other
    return best[1] if best else None


def _along(offset: QPoint, key: Qt.Key) -> tuple[int, int]:
    """The distance along a key's direction, and across it."""
    match key:
        case Qt.Key.Key_Left:
            return -offset.x(), abs(offset.y())
        case Qt.Key.Key_Right:
            return offset.x(), abs(offset.y())
        case Qt.Key.Key_Up:
            return -offset.y(), abs(offset.x())
        case _:
            return offset.y(), abs(offset.x())
