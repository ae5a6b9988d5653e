"""Maps as cards in a grid that follows the page's width, navigable by arrow keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from journeyeditor.display.theme import mixed
from journeyeditor.widgets.icons import draw
from journeyeditor.widgets.style import font
from journeyeditor.widgets.ui_context import UiContext

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QEnterEvent, QKeyEvent, QPaintEvent, QResizeEvent

    from journeyeditor.app.background import Background, Job
    from journeyeditor.model import JourneyGraph


#: The height of a preview at interface scale 1, and its padding.
PREVIEW_HEIGHT, PADDING = 96.0, 10.0
RADIUS, INSET = 9.0, 4.0
#: The stages of a preview: their type, height, and the space between them; the curve's height.
STAGE_PX, STAGE_HEIGHT, STAGE_GAP, CURVE_HEIGHT = 11.0, 19.0, 4.0, 26.0
#: How much of the accent colour is in a stage's arrow.
STAGE_TONE = 0.13
#: Font sizes, and the most lines of a name.
TITLE_PX, NOTE_PX, MAX_LINES = 13.0, 11.5, 2
ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


class MapCard(QAbstractButton):
    """Shows `title` below a preview; `arrow_pressed` emits an arrow key, `delete_pressed` the Delete key."""

    arrow_pressed = Signal(Qt.Key)
    delete_pressed = Signal()

    def __init__(self, ui: UiContext, key: str, glyph: str = "map") -> None:
        super().__init__()
        self.key = key
        self._ui, self._glyph = ui, glyph
        self._note = ""
        self._preview: MapPreview | None = None
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

    def show_preview(self, preview: MapPreview | None) -> None:
        self._preview = preview
        self.setAccessibleDescription(
            ", ".join([*([self._note] if self._note else []), *(preview.stages if preview else ())])
        )
        self.update()

    def fade(self, faint: bool) -> None:
        """Dim the card while its file is missing."""
        self._is_faint = faint
        self.update()

    @property
    def preview(self) -> MapPreview | None:
        """What is shown of the map; None before it was read."""
        return self._preview

    def sizeHint(self) -> QSize:
        height = INSET + PREVIEW_HEIGHT * self._ui.scale + _words_height(self._ui.scale)
        return QSize(round(220 * self._ui.scale), round(height))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in ARROWS:
            self.arrow_pressed.emit(key)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif key == Qt.Key.Key_Delete:
            self.delete_pressed.emit()
        elif key == Qt.Key.Key_Space:
            event.ignore()  # it may belong to a name that is being typed: the page knows
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
            height = round(PREVIEW_HEIGHT * self._ui.scale)
            frame = QRectF(INSET, INSET, self.width() - 2 * INSET, height)
            self._paint_frame(painter, frame)
            self._paint_words(painter, frame.bottom() + 9 * self._ui.scale)

    def _paint_frame(self, painter: QPainter, frame: QRectF) -> None:
        """Paint the preview, or a neutral background with an icon until there is one."""
        theme = self._ui.theme
        is_hot = self.underMouse() or self.isDown()
        outline = QPainterPath()
        outline.addRoundedRect(frame, RADIUS, RADIUS)
        if is_hot:
            _paint_shadow(painter, frame, QColor(theme["shadow"]))
        painter.save()
        painter.setClipPath(outline)
        if self._preview is not None and self._preview.stages:
            _fill(painter, frame, theme["panel"])
            _paint_preview(painter, frame, self._preview, self._ui)
        else:
            _fill(painter, frame, theme["hover" if is_hot else "tint"])
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

    def _paint_words(self, painter: QPainter, top: float) -> None:
        theme, scale = self._ui.theme, self._ui.scale
        width = self.width() - 2 * INSET - 4
        title = font(scale, size=TITLE_PX, weight=600)
        painter.setPen(QColor(theme["label" if self._is_faint else "ink"]))
        painter.setFont(title)
        metrics = QFontMetricsF(title)
        for line in lines_of(self.text(), title, width):
            painter.drawText(QPointF(INSET + 2, top + metrics.ascent()), line)
            top += metrics.lineSpacing()
        if self._note:
            small = font(scale, size=NOTE_PX)
            metrics = QFontMetricsF(small)
            painter.setFont(small)
            painter.setPen(QColor(theme["label"]))
            note = metrics.elidedText(self._note, Qt.TextElideMode.ElideMiddle, width)
            painter.drawText(QPointF(INSET + 2, top + 2 + metrics.ascent()), note)


@cache
def _words_height(scale: float) -> float:
    """The height of a card below its preview, which its grid asks for often."""
    title = QFontMetricsF(font(scale, size=TITLE_PX, weight=600)).lineSpacing()
    note = QFontMetricsF(font(scale, size=NOTE_PX)).lineSpacing()
    return 9 * scale + MAX_LINES * title + 2 + note + INSET


def _fill(painter: QPainter, rect: QRectF, colour: str) -> None:
    """Fill a rectangle without `fillRect`, which loads all 180 gradients that Qt has names for."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRect(rect)


def stage_rows(
    stages: Sequence[str], metrics: QFontMetricsF, width: float, rows: int, pad: float
) -> list[list[tuple[str, float]]]:
    """Arrange stages in rows: (title, width) each; those without room are counted at the end."""
    arranged: list[list[tuple[str, float]]] = [[]]
    for index, title in enumerate(stages):
        wide = min(metrics.horizontalAdvance(title) + 2 * pad, width)
        rest = f"+{len(stages) - index}"
        is_last = index == len(stages) - 1
        reserved = 0.0 if is_last else metrics.horizontalAdvance(rest) + 2 * pad + STAGE_GAP
        used = sum(each + STAGE_GAP for _, each in arranged[-1])
        if used + wide > width and arranged[-1] and len(arranged) < rows:
            arranged.append([])
            used = 0.0
        if len(arranged) == rows and used + wide + reserved > width:
            if arranged[-1]:
                arranged[-1].append((rest, metrics.horizontalAdvance(rest) + 2 * pad))
                break
            wide = width - reserved  # shortened, to leave room for the count
        arranged[-1].append((title, wide))
    return arranged


def _paint_preview(painter: QPainter, frame: QRectF, preview: MapPreview, ui: UiContext) -> None:
    """Paint the stages as a row of arrows that wraps, and the curve of their scores below."""
    scale, theme = ui.scale, ui.theme
    inner = frame.adjusted(PADDING * scale, PADDING * scale, -PADDING * scale, -8 * scale)
    has_curve = sum(score is not None for score in preview.scores) > 1
    type_ = font(scale, size=STAGE_PX, weight=500)
    metrics = QFontMetricsF(type_)
    rows = 2 if has_curve else 3
    pad, high = 7 * scale, STAGE_HEIGHT * scale
    painter.setFont(type_)
    y = inner.top()
    for row in stage_rows(preview.stages, metrics, inner.width(), rows, pad):
        x = inner.left()
        for title, wide in row:
            place = QRectF(x, y, wide, high)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(mixed(theme["panel"], theme["accent"], STAGE_TONE)))
            painter.drawPath(_arrow(place))
            painter.setPen(QColor(theme["ink"]))
            room = place.adjusted(pad, 0, -pad / 2, 0)
            words = metrics.elidedText(title, Qt.TextElideMode.ElideRight, room.width() + 1)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
            x += wide + STAGE_GAP * scale
        y += high + STAGE_GAP * scale
    if has_curve:
        band = QRectF(inner.left(), inner.bottom() - CURVE_HEIGHT * scale, inner.width(), 0)
        band.setHeight(CURVE_HEIGHT * scale)
        _paint_curve(painter, band, preview.scores, ui)


def _arrow(place: QRectF) -> QPainterPath:
    """Return the outline of a stage's header."""
    tip = place.height() * 0.22
    path = QPainterPath(place.topLeft())
    path.lineTo(place.right() - tip, place.top())
    path.lineTo(place.right(), place.center().y())
    path.lineTo(place.right() - tip, place.bottom())
    path.lineTo(place.bottomLeft())
    path.closeSubpath()
    return path


def _paint_curve(
    painter: QPainter, band: QRectF, scores: Sequence[float | None], ui: UiContext
) -> None:
    """Paint the scores as a line with points; it breaks where a stage has none."""
    theme, scale = ui.theme, ui.scale
    step = band.width() / max(1, len(scores))
    points = [
        None
        if score is None
        else QPointF(
            band.left() + (index + 0.5) * step, band.center().y() - score / 4 * band.height()
        )
        for index, score in enumerate(scores)
    ]
    painter.setPen(QPen(QColor(theme["line"]), 1))
    painter.drawLine(
        QPointF(band.left(), band.center().y()), QPointF(band.right(), band.center().y())
    )
    pen = QPen(QColor(theme["emotion"]), 1.8 * scale)
    painter.setPen(pen)
    for one, other in pairwise(points):
        if one is not None and other is not None:
            painter.drawLine(one, other)
    painter.setBrush(QColor(theme["emotion"]))
    painter.setPen(QPen(QColor(theme["panel"]), 1))
    for point in points:
        if point is not None:
            painter.drawEllipse(point, 3 * scale, 3 * scale)


def lines_of(text: str, type_: QFont, width: float) -> Sequence[str]:
    """A name in at most `MAX_LINES` lines, the last one elided."""
    if "\n" not in text and QFontMetricsF(type_).horizontalAdvance(text) <= width:
        return [text.rstrip()]
    from PySide6.QtGui import QTextLayout, QTextOption

    layout = QTextLayout(text, type_)
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
    metrics = QFontMetricsF(type_)
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
    """Arranges cards in rows; its height depends on its width.

    Folded, it shows only the first row; `folded` emits how many cards that hides.
    """

    folded = Signal(int)

    def __init__(self, ui: UiContext, *, is_folded: bool = False) -> None:
        super().__init__()
        self._ui = ui
        self._is_folded = is_folded
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
            if before is not None:
                QWidget.setTabOrder(before, card)
            before = card
            if card.key == held:
                card.setFocus(Qt.FocusReason.OtherFocusReason)
        self._build_layout()

    @property
    def is_folded(self) -> bool:
        return self._is_folded

    def fold(self, is_folded: bool) -> None:
        self._is_folded = is_folded
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
        rows = 1 if self._is_folded else -(-len(self.cards) // columns)
        return columns, wide, rows * self.cards[0].sizeHint().height() + (rows - 1) * ROW_GAP

    def _build_layout(self) -> None:
        columns, wide, height = self._planned(self.width())
        for number, card in enumerate(self.cards):
            tall = card.sizeHint().height()
            row, column = divmod(number, columns)
            card.setGeometry(column * (wide + GAP), row * (tall + ROW_GAP), wide, tall)
            card.setVisible(not self._is_folded or row == 0)
        self.setFixedHeight(height)
        self.folded.emit(max(0, len(self.cards) - columns))


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


#: Larger files have no preview: reading them would take seconds (bytes).
MAX_BYTES = 1_500_000
#: The most stages a preview has; nobody reads more on a card.
MAX_STAGES = 40


class MapPreview(NamedTuple):
    """What a card shows of a map: the stages' titles, and the mean score of each (None: without)."""

    stages: tuple[str, ...] = ()
    scores: tuple[float | None, ...] = ()


class Previews(QObject):
    """Previews by path, read in the background: `read` emits one, `missed` a path without file.

    A map that cannot be read, or would take long, has none. What reads a map is imported on first
    use, to keep the start page fast.
    """

    read = Signal(str, object)
    missed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._background: Background | None = None

    def want(self, path: Path) -> None:
        """Read a map's preview; requests are served in order."""
        from journeyeditor.app.background import Background

        if self._background is None:
            self._background = Background(self)
        topic = str(path)
        done, failed = partial(self._emit, topic), partial(self._fail, topic)
        self._background.do(topic, partial(_read, path), done, failed)

    def pause(self) -> None:
        """Drop pending requests."""
        if self._background is not None:
            self._background.drop_all()

    def close(self) -> None:
        if self._background is not None:
            self._background.close()

    def _emit(self, path: str, preview: MapPreview | None) -> None:
        if preview is not None:
            self.read.emit(path, preview)

    def _fail(self, path: str, error: Exception) -> None:
        if isinstance(error, FileNotFoundError):
            self.missed.emit(path)


def preview_of(graph: JourneyGraph) -> MapPreview:
    stages = graph.stages()[:MAX_STAGES]
    return MapPreview(
        tuple(" ".join(stage.title.split()) for stage in stages),
        tuple(_mean_score(graph, stage.id) for stage in stages),
    )


def _mean_score(graph: JourneyGraph, stage: str) -> float | None:
    from journeyeditor.vocabulary import Emotion

    scores = [card.score for card in graph.cards(stage) if isinstance(card, Emotion)]
    given = [score for score in scores if score is not None]
    return sum(given) / len(given) if given else None


def _read(path: Path, job: Job) -> MapPreview | None:
    """Raises FileNotFoundError and FileError."""
    if path.stat().st_size > MAX_BYTES:
        return None
    from journeyeditor.files import parse_map

    job.check()
    data = path.read_bytes()
    job.check()
    return preview_of(parse_map(data, path.name))
