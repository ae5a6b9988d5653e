"""Make the bundled fonts in resources/fonts from the packages they are published in.

Run by hand when a font is renewed; needs fontTools with brotli, and in NODE_MODULES the npm
packages @expo-google-fonts/{inter,noto-sans,noto-sans-hebrew,noto-sans-arabic,noto-sans-symbols,
noto-sans-symbols-2,noto-sans-math,noto-emoji} and twemoji-colr-font:

    python packaging/fonts.py NODE_MODULES

Every face holds only what the faces before it lack, without hints, glyph names and layout
features that nobody can switch on. The same input gives the same bytes.
"""

from __future__ import annotations

import argparse
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).parent.parent / "resources" / "fonts"
GOOGLE = "@expo-google-fonts"

#: What Noto Sans holds besides what Inter lacks: bases that its combining marks stand on, since
#: a letter and its marks come from one face.
BASES = [*range(0x20, 0x250), *range(0x300, 0x370), *range(0x370, 0x530), 0x25CC]
PRIVATE = range(0xE000, 0xF900)
#: Legacy computing, ancient writing and music: nobody puts them on a poster.
EXOTIC = [*range(0x1D000, 0x1D400), *range(0x10100, 0x10300), *range(0x10E00, 0x10F00)]
EXOTIC += [*range(0x1FB00, 0x1FC00), *range(0x4DC0, 0x4E00), *range(0x1F000, 0x1F100)]
#: Features beyond those that shapers apply by themselves.
TABULAR = "tnum"


@dataclass(frozen=True)
class Source:
    """A font to make: the file, where it comes from, and which of its characters are wanted."""

    file: str
    package: str
    path: str
    also: Collection[int] = ()
    without: Collection[int] = ()
    complete: bool = False


def google(name: str, style: str, package: str, family: str, **rest: Collection[int]) -> Source:
    """Return a source of one of the packages with static TrueType files."""
    weight = style.lstrip("0123456789")
    assert weight
    path = f"{style}/{family}_{style}.ttf"
    return Source(f"{name}.ttf", f"{GOOGLE}/{package}", path, **rest)


POSTER = [
    google("Inter-Regular", "400Regular", "inter", "Inter"),
    google("Inter-SemiBold", "600SemiBold", "inter", "Inter"),
    google("Inter-Bold", "700Bold", "inter", "Inter"),
]


def characters(font: TTFont) -> set[int]:
    """Return the code points that the font has a glyph for."""
    return set(font.getBestCmap())


def subset(font: TTFont, wanted: Iterable[int]) -> None:
    """Reduce the font to what the characters need."""
    options = Options()
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.layout_features = [*Options._layout_features_default, TABULAR]
    options.drop_tables += ["STAT", "MATH", "FFTM", "gasp", "vhea", "vmtx", "DSIG"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.recalc_timestamp = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=set(wanted))
    subsetter.subset(font)


def make(source: Source, modules: Path, known: Collection[int]) -> set[int]:
    """Write one font without the characters already known; return those it has."""
    font = TTFont(modules / source.package / source.path, recalcTimestamp=False)
    wanted = (characters(font) - set(known) - set(source.without)) | set(source.also)
    subset(font, wanted)
    font.flavor = None
    font.save(FOLDER / source.file)
    return characters(font)


def make_missing() -> None:
    """Write the face of the replacement for characters that no font has: glyph 1 is a box."""
    pen = TTGlyphPen(None)
    for left, bottom, right, top, clockwise in [
        (60, 0, 640, 714, True),
        (120, 60, 580, 654, False),
        (320, 140, 380, 200, True),
        (320, 260, 380, 574, True),
    ]:
        corners = [(left, bottom), (left, top), (right, top), (right, bottom)]
        first, *others = corners if clockwise else corners[::-1]
        pen.moveTo(first)
        for corner in others:
            pen.lineTo(corner)
        pen.closePath()
    box = pen.glyph()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "box"])
    builder.setupCharacterMap({0x25A1: "box"})
    builder.setupGlyf({".notdef": box, "box": box})
    builder.setupHorizontalMetrics({".notdef": (700, 60), "box": (700, 60)})
    builder.setupHorizontalHeader(ascent=969, descent=-242)
    builder.setupNameTable({"familyName": "Journey Editor Missing", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=969, sTypoDescender=-242, sCapHeight=714, sxHeight=536)
    builder.setupPost(keepGlyphNames=False)
    builder.updateHead(created=0, modified=0)
    builder.font.recalcTimestamp = False
    builder.save(FOLDER / "Missing.ttf")


def main(arguments: list[str] | None = None) -> None:
    """Make every font and copy the licences."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("modules", type=Path, metavar="NODE_MODULES")
    modules = parser.parse_args(arguments).modules
    for source in POSTER:
        make(source, modules, PRIVATE)
    make_missing()


if __name__ == "__main__":
    main()
