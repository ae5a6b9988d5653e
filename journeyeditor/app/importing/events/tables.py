"""The tables of a measurement: what each activity is on the map, and the figures before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QHeaderView, QTableWidget

from journeyeditor.events.map_measures import Figure
from journeyeditor.widgets.choices import MAX_SHOWN, ComboBox
from journeyeditor.widgets.items import make_quiet, set_cell
from journeyeditor.widgets.ui_context import UiContext

#: Activities that can be matched by hand, the most frequent ones.
MAX_ACTIVITIES = 300


class ActivityTable(QTableWidget):
    """The activities, how often they occur, and what each is on the map; `chosen` emits a change."""

    chosen = Signal(str, str)

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._names: Sequence[str] = ()
        self._moments: Sequence[tuple[str, str]] = ()
        self._counts: Mapping[str, int] = {}
        self.boxes: list[QComboBox] = []
        _quiet(self, 3, wide=2)
        self.retranslate()

    @property
    def unmatched(self) -> Sequence[str]:
        """The activities that are not on the map."""
        return [
            name for name, box in zip(self._names, self.boxes, strict=True) if not box.currentData()
        ]

    @property
    def count(self) -> int:
        return len(self._names)

    def show_matches(
        self,
        counts: Mapping[str, int],
        mapping: Mapping[str, str],
        moments: Sequence[tuple[str, str]],
    ) -> None:
        """Show the most frequent activities; `moments` are id and title of what they can be.

        The boxes of the same activities stay, and with them the focus and what is hidden.
        """
        names, self._counts = list(counts)[:MAX_ACTIVITIES], counts
        if names != self._names or moments != self._moments:
            self._names, self._moments = names, moments
            self._fill()
        for line, (name, box) in enumerate(zip(self._names, self.boxes, strict=True)):
            set_cell(self, line, 1, self._ui.texts.number(counts[name]), align_right=True)
            box.setCurrentIndex(max(box.findData(mapping.get(name, "")), 0))

    def show_only_unmatched(self, is_only: bool) -> None:
        """Hide what is on the map now; a row that is matched afterwards stays until this is called again."""
        hidden = set(self._names) - set(self.unmatched) if is_only else set()
        for line, name in enumerate(self._names):
            self.setRowHidden(line, name in hidden)

    def retranslate(self) -> None:
        texts = self._ui.texts
        self.setHorizontalHeaderLabels([texts("Activity"), texts("Events"), texts("On the map")])
        for widget in (self, self.horizontalHeader()):
            widget.setAccessibleName(texts("Activities"))
        for line, (name, box) in enumerate(zip(self._names, self.boxes, strict=True)):
            box.setItemText(0, texts("Not on the map"))
            box.setAccessibleName(texts("What “{activity}” is").format(activity=name[:MAX_SHOWN]))
            self.setRowHeight(line, round(34 * self._ui.scale))

    def _fill(self) -> None:
        texts = self._ui.texts
        self.setRowCount(len(self._names))
        self.boxes = [ComboBox() for _ in self._names]
        for line, (name, box) in enumerate(zip(self._names, self.boxes, strict=True)):
            set_cell(self, line, 0, name[:MAX_SHOWN], tip=name)
            box.addItem(texts("Not on the map"), "")
            for id_, title in self._moments:
                box.addItem(" ".join(title.split())[:MAX_SHOWN] or texts("Untitled"), id_)
            self.setCellWidget(line, 2, box)
            box.setProperty("activity", name)
            box.activated.connect(self._choose)
        self.show_only_unmatched(False)
        self.retranslate()

    def _choose(self, _: int) -> None:
        box = self.sender()
        if isinstance(box, QComboBox):
            self.chosen.emit(str(box.property("activity")), str(box.currentData() or ""))


class FigureTable(QTableWidget):
    """What is measured, before and after."""

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._figures: Sequence[Figure] = ()
        _quiet(self, 4, wide=0)
        self.retranslate()

    def show_figures(self, figures: Sequence[Figure]) -> None:
        self._figures = figures
        self.retranslate()

    def retranslate(self) -> None:
        texts = self._ui.texts
        headers = (texts("Where"), texts("Figure"), texts("Before"), texts("After"))
        self.setHorizontalHeaderLabels(list(headers))
        for widget in (self, self.horizontalHeader()):
            widget.setAccessibleName(texts("Figures"))
        self.setRowCount(len(self._figures))
        for line, figure in enumerate(self._figures):
            set_cell(self, line, 0, figure.title[:MAX_SHOWN] or texts("Untitled"))
            set_cell(self, line, 1, texts(figure.field))
            set_cell(self, line, 2, figure.before or "–", align_right=True)
            set_cell(self, line, 3, figure.after, align_right=True)
            self.setRowHeight(line, round(26 * self._ui.scale))


def _quiet(table: QTableWidget, columns: int, wide: int) -> None:
    """A table to read, without grid and selection; the column `wide` takes the room."""
    table.setColumnCount(columns)
    make_quiet(table)
    table.setWordWrap(False)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setMaximumSectionSize(260)
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(wide, QHeaderView.ResizeMode.Stretch)
