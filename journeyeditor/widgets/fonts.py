"""The window's typeface: the bundled one, so that it looks the same on every machine."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase

from journeyeditor import resources

#: The face of the window's words, then those that help out with other scripts and signs.
FAMILY = "Inter"
FAMILIES = (FAMILY, "Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans Symbols")
_AT_ONCE = ("Inter-Regular.ttf", "Inter-SemiBold.ttf", "Inter-Bold.ttf")
_LATER = (
    "NotoSans-Regular.ttf",
    "NotoSans-Bold.ttf",
    "NotoSansArabic-Regular.ttf",
    "NotoSansArabic-Bold.ttf",
    "NotoSansHebrew-Regular.ttf",
    "NotoSansHebrew-Bold.ttf",
    "NotoSansSymbols-Regular.ttf",
    "Twemoji.ttf",
)
#: Height of ordinary words at interface size 1, in device independent pixels.
TEXT_PX = 13.0


def register() -> None:
    """Give Qt the faces of ordinary words; the program needs them before its first window."""
    _add(_AT_ONCE)


def register_fallbacks() -> None:
    """Give Qt the bundled faces of other scripts; wanted soon after the window is there."""
    _add(_LATER)


def font(scale: float, *, size: float = TEXT_PX, weight: int = 400) -> QFont:
    """Return the window's font; `size` in pixels at interface size 1, weights as in CSS."""
    result = QFont(list(FAMILIES))
    result.setPixelSize(max(8, round(size * scale)))
    result.setWeight(QFont.Weight(weight))
    result.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return result


def _add(names: tuple[str, ...]) -> None:
    """Register faces by file; one that is there already is not added twice by Qt."""
    for name in names:
        QFontDatabase.addApplicationFont(str(resources.path("fonts", name)))
