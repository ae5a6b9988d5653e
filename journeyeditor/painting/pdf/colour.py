"""Colours as operators: sRGB for screens and office printers, or CMYK for a press.

On a press neutral colours are printed with black ink alone: small type of four inks blurs where
their plates do not meet. All others go through the printer's profile.
"""

from __future__ import annotations

from functools import cached_property
from io import BytesIO
from typing import Any

#: Colours whose channels differ by no more than this (of 255) are neutral: greys, and the slightly
#: bluish ones of text. Tints are pale and differ by little, so less is allowed there.
NEUTRAL, NEUTRAL_PALE, PALE = 40, 12, 170
#: Pillow's name of the intent in which the whites of screen and paper meet.
_RELATIVE = 1


class Colours:
    """The colours of a document in sRGB."""

    def __init__(self) -> None:
        self._fills: dict[str, str] = {}
        self._strokes: dict[str, str] = {}

    def fill(self, colour: str) -> str:
        """The operator that sets the colour of fills and text; `colour` is "#RRGGBB"."""
        known = self._fills.get(colour)
        if known is None:
            known = self._fills[colour] = self._operator(colour, ("g", "rg", "k"))
        return known

    def stroke(self, colour: str) -> str:
        known = self._strokes.get(colour)
        if known is None:
            known = self._strokes[colour] = self._operator(colour, ("G", "RG", "K"))
        return known

    @property
    def all_inks(self) -> str:
        """The operator that sets the colour of printer's marks, which every plate carries."""
        return "0 G"

    def _operator(self, colour: str, operators: tuple[str, str, str]) -> str:
        """`operators` are those for one, three and four components."""
        parts = self.components(*(int(colour[i : i + 2], 16) for i in (1, 3, 5)))
        return f"{' '.join(map(_number, parts))} {operators[len(parts) // 2]}"

    def components(self, red: int, green: int, blue: int) -> tuple[float, ...]:
        """One grey, three RGB or four CMYK components, from 0 to 1."""
        parts = (red,) if red == green == blue else (red, green, blue)
        return tuple(part / 255 for part in parts)


class CmykColours(Colours):
    """The colours of a document in the CMYK of a printer's profile (ICC)."""

    def __init__(self, profile: bytes) -> None:
        super().__init__()
        from PIL import ImageCms

        self._press = ImageCms.ImageCmsProfile(BytesIO(profile))
        self._screen = ImageCms.createProfile("sRGB")

    @property
    def all_inks(self) -> str:
        return "1 1 1 1 K"

    def components(self, red: int, green: int, blue: int) -> tuple[float, ...]:
        highest = max(red, green, blue)
        limit = NEUTRAL_PALE if highest > PALE else NEUTRAL
        if highest - min(red, green, blue) <= limit:
            return 0.0, 0.0, 0.0, self._black((red, green, blue))
        inks = self._converted(self._to_press, "RGB", (red, green, blue))
        return tuple(ink / 255 for ink in inks)

    def _black(self, colour: tuple[int, int, int]) -> float:
        """The amount of black ink that is as dark as a colour, from 0 to 1.

        White is the bare paper and black the full ink; between them lightness decides.
        """
        wanted = self._converted(self._screen_to_lab, "RGB", colour)[0]
        steps = self._lightness_of_black
        paper, ink = steps[0], steps[-1]
        goal = ink + (paper - ink) * wanted / 255
        # Of amounts that are equally dark, the larger: black is the full ink.
        return min(range(255, -1, -1), key=lambda step: abs(steps[step] - goal)) / 255

    @cached_property
    def _lightness_of_black(self) -> list[int]:
        return [
            self._converted(self._press_to_lab, "CMYK", (0, 0, 0, step))[0] for step in range(256)
        ]

    def _converted(self, transform: Any, mode: str, colour: tuple[int, ...]) -> tuple[int, ...]:
        from PIL import Image, ImageCms

        pixel = Image.new(mode, (1, 1), colour)
        found: Any = ImageCms.applyTransform(pixel, transform)
        return tuple(found.getpixel((0, 0)))

    @cached_property
    def _to_press(self) -> Any:
        return self._transform(self._screen, self._press, "RGB", "CMYK")

    @cached_property
    def _screen_to_lab(self) -> Any:
        return self._transform(self._screen, self._lab, "RGB", "LAB")

    @cached_property
    def _press_to_lab(self) -> Any:
        return self._transform(self._press, self._lab, "CMYK", "LAB")

    @cached_property
    def _lab(self) -> Any:
        from PIL import ImageCms

        return ImageCms.createProfile("LAB")

    def _transform(self, source: Any, target: Any, before: str, after: str) -> Any:
        from PIL import ImageCms

        return ImageCms.buildTransform(
            source,
            target,
            before,
            after,
            ImageCms.Intent(_RELATIVE),
            ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )


def _number(part: float) -> str:
    text = f"{part:.3f}".rstrip("0").rstrip(".")
    return text or "0"
