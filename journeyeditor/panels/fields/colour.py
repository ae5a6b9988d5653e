"""The editor of colours: swatches of the theme, and any other as #RRGGBB."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from journeyeditor.panels.fields.base import FieldEditor, column, slim_button
from journeyeditor.panels.fields.specs import FieldSpec
from journeyeditor.panels.form_context import FormContext
from journeyeditor.panels.kind_icons import dot_pixmap
from journeyeditor.widgets.common import styled
from journeyeditor.widgets.flow_layout import FlowLayout

_HEX = re.compile(r"#?([0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})", re.ASCII)
_SIDE = 18


class ColourEditor(FieldEditor):
    """A colour, or none: the map then chooses one."""

    def __init__(self, spec: FieldSpec, around: FormContext) -> None:
        super().__init__(spec, around)
        self.line = QLineEdit()
        self.clear = slim_button(around.ui, "close")
        self.swatches: list[QToolButton] = []
        self._grid = QWidget()
        self._flow = FlowLayout(self._grid, 1)
        for colour in self._colours():
            self._add(colour)
        # The last item of a line takes the room: a widget that is not seen.
        self._flow.addWidget(QWidget())
        below = QWidget()
        flow = FlowLayout(below, 2)
        self.line.setFixedWidth(round(110 * around.ui.scale))
        flow.addWidget(self.line)
        flow.addWidget(self.clear)
        flow.addWidget(QWidget())
        column(self, self._grid, below)
        self._watch(self.line)
        self.line.textEdited.connect(self._typed)
        self.clear.clicked.connect(partial(self._chose, ""))

    def parts(self) -> list[QWidget]:
        return [self.line]

    def name(self, words: str) -> None:
        super().name(words)
        for button, colour in zip(self.swatches, self._colours(), strict=True):
            button.setAccessibleName(f"{words}: {colour}")

    def _colours(self) -> tuple[str, ...]:
        """Return the colours offered: those that posters give to personas, and the brand's."""
        theme = self.around.ui.theme
        return tuple(dict.fromkeys((*theme.personas, theme["brand"])))

    def _add(self, colour: str) -> None:
        """Add a swatch."""
        button = QToolButton()
        button.setCheckable(True)
        styled(button, "slim")
        button.setToolTip(colour)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(partial(self._chose_swatch, len(self.swatches)))
        self.swatches.append(button)
        self._flow.addWidget(button)

    def _fill(self, value: Any) -> None:
        ui = self.around.ui
        self.line.setText(value or "")
        self.line.setPlaceholderText(self.several() or "#RRGGBB")
        self.clear.say(ui.texts("Clear"))
        self.clear.setVisible(bool(value))
        side = round(_SIDE * ui.scale)
        # A theme may offer fewer colours than the one before, never more: the files are ours.
        for button, colour in zip(self.swatches, self._colours(), strict=False):
            button.setIcon(QIcon(dot_pixmap(colour, ui.theme["line"], side)))
            button.setIconSize(QSize(side, side))
            button.setChecked(bool(value) and colour.casefold() == value.casefold())

    def _chose_swatch(self, index: int) -> None:
        """Take the colour of a swatch."""
        self._chose(self._colours()[index])

    def _chose(self, colour: str) -> None:
        """Tell and show a colour."""
        self._tell(colour)
        self._fill(colour)

    def _typed(self, words: str) -> None:
        """Tell a colour as soon as it is one."""
        text = words.strip()
        match = _HEX.fullmatch(text)
        if not text:
            self._tell("", typing=True)
        elif match is None:
            self.faulted.emit(self.around.ui.texts("Write a colour such as #0B4F6C."))
        else:
            digits = match[1] if len(match[1]) == 6 else "".join(2 * digit for digit in match[1])
            self._tell(f"#{digits.upper()}", typing=True)
