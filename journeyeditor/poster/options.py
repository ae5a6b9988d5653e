"""What may be asked of a poster; what is left open is taken from the map, then from here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PosterOptions:
    """The wishes for one export; lengths in millimetres, "" and None mean "as the map says".

    `sheets` splits a long map at stage borders; `tile` gives the finished poster as pages of
    that paper. `persona` is an id or a name, or EVERYBODY whatever the map wishes; `lanes` are
    kinds, ids or titles. `logo` is a `data:` text like a map's own. `appendix` adds pages with the
    numbered sources; `ribbon` prints the path of the persona, or of everybody, below the chevrons.
    """

    paper: str = ""
    orientation: str = ""
    margin_mm: float | None = None
    bleed_mm: float = 0.0
    sheets: int = 1
    tile: str = ""
    overlap_mm: float = 10.0
    persona: str = ""
    lanes: tuple[str, ...] = ()
    theme: str = ""
    brand: str = ""
    logo: str = ""
    appendix: bool = False
    ribbon: bool = False


DEFAULT_PAPER = "A3"
DEFAULT_THEME = "print"
EVERYBODY = "*"
