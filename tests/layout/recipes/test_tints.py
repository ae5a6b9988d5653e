"""Cards of a chosen colour: readable in every theme, on screen and in print."""

from __future__ import annotations

from typing import get_args

import pytest

from journeyeditor.display.primitives import Box, Drawing, Fill, Group
from journeyeditor.display.theme import LARGE, READABLE, TINTS, Theme, contrast
from journeyeditor.geometry import Rect
from journeyeditor.i18n import texts
from journeyeditor.layout.recipes import cards
from journeyeditor.layout.recipes.cards import CardAnnotations
from journeyeditor.layout.recipes.notes import depict_note
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.poster.options import PosterOptions, requested_theme
from journeyeditor.typography import Faces, Typesetter
from journeyeditor.vocabulary import KINDS, MapInfo, Note, PainPoint, Step
from journeyeditor.vocabulary import kind as kinds
from journeyeditor.widgets.ui_context import window_theme

THEMES = {
    "print": requested_theme(MapInfo(), PosterOptions(theme="print")),
    "ink": requested_theme(MapInfo(), PosterOptions(theme="ink")),
    "light": window_theme("light"),
    "dark": window_theme("dark"),
}
themes = pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())


@themes
@pytest.mark.parametrize("tint", TINTS)
def test_text_is_readable_on_every_tint(theme: Theme, tint: str) -> None:
    ground = theme.ground(tint)
    for role in ("ink", "quiet", "title"):
        assert contrast(theme[role], ground) >= READABLE, role
    assert contrast(theme.tint(tint), theme["paper"]) >= LARGE


@themes
def test_a_tinted_card_has_its_colour(theme: Theme) -> None:
    context = RenderContext(Typesetter(Faces(system=False), "en"), theme, texts("en"))
    for record in (
        PainPoint(id="a", title="Queue", tint="teal"),
        Step(id="b", title="Waits", tint="teal"),
    ):
        card = cards.measure(record, CardAnnotations(), 74.0, context)
        drawing = tuple(cards.depict(card, Rect(0, 0, 74, card.height), context))
        assert theme.ground("teal") in _colours(drawing)
    note = Note(id="c", title="Later", tint="teal")
    assert theme.ground("teal") in _colours(tuple(depict_note(note, Rect(0, 0, 90, 40), context)))
    plain = cards.measure(PainPoint(id="d", title="Queue"), CardAnnotations(), 74.0, context)
    drawing = tuple(cards.depict(plain, Rect(0, 0, 74, plain.height), context))
    assert theme.ground("teal") not in _colours(drawing)


def test_every_drawn_box_can_be_tinted() -> None:
    named = get_args(kinds.TintedCard.model_fields["tint"].annotation)
    assert named == ("", *TINTS)
    assert tuple(kinds.TINTS) == TINTS
    tinted = {cls.kind_name() for cls in KINDS if issubclass(cls, kinds.TintedCard)}
    assert {"step", "touchpoint", "thought", "pain_point", "opportunity", "note"} <= tinted
    assert not {"emotion", "evidence", "stage", "persona", "lane"} & tinted


def _colours(drawing: Drawing) -> set[str | None]:
    found: set[str | None] = set()
    for primitive in drawing:
        match primitive:
            case Group():
                found |= _colours(primitive.children)
            case Box():
                found.add(primitive.fill)
            case Fill():
                found.add(primitive.colour)
    return found
