"""The dialog of a photo: it is read in the background, and shown beside what it proposes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from journeyeditor.app.background import Job
from journeyeditor.app.background_dialog import BackgroundDialog
from journeyeditor.app.importing.wall.photo_view import PhotoView
from journeyeditor.app.importing.wall.sorting_form import SortingForm
from journeyeditor.app.importing.wall.suggestions import RowWords, SuggestionList
from journeyeditor.exporters.wall_photo import Placement
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import info_of, kind_class
from journeyeditor.wall import codes
from journeyeditor.wall.errors import PhotoError
from journeyeditor.wall.photo import WallPhoto, read_wall
from journeyeditor.wall.sorting import NEW_STAGE, NOTE_KINDS, SortedWall, keys_of, sorted_wall
from journeyeditor.widgets.buttons import primary
from journeyeditor.widgets.labels import ElidedLabel, SectionLabel, label
from journeyeditor.widgets.ui_context import UiContext

WIDTH, HEIGHT = 1180, 760


class WallImport(BackgroundDialog):
    """Shows what a photo proposes; `accepted_all` emits placements and the wall they are from."""

    HELP = "workshop#photo"

    accepted_all = Signal(object, object)
    #: The photo was read, or could not be.
    ended = Signal()

    def __init__(
        self, ui: UiContext, name: str, data: bytes, graph: JourneyGraph, *, has_map: bool
    ) -> None:
        super().__init__()
        self._ui, self._name, self._graph, self._has_map = ui, name, graph, has_map
        self.photo: WallPhoto | None = None
        self.wall: SortedWall | None = None
        self._error: PhotoError | None = None
        self.view = PhotoView(ui)
        self.form = SortingForm(ui)
        self.list = SuggestionList(ui)
        self.progress = QProgressBar()
        self._wait, self._title = label(), ElidedLabel()
        self._heading, self._unchanged = SectionLabel(), label("", "secondary")
        self._all = QPushButton()
        self._summary = label("", "secondary")
        self._cancel, self.add = QPushButton(), primary()
        self._pages = QStackedWidget()
        self._build_layout()
        self._connect_signals()
        self._retranslate()
        self.resize(round(WIDTH * ui.scale), round(HEIGHT * ui.scale))
        language = info_of(graph).language
        self._background.do(
            "photo",
            partial(_read, data, keys_of(graph), language),
            self._show,
            self._refuse,
            self._progress,
        )

    def _build_layout(self) -> None:
        waiting = QWidget()
        middle = QVBoxLayout(waiting)
        middle.addStretch(1)
        middle.addWidget(self._wait, 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addWidget(self.progress, 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addStretch(1)
        self.progress.setRange(0, 100)
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(round(320 * self._ui.scale))
        self._wait.setWordWrap(True)
        self._pages.addWidget(waiting)
        self._pages.addWidget(self._content())
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._summary, 1)
        foot.addWidget(self._cancel)
        foot.addWidget(self.add)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 16, 18, 14)
        whole.setSpacing(12)
        whole.addWidget(self._pages, 1)
        whole.addLayout(foot)
        for button in (self._all, self._cancel, self.add):
            button.setAutoDefault(False)  # Enter leads to the next row
        self.add.setEnabled(False)

    def _content(self) -> QWidget:
        form = QScrollArea()
        form.setWidget(self.form)
        form.setWidgetResizable(True)
        form.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        form.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addWidget(self._title)
        left.addWidget(self.view, 3)
        left.addWidget(form, 2)
        head = QHBoxLayout()
        head.addWidget(self._heading, 1)
        head.addWidget(self._all)
        right = QVBoxLayout()
        right.setSpacing(6)
        right.addLayout(head)
        right.addWidget(self.list, 1)
        right.addWidget(self._unchanged)
        content = QWidget()
        whole = QHBoxLayout(content)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(18)
        whole.addLayout(left, 6)
        whole.addLayout(right, 5)
        return content

    def _connect_signals(self) -> None:
        self._ui.changed.connect(self._retranslate)
        self.form.changed.connect(self._sort)
        self.list.changed.connect(self._update)
        self.list.current.connect(self.view.show_current)
        self.view.clicked.connect(self.list.reveal)
        self._all.clicked.connect(self._toggle_all)
        self._cancel.clicked.connect(self.reject)
        self.add.clicked.connect(self._add)

    def _progress(self, share: float) -> None:
        self.progress.setValue(round(share * 100))

    def _show(self, photo: WallPhoto) -> None:
        self.photo = photo
        self.view.show_photo(photo)
        self._pages.setCurrentIndex(1)
        self._sort()
        rows = self.list.shown()
        if rows and rows[0].proposal is not None:
            self.list.reveal(rows[0].proposal.find)
        elif self.wall is not None and not self.wall.proposals:
            self._fail()
        self.ended.emit()

    def _refuse(self, error: Exception) -> None:
        if not isinstance(error, PhotoError):
            raise error  # unexpected: left to the error reporter
        self._error = error
        self._fail()
        self.ended.emit()

    def _fail(self) -> None:
        """Show why nothing can be added."""
        self._pages.setCurrentIndex(0)
        self.progress.hide()
        self._retranslate()

    def _sort(self) -> None:
        """Sort the finds by what is chosen now; nothing that was typed is lost."""
        if self.photo is None:
            return
        self.wall = sorted_wall(self.photo, self._graph, self.form.choices)
        kinds, stages = self._kinds(), self._stages()
        proposals = [each for each in self.wall.proposals if each.is_new or each.moves]
        titles = {each.id: each.title for each in self._graph.elements()}
        cards = [each.id for each in self._graph.elements() if each.is_card]
        words = RowWords(kinds, stages, titles, codes.keys_by_id(cards))
        # The box that was chosen from is replaced once its signal is over.
        QTimer.singleShot(0, self, partial(self._show_form, kinds, stages))
        self.list.show_proposals(proposals, self.photo.finds, words)
        self._update()

    def _show_form(
        self, kinds: Sequence[tuple[str, str]], stages: Sequence[tuple[str, str]]
    ) -> None:
        if self.wall is not None and self.photo is not None:
            self.form.show_wall(self.wall, self.photo, kinds, stages)

    def _kinds(self) -> list[tuple[str, str]]:
        return [(kind, self._ui.texts(kind_class(kind).look.title)) for kind in NOTE_KINDS]

    def _stages(self) -> list[tuple[str, str]]:
        texts = self._ui.texts
        named = [(each.id, each.title or texts("Stage")) for each in self._graph.stages()]
        return [*named, (NEW_STAGE, texts("New stage"))]

    def placements(self) -> list[Placement]:
        found = (row.placement() for row in self.list.shown())
        return [each for each in found if each is not None]

    def _add(self) -> None:
        self.accept()
        self.accepted_all.emit(self.placements(), self.wall)

    def _toggle_all(self) -> None:
        """Choose all rows, or none if all are chosen."""
        rows = self.list.shown()
        is_whole = all(row.accepted.isChecked() for row in rows)
        for row in rows:
            row.accepted.setChecked(not is_whole)

    def _update(self) -> None:
        """Count what would be added, and outline it."""
        texts, theme = self._ui.texts, self._ui.theme
        chosen = self.placements()
        moved = sum(bool(each.record) for each in chosen)
        new = len(chosen) - moved
        parts = [
            texts.plural("{count} new card", "{count} new cards", new).format(
                count=texts.number(new)
            )
            if new
            else "",
            texts.plural("{count} moved card", "{count} moved cards", moved).format(
                count=texts.number(moved)
            )
            if moved
            else "",
        ]
        self._summary.setText(", ".join(filter(None, parts)))
        self.add.setEnabled(bool(chosen))
        outlines = {}
        for row in self.list.shown():
            if row.proposal is not None:
                is_chosen = row.accepted.isChecked()
                outlines[row.proposal.find] = theme["selection" if is_chosen else "quiet"]
        self.view.show_outlines(outlines)
        self._show_unchanged()

    def _show_unchanged(self) -> None:
        texts = self._ui.texts
        same = (
            [each for each in self.wall.proposals if each.record and not each.moves]
            if self.wall
            else []
        )
        words = texts.plural(
            "{count} printed card hangs where it is on the map.",
            "{count} printed cards hang where they are on the map.",
            len(same),
        ).format(count=texts.number(len(same)))
        self._unchanged.setText(words if same else "")
        self._unchanged.setVisible(bool(same))

    def _retranslate(self) -> None:
        texts = self._ui.texts
        self.setWindowTitle(texts("Photo of a wall"))
        self._title.set_text(self._name)
        self._heading.set_text(texts("Found"))
        self._all.setText(texts("All or none"))
        self._cancel.setText(texts("Cancel"))
        self.add.setText(texts("Add to map") if self._has_map else texts("New map"))
        self._wait.setText(self._waiting_words())
        self.list.set_texts()
        if self.photo is not None:
            self._sort()

    def _waiting_words(self) -> str:
        texts = self._ui.texts
        if self._error is not None:
            return f"{self._name} {self._error.sentence(texts)}"
        if self.photo is not None:
            return texts(
                "The photo shows no sticky notes and no printed cards. Take it from the front, in even light."
            )
        return texts("Reading “{name}”…").format(name=self._name)


def _read(data: bytes, keys: Sequence[str], language: str, job: Job) -> WallPhoto:
    """Runs in the background."""
    return read_wall(data, keys, language, job.progress)
