"""Colours by role, and the arithmetic that keeps text readable on them.

Contrast is WCAG 2.1's ratio of relative luminances, 1 to 21.
"""

from __future__ import annotations

import colorsys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from journeyeditor.display.primitives import Colour

#: Text needs this contrast; from 18 pt, or 14 pt bold, LARGE is enough (WCAG 2.1, 1.4.3).
READABLE = 4.5
LARGE = 3.0


#: The tints of cards, in the order of the personas' colours, and how strong they are behind text.
TINTS = ("violet", "teal", "orange", "brown", "green", "blue", "ochre", "pink")
GROUND = 0.1


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of one look: `colours` by role, and those of the personas in order.

    `patterns` are those of the bars of some roles, which colours alone would not distinguish: "double", "dashed" or "dotted"; all others are "solid".
    """

    name: str
    colours: Mapping[str, Colour]
    personas: tuple[Colour, ...]
    patterns: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, role: str) -> Colour:
        """Return the colour of a role; raises KeyError on an unknown role."""
        return self.colours[role]

    def tint(self, name: str) -> Colour:
        """Return the colour of a card's tint; raises ValueError on an unknown name."""
        return legible(self.personas[TINTS.index(name)], self["paper"], LARGE)

    def ground(self, name: str) -> Colour:
        """Return the background of a tinted card, on which all text of cards stays readable."""
        return mixed(self.tint(name), self["paper"], 1 - GROUND)

    @property
    def is_monochrome(self) -> bool:
        """Whether all is grey, so that a map's own colours must become grey too."""
        return all(len(set(channels(colour))) == 1 for colour in self.personas)

    def branded(self, colour: Colour) -> Theme:
        """Return the theme in a client's colour, with the ramp of the stages derived from it.

        The theme's own brand colour leaves it as it is.
        """
        if colour.casefold() == self["brand"].casefold():
            return self
        return Theme(
            self.name,
            {
                **self.colours,
                "brand": colour,
                "ramp": colour,
                "ramp_end": lightened(colour, 0.45),
            },
            self.personas,
            self.patterns,
        )


def theme_of(
    name: str, table: Mapping[str, object], patterns: Mapping[str, str] | None = None
) -> Theme:
    """Return the theme of a theme file's [colours] and [patterns] tables."""
    personas = table["personas"]
    assert isinstance(personas, list)
    colours = {role: str(value) for role, value in table.items() if role != "personas"}
    return Theme(name, colours, tuple(personas), patterns or {})


def channels(colour: Colour) -> tuple[int, int, int]:
    """Return red, green and blue, 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


@lru_cache(maxsize=4096)
def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """Return the colour at `share` (0..1) between two colours, in sRGB."""
    pairs = zip(channels(one), channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


@lru_cache(maxsize=4096)
def luminance(colour: Colour) -> float:
    """Return the relative luminance, 0..1."""
    parts = [
        c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4
        for c in (channel / 255 for channel in channels(colour))
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def lightened(colour: Colour, share: float) -> Colour:
    """Return a colour mixed with white by `share` (0..1) that stays saturated, where `mixed` turns grey."""
    red, green, blue = (channel / 255 for channel in channels(colour))
    hue, light, life = colorsys.rgb_to_hls(red, green, blue)
    parts = colorsys.hls_to_rgb(hue, light + (1 - light) * share, life * (1 - share / 2))
    return "#" + "".join(f"{round(part * 255):02X}" for part in parts)


@lru_cache(maxsize=4096)
def legible(colour: Colour, background: Colour, ratio: float = READABLE) -> Colour:
    """Return a colour, darkened or lightened just enough to be readable on a background."""
    # Black and white are equally readable on a background of this luminance.
    end = "#000000" if luminance(background) > 0.179 else "#FFFFFF"
    return next(
        (
            candidate
            for candidate in (mixed(colour, end, step / 20) for step in range(20))
            if contrast(candidate, background) >= ratio
        ),
        end,
    )


def ramp(first: Colour, last: Colour, count: int, dark: Colour) -> list[tuple[Colour, Colour]]:
    """Return `count` (background, text) pairs from one colour to another, all with the same ink.

    The text is white, or `dark` where white cannot be read on the first colour. A background on
    which it cannot be read is made darker for white, lighter for `dark`.
    """
    is_white = contrast(first, "#FFFFFF") >= min(READABLE, contrast(first, dark))
    ink, end = ("#FFFFFF", "#000000") if is_white else (dark, "#FFFFFF")
    shades = [mixed(first, last, i / (count - 1) if count > 1 else 0.0) for i in range(count)]
    return [(_ground(shade, ink, end), ink) for shade in shades]


def _ground(colour: Colour, ink: Colour, end: Colour) -> Colour:
    """Return a background moved towards `end` just enough that `ink` can be read on it."""
    for step in range(60):
        candidate = mixed(colour, end, step / 60)
        if contrast(candidate, ink) >= READABLE:
            return candidate
    return end
