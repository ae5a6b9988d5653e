"""The comparison with another map: a list of differences, and both emotion curves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QIcon,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from journeyeditor.display.primitives import Drawing, Group, extent_of
from journeyeditor.editing.session import Session
from journeyeditor.geometry import Rect, shift
from journeyeditor.i18n import N_
from journeyeditor.insight.compare import PLACES, compare_parts
from journeyeditor.insight.comparison_text import SORTS, ComparisonText, stage_of
from journeyeditor.insight.parts import Parts
from journeyeditor.layout.grid import Grid, plan_parts
from journeyeditor.layout.lanes import lane_specs
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.model import Change, Element, JourneyGraph, Record
from journeyeditor.painting.qt.player import QtPlayer
from journeyeditor.panels.session_view import BottomPage, Observed
from journeyeditor.vocabulary import info_of
from journeyeditor.widgets.buttons import chip
from journeyeditor.widgets.items import add_item
from journeyeditor.widgets.labels import ElidedLabel, EmptyState
from journeyeditor.widgets.layouts import hairline
from journeyeditor.widgets.ui_context import UiContext

if TYPE_CHECKING:
    from journeyeditor.poster.report import curves

SIGN_PX = 16
#: So many primitives of the curves are painted, or left out of the view, together.
RUN = 24

_ID = Qt.ItemDataRole.UserRole


class ComparePanel(BottomPage):
    """How the map differs from another one; `counted` is the number of differences."""

    HELP = "review#compare"
    NAME, TITLE = "compare", N_("Compare")
    IDLE_MS = 400

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui)
        self._old: JourneyGraph | None = None
        self._listed: ComparisonText | None = None
        self.words: ComparisonText | None = None
        self._name = ElidedLabel()
        self.highlight, self.choose, self.end = chip(), QPushButton(), QPushButton()
        self.list = QListWidget()
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.curves = CurvesView(ui)
        self._empty, self._body = EmptyState(), QWidget()
        self._lay_out()
        self._connect()
        self._retranslate()

    def _observed(self, session: Session) -> Iterable[Observed]:
        return (
            (session.updated, self._follow),
            (session.highlight.changed, self._follow_highlight),
        )

    def _reset(self) -> None:
        self.compare_with(None)

    def compare_with(self, old: JourneyGraph | None) -> None:
        """Compare the map with an older one; None ends the comparison."""
        if self.highlight.isChecked():
            self._set_highlight(is_on=False)
        self._old, self.words = old, None
        self.curves.forget()
        self._is_stale = True
        if self.is_seen():
            self.refresh()
        else:
            self._show()

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 6, 12, 6)
        bar.setSpacing(8)
        bar.addWidget(self._name, 1)
        for button in (self.highlight, self.choose, self.end):
            bar.addWidget(button)
        row = QHBoxLayout(self._body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list, 6)
        row.addWidget(hairline(vertical=True))
        row.addWidget(self.curves, 5)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(hairline())
        column.addWidget(self._body, 1)
        column.addWidget(self._empty, 1)

    def _connect(self) -> None:
        self.list.itemActivated.connect(self._jump)
        self.list.itemClicked.connect(self._jump)
        self.choose.clicked.connect(lambda: self.action_wanted.emit("compare"))
        self.highlight.clicked.connect(self._toggle_highlight)
        self.end.clicked.connect(self._end)
        self.curves.resized.connect(partial(self.invalidate, 0))

    def _follow(self, change: Change) -> None:
        if self._old is not None:
            self.words = None
            if any(_moves_curves(*entry) for entry in change.entries.values()):
                self.curves.forget()
            self.invalidate()

    def _refresh(self) -> Iterator[None]:
        if self._old is not None and self._session is not None and self.words is None:
            new = self._session.graph
            comparison = yield from compare_parts(self._old, new)
            self.words = ComparisonText(self._old, new, self._ui.texts, comparison)
            yield
        yield from self._show_parts()

    def _show(self) -> None:
        for _ in self._show_parts():
            pass

    def _show_parts(self) -> Iterator[None]:
        texts, words = self._ui.texts, self.words
        differences = words.comparison.differences if words is not None else ()
        if words is None or words is not self._listed:
            yield from self._list(words)
            self._listed = words
        yield
        yield from self.curves.show_comparison(self._session, words)
        self._body.setVisible(words is not None)
        self.list.setVisible(bool(differences))
        self._empty.setVisible(words is None or not differences)
        for button in (self.highlight, self.end):
            button.setEnabled(words is not None)
        self._empty.set_text(
            texts("Choose a map to compare this one with.")
            if words is None
            else texts("The maps are the same.")
        )
        self._name.setText(self._title())
        self.counted.emit(len(differences))

    def _list(self, words: ComparisonText | None) -> Iterator[None]:
        """List the differences, once all their sentences are written."""
        texts = self._ui.texts
        rows = []
        for difference in words.comparison.differences if words is not None else ():
            assert words is not None
            rows.append((difference, words.sentence(difference)))
            yield
        badges = {what: self._badge(what) for what in {each.what for each, _ in rows}}
        self.list.clear()
        for difference, sentence in rows:
            item = add_item(self.list, sentence)
            item.setIcon(badges[difference.what])
            item.setData(_ID, difference.new)
            accessible_text = f"{texts(SORTS[difference.what])}: {sentence}"
            item.setData(Qt.ItemDataRole.AccessibleTextRole, accessible_text)
            item.setToolTip(sentence)

    def _title(self) -> str:
        if self._old is None:
            return ""
        info = info_of(self._old)
        title = info.title or self._ui.texts("Untitled map")
        return self._ui.texts("Compared with “{title}”").format(title=title)

    def _badge(self, what: str) -> QIcon:
        from journeyeditor.poster.report.differences import SIGNS

        letter, role = SIGNS[what]
        side, ratio = round(SIGN_PX * self._ui.scale), self.devicePixelRatioF()
        picture = QPixmap(round(side * ratio), round(side * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        with QPainter(picture) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._ui.theme[role]))
            painter.drawRoundedRect(0, 0, side, side, side * 0.24, side * 0.24)
            painter.setPen(QColor(self._ui.theme["paper"]))
            font = QFont(self.font())
            font.setPixelSize(round(side * 0.78))
            font.setBold(True)
            painter.setFont(font)
            painter.drawText(0, 0, side, side, Qt.AlignmentFlag.AlignCenter, letter)
        return QIcon(picture)

    def _jump(self, item: QListWidgetItem) -> None:
        if item.data(_ID):
            self.reveal_wanted.emit(item.data(_ID))

    def _toggle_highlight(self, is_on: bool) -> None:
        self._set_highlight(is_on=is_on)

    def _set_highlight(self, *, is_on: bool) -> None:
        if self._session is None or self.words is None:
            self.highlight.setChecked(False)
            return
        changed = self._changed_ids()
        self._session.highlight.set(changed if is_on else ())
        self.highlight.setChecked(is_on and bool(changed))

    def _changed_ids(self) -> frozenset[str]:
        """What is new or differs, and its stages: a dimmed stage dims all its cards."""
        if self.words is None:
            return frozenset()
        differences = [each for each in self.words.comparison.differences if each.new]
        stages = (stage_of(self.words.new, self.words.element(each)) for each in differences)
        return frozenset(
            [*(each.new for each in differences), *(each.id for each in stages if each)]
        )

    def _follow_highlight(self, _: object) -> None:
        """Check the button while what differs is what is highlighted."""
        assert self._session is not None
        changed = self._changed_ids() if self._session.highlight.is_active else frozenset()
        self.highlight.setChecked(bool(changed) and self._session.highlight.ids == changed)

    def _end(self) -> None:
        self.compare_with(None)

    def _retranslate(self) -> None:
        texts = self._ui.texts
        self.choose.setText(texts("Compare with…"))
        self.highlight.setText(texts("Mark on map"))
        self.end.setText(texts("End comparison"))
        self.list.setAccessibleName(texts("Differences"))
        self.curves.setAccessibleName(texts("Emotion curves"))
        self.curves.forget()
        if self.words is not None and self._session is not None:
            words = self.words
            self.words = ComparisonText(words.old, words.new, texts, words.comparison)
        self._show()


#: Pixels per map unit at interface size 1, and the margin in map units.
UNIT, PAD = 1.45, 10.0


#: The names of the stages are illegible below these widths of all and of each (map units); it
#: scrolls then.
MIN, MIN_STAGE = 260.0, 28.0


def _moves_curves(before: Record | None, after: Record | None) -> bool:
    """Tell whether a change of a record may show in the curves: not if it is of a card's contents."""
    if not isinstance(before, Element) or not isinstance(after, Element):
        return True
    if after.kind in ("emotion", "stage", "persona"):
        return True
    return any(getattr(before, name, None) != getattr(after, name, None) for name in PLACES)


class CurvesView(QScrollArea):
    """The curves of all personas, below one another; `resized` when they need another width."""

    resized = Signal()

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._canvas = CurvesCanvas()
        self._session: Session | None = None
        self._words: ComparisonText | None = None
        self._old_grid: tuple[JourneyGraph, Grid] | None = None
        #: The width and language for which the drawing shown is right; None if it is for none.
        self._drawn: tuple[float, str] | None = None
        self.setWidget(self._canvas)
        self.setFrameShape(QScrollArea.Shape.NoFrame)

    def show_comparison(
        self, session: Session | None, words: ComparisonText | None
    ) -> Iterator[None]:
        """Draw the curves part by part, unless they are drawn."""
        if session is None or words is None or self._words is None or session is not self._session:
            self.forget()
        self._session, self._words = session, words
        return self._draw()

    def forget(self) -> None:
        """Draw anew when the comparison is shown again."""
        self._drawn = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._words is not None:
            self.resized.emit()

    def _draw(self) -> Iterator[None]:
        unit = UNIT * self._ui.scale
        session, words = self._session, self._words
        if session is None or words is None:
            self._canvas.show_drawing(None, (), QSize(), unit)
            return
        from journeyeditor.poster.report import curves

        stages = curves.stage_pairs(words.old, words.new, words.comparison)
        width = max(self.viewport().width() / unit, MIN, len(stages) * MIN_STAGE)
        context = session.layout.context
        wanted = width, words.texts.language
        if wanted == self._drawn:
            return
        yield
        if self._old_grid is None or self._old_grid[0] is not words.old:
            old_grid = yield from plan_parts(words.old, lane_specs(words.old))
            self._old_grid = words.old, old_grid
        grids = self._old_grid[1], (yield from plan_parts(words.new, lane_specs(words.new)))
        drawing, height = yield from _curves(words, stages, width - 2 * PAD, context, grids)
        runs = yield from _runs(drawing)
        size = QSize(int(width * unit), round(height * unit))
        self._canvas.show_drawing(session, runs, size, unit)
        self._drawn = wanted


class CurvesCanvas(QWidget):
    """The drawing inside the scroll area, on the map's paper."""

    def __init__(self) -> None:
        super().__init__()
        self._player: QtPlayer | None = None
        self._session: Session | None = None
        self._runs: Sequence[_Run] = ()
        self._unit = UNIT

    def show_drawing(
        self, session: Session | None, runs: Sequence[_Run], size: QSize, unit: float
    ) -> None:
        if session is not None and session is not self._session:
            self._player = QtPlayer(session.faces)
        self._session, self._runs, self._unit = session, runs, unit
        self.resize(size)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._session is None or self._player is None:
            return
        place, unit = event.rect(), self._unit
        sides = (place.x(), place.y(), place.width(), place.height())
        seen = Rect(*(side / unit for side in sides))
        with QPainter(self) as painter:
            painter.fillRect(place, QColor(self._session.layout.context.theme["paper"]))
            painter.scale(unit, unit)
            for run in self._runs:
                if run.extent.intersects(seen):
                    self._player.play(painter, run.drawing)


class _Run(NamedTuple):
    """Primitives that follow one another, and what they cover."""

    drawing: Drawing
    extent: Rect


def _runs(drawing: Drawing) -> Parts[list[_Run]]:
    """Cut a drawing of groups into runs, part by part, so that only what is in view is painted."""
    runs = []
    for group in drawing:
        assert isinstance(group, Group)
        for start in range(0, len(group.children), RUN):
            run = (Group(group.children[start : start + RUN], group.transform),)
            extent = extent_of(run, ink=True)
            if extent is not None:
                runs.append(_Run(run, extent.inset(-1)))
            yield
    return runs


def _curves(
    words: ComparisonText,
    stages: Sequence[curves.StagePair],
    width: float,
    context: RenderContext,
    grids: tuple[Grid, Grid],
) -> Parts[tuple[Drawing, float]]:
    """Draw all curves below one another, part by part; return them and their height in map units."""
    from journeyeditor.poster.report import curves

    yield
    curve_set = yield from curves.curves_parts(
        words.old, words.new, words.comparison, stages, width, context, grids
    )
    yield
    names, names_height = yield from curves.headers_parts(stages, width, context)
    was, now = words.texts("Before"), words.texts("After")
    drawing = []
    y = PAD
    for pair in curve_set:
        legend, top = curves.legend(pair, was, now, width, context)
        chart = yield from curves.depict_parts(pair, stages, width, context)
        for part, down in ((legend, 0.0), (names, top), (chart, top + names_height)):
            drawing.append(Group(tuple(part), shift(PAD, y + down)))
        y += top + names_height + curves.HEIGHT + PAD
        yield
    return tuple(drawing), y
