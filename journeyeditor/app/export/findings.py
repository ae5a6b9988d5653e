"""The pre-flight findings as a list; each links to its element on the map."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import cycle

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from journeyeditor.i18n import N_
from journeyeditor.poster.preflight.checks import PreflightFinding
from journeyeditor.widgets.buttons import link_button
from journeyeditor.widgets.icons import pixmap
from journeyeditor.widgets.labels import SectionLabel, label
from journeyeditor.widgets.layouts import hairline
from journeyeditor.widgets.ui_context import UiContext

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
            more = texts("and {count} more").format(count=len(findings) - MAX_SHOWN)
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
