"""What was asked of a poster, kept in the map as what it wishes the next time."""

from __future__ import annotations

from journeyeditor.poster.options import DEFAULT_THEME, EVERYBODY, PosterOptions
from journeyeditor.vocabulary import MapInfo
from journeyeditor.vocabulary.map_info import PosterWishes


def kept(info: MapInfo, options: PosterOptions, lanes: tuple[str, ...]) -> MapInfo:
    """Return the map's attributes with these options as its wishes; `lanes` are () for all."""
    chosen = (("colour", options.brand), ("logo", options.logo))
    brand = {name: value for name, value in chosen if value}
    poster = PosterWishes(
        persona=None if options.persona == EVERYBODY else options.persona,
        lanes=lanes,
        theme="" if options.theme == DEFAULT_THEME else options.theme,
        paper=options.paper,
        orientation="portrait" if options.orientation == "portrait" else "",
        extras=info.poster.extras,
    )
    return info.replaced(poster=poster, brand=info.brand.model_copy(update=brand))
