"""The pre-flight: its findings as a list, and the page below the map that checks on demand.

The poster is composed from a frozen copy in the background. An edit makes the result stale; while the
page is visible it is refreshed after a pause in editing. What composes posters is imported with the
page itself: a map is shown before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import cycle
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from journeyeditor.app.background import Background, Job
from journeyeditor.i18n import N_
from journeyeditor.panels.session_view import BottomPage
from journeyeditor.widgets.buttons import link_button
from journeyeditor.widgets.icons import pixmap
from journeyeditor.widgets.labels import EmptyState, SectionLabel, label
from journeyeditor.widgets.layouts import hairline
from journeyeditor.widgets.ui_context import UiContext

if TYPE_CHECKING:
    from journeyeditor.app.export.job import PosterRenderer, PosterRequest
    from journeyeditor.poster import Poster
    from journeyeditor.poster.preflight.checks import PreflightFinding

#: The most findings listed one by one.
MAX_SHOWN = 100
#: Icon, colour and accessible name of each severity.
SEVERITIES = {
    "error": ("error", "warning", N_("Fix before printing")),
    "warning": ("warning", "caution", N_("Check before printing")),
    "info": ("info", "link", N_("Good to know")),
}


class FindingList(QFrame):
    """Lists findings; `reveal_wanted` carries the id of a finding's record."""

    reveal_wanted = Signal(str)

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._findings: tuple[PreflightFinding, ...] | None = None
        self._heading = SectionLabel()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(18, 0, 12, 8)
        column.addLayout(self._rows)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 10, 0, 0)
        whole.setSpacing(6)
        header = QHBoxLayout()
        header.setContentsMargins(18, 0, 12, 0)
        header.addWidget(self._heading)
        whole.addLayout(header)
        whole.addWidget(area, 1)
        ui.changed.connect(self._retranslate)
        self._retranslate()

    def show_findings(self, findings: Sequence[PreflightFinding]) -> None:
        """Show the pre-flight findings, the most severe first."""
        if self._findings != tuple(findings):
            self._findings = tuple(findings)
            self._retranslate()

    def _retranslate(self) -> None:
        texts = self._ui.texts
        findings = self._findings or ()
        title = texts("Pre-flight")
        self._heading.set_text(f"{title} · {len(findings)}" if findings else title)
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        if self._findings is None:
            return
        if not findings:
            words = texts("No issues found. Ready to print.")
            self._rows.addWidget(self._row(words, "done", "good", "", ()))
        for finding in findings[:MAX_SHOWN]:
            glyph, role, meaning = SEVERITIES[finding.severity]
            elements = finding.elements or tuple(filter(None, [finding.element]))
            row = self._row(finding.message, glyph, role, texts(meaning), elements)
            if self._rows.count():
                self._rows.addWidget(hairline())
            self._rows.addWidget(row)
        if len(findings) > MAX_SHOWN:
            more = texts.more(len(findings) - MAX_SHOWN)
            self._rows.addWidget(label(more, "secondary"))

    def _row(
        self, words: str, glyph: str, role: str, meaning: str, elements: Sequence[str]
    ) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 5, 0, 5)
        line.setSpacing(10)
        side = 15 * self._ui.scale
        sign = QLabel()
        sign.setPixmap(pixmap(glyph, self._ui.theme[role], side, self.devicePixelRatioF()))
        sign.setAccessibleName(meaning)
        sign.setToolTip(meaning)
        sentence = label(words)
        sentence.setWordWrap(True)
        sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        line.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(sentence, 1)
        if elements:
            leads = link_button(self._ui.texts("Show"))
            leads.setAccessibleName(f"{leads.text()}: {words}")
            leads.clicked.connect(partial(self._reveal, cycle(elements)))
            line.addWidget(leads, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _reveal(self, elements: Iterator[str], *_: object) -> None:
        """Show the next record of a finding."""
        self.reveal_wanted.emit(next(elements))


class PreflightPanel(BottomPage):
    """The pre-flight findings of the map's poster; `counted` emits their number."""

    HELP = "poster#preflight"
    NAME, TITLE = "preflight", N_("Pre-flight")
    IDLE_MS = 700

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui)
        from journeyeditor.app.export.job import PosterRenderer

        self._renderer = PosterRenderer()
        self._background = Background(self)
        self._fault: Exception | None = None
        self.list = FindingList(ui)
        self._empty_state = EmptyState()
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._empty_state)
        self._pages.addWidget(self.list)
        self.list.reveal_wanted.connect(self.reveal_wanted)
        self._retranslate()

    def shut_down(self) -> None:
        self._idle_timer.stop()
        self._background.close()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._idle_timer.stop()

    def _reset(self) -> None:
        self._background.drop("preflight")
        self._pages.setCurrentWidget(self._empty_state)
        self._update_status()

    def _refresh(self) -> None:
        if self._session is None:
            return
        from journeyeditor.app.export.job import poster_request
        from journeyeditor.poster.options import PosterOptions

        request = poster_request(self._session.graph, PosterOptions(), self._ui.texts.language)
        work = partial(_composed, self._renderer, request)
        self._background.do("preflight", work, self._show_poster, self._refuse)

    def _show_poster(self, poster: Poster) -> None:
        self._fault = None
        self.list.show_findings(poster.findings)
        self._pages.setCurrentWidget(self.list if poster.findings else self._empty_state)
        self.counted.emit(len(poster.findings))
        self._update_status()

    def _refuse(self, error: Exception) -> None:
        self._fault = error
        self._pages.setCurrentWidget(self._empty_state)
        self.counted.emit(1)
        self._update_status()

    def _update_status(self) -> None:
        texts = self._ui.texts
        if self._fault is not None:
            from journeyeditor.app.export.messages import sentence

            self._empty_state.set_text(sentence(self._fault, texts))
        elif not self._is_stale and not self._background.is_busy:
            self._empty_state.set_text(texts("No issues found. The poster is ready to print."))
        else:
            self._empty_state.set_text(texts("Checking the poster…"))

    def _retranslate(self) -> None:
        """Retranslate, and run the pre-flight again: its findings depend on the language."""
        self._update_status()


def _composed(renderer: PosterRenderer, request: PosterRequest, job: Job) -> Poster:
    """Runs in the background."""
    return renderer.compose(request, job)
