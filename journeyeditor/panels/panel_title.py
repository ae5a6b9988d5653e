"""The heading of a form: which kind of thing is selected, and how many."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QLabel, QWidget

from journeyeditor.model import Record
from journeyeditor.panels.fields.base import row
from journeyeditor.panels.kind_icons import kind_pixmap
from journeyeditor.vocabulary import Common, RelationBase
from journeyeditor.widgets.common import SectionLabel
from journeyeditor.widgets.ui_context import UiContext


class PanelTitle(QWidget):
    """A swatch and the name of a kind; of several things their number."""

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self.swatch = QLabel()
        self.words = SectionLabel()
        layout = row(self, self.swatch, self.words, spacing=8)
        layout.setStretch(0, 0)
        layout.setStretch(1, 1)

    def show_records(self, records: Sequence[Record]) -> None:
        """Name what is selected."""
        texts = self._ui.texts
        kinds = {record.kind for record in records}
        first, count = records[0], len(records)
        self.swatch.setVisible(len(kinds) == 1 and isinstance(first, Common))
        if len(kinds) == 1 and isinstance(first, Common):
            self.swatch.setPixmap(kind_pixmap(first.kind, self._ui))
            words = texts(first.look.title if count == 1 else first.look.plural)
        elif isinstance(first, RelationBase):
            words = texts("Relation") if count == 1 else texts("Relations")
        else:
            words = texts("Cards")
        self.words.say(words if count == 1 else f"{count} {words[:1].lower()}{words[1:]}")
