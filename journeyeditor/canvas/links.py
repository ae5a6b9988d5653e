"""Links in the texts of the map: which one is at a point, and opening it."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from journeyeditor.display.primitives import Link
from journeyeditor.editing.session import Session
from journeyeditor.geometry import Point, Rect
from journeyeditor.painting.links import safe_target


def link_at(session: Session, point: Point) -> str:
    """Return the address of the link at a point of the map, "" if there is none to be opened."""
    there = Rect(point.x, point.y, 0, 0)
    for block in session.layout.blocks(Rect(point.x - 1, point.y - 1, 2, 2)):
        for primitive in block.drawing:
            if isinstance(primitive, Link) and primitive.rect.translated(*block.origin).contains(
                there
            ):
                return safe_target(primitive.target) or ""
    return ""


def open_link(target: str) -> None:
    """Open a web page or write a mail, in the program that the system has for it."""
    address = safe_target(target)
    if address:
        QDesktopServices.openUrl(QUrl(address))
