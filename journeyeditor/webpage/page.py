"""One HTML file: the map to zoom, search and filter, and the same as a table.

It holds all it needs and asks for nothing: a policy forbids every request and every script but its
own. Without scripts, as in the preview of a mail program, map and table are there to read.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import sha256
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from journeyeditor import resources
from journeyeditor.display.theme import Theme, legible, theme_of
from journeyeditor.i18n import N_, Texts, language_name
from journeyeditor.i18n import texts as texts_of
from journeyeditor.insight.translation import translated
from journeyeditor.layout.recipes.personas import outline, persona_styles
from journeyeditor.layout.style import BOLD, REGULAR, SEMIBOLD
from journeyeditor.painting.svg import path_data, svg_fragment
from journeyeditor.painting.svg_fonts import EmbeddedFonts
from journeyeditor.poster.context import runs_right_to_left
from journeyeditor.poster.options import PosterOptions, requested_persona, requested_theme
from journeyeditor.poster.unpaged import unpaged_map
from journeyeditor.typography.faces import text_key
from journeyeditor.vocabulary import MapInfo, info_of, kind_class
from journeyeditor.vocabulary.map_info import MAP_TYPES, STATES
from journeyeditor.webpage.colours import ColourPairs
from journeyeditor.webpage.table import MapTable, rich

if TYPE_CHECKING:
    from journeyeditor.model import JourneyGraph
    from journeyeditor.typography import Faces

#: The roles of a theme that the page itself uses, as variables of the same names.
_ROLES = (
    *("ink", "quiet", "label", "title", "brand", "paper", "window", "tint", "hairline"),
    *("selection", "note_tint"),
)
_DEFAULT = PosterOptions()
#: The icons of the toolbar by their buttons' actions.
_BUTTONS = (
    ("out", "zoom_out", N_("Zoom out")),
    ("in", "zoom_in", N_("Zoom in")),
    ("fit", "zoom_fit", N_("Zoom to fit")),
)


def web_page(
    graph: JourneyGraph,
    faces: Faces,
    options: PosterOptions = _DEFAULT,
    languages: Sequence[str] = (),
    progress: Callable[[float], None] = lambda _: None,
) -> str:
    """Return the page of a map; of the options, those of content and look count.

    It is in the map's language, and, for its readers to choose, in those of its translations that
    are asked for. Raises PosterError for a persona, a lane or a theme that the map does not have,
    and for more elements or relations than a poster can show.
    """
    info = info_of(graph)
    options = replace(
        options,
        persona=requested_persona(graph, options.persona or info.poster.persona or ""),
        lanes=options.lanes or info.poster.lanes,
        logo=options.logo or info.brand.logo,
    )
    colours, fonts = ColourPairs(), EmbeddedFonts(faces)
    themes = requested_theme(info, options), _dark_theme(options.brand or info.brand.colour)
    light, dark = themes
    offered = tuple(dict.fromkeys((info.language or "en", *languages))) if languages else ()
    maps = [graph, *(translated(graph, language) for language in offered[1:])]
    versions = []
    for number, each in enumerate(maps):
        progress(number / len(maps))
        versions.append(_version(each, options, faces, themes, (colours, fonts), offered))
    body = "\n".join([versions[0].body, *map(_template, versions[1:])])
    families = {
        name: fonts.cover(text_key(weight), body)
        for name, weight in (("regular", REGULAR), ("semibold", SEMIBOLD), ("bold", BOLD))
    }
    style = "\n".join(
        [
            *fonts.rules(),
            _variables(light, dark, versions[0].kinds, colours, families),
            _resource("page.css"),
        ]
    )
    script = _resource("page.js")
    return "\n".join(
        [
            "<!DOCTYPE html>",
            f"<html {versions[0].attributes}>",
            '<head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_policy(style, script)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            f"<title>{escape(versions[0].title)}</title>",
            f"<style>{style}</style></head>",
            f"<body>\n{body}\n<script>{script}</script>",
            "</body></html>",
            "",
        ]
    )


class _Version(NamedTuple):
    """The page in one language: the attributes of its root, its title, body and kinds of cards."""

    attributes: str
    title: str
    body: str
    kinds: tuple[str, ...]


def _version(
    graph: JourneyGraph,
    options: PosterOptions,
    faces: Faces,
    themes: tuple[Theme, Theme],
    shared: tuple[ColourPairs, EmbeddedFonts],
    offered: Sequence[str],
) -> _Version:
    """Return the page of a map in its language; `shared` is what all languages have in common."""
    info, (light, dark), (colours, fonts) = info_of(graph), themes, shared
    texts = texts_of(info.language)
    page, by_night = (unpaged_map(graph, faces, theme, options) for theme in themes)
    drawing = colours.drawing(page.drawing, by_night.drawing)
    svg = svg_fragment(page._replace(drawing=drawing), faces, fonts)
    table = MapTable(graph, texts, options.persona, options.lanes)
    title = info.title or texts("Customer journey map")
    filters = _filters(graph, table, light, dark, colours, texts)
    body = "\n".join(
        [
            _header(info, title, options.logo, texts),
            _toolbar(filters, _languages(offered, info.language or "en", texts), texts),
            _main(info, title, svg, table, texts),
        ]
    )
    direction = ' dir="rtl"' if runs_right_to_left(graph, info) else ""
    return _Version(f'lang="{escape(info.language or "en")}"{direction}', title, body, table.kinds)


def _template(version: _Version) -> str:
    """A page that waits until a reader asks for its language."""
    return (
        f'<template {version.attributes} title="{escape(version.title)}">{version.body}</template>'
    )


def _languages(offered: Sequence[str], language: str, texts: Texts) -> str:
    buttons = "".join(
        f'<button type="button" data-language="{escape(each)}" lang="{escape(each)}"'
        f' aria-pressed="{str(each == language).lower()}">{escape(language_name(each))}</button>'
        for each in offered
    )
    words = escape(texts("Language"))
    group = f'<div class="views" role="group" aria-label="{words}">{buttons}</div>'
    return group if buttons else ""


def _policy(style: str, script: str) -> str:
    """Nothing is fetched; only this style sheet and this script count."""
    return (
        "default-src 'none'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'; "
        f"style-src '{_hash(style)}'; script-src '{_hash(script)}'"
    )


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode('ascii')}"


def _resource(name: str) -> str:
    return resources.path("webpage", name).read_text(encoding="utf-8").strip()


def _dark_theme(brand: str) -> Theme:
    source = resources.path("themes", "window", "dark.json").read_text(encoding="utf-8")
    theme = theme_of("dark", json.loads(source))
    return theme.branded(brand) if brand else theme


def _variables(
    light: Theme,
    dark: Theme,
    kinds: tuple[str, ...],
    colours: ColourPairs,
    families: dict[str, str],
) -> str:
    """The fonts, the colours by day, and by night on screens that ask for it."""
    day, night = _roles(light, kinds), _roles(dark, kinds)
    fonts = "".join(f'--{name}:"{family}";' for name, family in families.items())
    icons = "".join(f"[data-kind={kind}]>.icon{{color:var(--kind-{kind})}}\n" for kind in kinds)
    return (
        f"{icons}:root{{color-scheme:light;{fonts}{day}{colours.declarations(is_dark=False)}}}\n"
        "@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;"
        f"{night}{colours.declarations(is_dark=True)}}}}}"
    )


def _roles(theme: Theme, kinds: tuple[str, ...]) -> str:
    pairs = {role: theme[role] for role in _ROLES}
    pairs["accent"] = legible(theme["brand"], theme["paper"])
    pairs |= {f"kind-{kind}": theme[kind_class(kind).look.accent] for kind in kinds}
    return "".join(f"--{name}:{colour};" for name, colour in pairs.items())


def _header(info: MapInfo, title: str, logo: str, texts: Texts) -> str:
    parts = [
        texts("Customer journey map"),
        texts(MAP_TYPES[info.map_type]) if info.map_type else "",
        texts(STATES[info.state]) if info.state else "",
        info.subtitle,
    ]
    stamps = [
        info.client,
        info.project,
        texts("Version {version}").format(version=info.version_label) if info.version_label else "",
        texts.date(info.date) if info.date else "",
        info.author,
        info.confidentiality,
    ]
    picture = f'<img src="{escape(logo)}" alt="{escape(info.client)}">' if logo else ""
    return (
        f"<header><div><h1>{escape(title)}</h1><p>{_joined(parts)}</p></div>"
        f'<div class="stamp">{picture}<p>{_joined(stamps)}</p></div></header>'
    )


def _joined(parts: list[str]) -> str:
    return " · ".join(escape(part) for part in parts if part)


def _toolbar(filters: str, languages: str, texts: Texts) -> str:
    """Views, search and zoom, then the filters; hidden until the script runs."""
    views = "".join(
        f'<button type="button" data-view="{name}" aria-pressed="{pressed}">{escape(texts(word))}</button>'
        for name, word, pressed in (("map", "Map", "true"), ("table", "Table", "false"))
    )
    zoom = "".join(
        f'<button type="button" data-zoom="{action}" title="{escape(texts(word))}" aria-label="{escape(texts(word))}">'
        f"{_icon(icon)}</button>"
        for action, icon, word in _BUTTONS
    )
    search = escape(texts("Search…"))
    return (
        f'<nav class="bar" hidden><div class="views">{views}</div>'
        f'<div class="search">{_icon("find")}<input type="search" placeholder="{search}" aria-label="{search}"'
        ' autocomplete="off" spellcheck="false">'
        f'<output role="status"></output>'
        f'<button type="button" data-hit="-1" aria-label="{escape(texts("Previous"))}">{_icon("chevron_up")}</button>'
        f'<button type="button" data-hit="1" aria-label="{escape(texts("Next"))}">{_icon("chevron_down")}</button></div>'
        f'<div class="zoom">{zoom}</div>{languages}'
        f"{filters}</nav>"
    )


def _filters(
    graph: JourneyGraph,
    table: MapTable,
    light: Theme,
    dark: Theme,
    colours: ColourPairs,
    texts: Texts,
) -> str:
    chips = []
    if len(table.personas) > 1:
        everyone = escape(texts("Everyone"))
        chips.append(
            f'<button type="button" data-persona="" aria-pressed="true">{everyone}</button>'
        )
        night = persona_styles(graph, dark)
        for id_, style in persona_styles(graph, light).items():
            if id_ is None:
                continue
            colour = colours.variable(style.colour, night[id_].colour)
            shape = path_data(outline(style.marker, (6, 6), 5))
            chips.append(
                f'<button type="button" data-persona="{escape(id_)}" aria-pressed="false">'
                f'<svg viewBox="0 0 12 12" aria-hidden="true"><path fill="{colour}" d="{shape}"/></svg>'
                f"{escape(style.name)}</button>"
            )
    people = _group(texts("Personas"), chips)
    kinds = [
        f'<button type="button" data-kind="{kind}" aria-pressed="true">{_icon(kind_class(kind).look.glyph)}'
        f"{escape(texts(kind_class(kind).look.plural))}</button>"
        for kind in table.kinds
    ]
    return f'<div class="filters">{people}{_group(texts("Kinds"), kinds)}</div>'


def _group(name: str, buttons: list[str]) -> str:
    if not buttons:
        return ""
    return f'<div role="group" aria-label="{escape(name)}">{"".join(buttons)}</div>'


def _main(info: MapInfo, title: str, svg: str, table: MapTable, texts: Texts) -> str:
    about = "".join(
        f"<p><b>{escape(texts(word))}</b> {rich(text)}</p>"
        for word, text in ((N_("Goal"), info.goal), (N_("Note"), info.note))
        if text
    )
    close = escape(texts("Close"))
    return "\n".join(
        [
            '<main data-view="map">',
            f'<div id="map" tabindex="0" role="application" aria-label="{escape(texts("Map"))}">',
            f'<div id="sheet">{svg}</div></div>',
            f'<section id="table" aria-label="{escape(texts("Table"))}">',
            table.table(title),
            table.section(texts("Notes", "sticky note"), table.free_notes()),
            table.section(texts("Personas"), table.personas),
            table.section(texts("Sources"), table.sources),
            f'<section class="about">{about}</section>' if about else "",
            "</section>",
            f'<aside hidden tabindex="-1"><button type="button" data-close aria-label="{close}" title="{close}">'
            f"{_icon('close')}</button><div></div></aside>",
            "</main>",
        ]
    )


_OUTLINE = re.compile(r' d="([^"]*)"')


def _icon(name: str) -> str:
    source = resources.path("glyphs", f"{name}.svg").read_text(encoding="utf-8")
    match = _OUTLINE.search(source)
    assert match is not None, name
    return f'<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="{match[1]}"/></svg>'
