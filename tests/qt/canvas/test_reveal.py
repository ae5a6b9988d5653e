"""What somebody goes to is seen: beside the overview, on a screen that comes late, in narrow forms."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from journeyeditor.canvas.canvas import Canvas
from journeyeditor.canvas.minimap import Minimap
from journeyeditor.display.theme import luminance
from journeyeditor.editing.session import Session
from journeyeditor.i18n import texts
from journeyeditor.panels.inspector import MapForm
from journeyeditor.widgets.ui_context import UiContext, window_theme


def test_a_revealed_card_is_never_below_the_overview(canvas: Canvas) -> None:
    overview = canvas.findChild(Minimap)
    assert isinstance(overview, Minimap)
    session = canvas.session
    was_covered = 0
    for element in session.graph.elements():
        place = session.layout.rect(element.id)
        if place is None or place.width > 200:
            continue
        was_covered += overview.geometry().intersects(_there(canvas, element.id))
        canvas.view.reveal(place)
        if overview.isVisible():
            assert not overview.geometry().intersects(_there(canvas, element.id)), element.title
    assert was_covered


def test_a_form_is_as_wide_as_its_panel_in_every_language(session: Session, qtbot: QtBot) -> None:
    for language in ("en", "sv", "nb", "da"):
        panel = MapForm(UiContext(texts(language), window_theme("light")))
        qtbot.addWidget(panel)
        panel.resize(280, 700)
        panel.show_session(session)
        panel.complete()
        panel.show()
        area = panel.findChild(QScrollArea)
        assert isinstance(area, QScrollArea)
        page, view = area.widget(), area.viewport()
        assert page is not None
        assert view is not None
        assert page.minimumSizeHint().width() <= view.width(), language
        panel.show_session(None)


def test_the_ramp_of_a_brand_is_its_own_and_not_grey() -> None:
    theme = window_theme("light")
    assert theme.branded(theme["brand"].lower()) is theme
    end = theme.branded("#2F3A73")["ramp_end"]
    red, green, blue = (int(end[at : at + 2], 16) for at in (1, 3, 5))
    assert luminance(end) > luminance("#2F3A73")
    assert max(red, green, blue) - min(red, green, blue) > 50


def _there(canvas: Canvas, id_: str) -> QRect:
    place = canvas.session.layout.rect(id_)
    assert place is not None
    return QRectF(*canvas.viewport.rect_to_screen(place)).toRect()
