"""What the window does the same on all systems, whatever these bring: style, sizes, light and dark."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QMenu

from tests.qt.shell import Shell

STARTED = """
from journeyeditor.app.application import application
app = application()
print(app.style().name(), app.highDpiScaleFactorRoundingPolicy().name)
"""


def test_the_style_and_the_rounding_of_sizes_are_named(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", STARTED],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["fusion", "PassThrough"]


class System:
    """The application on a system with hints of its own."""

    def __init__(self, app: QApplication, hints: SimpleNamespace) -> None:
        self._app, self._hints = app, hints

    def styleHints(self) -> SimpleNamespace:  # noqa: N802 (Qt's name)
        return self._hints

    def __getattr__(self, name: str) -> Any:
        return getattr(self._app, name)


def test_words_of_menus_are_read_after_the_system_turned_dark(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    controller = shell.program.theme_controller
    menus = shell.window.findChildren(QMenu)
    assert menus
    for scheme in (Qt.ColorScheme.Dark, Qt.ColorScheme.Light, Qt.ColorScheme.Dark):
        hints = SimpleNamespace(colorScheme=lambda scheme=scheme: scheme)
        monkeypatch.setattr(controller, "_app", System(shell.app, hints))
        shell.app.styleHints().colorSchemeChanged.emit(scheme)
        palettes = [menu.palette() for menu in menus]
        words = [each.color(QPalette.ColorRole.WindowText).lightnessF() for each in palettes]
        grounds = [each.color(QPalette.ColorRole.Window).lightnessF() for each in palettes]
        if scheme is Qt.ColorScheme.Dark:
            assert min(words) - max(grounds) > 0.5
        else:
            assert min(grounds) - max(words) > 0.5


def test_title_bars_follow_a_theme_that_was_chosen(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    hints = SimpleNamespace(
        colorScheme=lambda: Qt.ColorScheme.Light,
        setColorScheme=lambda scheme: asked.append(scheme.name),
        unsetColorScheme=lambda: asked.append("the system's"),
    )
    preferences = shell.program.preferences
    controller = shell.program.theme_controller
    preferences.change(theme="light")
    monkeypatch.setattr(controller, "_app", System(shell.app, hints))
    for theme in ("dark", "dark", "light", "system"):
        preferences.change(theme=theme)
    assert asked == ["Dark", "Light", "the system's"]
