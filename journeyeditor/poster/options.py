"""The options of a poster, checked against the map; what they leave open is taken from the map."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from journeyeditor import resources
from journeyeditor.i18n import N_
from journeyeditor.i18n import texts as texts_of
from journeyeditor.i18n.catalogues import SOURCE_LANGUAGE
from journeyeditor.values import composed

if TYPE_CHECKING:
    from journeyeditor.display.theme import Theme
    from journeyeditor.i18n import Texts
    from journeyeditor.model import JourneyGraph
    from journeyeditor.vocabulary import MapInfo


@dataclass(frozen=True, slots=True)
class PosterOptions:
    """The options of one export; lengths in millimetres, "" and None mean "as the map says".

    `document` is the "poster" or the "run_sheet" of the workshop, on A4 unless a paper is given.
    `marks` are a printer's marks around the sheet, `sheets` splits a long map at stage borders; `tile` divides the finished poster into pages of
    that paper. `persona` is an id or a name, or EVERYBODY to ignore the map's preference; `lanes` are
    kinds, ids or titles. `logo` is a `data:` URL like a map's own. `appendix` are the names of
    sections (`poster.appendix`) on pages behind the poster; `imprint` prints the program's name and the map's
    hash in the footer; `ribbon` prints the path of the persona, or of everybody, below the chevrons; `flow` draws transitions as
    wide as many journeys take them, in colours of the time they take. On a
    `working_sheet`, lanes without cards stay, and empty cells are fields for sticky notes.
    `cards` makes cards for the wall instead of a poster (`poster.cards`), on sheets to "cut" or on "notes".
    """

    document: str = "poster"
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
    appendix: tuple[str, ...] = ()
    imprint: bool = False
    ribbon: bool = False
    flow: bool = False
    working_sheet: bool = False
    marks: bool = False
    cards: str = ""


DEFAULT_PAPER, RUN_SHEET_PAPER = "A3", "A4"
RUN_SHEET = "run_sheet"
DEFAULT_THEME = "print"
EVERYBODY = "*"
#: Seconds until the year 5138; more is no date.
_EPOCH_DIGITS = 11


#: A poster shows at most so many elements and relations, whose drawing takes a minute and 1.5 GB.
MAX_ELEMENTS, MAX_RELATIONS = 100_000, 100_000


class PosterError(ValueError):
    """A map that cannot be a poster, or options that do not suit it; the message is one sentence."""

    def __init__(self, sentence: str, **values: int) -> None:
        """The arguments are an English message id, and the values of its placeholders."""
        self._sentence = sentence
        self._values = values
        super().__init__(self.message(texts_of(SOURCE_LANGUAGE)))

    def message(self, texts: Texts) -> str:
        values = {name: texts.number(value) for name, value in self._values.items()}
        return texts(self._sentence).format(**values) if values else texts(self._sentence)


def check_size(elements: int, relations: int) -> None:
    """Raises PosterError for more than a poster can show."""
    if elements > MAX_ELEMENTS:
        sentence = N_(
            "the map has {count} elements, but a poster has room for {most}; export one persona or some lanes, or split the map"
        )
        raise PosterError(sentence, count=elements, most=MAX_ELEMENTS)
    if relations > MAX_RELATIONS:
        sentence = N_(
            "the map has {count} relations, but a poster has room for {most}; export one persona or some lanes, or split the map"
        )
        raise PosterError(sentence, count=relations, most=MAX_RELATIONS)


def no_lanes(wanted: tuple[str, ...]) -> PosterError:
    return PosterError(
        f'the map has no lane called "{", ".join(wanted)}"; use kinds, lane titles or lane ids'
    )


def requested_theme(info: MapInfo, options: PosterOptions) -> Theme:
    """The print theme in the client's colour; raises PosterError."""
    from journeyeditor.display.theme import theme_of

    name = options.theme or info.poster.theme or DEFAULT_THEME
    path = resources.path("themes", f"{name}.toml")
    names = sorted(file.stem for file in path.parent.glob("*.toml"))
    if name not in names:
        raise PosterError(f'there is no theme called "{name}"; use one of {", ".join(names)}')
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    theme = theme_of(name, tables["colours"], tables.get("patterns"))
    brand = options.brand or (info.brand.colour if name == DEFAULT_THEME else "")
    return theme.branded(brand) if brand and brand.upper() != theme["brand"].upper() else theme


def requested_persona(graph: JourneyGraph, wanted: str) -> str:
    """Return the id of the persona asked for by id, name or the beginning of a name, "" for all.

    Raises PosterError if none or several begin like that.
    """
    if wanted in {"", EVERYBODY}:
        return ""
    personas = list(graph.personas())
    key = _folded(wanted)
    matches = [persona for persona in personas if persona.id == wanted]
    matches = matches or [persona for persona in personas if _folded(persona.title) == key][:1]
    matches = matches or [persona for persona in personas if _folded(persona.title).startswith(key)]
    if len(matches) == 1:
        return str(matches[0].id)
    names = ", ".join(persona.title or persona.id for persona in matches or personas) or "none"
    if matches:
        raise PosterError(
            f'several personas are called "{wanted}": {names}; write more of the name'
        )
    raise PosterError(f'the map has no persona "{wanted}"; it has {names}')


def _folded(name: str) -> str:
    """A name as people compare it: composed, without case and extra spaces."""
    return " ".join(composed(name).casefold().split())


def creation_date() -> datetime:
    """The time of an export: now, or SOURCE_DATE_EPOCH for builds that must be reproducible."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isascii() and epoch.isdigit() and len(epoch) <= _EPOCH_DIGITS:
        return datetime.fromtimestamp(int(epoch), UTC)
    return datetime.now().astimezone().replace(microsecond=0)
