"""From a map to finished sheets, on a machine with no display and no Qt."""

from journeyeditor.poster.compose import Poster, compose
from journeyeditor.poster.finding import PreflightFinding
from journeyeditor.poster.options import PosterOptions
from journeyeditor.poster.paper import PAPERS, PaperError, paper_size
from journeyeditor.poster.requests import PosterError

__all__ = [
    "PAPERS",
    "PaperError",
    "Poster",
    "PosterError",
    "PosterOptions",
    "PreflightFinding",
    "compose",
    "paper_size",
]
