"""Wishes checked against the map: its personas, and the themes that there are."""

from __future__ import annotations

import tomllib

from journeyeditor import resources
from journeyeditor.display.theme import Theme, theme_of
from journeyeditor.model import JourneyGraph
from journeyeditor.poster.options import DEFAULT_THEME, EVERYBODY, PosterOptions
from journeyeditor.vocabulary import MapInfo


class PosterError(ValueError):
    """A wish that this map cannot fulfil; the message is one sentence."""


def chosen_theme(info: MapInfo, options: PosterOptions) -> Theme:
    """Return the print theme in the client's colour."""
    name = options.theme or info.poster.theme or DEFAULT_THEME
    path = resources.path("themes", f"{name}.toml")
    known = sorted(file.stem for file in path.parent.glob("*.toml"))
    if name not in known:
        raise PosterError(f'no theme is called "{name}"; use one of {", ".join(known)}')
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    theme = theme_of(name, tables["colours"], tables.get("patterns"))
    brand = options.brand or (info.brand.colour if name == DEFAULT_THEME else "")
    return theme.branded(brand) if brand and brand.upper() != theme["brand"].upper() else theme


def chosen_persona(graph: JourneyGraph, wanted: str) -> str:
    """Return the id of the persona that is wanted by id or name; "" means all."""
    if wanted in {"", EVERYBODY}:
        return ""
    for persona in graph.personas():
        if wanted == persona.id or wanted.casefold() == persona.title.casefold():
            return str(persona.id)
    names = ", ".join(persona.title or persona.id for persona in graph.personas()) or "none"
    raise PosterError(f'the map has no persona "{wanted}"; it has {names}')
