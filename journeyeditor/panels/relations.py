"""What an element is tied to, group by group, with a way there, a way to untie and a way to tie."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from journeyeditor.editing import operations
from journeyeditor.model import Element, Relation
from journeyeditor.panels.fields.base import Candidate, FormContext
from journeyeditor.panels.fields.list import Picker
from journeyeditor.panels.kind_icons import kind_icon
from journeyeditor.panels.terms import INCOMING, OUTGOING, name_of
from journeyeditor.values import format_share
from journeyeditor.vocabulary import KINDS, RELATIONS, may_connect
from journeyeditor.widgets.buttons import ElidedButton, slim_button
from journeyeditor.widgets.labels import SectionLabel, label
from journeyeditor.widgets.layouts import column, row

#: More ties of one group are counted, not listed.
_MOST = 40
_ICON = 16


class RelationRow(QWidget):
    """One tie: the other end, as a button that leads there."""

    jumped = Signal(str)
    opened = Signal(str)
    removed = Signal(str)

    def __init__(self, around: FormContext) -> None:
        super().__init__()
        self._around = around
        self._other = self._tie = ""
        self.button = ElidedButton("row")
        self.form = slim_button(around.ui, "form")
        self.remove = slim_button(around.ui, "close")
        row(self, self.button, self.form, self.remove, spacing=0)
        self.button.clicked.connect(self._jump)
        self.form.clicked.connect(self._open)
        self.remove.clicked.connect(self._remove)

    def show_tie(self, tie: Relation, other: Element) -> None:
        """Show another tie."""
        ui = self._around.ui
        self._tie, self._other = tie.id, other.id
        words = name_of(other, ui.texts)
        share = getattr(tie, "share", None)
        more = f" · {format_share(share, ui.texts)}" if share is not None else ""
        self.button.say(words + more)
        kind = ui.texts(type(other).look.title) if hasattr(other, "look") else ""
        self.button.setAccessibleName(
            ui.texts("Go to {name}").format(name=f"{kind}: {words}{more}")
        )
        self.button.setIcon(kind_icon(other.kind, ui))
        side = round(_ICON * ui.scale)
        self.button.setIconSize(QSize(side, side))
        self.form.setVisible(tie.kind == "follows")
        self.form.say(ui.texts("Edit connection to {name}").format(name=words))
        self.remove.say(ui.texts("Disconnect {name}").format(name=words))

    def _jump(self) -> None:
        """Tell where to go."""
        self.jumped.emit(self._other)

    def _open(self) -> None:
        """Tell which relation to show."""
        self.opened.emit(self._tie)

    def _remove(self) -> None:
        """Tell which relation to take away."""
        self.removed.emit(self._tie)


class RelationGroup(QWidget):
    """The ties of one kind that lead from an element, or to it."""

    jumped = Signal(str)
    opened = Signal(str)

    def __init__(self, kind: str, *, is_outgoing: bool, around: FormContext) -> None:
        super().__init__()
        self.kind, self.is_outgoing = kind, is_outgoing
        self._around = around
        self._element: Element | None = None
        self.title = SectionLabel()
        self.more = label("", "small")
        self.add = slim_button(around.ui, "plus", role="link")
        self.rows: list[RelationRow] = []
        self._picker: Picker | None = None
        head = QWidget()
        row(head, self.title, self.add)
        self._column = column(self, head, self.more, spacing=0)
        self.add.clicked.connect(self._ask)

    def fits(self, kind: str) -> bool:
        """Tell whether an element of a kind may have such ties."""
        return bool(self.partners(kind))

    def partners(self, kind: str) -> tuple[str, ...]:
        """Return the kinds that may stand at the other end."""
        names = [cls.model_fields["kind"].default for cls in KINDS]
        if self.is_outgoing:
            return tuple(name for name in names if may_connect(kind, self.kind, name))
        return tuple(name for name in names if may_connect(name, self.kind, kind))

    def show_element(self, element: Element) -> None:
        """Show the ties of an element."""
        self._element = element
        ties = self._ties()
        while len(self.rows) < min(_MOST, len(ties)):
            self._append()
        for index, each in enumerate(self.rows):
            each.setVisible(index < min(_MOST, len(ties)))
        session = self._around.session
        assert session is not None
        for each, tie in zip(self.rows, ties, strict=False):
            each.show_tie(tie, session.graph.element(self._other(tie)))
        texts = self._around.ui.texts
        rest = len(ties) - _MOST
        self.more.setVisible(rest > 0)
        self.more.setText(texts("and {count} more").format(count=max(0, rest)))
        words = texts((OUTGOING if self.is_outgoing else INCOMING)[self.kind])
        self.title.say(words)
        self.add.say(texts("Add: {name}").format(name=words))

    def _ties(self) -> tuple[Relation, ...]:
        """Return the ties of the element that is shown."""
        session, element = self._around.session, self._element
        assert session is not None
        assert element is not None
        find = session.graph.outgoing if self.is_outgoing else session.graph.incoming
        return find(element.id, self.kind)

    def _other(self, tie: Relation) -> str:
        """Return the other end of a tie."""
        return tie.target if self.is_outgoing else tie.source

    def _append(self) -> None:
        """Add a row."""
        each = RelationRow(self._around)
        each.jumped.connect(self.jumped)
        each.opened.connect(self.opened)
        each.removed.connect(self._removed)
        self.rows.append(each)
        self._column.insertWidget(len(self.rows), each)

    def _removed(self, tie: str) -> None:
        """Take a tie off the map."""
        if self._around.session is not None:
            operations.delete(self._around.session, [tie])

    def _ask(self) -> None:
        """Pop up what may be tied."""
        if self._picker is None:
            self._picker = Picker(self._around.ui, self)
            self._picker.picked.connect(self._picked)
        self._picker.ask(self._candidates, self, self.add.accessibleName())

    def _candidates(self) -> Iterator[Candidate]:
        """Yield what may stand at the other end, what is in the same stage first."""
        session, element = self._around.session, self._element
        if session is None or element is None:
            return
        taken = {self._other(tie) for tie in self._ties()} | {element.id}
        stages = {stage.id: place for place, stage in enumerate(session.graph.stages())}
        home = getattr(element, "stage", None)
        found = [
            other
            for kind in self.partners(element.kind)
            for other in session.graph.elements(kind)
            if other.id not in taken
        ]
        found.sort(
            key=lambda other: (
                getattr(other, "stage", None) != home,
                stages.get(getattr(other, "stage", None) or "", len(stages)),
            )
        )
        for other in found:
            stage = getattr(other, "stage", None)
            place = f" · {self._around.title(stage)}" if stage else ""
            words = name_of(other, self._around.ui.texts)
            yield Candidate(other.id, words + place, other.kind)

    def _picked(self, other: str) -> None:
        """Tie what was picked."""
        session, element = self._around.session, self._element
        if session is None or element is None:
            return
        ends = (element.id, other) if self.is_outgoing else (other, element.id)
        operations.connect(session, *ends, self.kind)


class RelationGroups(QWidget):
    """All groups of ties that an element's kind may have."""

    jumped = Signal(str)
    opened = Signal(str)

    def __init__(self, around: FormContext) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self.groups: list[RelationGroup] = []
        order = sorted(RELATIONS, key=lambda cls: (cls.order == 0, cls.order))
        for cls in order:
            for is_outgoing in (True, False):
                kind = cls.model_fields["kind"].default
                group = RelationGroup(kind, is_outgoing=is_outgoing, around=around)
                group.jumped.connect(self.jumped)
                group.opened.connect(self.opened)
                self.groups.append(group)
                layout.addWidget(group)

    def show_element(self, element: Element) -> None:
        """Show the ties of an element."""
        for group in self.groups:
            fits = group.fits(element.kind)
            group.setVisible(fits)
            if fits:
                group.show_element(element)


class RelationEnds(QWidget):
    """Both ends of a relation that is selected itself."""

    jumped = Signal(str)

    def __init__(self, around: FormContext) -> None:
        super().__init__()
        self._around = around
        self.source, self.target = ElidedButton("row"), ElidedButton("row")
        self._ids = ("", "")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        inner = QWidget()
        column(inner, self.source, self.target, spacing=0)
        layout.addWidget(inner)
        self.source.clicked.connect(self._to_source)
        self.target.clicked.connect(self._to_target)

    def show_relation(self, tie: Relation) -> None:
        """Show the ends of another relation."""
        self._ids = (tie.source, tie.target)
        ui, session = self._around.ui, self._around.session
        assert session is not None
        for button, id_, sign in zip(
            (self.source, self.target), self._ids, ("", "→ "), strict=True
        ):
            other = session.graph.element(id_)
            words = name_of(other, ui.texts)
            button.say(sign + words)
            button.setAccessibleName(ui.texts("Go to {name}").format(name=words))
            button.setIcon(kind_icon(other.kind, ui))

    def _to_source(self) -> None:
        """Tell where the relation begins."""
        self.jumped.emit(self._ids[0])

    def _to_target(self) -> None:
        """Tell where the relation ends."""
        self.jumped.emit(self._ids[1])
