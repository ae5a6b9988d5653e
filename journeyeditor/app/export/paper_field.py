"""Choosing a sheet of paper: one of those with a name, or sides of one's own."""

from __future__ import annotations

import re

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from journeyeditor.app.export.length_field import Millimetres
from journeyeditor.geometry import POINTS_PER_MM
from journeyeditor.poster.paper import MAX_MM, MIN_MM, PAPERS, PaperError, paper_size
from journeyeditor.widgets.ui_context import UiContext

OWN = "own"
_OWN_SIDES = (700.0, 1000.0)


class PaperField(QWidget):
    """A list of papers with their sizes; `changed` tells another choice by hand."""

    changed = Signal()

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._name = ""
        self._list = QComboBox()
        self._list.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for paper in PAPERS:
            self._list.addItem("", paper)
        self._list.addItem("", OWN)
        self._sides = (Millimetres(MIN_MM, MAX_MM), Millimetres(MIN_MM, MAX_MM))
        self._own = QWidget()
        row = QHBoxLayout(self._own)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._sides[0], 1)
        row.addWidget(QLabel("×"))
        row.addWidget(self._sides[1], 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._list)
        column.addWidget(self._own)
        for side, length in zip(self._sides, _OWN_SIDES, strict=True):
            side.setValue(length)
            side.valueChanged.connect(self._tell)
        self._list.currentIndexChanged.connect(self._tell)
        self._show()

    def say(self, name: str) -> None:
        """Name the field, and word its list in the window's language."""
        texts = self._ui.texts
        self._list.setAccessibleName(name)
        for number, (paper, sides) in enumerate(PAPERS.items()):
            extent = " × ".join(texts.number(side, 0) for side in sides)
            self._list.setItemText(number, f"{paper} · {extent} mm")
        self._list.setItemText(len(PAPERS), texts("Custom size…"))
        for side, words in zip(self._sides, (texts("Width"), texts("Height")), strict=True):
            side.setAccessibleName(words)
            side.speak(texts.language)

    def paper(self) -> str:
        """Return the paper as a poster's options take it."""
        name = str(self._list.currentData())
        if name != OWN:
            return name
        width, height = (side.value() for side in self._sides)
        return f"{width:g}x{height:g}mm"

    @property
    def is_own(self) -> bool:
        """Whether it is a size of one's own, which lies as its sides say."""
        return bool(self._list.currentData() == OWN)

    def choose(self, paper: str) -> None:
        """Take a paper as options or a map write it; one that cannot be read changes nothing."""
        known = {name.casefold(): number for number, name in enumerate(PAPERS)}
        key = re.sub("[ _]", "-", paper.strip().casefold())
        try:
            size = paper_size(paper, "" if key not in known else "portrait")
        except PaperError:
            return
        self.blockSignals(True)
        if key in known:
            self._list.setCurrentIndex(known[key])
        else:
            self._list.setCurrentIndex(len(PAPERS))
            for side, points in zip(self._sides, size, strict=True):
                side.setValue(round(points / POINTS_PER_MM, 1))
        self.blockSignals(False)
        self._show()

    def _tell(self, *_: object) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        self._own.setVisible(self.is_own)
