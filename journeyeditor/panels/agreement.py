"""How far a workshop agrees: the rated stages, those on which people disagree most first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from PySide6.QtWidgets import QVBoxLayout

from journeyeditor.i18n import N_
from journeyeditor.insight.agreement import SOURCE, WIDE, Agreement, disagreements_parts
from journeyeditor.layout.grid import stage_of
from journeyeditor.model import Change, Record
from journeyeditor.panels.session_view import BottomPage
from journeyeditor.vocabulary import Common, Emotion
from journeyeditor.widgets.column_list import ColumnList, ListCell, ListColumn, ListRow
from journeyeditor.widgets.labels import EmptyState, label
from journeyeditor.widgets.ui_context import UiContext

#: Stage and persona, then as wide as the longest figures of all languages.
COLUMNS = (
    *(ListColumn(3, 100), ListColumn(2, 80)),
    *(ListColumn(1, width) for width in (90, 145, 95, 150, 95)),
)
#: Rows are prepared so many in one part.
PART = 20
#: Kinds of elements that the list shows.
_KINDS = frozenset({"emotion", "stage", "persona"})


def concerns_ratings(before: Record | None, after: Record | None) -> bool:
    """Whether a change of a record may change who agrees on what: most writing on cards does not."""
    if not isinstance(before, Common) or not isinstance(after, Common):
        return True
    return after.kind in _KINDS or before.stage != after.stage


class AgreementPanel(BottomPage):
    """The list; `counted` is the number of emotions whose ratings are spread widely."""

    HELP = "workshop#agreement"
    NAME, TITLE = "agreement", N_("Agreement")
    IDLE_MS: ClassVar[int] = 200
    COUNTS_BEHIND: ClassVar[bool] = True
    BEHIND_MS: ClassVar[int] = 1000

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui)
        self.list = ColumnList(ui, COLUMNS, opens_on_click=True)
        self.list.picked.connect(self.reveal_wanted)
        self.list.opened.connect(self.reveal_wanted)
        self._source = label("", "secondary")
        self._source.setWordWrap(True)
        self._source.setContentsMargins(14, 8, 14, 6)
        self._empty = EmptyState()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self._source, self.list, self._empty):
            column.addWidget(widget)
        self._retranslate()

    def _follow(self, change: Change) -> None:
        if any(concerns_ratings(*entry) for entry in change.entries.values()):
            self.invalidate()

    def _refresh(self) -> Iterator[None]:
        session = self._session
        found: list[Agreement] = []
        if session is not None:
            found = yield from disagreements_parts(session.graph)
        rows: list[ListRow] = []
        for number, each in enumerate(found, 1):
            rows.append(self._row(each))
            if number % PART == 0:
                yield
        self.list.show_rows(rows)
        for widget in (self.list, self._source):
            widget.setVisible(bool(found))
        self._empty.setVisible(not found)
        self.counted.emit(sum(each.spread >= WIDE for each in found))

    def _row(self, found: Agreement) -> ListRow:
        assert self._session is not None
        texts, graph = self._ui.texts, self._session.graph
        emotion = graph.element(found.emotion)
        assert isinstance(emotion, Emotion)
        stage = stage_of(graph, emotion)
        name = graph.element(stage).title if stage else texts("Not placed yet")
        persona = graph.element(found.persona).title if found.persona else ""
        figures = {
            texts("Median"): texts.signed(found.median),
            texts("Quartiles"): f"{texts.signed(found.low)} … {texts.signed(found.high)}",
            texts("Spread"): texts.number(found.spread, 1, fixed=True),
            texts("Agreement"): texts.number(found.agreement, 2, fixed=True),
            texts("Raters"): texts.number(found.raters),
        }
        role = "warning" if found.spread >= WIDE else "quiet"
        cells = [ListCell(name, is_bold=True), ListCell(persona, "quiet")]
        cells += [ListCell(f"{word}: {figure}", role) for word, figure in figures.items()]
        said = ", ".join([name, persona, *(f"{word} {figure}" for word, figure in figures.items())])
        return ListRow(found.emotion, tuple(cells), said)

    def _retranslate(self) -> None:
        texts = self._ui.texts
        self._source.setText(texts(SOURCE))
        self._empty.set_text(texts("Stages that people rate on their phones are compared here."))
        self.list.setAccessibleName(texts(self.TITLE))
