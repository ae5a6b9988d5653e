"""The window's typeface: bundled, so that the window looks the same on every machine."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase

from journeyeditor import resources

#: The text face, then those for other scripts and symbols.
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
#: Text height at interface size 1, in device-independent pixels.
TEXT_PX = 13.0


def register() -> None:
    """Register the text faces with Qt; needed before the first window."""
    _add(_AT_ONCE)


def register_fallbacks() -> None:
    """Register the faces of other scripts; wanted soon after the first window."""
    _add(_LATER)


def font(scale: float, *, size: float = TEXT_PX, weight: int = 400) -> QFont:
    """The window's font; `size` in pixels at interface size 1, weights as in CSS."""
    result = QFont(list(FAMILIES))
    result.setPixelSize(max(8, round(size * scale)))
    result.setWeight(QFont.Weight(weight))
    result.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return result


def _add(names: tuple[str, ...]) -> None:
    for name in names:
        QFontDatabase.addApplicationFont(str(resources.path("fonts", name)))
