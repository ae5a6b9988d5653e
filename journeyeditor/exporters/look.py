"""The colours of a document that is no poster: those of the client, on white."""

from __future__ import annotations

import dataclasses
import datetime
import re

from journeyeditor.display.theme import Theme
from journeyeditor.exporters.format import Export
from journeyeditor.poster.options import DEFAULT_THEME, requested_theme
from journeyeditor.vocabulary import MapInfo, info_of

#: No time of writing goes into a document, so that one map gives the same bytes.
CREATED = datetime.datetime(2000, 1, 1)

#: The most characters of a property of a document.
MAX_PROPERTY = 255
#: A tag as programs of an office take it (BCP 47, without extensions).
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_INVALID = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535), "�")


def document_theme(export: Export) -> Theme:
    """The theme asked for, else the one in full colour: a map's own choice is that of its poster.

    Raises PosterError for a theme that does not exist.
    """
    theme = export.options.theme or DEFAULT_THEME
    options = dataclasses.replace(export.options, theme=theme)
    return requested_theme(info_of(export.graph), options)


def xml_text(words: str, most: int | None = None) -> str:
    """A text without the characters that XML cannot hold, at most `most` of them."""
    return words.translate(_INVALID)[:most]


def language_tag(info: MapInfo) -> str:
    """The language of a document, English where the map has none or something else there."""
    return info.language if _LANGUAGE.fullmatch(info.language) else "en"
