"""Fonts inside a picture: subsets of what it uses, for text that stays text."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from typing import TYPE_CHECKING

import uharfbuzz as hb

from journeyeditor.display.primitives import TextRun
from journeyeditor.typography.shaping import SOFT_HYPHEN

if TYPE_CHECKING:
    from journeyeditor.typography import Faces


class EmbeddedFonts:
    """The faces of a picture and the characters it writes with them.

    Browsers shape text as the typesetter did: kerning and ligatures stay in the subsets.
    """

    def __init__(self, faces: Faces) -> None:
        self._faces = faces
        self._families: dict[str, str] = {}
        self._characters: dict[str, set[int]] = {}

    def family(self, run: TextRun) -> str:
        """The name of a run's font; "" if its text has to be drawn as outlines."""
        face = self._faces.face(run.face)
        if not face.may_embed or face.is_colour:
            return ""
        characters = set(map(ord, run.text))
        # Of a soft hyphen browsers show nothing, where the run may have a hyphen.
        if SOFT_HYPHEN in run.text or not all(map(face.has, characters)):
            return ""
        return self._add(run.face, characters)

    def cover(self, key: str, text: str) -> str:
        """The name of a face that the document sets a text in, as far as it has the characters."""
        face = self._faces.face(key)
        return self._add(key, {point for point in map(ord, text) if face.has(point)})

    def _add(self, key: str, characters: set[int]) -> str:
        name = self._families.setdefault(key, f"font{len(self._families) + 1}")
        self._characters.setdefault(key, set()).update(characters)
        return name

    def rules(self) -> Iterator[str]:
        """A style sheet for each face, with its subset."""
        for key, name in self._families.items():
            data = b64encode(self._subset(key)).decode("ascii")
            source = f"url(data:font/ttf;base64,{data})"
            yield f'@font-face{{font-family:"{name}";src:{source} format("truetype")}}'

    def _subset(self, key: str) -> bytes:
        settings = hb.SubsetInput()
        settings.sets(hb.SubsetInputSets.UNICODE).update(self._characters[key])
        settings.flags = hb.SubsetFlags.NO_HINTING
        return bytes(hb.subset(self._faces.face(key).font.face, settings).blob.data)
