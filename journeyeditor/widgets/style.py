"""The window's look: one palette and one style sheet from a theme and an interface size.

Hairlines, off-white, no boxes in boxes. Widgets ask for a look by the property `look` (see
`styled`); nothing else in the program sets colours of widgets.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QWidget,
)

from journeyeditor import resources
from journeyeditor.display.theme import Theme, mixed
from journeyeditor.widgets.ui_context import UiContext

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
    return QFont(_font(max(8, round(size * scale)), weight))


@cache
def _font(pixels: int, weight: int) -> QFont:
    result = QFont(list(FAMILIES))
    result.setPixelSize(pixels)
    result.setWeight(QFont.Weight(weight))
    result.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return result


def _add(names: tuple[str, ...]) -> None:
    for name in names:
        QFontDatabase.addApplicationFont(str(resources.path("fonts", name)))


_ROLES: Mapping[QPalette.ColorRole, str] = {
    QPalette.ColorRole.Window: "panel",
    QPalette.ColorRole.WindowText: "ink",
    QPalette.ColorRole.Base: "field",
    QPalette.ColorRole.AlternateBase: "tint",
    QPalette.ColorRole.Text: "ink",
    QPalette.ColorRole.Button: "panel",
    QPalette.ColorRole.ButtonText: "ink",
    QPalette.ColorRole.BrightText: "warning",
    QPalette.ColorRole.ToolTipBase: "ink",
    QPalette.ColorRole.ToolTipText: "paper",
    QPalette.ColorRole.Highlight: "chosen",
    QPalette.ColorRole.HighlightedText: "chosen_ink",
    QPalette.ColorRole.Link: "link",
    QPalette.ColorRole.LinkVisited: "link",
    QPalette.ColorRole.PlaceholderText: "label",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Accent: "selection",
}


_PALE = (
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.Text,
    QPalette.ColorRole.ButtonText,
)


#: Lengths in the style sheet that grow with the interface; hairlines (1px) never do.
_LENGTH = re.compile(r"\b(\d+)u\b")


def apply(app: QApplication, ui: UiContext) -> None:
    """Apply theme and interface size to the whole program."""
    # Replacing a style sheet takes Qt five times as long as taking it away and setting another.
    app.setStyleSheet("")
    app.setPalette(palette(ui.theme))
    wanted = font(ui.scale)
    if wanted != app.font():  # every widget is told of it
        app.setFont(wanted)
    app.setStyleSheet(sheet(ui.theme, ui.scale))


def palette(theme: Theme) -> QPalette:
    """The colours that Qt's own drawing uses."""
    result = QPalette()
    for role, name in _ROLES.items():
        result.setColor(role, QColor(theme[name]))
    for role in _PALE:
        pale = QColor(mixed(theme["panel"], theme["ink"], 0.45))
        result.setColor(QPalette.ColorGroup.Disabled, role, pale)
    return result


def sheet(theme: Theme, scale: float) -> str:
    """The style sheet; `scale` is the interface size, 1 is normal."""
    signs = resources.path("themes", "window", theme.name).as_posix()
    source = SHEET.replace("$signs", signs)
    pale = mixed(theme["panel"], theme["ink"], 0.45)
    source = re.sub(
        r"@(\w+)", lambda match: pale if match[1] == "pale" else theme[match[1]], source
    )
    return _LENGTH.sub(lambda match: f"{max(1, round(int(match[1]) * scale))}px", source)


#: @role is a colour of the theme, a number with "u" a length at interface size 1.
SHEET = """
QMainWindow, QDialog { background: @panel; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QToolTip { background: @ink; color: @paper; border: 0; padding: 4u 6u; }

QMenuBar { background: @chrome; color: @ink; border-bottom: 1px solid @line; padding: 2u 4u; }
QMenuBar::item { background: transparent; padding: 4u 9u; border-radius: 5u; }
QMenuBar::item:selected { background: @hover; }
QMenu { background: @panel; color: @ink; border: 1px solid @line; padding: 5u; }
QMenu::item { padding: 5u 26u 5u 26u; border-radius: 5u; }
QMenu::item:selected { background: @chosen; color: @chosen_ink; }
QMenu::item:disabled { color: @pale; }
QMenu::separator { height: 1px; background: @line; margin: 5u 8u; }
QMenu::indicator { width: 14u; height: 14u; left: 7u; }
QMenu::indicator:checked { image: url("$signs/check.svg"); }
QMenu::right-arrow { image: url("$signs/chevron_right.svg"); width: 12u; height: 12u; right: 6u; }

QToolBar { background: @chrome; border: 0; border-bottom: 1px solid @line; padding: 6u 10u; spacing: 3u; }
QToolBar::separator { background: @line; width: 1px; margin: 5u 9u; }
QStatusBar { background: @chrome; color: @quiet; border-top: 1px solid @line; }
QStatusBar::item { border: 0; }
QStatusBar QLabel, QStatusBar QToolButton { color: @quiet; padding: 1u 6u; }

QToolButton { background: transparent; color: @ink; border: 0; border-radius: 6u; padding: 5u 7u; }
QToolButton:hover { background: @hover; }
QToolButton:pressed, QToolButton:checked { background: @chosen; color: @chosen_ink; }
QToolButton:focus { border: 2px solid @selection; padding: 3u 5u; }
QToolButton:disabled { color: @pale; }
QToolButton::menu-indicator { image: none; width: 0; }

QPushButton { background: @field; color: @ink; border: 1px solid @line; border-radius: 6u; padding: 6u 13u; }
QPushButton:hover { background: @hover; }
QPushButton:pressed { background: @chosen; }
QPushButton:default { border-color: @accent; }
QPushButton:focus { border: 2px solid @selection; padding: 5u 12u; }
QPushButton:disabled { color: @pale; border-color: @line; }
QPushButton[look="primary"] { background: @accent; color: @accent_ink; border: 1px solid @accent; font-weight: 600; }
QPushButton[look="primary"]:hover { background: @link; border-color: @link; color: @accent_ink; }
QPushButton[look="primary"]:focus { border: 2px solid @selection; }
QPushButton[look="primary"]:disabled { background: @line; border-color: @line; color: @pale; }
QPushButton[look="flat"], QPushButton[look="link"] { background: transparent; border: 1px solid transparent; padding: 5u 8u; }
QPushButton[look="flat"]:hover { background: @hover; }
QPushButton[look="flat"]:checked { background: @chosen; color: @chosen_ink; }
QPushButton[look="flat"]:focus, QPushButton[look="link"]:focus { border: 2px solid @selection; padding: 4u 7u; }
QPushButton[look="link"] { color: @link; text-align: left; }
QPushButton[look="link"]:hover { text-decoration: underline; }
QPushButton[look="row"] { background: transparent; border: 1px solid transparent; border-radius: 6u; padding: 4u 9u; text-align: left; }
QPushButton[look="row"]:hover { background: @hover; }
QPushButton[look="row"]:checked { background: @chosen; color: @chosen_ink; font-weight: 600; }
QPushButton[look="row"]:focus { border: 2px solid @selection; padding: 3u 8u; }
QPushButton[look="chip"] { background: @hover; border: 1px solid transparent; border-radius: 10u; padding: 1u 10u; min-height: 20u; }
QPushButton[look="chip"]:checked { background: @chosen; color: @chosen_ink; border-color: @selection; }
QPushButton[look="chip"]:focus { border: 2px solid @selection; padding: 0 9u; }
QPushButton[look="field"] { color: @label; text-align: left; border-color: @line; min-width: 150u; font-weight: 400; }
QPushButton[look="field"]:focus { border-color: @selection; }

QAbstractScrollArea { background: @panel; border: 0; }
QAbstractScrollArea::corner { background: @panel; border: 0; }
QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox {
  background: @field; color: @ink; border: 1px solid @field_line; border-radius: 6u; padding: 4u 7u;
  selection-background-color: @selection; selection-color: @paper; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QAbstractSpinBox:focus, QComboBox:focus {
  border: 2px solid @selection; padding: 3u 6u; }
QTextBrowser[look="page"], QTextBrowser[look="page"]:focus { border: 0; border-radius: 0; padding: 0; }
QLineEdit:disabled, QPlainTextEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled { color: @pale; border-color: @line; }
QLineEdit[invalid="true"], QPlainTextEdit[invalid="true"], QAbstractSpinBox[invalid="true"], QComboBox[invalid="true"] { border-color: @warning; }
QComboBox QLineEdit, QComboBox QLineEdit:focus { border: 0; padding: 0; background: transparent; }
QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus { border: 0; padding: 0 0 0 6u; background: transparent; }
QComboBox { padding-right: 19u; }
QComboBox::drop-down { border: 0; width: 19u; }
QComboBox::down-arrow { image: url("$signs/chevron_down.svg"); width: 12u; height: 12u; }
QComboBox QAbstractItemView { background: @panel; color: @ink; border: 1px solid @line; padding: 3u; outline: 0; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { subcontrol-origin: border; border: 0; background: transparent; width: 18u; }
QAbstractSpinBox::up-button { subcontrol-position: top right; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; }
QAbstractSpinBox::up-arrow { image: url("$signs/chevron_up.svg"); width: 10u; height: 10u; }
QAbstractSpinBox::down-arrow { image: url("$signs/chevron_down.svg"); width: 10u; height: 10u; }

QCheckBox, QRadioButton { color: @ink; spacing: 7u; }
QCheckBox:disabled, QRadioButton:disabled { color: @pale; }
QCheckBox::indicator, QRadioButton::indicator { width: 14u; height: 14u; border: 1px solid @field_line; border-radius: 4u; background: @field; }
QRadioButton::indicator { border-radius: 7u; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: @selection; }
QCheckBox::indicator:checked { background: @accent; border-color: @accent; image: url("$signs/check_on.svg"); }
QCheckBox::indicator:indeterminate { background: @accent; border-color: @accent; image: url("$signs/minus_on.svg"); }
QRadioButton::indicator:checked { background: @field; border: 4u solid @accent; width: 8u; height: 8u; }
QCheckBox:focus, QRadioButton:focus { color: @chosen_ink; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border: 2px solid @selection; }
QCheckBox::indicator:disabled { border-color: @line; }

QAbstractItemView { background: @panel; color: @ink; border: 0; outline: 0; selection-background-color: @chosen; selection-color: @chosen_ink; }
QTreeView::item, QListView::item, QTableView::item { padding: 4u 6u; border-radius: 5u; }
QTreeView::item:hover, QListView::item:hover { background: @hover; }
QTreeView::item:selected, QListView::item:selected, QTableView::item:selected { background: @chosen; color: @chosen_ink; }
QTreeView::branch { background: transparent; }
QTreeView::branch:has-children:closed { image: url("$signs/chevron_right.svg"); }
QTreeView::branch:has-children:open { image: url("$signs/chevron_down.svg"); }
QHeaderView::section { background: @panel; color: @label; border: 0; border-bottom: 1px solid @line; padding: 4u 6u; font-weight: 600; }
QTableCornerButton::section { background: @panel; border: 0; border-bottom: 1px solid @line; }

QTabWidget::pane { border: 0; border-top: 1px solid @line; }
QTabWidget, QTabBar { background: @panel; }
QTabBar::tab { background: transparent; color: @quiet; border: 0; border-bottom: 2px solid transparent; padding: 7u 7u 6u 7u; margin: 0; }
QTabBar::tab:hover { color: @ink; }
QTabBar::tab:selected { color: @chosen_ink; border-bottom: 2px solid @selection; font-weight: 600; }
QTabBar::tab:focus { color: @ink; background: @hover; }
QTabBar QToolButton { background: @panel; padding: 0; }

QScrollBar:vertical { background: transparent; width: 11u; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 11u; margin: 0; }
QScrollBar::handle { background: @field_line; border-radius: 3u; margin: 2u 3u; }
QScrollBar::handle:horizontal { margin: 3u 2u; min-width: 24u; }
QScrollBar::handle:vertical { min-height: 24u; }
QScrollBar::handle:hover { background: @label; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: @line; }
QSplitter::handle:hover { background: @selection; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }

QSlider { min-height: 22u; }
QSlider::groove:horizontal { height: 4u; background: @line; border-radius: 2u; }
QSlider::sub-page:horizontal { background: @selection; border-radius: 2u; }
QSlider::handle:horizontal { background: @field; border: 2px solid @selection; width: 12u; height: 12u; margin: -6u 0; border-radius: 7u; }
QSlider:focus { border: 1px solid @selection; border-radius: 6u; }
QProgressBar { background: @line; border: 0; border-radius: 3u; max-height: 6u; color: transparent; }
QProgressBar::chunk { background: @selection; border-radius: 3u; }
QProgressBar[look="last"]::chunk { background: @moment; }

QFrame[look="panel"] { background: @panel; border: 0; }
QFrame[look="backdrop"] { background: @window; border: 0; }
QFrame[look="card"] { background: @field; border: 1px solid @line; border-radius: 9u; }
QFrame[look="bar"] { background: @chrome; border: 0; border-bottom: 1px solid @line; }
QFrame[look="footer"] { background: @panel; border: 0; border-top: 1px solid @line; }
QFrame[look="popup"] { background: @panel; border: 1px solid @field_line; border-radius: 10u; }
QFrame[look="line"] { background: @line; border: 0; }
QLabel { background: transparent; }
QMessageBox QLabel#qt_msgbox_label { font-weight: 600; }
QMessageBox QLabel#qt_msgbox_informativelabel { min-width: 300u; }
QLabel[look="section"] { color: @label; font-size: 11u; font-weight: 700; letter-spacing: 1px; padding: 2u 0; }
QLabel[look="secondary"] { color: @quiet; }
QLabel[look="small"] { color: @label; font-size: 12u; }
QLabel[look="heading"] { color: @title; font-size: 20u; font-weight: 700; }
QLabel[look="title"] { color: @title; font-size: 15u; font-weight: 600; }
QLabel[look="clock"] { color: @title; }
QLabel[look="overtime"] { color: @pain; }
QLabel[look="error"] { color: @warning; font-size: 12u; }
QLabel[look="caution"] { color: @caution; }
QLabel[look="alert"] { color: @warning; font-weight: 600; }
QLabel[look="good"] { color: @good; }
QLabel[look="key"] { color: @label; border: 1px solid @line; border-radius: 4u; padding: 0 5u; font-size: 11u; }
QLabel[look="pill"] { color: @quiet; background: @hover; border-radius: 8u; padding: 1u 8u; min-height: 16u; }
QFrame[look="chips"] { background: @field; border: 1px solid @field_line; border-radius: 6u; }
QFrame[look="chip"] { background: @hover; border: 0; border-radius: 8u; }
QFrame[look="chip"] QToolButton { padding: 3u; border-radius: 9u; }
QLineEdit[look="bare"], QLineEdit[look="bare"]:focus { border: 0; background: transparent; padding: 2u 3u; }
QPushButton[look="mark"] { background: @paper; color: @emotion; border: 1px solid @hairline; border-radius: 9u; padding: 0 8u; min-height: 17u; font-size: 12u; font-weight: 600; }
QPushButton[look="mark"]:hover, QPushButton[look="mark"]:focus { border-color: @emotion; }
QToolButton[look="pill"] { background: @paper; color: @ink; border-radius: 14u; padding: 3u 12u; min-height: 22u; font-weight: 600; }
QToolButton[look="pill"]:hover { background: @hover; }
QToolButton[look="slim"] { padding: 3u; }
QToolButton[look="slim"]:focus { padding: 1u; }
QListView[look="agenda"] { background: transparent; border: 0; }
QListView::indicator { width: 14u; height: 14u; border: 1px solid @field_line; border-radius: 4u; background: @field; }
QListView::indicator:checked { background: @accent; border-color: @accent; image: url("$signs/check_on.svg"); }
QPushButton[look="pick"] { border: 1px solid @field_line; text-align: left; padding: 4u 7u; font-weight: 400; }
QPushButton[look="pick"]:focus { border: 2px solid @selection; padding: 3u 6u; }
"""


W = TypeVar("W", bound=QWidget)


def styled(widget: W, look: str) -> W:
    """Give a widget one of the looks of the style sheet, and return it."""
    if widget.property("look") != look:
        widget.setProperty("look", look)
        if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
            repolish(widget)
    return widget


def repolish(widget: QWidget) -> None:
    """Apply the style sheet again, after a property changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def set_invalid(widget: QWidget, invalid: bool) -> None:
    """Draw a field's border in the warning colour, or no longer."""
    if bool(widget.property("invalid")) != invalid:
        widget.setProperty("invalid", invalid)
        repolish(widget)
