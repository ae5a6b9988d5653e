"""The tint of a card that comes nearest to the colour of a shape."""

from __future__ import annotations

import colorsys
import re
from types import MappingProxyType

#: The hues of the tints, in degrees; brown is a dark orange that fillings seldom are.
_HUES = MappingProxyType(
    {"orange": 18, "ochre": 48, "green": 110, "teal": 180, "blue": 215, "violet": 265, "pink": 325}
)
_HEX = re.compile("#([0-9A-Fa-f]{2})([0-9A-Fa-f]{2})([0-9A-Fa-f]{2})")
#: Fillings with less than this saturation are white, grey or black.
_LEAST = 0.12


def tint_of(colour: str) -> str:
    """Return the name of the tint; "" for grey, and for what is no colour like #F8CECC."""
    match = _HEX.fullmatch(colour)
    if match is None:
        return ""
    red, green, blue = (int(part, 16) / 255 for part in match.groups())
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    if saturation < _LEAST or not 0.03 < light < 0.985:
        return ""
    degrees = hue * 360
    return min(
        _HUES, key=lambda name: min(abs(degrees - _HUES[name]), 360 - abs(degrees - _HUES[name]))
    )
