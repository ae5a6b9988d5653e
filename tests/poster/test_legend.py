"""The legend shows signs as the map draws them."""

from __future__ import annotations

import pytest

from journeyeditor.display.primitives import Fill, Stroke
from journeyeditor.layout.recipes.card_details import pips
from journeyeditor.poster.legend import LegendEntry, depict_sign
from tests.layout.shares import context


@pytest.mark.parametrize("role", ["pain", "opportunity"])
def test_points_are_full_pips_and_the_others_rings_as_on_cards(role: str) -> None:
    ink = context()
    shown = depict_sign(LegendEntry("pips", role, ""), 5.5, ink)
    on_card = list(pips(3, ink.theme[role], 1.8))
    assert [type(pip) for pip in shown] == [type(pip) for pip in on_card]
    for one, other in zip(shown, on_card, strict=True):
        if isinstance(one, Fill) and isinstance(other, Fill):
            assert one.colour == other.colour
        elif isinstance(one, Stroke) and isinstance(other, Stroke):
            assert one.pen == other.pen
