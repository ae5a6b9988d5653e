"""Drawings in two themes at once: each pair of colours becomes a CSS variable."""

from __future__ import annotations

from journeyeditor.display.primitives import (
    Box,
    Drawing,
    Fill,
    Group,
    Pen,
    Primitive,
    Stroke,
    TextRun,
)


class ColourPairs:
    """The variables of a page: a colour by day and one by night each."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, str], str] = {}

    def variable(self, light: str, dark: str) -> str:
        name = self._names.setdefault((light, dark), f"--c{len(self._names) + 1}")
        return f"var({name})"

    def declarations(self, *, is_dark: bool) -> str:
        """The variables with their values, as the body of a CSS rule."""
        return "".join(f"{name}:{pair[is_dark]};" for pair, name in self._names.items())

    def drawing(self, light: Drawing, dark: Drawing) -> Drawing:
        """One drawing for both themes; where they differ in more than colours, it is the light one."""
        if len(light) != len(dark):
            return self.drawing(light, light)
        return tuple(self._paired(one, other) for one, other in zip(light, dark, strict=True))

    def _paired(self, light: Primitive, dark: Primitive) -> Primitive:
        match light, dark:
            case Fill(path, colour), Fill():
                return Fill(path, self.variable(colour, dark.colour))
            case Stroke(path, pen), Stroke():
                return Stroke(path, self._pen(pen, dark.pen))
            case Box(), Box():
                pen_ = self._pen(light.pen, dark.pen or light.pen) if light.pen else None
                fill = self.variable(light.fill, dark.fill or light.fill) if light.fill else None
                return light._replace(fill=fill, pen=pen_)
            case TextRun(), TextRun():
                return light._replace(colour=self.variable(light.colour, dark.colour))
            case Group(), Group():
                return light._replace(children=self.drawing(light.children, dark.children))
            case ((Fill() | Stroke() | Box() | TextRun() | Group()), _):
                return self._paired(light, light)
        return light

    def _pen(self, light: Pen, dark: Pen) -> Pen:
        return light._replace(colour=self.variable(light.colour, dark.colour))
