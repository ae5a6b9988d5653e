"""The available fonts, and which of them draws a cluster.

The poster's face comes first, then the bundled fallbacks, then fonts of the system, and at last
the box that shows that a character is missing. A font is opened when it is first asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import category, normalize

from journeyeditor import resources
from journeyeditor.typography.face import Face
from journeyeditor.typography.graphemes import is_emoji, qualified, without_emoji

if TYPE_CHECKING:
    from journeyeditor.typography.system import SystemFonts

#: The face of the visible replacement, whose glyph 1 is a box.
MISSING = "missing"
#: Colour emoji, and plain ones for those that are too new for it.
COLOUR, PLAIN = "emoji", "emoji-plain"
#: The colour emoji in greys.
GREY = "emoji-grey"
SYSTEM = "system:"
#: From this weight on, a text is bold.
SEMIBOLD = 600

#: Bundled faces: key → file. A number at the end of a key is the weight.
BUNDLED = {
    "text-400": "Inter-Regular.ttf",
    "text-600": "Inter-SemiBold.ttf",
    "text-700": "Inter-Bold.ttf",
    "noto-400": "NotoSans-Regular.ttf",
    "noto-700": "NotoSans-Bold.ttf",
    "hebrew-400": "NotoSansHebrew-Regular.ttf",
    "hebrew-700": "NotoSansHebrew-Bold.ttf",
    "arabic-400": "NotoSansArabic-Regular.ttf",
    "arabic-700": "NotoSansArabic-Bold.ttf",
    "symbols": "NotoSansSymbols-Regular.ttf",
    "symbols-2": "NotoSansSymbols2-Regular.ttf",
    "math": "NotoSansMath-Regular.ttf",
    COLOUR: "Twemoji.ttf",
    GREY: "Twemoji.ttf",
    PLAIN: "NotoEmoji-Regular.ttf",
    MISSING: "Missing.ttf",
}
#: Faces of text after the poster's own, in the order in which they are asked.
FALLBACKS = {
    False: ("noto-400", "hebrew-400", "arabic-400", "symbols", "symbols-2", "math"),
    True: ("noto-700", "hebrew-700", "arabic-700", "symbols", "symbols-2", "math"),
}

#: The only space that is seen.
OGHAM = "\u1680"
#: What is neither drawn nor dropped, since the shaper reads it.
_STEERING = (
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200c\u200d\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0000-\U000e0fff]"
)


def text_key(weight: int) -> str:
    """Return the key of the poster's face nearest to a weight (CSS numbers)."""
    return "text-400" if weight < 500 else "text-600" if weight < 650 else "text-700"


class Faces:
    """All faces of one run of the program; fonts are opened when first needed.

    With `system` false only bundled fonts are used: the same text looks the same everywhere.
    """

    def __init__(self, *, system: bool = True) -> None:
        self._uses_system = system
        self._faces: dict[str, Face] = {}
        self._plain: dict[str, frozenset[str]] = {}
        self._covering: dict[tuple[str, str, str], str] = {}
        #: Installed faces used in place of bold ones, with a cluster that needed it.
        self.without_bold: dict[str, str] = {}

    def face(self, key: str) -> Face:
        """Return the face of a key; raises KeyError on an unknown one."""
        face = self._faces.get(key)
        if face is None:
            if key.startswith(SYSTEM):
                path, _, index = key.removeprefix(SYSTEM).rpartition("#")
                face = Face(key, Path(path), int(index))
            else:
                face = Face(key, resources.path("fonts", BUNDLED[key]), is_grey=key == GREY)
            self._faces[key] = face
        return face

    def covers_as_text(self, text: str, weight: int) -> bool:
        """Return whether the poster's face has every character, and none is an emoji."""
        key = text_key(weight)
        cached = self._plain.get(key)
        if cached is None:
            cached = self._plain[key] = without_emoji(map(chr, self.face(key).code_points()))
        return cached.issuperset(text)

    def covering(self, cluster: str, weight: int, language: str) -> str:
        """Return the key of the face that draws a cluster, or MISSING.

        `language` distinguishes Chinese, Japanese and Korean forms where an installed font
        is needed.
        """
        asked = cluster, text_key(weight), language
        cached = self._covering.get(asked)
        if cached is None:
            if self.covers_as_text(cluster, weight):
                cached = asked[1]
            else:
                cached = next(self._candidates(cluster, weight, language), MISSING)
                if weight >= SEMIBOLD and self._is_regular(cached):
                    self.without_bold.setdefault(cached, cluster)
            self._covering[asked] = cached
        return cached

    def _is_regular(self, key: str) -> bool:
        return key.startswith(SYSTEM) and self.face(key).weight < SEMIBOLD

    def is_shaped_alone(self, key: str) -> bool:
        return key in (COLOUR, GREY, PLAIN, MISSING)

    def may_hold_space(self, key: str) -> bool:
        return bool(key) and not self.is_shaped_alone(key) and self.face(key).has(0x20)

    def _candidates(self, cluster: str, weight: int, language: str) -> Iterator[str]:
        """Yield the faces that cover a cluster, best first."""
        as_emoji = is_emoji(cluster)
        if as_emoji:
            yield from self._emoji_faces(cluster)
        needed = _needed(cluster)
        bold = weight >= SEMIBOLD
        for key in (text_key(weight), *FALLBACKS[bold]):
            if self._has_all(key, needed):
                yield key
        if not as_emoji:
            yield from self._emoji_faces(cluster)
        if self._uses_system and needed:
            for path, index in self._system.covering(needed, bold=bold, language=language):
                yield f"{SYSTEM}{path}#{index}"

    @cached_property
    def _system(self) -> SystemFonts:
        from journeyeditor.typography.system import SystemFonts

        return SystemFonts()

    def _has_all(self, key: str, needed: str) -> bool:
        has = self.face(key).has
        return any(
            all(has(ord(char)) for char in form)
            for form in (needed, normalize("NFC", needed), normalize("NFD", needed))
        )

    def _emoji_faces(self, cluster: str) -> Iterator[str]:
        """Yield the emoji faces: first those with the sequence as one glyph, then those with its parts."""
        spelt = qualified(cluster)
        coloured = self.face(COLOUR).glyphs(spelt)
        drawn = bool(coloured) and all(map(self.face(COLOUR).layers, coloured))
        if drawn and len(coloured) == 1:
            yield COLOUR
        plain = self.face(PLAIN).glyphs(spelt)
        if len(plain) == 1 and plain[0] != 0:
            yield PLAIN
        if drawn:
            yield COLOUR


def _needed(cluster: str) -> str:
    """Return the characters that a face needs to draw a cluster.

    Joiners, selectors and fillers are the shaper's business, and it makes spaces of any width.
    """
    return "".join(
        char for char in re.sub(_STEERING, "", cluster) if char == OGHAM or category(char) != "Zs"
    )
