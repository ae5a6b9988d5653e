"""Drives the program with the kind `risk`, which is added to its list of kinds and nowhere else.

A program of its own, as many tables are made from the kinds at import.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import ModuleType

KINDS = "journeyeditor.vocabulary.kinds"
OLD = "    Note,\n)"
NEW = "    Note,\n    Risk,\n)"
IMPORT = "\nfrom tests.vocabulary.new_kind.risk import Risk\n"


class WithRisk(SourceFileLoader):
    def get_data(self, path: str) -> bytes:
        source = super().get_data(path)
        if not path.endswith(".py"):
            raise OSError("no bytecode: it is that of the program's own kinds")
        text = source.decode("utf-8")
        assert text.count(OLD) == 1
        head, future, rest = text.partition("from __future__ import annotations\n")
        return f"{head}{future}{IMPORT}{rest.replace(OLD, NEW)}".encode()


class Finder(MetaPathFinder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(fullname, path) if fullname == KINDS else None
        if spec is not None and spec.origin:
            spec.loader = WithRisk(fullname, spec.origin)
        return spec


def main() -> None:  # noqa: PLR0915 - one story
    from journeyeditor.editing import operations
    from journeyeditor.editing.clipboard.kind_words import kind_named
    from journeyeditor.editing.tools.placing import KIND_KEYS
    from journeyeditor.files import dump_map, parse_map
    from journeyeditor.i18n import texts
    from journeyeditor.panels.fields.specs import common_fields, fields_of, lane_kinds
    from journeyeditor.panels.palette import palette_kinds
    from journeyeditor.panels.terms import kind_name, plural
    from journeyeditor.poster import PosterOptions, compose
    from journeyeditor.vocabulary import Common, kind_class, may_connect
    from journeyeditor.vocabulary.terms import term
    from tests.builders import a_map
    from tests.editing.driver import a_session, faces
    from tests.poster.sheets import text_of

    english = texts("en")
    risk = kind_class("risk")
    # The form, and the words of the choices.
    specs = {spec.name: spec for spec in fields_of(risk)}
    assert specs["likelihood"].options == ("", "rare", "frequent")
    assert specs["persona"].target == "persona"
    assert "note" in {spec.name for spec in common_fields([risk, kind_class("note")])}
    assert (term("frequent", english), plural("risk", english)) == ("Frequent", "Risks")
    # Palette, keyboard, lanes, pasted words, connections.
    assert risk in palette_kinds()
    assert KIND_KEYS["Q"] == "risk"
    assert "risk" in lane_kinds()
    assert (kind_named("Hazard"), kind_named("risks")) == ("risk", "risk")
    assert may_connect("risk", "at", "touchpoint")
    assert may_connect("risk", "evidenced_by", "evidence")
    assert not may_connect("touchpoint", "at", "risk")

    builder = a_map(title="Risks", language="en").with_("persona", "Ada").with_stage("Buy")
    builder.with_("touchpoint", "Checkout").with_("touchpoint", "Delivery")
    session = a_session(builder.with_("thought", "Hm", persona="persona1").built())
    # An edit, the canvas and undo.
    session.selection.set(["thought1"])
    id_ = operations.add(
        session, "risk", title="Server down", persona="persona1", likelihood="rare"
    )
    element = session.graph.element(id_)
    assert isinstance(element, Common)
    assert (kind_name(element, english), element.stage) == ("Risk", "stage1")
    operations.connect(session, id_, "touchpoint2")
    slots = [session.layout.cell_of(each) for each in (id_, "touchpoint2")]
    assert None not in slots
    assert len({cell[1] for cell in slots if cell}) == 1, "in the slot of what it belongs to"
    assert [spec.spec.key for spec in session.layout.lanes].count("risk") == 1
    session.undo()
    session.redo()
    # The file.
    data = dump_map(session.graph)
    assert b'"likelihood": "rare"' in data
    assert dump_map(parse_map(data, "risks")) == data
    # The poster, what it leaves out, and the legend.
    poster = compose(session.graph, PosterOptions(paper="A3"), faces())
    printed = text_of(poster)
    assert "Server down" in printed
    assert "Risk" in printed
    (omitted,) = [each.message for each in poster.findings if each.rule == "not-shown"]
    assert "Likelihood" in omitted


if __name__ == "__main__":
    sys.meta_path.insert(0, Finder())
    main()
