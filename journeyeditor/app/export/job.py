"""Compose, render and write posters in the background.

Everything here runs on the thread of `background`, on a snapshot of the map's records; the graph
that is being edited is never read here.
"""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from journeyeditor.app.background import Job, Stopped
from journeyeditor.display.primitives import Page
from journeyeditor.exporters import Export, ExportFormat, export_files, find_format, page_files
from journeyeditor.exporters.format import DEFAULT_DPI
from journeyeditor.geometry import Rect
from journeyeditor.insight.translation import translated
from journeyeditor.model import JourneyGraph, Record
from journeyeditor.poster.options import PosterOptions
from journeyeditor.typography import Faces

if TYPE_CHECKING:
    from journeyeditor.painting.pdf import Press
    from journeyeditor.painting.qt.player import QtPlayer
    from journeyeditor.poster import Poster


@dataclass(frozen=True, slots=True)
class ExportSettings:
    """The settings of the export dialog; `language` is one of the map's, "" for its own."""

    format: str = "pdf"
    dpi: int = DEFAULT_DPI
    options: PosterOptions = field(default_factory=PosterOptions)
    has_source: bool = True
    has_fonts: bool = False
    slides: str = "map"
    press: Press | None = None
    language: str = ""


class PosterRequest(NamedTuple):
    """A snapshot of the map with its poster options.

    `language` is the pre-flight's, `translation` the language into which the map is translated,
    "" for its own.
    """

    info: Record
    records: tuple[Record, ...]
    options: PosterOptions
    language: str
    translation: str = ""

    def graph(self) -> JourneyGraph:
        graph = JourneyGraph.of(self.info, self.records)
        return translated(graph, self.translation) if self.translation else graph


def poster_request(
    graph: JourneyGraph, options: PosterOptions, language: str, translation: str = ""
) -> PosterRequest:
    """Take a snapshot; records are frozen, so none are copied."""
    records = (*graph.elements(), *graph.relations())
    return PosterRequest(graph.info, records, options, language, translation)


class PosterRenderer:
    """Composes, renders and writes posters; owns its fonts, since Qt's fonts have thread affinity."""

    def __init__(self, *, system_fonts: bool = True) -> None:
        self._system_fonts = system_fonts
        self._own = threading.local()

    def release(self) -> None:
        """Release everything with thread affinity before the thread ends; another may start later."""
        self._own.__dict__.clear()

    @property
    def faces(self) -> Faces:
        faces: Faces | None = getattr(self._own, "faces", None)
        if faces is None:
            faces = self._own.faces = Faces(system=self._system_fonts)
        return faces

    @property
    def player(self) -> QtPlayer:
        player: QtPlayer | None = getattr(self._own, "player", None)
        if player is None:
            from journeyeditor.painting.qt.player import QtPlayer

            player = self._own.player = QtPlayer(self.faces)
        return player

    def compose(self, request: PosterRequest, job: Job) -> Poster:
        """Compose the poster; raises PaperError and PosterError."""
        from journeyeditor.poster import compose

        graph = request.graph()
        job.check()
        return compose(graph, request.options, self.faces, request.language)

    def picture(self, page: Page, region: Rect, scale: float) -> QImage:
        """A region of a page (points) on white paper, at `scale` pixels per point."""
        width, height = (max(1, math.ceil(side * scale)) for side in (region.width, region.height))
        image = QImage(width, height, QImage.Format.Format_RGB32)
        image.fill(QColor("#FFFFFF"))
        with QPainter(image) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.scale(scale, scale)
            painter.translate(-region.x, -region.y)
            painter.setClipRect(QRectF(*region))
            # Play the whole page, as its drawing is cached: what is clipped costs little.
            self.player.play(painter, page.drawing)
        return image

    def write(
        self, request: PosterRequest, settings: ExportSettings, target: Path, job: Job
    ) -> list[Path]:
        """Compose and write a poster; returns its files. Raises like `export_files`."""
        format_ = _format(settings)
        export = self._export(request, settings, job)
        return export_files(export, format_, partial(page_files, target))

    def losses(self, request: PosterRequest, settings: ExportSettings, job: Job) -> list[str]:
        """What the format cannot hold of the map, a sentence each."""
        return list(_format(settings).losses(self._export(request, settings, job)))

    def _export(self, request: PosterRequest, settings: ExportSettings, job: Job) -> Export:
        graph = request.graph()
        job.check()
        return Export(
            graph,
            request.options,
            self.faces,
            settings.dpi,
            request.language,
            job.progress,
            passed_on=(Stopped,),
            has_source=settings.has_source,
            has_fonts=settings.has_fonts,
            slides=settings.slides,
            press=settings.press,
        )


def _format(settings: ExportSettings) -> ExportFormat:
    format_ = find_format(settings.format)
    if format_ is None:
        raise LookupError(settings.format)
    return format_
