"""Painted parts of sheets, made in the background: what a preview shows and what it still lacks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from journeyeditor.app.background import Background, Job
from journeyeditor.app.export.job import PosterRenderer
from journeyeditor.display.primitives import Page
from journeyeditor.geometry import Rect, Size

#: Of sheets out of sight at most so many pictures are kept.
MAX_UNSEEN = 12


class Shot(NamedTuple):
    """A painted part of a sheet: its picture, which part (points), and its pixels per point.

    It is stale if the sheet has changed since; until the new one is there, it is shown.
    """

    image: QImage
    region: Rect
    scale: float
    is_stale: bool = False

    def serves(self, region: Rect, scale: float) -> bool:
        """Tell whether it is what a preview would have painted."""
        return not self.is_stale and self.scale == scale and self.region.contains(region, 0.01)


class Shots(QObject):
    """The pictures of the pages shown; `changed` tells that another one is there."""

    changed = Signal()
    failed = Signal(object)

    def __init__(self, background: Background, renderer: PosterRenderer) -> None:
        super().__init__()
        self._background, self._renderer = background, renderer
        self._pages: tuple[Page, ...] = ()
        self._shots: dict[int, Shot] = {}
        self._asked: dict[int, tuple[Rect, float]] = {}

    def take_pages(self, pages: Sequence[Page], *, is_alike: bool) -> None:
        """Paint other pages from now on; of pages of the same sizes, old pictures stay meanwhile."""
        self._pages = tuple(pages)
        for number in tuple(self._asked):
            self._background.drop(_topic(number))
        self._asked.clear()
        kept = self._shots if is_alike else {}
        self._shots = {i: shot._replace(is_stale=True) for i, shot in kept.items()}

    def get(self, number: int) -> Shot | None:
        """Return what there is of a sheet."""
        return self._shots.get(number)

    def serves(self, number: int, region: Rect, scale: float) -> bool:
        """Tell whether a part of a sheet is there as it is wanted."""
        shot = self._shots.get(number)
        return shot is not None and shot.serves(region, scale)

    def want(self, number: int, region: Rect, scale: float) -> None:
        """Have a part of a sheet painted, and some way around it, unless that is under way."""
        asked = self._asked.get(number)
        if asked is not None and asked[1] == scale and asked[0].contains(region, 0.01):
            return
        page = self._pages[number]
        wide = _widened(region, page.size, scale)
        self._asked[number] = wide, scale
        self._background.do(
            _topic(number),
            partial(_painted, self._renderer, page, wide, scale),
            partial(self._take, number, wide, scale),
            partial(self._fail, number),
        )

    def keep(self, seen: Collection[int]) -> None:
        """Let go of some sheets that are out of sight."""
        unseen = [number for number in self._shots if number not in seen]
        for number in unseen[: max(0, len(unseen) - MAX_UNSEEN)]:
            del self._shots[number]

    def _take(self, number: int, region: Rect, scale: float, image: QImage) -> None:
        self._asked.pop(number, None)
        self._shots[number] = Shot(image, region, scale)
        self.changed.emit()

    def _fail(self, number: int, error: Exception) -> None:
        self._asked.pop(number, None)
        self.failed.emit(error)


def _topic(number: int) -> str:
    return f"sheet {number}"


def _painted(renderer: PosterRenderer, page: Page, region: Rect, scale: float, job: Job) -> QImage:
    """Paint, in the background."""
    job.check()
    return renderer.picture(page, region, scale)


def _widened(region: Rect, sheet: Size, scale: float) -> Rect:
    """Return a region grown by a third, from a whole device pixel on, so that moving goes on."""
    wide = region.inset(-region.width / 3, -region.height / 3)
    left, top = (int(max(side, 0.0) * scale) / scale for side in (wide.x, wide.y))
    return Rect(
        left, top, min(wide.right, sheet.width) - left, min(wide.bottom, sheet.height) - top
    )
