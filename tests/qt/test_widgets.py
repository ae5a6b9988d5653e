"""The toolbox of the window: icons, looks and small parts."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from journeyeditor import resources
from journeyeditor.widgets import icons, style
from journeyeditor.widgets.buttons import IconButton
from journeyeditor.widgets.choices import Segments
from journeyeditor.widgets.labels import ElidedLabel, SectionLabel, label
from journeyeditor.widgets.spin_box import SpinBox
from journeyeditor.widgets.style import set_invalid, styled
from journeyeditor.widgets.ui_context import CHROME_ROLES, THEMES, UiContext, is_dark, window_theme

GLYPHS = sorted(path.stem for path in resources.path("glyphs").glob("*.svg"))


def inked(pixmap_colours: list[int]) -> int:
    return sum(alpha > 0 for alpha in pixmap_colours)


def alphas(icon: QIcon, side: int, mode: QIcon.Mode, state: QIcon.State) -> list[int]:
    image = icon.pixmap(QSize(side, side), 2.0, mode, state).toImage()
    return [
        image.pixelColor(x, y).alpha() for x in range(image.width()) for y in range(image.height())
    ]


@pytest.mark.parametrize("name", GLYPHS)
def test_every_icon_draws_inside_its_square(name: str) -> None:
    bounds = icons.outline(name).controlPointRect()
    assert bounds.left() >= 0
    assert bounds.top() >= 0
    assert bounds.right() <= icons.SIDE
    assert bounds.bottom() <= icons.SIDE
    assert bounds.width() + bounds.height() > 4


def test_icons_are_sharp_at_twice_the_pixels_and_faint_when_disabled(qtbot: QtBot) -> None:
    icon = icons.icon("find", "#1F2933", 16, chosen="#0B4F6C")
    picture = icon.pixmap(QSize(16, 16), 2.0)
    assert (picture.width(), picture.devicePixelRatio()) == (32, 2.0)
    normal = alphas(icon, 16, QIcon.Mode.Normal, QIcon.State.Off)
    faint = alphas(icon, 16, QIcon.Mode.Disabled, QIcon.State.Off)
    assert inked(normal) >= inked(faint) > 0.9 * inked(normal)
    assert max(faint) < 0.5 * max(normal)
    chosen = icon.pixmap(QSize(16, 16), 1.0, QIcon.Mode.Normal, QIcon.State.On).toImage()
    darkest = max(
        (chosen.pixelColor(x, y) for x in range(16) for y in range(16)), key=lambda c: c.alpha()
    )
    assert darkest.name() == "#0b4f6c"


def test_an_unknown_icon_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        icons.outline("no_such_icon")


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("scale", [0.85, 1.0, 1.5, 2.0])
def test_the_style_sheet_names_only_colours_lengths_and_files_that_are_there(
    name: str, scale: float
) -> None:
    sheet = style.sheet(window_theme(name), scale)
    assert "@" not in sheet
    assert "$" not in sheet
    assert not re.search(r"\b\d+u\b", sheet)
    for file in re.findall(r'url\("([^"]+)"\)', sheet):
        assert resources.path(file).is_file(), file
    assert sheet.count("{") == sheet.count("}")


def test_lengths_grow_and_hairlines_do_not() -> None:
    small, large = (style.sheet(window_theme("light"), scale) for scale in (1.0, 2.0))
    assert "font-size: 11px" in small
    assert "font-size: 22px" in large
    assert small.count("1px solid") == large.count("1px solid")


def test_themes_have_their_chrome_and_know_whether_they_are_dark() -> None:
    for name in THEMES:
        assert set(CHROME_ROLES) <= set(window_theme(name).colours)
        assert is_dark(window_theme(name)) == (name == "dark")
    with pytest.raises(OSError, match="pink"):
        window_theme("pink")


def test_the_typeface_is_the_bundled_one() -> None:
    assert style.font(1.0).family() == style.FAMILY
    assert style.font(2.0).pixelSize() == 2 * style.font(1.0).pixelSize()


def test_an_icon_button_follows_the_theme(ui: UiContext, qtbot: QtBot) -> None:
    button = IconButton(ui, "find", "Find")
    qtbot.addWidget(button)
    assert button.accessibleName() == button.toolTip() == "Find"
    before = button.icon().cacheKey()
    ui.apply(theme=window_theme("dark"), scale=1.5)
    assert button.icon().cacheKey() != before
    assert button.iconSize().width() == round(17 * 1.5)


def test_words_that_do_not_fit_end_in_an_ellipsis_and_stay_whole_in_the_tip(qtbot: QtBot) -> None:
    words = ElidedLabel("A title that is much longer\nthan its place")
    qtbot.addWidget(words)
    words.resize(80, 20)
    words.show()
    assert words.text().endswith("…")
    assert words.toolTip() == words.full_text() == "A title that is much longer than its place"
    words.resize(900, 20)
    assert words.text() == words.full_text()


def test_titles_from_files_are_never_read_as_markup(qtbot: QtBot) -> None:
    words = label("<b>bold</b><img src='http://x/y.png'>", "title")
    qtbot.addWidget(words)
    plain = label("bold", "title")
    qtbot.addWidget(plain)
    assert words.sizeHint().width() > 2 * plain.sizeHint().width()


def test_headings_are_in_capitals_for_eyes_only(qtbot: QtBot) -> None:
    heading = SectionLabel("Smärtpunkt")
    qtbot.addWidget(heading)
    assert (heading.text(), heading.accessibleName()) == ("SMÄRTPUNKT", "Smärtpunkt")


def test_a_wrong_field_is_rimmed_until_it_is_right(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    field = QLineEdit()
    QVBoxLayout(page).addWidget(field)
    page.show()
    before = field.grab().toImage()
    set_invalid(field, True)
    assert field.grab().toImage() != before
    set_invalid(field, False)
    assert field.grab().toImage() == before


def test_a_look_is_taken_on_at_once(qtbot: QtBot) -> None:
    words = label("words")
    qtbot.addWidget(words)
    before = words.sizeHint().height()
    styled(words, "heading")
    assert words.sizeHint().height() > before


def test_a_number_begins_where_other_fields_do(qtbot: QtBot) -> None:
    box = SpinBox()
    qtbot.addWidget(box)
    assert box.lineEdit().textMargins().left() > 0


def test_segments_are_not_stretched_where_there_is_room(qtbot: QtBot, ui: UiContext) -> None:
    whole, segments = QWidget(), Segments(ui, ("a", "b"))
    qtbot.addWidget(whole)
    segments.set_labels({"a": "One", "b": "Two"})
    QVBoxLayout(whole).addWidget(segments)
    whole.resize(300, 400)
    whole.show()
    assert segments.height() == segments.sizeHint().height()
