"""The relations of an element by kind and direction: follow one, remove it, or add another."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from journeyeditor.editing import operations
from journeyeditor.model import Element, Relation
from journeyeditor.panels.fields.base import Candidate, FormContext
from journeyeditor.panels.fields.list import Picker
from journeyeditor.panels.kind_icons import kind_icon
from journeyeditor.panels.terms import INCOMING, OUTGOING, name_of, stage_of
from journeyeditor.values import format_share
from journeyeditor.vocabulary import KINDS, RELATIONS, Follows, kind_class, may_connect
from journeyeditor.widgets.buttons import ElidedButton, compact_button
from journeyeditor.widgets.labels import SectionLabel, label
from journeyeditor.widgets.layouts import column, row

#: More relations of one group are counted, not listed.
_MAX_LISTED = 40
_ICON = 16


class RelationRow(QWidget):
    """One relation: the other end, as a button that leads there."""

    jumped = Signal(str)
    opened = Signal(str)
    removed = Signal(str)

    def __init__(self, context: FormContext) -> None:
        super().__init__()
        self._context = context
        self._other = self._relation = ""
        self.button = ElidedButton("row")
        self.form = compact_button(context.ui, "form")
        self.remove = compact_button(context.ui, "close")
        row(self, self.button, self.form, self.remove, spacing=0)
        self.button.clicked.connect(self._jump)
        self.form.clicked.connect(self._open)
        self.remove.clicked.connect(self._remove)

    def show_relation(self, relation: Relation, other: Element) -> None:
        ui = self._context.ui
        self._relation, self._other = relation.id, other.id
        words = name_of(other, ui.texts)
        share = relation.share if isinstance(relation, Follows) else None
        more = f" · {format_share(share, ui.texts)}" if share is not None else ""
        self.button.set_text(words + more)
        kind = ui.texts(kind_class(other.kind).look.title)
        self.button.setAccessibleName(
            ui.texts("Go to {name}").format(name=f"{kind}: {words}{more}")
        )
        self.button.setIcon(kind_icon(other.kind, ui))
        side = round(_ICON * ui.scale)
        self.button.setIconSize(QSize(side, side))
        self.form.setVisible(relation.kind == "follows")
        self.form.set_text(ui.texts("Edit connection to {name}").format(name=words))
        self.remove.set_text(ui.texts("Disconnect {name}").format(name=words))

    def _jump(self) -> None:
        self.jumped.emit(self._other)

    def _open(self) -> None:
        self.opened.emit(self._relation)

    def _remove(self) -> None:
        self.removed.emit(self._relation)


class RelationGroup(QWidget):
    """The relations of one kind that lead from an element, or to it."""

    jumped = Signal(str)
    opened = Signal(str)

    def __init__(self, kind: str, *, is_outgoing: bool, context: FormContext) -> None:
        super().__init__()
        self.kind, self.is_outgoing = kind, is_outgoing
        self._context = context
        self._element: Element | None = None
        self.title = SectionLabel()
        self.more = label("", "small")
        self.add = compact_button(context.ui, "plus", role="link")
        self.rows: list[RelationRow] = []
        self._picker: Picker | None = None
        header = QWidget()
        row(header, self.title, self.add)
        self._column = column(self, header, self.more, spacing=0)
        self.add.clicked.connect(self._pick)

    def applies_to(self, kind: str) -> bool:
        return bool(self.end_kinds(kind))

    def end_kinds(self, kind: str) -> tuple[str, ...]:
        names = [cls.model_fields["kind"].default for cls in KINDS]
        if self.is_outgoing:
            return tuple(name for name in names if may_connect(kind, self.kind, name))
        return tuple(name for name in names if may_connect(name, self.kind, kind))

    def show_element(self, element: Element) -> None:
        self._element = element
        relations = self._relations()
        while len(self.rows) < min(_MAX_LISTED, len(relations)):
            self._append()
        for index, each in enumerate(self.rows):
            each.setVisible(index < min(_MAX_LISTED, len(relations)))
        session = self._context.session
        assert session is not None
        for each, relation in zip(self.rows, relations, strict=False):
            each.show_relation(relation, session.graph.element(self._other(relation)))
        texts = self._context.ui.texts
        unlisted = len(relations) - _MAX_LISTED
        self.more.setVisible(unlisted > 0)
        self.more.setText(texts("and {count} more").format(count=max(0, unlisted)))
        words = texts((OUTGOING if self.is_outgoing else INCOMING)[self.kind])
        self.title.set_text(words)
        self.add.set_text(texts("Add: {name}").format(name=words))

    def _relations(self) -> tuple[Relation, ...]:
        session, element = self._context.session, self._element
        assert session is not None
        assert element is not None
        find = session.graph.outgoing if self.is_outgoing else session.graph.incoming
        return find(element.id, self.kind)

    def _other(self, relation: Relation) -> str:
        return relation.target if self.is_outgoing else relation.source

    def _append(self) -> None:
        each = RelationRow(self._context)
        each.jumped.connect(self.jumped)
        each.opened.connect(self.opened)
        each.removed.connect(self._removed)
        self.rows.append(each)
        self._column.insertWidget(len(self.rows), each)

    def _removed(self, relation: str) -> None:
        if self._context.session is not None:
            operations.delete(self._context.session, [relation])

    def _pick(self) -> None:
        if self._picker is None:
            self._picker = Picker(self._context.ui, self)
            self._picker.picked.connect(self._picked)
        self._picker.ask(self._candidates, self, self.add.accessibleName())

    def _candidates(self) -> Iterator[Candidate]:
        session, element = self._context.session, self._element
        if session is None or element is None:
            return
        related = {self._other(relation) for relation in self._relations()} | {element.id}
        stages = {stage.id: place for place, stage in enumerate(session.graph.stages())}
        stage_id = stage_of(element)
        choices = [
            other
            for kind in self.end_kinds(element.kind)
            for other in session.graph.elements(kind)
            if other.id not in related
        ]
        choices.sort(
            key=lambda other: (
                stage_of(other) != stage_id,
                stages.get(stage_of(other) or "", len(stages)),
            )
        )
        for other in choices:
            stage = stage_of(other)
            place = f" · {self._context.title(stage)}" if stage else ""
            words = name_of(other, self._context.ui.texts)
            yield Candidate(other.id, words + place, other.kind)

    def _picked(self, other: str) -> None:
        session, element = self._context.session, self._element
        if session is None or element is None:
            return
        ends = (element.id, other) if self.is_outgoing else (other, element.id)
        operations.connect(session, *ends, self.kind)


class RelationGroups(QWidget):
    """All groups of relations that an element's kind may have."""

    jumped = Signal(str)
    opened = Signal(str)

    def __init__(self, context: FormContext) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self.groups: list[RelationGroup] = []
        order = sorted(RELATIONS, key=lambda cls: (cls.order == 0, cls.order))
        for cls in order:
            for is_outgoing in (True, False):
                kind = cls.model_fields["kind"].default
                group = RelationGroup(kind, is_outgoing=is_outgoing, context=context)
                group.jumped.connect(self.jumped)
                group.opened.connect(self.opened)
                self.groups.append(group)
                layout.addWidget(group)

    def show_element(self, element: Element) -> None:
        for group in self.groups:
            applies_to = group.applies_to(element.kind)
            group.setVisible(applies_to)
            if applies_to:
                group.show_element(element)


class RelationEnds(QWidget):
    """Both ends of a selected relation."""

    jumped = Signal(str)

    def __init__(self, context: FormContext) -> None:
        super().__init__()
        self._context = context
        self.source, self.target = ElidedButton("row"), ElidedButton("row")
        self._ids = ("", "")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        inner = QWidget()
        column(inner, self.source, self.target, spacing=0)
        layout.addWidget(inner)
        self.source.clicked.connect(self._to_source)
        self.target.clicked.connect(self._to_target)

    def show_relation(self, relation: Relation) -> None:
        self._ids = (relation.source, relation.target)
        ui, session = self._context.ui, self._context.session
        assert session is not None
        for button, id_, sign in zip(
            (self.source, self.target), self._ids, ("", "→ "), strict=True
        ):
            other = session.graph.element(id_)
            words = name_of(other, ui.texts)
            button.set_text(sign + words)
            button.setAccessibleName(ui.texts("Go to {name}").format(name=words))
            button.setIcon(kind_icon(other.kind, ui))

    def _to_source(self) -> None:
        self.jumped.emit(self._ids[0])

    def _to_target(self) -> None:
        self.jumped.emit(self._ids[1])
