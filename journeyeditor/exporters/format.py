"""The declaration of a format, and the input of its writer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Flag, auto
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from journeyeditor.model import JourneyGraph
    from journeyeditor.painting.pdf import Press
    from journeyeditor.poster import Poster
    from journeyeditor.poster.options import PosterOptions
    from journeyeditor.typography import Faces

DEFAULT_DPI = 150
MIN_DPI, MAX_DPI = 10, 1200


def _ignore(_: float) -> None: ...


class Options(Flag):
    """The options that a format has; the command line and the export window offer no others.

    `PAPER` is its size, orientation and margin; `SHEETS` several of them, tiles, bleed and marks;
    `CONTENT` the persona and the lanes; `SECTIONS` what only a poster shows, such as the pages
    behind it; `LOOK` theme, colour and logo.
    """

    NONE = 0
    PAPER = auto()
    SHEETS = auto()
    CONTENT = auto()
    SECTIONS = auto()
    LOOK = auto()
    RESOLUTION = auto()
    SOURCE = auto()
    LIVE_TEXT = auto()
    SLIDES = auto()
    PRESS = auto()
    POSTER = PAPER | SHEETS | CONTENT | SECTIONS | LOOK


@dataclass
class Export:
    """One export of a map; the poster is composed when a format first asks for it.

    `language` is that of the pre-flight's sentences, not of the map. `has_source` lets the map
    travel inside a PDF, a workbook or slides; `press` makes a PDF a file for that printing
    condition; `has_fonts` keeps the text of an SVG as text in embedded fonts; `slides` are one of
    the whole "map", or one a "stage". `progress` gets the share of the work that is done (0..1) and
    may raise one of `passed_on` to cancel the export.
    """

    graph: JourneyGraph
    options: PosterOptions
    faces: Faces
    dpi: int = DEFAULT_DPI
    language: str = "en"
    progress: Callable[[float], None] = _ignore
    passed_on: tuple[type[Exception], ...] = field(default=(), kw_only=True)
    has_source: bool = field(default=True, kw_only=True)
    press: Press | None = field(default=None, kw_only=True)
    has_fonts: bool = field(default=False, kw_only=True)
    slides: str = field(default="map", kw_only=True)

    @cached_property
    def data(self) -> bytes:
        """The map as saving writes it."""
        from journeyeditor.files import dump_map

        return dump_map(self.graph)

    @cached_property
    def poster(self) -> Poster:
        """Raises PaperError and PosterError if the options do not suit the map."""
        from journeyeditor.poster import compose

        return compose(self.graph, self.options, self.faces, self.language, data=self.data)


def _nothing(_: Export) -> Sequence[str]:
    return ()


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A file format: `name` is also its file name extension, `title` an English message id.

    `write` returns the content of one file, or of one file per page if `one_file_per_page`.
    A format with `Options.PAPER` is a poster, shown as a preview; of another one the window shows
    the `summary`, an English message id of one or two sentences. `losses` says in the language of
    the export what the format cannot hold, a sentence each.
    """

    name: str
    title: str
    write: Callable[[Export], Sequence[bytes]]
    one_file_per_page: bool = False
    options: Options = Options.POSTER
    summary: str = ""
    losses: Callable[[Export], Sequence[str]] = _nothing

    @property
    def is_poster(self) -> bool:
        return Options.PAPER in self.options

    def shows_poster(self, slides: str) -> bool:
        """Whether the file shows the poster's pages: slides of one stage each do not."""
        return self.is_poster and not (Options.SLIDES in self.options and slides == "stage")

    def labels(self, export: Export) -> list[str]:
        """The labels of the pages that get a file each; none if there is a single file."""
        if not self.one_file_per_page or len(export.poster.pages) == 1:
            return []
        return [page.label for page in export.poster.pages]
