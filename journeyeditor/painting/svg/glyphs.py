"""Text outlines for SVG: each glyph and each word is defined once."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING

from journeyeditor.display.path import Path

if TYPE_CHECKING:
    from journeyeditor.display.primitives import TextRun
    from journeyeditor.glyphs import GlyphRun
    from journeyeditor.typography import Faces

#: From here on whole font units are fine enough.
_FINE_UNITS = 1000


def number(value: float, decimals: int = 2) -> str:
    """A number without trailing zeros."""
    text = f"{value:.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def path_data(path: Path, decimals: int = 2) -> str:
    """An outline as the value of a `d` attribute."""
    return "".join(
        segment[0] + " ".join([number(value, decimals) for value in segment[1:]])
        for segment in path
    )


class GlyphStore:
    """The definitions of glyphs and words.

    Names depend on content, not on drawing order, so that changing one word changes few lines.
    """

    def __init__(self, faces: Faces) -> None:
        self._faces = faces
        self.definitions: list[str] = []
        self._glyphs: dict[tuple[str, int], str | None] = {}
        self._words: dict[GlyphRun, str | None] = {}
        self._names: dict[str, object] = {}
        self._prefixes: dict[str, str] = {}

    def uses(self, run: TextRun) -> str:
        """The elements that draw a run, in font units with y upwards from (0, 0)."""
        words = []
        x = 0
        for shaped in run.pieces:
            if shaped not in self._words:
                self._words[shaped] = self._word(shaped)
            name = self._words[shaped]
            if name is not None:
                words.append(_use(name, x, 0))
            x += shaped.advance
        return "".join(words)

    def _word(self, shaped: GlyphRun) -> str | None:
        """Define a word and return its name; None if there is nothing to see."""
        uses = []
        x = 0
        for glyph in shaped.glyphs:
            name = self._glyph(shaped.face, glyph.id)
            if name is not None:
                uses.append((name, x + glyph.dx, glyph.dy))
            x += glyph.advance
        if not uses:
            return None
        if len(uses) == 1 and uses[0][1:] == (0, 0):
            return uses[0][0]
        content = "".join(_use(*use) for use in uses)
        return self._defined("w" + sha256(content.encode()).hexdigest()[:8], content)

    def _defined(self, name: str, content: str) -> str:
        """Define a word once; different words that would get the same name are told apart."""
        while self._names.get(name, content) != content:
            name += "x"
        if name not in self._names:
            self._names[name] = content
            self.definitions.append(f'<g id="{name}">{content}</g>')
        return name

    def _glyph(self, key: str, glyph_id: int) -> str | None:
        """Define a glyph and return its name; None if it has no outline."""
        if (key, glyph_id) not in self._glyphs:
            face = self._faces.face(key)
            decimals = 0 if face.units_per_em >= _FINE_UNITS else 1
            layers = face.layers(glyph_id) if face.is_colour else ()
            outlines = layers or ((face.outline(glyph_id), ""),)
            paths = [(path_data(path, decimals), colour) for path, colour in outlines if path]
            name = f"{self._prefix(key)}-{glyph_id}" if paths else None
            if not layers and paths:
                self.definitions.append(f'<path id="{name}" d="{paths[0][0]}"/>')
            elif paths:
                content = "".join(f'<path fill="{c}" d="{data}"/>' for data, c in paths)
                self.definitions.append(f'<g id="{name}">{content}</g>')
            self._glyphs[key, glyph_id] = name
        return self._glyphs[key, glyph_id]

    def _prefix(self, key: str) -> str:
        """A prefix for names; the key of a system font would reveal a path of this machine."""
        if re.fullmatch("[a-z][a-z0-9-]*", key):
            return key
        return self._prefixes.setdefault(key, f"system{len(self._prefixes) + 1}")


def _use(name: str, x: int, y: int) -> str:
    place = (f' x="{x}"' if x else "") + (f' y="{y}"' if y else "")
    return f'<use xlink:href="#{name}"{place}/>'
