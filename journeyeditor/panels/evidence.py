"""The evidence of the map: numbered sources, what rests on them, and how much has none.

A click makes a source current, Enter opens its form; the selection can be linked to the current
source, and the sources it already rests on are marked.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from journeyeditor.editing import operations
from journeyeditor.editing.changes.evidence import linkable, links
from journeyeditor.editing.session import Session
from journeyeditor.i18n import N_, Texts
from journeyeditor.insight.evidence import (
    StageEvidence,
    claims,
    evidence_by_stage_parts,
    supported_by_evidence,
)
from journeyeditor.insight.review_dates import is_outdated
from journeyeditor.model import JourneyGraph
from journeyeditor.panels.session_view import BottomPage, Observed
from journeyeditor.vocabulary import Evidence, info_of
from journeyeditor.vocabulary.terms import term
from journeyeditor.widgets.buttons import chip, link_button
from journeyeditor.widgets.column_list import ColumnList, ListCell, ListColumn, ListRow
from journeyeditor.widgets.items import add_item
from journeyeditor.widgets.labels import EmptyState, SectionLabel
from journeyeditor.widgets.layouts import FlowLayout, hairline
from journeyeditor.widgets.ui_context import UiContext


class EvidencePanel(BottomPage):
    """The sources, the claim library, and the share of evidence; `counted` is the number of sources."""

    HELP = "review#evidence"
    NAME, TITLE = "evidence", N_("Evidence")
    IDLE_MS = 150
    COUNTS_BEHIND = True
    BEHIND_MS = 1000

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui)
        self.list = ColumnList(ui, COLUMNS)
        self.library = ColumnList(ui, LIBRARY_COLUMNS, opens_on_click=True)
        self.bars = ShareBars(ui)
        self.add = link_button()
        self.link = link_button()
        self.show_users = link_button()
        self.edit = link_button()
        self.library_toggle = chip()
        self._empty = EmptyState()
        self._pages = QStackedWidget()
        self._lay_out()
        self._connect()
        self._retranslate()
        self.refresh()

    def _lay_out(self) -> None:
        tools = QWidget()
        line = FlowLayout(tools, gap=2)
        for button in (self.add, self.link, self.edit, self.show_users, self.library_toggle):
            line.addWidget(button)
        line.addWidget(QWidget())  # takes the rest of the line
        line.setContentsMargins(6, 4, 10, 2)
        for page in (self.list, self._empty, self.library):
            self._pages.addWidget(page)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(tools)
        left.addWidget(self._pages, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(hairline(vertical=True))
        row.addWidget(self.bars)

    def _observed(self, session: Session) -> Iterable[Observed]:
        return (
            (session.updated, self._follow),
            (session.selection.changed, self._follow_selection),
        )

    def _reset(self) -> None:
        self.library_toggle.setChecked(False)

    def add_source(self) -> None:
        """Add a source for the selection, and open its form."""
        if self._session is not None:
            id_ = operations.add_evidence(self._session, self._selected_ids(), strength="assumed")
            self.library_toggle.setChecked(False)
            self.refresh()
            self.list.make_current(id_)
            self.edit_wanted.emit(id_, "")

    def link_selected(self) -> None:
        """Link the selection to the current source; if all of it is linked, unlink it."""
        session, current = self._session, self.list.current()
        if session is None or not current:
            return
        on = links(session.graph, current, self._selected_ids())
        if on and all(on.values()):
            operations.unlink_evidence(session, current, on)
        else:
            operations.link_evidence(session, current, on)

    def add_claim(self, key: str) -> None:
        session = self._session
        if session is None:
            return
        fields = next(c for c in claims() if c.id == key).fields(session.texts)
        candidates = (e for e in session.graph.elements("evidence") if _claim(e) == fields["claim"])
        existing = next(candidates, None)
        if existing is None:
            (id_,) = operations.add_claims(session, [fields], self._selected_ids())
        else:
            id_ = existing.id
            self.library_toggle.setChecked(False)
        self.refresh()
        self.list.make_current(id_)

    def _connect(self) -> None:
        self.add.clicked.connect(self.add_source)
        self.link.clicked.connect(self.link_selected)
        self.edit.clicked.connect(self._edit)
        self.show_users.clicked.connect(self._show_cards)
        self.library_toggle.toggled.connect(self._show_page)
        self.list.opened.connect(self._edit)
        self.list.deleted.connect(self._delete)
        self.list.current_changed.connect(self._update_buttons)
        self.library.opened.connect(self.add_claim)
        self.library.picked.connect(self.add_claim)
        self.bars.chosen.connect(self.reveal_wanted)

    def _selected_ids(self) -> list[str]:
        session = self._session
        return [e.id for e in linkable(session.graph, session.selection.ids)] if session else []

    def _follow_selection(self, _: object) -> None:
        self.invalidate(0)

    def _refresh(self) -> Iterator[None]:
        session, texts = self._session, self._ui.texts
        if session is None:
            self.list.show_rows([])
        else:
            graph, selected = session.graph, self._selected_ids()
            linked = {w.target for id_ in selected for w in graph.outgoing(id_, "evidenced_by")}
            self.list.show_rows(source_rows(graph, texts, datetime.date.today(), linked))
            yield
            added = {_claim(record) for record in graph.elements("evidence")}
            self.library.show_rows(claim_rows(session.texts, texts, added))
            yield
            self.bars.show_bars(bars((yield from evidence_by_stage_parts(graph)), texts))
        self.counted.emit(len(self.list.rows()))
        self._show_page()

    def _show_page(self, *_: object) -> None:
        empty = self._empty if not self.list.rows() else self.list
        self._pages.setCurrentWidget(self.library if self.library_toggle.isChecked() else empty)
        self._update_buttons()

    def _update_buttons(self, *_: object) -> None:
        session, texts, current = self._session, self._ui.texts, self.list.current()
        selected = self._selected_ids()
        count = texts.plural("{count} card", "{count} cards", len(selected))
        count = count.format(count=texts.number(len(selected)))
        words = texts("New source for {cards}") if selected else texts("New source")
        _set_button_text(self.add, "+ " + words.format(cards=count))
        is_listed = self._pages.currentWidget() is self.list and session is not None and current
        on = links(session.graph, current, selected) if is_listed and session else {}
        words = (
            texts("Disconnect from {cards}")
            if on and all(on.values())
            else texts("Connect to {cards}")
        )
        _set_button_text(self.link, words.format(cards=count))
        self.add.setEnabled(session is not None)
        self.link.setVisible(bool(on))
        self.edit.setVisible(bool(is_listed))
        self.show_users.setVisible(
            bool(
                is_listed
                and session
                and any(True for _ in supported_by_evidence(session.graph, current))
            )
        )

    def _edit(self, *_: object) -> None:
        if self.list.current():
            self.edit_wanted.emit(self.list.current(), "")

    def _show_cards(self) -> None:
        session, current = self._session, self.list.current()
        if session is None or not current:
            return
        users = [element.id for element in supported_by_evidence(session.graph, current)]
        if users:
            self.reveal_wanted.emit(users[0])
            session.selection.set(users)

    def _delete(self, id_: str) -> None:
        if self._session is not None:
            operations.delete(self._session, [id_])

    def _retranslate(self) -> None:
        texts = self._ui.texts
        self.setAccessibleName(texts("Evidence"))
        self.list.setAccessibleName(texts("Sources"))
        self.library.setAccessibleName(texts("Claim library"))
        _set_button_text(self.edit, texts("Edit"))
        _set_button_text(self.show_users, texts("Show cards"))
        _set_button_text(self.library_toggle, texts("Claim library"))
        self.library_toggle.setToolTip(
            texts("Widely quoted figures without a known source. Click one to add it")
        )
        self._empty.set_text(
            texts("No sources yet. Until a source backs it up, every card is an assumption.")
        )
        for part in (self.list, self.library):
            part.relayout()
        self.bars.relayout()


def _set_button_text(button: QPushButton, words: str) -> None:
    button.setText(words.replace("&", "&&"))
    button.setAccessibleName(words)


def _claim(record: object) -> str:
    return record.claim if isinstance(record, Evidence) else ""


BARS_WIDTH, ROW_PX, PAD, BAR_PX = 250, 34, 14, 4


_BAR_ROLE = Qt.ItemDataRole.UserRole


class ShareBars(QWidget):
    """The share of each stage; `chosen` emits the stage of a bar that was clicked or activated."""

    chosen = Signal(str)

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._bars: Sequence[ShareBar] = ()
        self.title = SectionLabel()
        self.list = QListWidget()
        self._row = ShareBarDelegate(ui)
        self.list.setItemDelegate(self._row)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setMouseTracking(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 10, 0, 0)
        layout.setSpacing(4)
        self.title.setContentsMargins(PAD, 0, PAD, 0)
        layout.addWidget(self.title)
        layout.addWidget(self.list)
        self.list.itemClicked.connect(self._choose)
        self.list.itemActivated.connect(self._choose)
        self.relayout()

    def show_bars(self, bars: Sequence[ShareBar]) -> None:
        if list(bars) == list(self._bars):
            return
        self._bars = list(bars)
        self.list.clear()
        for bar in bars:
            item = add_item(self.list, f"{bar.words}: {bar.count_text}")
            item.setData(_BAR_ROLE, bar)
            item.setToolTip(item.text())

    def relayout(self) -> None:
        words = self._ui.texts("Share of cards with a source")
        self.title.set_text(words)
        self.list.setAccessibleName(words)
        self.setFixedWidth(round(BARS_WIDTH * self._ui.scale))
        self.list.doItemsLayout()

    def _choose(self, item: QListWidgetItem) -> None:
        bar: ShareBar = item.data(_BAR_ROLE)
        if bar.key:
            self.chosen.emit(bar.key)


class ShareBarDelegate(QStyledItemDelegate):
    """Draws one bar: title and count above a track that fills from zero."""

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui

    def sizeHint(self, option: QStyleOptionViewItem, index: object) -> QSize:
        return QSize(100, round(ROW_PX * self._ui.scale))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: object) -> None:
        theme, scale = self._ui.theme, self._ui.scale
        bar: ShareBar = index.data(_BAR_ROLE)  # type: ignore[attr-defined]
        rect = option.rect
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_MouseOver and bar.key:
            painter.fillRect(rect, QColor(theme["hover"]))
        elif state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(rect, QColor(theme["chosen"]))
        pad = round(PAD * scale)
        words = rect.adjusted(pad, round(4 * scale), -pad, -round(12 * scale))
        font = QFont(painter.font())
        font.setWeight(QFont.Weight.Normal if bar.key else QFont.Weight.DemiBold)
        painter.setFont(font)
        metrics = QFontMetrics(font)
        room = words.width() - metrics.horizontalAdvance(bar.count_text) - 8
        painter.setPen(QColor(theme["ink"]))
        name = metrics.elidedText(bar.words, Qt.TextElideMode.ElideRight, room)
        painter.drawText(
            words, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), name
        )
        painter.setPen(QColor(theme["label"]))
        painter.drawText(
            words, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), bar.count_text
        )
        line = QRectF(words.x(), rect.bottom() - 9 * scale, words.width(), BAR_PX * scale)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme["line"]))
        painter.drawRoundedRect(line, line.height() / 2, line.height() / 2)
        if bar.share:
            line.setWidth(max(line.width() * bar.share, line.height()))
            painter.setBrush(QColor(theme["accent"]))
            painter.drawRoundedRect(line, line.height() / 2, line.height() / 2)
        painter.restore()


COLUMNS = (
    ListColumn(0, 24),
    ListColumn(6, 150),
    ListColumn(3, 90),
    ListColumn(0, 128),
    ListColumn(0, 84),
    ListColumn(0, 96),
)
LIBRARY_COLUMNS = (ListColumn(0, 92), ListColumn(1, 200), ListColumn(0, 110), ListColumn(0, 90))
#: A full disc is measured, a ring quoted, a question mark assumed.
STRENGTH_GLYPHS = {"measured": "done", "quoted": "evidence", "assumed": "help"}


class ShareBar(NamedTuple):
    """How much of a stage, or of the whole map (""), has a source."""

    key: str
    words: str
    share: float | None
    count_text: str


def source_rows(
    graph: JourneyGraph, texts: Texts, today: datetime.date, linked: Collection[str]
) -> list[ListRow]:
    """A row for each source, in the order of their numbers; those in `linked` are marked."""
    records = [record for record in graph.elements("evidence") if isinstance(record, Evidence)]
    return [
        _source_row(graph, record, number + 1, texts, today, record.id in linked)
        for number, record in enumerate(records)
    ]


def _source_row(
    graph: JourneyGraph,
    record: Evidence,
    number: int,
    texts: Texts,
    today: datetime.date,
    is_linked: bool,
) -> ListRow:
    info = info_of(graph)
    users = supported_by_evidence(graph, record.id)
    count = texts.plural("{count} card", "{count} cards", len(users))
    used = count.format(count=texts.number(len(users))) if users else texts("unused")
    claim = record.claim or record.title or texts("no claim")
    date = texts.date(record.date) if record.date else ""
    is_old = is_outdated(record, info, today)
    strength = texts(term(record.strength, texts)) if record.strength else ""
    source = record.source or texts("source missing")
    cells = (
        ListCell(str(number), "link", is_bold=True, is_right_aligned=True),
        ListCell(claim, "ink", is_bold=is_linked, glyph="link" if is_linked else ""),
        ListCell(source, "quiet" if record.source else "warning"),
        ListCell(date, "caution" if is_old else "quiet", glyph="history" if is_old else ""),
        ListCell(strength, "quiet", glyph=STRENGTH_GLYPHS.get(record.strength, "")),
        ListCell(used, "quiet" if users else "label", is_right_aligned=True),
    )
    announced = [f"{texts('Source')} {number}", claim, source, date, strength, used]
    if is_old:
        announced.append(texts("older than the review interval"))
    if is_linked:
        announced.append(texts("evidence for the selection"))
    return ListRow(record.id, cells, ", ".join(filter(None, announced)))


def claim_rows(map_texts: Texts, texts: Texts, added: Collection[str]) -> list[ListRow]:
    """A row for each claim of the library, written in the language of the map.

    `added` are the claims that the map has already.
    """
    rows = []
    for claim in claims():
        is_added = claim.fields(map_texts)["claim"] in added
        state = texts("added") if is_added else texts("Add")
        cells = (
            ListCell(claim.figure(map_texts), "ink", is_bold=True, is_right_aligned=True),
            ListCell(claim.words(map_texts), "ink"),
            ListCell(texts("source missing"), "warning"),
            ListCell(state, "label" if is_added else "link", is_right_aligned=True),
        )
        rows.append(ListRow(claim.id, cells, ", ".join(cell.words for cell in cells)))
    return rows


def bars(cards: Sequence[StageEvidence], texts: Texts) -> list[ShareBar]:
    """The share with a source, of the whole map and of each stage."""
    claim_count, sourced = sum(f.claims for f in cards), sum(f.sourced for f in cards)
    share = sourced / claim_count if claim_count else None
    whole = ShareBar("", texts("All cards"), share, _count(sourced, claim_count, texts))
    stages = [
        ShareBar(
            each.stage.id if each.stage else "",
            each.stage.title if each.stage else texts(NOT_PLACED),
            each.share,
            _count(each.sourced, each.claims, texts),
        )
        for each in cards
    ]
    return [whole, *stages]


NOT_PLACED = N_("Not placed yet")


def _count(sourced: int, claim_count: int, texts: Texts) -> str:
    if not claim_count:
        return texts("no claims")
    pattern = texts("{sourced} of {claims}")
    return pattern.format(sourced=texts.number(sourced), claims=texts.number(claim_count))
