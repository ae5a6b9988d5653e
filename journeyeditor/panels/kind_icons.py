"""Small pictures of kinds and personas, for the palette, the outline and the pickers."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPainterPath, QPen, QPixmap

from journeyeditor.display.path import Path
from journeyeditor.display.theme import LARGE, READABLE, Theme, contrast, luminance, mixed
from journeyeditor.layout.recipes.personas import MARKERS, outline
from journeyeditor.vocabulary import Persona, kind_class
from journeyeditor.widgets import icons
from journeyeditor.widgets.ui_context import UiContext

#: The side of a swatch at interface size 1, in device-independent pixels.
SIDE = 20.0
#: Pixmaps are drawn at this multiple of their size: sharp on every screen.
_OVERSAMPLING = 2.0


def kind_pixmap(kind: str, ui: UiContext) -> QPixmap:
    """The swatch of a kind: a small card with its accent and its icon."""
    theme, look = ui.theme, kind_class(kind).look
    accent = visible_on(theme[look.accent], theme["field"])
    colours = (accent, theme["field"], theme["line"])
    return _kind_pixmap(look.glyph, colours, round(SIDE * ui.scale))


def kind_icon(kind: str, ui: UiContext) -> QIcon:
    return QIcon(kind_pixmap(kind, ui))


def visible_on(colour: str, background: str) -> str:
    """A colour, moved away from the background until the contrast suffices."""
    # Thin bright strokes on a dark background need more contrast than large icons do.
    end, min_contrast = ("#FFFFFF", READABLE) if luminance(background) < 0.2 else ("#000000", LARGE)
    steps = (mixed(colour, end, step / 10) for step in range(10))
    return next((each for each in steps if contrast(each, background) >= min_contrast), end)


@lru_cache(maxsize=256)
def _kind_pixmap(glyph: str, colours: tuple[str, str, str], side: int) -> QPixmap:
    accent, background, line = colours
    picture = _new_pixmap(side)
    with QPainter(picture) as painter:
        _smooth(painter)
        rim = QRectF(0.5, 0.5, side - 1, side - 1)
        card = QPainterPath()
        card.addRoundedRect(rim, side * 0.24, side * 0.24)
        painter.fillPath(card, QColor(background))
        painter.save()
        painter.setClipPath(card)
        painter.fillRect(QRectF(0, 0, side * 0.22, side), QColor(accent))
        painter.restore()
        painter.setPen(QPen(QColor(line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(card)
        inner = side * 0.6
        place = QRectF(side * 0.22 + (side * 0.78 - inner) / 2, (side - inner) / 2, inner, inner)
        icons.draw(painter, glyph, place, accent, stroke=2.2)
    return icons.without_engine(picture)


def persona_colour(persona: Persona, index: int, theme: Theme) -> str:
    return persona.colour or theme.personas[index % len(theme.personas)]


def persona_marker(persona: Persona, index: int) -> str:
    return persona.marker if persona.marker in MARKERS else MARKERS[index % len(MARKERS)]


def initials(name: str) -> str:
    words = [word for word in name.split() if word[0].isalnum()]
    return "".join(word[0].upper() for word in (words[:1] + words[1:][-1:]))


def portrait(
    persona: Persona, index: int, ui: UiContext, side: float, picture: QPixmap | None
) -> QPixmap:
    """A persona's circle: the portrait (decoded) or the initials, and the marker."""
    theme, size = ui.theme, round(side * ui.scale)
    colour = persona_colour(persona, index, theme)
    result = _new_pixmap(size)
    with QPainter(result) as painter:
        _smooth(painter)
        circle = QPainterPath()
        circle.addEllipse(QRectF(0.5, 0.5, size - 1, size - 1))
        if picture is not None and not picture.isNull():
            painter.setClipPath(circle)
            painter.drawPixmap(QRectF(0, 0, size, size), picture, _centre_square(picture))
            painter.setClipping(False)
        else:
            painter.fillPath(circle, QColor(colour))
            font = QFont(painter.font())
            font.setPixelSize(max(7, round(size * 0.36)))
            font.setWeight(QFont.Weight.DemiBold)
            painter.setFont(font)
            ink = max("#FFFFFF", "#000000", key=lambda each: contrast(each, colour))
            painter.setPen(QColor(ink))
            painter.drawText(
                QRectF(0, 0, size, size), Qt.AlignmentFlag.AlignCenter, initials(persona.title)
            )
        _draw_marker(painter, persona_marker(persona, index), colour, theme["panel"], size)
    return icons.without_engine(result)


def _draw_marker(painter: QPainter, marker: str, colour: str, background: str, size: int) -> None:
    """Draw the marker at the lower right of the circle, with a rim of the background."""
    radius = size * 0.14
    at = (size - radius - 1, size - radius - 1)
    painter.setPen(QPen(QColor(background), 2.5))
    painter.setBrush(QColor(colour))
    path = painter_path(outline(marker, at, radius))
    painter.drawPath(path)
    painter.fillPath(path, QColor(colour))


def dot_pixmap(colour: str, line: str, side: int) -> QPixmap:
    picture = _new_pixmap(side)
    with QPainter(picture) as painter:
        _smooth(painter)
        painter.setPen(QPen(QColor(line), 1))
        painter.setBrush(QColor(colour))
        painter.drawEllipse(QRectF(1, 1, side - 2, side - 2))
    return icons.without_engine(picture)


def drag_pixmap(kind: str, words: str, ui: UiContext) -> QPixmap:
    """The card at the pointer while a kind is dragged from the palette."""
    theme, look = ui.theme, kind_class(kind).look
    width, height = round(132 * ui.scale), round(44 * ui.scale)
    picture = _new_pixmap(width, height)
    with QPainter(picture) as painter:
        _smooth(painter)
        painter.setOpacity(0.92)
        card = QPainterPath()
        card.addRoundedRect(QRectF(1, 1, width - 2, height - 2), 7, 7)
        painter.fillPath(card, QColor(mixed(theme["paper"], theme[look.accent], 0.06)))
        painter.save()
        painter.setClipPath(card)
        painter.fillRect(QRectF(0, 0, 6, height), QColor(theme[look.accent]))
        painter.restore()
        painter.setPen(QPen(QColor(theme["selection"]), 1.5))
        painter.drawPath(card)
        painter.setPen(QColor(theme["ink"]))
        room = QRectF(14, 0, width - 20, height)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, flags | Qt.TextFlag.TextWordWrap, words)
    return picture


def painter_path(path: Path) -> QPainterPath:
    result = QPainterPath()
    for letter, *values in path:
        numbers = [float(value) for value in values]
        points = [QPointF(x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
        if letter == "M":
            result.moveTo(points[0])
        elif letter == "L":
            result.lineTo(points[0])
        elif letter == "C":
            result.cubicTo(*points)
        else:
            result.closeSubpath()
    return result


def _centre_square(picture: QPixmap) -> QRectF:
    """The largest centred square of a picture, in its own pixels."""
    width, height = picture.width(), picture.height()
    side = min(width, height)
    return QRectF((width - side) / 2, (height - side) / 2, side, side)


def _new_pixmap(width: int, height: int | None = None) -> QPixmap:
    height = width if height is None else height
    picture = QPixmap(round(width * _OVERSAMPLING), round(height * _OVERSAMPLING))
    picture.setDevicePixelRatio(_OVERSAMPLING)
    picture.fill(Qt.GlobalColor.transparent)
    return picture


def _smooth(painter: QPainter) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
