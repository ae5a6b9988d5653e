"""A map's texts beside their translations into one language, in a dialog and as tables for translators."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QTableWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from journeyeditor.app.dialogs import Dialogs, FileKind
from journeyeditor.app.glossary import GapDelegate, GlossaryPage
from journeyeditor.editing.session import Session
from journeyeditor.exchange.importers import ImportFailure
from journeyeditor.exchange.sources import SourceError, read_source
from journeyeditor.exchange.translations import TableRow, read_translations, write_po, write_xlsx
from journeyeditor.files import FileError
from journeyeditor.files.atomic import write_atomically
from journeyeditor.i18n import N_, language_name, languages
from journeyeditor.insight.translation import (
    languages_of,
    texts_in,
    with_translation,
    with_translations,
)
from journeyeditor.model import MAP_ID, Change
from journeyeditor.vocabulary import MapInfo, info_of
from journeyeditor.widgets.choices import ComboBox
from journeyeditor.widgets.items import set_cell
from journeyeditor.widgets.labels import label
from journeyeditor.widgets.text_input import Composition, words_in
from journeyeditor.widgets.ui_context import UiContext

EXTENT = (860, 640)
#: Longer texts have no tool tip (characters); the field below shows them.
MAX_TIP = 2_000
TRANSLATE_LABEL = N_("Translate texts")
_COLUMNS = (N_("Where"), N_("Text"), N_("Translation"))
_PO, _XLSX = "po", "xlsx"


class TranslationsDialog(QDialog):
    """The table, and below it the chosen text with a field for its translation; and the glossary.

    What is typed becomes one step of undo when another row is chosen or the dialog is closed.
    Ctrl+Enter goes on to the next text without a translation.
    """

    HELP = "formats#translations"

    def __init__(self, ui: UiContext, dialogs: Dialogs, session: Session, folder: str = "") -> None:
        super().__init__()
        self._ui, self._dialogs, self._session, self._folder = ui, dialogs, session, folder
        self._texts = texts_in(session.graph, ui.texts.language)
        self.language = ComboBox()
        self.count = label("", "secondary")
        self.table = QTableWidget(len(self._texts), len(_COLUMNS))
        self.original = QLabel()
        self.field = QPlainTextEdit()
        self.pages, self.glossary = QTabWidget(), GlossaryPage(ui, dialogs, session)
        self._gaps = GapDelegate(self.table)
        self.take, self.give, self.close_button = QPushButton(), QPushButton(), QPushButton()
        self._row = -1
        self._shown = ""
        self._fill_languages()
        self._build_layout()
        self._connect_signals()
        self._retranslate()
        self._show_language()
        room = self.screen().availableSize()
        self.resize(QSize(*(round(side * ui.scale) for side in EXTENT)).boundedTo(room))

    @property
    def _info(self) -> MapInfo:
        return info_of(self._session.graph)

    @property
    def chosen(self) -> str:
        """The tag of the language."""
        return str(self.language.currentData())

    def _fill_languages(self) -> None:
        """List the languages of the map first, then those of the program."""
        own = self._info.language
        known = languages_of(self._session.graph)
        for tag in dict.fromkeys((*known, *languages())):
            if tag != own:
                self.language.addItem(language_name(tag), tag)

    def _build_layout(self) -> None:
        table = self.table
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setItemDelegate(self._gaps)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column in (1, 2):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        table.setColumnWidth(0, round(170 * self._ui.scale))
        self.original.setWordWrap(True)
        self.original.setTextFormat(Qt.TextFormat.PlainText)
        self.original.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.original.setMinimumHeight(round(40 * self._ui.scale))
        self.field.setTabChangesFocus(True)
        self.field.setMaximumHeight(round(110 * self._ui.scale))
        above, below = QHBoxLayout(), QHBoxLayout()
        above.addWidget(self.language)
        above.addWidget(self.count, 1)
        for button in (self.take, self.give):
            below.addWidget(button)
        below.addStretch(1)
        below.addWidget(self.close_button)
        for button in (self.take, self.give, self.close_button):
            button.setAutoDefault(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 16, 18, 14)
        whole.setSpacing(9)
        page = QWidget()
        of_texts = QVBoxLayout(page)
        of_texts.setContentsMargins(0, 9, 0, 0)
        of_texts.setSpacing(9)
        of_texts.addWidget(table, 1)
        of_texts.addWidget(self.original)
        of_texts.addWidget(self.field)
        self.pages.addTab(page, "")
        self.pages.addTab(self.glossary, "")
        whole.addLayout(above)
        whole.addWidget(self.pages, 1)
        whole.addLayout(below)

    def _connect_signals(self) -> None:
        self._ui.changed.connect(self._retranslate)
        self.language.activated.connect(self._show_language)
        self.table.currentCellChanged.connect(self._go_to)
        self.take.clicked.connect(self.take_table)
        self.give.clicked.connect(self.give_table)
        self.glossary.edited.connect(self._take_terms)
        self.pages.currentChanged.connect(self.settle)
        self.close_button.clicked.connect(self.close)
        self._composition = Composition.of(self.field)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self.field, self.go_on).setContext(
                Qt.ShortcutContext.WidgetShortcut
            )

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what was typed, however the dialog is closed."""
        self.settle()
        super().hideEvent(event)

    def go_on(self) -> None:
        """Go to the next text that is not translated, from the last one to the first."""
        self.settle()
        known = self._info.translations.get(self._shown, {})
        count = len(self._texts)
        rows = ((self._row + step) % count for step in range(1, count + 1))
        following = next((row for row in rows if not known.get(self._texts[row].text)), self._row)
        self.table.setCurrentCell(following, 2)

    def settle(self) -> None:
        """Put what is typed into the map."""
        self._composition.commit()
        if self._row < 0:
            return
        text, words = self._texts[self._row].text, words_in(self.field)
        language = self._shown
        known = self._info.translations.get(language, {})
        if words.strip() != known.get(text, "").strip():
            self._commit(with_translation(self._info, language, text, words))
            self._show_row(self._row)
            self._show_count()

    def give_table(self) -> None:
        """Write the table for translators."""
        self.settle()
        texts = self._ui.texts
        kinds = (
            FileKind(texts("Excel workbook"), (_XLSX,)),
            FileKind(texts("PO catalogue"), (_PO,)),
        )
        path = self._dialogs.save_file(str(Path(self._folder, f"{self.chosen}.{_XLSX}")), kinds)
        if not path:
            return
        known = self._info.translations.get(self.chosen, {})
        rows = [TableRow(each.place, each.text, known.get(each.text, "")) for each in self._texts]
        own = self._info.language or "en"
        is_po = path.casefold().endswith(f".{_PO}")
        data = write_po(rows, own, self.chosen) if is_po else write_xlsx(rows, self.chosen)
        try:
            write_atomically(Path(path), data)
        except FileError as error:
            self._dialogs.message(error.sentence(texts), severity="error")

    def take_table(self) -> None:
        """Take a table of translators in."""
        self.settle()
        texts = self._ui.texts
        kinds = (FileKind(texts("Tables of translations"), (_XLSX, _PO)),)
        path = self._dialogs.open_file(kinds, self._folder)
        if not path:
            return
        try:
            found = read_translations(read_source(path))
        except SourceError as error:
            self._dialogs.message(error.sentence(texts), severity="error")
        except ImportFailure as error:
            self._dialogs.message(f"{path}: {error.sentence(texts)}", severity="error")
        else:
            self._commit(with_translations(self._session.graph, self.chosen, found))
            self._show_language()

    def _commit(self, info: MapInfo) -> None:
        before = self._info
        if info != before:
            self._session.commit(TRANSLATE_LABEL, Change({MAP_ID: (before, info)}))

    def _take_terms(self) -> None:
        """Refresh the texts; terms are some of them."""
        self._row = -1
        self._texts = texts_in(self._session.graph, self._ui.texts.language)
        self.table.setRowCount(len(self._texts))
        self._show_language()

    def _show_language(self) -> None:
        self.settle()
        self.glossary.show_languages(self.chosen)
        self._shown = self.chosen
        self._row = -1
        for row in range(len(self._texts)):
            self._show_row(row)
        self._show_count()
        self.table.setCurrentCell(-1, -1)
        self.table.setCurrentCell(self._first_missing(), 2)

    def _show_row(self, row: int) -> None:
        each = self._texts[row]
        known = self._info.translations.get(self._shown, {})
        for column, words in enumerate((each.place, each.text, known.get(each.text, ""))):
            tip = words if len(words) < MAX_TIP else ""
            set_cell(self.table, row, column, " ".join(words.split()), tip=tip)

    def _first_missing(self) -> int:
        known = self._info.translations.get(self._shown, {})
        rows = (row for row, each in enumerate(self._texts) if not known.get(each.text))
        return next(rows, 0 if self._texts else -1)

    def _go_to(self, row: int, *_: int) -> None:
        self.settle()
        self._row = row
        self.field.setEnabled(row >= 0)
        each = self._texts[row] if row >= 0 else None
        self.original.setText(each.text if each else "")
        known = self._info.translations.get(self._shown, {})
        self.field.setPlainText(known.get(each.text, "") if each else "")

    def _show_count(self) -> None:
        known = self._info.translations.get(self._shown, {})
        done = sum(bool(known.get(each.text)) for each in self._texts)
        texts = self._ui.texts
        words = texts("{done} of {all} texts translated")
        self.count.setText(
            words.format(done=texts.number(done), all=texts.number(len(self._texts)))
        )

    def _retranslate(self) -> None:
        texts = self._ui.texts
        self.setWindowTitle(texts("Translations"))
        self.table.setHorizontalHeaderLabels([texts(words) for words in _COLUMNS])
        self.table.setAccessibleName(texts("Translations"))
        self._gaps.gaps = {2: texts("Missing", "translation")}
        self.pages.setTabText(0, texts("Texts"))
        self.pages.setTabText(1, texts("Glossary"))
        self.language.setAccessibleName(texts("Language"))
        self.field.setAccessibleName(texts("Translation"))
        for button, words in (
            (self.take, texts("Read table…")),
            (self.give, texts("Save table…")),
            (self.close_button, texts("Close")),
        ):
            button.setText(words)
