"""The stage that is presented: a sheet of its own, everything else recedes."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QTextOption

from journeyeditor.canvas.decorations import draw_sheet, emotion_text
from journeyeditor.canvas.map_painter import MapPainter
from journeyeditor.canvas.viewport import Viewport
from journeyeditor.display.theme import Theme
from journeyeditor.editing.session import Session
from journeyeditor.geometry import Point, Rect
from journeyeditor.layout.incremental.axes import ColumnPlace
from journeyeditor.layout.incremental.blocks import DrawingBlock
from journeyeditor.layout.incremental.excerpt import NAME_WIDTH
from journeyeditor.layout.style import BODY, HEADING, SMALL, STAGE_TIP
from journeyeditor.model import RecordId
from journeyeditor.vocabulary import Stage, kind_class
from journeyeditor.widgets.icons import icon
from journeyeditor.widgets.style import font

#: How much of what recedes is hidden.
VEIL = 0.72
#: The sheet's padding below, in map units, and its corners, in screen pixels.
PADDING, CORNER = 6.0, 8.0
#: The icon before the name of a lane, and the space around it, in map units.
NAME_ICON, NAME_PADDING = 9.0, 6.0
#: Beyond the last slot's border, in map units.
EDGE = 1.0
#: The height of an emotion's score above its face, in map units, and the opacity behind its words.
SCORE_HEIGHT, GROUND = 11.0, 0.85
_CENTRED = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
#: By how much the names of lanes are made smaller at most, so that no word of theirs is broken.
MIN_NAME = 0.75


class Spotlight:
    """Paints one stage of a map as a sheet, with the names of the lanes beside it.

    `stage` is the id of the stage, "" while there is no spotlight.
    """

    def __init__(self, viewport: Viewport, painter: MapPainter) -> None:
        self._viewport, self._painter = viewport, painter
        self.stage = ""
        #: What is written large, and below it, at the right of the header.
        self.caption = ("", "")

    def sheet(self, session: Session) -> Rect | None:
        """Return the sheet in map units; None without a spotlight."""
        column = self._column(session)
        if column is None:
            return None
        layout = session.layout
        left, top = column.x - NAME_WIDTH, layout.header_top
        right, bottom = column.right + STAGE_TIP, layout.size.height + PADDING
        return Rect(left, top, right - left, bottom - top)

    def paint(self, painter: QPainter, session: Session, window: Theme) -> None:
        """Paint the veil and what stands out from it; the painter's units are screen pixels."""
        column, sheet = self._column(session), self.sheet(session)
        if column is None or sheet is None:
            return
        painter.save()
        self._paint_veil(painter, sheet, window)
        view = self._viewport
        painter.translate(*view.to_screen(Point(0, 0)))
        painter.scale(view.scale, view.scale)
        self._paint_margins(painter, session, column, sheet)
        self._paint_lane_names(painter, session, column, sheet)
        self._paint_header(painter, session, column, sheet)
        painter.restore()

    def paint_emotions(
        self, painter: QPainter, session: Session, *, marked: RecordId, edited: RecordId
    ) -> None:
        """Write the stage's emotions beside their faces: the marked one, and those alone in a slot."""
        column, layout = self._column(session), session.layout
        for lane in layout.curves.lanes if column else ():
            for slot in range(column.first, column.first + column.slots) if column else ():
                lit = [id_ for id_ in layout.cell_ids(lane, slot) if not session.is_dim(id_)]
                shown = [id_ for id_ in lit if id_ == marked] or (lit if len(lit) == 1 else [])
                for id_ in shown:
                    if id_ != edited:
                        self._paint_emotion(painter, session, id_, lane, is_marked=id_ == marked)

    def _paint_emotion(
        self, painter: QPainter, session: Session, id_: RecordId, lane: int, *, is_marked: bool
    ) -> None:
        """Write an emotion below its face, or above its score where the lane ends."""
        words, face = emotion_text(session, id_), session.layout.rect(id_)
        if not words or face is None:
            return
        view, layout = self._viewport, session.layout
        painter.setFont(
            font(
                view.scale,
                size=SMALL * layout.context.type_scale * 1.15,
                weight=600 if is_marked else 500,
            )
        )
        metrics = QFontMetricsF(painter.font())
        width = (layout.grid.columns.slot_width - 8) * view.scale
        text = metrics.boundingRect(QRectF(0, 0, width, 1e4), _CENTRED, words)
        box = QRectF(0, 0, text.width() + 12, text.height() + 2)
        place = view.rect_to_screen(face)
        box.moveCenter(QPointF(place.center.x, place.center.y))
        box.moveTop(place.bottom + 3)
        if box.bottom() > view.rect_to_screen(layout.lanes[lane].rect).bottom - 2:
            box.moveBottom(place.y - SCORE_HEIGHT * view.scale)
        ground = QColor(layout.context.theme["paper"])
        ground.setAlphaF(GROUND)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(QColor(layout.context.theme["ink" if is_marked else "quiet"]))
        painter.drawText(box, _CENTRED, words)

    def _column(self, session: Session) -> ColumnPlace | None:
        columns = session.layout.columns if self.stage else ()
        return next((column for column in columns if column.stage_id == self.stage), None)

    def _paint_veil(self, painter: QPainter, sheet: Rect, window: Theme) -> None:
        view = self._viewport
        place = QRectF(*view.rect_to_screen(sheet))
        painter.fillRect(QRectF(0, 0, view.size.width, place.top()), QColor(window["window"]))
        below = view.size.height - place.bottom()
        painter.fillRect(
            QRectF(0, place.bottom(), view.size.width, below), QColor(window["window"])
        )
        outside = QPainterPath()
        outside.addRect(QRectF(0, 0, *view.size))
        inside = QPainterPath()
        inside.addRoundedRect(place, CORNER, CORNER)
        outside = outside.subtracted(inside)
        colour = QColor(window["window"])
        colour.setAlphaF(VEIL)
        painter.fillPath(outside, colour)
        painter.save()
        painter.setClipPath(outside)
        painter.scale(1 / view.ratio, 1 / view.ratio)
        whole = QRect(
            0, 0, round(view.size.width * view.ratio), round(view.size.height * view.ratio)
        )
        device = QRect(*view.rect_to_device(sheet))
        draw_sheet(painter, whole, device, view.ratio, window["shadow"], window["paper"], CORNER)
        painter.restore()
        painter.setClipPath(inside, Qt.ClipOperation.IntersectClip)

    def _paint_margins(
        self, painter: QPainter, session: Session, column: ColumnPlace, sheet: Rect
    ) -> None:
        theme, left = session.layout.context.theme, column.x - sheet.x
        right = column.right - EDGE
        paper, tint = QColor(theme["paper"]), QColor(theme["tint"])
        for x, width in ((sheet.x, left), (right, sheet.right - right)):
            painter.fillRect(QRectF(x, sheet.y, width, sheet.height), paper)
            for place, row in zip(
                session.layout.lanes, session.layout.grid.lanes.rows, strict=True
            ):
                if row.index % 2 == 0:
                    painter.fillRect(QRectF(x, place.rect.y, width, place.rect.height), tint)

    def _paint_lane_names(
        self, painter: QPainter, session: Session, column: ColumnPlace, sheet: Rect
    ) -> None:
        """Write icon and name of each lane in the margin at the left."""
        theme, scale = session.layout.context.theme, self._viewport.scale
        side = NAME_ICON * scale
        left = side + NAME_PADDING * scale
        width = (column.x - sheet.x - 2 * NAME_PADDING) * scale - left
        lanes = list(zip(session.layout.lanes, session.layout.grid.lanes.rows, strict=True))
        name_font = _fitting(
            font(scale, size=SMALL * session.layout.context.type_scale, weight=600),
            [word for _, row in lanes for word in _written(row.title).split()],
            width,
        )
        for place, row in lanes:
            look = kind_class(place.spec.kinds[0]).look if place.spec.kinds else None
            painter.save()
            painter.translate(sheet.x + NAME_PADDING, place.rect.center.y)
            painter.scale(1 / scale, 1 / scale)
            if look is not None:
                picture = icon(look.glyph, theme[look.accent], round(side))
                picture.paint(painter, QRect(0, round(-side / 2), round(side), round(side)))
            painter.setFont(name_font)
            painter.setPen(QColor(theme["quiet"]))
            box = QRectF(left, -place.rect.height * scale / 2, width, place.rect.height * scale)
            painter.drawText(box, _written(row.title), _name_option())
            painter.restore()

    def _paint_header(
        self, painter: QPainter, session: Session, column: ColumnPlace, sheet: Rect
    ) -> None:
        layout = session.layout
        place = layout.rect(self.stage)
        blocks = layout.blocks(place) if place else ()
        block = next((each for each in blocks if _is_header(each, self.stage)), None)
        if place is None or block is None:
            return
        index = [each.stage_id for each in layout.columns].index(self.stage)
        colour = QColor(layout.headers.colours[index][0])
        left = QRectF(sheet.x, place.y, column.x + STAGE_TIP + 2 - sheet.x, place.height)
        painter.fillRect(left, colour)
        self._painter.play(painter, block)
        self._paint_caption(painter, session, place, layout.headers.colours[index][1])

    def _paint_caption(
        self, painter: QPainter, session: Session, header: Rect, colour: str
    ) -> None:
        """Write the caption, where the header's own words leave room for it."""
        stage, scale = session.element(self.stage), self._viewport.scale
        k = scale * session.layout.context.type_scale
        large, small = (font(k, size=size, weight=600) for size in (HEADING * 1.2, BODY))
        lines = [(large, self.caption[0]), (small, self.caption[1])]
        width = max(QFontMetricsF(each).horizontalAdvance(words) for each, words in lines) / scale
        own = [
            (font(k, size=HEADING, weight=700), stage.title if stage else ""),
            (font(k, size=BODY), stage.customer_goal if isinstance(stage, Stage) else ""),
        ]
        own_width = max(QFontMetricsF(each).horizontalAdvance(words) for each, words in own) / scale
        if not self.caption[0] or own_width + width + 4 * STAGE_TIP > header.width:
            return
        painter.save()
        painter.setPen(QColor(colour))
        y = header.y + 6
        for each, words in lines:
            metrics = QFontMetricsF(each)
            painter.save()
            painter.translate(header.right - STAGE_TIP - width, y)
            painter.scale(1 / scale, 1 / scale)
            painter.setFont(each)
            box = QRectF(0, 0, width * scale, metrics.height())
            painter.drawText(box, int(Qt.AlignmentFlag.AlignRight), words)
            painter.restore()
            y += metrics.height() / scale
        painter.restore()


def _is_header(block: DrawingBlock, stage: str) -> bool:
    return isinstance(block.key, tuple) and block.key[0] == "head" and stage in block.owners


def _written(title: str) -> str:
    """Return the name of a lane as it is written here."""
    return title.capitalize() if title.isupper() else title


def _fitting(chosen: QFont, words: Iterable[str], width: float) -> QFont:
    """Return a font, smaller if a word is wider than a width in pixels."""
    metrics = QFontMetricsF(chosen)
    widest = max((metrics.horizontalAdvance(word) for word in words), default=0.0)
    result = QFont(chosen)
    if widest > width:
        result.setPixelSize(int(chosen.pixelSize() * max(MIN_NAME, width / widest)))
    return result


def _name_option() -> QTextOption:
    """Return how the name of a lane is written: at the left, a long word on several lines."""
    option = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option
