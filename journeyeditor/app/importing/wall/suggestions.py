"""What was found on a wall, one row each: the cut-out picture, and what it becomes on the map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from journeyeditor.exporters.wall_photo import Placement
from journeyeditor.wall.codes import typed_id
from journeyeditor.wall.photo import Find
from journeyeditor.wall.sorting import Proposal
from journeyeditor.widgets.choices import ComboBox
from journeyeditor.widgets.labels import label
from journeyeditor.widgets.ui_context import UiContext

#: The side of a cut-out at interface scale 1 (pixels).
CUTOUT = 84


class RowWords(NamedTuple):
    """What rows show besides their find: choices of kinds and stages, and titles of cards by id.

    `ids` leads from the short ids of printed cards to the ids of their records.
    """

    kinds: Sequence[tuple[str, str]]
    stages: Sequence[tuple[str, str]]
    titles: Mapping[str, str]
    ids: Mapping[str, str]


class SuggestionRow(QFrame):
    """One find; `changed` is emitted when the user changes what becomes of it, `entered` on Enter."""

    changed = Signal()
    entered = Signal()
    current = Signal(int)

    def __init__(self, ui: UiContext, find: Find) -> None:
        super().__init__()
        self._ui, self._find = ui, find
        self._ids: Mapping[str, str] = {}
        self._titles: Mapping[str, str] = {}
        self.proposal: Proposal | None = None
        self.accepted = QCheckBox()
        self.accepted.setChecked(True)
        self.words = QLineEdit(find.words)
        self.kind, self.stage = ComboBox(), ComboBox()
        self._note = label("", "secondary")
        self._picture = QLabel()
        self._build_layout()
        self._show_picture()
        self.accepted.toggled.connect(self._emit_changed)
        self.words.textEdited.connect(self._edit)
        self.words.returnPressed.connect(self.entered)
        for box in (self.kind, self.stage):
            box.activated.connect(self._emit_changed)
        for part in (self.accepted, self.words, self.kind, self.stage):
            part.installEventFilter(self)

    def _build_layout(self) -> None:
        choices = QHBoxLayout()
        choices.setSpacing(6)
        choices.addWidget(self.kind, 1)
        choices.addWidget(self.stage, 1)
        column = QVBoxLayout()
        column.setSpacing(5)
        column.addStretch(1)
        column.addWidget(self.words)
        column.addWidget(self._note)
        column.addLayout(choices)
        column.addStretch(1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 6, 6, 6)
        whole.setSpacing(10)
        whole.addWidget(self.accepted)
        whole.addWidget(self._picture)
        whole.addLayout(column, 1)

    def _show_picture(self) -> None:
        pixmap = QPixmap()
        pixmap.loadFromData(self._find.cutout.data)
        side = round(CUTOUT * self._ui.scale)
        ratio = self.devicePixelRatioF()
        scaled = pixmap.scaled(
            round(side * ratio),
            round(side * ratio),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        scaled.setDevicePixelRatio(ratio)
        self._picture.setPixmap(scaled)
        self._picture.setFixedSize(side, side)

    def show_proposal(self, proposal: Proposal, words: RowWords) -> None:
        """Show what the find becomes, unless the user chose otherwise here."""
        had = self.proposal
        self._ids, self._titles = words.ids, words.titles
        self.proposal = proposal
        kind = self.kind.currentData() if had and self.kind.currentData() != had.kind else ""
        stage = self.stage.currentData() if had and self.stage.currentData() != had.stage else ""
        _offer(self.kind, words.kinds, kind or proposal.kind)
        _offer(self.stage, words.stages, stage or proposal.stage)
        self._show_note()

    def set_texts(self) -> None:
        texts = self._ui.texts
        self.accepted.setAccessibleName(texts("Add to map"))
        self.accepted.setToolTip(texts("Add to map"))
        self.words.setPlaceholderText(texts("Type what is written on it"))
        self.words.setAccessibleName(texts("Title"))
        self.kind.setAccessibleName(texts("Kind"))
        self.stage.setAccessibleName(texts("Stage"))
        self._picture.setAccessibleName(texts("Cut-out of the photo"))
        self._show_note()

    @property
    def record(self) -> str:
        """The id of the card that was found again, by its mark or by the short id that was typed."""
        own = self.proposal.record if self.proposal else ""
        return own or self._ids.get(typed_id(self.words.text()), "")

    def placement(self) -> Placement | None:
        """What this row does to the map; None if it is not accepted."""
        if self.proposal is None or not self.accepted.isChecked():
            return None
        return Placement(
            str(self.kind.currentData()),
            str(self.stage.currentData()),
            self.proposal.column,
            self.words.text(),
            self.proposal.lane if self.kind.currentData() == self.proposal.kind else None,
            self.record,
            self._find.cutout.data,
        )

    def _edit(self) -> None:
        self._show_note()
        self._emit_changed()

    def _show_note(self) -> None:
        """Say which card was found again, or that a note without words becomes a picture."""
        texts, record = self._ui.texts, self.record
        is_printed = self.proposal is not None and bool(self.proposal.record)
        title = self._titles.get(record, "")
        note = ""
        if record:
            note = texts("Moves: {title}").format(title=title)
        elif not self.words.text().strip():
            note = texts("Without words it becomes a picture.")
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self.words.setVisible(not is_printed)
        self.kind.setEnabled(not record)

    def _emit_changed(self) -> None:
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and self.proposal is not None:
            self.current.emit(self.proposal.find)
        return super().eventFilter(watched, event)


class SuggestionList(QScrollArea):
    """The rows of all finds that could change the map; `changed` and `current` are those of its rows."""

    changed = Signal()
    current = Signal(int)

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self.rows: dict[int, SuggestionRow] = {}
        self._order: list[int] = []
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_proposals(
        self, proposals: Sequence[Proposal], finds: Sequence[Find], words: RowWords
    ) -> None:
        """Show a row for each proposal; rows that are there keep what was typed."""
        self._order = [each.find for each in proposals]
        for place, proposal in enumerate(proposals):
            row = self.rows.get(proposal.find) or self._made(proposal.find, finds[proposal.find])
            self._column.removeWidget(row)
            self._column.insertWidget(place, row)
            row.show_proposal(proposal, words)
            row.show()
        for number, row in self.rows.items():
            if number not in self._order:
                row.hide()
        self.set_texts()

    def _made(self, number: int, find: Find) -> SuggestionRow:
        row = SuggestionRow(self._ui, find)
        row.changed.connect(self.changed)
        row.current.connect(self.current)
        row.entered.connect(lambda: self._go_on(number))
        self.rows[number] = row
        return row

    def set_texts(self) -> None:
        for row in self.rows.values():
            row.set_texts()

    def shown(self) -> list[SuggestionRow]:
        return [self.rows[number] for number in self._order]

    def reveal(self, number: int) -> None:
        """Scroll to the row of a find, and let its words be typed."""
        row = self.rows.get(number)
        if row is None or number not in self._order:
            return
        self.ensureWidgetVisible(row)
        target = row.words if row.words.isVisibleTo(self) else row.stage
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_on(self, number: int) -> None:
        """Enter leads to the next row."""
        place = self._order.index(number) + 1
        if place < len(self._order):
            self.reveal(self._order[place])
            self.rows[self._order[place]].words.selectAll()


def _offer(box: ComboBox, choices: Sequence[tuple[str, str]], key: str) -> None:
    now = [(str(box.itemData(n)), box.itemText(n)) for n in range(box.count())]
    if now != list(choices):
        box.clear()
        for value, words in choices:
            box.addItem(words, value)
    box.setCurrentIndex(max(box.findData(key), 0))
