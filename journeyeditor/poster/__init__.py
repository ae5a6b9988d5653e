"""Compose posters: from a map to finished pages, without Qt or a display."""

from journeyeditor.poster.compose import Poster
from journeyeditor.poster.documents import compose
from journeyeditor.poster.options import PosterError, PosterOptions
from journeyeditor.poster.paper import PAPERS, PaperError, paper_size
from journeyeditor.poster.preflight.checks import PreflightFinding

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
