"""The fonts at hand, and which of them draws a cluster.

The poster's face comes first, then the bundled fallbacks, then fonts of the system, and at last
the box that shows that a character is missing. A font is opened when it is first asked.
"""

from __future__ import annotations

from journeyeditor import resources
from journeyeditor.typography.face import Face

#: The face of the visible replacement, whose glyph 1 is a box.
MISSING = "missing"

#: Bundled faces: key → file. For text a key ends in its weight.
BUNDLED = {
    "text-400": "Inter-Regular.ttf",
    "text-600": "Inter-SemiBold.ttf",
    "text-700": "Inter-Bold.ttf",
    MISSING: "Missing.ttf",
}


def text_key(weight: int) -> str:
    """Return the key of the poster's face that is nearest to the weight (CSS numbers)."""
    return "text-400" if weight < 500 else "text-600" if weight < 650 else "text-700"


class Faces:
    """All faces of one run of the program; cheap to make, fonts are opened on demand.

    With `system` false only bundled fonts are used: the same text looks the same everywhere.
    """

    def __init__(self, *, system: bool = True) -> None:
        self._faces: dict[str, Face] = {}
        self._plain: dict[str, frozenset[str]] = {}
        self._covering: dict[tuple[str, bool, str], str] = {}

    def face(self, key: str) -> Face:
        """Return the face of that key; raises KeyError on one that was never given out."""
        face = self._faces.get(key)
        if face is None:
            face = self._faces[key] = Face(key, resources.path("fonts", BUNDLED[key]))
        return face

    def covers_plainly(self, text: str, weight: int) -> bool:
        """Tell whether the poster's face has every character (and none belongs to emoji)."""
        key = text_key(weight)
        known = self._plain.get(key)
        if known is None:
            known = self._plain[key] = frozenset(map(chr, self.face(key).code_points))
        return known.issuperset(text)

    def covering(self, cluster: str, weight: int, language: str) -> str:
        """Return the key of the face that draws the cluster, or MISSING."""
        return text_key(weight) if self.covers_plainly(cluster, weight) else MISSING

    def stands_alone(self, key: str) -> bool:
        """Tell whether each cluster of that face is a piece of its own."""
        return key == MISSING

    def may_hold_space(self, key: str) -> bool:
        """Tell whether a space after text of that face is set in the same face."""
        return key not in ("", MISSING)
