"""The toolbar: undo, tools, zoom, the command palette, presentation and poster."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolBar,
    QToolButton,
    QWidget,
)

from journeyeditor.app.action_registry import ActionRegistry, key_text
from journeyeditor.widgets.buttons import ICON_PX, primary
from journeyeditor.widgets.icons import icon
from journeyeditor.widgets.style import styled
from journeyeditor.widgets.ui_context import UiContext

#: Actions with an icon only, and those that also show text where there is room.
PLAIN, WORDED = 0, 1
LAYOUT: tuple[tuple[str, int] | str, ...] = (
    ("undo", PLAIN),
    ("redo", PLAIN),
    "-",
    ("tool_select", WORDED),
    ("tool_hand", PLAIN),
    ("tool_connect", WORDED),
    ("tool_curve", WORDED),
    "-",
    ("zoom_fit", WORDED),
    ("zoom_out", PLAIN),
    "zoom",
    ("zoom_in", PLAIN),
    "-",
    "command",
    ("filter", PLAIN),
    "space",
    ("present", WORDED),
    "export",
)
#: Below this width (device independent pixels at interface scale 1) texts are hidden.
MIN_WIDTH_WITH_TEXT = 1180
#: Below this width the command palette's field is hidden too; its shortcut still works.
MIN_WIDTH_WITH_PALETTE = 900
#: Between the words of the command palette's field and its shortcut, at least (pixels).
KEY_GAP = 8


class Toolbar(QToolBar):
    """The window's only toolbar; it cannot be moved."""

    def __init__(self, actions: ActionRegistry, ui: UiContext) -> None:
        super().__init__()
        self._actions, self._ui = actions, ui
        self._worded: list[QToolButton] = []
        self._icons: list[QAction] = []
        self._placed: dict[str, QAction] = {}
        self._scale, self._width = 1.0, 0
        self._drawn: tuple[str, float] | None = None
        self.setObjectName("toolbar")
        self.setMovable(False)
        self.setFloatable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.zoom = QToolButton()
        self.zoom.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.command = _Field(actions["command_box"])
        self.export = primary()
        for entry in LAYOUT:
            self._put(entry)
        self._connect_signals()
        self._retranslate()

    def show_scale(self, scale: float) -> None:
        """Show the zoom of the map; 1 is 100 %."""
        self._scale = scale
        self.zoom.setText(self._ui.texts.percent(round(scale, 2)))

    def fit(self, width: int) -> None:
        """Show text beside icons if the window is wide enough in its language."""
        self._width = width
        self._placed["command"].setVisible(width >= MIN_WIDTH_WITH_PALETTE * self._ui.scale)
        self._set_style(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        if width < max(MIN_WIDTH_WITH_TEXT * self._ui.scale, self.sizeHint().width()):
            self._set_style(Qt.ToolButtonStyle.ToolButtonIconOnly)

    def _set_style(self, style: Qt.ToolButtonStyle) -> None:
        for button in self._worded:
            button.setToolButtonStyle(style)

    def _put(self, entry: tuple[str, int] | str) -> None:
        if isinstance(entry, tuple):
            self._button(*entry)
        elif entry == "-":
            self.addSeparator()
        elif entry == "space":
            space = QWidget()
            space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            self.addWidget(space)
        else:
            widgets = {"zoom": self.zoom, "command": self.command, "export": self.export}
            self._placed[entry] = self.addWidget(widgets[entry])

    def _button(self, id_: str, words: int) -> None:
        action = self._actions[id_]
        action.setIconVisibleInMenu(False)
        self._icons.append(action)
        self.addAction(action)
        button = self.widgetForAction(action)
        assert isinstance(button, QToolButton)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if words:
            self._worded.append(button)

    def _connect_signals(self) -> None:
        self.export.clicked.connect(self._actions["export"].trigger)
        self.zoom.clicked.connect(self._actions["zoom_100"].trigger)
        self.command.clicked.connect(self._actions["command_box"].trigger)
        self._actions["export"].changed.connect(self._follow)
        self._actions["zoom_100"].changed.connect(self._follow)
        self._ui.changed.connect(self._retranslate)

    def _follow(self) -> None:
        """Enable export and zoom if there is a map."""
        self.export.setEnabled(self._actions["export"].isEnabled())
        self.zoom.setEnabled(self._actions["zoom_100"].isEnabled())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._draw()
        if self._width:
            self.fit(self._width)  # hidden buttons have no sizes yet

    def _draw(self) -> None:
        theme, scale = self._ui.theme, self._ui.scale
        if self._drawn == (theme.name, scale):
            return
        self._drawn = (theme.name, scale)
        side = round(ICON_PX * scale)
        self.setIconSize(QSize(side, side))
        for action in self._icons:
            glyph = self._actions.specs[action.objectName()].icon
            action.setIcon(icon(glyph, theme["ink"], side, chosen=theme["chosen_ink"]))

    def _retranslate(self) -> None:
        texts, scale = self._ui.texts, self._ui.scale
        if self.isVisible():
            self._draw()
        for action in self._icons:
            # Qt leaves no space between icon and text.
            action.setIconText(f" {self._actions.title(action.objectName())}")
            action.setToolTip(self._actions.tip(action.objectName()))
            button = self.widgetForAction(action)
            button.setAccessibleName(self._actions.title(action.objectName()))
        self.setWindowTitle(texts("Toolbar"))
        self.setAccessibleName(texts("Toolbar"))
        self.zoom.setFixedWidth(round(62 * scale))
        self.zoom.setAccessibleName(texts("Zoom"))
        self.zoom.setToolTip(self._actions.tip("zoom_100"))
        self.export.setText(texts("Export poster"))
        self.export.setToolTip(self._actions.tip("export"))
        self.command.set_labels(texts("Search or run a command…"), self._actions.tip("command_box"))
        self.show_scale(self._scale)
        self._follow()
        if self._width:
            self.fit(self._width)


class _Field(QPushButton):
    """Looks like a text field and opens the command palette; shows its shortcut at the right."""

    def __init__(self, action: QAction) -> None:
        super().__init__()
        self._action = action
        self._key = QLabel()
        styled(self, "field")
        styled(self._key, "small")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._key.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.addStretch(1)
        row.addWidget(self._key)

    def sizeHint(self) -> QSize:
        return super().sizeHint() + QSize(self._key.sizeHint().width() + KEY_GAP, 0)

    def set_labels(self, words: str, tip: str) -> None:
        self.setText(words)
        self.setAccessibleName(words)
        self.setToolTip(tip)
        self._key.setText(key_text(self._action.shortcut()).replace("+", " "))
        self.updateGeometry()
