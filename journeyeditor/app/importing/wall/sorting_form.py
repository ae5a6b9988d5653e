"""What colours, rows and columns of a wall mean, as choices."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from journeyeditor.wall.photo import WallPhoto
from journeyeditor.wall.sorting import BY_COLOUR, BY_ROW, SortedWall, SortingChoices
from journeyeditor.widgets.choices import ComboBox, Segments
from journeyeditor.widgets.labels import SectionLabel, label
from journeyeditor.widgets.ui_context import UiContext

#: The side of a colour at interface scale 1 (pixels), and how many choices stand side by side.
SWATCH, ACROSS = 18, 2


class SortingForm(QWidget):
    """The choices of a sorting; `changed` is emitted when the user makes one."""

    changed = Signal()

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self.choices = SortingChoices()
        self.by = Segments(ui, (BY_COLOUR, BY_ROW))
        self.kinds: dict[int, ComboBox] = {}
        self.stages: dict[int, ComboBox] = {}
        self._headings = (SectionLabel(), SectionLabel())
        self._kind_grid, self._stage_grid = QGridLayout(), QGridLayout()
        head = QHBoxLayout()
        head.addWidget(self._headings[0])
        head.addStretch(1)
        head.addWidget(self.by)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        whole.addLayout(head)
        whole.addLayout(self._kind_grid)
        whole.addSpacing(8)
        whole.addWidget(self._headings[1])
        whole.addLayout(self._stage_grid)
        whole.addStretch(1)
        for grid in (self._kind_grid, self._stage_grid):
            grid.setHorizontalSpacing(14)
            for column in range(ACROSS):
                grid.setColumnStretch(column, 1)
        self.by.chosen.connect(self._choose_criterion)

    def show_wall(
        self,
        wall: SortedWall,
        photo: WallPhoto,
        kinds: Sequence[tuple[str, str]],
        stages: Sequence[tuple[str, str]],
    ) -> None:
        texts = self._ui.texts
        self._headings[0].set_text(texts("Kinds by"))
        self._headings[1].set_text(texts("Stages by column"))
        self.by.set_labels({BY_COLOUR: texts("Colour"), BY_ROW: texts("Row")})
        self.by.choose(wall.by)
        _clear(self._kind_grid)
        _clear(self._stage_grid)
        self.kinds, self.stages = {}, {}
        for place, group in enumerate(wall.groups):
            box = _box(kinds, group.kind)
            box.activated.connect(lambda _, number=group.number: self._choose_kind(number))
            self.kinds[group.number] = box
            count = texts.number(group.notes)
            if wall.by == BY_COLOUR:
                colour = photo.colours[group.number]
                caption = self._swatch(colour.colour, f"{texts(colour.name)} ({count})")
            else:
                name = texts("Row {number}").format(number=texts.number(place + 1))
                caption = label(f"{name} ({count})", "secondary")
            self._add(self._kind_grid, place, caption, box)
        for place, column in enumerate(wall.columns):
            box = _box(stages, column.stage)
            box.activated.connect(lambda _, number=column.number: self._choose_stage(number))
            self.stages[column.number] = box
            name = texts("Column {number}").format(number=texts.number(place + 1))
            words = f"{name} ({texts.number(column.things)})"
            self._add(self._stage_grid, place, label(words, "secondary"), box)
        for part in (self._headings[0], self.by):
            part.setVisible(bool(wall.groups))
        self._headings[1].setVisible(bool(wall.columns))

    def _swatch(self, colour: str, words: str) -> QWidget:
        side = round(SWATCH * self._ui.scale)
        picture = QPixmap(side, side)
        picture.fill(QColor(colour))
        sign, name = QLabel(), label(words, "secondary")
        sign.setPixmap(picture)
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(sign)
        row.addWidget(name, 1)
        return whole

    def _add(self, grid: QGridLayout, place: int, caption: QWidget, box: ComboBox) -> None:
        cell = QWidget()
        row = QHBoxLayout(cell)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(caption, 1)
        row.addWidget(box, 1)
        name = caption if isinstance(caption, QLabel) else caption.findChildren(QLabel)[-1]
        box.setAccessibleName(name.text())
        grid.addWidget(cell, place // ACROSS, place % ACROSS)

    def _choose_criterion(self, by: str) -> None:
        self.choices = SortingChoices(by, {}, self.choices.stages)
        self.changed.emit()

    def _choose_kind(self, number: int) -> None:
        kinds = {**self.choices.kinds, number: str(self.kinds[number].currentData())}
        self.choices = SortingChoices(self.by.choice(), kinds, self.choices.stages)
        self.changed.emit()

    def _choose_stage(self, number: int) -> None:
        stages = {**self.choices.stages, number: str(self.stages[number].currentData())}
        self.choices = SortingChoices(self.choices.by, self.choices.kinds, stages)
        self.changed.emit()


def _box(choices: Sequence[tuple[str, str]], key: str) -> ComboBox:
    box = ComboBox()
    for value, words in choices:
        box.addItem(words, value)
    box.setCurrentIndex(max(box.findData(key), 0))
    return box


def _clear(grid: QGridLayout) -> None:
    while (item := grid.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
