"""Zooming and looking elsewhere: gestures show the last picture enlarged, commands paint at once."""

from __future__ import annotations

from PySide6.QtCore import QPointF

from journeyeditor.canvas.surface import Surface
from journeyeditor.geometry import Point, Rect

#: The largest scale that fitting chooses.
FITTING = 1.6
#: Below this scale nobody reads a card.
READABLE = 0.45


class Zooming(Surface):
    """A surface that can be looked at from near and far."""

    def zoom(self, factor: float, at: QPointF | Point | None = None) -> None:
        """Zoom by a factor, in a gesture: sharp again as soon as it rests."""
        x, y = self._middle() if at is None else at.toTuple() if isinstance(at, QPointF) else at
        self.view.zoom(factor, Point(x, y))
        self._rest.start()
        self._seen_anew()

    def zoom_to_fit(self) -> None:
        """Show the whole map."""
        self._zoom_to(self.view.sheet, FITTING)

    def zoom_to_begin(self) -> None:
        """Show the whole map if its words can be read then, else its beginning in full height."""
        self.zoom_to_fit()
        if self.view.scale < READABLE:
            sheet, share = self.view.sheet, self.view.size.width / max(1.0, self.view.size.height)
            self._zoom_to(sheet._replace(width=min(sheet.width, sheet.height * share)), FITTING)

    def zoom_to_selection(self) -> None:
        """Show all that is selected, or the whole map while nothing is."""
        rects = [rect for id_ in self.session.selection.ids if (rect := self._extent(id_))]
        if not rects:
            self.zoom_to_fit()
            return
        whole = rects[0]
        for rect in rects[1:]:
            whole = whole.united(rect)
        self._zoom_to(whole.inset(-12), 2.0)

    def zoom_100(self) -> None:
        """Show one map unit as one pixel of the interface, about the middle of the view."""
        self._zoom_sharply(1 / self.view.scale)

    def zoom_in(self) -> None:
        """Zoom in one step, about the middle of the view."""
        self._zoom_sharply(1.25)

    def zoom_out(self) -> None:
        """Zoom out one step, about the middle of the view."""
        self._zoom_sharply(0.8)

    def look_at(self, point: QPointF) -> None:
        """Show a place of the map in the middle."""
        at = self.view.to_screen(Point(point.x(), point.y()))
        x, y = self._middle()
        self.pan(at.x - x, at.y - y)

    def _zoom_to(self, rect: Rect, most: float) -> None:
        self._adapt()
        self.view.show(rect, most=most)
        self._jumped()

    def _zoom_sharply(self, factor: float) -> None:
        self.view.zoom(factor, Point(*self._middle()))
        self._jumped()

    def _jumped(self) -> None:
        self._rest.stop()
        self._backing.follow()
        self._backing.sharpen()
        self._seen_anew()

    def _rested(self) -> None:
        """Paint sharply what was zoomed."""
        self._backing.sharpen()
        self.update()
