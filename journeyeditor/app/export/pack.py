"""The client pack: who reads it, what they see, which files they get; made in the background."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from journeyeditor.app.background import Job, Stopped
from journeyeditor.app.background_dialog import BackgroundDialog
from journeyeditor.app.dialogs import Dialogs, FileKind
from journeyeditor.app.export.dialog import ExportFooter
from journeyeditor.app.export.inputs import LaneTicks
from journeyeditor.app.export.job import PosterRenderer, PosterRequest, poster_request
from journeyeditor.app.export.messages import sentence
from journeyeditor.delivery.pack import (
    DELIVERABLES,
    PackError,
    deliverable_names,
    file_stem,
    make_pack,
    save_pack,
)
from journeyeditor.delivery.profile import (
    DEFAULT,
    Audience,
    Profile,
    ProfileError,
    profile_names,
    read_profile,
    write_profile,
)
from journeyeditor.editing.session import Session
from journeyeditor.exporters import find_format
from journeyeditor.files import FileError
from journeyeditor.i18n import N_, Texts
from journeyeditor.layout.lane_names import lane_kind_name
from journeyeditor.layout.lanes import lane_specs
from journeyeditor.model import JourneyGraph
from journeyeditor.poster.options import PosterOptions
from journeyeditor.widgets.buttons import link_button
from journeyeditor.widgets.choices import ComboBox
from journeyeditor.widgets.labels import SectionLabel, label
from journeyeditor.widgets.layouts import scrolled
from journeyeditor.widgets.ui_context import UiContext

#: Initial size at interface scale 1, if it fits the screen (pixels).
EXTENT = (620, 660)
#: The parts of a map that an audience may or may not see, by the fields of `Audience`.
PARTS = {
    "notes": N_("Notes and sticky notes"),
    "evidence": N_("Names of sources"),
    "figures": N_("Funnel and metrics"),
    "owners": N_("Owners and author"),
    "status": N_("Status, due dates and votes"),
    "tags": N_("Tags"),
}
#: The built-in profiles' names for the catalogues; others have the titles that people gave them.
TITLES = (N_("Client"), N_("Public"), N_("Team"))
_ZIP = "zip"


class PackDialog(BackgroundDialog):
    """Asks for an audience and files; makes them from a frozen copy of the map."""

    HELP = "formats#packs"

    def __init__(
        self,
        ui: UiContext,
        dialogs: Dialogs,
        session: Session,
        folder: str = "",
        *,
        renderer: PosterRenderer | None = None,
    ) -> None:
        renderer = renderer or PosterRenderer()
        super().__init__(on_thread_end=renderer.release)
        self._ui, self._dialogs, self._session, self._folder = ui, dialogs, session, folder
        self._renderer = renderer
        self._profile = Profile()
        self.profile = ComboBox()
        self.save_profile = link_button()
        self.parts = {name: QCheckBox() for name in PARTS}
        self.pseudonyms = QCheckBox()
        self.lanes = LaneTicks()
        self.files = {name: QCheckBox() for name in deliverable_names()}
        self.zip = QCheckBox()
        self.footer = ExportFooter(ui, prints=False)
        self._headings: list[tuple[SectionLabel, str]] = []
        self._hint = label("", "secondary")
        self._hint.setWordWrap(True)
        self._build_layout()
        self._connect_signals()
        self._fill_profiles(DEFAULT)
        self._retranslate()
        room = self.screen().availableSize()
        self.resize(QSize(*(round(side * ui.scale) for side in EXTENT)).boundedTo(room))

    def _build_layout(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(18, 16, 18, 16)
        column.setSpacing(6)
        row = QHBoxLayout()
        row.addWidget(self.profile, 1)
        row.addWidget(self.save_profile)
        column.addWidget(self._heading(N_("Readers")))
        column.addLayout(row)
        column.addSpacing(8)
        column.addWidget(self._heading(N_("Readers see")))
        column.addLayout(_in_columns(list(self.parts.values())))
        column.addWidget(self.pseudonyms)
        column.addSpacing(8)
        column.addWidget(self._heading(N_("Lanes")))
        column.addWidget(self.lanes)
        column.addSpacing(8)
        column.addWidget(self._heading(N_("Files")))
        column.addLayout(_in_columns(list(self.files.values())))
        column.addSpacing(4)
        column.addWidget(self.zip)
        column.addSpacing(4)
        column.addWidget(self._hint)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scrolled(inner), 1)
        whole.addWidget(self.footer)
        self.footer.start.setDefault(True)

    def _heading(self, words: str) -> SectionLabel:
        heading = SectionLabel()
        self._headings.append((heading, words))
        return heading

    def _connect_signals(self) -> None:
        self._ui.changed.connect(self._retranslate)
        self.profile.activated.connect(self._take_profile)
        self.save_profile.clicked.connect(self._save_profile)
        for box in self.files.values():
            box.toggled.connect(self._follow)
        self.footer.export_wanted.connect(self.export)
        self.footer.cancel_wanted.connect(self.cancel)
        self.footer.close_wanted.connect(self.close)
        self.footer.open_wanted.connect(_open)

    def wanted(self) -> Profile:
        """Return the profile as the form says; what it does not ask stays as in the chosen one."""
        audience = self._profile.audience
        hidden = {key for key, _ in self._lanes()}.difference(self.lanes.ticked())
        changes: dict[str, object] = {name: box.isChecked() for name, box in self.parts.items()}
        changes["pseudonyms"] = self.pseudonyms.isChecked()
        if hidden != _hidden(self._session.graph, audience):
            changes["hidden_lanes"] = tuple(sorted(hidden))
        audience = audience.model_copy(update=changes)
        files = tuple(name for name, box in self.files.items() if box.isChecked())
        return self._profile.model_copy(update={"audience": audience, "files": files})

    def show_profile(self, profile: Profile) -> None:
        self._profile = profile
        audience = profile.audience
        for name, box in self.parts.items():
            box.setChecked(getattr(audience, name))
        self.pseudonyms.setChecked(audience.pseudonyms)
        hidden = _hidden(self._session.graph, audience)
        self.lanes.show_lanes(dict(self._lanes()))
        self.lanes.tick([key for key, _ in self._lanes() if key not in hidden] or ["-"])
        for name, box in self.files.items():
            box.setChecked(name in profile.files)
        self._follow()

    def export(self) -> None:
        """Ask for the place, and make the pack there."""
        texts = self._ui.texts
        if self.zip.isChecked():
            stem = file_stem(self._session.info.title or texts("Customer journey map"))
            suggestion = str(Path(self._folder, f"{stem}.{_ZIP}"))
            kind = FileKind(texts("ZIP archive"), (_ZIP,))
            path = self._dialogs.save_file(suggestion, (kind,))
        else:
            path = self._dialogs.choose_folder(self._folder)
        if path:
            self.export_to(Path(path))

    def export_to(self, path: Path) -> None:
        request = poster_request(self._session.graph, PosterOptions(), self._ui.texts.language)
        work = partial(_made, self._renderer, request, self.wanted(), path)
        self.footer.work(self._ui.texts("Exporting…"))
        failed = partial(self._fail, path)
        self._background.do("pack", work, self.footer.show_done, failed, self.footer.progress)

    def cancel(self) -> None:
        self._background.drop("pack")
        self.footer.reset()

    def _fail(self, path: Path, error: Exception) -> None:
        words = (
            str(error) if isinstance(error, PackError) else sentence(error, self._ui.texts, path)
        )
        self.footer.show_error(words)

    def _follow(self) -> None:
        has_files = any(box.isChecked() for box in self.files.values())
        self.footer.ready(pages=0, has_file=has_files)

    def _fill_profiles(self, chosen: str) -> None:
        self.profile.clear()
        for name in profile_names():
            try:
                profile = read_profile(name)
            except ProfileError:
                continue  # a broken file of one's own
            self.profile.addItem(self._ui.texts(profile.title) or name, name)
        self.profile.setCurrentIndex(max(0, self.profile.findData(chosen)))
        self._take_profile()

    def _take_profile(self) -> None:
        try:
            self.show_profile(read_profile(str(self.profile.currentData())))
        except ProfileError as error:
            self.footer.show_error(str(error))

    def _save_profile(self) -> None:
        texts = self._ui.texts
        title = self._dialogs.ask_text(texts("Name of the profile"), self.profile.currentText())
        name = file_stem(title or "").replace(".", " ").casefold()
        if not title or not title.strip():
            return
        try:
            write_profile(name, self.wanted().model_copy(update={"title": title.strip()}))
        except (FileError, OSError) as error:
            self.footer.show_error(sentence(error, texts))
            return
        self._fill_profiles(name)

    def _lanes(self) -> list[tuple[str, str]]:
        texts = self._ui.texts
        return [
            (spec.key, spec.title or texts(lane_kind_name(spec)))
            for spec in lane_specs(self._session.graph)
        ]

    def _retranslate(self) -> None:
        texts = self._ui.texts
        self.setWindowTitle(texts("Client pack"))
        for heading, words in self._headings:
            heading.set_text(texts(words))
        self._hint.setText(
            texts("What readers do not see is in none of the files, nor in the map inside the PDF.")
        )
        boxes = [(self.parts[name], texts(words)) for name, words in PARTS.items()]
        boxes += [(box, _file_words(name, texts)) for name, box in self.files.items()]
        boxes += [
            (self.pseudonyms, texts("Pseudonyms for personas, author and client")),
            (self.zip, texts("All files in one ZIP archive")),
        ]
        for box, words in boxes:
            box.setText(words)
            box.setAccessibleName(words)
        self.profile.setAccessibleName(texts("Readers"))
        self.save_profile.setText(texts("Save as profile…"))
        self.lanes.show_lanes(dict(self._lanes()))


def _in_columns(boxes: list[QCheckBox]) -> QHBoxLayout:
    """Return a layout with two columns, filled from top to bottom."""
    row, half = QHBoxLayout(), (len(boxes) + 1) // 2
    for part in (boxes[:half], boxes[half:]):
        column = QVBoxLayout()
        column.setSpacing(4)
        for box in part:
            column.addWidget(box)
        column.addStretch(1)
        row.addLayout(column, 1)
    return row


def _file_words(name: str, texts: Texts) -> str:
    """Return what a file is called in the form."""
    kind = DELIVERABLES.get(name)
    format_ = find_format(kind.format if kind else name)
    title = texts(format_.title) if format_ else texts("Journey map")
    return f"{texts(kind.word)} ({kind.format.upper()})" if kind else title


def _hidden(graph: JourneyGraph, audience: Audience) -> set[str]:
    """Return the keys of the lanes that an audience does not see."""
    wanted = audience.hidden_lanes
    return {spec.key for spec in lane_specs(graph, wanted)} if wanted else set()


def _made(
    renderer: PosterRenderer, request: PosterRequest, profile: Profile, path: Path, job: Job
) -> list[Path]:
    graph = JourneyGraph.of(request.info, request.records)
    job.check()
    pack = make_pack(graph, profile, renderer.faces, job.progress, (Stopped,))
    job.check()
    return save_pack(pack, path)


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
