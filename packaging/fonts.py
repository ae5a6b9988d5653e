"""Make the bundled fonts in resources/fonts from the packages they are published in.

Run by hand when a font is renewed; needs fontTools with brotli, and in NODE_MODULES the npm
packages @expo-google-fonts/{inter,noto-sans,noto-sans-hebrew,noto-sans-arabic,noto-sans-symbols,
noto-sans-symbols-2,noto-sans-math,noto-emoji} and twemoji-colr-font:

    python packaging/fonts.py NODE_MODULES

Every face holds only what the faces before it lack, without hints, glyph names and layout
features that nobody switches on. None of the fonts declares a Reserved Font Name. The same
input gives the same bytes.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterable
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import (
    ARGS_ARE_XY_VALUES,
    ROUND_XY_TO_GRID,
    Glyph,
    GlyphComponent,
)
from fontTools.ttLib.tables.C_O_L_R_ import LayerRecord
from fontTools.ttLib.tables.otTables import Ligature

FOLDER = Path(__file__).parent.parent / "resources" / "fonts"

#: Bases of combining marks: a letter and its marks come from one face.
BASES = {*range(0x20, 0x7F), *range(0xA0, 0x370), *range(0x370, 0x530), 0x2010, 0x25CC}
#: What stands between words of the scripts that have a face of their own.
BETWEEN = {0x20, 0x2D, 0xA0, 0x2010, 0x25CC}
PRIVATE = {*range(0xE000, 0xF900), *range(0xF0000, 0x110000)}
#: Nobody puts them on a poster: old scripts, music, hexagrams, tiles, legacy computing.
EXOTIC = {*range(0x10100, 0x11000), *range(0x1D000, 0x1D380), *range(0x1FA00, 0x1FA70)}
EXOTIC |= {*range(0x4DC0, 0x4E00), *range(0x1F000, 0x1F100), *range(0x1FB00, 0x1FC00)}
HEBREW = {*range(0x590, 0x600), *range(0xFB1D, 0xFB50)} | BETWEEN
ARABIC = {*range(0x600, 0x700), *range(0x750, 0x780), *range(0x8A0, 0x900)} | BETWEEN
ARABIC |= {*range(0xFB50, 0xFBC2), *range(0xFDF0, 0xFE00), *range(0xFE70, 0xFF00)}
#: Parts of the sequences of Emoji 15.1 that are more than their parts side by side: phoenix,
#: lime, brown mushroom, broken chain, shaken and nodded heads, families.
JOINED = {0x200D, 0xFE0F, 0x1F426, 0x1F525, 0x1F34B, 0x1F7E9, 0x1F344, 0x1F7EB, 0x26D3}
JOINED |= {0x1F4A5, 0x1F642, 0x2194, 0x2195, 0x1F9D1, 0x1F9D2}

#: Who goes somewhere: walking, running and kneeling, and people with a cane or in a wheelchair.
MOVERS, AIDS = (0x1F6B6, 0x1F3C3, 0x1F9CE), (0x1F9AF, 0x1F9BC, 0x1F9BD)
PEOPLE = (0x1F9D1, 0x1F468, 0x1F469)

POSTER = [("Regular", "400Regular"), ("SemiBold", "600SemiBold"), ("Bold", "700Bold")]
FALLBACK = [("Regular", "400Regular"), ("Bold", "700Bold")]
#: Applied by request: figures of one width.
TABULAR = "tnum"
UNUSED_TABLES = ["STAT", "MATH", "FFTM", "gasp", "vhea", "vmtx", "DSIG"]
NAMES = [0, 1, 2, 3, 4, 5, 6, 13, 14]


class PageResources:
    """Reads published fonts and writes what we ship of them."""

    def __init__(self, modules: Path) -> None:
        self.modules = modules

    def google(self, package: str, style: str) -> TTFont:
        """Open a static font of one of the packages with TrueType files."""
        [path] = (self.modules / "@expo-google-fonts" / package / style).glob("*.ttf")
        return TTFont(path, recalcTimestamp=False)

    def licence(self, package: str, name: str) -> None:
        """Copy a package's font licence."""
        source = self.modules / "@expo-google-fonts" / package / "LICENSE_FONT"
        shutil.copyfile(source, FOLDER / f"{name}-LICENSE.txt")

    def family(
        self,
        package: str,
        name: str,
        styles: Iterable[tuple[str, str]],
        *,
        only: set[int] | None = None,
        also: Iterable[int] = (),
        known: Iterable[int] = (),
    ) -> set[int]:
        """Write each style with the characters that are not known; return what they cover."""
        covered: set[int] = set()
        for suffix, style in styles:
            font = self.google(package, style)
            wanted = characters(font) - PRIVATE - EXOTIC - set(known)
            wanted = wanted & only if only is not None else wanted
            save(font, wanted | set(also), f"{name}-{suffix}.ttf")
            covered |= characters(font)
        self.licence(package, name)
        return covered

    def emoji(self) -> set[int]:
        """Write the colour emoji; return what they cover."""
        folder = self.modules / "twemoji-colr-font"
        font = TTFont(folder / "twemoji.woff2", recalcTimestamp=False)
        font.flavor = None
        add_directions(font)
        save(font, characters(font) - PRIVATE, "Twemoji.ttf")
        shutil.copyfile(folder / "LICENSE", FOLDER / "Twemoji-LICENSE.txt")
        return characters(font)


class Mirror:
    """Adds mirrored colour glyphs: their layers are components with a negative scale."""

    def __init__(self, font: TTFont) -> None:
        self._font, self._order = font, font.getGlyphOrder()
        self._colours = font["COLR"].ColorLayers
        self._layers: dict[str, str] = {}

    def has(self, base: str) -> bool:
        return base in self._colours

    def mirrored(self, base: str) -> str:
        """Return the name of a new glyph that is another one mirrored."""
        advance, _ = self._font["hmtx"][base]
        records = [
            LayerRecord(self._layer(layer.name, advance), layer.colorID)
            for layer in self._colours[base]
        ]
        name = self._add(f"{base}.right", Glyph(), advance, 0)
        self._colours[name] = records
        return name

    def _layer(self, layer: str, advance: int) -> str:
        if layer not in self._layers:
            component = GlyphComponent()
            component.glyphName, component.x, component.y = layer, advance, 0
            component.transform = [[-1, 0], [0, 1]]
            component.flags = ARGS_ARE_XY_VALUES | ROUND_XY_TO_GRID
            glyph = Glyph()
            glyph.numberOfContours, glyph.components = -1, [component]
            left = advance - getattr(self._font["glyf"][layer], "xMax", advance)
            self._layers[layer] = self._add(f"{layer}.right", glyph, advance, left)
        return self._layers[layer]

    def _add(self, name: str, glyph: Glyph, advance: int, left: int) -> str:
        self._order.append(name)
        self._font["glyf"].glyphs[name] = glyph
        self._font["hmtx"].metrics[name] = (advance, left)
        self._font.setGlyphOrder(self._order)
        return name


def add_directions(font: TTFont) -> None:
    """Add the people of Emoji 15.1 who go to the right, from those who go to the left."""
    cmap, mirror = font.getBestCmap(), Mirror(font)
    movers, aids, people = ({cmap[point] for point in points} for points in (MOVERS, AIDS, PEOPLE))
    right = [cmap[point] for point in (0x200D, 0x27A1, 0xFE0F)]
    tables = [table for each in font["GSUB"].table.LookupList.Lookup for table in each.SubTable]
    for first, ligatures in [pair for table in tables for pair in table.ligatures.items()]:
        found = [(each.Component, each.LigGlyph) for each in ligatures]
        if first in movers:
            found.append(([], first))
        elif first in people:
            found = [(parts, base) for parts, base in found if not aids.isdisjoint(parts)]
        else:
            continue
        for parts, base in found:
            if mirror.has(base):
                made = Ligature()
                made.Component, made.LigGlyph = [*parts, *right], mirror.mirrored(base)
                made.CompCount = len(made.Component) + 1
                ligatures.append(made)
        ligatures.sort(key=lambda each: -len(each.Component))


def characters(font: TTFont) -> set[int]:
    """Return the code points that the font has a glyph for."""
    return set(font.getBestCmap())


def save(font: TTFont, wanted: Iterable[int], file: str) -> None:
    """Reduce the font to what the characters need, and write it."""
    options = Options()
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.layout_features = [*options.layout_features, TABULAR]
    options.drop_tables += UNUSED_TABLES
    options.name_IDs = NAMES
    options.recalc_timestamp = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=set(wanted))
    subsetter.subset(font)
    font.save(FOLDER / file)


def make_box() -> None:
    """Write the face of the replacement for characters that no font has: glyph 1 is a box."""
    pen = TTGlyphPen(None)
    for left, bottom, right, top, clockwise in [
        (60, 0, 640, 714, True),
        (120, 60, 580, 654, False),
        (310, 140, 390, 220, True),
        (310, 290, 390, 574, True),
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
    workshop = PageResources(parser.parse_args(arguments).modules)
    regular = FALLBACK[:1]
    known = workshop.family("inter", "Inter", POSTER)
    known |= workshop.family("noto-sans", "NotoSans", FALLBACK, known=known, also=BASES)
    workshop.family("noto-sans-hebrew", "NotoSansHebrew", FALLBACK, only=HEBREW)
    workshop.family("noto-sans-arabic", "NotoSansArabic", FALLBACK, only=ARABIC)
    for package, name in [
        ("noto-sans-symbols", "NotoSansSymbols"),
        ("noto-sans-symbols-2", "NotoSansSymbols2"),
        ("noto-sans-math", "NotoSansMath"),
    ]:
        known |= workshop.family(package, name, regular, known=known)
    lacking = characters(workshop.google("noto-emoji", "400Regular")) - workshop.emoji()
    lacking = {point for point in lacking if 0x1F000 <= point < 0xE0000}
    workshop.family("noto-emoji", "NotoEmoji", regular, only=lacking, also=JOINED)
    make_box()


if __name__ == "__main__":
    main()
