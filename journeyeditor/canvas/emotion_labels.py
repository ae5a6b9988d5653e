"""What is said of a feeling: a face has no words on the map, so they stand beside it while it is looked at."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from journeyeditor.canvas.viewport import Viewport
from journeyeditor.editing.session import Session
from journeyeditor.model import RecordId
from journeyeditor.vocabulary import Emotion
from journeyeditor.widgets.fonts import font

#: The widest box, the air in it and its distance to the face, in pixels at interface size 1.
WIDEST, AIR, GAP = 240.0, 7.0, 9.0
_WRAPPED = int(Qt.AlignmentFlag.AlignLeft) | int(Qt.TextFlag.TextWordWrap)


def emotion_labels(session: Session, id_: RecordId) -> str:
    """Return the words of an emotion, "" of anything else."""
    element = session.element(id_) if id_ else None
    if not isinstance(element, Emotion):
        return ""
    return "\n".join(words for words in (element.title.strip(), element.reason.strip()) if words)


def paint_emotion_labels(
    painter: QPainter, viewport: Viewport, session: Session, id_: RecordId, scale: float
) -> None:
    """Paint the words of an emotion below its face, above it near the lower edge of the view."""
    words, place = emotion_labels(session, id_), session.layout.rect(id_)
    if not words or place is None:
        return
    theme, face = session.layout.context.theme, QRectF(*viewport.on_screen(place))
    painter.setFont(font(scale, size=12.0))
    metrics = QFontMetricsF(painter.font())
    text = metrics.boundingRect(QRectF(0, 0, WIDEST * scale, 1e4), _WRAPPED, words)
    air = AIR * scale
    box = QRectF(0, 0, text.width() + 2 * air, text.height() + 2 * air)
    box.moveCenter(face.center())
    box.moveLeft(max(4.0, min(box.left(), viewport.size.width - box.width() - 4)))
    box.moveTop(face.bottom() + GAP * scale)
    if box.bottom() > viewport.size.height - 4:
        box.moveBottom(face.top() - GAP * scale)
    painter.setPen(QPen(QColor(theme["emotion"]), 1))
    painter.setBrush(QColor(theme["paper"]))
    painter.drawRoundedRect(box, 5, 5)
    painter.setPen(QColor(theme["ink"]))
    painter.drawText(box.adjusted(air, air, -air, -air), _WRAPPED, words)
