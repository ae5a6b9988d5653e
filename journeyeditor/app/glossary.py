"""The glossary as a table: terms, their meanings, and their words in each language of the map."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QPalette, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from journeyeditor.app.dialogs import Dialogs
from journeyeditor.editing.session import Session
from journeyeditor.i18n import N_, language_name
from journeyeditor.insight.glossary import (
    GlossaryError,
    meaning_of,
    renamed,
    with_meaning,
    with_term,
    without,
)
from journeyeditor.insight.translation import languages_of, with_translation
from journeyeditor.model import MAP_ID, Change
from journeyeditor.vocabulary import MapInfo, info_of
from journeyeditor.widgets.items import set_cell
from journeyeditor.widgets.labels import label
from journeyeditor.widgets.ui_context import UiContext

GLOSSARY_LABEL = N_("Edit glossary")
#: The columns before those of languages.
TERM, MEANING, FIRST_LANGUAGE = 0, 1, 2


class GapDelegate(QStyledItemDelegate):
    """Names in a secondary colour what an empty cell lacks; `gap` gets its row and column."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.gaps: dict[int, str] = {}
        self.last_row: dict[int, str] = {}

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex, /
    ) -> None:
        super().initStyleOption(option, index)
        if index.data():
            return
        is_last = bool(self.last_row) and index.row() == index.model().rowCount() - 1
        option.text = (self.last_row if is_last else self.gaps).get(index.column(), "")
        quiet = option.palette.color(QPalette.ColorRole.PlaceholderText)
        option.palette.setColor(QPalette.ColorRole.Text, quiet)


class GlossaryPage(QWidget):
    """Each cell that is edited is one step of undo; the last row takes a new term."""

    edited = Signal()

    def __init__(self, ui: UiContext, dialogs: Dialogs, session: Session) -> None:
        super().__init__()
        self._ui, self._dialogs, self._session = ui, dialogs, session
        self.table = QTableWidget()
        self.count = label("", "secondary")
        self.remove = QPushButton()
        self._languages: list[str] = []
        self._is_filling = False
        self._gaps = GapDelegate(self.table)
        self._build_layout()
        ui.changed.connect(self._retranslate)
        self.table.itemChanged.connect(self._edited)
        self.table.itemSelectionChanged.connect(self._enable)
        self.remove.clicked.connect(self.remove_chosen)
        QShortcut(QKeySequence(Qt.Key.Key_Delete), self.table, self.remove_chosen).setContext(
            Qt.ShortcutContext.WidgetShortcut
        )

    @property
    def _info(self) -> MapInfo:
        return info_of(self._session.graph)

    def _build_layout(self) -> None:
        table = self.table
        table.setItemDelegate(self._gaps)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        table.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        table.verticalHeader().hide()
        table.setWordWrap(False)
        self.remove.setAutoDefault(False)
        below = QHBoxLayout()
        below.addWidget(self.count, 1)
        below.addWidget(self.remove)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 9, 0, 0)
        whole.setSpacing(9)
        whole.addWidget(table, 1)
        whole.addLayout(below)

    def show_languages(self, chosen: str) -> None:
        """Show the terms in the languages of the map, and in the chosen one."""
        self._languages = list(dict.fromkeys((chosen, *languages_of(self._session.graph))))
        self._retranslate()

    def terms(self) -> list[str]:
        return list(self._info.glossary)

    def remove_chosen(self) -> None:
        """Remove the terms of the chosen cells."""
        terms = self.terms()
        rows = {index.row() for index in self.table.selectedIndexes()}
        chosen = {terms[row] for row in rows if row < len(terms)}
        if chosen:
            self._commit(without(self._session.graph, chosen))
            self._fill()

    def _edited(self, item: QTableWidgetItem) -> None:
        if not self._is_filling:
            row, column, words = item.row(), item.column(), " ".join(item.text().split())
            try:
                self._put(row, column, words)
            except GlossaryError:
                sentence = self._ui.texts("“{term}” is in the glossary already.")
                self._dialogs.message(sentence.format(term=words), severity="error")
            self._fill()

    def _put(self, row: int, column: int, words: str) -> None:
        terms = self.terms()
        if row >= len(terms):
            if words and column == TERM:
                self._commit(with_term(self._info, words))
            return
        term = terms[row]
        if column == MEANING:
            self._commit(with_meaning(self._info, term, words))
        elif column >= FIRST_LANGUAGE:
            language = self._languages[column - FIRST_LANGUAGE]
            self._commit(with_translation(self._info, language, term, words))
        elif words and words != term:
            self._commit(renamed(self._session.graph, term, words))

    def _commit(self, info: MapInfo) -> None:
        before = self._info
        if info != before:
            self._session.commit(GLOSSARY_LABEL, Change({MAP_ID: (before, info)}))
            self.edited.emit()

    def _fill(self) -> None:
        self._is_filling = True
        table, terms, info = self.table, self.terms(), self._info
        table.setRowCount(len(terms) + 1)
        for row, term in enumerate(terms):
            known = (info.translations.get(each, {}).get(term, "") for each in self._languages)
            for column, words in enumerate((term, meaning_of(info, term), *known)):
                set_cell(table, row, column, words, tip=words)
        for column in range(table.columnCount()):
            set_cell(table, len(terms), column, "")
        self._is_filling = False
        self._show_count()
        self._enable()

    def _show_count(self) -> None:
        texts, info = self._ui.texts, self._info
        terms = self.terms()
        gaps = sum(
            not info.translations.get(language, {}).get(term)
            for language in self._languages
            for term in terms
        )
        words = texts.plural("{count} term", "{count} terms", len(terms))
        parts = [words.format(count=texts.number(len(terms)))]
        if gaps:
            missing = texts.plural(
                "{count} translation missing", "{count} translations missing", gaps
            )
            parts.append(missing.format(count=texts.number(gaps)))
        self.count.setText(" · ".join(parts))

    def _enable(self) -> None:
        rows = {index.row() for index in self.table.selectedIndexes()}
        self.remove.setEnabled(any(row < len(self._info.glossary) for row in rows))

    def _retranslate(self) -> None:
        texts = self._ui.texts
        names = [language_name(each) for each in self._languages]
        self.table.setColumnCount(FIRST_LANGUAGE + len(names))
        self.table.setHorizontalHeaderLabels([texts("Term"), texts("Meaning"), *names])
        self.table.setAccessibleName(texts("Glossary"))
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column in range(self.table.columnCount()):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        missing = texts("Missing", "translation")
        languages = range(FIRST_LANGUAGE, self.table.columnCount())
        self._gaps.gaps = dict.fromkeys(languages, missing)
        self._gaps.last_row = {TERM: texts("New term…")}
        self.remove.setText(texts("Remove term"))
        self._fill()
