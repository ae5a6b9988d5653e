"""The preferences page; each setting applies at once, in every window.

The page reads and writes `settings.Preferences` only: changes from a menu show here too.
"""

from __future__ import annotations

import re

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from journeyeditor.app.settings import SIZES, Preferences
from journeyeditor.i18n import N_, language_name, window_languages
from journeyeditor.widgets.choices import ComboBox, Segments
from journeyeditor.widgets.labels import SectionLabel, label
from journeyeditor.widgets.layouts import keep_texts_whole
from journeyeditor.widgets.spin_box import SpinBox
from journeyeditor.widgets.ui_context import UiContext

WIDTH = 540
#: More backups than this can only be set in the settings file.
MAX_BACKUPS = 50
#: What event logs may take in memory (MiB); 0 is a quarter of the machine.
MEMORY = (0, 512, 1024, 2048, 4096, 8192)
THEMES = {"system": N_("System", "follow the system"), "light": N_("Light"), "dark": N_("Dark")}


class PreferencesPage(QDialog):
    """The page; it follows the settings and changes them.

    `language` is that of the map that is open, "" if there is none.
    """

    HELP = "privacy#stored"

    def __init__(self, ui: UiContext, preferences: Preferences, language: str = "") -> None:
        super().__init__()
        self._map_language = language
        ui.speller.look_again()
        self._ui, self._preferences = ui, preferences
        self._appearance_heading, self._safety_heading = SectionLabel(), SectionLabel()
        self._data_heading, self.memory = SectionLabel(), ComboBox()
        for mebibytes in MEMORY:
            self.memory.addItem("", mebibytes)
        self._note = label("", "small")
        self._note.setWordWrap(True)
        self.language = ComboBox()
        self.language.addItem("", "")
        for code, each in window_languages().items():
            self.language.addItem(each.name, code)
        self.theme = Segments(ui, tuple(THEMES))
        self.extent = ComboBox()
        for size in SIZES:
            self.extent.addItem("", size)
        self.animation = QCheckBox()
        self._writing_heading, self.spelling = SectionLabel(), QCheckBox()
        self._spelling_note = label("", "small")
        self._spelling_note.setWordWrap(True)
        self.backups = SpinBox()
        self.backups.setRange(0, MAX_BACKUPS)
        self._buttons = QDialogButtonBox()
        self._close = self._buttons.addButton("", QDialogButtonBox.ButtonRole.RejectRole)
        self._captions: dict[QWidget, QLabel] = {
            part: label()
            for part in (self.language, self.theme, self.extent, self.backups, self.memory)
        }
        self._build_layout()
        self._connect_signals()
        self._retranslate()

    def _build_layout(self) -> None:
        self._column = QVBoxLayout(self)
        form = self._form = QFormLayout()
        form.setHorizontalSpacing(18)
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self._appearance_heading)
        form.addRow(self._captions[self.language], self.language)
        form.addRow(self._captions[self.theme], self.theme)
        form.addRow(self._captions[self.extent], self.extent)
        form.addRow(QLabel(), self.animation)
        form.addRow(QLabel())
        form.addRow(self._writing_heading)
        form.addRow(QLabel(), self.spelling)
        form.addRow(QLabel(), self._spelling_note)
        form.addRow(QLabel())
        form.addRow(self._safety_heading)
        form.addRow(self._captions[self.backups], self.backups)
        form.addRow(QLabel(), self._note)
        form.addRow(QLabel())
        form.addRow(self._data_heading)
        form.addRow(self._captions[self.memory], self.memory)
        for part, caption in self._captions.items():
            caption.setBuddy(part)
        self._column.addLayout(form)
        self._column.addSpacing(16)
        self._column.addWidget(self._buttons)
        keep_texts_whole(self)

    def _connect_signals(self) -> None:
        self.language.activated.connect(self._set_language)
        self.theme.chosen.connect(self._set_theme)
        self.extent.activated.connect(self._resize)
        self.animation.clicked.connect(self._animate)
        self.spelling.clicked.connect(self._check_spelling)
        self._ui.speller.changed.connect(self._show_problem)
        self.backups.valueChanged.connect(self._keep)
        self.memory.activated.connect(self._bound)
        self._buttons.rejected.connect(self.reject)
        self._preferences.changed.connect(self._follow)
        self._ui.changed.connect(self._retranslate)

    def _set_language(self, row: int) -> None:
        self._preferences.change(language=self.language.itemData(row))

    def _set_theme(self, theme: str) -> None:
        self._preferences.change(theme=theme)

    def _resize(self, row: int) -> None:
        self._preferences.change(size=self.extent.itemData(row))

    def _animate(self, is_on: bool) -> None:
        self._preferences.change(animation=is_on)

    def _check_spelling(self, is_on: bool) -> None:
        self._preferences.change(spelling=is_on)

    def _keep(self, backups: int) -> None:
        self._preferences.change(backups=backups)

    def _bound(self, row: int) -> None:
        self._preferences.change(event_memory=self.memory.itemData(row))

    def _follow(self, _: object) -> None:
        settings = self._preferences.value
        self.language.setCurrentIndex(self.language.findData(settings.language))
        self.theme.choose(settings.theme)
        nearest = min(range(len(SIZES)), key=lambda i: abs(SIZES[i] - settings.size))
        self.extent.setCurrentIndex(nearest)
        allowed = min(range(len(MEMORY)), key=lambda i: abs(MEMORY[i] - settings.event_memory))
        self.memory.setCurrentIndex(allowed)
        self.animation.setChecked(settings.animation)
        self.spelling.setChecked(settings.spelling)
        self.backups.blockSignals(True)
        self.backups.setMaximum(max(MAX_BACKUPS, settings.backups))
        self.backups.setValue(settings.backups)
        self.backups.blockSignals(False)

    def _retranslate(self) -> None:
        texts, scale = self._ui.texts, self._ui.scale
        self.setWindowTitle(texts("Preferences"))
        self._appearance_heading.set_text(texts("Appearance"))
        self._safety_heading.set_text(texts("Backups"))
        self._data_heading.set_text(texts("Event logs"))
        captions = {
            self.language: texts("Language"),
            self.theme: texts("Theme"),
            self.extent: texts("Interface size"),
            self.backups: texts("Backups per map"),
            self.memory: texts("Memory"),
        }
        for part, words in captions.items():
            self._captions[part].setText(words)
            part.setAccessibleName(words)
        self.language.setItemText(0, texts("System", "follow the system"))
        self.theme.set_labels({key: texts(words) for key, words in THEMES.items()})
        for row, size in enumerate(SIZES):
            self.extent.setItemText(row, texts.percent(size))
        self.memory.setItemText(0, texts("A quarter of the computer's"))
        for row, size in enumerate(MEMORY[1:], 1):
            gigabytes = texts.number(size / 1024)
            self.memory.setItemText(row, texts("{count} GB").format(count=gigabytes))
        self._writing_heading.set_text(texts("Spelling"))
        self.spelling.setText(texts("Check spelling"))
        self._show_problem()
        self.animation.setText(texts("Animate cards when they move"))
        self._note.setText(
            texts(
                "Each save keeps the previous version of the file as a backup. Set to 0 to keep none."
            )
        )
        self._close.setText(texts("Close"))
        margin = round(22 * scale)
        self._column.setContentsMargins(margin, margin - 4, margin, margin - 6)
        self.setFixedWidth(round(WIDTH * scale))
        self._follow(None)
        self.adjustSize()

    def _show_problem(self) -> None:
        """Say why nothing is checked, if so."""
        words = self._problem() if self._preferences.value.spelling else ""
        if words != self._spelling_note.text() or self._spelling_note.isHidden() == bool(words):
            self._spelling_note.setText(words)
            self._form.setRowVisible(self._spelling_note, bool(words))
            self.adjustSize()

    def _problem(self) -> str:
        speller, texts = self._ui.speller, self._ui.texts
        language = self._map_language or texts.language
        problem = speller.problem(language)
        if problem is None:
            return ""
        if problem.is_missing:
            speller.make_folder()
            sentence = texts(
                "No dictionary for {language} was found. Put its .aff and .dic files in {folder}."
            )
            folder = _breakable(str(speller.own_folder or ""))
            return sentence.format(language=language_name(language), folder=folder)
        if problem.path:
            sentence = texts("{path} is not a usable dictionary. Replace or remove it.")
            return sentence.format(path=_breakable(f"{problem.path}.dic"))
        return texts("The spelling checker cannot be started.")


def _breakable(path: str) -> str:
    """Let a path be broken into lines after each of its folders."""
    return re.sub(r"(?<=[^/\\])([/\\])", "\\1\u200b", path)
