"""The filter bar above the map: persona, kinds, tags, owners; everything else is dimmed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from journeyeditor.editing.filter import Filter, facets
from journeyeditor.editing.session import Session
from journeyeditor.i18n import N_
from journeyeditor.model import Change
from journeyeditor.vocabulary import KINDS
from journeyeditor.widgets.buttons import IconButton, chip, link_button
from journeyeditor.widgets.labels import SectionLabel
from journeyeditor.widgets.layouts import FlowLayout, scrolled
from journeyeditor.widgets.style import styled
from journeyeditor.widgets.ui_context import UiContext

#: How long the map must be unchanged before the chips are updated (ms).
IDLE_MS = 300
#: The most chips for tags or owners; the search finds the others.
MAX = 14
#: Chip height at interface scale 1, in pixels.
CHIP = 24
#: The gap between chips, in pixels, and how many rows of them are shown at once.
GAP, MAX_ROWS = 6, 2


class Facet(NamedTuple):
    """One filter: the name of its criterion, its value, its label."""

    criterion: str
    value: str
    words: str


class FilterBar(QFrame):
    """Chips that toggle filters; `closed` requests closing the bar."""

    HELP = "map#find"

    closed = Signal()

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._session: Session | None = None
        self._facets: Sequence[Facet] = ()
        self._chips: dict[tuple[str, str], QPushButton] = {}
        styled(self, "bar")
        self._inside = QWidget()
        self._flow = FlowLayout(self._inside, GAP)
        self._clear = link_button()
        self._close = IconButton(ui, "close")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 7, 10, 7)
        row.setSpacing(6)
        self._area = scrolled(self._inside)
        row.addWidget(self._area, 1)
        for button in (self._clear, self._close):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self._idle_timer = QTimer(self)
        self._idle_timer.setSingleShot(True)
        self._connect_signals()
        self._retranslate()

    def show_session(self, session: Session | None) -> None:
        if self._session is not None:
            self._session.updated.disconnect(self._follow)
            self._session.filter.changed.disconnect(self._show)
        self._session = session
        if session is not None:
            session.updated.connect(self._follow)
            session.filter.changed.connect(self._show)
        self._facets = ()
        self._update_chips()

    def toggle(self) -> None:
        """Open with the chips of the current map, or close and clear the filters."""
        if self.isHidden():
            self._update_chips()
            self.show()
            first = next(iter(self._chips.values()), None)
            (first or self._close).setFocus()
        else:
            if self._session is not None:
                self._session.filter.clear()
            self.hide()

    def _connect_signals(self) -> None:
        self._clear.clicked.connect(self._clear_filters)
        self._close.clicked.connect(self.closed)
        self._idle_timer.timeout.connect(self._update_chips)
        self._ui.changed.connect(self._retranslate)

    def _clear_filters(self) -> None:
        if self._session is not None:
            self._session.filter.clear()

    def _follow(self, _: Change) -> None:
        """Update the chips after a delay."""
        if not self.isHidden():
            self._idle_timer.start(IDLE_MS)

    def _update_chips(self) -> None:
        facets = list(self._collect_facets()) if self._session is not None else []
        if facets != list(self._facets) or not self._chips:
            self._facets = facets
            self._build_layout()
        self._show(None)

    def _collect_facets(self) -> Iterable[Facet]:
        assert self._session is not None
        texts, graph = self._ui.texts, self._session.graph
        for persona in graph.personas():
            yield Facet("persona", persona.id, persona.title or texts("Persona"))
        for cls in KINDS:
            kind = cls.kind_name()
            if kind not in ("stage", "lane", "persona") and any(graph.elements(kind)):
                yield Facet("kinds", kind, texts(cls.look.plural))
        tags, owners = facets(graph)
        yield from (Facet("tags", tag, f"#{tag}") for tag in tags[:MAX])
        yield from (Facet("owners", owner, owner) for owner in owners[:MAX])

    def _build_layout(self) -> None:
        """Put the chips in a row, with a label before each criterion."""
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._chips.clear()
        last = ""
        for facet in self._facets:
            if facet.criterion != last:
                last = facet.criterion
                heading = SectionLabel(self._ui.texts(HEADINGS[last]))
                heading.setFixedHeight(round(CHIP * self._ui.scale))
                heading.setContentsMargins(10 if self._chips else 0, 0, 2, 0)
                self._flow.addWidget(heading)
            button = chip(facet.words)
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            button.clicked.connect(partial(self._press, facet, button))
            self._chips[facet.criterion, facet.value] = button
            self._flow.addWidget(button)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Be as high as the chips need, up to some rows; the others are scrolled to."""
        chips = self._chips.values()
        line = max(
            (each.sizeHint().height() for each in chips), default=round(CHIP * self._ui.scale)
        )
        needed = self._flow.heightForWidth(self._area.viewport().width())
        most = MAX_ROWS * line + (MAX_ROWS - 1) * GAP
        self._area.setFixedHeight(max(line, min(needed, most)))

    def _press(self, facet: Facet, button: QPushButton) -> None:
        if self._session is not None:
            choose = CRITERIA[facet.criterion]
            choose(self._session.filter, facet.value, button.isChecked())

    def _show(self, _: None) -> None:
        if self._session is None:
            return
        now = self._session.filter
        for (criterion, value), button in self._chips.items():
            chosen = getattr(now, criterion)
            button.setChecked(value == chosen if criterion == "persona" else value in chosen)
        self._clear.setEnabled(now.is_active)

    def _retranslate(self) -> None:
        texts = self._ui.texts
        self._clear.setText(texts("Clear filter"))
        self._close.set_text(texts("Close filter"))
        self.setAccessibleName(texts("Filter"))
        self._facets = ()
        self._update_chips()


def _persona(now: Filter, value: str, pressed: bool) -> None:
    now.set(persona=value if pressed else "")


def _kinds(now: Filter, value: str, pressed: bool) -> None:
    now.set(kinds=now.kinds | {value} if pressed else now.kinds - {value})


def _tags(now: Filter, value: str, pressed: bool) -> None:
    now.set(tags=now.tags | {value} if pressed else now.tags - {value})


def _owners(now: Filter, value: str, pressed: bool) -> None:
    now.set(owners=now.owners | {value} if pressed else now.owners - {value})


CRITERIA: dict[str, Callable[[Filter, str, bool], None]] = {
    "persona": _persona,
    "kinds": _kinds,
    "tags": _tags,
    "owners": _owners,
}
HEADINGS = {
    "persona": N_("Persona"),
    "kinds": N_("Kinds"),
    "tags": N_("Tags"),
    "owners": N_("Owners"),
}
