"""How shaped text is encoded, whichever font of the file it uses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from journeyeditor.glyphs import Glyph, GlyphRun


class EncodedCluster(NamedTuple):
    """A glyph to show: font resource, code, and lengths in thousandths of an em.

    `width` is how far the reader moves on by itself, `advance` how far it should; `dx` and `dy`
    (upwards) shift this letter alone.
    """

    font: str
    code: str
    width: float
    advance: float
    dx: float
    dy: float


def clusters(shaped: GlyphRun) -> Iterator[tuple[str, tuple[Glyph, ...]]]:
    """Yield each cluster's text and its glyphs, in drawing order.

    A glyph without text belongs to the cluster before it, or at the start to the one after.
    """
    text = ""
    glyphs: list[Glyph] = []
    for glyph in shaped.glyphs:
        if glyph.cluster and text:
            yield text, tuple(glyphs)
            text, glyphs = "", []
        text = text or glyph.cluster
        glyphs.append(glyph)
    if glyphs:
        yield text, tuple(glyphs)
