"""Languages, themes and sizes change while the window stands; every widget has a name in each."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QToolButton,
    QWidget,
)

from journeyeditor.display.theme import LARGE, READABLE, contrast
from journeyeditor.i18n import texts, window_languages
from journeyeditor.widgets import style
from journeyeditor.widgets.ui_context import UiContext, window_theme
from tests.qt.shell import Shell

LANGUAGES = tuple(window_languages())
#: What hands work with, and so must have a name.
WORKED = (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit)


@pytest.fixture
def shell(qapp: QApplication, tmp_path: Path) -> Iterator[Shell]:
    shell = Shell(qapp, tmp_path)
    shell.open_sample()
    yield shell
    shell.close()
    style.apply(qapp, UiContext(texts("en"), window_theme("light")))
    gc.collect()


def nameless(window: QWidget) -> list[str]:
    """Return what can be worked with and is seen, but has nothing a screen reader could say."""
    return [
        f"{type(widget).__name__} in {type(widget.parent()).__name__}"
        for widget in window.findChildren(QWidget)
        if isinstance(widget, WORKED)
        and widget.isVisible()
        and not isinstance(widget.parent(), QScrollBar)
        and not widget.objectName().startswith("qt_")
        and not (widget.accessibleName() or getattr(widget, "text", str)())
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_window_speaks_the_language(shell: Shell, language: str) -> None:
    shell.do("filter")
    shell.do("replace")
    shell.pick("pain_point")
    shell.do(f"language_{language}")
    words = texts(language)
    window, place = shell.window, shell.window.map_view
    assert window.menuBar().actions()[1].text() == words("Edit")
    assert window.toolbar.export.text() == words("Export poster")
    assert window.action_registry["insert_step"].text() == words("Step") + "\tA"
    assert place.find_bar.all.text() == words("Replace all")
    assert place.filter_bar._chips["kinds", "pain_point"].text() == words("Pain points")
    assert place.right.tabToolTip(1) == words("Outline")
    assert words.plural("{count} stage", "{count} stages", 7).format(count=7) in (
        window.status.words()
    )
    assert place.canvas.accessibleName() == words("Journey map")
    # The map keeps its own language.
    assert shell.session.texts.language == "sv"


def test_every_widget_that_is_worked_with_has_a_name(shell: Shell) -> None:
    shell.do("filter")
    shell.do("replace")
    for kind in ("pain_point", "stage", "emotion"):
        shell.pick(kind)
        for tab in ("form", "outline", "history", "lanes", "map"):
            shell.do(f"tab_{tab}")
            assert nameless(shell.window) == [], (kind, tab)
    shell.do("command_box")
    assert nameless(shell.window) == []
    shell.window.command_palette.end()
    shell.do("new")
    assert nameless(shell.window) == []


def middle(shell: Shell, widget: QWidget) -> QColor:
    """Return the commonest colour of a widget as it is shown."""
    image: QImage = widget.grab().toImage()
    colours = [
        image.pixelColor(x, y).name()
        for x in range(2, image.width() - 2, 5)
        for y in range(2, image.height() - 2, 5)
    ]
    return QColor(max(set(colours), key=colours.count))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_theme_changes_everything_at_once(shell: Shell, theme: str) -> None:
    shell.do("theme_dark" if theme == "light" else "theme_light")
    shell.do(f"theme_{theme}")
    colours, window = window_theme(theme), shell.window
    map_view = window.map_view
    map_view.canvas.finish_painting()
    assert middle(shell, window.menuBar()).name() == colours["chrome"].lower()
    assert middle(shell, map_view.left).name() == colours["panel"].lower()
    assert middle(shell, map_view.right.inspector).name() == colours["panel"].lower()
    assert shell.session.layout.context.theme["paper"] == colours["paper"]
    assert window.action_registry[f"theme_{theme}"].isChecked()


def test_the_interface_grows_with_its_size(shell: Shell) -> None:
    def size() -> QSize:
        return shell.window.toolbar.sizeHint()

    before = size()
    shell.window.preferences.change(size=1.5)
    shell.settle()
    assert size().height() > 1.25 * before.height()
    shell.window.preferences.change(size=1.0)
    shell.settle()
    assert size() == before


@pytest.mark.parametrize("size", [1.0, 1.5])
@pytest.mark.parametrize("language", LANGUAGES)
def test_on_a_projector_everything_fits(shell: Shell, language: str, size: float) -> None:
    window = shell.window
    window.preferences.change(size=size)
    shell.do(f"language_{language}")
    window.resize(1280, 720)
    shell.settle()
    assert window.minimumSizeHint().width() <= 1280
    assert window.map_view.canvas.width() > 400
    right = window.toolbar.export.mapTo(window, window.toolbar.export.rect().topRight()).x()
    assert window.toolbar.export.isVisible()
    assert right <= 1280
    field = window.toolbar.command
    if field.isVisible():
        key = field.findChild(QLabel)
        words = field.fontMetrics().horizontalAdvance(field.text())
        assert key is not None
        assert words + key.width() < field.width(), "the words lie under the shortcut"


def test_tools_have_labels_from_the_start_if_they_fit(qapp: QApplication, tmp_path: Path) -> None:
    shell = Shell(qapp, tmp_path)
    shell.window.resize(1280, 720)
    shell.settle()
    assert not shell.window.toolbar.isVisible(), "the start page has none"
    shell.open_sample()
    shell.settle()
    button = shell.window.toolbar.widgetForAction(shell.window.action_registry["tool_select"])
    assert isinstance(button, QToolButton)
    assert button.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    shell.close()


@pytest.mark.parametrize("name", ["light", "dark"])
def test_words_can_be_read_on_their_grounds(name: str) -> None:
    theme = window_theme(name)
    grounds = ("panel", "chrome", "field", "hover", "paper", "tint", "window")
    for ground in grounds:
        for role in ("ink", "quiet", "title"):
            assert contrast(theme[role], theme[ground]) >= READABLE, (role, ground)
    for ground in ("panel", "chrome", "field", "paper"):
        for role in ("label", "link", "warning", "caution", "good"):
            assert contrast(theme[role], theme[ground]) >= READABLE, (role, ground)
        for role in ("pain", "opportunity", "touchpoint", "emotion", "selection", "backstage"):
            assert contrast(theme[role], theme[ground]) >= LARGE, (role, ground)
    assert contrast(theme["accent_ink"], theme["accent"]) >= READABLE
    assert contrast(theme["accent_ink"], theme["link"]) >= READABLE
    assert contrast(theme["chosen_ink"], theme["chosen"]) >= READABLE
    assert contrast(theme["paper"], theme["ink"]) >= READABLE
    for persona in theme.personas:
        assert contrast(persona, theme["paper"]) >= LARGE


def test_both_themes_have_the_same_roles() -> None:
    light, dark = window_theme("light"), window_theme("dark")
    assert set(light.colours) == set(dark.colours)
    assert len(light.personas) == len(dark.personas)
    printed = window_theme("light")
    assert {"chrome", "panel", "field", "accent", "line"} <= set(printed.colours)
