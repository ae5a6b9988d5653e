"""The input fields of the export form: lengths, paper, lanes, colour and logo."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QPixmap, QResizeEvent, QStandardItemModel, QValidator
from PySide6.QtWidgets import (
    QCheckBox,
    QColorDialog,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from journeyeditor.app.dialogs import Dialogs, FileKind
from journeyeditor.exporters import ExportFormat
from journeyeditor.exporters.logo import MAX_BYTES, logo_text
from journeyeditor.geometry import POINTS_PER_MM
from journeyeditor.i18n import Texts
from journeyeditor.i18n import texts as texts_of
from journeyeditor.poster.paper import MAX_MM, MIN_MM, PAPERS, PaperError, paper_size
from journeyeditor.values import UnreadableError, read_number
from journeyeditor.widgets.buttons import link_button
from journeyeditor.widgets.choices import ComboBox
from journeyeditor.widgets.labels import label
from journeyeditor.widgets.picture_mime import IMAGE_ENDINGS
from journeyeditor.widgets.spin_box import INDENT
from journeyeditor.widgets.style import set_invalid, styled
from journeyeditor.widgets.ui_context import UiContext

if TYPE_CHECKING:
    from journeyeditor.painting.pdf import Press


class Millimetres(QDoubleSpinBox):
    """A length in millimetres, read and written as in all other fields of the window."""

    def __init__(self, least: float, most: float) -> None:
        super().__init__()
        self._texts = texts_of("en")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setRange(least, most)
        self.setDecimals(1)
        self.setSuffix(" mm")
        self.setKeyboardTracking(False)
        self.lineEdit().setTextMargins(INDENT, 0, 0, 0)
        # Fields in one row share its width, regardless of the longest number.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_texts(self, texts: Texts) -> None:
        """Set the language in which numbers are read and written."""
        self._texts = texts
        self.setValue(self.value())  # rewrites the text

    def textFromValue(self, value: float) -> str:
        return self._texts.number(value, 1)

    def valueFromText(self, text: str) -> float:
        try:
            return float(read_number(self._digits(text), self._texts))
        except UnreadableError:
            return self.value()

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Accept what is in range; anything else may become acceptable, or is undone on leaving."""
        state = QValidator.State.Intermediate
        if text == self.specialValueText():
            state = QValidator.State.Acceptable
        else:
            try:
                value = read_number(self._digits(text), self._texts)
            except UnreadableError:
                pass
            else:
                if self.minimum() <= value <= self.maximum():
                    state = QValidator.State.Acceptable
        return state, text, position

    def _digits(self, text: str) -> str:
        return text.removesuffix(self.suffix()).strip()


class FormatField(ComboBox):
    """A list of formats with their endings."""

    def __init__(self, formats: Iterable[ExportFormat], texts: Texts) -> None:
        super().__init__()
        self._formats = tuple(formats)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMaxVisibleItems(20)
        for each in self._formats:
            self.addItem("", each.name)
        self.set_texts(texts)

    @property
    def name(self) -> str:
        return str(self.currentData() or "")

    def choose(self, name: str) -> None:
        self.setCurrentIndex(self.findData(name))

    def set_texts(self, texts: Texts) -> None:
        self.setAccessibleName(texts("Format"))
        for number, each in enumerate(self._formats):
            self.setItemText(number, f"{texts(each.title)} (.{each.name})")


class PagesField(ComboBox):
    """A list of what can be printed, by key."""

    def __init__(self, keys: Sequence[str]) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for key in keys:
            self.addItem("", key)

    def choice(self) -> str:
        return str(self.currentData() or "")

    def choose(self, key: str) -> None:
        self.setCurrentIndex(self.findData(key))

    def set_labels(self, words: Mapping[str, str]) -> None:
        for number in range(self.count()):
            self.setItemText(number, words[self.itemData(number)])

    def set_offered(self, key: str, is_offered: bool) -> None:
        model, row = self.model(), self.findData(key)
        assert isinstance(model, QStandardItemModel)
        model.item(row).setEnabled(is_offered)


OWN = "own"
_OWN_SIDES = (700.0, 1000.0)


class PaperField(QWidget):
    """A list of papers with their sizes; `changed` is emitted on user input."""

    changed = Signal()

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._name = ""
        self._list = ComboBox()
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
            side.valueChanged.connect(self._emit_changed)
        self._list.currentIndexChanged.connect(self._emit_changed)
        self._show()

    def set_labels(self, name: str) -> None:
        texts = self._ui.texts
        self._list.setAccessibleName(name)
        for number, (paper, sides) in enumerate(PAPERS.items()):
            extent = " × ".join(texts.number(side, 0) for side in sides)
            self._list.setItemText(number, f"{paper} · {extent} mm")
        self._list.setItemText(len(PAPERS), texts("Custom size…"))
        for side, words in zip(self._sides, (texts("Width"), texts("Height")), strict=True):
            side.setAccessibleName(words)
            side.set_texts(texts)

    def paper(self) -> str:
        """The paper in the notation of poster options."""
        name = str(self._list.currentData())
        if name != OWN:
            return name
        width, height = (side.value() for side in self._sides)
        return f"{width:g}x{height:g}mm"

    @property
    def is_own(self) -> bool:
        return bool(self._list.currentData() == OWN)

    def choose(self, paper: str) -> None:
        """Select a paper in the notation of poster options; an invalid one changes nothing."""
        numbers = {name.casefold(): number for number, name in enumerate(PAPERS)}
        key = re.sub("[ _]", "-", paper.strip().casefold())
        try:
            size = paper_size(paper, "" if key not in numbers else "portrait")
        except PaperError:
            return
        self.blockSignals(True)
        if key in numbers:
            self._list.setCurrentIndex(numbers[key])
        else:
            self._list.setCurrentIndex(len(PAPERS))
            for side, points in zip(self._sides, size, strict=True):
                side.setValue(round(points / POINTS_PER_MM, 1))
        self.blockSignals(False)
        self._show()

    def _emit_changed(self, *_: object) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        self._own.setVisible(self.is_own)


_COLOUR = re.compile("#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")
_SWATCH_PX = 16


class LaneTicks(QWidget):
    """The map's lanes with check boxes; `changed` is emitted on user input."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._boxes: dict[str, QCheckBox] = {}
        #: The number of rows, and of boxes in them.
        self._shape = (0, 0)
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 2, 0, 0)
        self._layout.setHorizontalSpacing(8)
        self._layout.setVerticalSpacing(4)

    def show_lanes(self, lanes: Mapping[str, str]) -> None:
        """Show these lanes (key → label); unchecked ones stay so, new ones are checked."""
        off = {key for key, box in self._boxes.items() if not box.isChecked()}
        if list(lanes) != list(self._boxes):
            for box in self._boxes.values():
                box.setParent(None)
                box.deleteLater()
            self._boxes = {key: QCheckBox() for key in lanes}
            self._shape = (0, 0)
            for key, box in self._boxes.items():
                box.setChecked(key not in off)
                box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
                box.toggled.connect(self.changed)
        for key, words in lanes.items():
            self._boxes[key].setText(words.replace("&", "&&"))
            self._boxes[key].setAccessibleName(words)
            self._boxes[key].setToolTip(words)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Place the boxes in two columns, or in one if their texts need it."""
        widest = max((box.sizeHint().width() for box in self._boxes.values()), default=0)
        is_narrow = 2 * widest + self._layout.horizontalSpacing() > self.width()
        rows = len(self._boxes) if is_narrow else (len(self._boxes) + 1) // 2
        if (rows, len(self._boxes)) == self._shape:
            return
        self._shape = (rows, len(self._boxes))
        for number, box in enumerate(self._boxes.values()):
            self._layout.addWidget(box, number % rows, number // rows)
        self._layout.activate()  # else the texts are cut until events are processed again

    def tick(self, keys: Sequence[str]) -> None:
        """Check exactly these lanes; none means all."""
        for key, box in self._boxes.items():
            box.blockSignals(True)
            box.setChecked(not keys or key in keys)
            box.blockSignals(False)

    def ticked(self) -> tuple[str, ...]:
        return tuple(key for key, box in self._boxes.items() if box.isChecked())

    @property
    def is_all(self) -> bool:
        return len(self.ticked()) == len(self._boxes)


class ColourField(QWidget):
    """A colour as a swatch and a hex code; empty means the default, which is shown."""

    changed = Signal()

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._given = "#000000"
        self._swatch = styled(QPushButton(), "flat")
        self._number = QLineEdit()
        self._number.setMaxLength(7)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._swatch)
        layout.addWidget(self._number, 1)
        self._swatch.clicked.connect(self._pick)
        self._number.textEdited.connect(self._type)

    def set_labels(self, name: str, pick: str) -> None:
        self._number.setAccessibleName(name)
        self._swatch.setAccessibleName(pick)
        self._swatch.setToolTip(pick)
        self._show()

    def set_default(self, colour: str) -> None:
        """Set the default, shown while no colour is chosen."""
        self._given = colour
        self._number.setPlaceholderText(colour)
        self._show()

    def choose(self, colour: str) -> None:
        self._number.setText(colour)
        self._show()

    def colour(self) -> str:
        """The chosen colour as "#RRGGBB", or "" for the default."""
        match = _COLOUR.fullmatch(self._number.text().strip())
        if match is None:
            return ""
        digits = match[1] if len(match[1]) == 6 else "".join(digit * 2 for digit in match[1])
        return f"#{digits.upper()}"

    def _type(self, words: str) -> None:
        set_invalid(self._number, bool(words.strip()) and not self.colour())
        self._show()
        self.changed.emit()

    def _pick(self) -> None:
        dialog = QColorDialog(QColor(self.colour() or self._given), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.colorSelected.connect(self._on_colour_chosen)
        dialog.open()

    def _on_colour_chosen(self, colour: QColor) -> None:
        self.choose(colour.name().upper())
        set_invalid(self._number, invalid=False)
        self.changed.emit()

    def _show(self) -> None:
        side = round(_SWATCH_PX * self._ui.scale)
        picture = QPixmap(side, side)
        picture.fill(QColor(self.colour() or self._given))
        self._swatch.setIcon(picture)
        self._swatch.setIconSize(QSize(side, side))


class LogoField(QWidget):
    """The client's logo as a `data:` URL; `changed` is emitted on choice, `refused` with an error."""

    changed = Signal()
    refused = Signal(str)

    def __init__(self, ui: UiContext, dialogs: Dialogs) -> None:
        super().__init__()
        self._ui, self._dialogs = ui, dialogs
        self._given, self._logo = "", ""
        self._picture = QLabel()
        self._choose = link_button()
        self._remove = link_button()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._picture)
        layout.addWidget(self._choose)
        layout.addWidget(self._remove)
        layout.addStretch(1)
        self._choose.clicked.connect(self._ask)
        self._remove.clicked.connect(self._drop)

    def retranslate(self) -> None:
        texts = self._ui.texts
        self._choose.setText(texts("Choose a picture…"))
        self._remove.setText(texts("Use the map's logo"))
        self._picture.setAccessibleName(texts("Logo"))
        self._show()

    def set_default(self, logo: str) -> None:
        self._given = logo
        self._show()

    def logo(self) -> str:
        return self._logo

    def load(self, path: Path) -> None:
        """Load an image file, or emit `refused`."""
        try:
            self._logo = logo_text(_read(path, MAX_BYTES))
        except (OSError, ValueError):
            words = self._ui.texts("“{name}” is not a valid PNG or JPEG image.")
            self.refused.emit(words.format(name=path.name))
            return
        self._show()
        self.changed.emit()

    def _ask(self) -> None:
        texts = self._ui.texts
        kinds = (FileKind(texts("Pictures"), IMAGE_ENDINGS),)
        name = self._dialogs.open_file(kinds)
        if name:
            self.load(Path(name))

    def _drop(self) -> None:
        self._logo = ""
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        logo = self._logo or self._given
        side = QSize(round(72 * self._ui.scale), round(28 * self._ui.scale))
        picture = QPixmap()
        if logo:
            picture.loadFromData(base64.b64decode(logo.partition(",")[2]))
        self._picture.setVisible(not picture.isNull())
        if not picture.isNull():
            ratio = self.devicePixelRatioF()
            picture = picture.scaled(
                side * ratio,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            picture.setDevicePixelRatio(ratio)
            self._picture.setPixmap(picture)
        self._remove.setVisible(bool(self._logo))


class PressField(QWidget):
    """The printing condition of a file for a press, from an ICC profile; none for sRGB.

    `changed` is emitted on choice, `refused` with an error.
    """

    changed = Signal()
    refused = Signal(str)

    def __init__(self, ui: UiContext, dialogs: Dialogs) -> None:
        super().__init__()
        self._ui, self._dialogs = ui, dialogs
        self._press: Press | None = None
        self._name = label()
        self._name.setWordWrap(True)
        self._choose = link_button()
        self._remove = link_button()
        links = QHBoxLayout()
        links.addWidget(self._choose)
        links.addWidget(self._remove)
        links.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self._name)
        layout.addLayout(links)
        self._choose.clicked.connect(self._ask)
        self._remove.clicked.connect(self.clear)

    def retranslate(self) -> None:
        texts = self._ui.texts
        self._choose.setText(texts("Choose a printing profile…"))
        self._choose.setToolTip(
            texts("For PDF/X-4 in CMYK. Ask the printing house which ICC profile its press needs.")
        )
        self._remove.setText(texts("Use sRGB"))
        self._show()

    def press(self) -> Press | None:
        return self._press

    def load(self, path: Path) -> None:
        """Load an ICC profile, or emit `refused`."""
        from journeyeditor.exporters import press

        try:
            self._press = press.press_of(_read(path, press.MAX_BYTES))
        except (OSError, ValueError):
            words = self._ui.texts(
                "“{name}” is not the ICC profile of a CMYK press. Ask the printing house for its profile."
            )
            self.refused.emit(words.format(name=path.name))
            return
        self._show()
        self.changed.emit()

    def clear(self) -> None:
        self._press = None
        self._show()
        self.changed.emit()

    def _ask(self) -> None:
        kinds = (FileKind(self._ui.texts("ICC profiles"), (".icc", ".icm")),)
        name = self._dialogs.open_file(kinds)
        if name:
            self.load(Path(name))

    def _show(self) -> None:
        screen = self._ui.texts("sRGB, for screens and office printers")
        self._name.setText(self._press.name if self._press else screen)
        self._remove.setVisible(self._press is not None)


def _read(path: Path, most: int) -> bytes:
    with path.open("rb") as file:
        return file.read(most + 1)
