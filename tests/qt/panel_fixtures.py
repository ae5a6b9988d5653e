"""A UI context and a map for panels under test, and what is asked of every widget of theirs."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QWidget,
)

from journeyeditor.editing.session import Session
from journeyeditor.i18n import texts
from journeyeditor.model import JourneyGraph
from journeyeditor.typography import Faces
from journeyeditor.widgets.ui_context import UiContext, window_theme
from tests.builders import a_map

_TALKING = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
)


@cache
def faces() -> Faces:
    return Faces(system=False)


def a_ui_context(language: str = "en", theme: str = "light") -> UiContext:
    return UiContext(texts(language), window_theme(theme))


def a_session(graph: JourneyGraph | None = None) -> Session:
    """Return a session of a map, a small one unless told otherwise."""
    return Session(graph or a_small_map(), faces(), window_theme("light"))


def a_small_map() -> JourneyGraph:
    """Return two stages, a touchpoint with what belongs to it, a persona and some evidence."""
    return (
        a_map(title="Buying")
        .with_("persona", "Sara Karlsson", goals=("Clean teeth",))
        .with_("evidence", "Web analytics", claim="Seven in ten", date="2026-10-31")
        .with_stage("Search", count=1000)
        .with_("touchpoint", "Shop window", channel="shop")
        .with_stage("Purchase", count=100)
        .with_("touchpoint", "Pay online", channel="web", tags=("checkout",))
        .with_("pain_point", "Hidden fees", severity=4, persona="persona1", tags=("price", "fees"))
        .with_("opportunity", "Show the total", impact=5)
        .with_("emotion", "", score=-1.5, persona="persona1", reason="Annoyed")
        .with_("note", "Ask again", stage=None, position=(10, 20))
        .with_("thought", "Too dear?", stage=None)
        .related("at", "pain_point1", "touchpoint2")
        .related("addresses", "opportunity1", "pain_point1")
        .related("evidenced_by", "pain_point1", "evidence1")
        .related("follows", "stage1", "stage2", share=0.4, elapsed="P2D")
        .built()
    )


def is_there(widget: QWidget, root: QWidget) -> bool:
    at: QWidget | None = widget
    while at is not None and at is not root and not at.isHidden():
        at = at.parentWidget()
    return at is root


def talking(widget: QWidget) -> Iterator[QWidget]:
    """Yield every widget in a tree that people talk to, save parts that belong to another one."""
    for child in widget.findChildren(QWidget):
        if isinstance(child, QScrollBar) or not isinstance(child, _TALKING):
            continue
        parent = child.parentWidget()
        is_part = isinstance(parent, QComboBox) or child.objectName().startswith("qt_")
        if not is_part and is_there(child, widget):
            yield child


def nameless(widget: QWidget) -> list[str]:
    return [
        f"{type(child).__name__} in {type(child.parentWidget()).__name__}"
        for child in talking(widget)
        if not child.accessibleName() and not _own_words(child)
    ]


def _own_words(widget: QWidget) -> str:
    """Return the words on a button, which Qt takes for its name."""
    return widget.text() if isinstance(widget, QAbstractButton) else ""


def a_picture(path: Path, size: tuple[int, int] = (40, 20), kind: str = "PNG") -> str:
    """Write a picture, red at the left and blue at the right, and return its path."""
    image = Image.new("RGB", size, "#0000FF")
    image.paste("#FF0000", (0, 0, size[0] // 2, size[1]))
    image.save(path, kind)
    return str(path)


def pixels(text: str) -> Image.Image:
    return Image.open(BytesIO(base64.b64decode(text.partition(",")[2])))
