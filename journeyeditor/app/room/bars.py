"""The room's bar above the map, and its side: what phones do now, the vote, who is here, how to join."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from journeyeditor.app.room.join_page import spaced
from journeyeditor.app.room.qr import QrView
from journeyeditor.i18n import N_
from journeyeditor.room.messages import MAX_DOTS, REACTIONS, ReactionName
from journeyeditor.room.room import Room
from journeyeditor.room.state import RoomState
from journeyeditor.widgets.buttons import link_button, primary
from journeyeditor.widgets.choices import Segments
from journeyeditor.widgets.labels import SectionLabel, label
from journeyeditor.widgets.layouts import FlowLayout, hairline
from journeyeditor.widgets.spin_box import SpinBox
from journeyeditor.widgets.style import font, styled
from journeyeditor.widgets.ui_context import UiContext

#: What phones do, by the names of the protocol.
ACTIVITIES = {
    "free": N_("Everything"),
    "write": N_("Write"),
    "rate": N_("Emotion"),
    "vote": N_("Vote"),
    "map": N_("Map"),
}
SIDE = 268
QR = 168
#: Names that are listed; the others are counted.
MAX_NAMES = 40
#: Cards that are listed with their reactions, those with the most first.
MAX_REACTED_SHOWN = 8


class RoomBar(QFrame):
    """The bar: what phones do now, and what goes with it."""

    HELP = "workshop#room"

    activity_chosen = Signal(str)
    dots_chosen = Signal(int)
    vote_wanted = Signal()
    closing_wanted = Signal()
    reveal_wanted = Signal()
    votes_shown = Signal(bool)
    end_wanted = Signal()

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._shown: tuple[RoomState, int] | None = None
        styled(self, "bar")
        self.activities = Segments(ui, tuple(ACTIVITIES))
        self.activities.chosen.connect(self.activity_chosen)
        self.here = label("", "title")
        self.end = primary()
        self.end.clicked.connect(self.end_wanted)
        self.dots = SpinBox()
        self.dots.setRange(1, MAX_DOTS)
        self.dots.setValue(3)
        self.dots.setMinimumWidth(round(64 * ui.scale))
        self._dots_label = label("", "secondary")
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setMinimumWidth(round(60 * ui.scale))
        self.progress.setMaximumWidth(round(150 * ui.scale))
        self.figure = label("", "title")
        self.vote = QPushButton()
        self.close_vote = QPushButton()
        self.reveal = QPushButton()
        self.hidden = label("", "secondary")
        self.shows_votes = QCheckBox()
        self.shows_votes.toggled.connect(self.votes_shown)
        self.dots.valueChanged.connect(self.dots_chosen)
        self.vote.clicked.connect(self.vote_wanted)
        self.close_vote.clicked.connect(self.closing_wanted)
        self.reveal.clicked.connect(self.reveal_wanted)
        self._voting = (
            *(self._dots_label, self.dots, self.progress),
            *(self.figure, self.hidden, self.shows_votes),
        )
        upper = _wrapping((self.activities, None), (None, self.here, self.end))
        self._lower = _wrapping(
            (*self._voting[:-1], None),
            (self.shows_votes, None, self.reveal, self.vote, self.close_vote),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 14, 8)
        column.setSpacing(8)
        column.addWidget(upper)
        column.addWidget(self._lower)
        self._retranslate()
        ui.language_changed.connect(self._retranslate)

    def show_state(self, state: RoomState, here: int) -> None:
        self._shown = (state, here)
        texts, setting = self._ui.texts, state.setting
        self.activities.choose(setting.activity)
        self.here.setText(texts("{count} here").format(count=texts.number(here)))
        is_vote = setting.activity in ("vote", "free")
        given = sum(sum(dots.values()) for dots in state.dots.values())
        most = setting.dots * max(here, len([dots for dots in state.dots.values() if dots]))
        self.dots.blockSignals(True)
        self.dots.setValue(setting.dots)
        self.dots.blockSignals(False)
        self.progress.setMaximum(max(most, 1))
        self.progress.setValue(min(given, most))
        words = texts("{count} of {most}")
        self.figure.setText(words.format(count=texts.number(given), most=texts.number(most)))
        is_open = setting.is_vote_open
        self.hidden.setText(
            texts("Hidden on the phones") if is_open else texts("Shown on the phones")
        )
        waiting = len(state.hidden)
        reveal = texts("Show private cards: {count}").format(count=texts.number(waiting))
        self.reveal.setText(reveal)
        self.reveal.setVisible(bool(waiting))
        for widget in self._voting:
            widget.setVisible(is_vote)
        self.shows_votes.setVisible(is_vote and is_open)
        self.close_vote.setVisible(is_vote and is_open)
        self.vote.setVisible(is_vote and not is_open)
        self._lower.setVisible(is_vote or bool(waiting))

    def _retranslate(self) -> None:
        texts = self._ui.texts
        self.activities.set_labels({key: texts(words) for key, words in ACTIVITIES.items()})
        self._dots_label.setText(texts("Dots per person"))
        self.dots.setAccessibleName(texts("Dots per person"))
        self.shows_votes.setText(texts("Show on the map"))
        self.vote.setText(texts("New vote"))
        self.close_vote.setText(texts("Close and show the votes"))
        self.end.setText(texts("Close room"))
        if self._shown is not None:
            self.show_state(*self._shown)


def _wrapping(*groups: Sequence[QWidget | None]) -> QFrame:
    """Return groups that wrap where there is no room for all; None stretches a group."""
    frame = QFrame()
    lines = FlowLayout(frame, 8)
    for widgets in groups:
        group = QWidget()
        line = QHBoxLayout(group)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        for widget in widgets:
            if widget is None:
                line.addStretch(1)
            else:
                line.addWidget(widget)
        lines.addWidget(group)
    return frame


class RoomSide(QFrame):
    """How to join, and who has."""

    HELP = "workshop#room"

    join_page_wanted = Signal()

    def __init__(self, ui: UiContext, room: Room) -> None:
        super().__init__()
        self._ui = ui
        styled(self, "panel")
        scale = ui.scale
        self.setFixedWidth(round(SIDE * scale))
        self.code = QrView(round(QR * scale))
        self.code.show_text(room.join_url)
        self.pin = label(spaced(room.pin))
        self.pin.setFont(font(scale, size=30, weight=700))
        self.pin.setAccessibleName(f"PIN {room.pin}")
        self.address = label(room.url.removeprefix("http://").rstrip("/"), "title")
        self.address.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.caution = label("", "secondary")
        self.caution.setWordWrap(True)
        self.large = link_button()
        self.large.clicked.connect(self.join_page_wanted)
        self.heading = SectionLabel()
        self.names = label("", "")
        self.names.setWordWrap(True)
        self.empty = label("", "secondary")
        self.empty.setWordWrap(True)
        self.reactions_heading = SectionLabel()
        self.reactions = label("", "")
        self.reactions.setWordWrap(True)
        self.reactions.setTextFormat(Qt.TextFormat.PlainText)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 18)
        column.setSpacing(8)
        column.addWidget(self.code, 0, Qt.AlignmentFlag.AlignLeft)
        pin_row = QHBoxLayout()
        pin_row.addWidget(label("PIN", "secondary"), 0, Qt.AlignmentFlag.AlignBottom)
        pin_row.addWidget(self.pin)
        pin_row.addStretch(1)
        column.addLayout(pin_row)
        for widget in (self.address, self.caution, self.large, hairline(), self.heading):
            column.addWidget(widget)
        for widget in (self.names, self.empty, self.reactions_heading, self.reactions):
            column.addWidget(widget)
        column.addStretch(1)
        self.show_names(())
        self.show_reactions({})
        ui.language_changed.connect(self._retranslate)
        self._retranslate()

    def show_names(self, names: Sequence[str]) -> None:
        texts = self._ui.texts
        known = sorted(name for name in names if name)
        lines = known[:MAX_NAMES]
        more = len(names) - len(lines)
        if more and lines:
            lines.append(texts("and {count} more").format(count=texts.number(more)))
        self.names.setText("\n".join(lines))
        self.names.setVisible(bool(lines))
        self.empty.setVisible(not names)

    def show_reactions(self, counts: Mapping[str, Mapping[ReactionName, int]]) -> None:
        """Show the reactions to cards, by title; those with the most first."""
        texts = self._ui.texts
        most = sorted(counts.items(), key=lambda item: -sum(item[1].values()))
        seen, heard = [], []
        for title, own in most[:MAX_REACTED_SHOWN]:
            listed = [
                (REACTIONS[name], texts.number(own[name])) for name in REACTIONS if own.get(name)
            ]
            seen.append("  ".join([*(f"{each.emoji} {count}" for each, count in listed), title]))
            heard.append(
                ", ".join([title, *(f"{texts(each.name)} {count}" for each, count in listed)])
            )
        self.reactions.setText("\n".join(seen))
        self.reactions.setAccessibleName("\n".join(heard))
        self.reactions.setVisible(bool(seen))
        self.reactions_heading.setVisible(bool(seen))

    def _retranslate(self) -> None:
        texts = self._ui.texts
        self.reactions_heading.set_text(texts("Reactions"))
        self.caution.setText(texts("Others on the same network could read along."))
        self.large.setText(texts("Show large"))
        self.heading.set_text(texts("Who is here"))
        self.empty.setText(
            texts("Nobody yet. Guest networks often keep phones apart: try a hotspot of your own.")
        )
