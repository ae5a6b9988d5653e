"""The properties of what is selected, for one element or many at once, and those of the map.

Forms are kept by kind: selecting another card of a kind fills the same editors again, which costs
no layout.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from journeyeditor.editing import operations
from journeyeditor.editing.session import Session
from journeyeditor.model import MAP_ID, Change, Element, Record, Relation
from journeyeditor.panels.fields.base import Candidate, FormContext, PickFile, pick_nothing
from journeyeditor.panels.fields.list import Picker
from journeyeditor.panels.fields.specs import MAP_SECTIONS, FieldSpec, common_fields
from journeyeditor.panels.form import Form, FormTitle
from journeyeditor.panels.kind_icons import kind_icon
from journeyeditor.panels.session_view import Observed, SessionView
from journeyeditor.panels.terms import INCOMING, OUTGOING, name_of, stage_of
from journeyeditor.values import format_share
from journeyeditor.vocabulary import (
    KIND_NAMES,
    RELATIONS,
    Follows,
    RelationBase,
    kind_class,
    may_connect,
)
from journeyeditor.widgets.buttons import ElidedButton, compact_button
from journeyeditor.widgets.labels import SectionLabel, label
from journeyeditor.widgets.layouts import column, hairline, row, scrolled
from journeyeditor.widgets.ui_context import UiContext

_LISTED_KINDS = frozenset({"persona", "lane"})


class MapForm(SessionView):
    """The properties of the map, section by section."""

    HELP = "map#select"

    def __init__(self, ui: UiContext, pick_file: PickFile = pick_nothing) -> None:
        super().__init__(ui)
        self._context = FormContext(ui, pick_file)
        self._titles: list[SectionLabel] = []
        self.forms: list[Form] = []
        page = QWidget()
        self._page = QVBoxLayout(page)
        self._page.setContentsMargins(14, 12, 14, 16)
        self._page.setSpacing(10)
        self._page.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(page))
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._add_section_if_seen)
        self._retranslate()

    def complete(self) -> None:
        while len(self.forms) < len(MAP_SECTIONS):
            self._add_section()

    def first(self) -> QWidget:
        """The widget that takes the focus first, added if need be."""
        if not self.forms:
            self._add_section()
        return self.forms[0].first()

    def _add_section_if_seen(self) -> None:
        if self.is_seen():
            self._add_section()
        else:
            self._timer.stop()
            self._is_stale = True

    def _add_section(self) -> None:
        """Add the next section; one at a time, so that a map that is opened is seen at once."""
        title, specs = MAP_SECTIONS[len(self.forms)]
        label, form = SectionLabel(self._context.ui.texts(title)), Form(specs, self._context)
        self._titles.append(label)
        self.forms.append(form)
        if len(self.forms) == 1:
            self.setFocusProxy(form.first())
        place = self._page.count() - 1
        self._page.insertWidget(place, label)
        self._page.insertWidget(place + 1, form)
        form.edited.connect(self._edited)
        if self._context.session is not None:
            form.show_records([self._context.session.info])
        if len(self.forms) == len(MAP_SECTIONS):
            self._timer.stop()

    def _reset(self) -> None:
        self._context.session = self._session
        for form in self.forms:
            form.forget()
        self.setEnabled(self._session is not None)

    def _follow(self, change: Change) -> None:
        entries = change.entries
        named = (after or before for before, after in entries.values())
        if MAP_ID in entries or any(record and record.kind in _LISTED_KINDS for record in named):
            self.invalidate()

    def _refresh(self) -> None:
        if self._session is not None:
            for form in self.forms:
                form.show_records([self._session.info])
            if len(self.forms) < len(MAP_SECTIONS):
                self._timer.start()

    def _edited(self, spec: FieldSpec, value: Any, typing: bool) -> None:
        form = next(form for form in self.forms if spec.name in form.fields)
        form.write((MAP_ID,), spec, value, typing)

    def _retranslate(self) -> None:
        texts = self._context.ui.texts
        self.setAccessibleName(texts("Map"))
        for heading, (title, _) in zip(self._titles, MAP_SECTIONS, strict=False):
            heading.set_text(texts(title))
        for form in self.forms:
            form.retranslate()


#: For more records the form follows once per turn of the event loop, not per change.
_MANY = 50


#: Kinds whose titles appear in forms.
_NAMED = frozenset({"stage", "lane", "persona"})


class Inspector(SessionView):
    """Shows and edits the selection; `reveal_wanted` asks for an element on the map."""

    HELP = "map#select"

    reveal_wanted = Signal(str)

    def __init__(self, ui: UiContext, pick_file: PickFile = pick_nothing) -> None:
        super().__init__(ui)
        self._context = FormContext(ui, pick_file)
        self._forms: dict[tuple[FieldSpec, ...], Form] = {}
        self._form: Form | None = None
        self._ids: tuple[str, ...] = ()
        self.title = FormTitle(ui)
        self.relations = RelationGroups(self._context)
        self.ends = RelationEnds(self._context)
        self.map_panel = MapForm(ui, pick_file)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._pages = QStackedLayout(self)
        self.setFocusProxy(self.map_panel)
        self._lay_out()
        self._connect()
        self._retranslate()
        self._refresh()

    def _observed(self, session: Session) -> Iterable[Observed]:
        return (
            (session.selection.changed, self._follow_selection),
            (session.updated, self._follow),
        )

    def _reset(self) -> None:
        self._context.session = self._session
        self._ids = ()
        self.map_panel.show_session(self._session)

    @property
    def form(self) -> Form | None:
        return self._form

    def write_in(self, field: str) -> None:
        """Focus a field of the form; an unknown one changes nothing."""
        self.catch_up()
        field_editor = self._form.fields.get(field) if self._form is not None else None
        if field_editor is not None:
            field_editor.editor.focus_widgets()[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        page = QWidget()
        self._page = QVBoxLayout(page)
        self._page.setContentsMargins(14, 12, 14, 16)
        self._page.setSpacing(10)
        self._page.addWidget(self.title)
        self._page.addWidget(self.ends)
        self._line = hairline()
        self._page.addWidget(self._line)
        self._page.addWidget(self.relations)
        self._page.addStretch(1)
        self._pages.addWidget(self.map_panel)
        self._pages.addWidget(scrolled(page))

    def _connect(self) -> None:
        self.relations.jumped.connect(self._jump)
        self.relations.opened.connect(self._open)
        self.ends.jumped.connect(self._jump)
        self._timer.timeout.connect(self.refresh)

    def _follow_selection(self, _: tuple[str, ...]) -> None:
        self.invalidate()

    def _follow(self, change: Change) -> None:
        session, shown = self._context.session, set(self._ids)
        if session is None or not shown:
            return
        if not self.is_seen():
            self.invalidate()
        elif len(shown) > _MANY:
            if not shown.isdisjoint(change.entries):
                self._timer.start()
        elif self._affects_context(change, shown):
            self.refresh()
        elif not shown.isdisjoint(change.entries) and self._form is not None:
            # While a card is dragged this happens for every step: the fields only, not the relations.
            records = [session.graph.record(id_) for id_ in self._ids]
            self._form.show_records([record for record in records if record is not None])

    def _affects_context(self, change: Change, shown: set[str]) -> bool:
        """Whether a change touches relations of what is shown, their ends, or titles in fields."""
        session = self._context.session
        assert session is not None
        for before, after in change.entries.values():
            record = after or before
            if record is not None and record.kind in _NAMED:
                return True
            if isinstance(record, Relation) and {record.source, record.target} & shown:
                return True
        if len(shown) > 1:
            return False
        ends = {
            end
            for relation in session.graph.relations_of(self._ids[0])
            for end in (relation.source, relation.target)
        }
        return not (ends - shown).isdisjoint(change.entries)

    def _refresh(self) -> None:
        session = self._context.session
        records = self._records(session) if session else []
        self._ids = tuple(record.id for record in records)
        if session is None or not records:
            self._show_form(None)
            self._pages.setCurrentIndex(0)
            return
        self._show_form(self._form_of(records))
        assert self._form is not None
        self._form.show_records(records)
        self.title.show_records(records)
        self._show_relations(records)
        self._pages.setCurrentIndex(1)

    def _records(self, session: Session) -> list[Record]:
        """The records that are selected: elements, or relations if there are no elements."""
        records = [record for id_ in session.selection.ids if (record := session.graph.record(id_))]
        elements: list[Record] = [record for record in records if isinstance(record, Element)]
        return elements or [record for record in records if isinstance(record, RelationBase)]

    def _show_relations(self, records: Sequence[Record]) -> None:
        only = records[0] if len(records) == 1 else None
        is_element, is_relation = isinstance(only, Element), isinstance(only, Relation)
        self.relations.setVisible(is_element)
        self._line.setVisible(is_element)
        self.ends.setVisible(is_relation)
        if isinstance(only, Element):
            self.relations.show_element(only)
        elif isinstance(only, Relation):
            self.ends.show_relation(only)

    def _form_of(self, records: Sequence[Record]) -> Form:
        specs = common_fields(dict.fromkeys(type(record) for record in records))
        session = self._context.session
        if session is not None and not session.graph.lanes():
            specs = tuple(spec for spec in specs if spec.target != "lane")
        if specs not in self._forms:
            form = Form(specs, self._context)
            form.hide()
            form.edited.connect(self._edited)
            self._page.insertWidget(2, form)
            self._forms[specs] = form
        return self._forms[specs]

    def _show_form(self, form: Form | None) -> None:
        if form is self._form:
            return
        if self._form is not None:
            self._form.hide()
            self._form.forget()
        self._form = form
        if form is not None:
            form.show()
        self.setFocusProxy(form.first() if form is not None else self.map_panel)

    def _edited(self, spec: FieldSpec, value: Any, typing: bool) -> None:
        if self._form is not None:
            self._form.write(self._ids, spec, value, typing)

    def _jump(self, id_: str) -> None:
        if self._context.session is not None:
            self._context.session.selection.set((id_,))
            self.reveal_wanted.emit(id_)

    def _open(self, relation: str) -> None:
        if self._context.session is not None:
            self._context.session.selection.set((relation,))

    def _retranslate(self) -> None:
        self.setAccessibleName(self._context.ui.texts("Properties"))
        for form in self._forms.values():
            form.retranslate()


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
        self.form.setVisible(isinstance(relation, Follows))
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
        if self.is_outgoing:
            return tuple(name for name in KIND_NAMES if may_connect(kind, self.kind, name))
        return tuple(name for name in KIND_NAMES if may_connect(name, self.kind, kind))

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
        self.more.setText(texts.more(max(0, unlisted)))
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
                kind = cls.kind_name()
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
