"""Text operators: shaped pieces become strings of codes with exact positions."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from journeyeditor.painting.pdf.operators import Numbers

if TYPE_CHECKING:
    from journeyeditor.display.primitives import TextRun
    from journeyeditor.glyphs import GlyphRun
    from journeyeditor.painting.pdf.fonts import Fonts

#: The largest deviation of a letter from its typeset position, in points on paper.
TOLERANCE = 0.015


class Span(NamedTuple):
    """Glyphs of one font and rise: the inside of a TJ array."""

    style: tuple[str, str]
    array: str


class Piece(NamedTuple):
    """A shaped piece at one size: its spans, and how much longer it is than a viewer assumes.

    `excess` is in thousandths of an em.
    """

    spans: tuple[Span, ...]
    excess: float


class TextPainter:
    """Turns text runs into operators; each shaped piece is spelt once for each size."""

    def __init__(self, fonts: Fonts) -> None:
        self._fonts = fonts
        self._pieces: dict[tuple[float, float], dict[GlyphRun, Piece]] = {}
        self._rises = Numbers(2)

    def spans(self, run: TextRun, scale: float) -> list[Span]:
        """The spans of a run drawn at `scale` times its size."""
        tolerance = 1000 * TOLERANCE / max(run.size * scale, 1e-3)
        cached = self._pieces.setdefault((run.size, scale), {})
        result: list[Span] = []
        style = ("", "")
        arrays: list[str] = []
        drift = 0.0
        for shaped in run.pieces:
            piece = cached.get(shaped)
            if piece is None:
                piece = cached[shaped] = self._piece(shaped, run.size, tolerance)
            if drift > tolerance or drift < -tolerance:
                arrays.append(_correction(drift, tolerance))
                drift += float(arrays[-1])
            for span_style, array in piece.spans:
                if span_style != style:
                    if arrays:
                        result.append(Span(style, _joined(arrays)))
                        arrays = []
                    style = span_style
                arrays.append(array)
            drift += piece.excess
        arrays += self._space(run, style)
        if arrays:
            result.append(Span(style, _joined(arrays)))
        return result

    def _space(self, run: TextRun, style: tuple[str, str]) -> list[str]:
        """The space behind the last word of a line: invisible, but readers separate words by it."""
        if not run.ends_word:
            return []
        space = self._fonts.space(run.face)
        return [f"({space.code})"] if space and style == (space.font, "0") else []

    def _piece(self, shaped: GlyphRun, size: float, tolerance: float) -> Piece:
        """A piece with adjustments wherever glyphs would be misplaced beyond the tolerance."""
        spans: list[Span] = []
        words: list[str] = []
        style = ("", "")
        excess = 0.0
        for font, code, width, advance, dx, dy in self._fonts.encode(shaped):
            own = (font, self._rises[dy * size / 1000] if dy else "0")
            if own != style:
                if words:
                    spans.append(Span(style, _joined(words)))
                    words = []
                style = own
            if abs(excess + dx) > tolerance:
                words.append(_correction(excess + dx, tolerance))
                excess += float(words[-1])
            words.append(f"({code})")
            excess += advance - width
        if words:
            spans.append(Span(style, _joined(words)))
        return Piece(tuple(spans), excess)


def _joined(words: list[str]) -> str:
    """Join strings and numbers; adjacent strings become one, as codes contain no parentheses."""
    return "".join(words).replace(")(", "")


def _correction(distance: float, tolerance: float) -> str:
    """The TJ adjustment (which is subtracted), no finer than needed."""
    return str(round(-distance)) if tolerance >= 1 else f"{-distance:.2f}"
