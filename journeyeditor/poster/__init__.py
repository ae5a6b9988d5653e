"""From a map to finished sheets, on a machine with no display and no Qt."""

from journeyeditor.poster.compose import Poster, compose
from journeyeditor.poster.findings import Finding
from journeyeditor.poster.options import PosterOptions
from journeyeditor.poster.paper import PAPERS, PaperError, paper_size
from journeyeditor.poster.wishes import PosterError

__all__ = [
    "PAPERS",
    "Finding",
    "PaperError",
    "Poster",
    "PosterError",
    "PosterOptions",
    "compose",
    "paper_size",
]
