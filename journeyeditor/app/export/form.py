"""The poster options as a form, initialised from those saved in the map."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from journeyeditor.app.dialogs import Dialogs
from journeyeditor.app.export.inputs import (
    ColourField,
    FormatField,
    LaneTicks,
    LogoField,
    Millimetres,
    PagesField,
    PaperField,
    PressField,
)
from journeyeditor.app.export.job import ExportSettings
from journeyeditor.editing.session import Session
from journeyeditor.exporters import ExportFormat, Options, export_formats
from journeyeditor.exporters.format import DEFAULT_DPI, MAX_DPI
from journeyeditor.i18n import N_, language_name
from journeyeditor.i18n.catalogues import SOURCE_LANGUAGE
from journeyeditor.insight.translation import languages_of, missing
from journeyeditor.layout.lane_names import lane_kind_name
from journeyeditor.layout.lanes import lane_specs
from journeyeditor.poster import PosterError
from journeyeditor.poster.appendix import APPENDIX
from journeyeditor.poster.cards import CARD_PAPER, SORTS
from journeyeditor.poster.options import (
    DEFAULT_PAPER,
    DEFAULT_THEME,
    EVERYBODY,
    RUN_SHEET,
    RUN_SHEET_PAPER,
    PosterOptions,
    requested_persona,
)
from journeyeditor.vocabulary import MapInfo
from journeyeditor.vocabulary.map_info import PosterPreferences
from journeyeditor.widgets.choices import ComboBox, Segments
from journeyeditor.widgets.labels import SectionLabel, label
from journeyeditor.widgets.spin_box import SpinBox
from journeyeditor.widgets.ui_context import UiContext


def kept(info: MapInfo, options: PosterOptions, lanes: tuple[str, ...]) -> MapInfo:
    """The map's attributes with these options as its preferences; `lanes` is () for all."""
    chosen = (("colour", options.brand), ("logo", options.logo))
    brand = {name: value for name, value in chosen if value}
    poster = PosterPreferences(
        persona=None if options.persona == EVERYBODY else options.persona,
        lanes=lanes,
        theme="" if options.theme == DEFAULT_THEME else options.theme,
        paper=info.poster.paper if options.cards else options.paper,
        orientation=info.poster.orientation if options.cards else _orientation(options),
        extras=info.poster.extras,
    )
    return info.replaced(poster=poster, brand=info.brand.model_copy(update=brand))


def _orientation(options: PosterOptions) -> Literal["", "portrait"]:
    return "portrait" if options.orientation == "portrait" else ""


THEMES = (DEFAULT_THEME, "ink")
THEME_WORDS = {DEFAULT_THEME: N_("Full colour"), "ink": N_("Ink saver")}
MAX_SHEETS = 24
#: Tiles of common printer papers have room for this overlap (mm).
MAX_OVERLAP = 40
#: Shown in the margin field while the margin is automatic.
_AUTOMATIC = -1.0
_WIDTH = 312


class ExportForm(QScrollArea):
    """The form; `changed` is emitted when its options change."""

    changed = Signal()
    refused = Signal(str)

    def __init__(self, ui: UiContext, dialogs: Dialogs) -> None:
        super().__init__()
        self._ui = ui
        self._session: Session | None = None
        self._headings: list[tuple[SectionLabel, str]] = []
        self._captions: list[tuple[QLabel, str]] = []
        self._options: list[tuple[QWidget, Options]] = []
        self._create_fields(dialogs)
        inner = QWidget()
        self._sections = QVBoxLayout(inner)
        self._sections.setContentsMargins(18, 16, 16, 16)
        self._sections.setSpacing(5)
        self._build_layout()
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._connect_signals()
        self._retranslate()

    def _create_fields(self, dialogs: Dialogs) -> None:
        ui = self._ui
        self._formats = {each.name: each for each in export_formats()}
        self.format = FormatField(self._formats.values(), ui.texts)
        self.language, self.untranslated = ComboBox(), label(look="small")
        self.language.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.dpi = SpinBox()
        self.dpi.setRange(36, MAX_DPI)
        self.dpi.setSingleStep(25)
        self.dpi.setSuffix(" dpi")
        self.dpi.setKeyboardTracking(False)
        self.paper = PaperField(ui)
        self.slides = Segments(ui, ("map", "stage"))
        self.slides.choose("map")
        self.pages = PagesField(("", RUN_SHEET, *SORTS))
        self.orientation = Segments(ui, ("landscape", "portrait"))
        self.sheets = SpinBox()
        self.sheets.setRange(1, MAX_SHEETS)
        self.persona = ComboBox()
        for part in (self.sheets, self.persona, self.dpi):
            part.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.margin = Millimetres(_AUTOMATIC, 200)
        self.bleed = Millimetres(0, 25)
        self.marks, self.source, self.live_text = QCheckBox(), QCheckBox(), QCheckBox()
        self.source.setChecked(True)
        self.press = PressField(ui, dialogs)
        self.tiled, self.ribbon = QCheckBox(), QCheckBox()
        self.working_sheet, self.flow = QCheckBox(), QCheckBox()
        self.tile = PaperField(ui)
        self.overlap = Millimetres(0, MAX_OVERLAP)
        self.lanes = LaneTicks()
        self.appendix = {name: QCheckBox() for name in APPENDIX}
        self.imprint = QCheckBox()
        self.theme = Segments(ui, THEMES)
        self.brand = ColourField(ui)
        self.logo = LogoField(ui, dialogs)

    def _build_layout(self) -> None:
        self._section(N_("Format"))
        self._column.addWidget(self.format)
        self._language_row = self._row((N_("Language"), self.language))
        self._column.addWidget(self.untranslated)
        self._for(Options.RESOLUTION, self._row((N_("Resolution"), self.dpi)))
        self._for(Options.PRESS, self._caption(N_("Colours")), self._widget(self.press))
        self._for(Options.SOURCE, self._widget(self.source))
        self._for(Options.LIVE_TEXT, self._widget(self.live_text))
        self._for(Options.SLIDES, self._widget(self.slides))
        self._pages_row = self._row((N_("Pages"), self.pages))
        self._section(N_("Paper"), Options.PAPER)
        self._widget(self.paper)
        self._widget(self.orientation)
        self._for(Options.SHEETS, self._row((N_("Sheets"), self.sheets), (N_("Bleed"), self.bleed)))
        self._row((N_("Margin"), self.margin))
        self._column.addSpacing(5)
        self._for(Options.SHEETS, self._widget(self.marks), self._widget(self.tiled))
        self._tile_row = self._row((N_("Tile size"), self.tile), (N_("Overlap"), self.overlap))
        self._for(Options.SHEETS, self._tile_row)
        tile_row = self._tile_row.layout()
        assert isinstance(tile_row, QHBoxLayout)
        tile_row.setStretch(0, 7)
        tile_row.setStretch(1, 4)
        self._section(N_("Content"), Options.CONTENT)
        self._row((N_("Persona"), self.persona))
        self._caption(N_("Lanes"))
        self._widget(self.lanes)
        self._for(Options.SECTIONS, self._widget(self.ribbon), self._widget(self.working_sheet))
        self._for(Options.SECTIONS, self._caption(N_("Behind the poster")))
        for box in self.appendix.values():
            self._for(Options.SECTIONS, self._widget(box))
        self._section(N_("Appearance"), Options.LOOK)
        self._widget(self.theme)
        self._for(Options.CONTENT, self._widget(self.flow))
        self._row((N_("Brand colour"), self.brand))
        self._logo = (self._caption(N_("Logo")), self._widget(self.logo))
        self._for(Options.SECTIONS, self._widget(self.imprint))
        self._sections.addStretch(1)

    def _section(self, words: str, options: Options = Options.NONE) -> None:
        """Begin a section that is shown for formats with all of these options."""
        section = QWidget()
        self._column = QVBoxLayout(section)
        self._column.setContentsMargins(0, 12 if self._sections.count() else 0, 0, 0)
        self._column.setSpacing(5)
        self._sections.addWidget(section)
        heading = SectionLabel()
        self._headings.append((heading, words))
        self._column.addWidget(heading)
        self._for(options, section)

    def _for(self, options: Options, *widgets: QWidget) -> None:
        """Show the widgets only for formats that have these options."""
        self._options += [(widget, options) for widget in widgets]

    def _widget(self, widget: QWidget) -> QWidget:
        self._column.addWidget(widget)
        return widget

    def _caption(self, words: str) -> QLabel:
        caption = label(look="small")
        self._captions.append((caption, words))
        self._column.addWidget(caption)
        return caption

    def _row(self, *fields: tuple[str, QWidget]) -> QFrame:
        frame = QFrame()
        row = QHBoxLayout(frame)
        row.setContentsMargins(0, 2, 0, 0)
        row.setSpacing(8)
        for words, field in fields:
            column = QVBoxLayout()
            column.setSpacing(2)
            caption = label(look="small")
            caption.setBuddy(field)
            self._captions.append((caption, words))
            column.addWidget(caption)
            column.addWidget(field)
            row.addLayout(column, 1)
        self._column.addWidget(frame)
        return frame

    def _connect_signals(self) -> None:
        self._ui.changed.connect(self._retranslate)
        self.format.currentIndexChanged.connect(self._emit_changed)
        for segments in (self.slides, self.orientation, self.theme):
            segments.chosen.connect(self._emit_changed)
        self.pages.activated.connect(lambda _: self.choose_pages(self.pages.choice()))
        for spin in (self.sheets, self.dpi):
            spin.valueChanged.connect(self._emit_changed)
        for length in (self.margin, self.bleed, self.overlap):
            length.valueChanged.connect(self._emit_changed)
        for part in (self.paper, self.tile, self.lanes, self.brand, self.logo, self.press):
            part.changed.connect(self._emit_changed)
        for box in self._boxes():
            box.toggled.connect(self._emit_changed)
        for combo in (self.persona, self.language):
            combo.currentIndexChanged.connect(self._emit_changed)
        for field in (self.logo, self.press):
            field.refused.connect(self.refused)

    def _boxes(self) -> tuple[QCheckBox, ...]:
        shown = (self.tiled, self.marks, self.ribbon, self.working_sheet, self.flow)
        return (*shown, *self.appendix.values(), self.imprint, self.source, self.live_text)

    def _emit_changed(self, *_: object) -> None:
        self._show_untranslated()
        self._show_what_counts()
        self.changed.emit()

    def choose_pages(self, name: str) -> None:
        """Choose what is printed; a poster is on the paper of the map, the others on office paper."""
        self.pages.choose(name if name != RUN_SHEET or self._has_agenda else "")
        saved = self._session.info.poster if self._session else PosterPreferences()
        papers = {"": saved.paper or DEFAULT_PAPER, RUN_SHEET: RUN_SHEET_PAPER}
        self.paper.choose(papers.get(self.pages.choice(), CARD_PAPER))
        is_upright = self._has(RUN_SHEET)
        self.orientation.choose("portrait" if is_upright else saved.orientation or "landscape")
        self._emit_changed()

    def _show_what_counts(self) -> None:
        available = self.format_.options
        self._pages_row.setVisible(Options.SECTIONS in available)
        self.pages.set_offered(RUN_SHEET, self._has_agenda)
        if self._has(RUN_SHEET):
            available &= ~(Options.SHEETS | Options.CONTENT | Options.SECTIONS)
        elif self._has_cards:
            available &= ~(Options.SHEETS | Options.SECTIONS)
        for widget, options in self._options:
            widget.setVisible(options in available)
        if Options.SHEETS in available:
            self.marks.setVisible(not self.tiled.isChecked())
            self._tile_row.setVisible(self.tiled.isChecked())
        if Options.PRESS in available:  # a file for a press carries no map
            self.source.setVisible(self.press.press() is None)
        self.orientation.setVisible(not self.paper.is_own and not self._has_cards)
        for widget in self._logo:
            widget.setVisible(Options.PAPER in available and not self.pages.choice())

    @property
    def _has_cards(self) -> bool:
        return any(map(self._has, SORTS))

    @property
    def _has_agenda(self) -> bool:
        return self._session is not None and bool(self._session.info.agenda.steps)

    def _has(self, pages: str) -> bool:
        """Whether these pages are chosen, and the format has any choice of them."""
        return self.pages.choice() == pages and Options.SECTIONS in self.format_.options

    def show_session(self, session: Session) -> None:
        self._session = session
        preferences = session.info.poster
        self.follow()
        self.format.choose("pdf")
        self.pages.choose("")
        self.paper.choose(preferences.paper or DEFAULT_PAPER)
        self.orientation.choose(preferences.orientation or "landscape")
        self.theme.choose(preferences.theme if preferences.theme in THEMES else DEFAULT_THEME)
        self.margin.setValue(_AUTOMATIC)
        self.overlap.setValue(PosterOptions().overlap_mm)
        self.dpi.setValue(DEFAULT_DPI)
        self.tile.choose("A4")
        self.lanes.tick(self._keys(preferences.lanes))
        self.persona.setCurrentIndex(
            max(0, self.persona.findData(self._persona(preferences.persona)))
        )
        self._show_what_counts()

    def follow(self) -> None:
        if self._session is None:
            return
        graph, texts = self._session.graph, self._ui.texts
        info = self._session.info
        chosen = self.persona.currentData()
        self.persona.blockSignals(True)
        self.persona.clear()
        self.persona.addItem(texts("All personas"), EVERYBODY)
        for persona in graph.personas():
            self.persona.addItem(persona.title or texts("Persona"), persona.id)
        self.persona.setCurrentIndex(max(0, self.persona.findData(chosen)))
        self.persona.blockSignals(False)
        self._follow_languages()
        self.lanes.show_lanes(self._lanes())
        self.brand.set_default(info.brand.colour or "#0B4F6C")
        self.logo.set_default(info.brand.logo)

    def _follow_languages(self) -> None:
        """Offer the languages of the map, its own one first, if it has several."""
        assert self._session is not None
        chosen, own = self.language.currentData(), self._session.info.language
        self.language.blockSignals(True)
        self.language.clear()
        self.language.addItem(language_name(own or SOURCE_LANGUAGE), "")
        for tag in languages_of(self._session.graph):
            self.language.addItem(language_name(tag), tag)
        self.language.setCurrentIndex(max(0, self.language.findData(chosen)))
        self.language.blockSignals(False)
        self._language_row.setVisible(self.language.count() > 1)
        self._show_untranslated()

    def _show_untranslated(self) -> None:
        texts, language = self._ui.texts, self.language.currentData()
        count = len(missing(self._session.graph, language)) if self._session and language else 0
        words = texts.plural(
            "{count} text is not translated.", "{count} texts are not translated.", count
        )
        self.untranslated.setText(words.format(count=texts.number(count)))
        self.untranslated.setVisible(count > 0)

    def settings(self) -> ExportSettings:
        is_open = self.paper.is_own or self._has_cards
        orientation = "" if is_open else self.orientation.choice()
        margin = self.margin.value()
        info = self._session.info if self._session else MapInfo()
        options = PosterOptions(
            document=RUN_SHEET if self._has(RUN_SHEET) else "poster",
            paper=self.paper.paper(),
            orientation=orientation,
            margin_mm=None if margin < 0 else margin,
            bleed_mm=self.bleed.value(),
            marks=self.marks.isChecked(),
            sheets=self.sheets.value(),
            tile=self.tile.paper() if self.tiled.isChecked() else "",
            overlap_mm=self.overlap.value(),
            persona=self.persona.currentData() or EVERYBODY,
            lanes=() if self.lanes.is_all and not info.poster.lanes else self.lanes.ticked(),
            theme=self.theme.choice(),
            brand=self.brand.colour(),
            logo=self.logo.logo(),
            appendix=tuple(name for name, box in self.appendix.items() if box.isChecked()),
            imprint=self.imprint.isChecked(),
            ribbon=self.ribbon.isChecked(),
            flow=self.flow.isChecked(),
            working_sheet=self.working_sheet.isChecked(),
            cards=self.pages.choice() if self._has_cards else "",
        )
        return ExportSettings(
            self.format.name,
            self.dpi.value(),
            options,
            has_source=self.source.isChecked(),
            press=self.press.press(),
            has_fonts=self.live_text.isChecked(),
            slides=self.slides.choice(),
            language=self.language.currentData() or "",
        )

    @property
    def format_(self) -> ExportFormat:
        return self._formats[self.format.name]

    def kept(self, info: MapInfo) -> MapInfo:
        options = self.settings().options
        if options.document != "poster":
            return info
        return kept(info, options, () if self.lanes.is_all else options.lanes)

    def _lanes(self) -> dict[str, str]:
        assert self._session is not None
        texts = self._ui.texts
        words = {}
        for spec in lane_specs(self._session.graph):
            words[spec.key] = spec.title or texts(lane_kind_name(spec))
        return words

    def _keys(self, wanted: Sequence[str]) -> tuple[str, ...]:
        """The keys of the lanes that the map's preferences name by kind, id or title."""
        assert self._session is not None
        if not wanted:
            return ()
        return tuple(spec.key for spec in lane_specs(self._session.graph, wanted))

    def _persona(self, wanted: str | None) -> str:
        """The id of the persona that the map's preferences name by id or name."""
        assert self._session is not None
        try:
            return requested_persona(self._session.graph, wanted or "") or EVERYBODY
        except PosterError:
            return EVERYBODY

    def _retranslate(self) -> None:
        texts = self._ui.texts
        for heading, words in self._headings:
            heading.set_text(texts(words))
        for caption, words in self._captions:
            caption.setText(texts(words))
            field: QWidget | None = caption.buddy()
            if field is not None:
                field.setAccessibleName(texts(words))
        self.format.set_texts(texts)
        self.orientation.set_labels(
            {"landscape": texts("Landscape"), "portrait": texts("Portrait")}
        )
        self.slides.set_labels({"map": texts("One slide"), "stage": texts("One slide per stage")})
        names = {"": N_("Poster"), RUN_SHEET: N_("Run sheet"), **SORTS}
        self.pages.set_labels({key: texts(words) for key, words in names.items()})
        self.theme.set_labels({key: texts(words) for key, words in THEME_WORDS.items()})
        self.margin.setSpecialValueText(texts("Automatic"))
        for length in (self.margin, self.bleed, self.overlap):
            length.set_texts(texts)
        self.paper.set_labels(texts("Paper"))
        self.tile.set_labels(texts("Tile size"))
        self.tiled.setText(texts("Split into tiles"))
        self.marks.setText(texts("Crop marks"))
        self.source.setText(texts("Include the map"))
        self.source.setToolTip(texts("The file can then be imported and edited again."))
        self.live_text.setText(texts("Editable text"))
        self.live_text.setToolTip(texts("Text in embedded fonts. Only browsers show it correctly."))
        self.ribbon.setText(texts("Show paths as a ribbon"))
        self.flow.setText(texts("Show the flow of journeys"))
        self.flow.setToolTip(
            texts(
                "Show how many journeys take each transition by its width, and how long they take by its colour"
            )
        )
        self.working_sheet.setText(texts("Leave fields for sticky notes"))
        for name, box in self.appendix.items():
            box.setText(texts(APPENDIX[name].title))
        self.imprint.setText(texts("Program name and hash in footer"))
        for box in self._boxes():
            box.setAccessibleName(box.text())
        self.brand.set_labels(texts("Brand colour"), texts("Choose a colour…"))
        self.logo.retranslate()
        self.press.retranslate()
        self.setFixedWidth(round(_WIDTH * self._ui.scale))
        self.follow()
