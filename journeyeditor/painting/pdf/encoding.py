"""How shaped text is encoded: character codes of the embedded fonts, and their meaning as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from journeyeditor.glyphs import Glyph, GlyphRun
from journeyeditor.painting.pdf.document import utf16

#: Bytes that need no escaping in a string and are the same in ASCII and UTF-8.
PLAIN_BYTES = tuple(i for i in range(1, 127) if chr(i) not in "()\\\r\n")


def natural_code(text: str) -> int | None:
    if len(text) == 1 and text.isascii() and text.isprintable() and text not in "()\\":
        return ord(text)
    return None


def two_byte_codes() -> Iterator[int]:
    """About 14,000 codes of a two-byte font; those outside ASCII come first."""
    yield from (i for i in PLAIN_BYTES if not 32 <= i < 127)
    for high in PLAIN_BYTES:
        for low in PLAIN_BYTES:
            yield high << 8 | low


def runs(codes: Iterable[int]) -> Iterator[Sequence[int]]:
    """The codes in order, split at gaps."""
    run: list[int] = []
    for code in sorted(codes):
        if run and code != run[-1] + 1:
            yield run
            run = []
        run.append(code)
    if run:
        yield run


def to_unicode(texts: Mapping[int, str], code_bytes: int) -> bytes:
    digits = 2 * code_bytes
    lines = [f"<{code:0{digits}X}> <{utf16(text)}>" for code, text in sorted(texts.items())]
    blocks = [lines[i : i + 100] for i in range(0, len(lines), 100)]
    body = "\n".join(
        f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        f"1 begincodespacerange <{0:0{digits}X}> <{'F' * digits}> endcodespacerange\n"
        f"{body}\nendcmap CMapName currentdict /CMap defineresource pop end end\n"
    ).encode("ascii")


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
