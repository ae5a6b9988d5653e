"""A poster made beside the window: composed from frozen records, painted, written.

All here runs in the thread of `background`; the graph that people go on editing is never read
there. What a poster is asked for is one value, `Wishes`.
"""

from __future__ import annotations

import io
import math
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from journeyeditor.app.background import Job
from journeyeditor.display.primitives import Page
from journeyeditor.geometry import Rect
from journeyeditor.model import JourneyGraph, Record
from journeyeditor.poster.options import PosterOptions
from journeyeditor.typography import Faces

if TYPE_CHECKING:
    from journeyeditor.painting.qt import QtPlayer
    from journeyeditor.poster import Poster

FORMATS = ("pdf", "svg", "png")
DEFAULT_DPI = 150
#: Above this, a picture has more pixels than any printer prints (and than most viewers open).
MAX_DPI = 600


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the export dialog asks for."""

    format: str = "pdf"
    dpi: int = DEFAULT_DPI
    options: PosterOptions = field(default_factory=PosterOptions)


class Order(NamedTuple):
    """A poster ordered: the map as it is now, what is wished, and the language of the findings."""

    info: Record
    records: tuple[Record, ...]
    options: PosterOptions
    language: str


def ordered(graph: JourneyGraph, options: PosterOptions, language: str) -> Order:
    """Return an order for the map as it is at this moment; costs next to nothing."""
    return Order(graph.info, (*graph.elements(), *graph.relations()), options, language)


class Press:
    """Composes, paints and writes; it has faces of its own, since fonts belong to one thread."""

    def __init__(self, *, system_fonts: bool = True) -> None:
        self._system_fonts = system_fonts
        self._own = threading.local()

    def leave(self) -> None:
        """Let go of what belongs to this thread, which ends; another may begin anew."""
        self._own.__dict__.clear()

    @property
    def faces(self) -> Faces:
        """The faces of this thread."""
        found: Faces | None = getattr(self._own, "faces", None)
        if found is None:
            found = self._own.faces = Faces(system=self._system_fonts)
        return found

    @property
    def player(self) -> QtPlayer:
        """The painter of this thread."""
        found: QtPlayer | None = getattr(self._own, "player", None)
        if found is None:
            from journeyeditor.painting.qt import QtPlayer

            found = self._own.player = QtPlayer(self.faces)
        return found

    def compose(self, order: Order, job: Job) -> Poster:
        """Return the poster that was ordered; raises PaperError and PosterError."""
        from journeyeditor.poster import compose

        graph = JourneyGraph.of(order.info, order.records)
        job.check()
        return compose(graph, order.options, self.faces, order.language)

    def picture(self, page: Page, region: Rect, scale: float) -> QImage:
        """Return a part of a page (points) on white paper, `scale` pixels to the point."""
        width, height = (max(1, math.ceil(side * scale)) for side in (region.width, region.height))
        image = QImage(width, height, QImage.Format.Format_RGB32)
        image.fill(QColor("#FFFFFF"))
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(scale, scale)
        painter.translate(-region.x, -region.y)
        painter.setClipRect(QRectF(*region))
        # All of the page, as its drawing is ready made once: what lies outside costs little.
        self.player.play(painter, page.drawing)
        painter.end()
        return image

    def write(self, order: Order, wishes: Wishes, target: Path, job: Job) -> list[Path]:
        """Compose and write a poster; return its files. Raises what `compose` does, and FileError.

        All pages are painted before the first is written, and each file comes whole: stopped or
        failed, nothing is left behind.
        """
        from journeyeditor.files import write_atomically

        poster = self.compose(order, job)
        files = targets(target, wishes.format, [page.label for page in poster.pages])
        painted = self._painted(poster, wishes, job)
        job.check()
        for file, data in zip(files, painted, strict=True):
            write_atomically(file, data)
        return files

    def _painted(self, poster: Poster, wishes: Wishes, job: Job) -> list[bytes]:
        """Return the bytes of each file."""
        if wishes.format == "pdf":
            return [self._pdf(poster)]
        painted = []
        count = len(poster.pages)
        for number, page in enumerate(poster.pages):
            job.progress(number / count)
            if wishes.format == "svg":
                from journeyeditor.painting.svg import svg

                painted.append(svg(page, self.faces, poster.metadata).encode("utf-8"))
            else:
                tell = _Share(job, number, count, page, wishes.dpi)
                painted.append(self._png(page, wishes.dpi, tell))
        return painted

    def _pdf(self, poster: Poster) -> bytes:
        """Return a poster as one PDF."""
        from journeyeditor.painting.pdf import write_pdf

        buffer = io.BytesIO()
        write_pdf(poster.pages, buffer, self.faces, poster.metadata)
        return buffer.getvalue()

    def _png(self, page: Page, dpi: int, tell: Callable[[bytes], None]) -> bytes:
        """Return a page as PNG."""
        from journeyeditor.painting.png import write_png

        buffer = _Told(tell)
        write_png(page, buffer, self.faces, dpi=dpi)
        return buffer.getvalue()


class _Share:
    """Counts the bands of one page of several, and tells how much of the whole is done."""

    def __init__(self, job: Job, number: int, count: int, page: Page, dpi: int) -> None:
        from journeyeditor.painting.png import BAND_PIXELS

        pixels = page.size.width * page.size.height * (dpi / 72) ** 2
        self._job, self._number, self._count = job, number, count
        self._bands = max(1.0, pixels / BAND_PIXELS)
        self._written = 0

    def __call__(self, piece: bytes) -> None:
        self._written += piece[4:8] == b"IDAT"
        self._job.progress((self._number + min(1.0, self._written / self._bands)) / self._count)


class _Told(io.BytesIO):
    """Bytes in memory; each piece that comes is told of, which is where long work can be stopped."""

    def __init__(self, tell: Callable[[bytes], None]) -> None:
        super().__init__()
        self._tell = tell

    def write(self, data: bytes) -> int:  # type: ignore[override]
        """Take a piece and tell of it."""
        self._tell(data)
        return super().write(data)


def targets(path: Path, format_: str, labels: Sequence[str]) -> list[Path]:
    """Return the files of a poster: one, or one a page where the format holds only one."""
    if format_ == "pdf" or len(labels) == 1:
        return [path]
    return [path.with_name(f"{path.stem}-{label}{path.suffix}") for label in labels]


def most_dpi(page: Page) -> int:
    """Return how fine a picture of the page may be and still be opened by common viewers."""
    from journeyeditor.painting.png import LONGEST_SIDE

    return min(MAX_DPI, int(LONGEST_SIDE * 72 / max(page.size)))
