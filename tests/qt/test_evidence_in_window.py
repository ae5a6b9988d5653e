"""What the pages below the map ask for happens in the window: forms, fields, pages, the calendar."""

from __future__ import annotations

from pathlib import Path

import pytest

from journeyeditor.editing import operations
from journeyeditor.panels.completeness import CompletenessPanel
from journeyeditor.panels.evidence import EvidencePanel
from journeyeditor.panels.form import FormField
from journeyeditor.panels.method import MethodPanel
from journeyeditor.panels.review import ReviewPanel
from tests.qt.shell import Shell


@pytest.fixture
def shell(shell: Shell) -> Shell:
    shell.open_sample()
    return shell


def test_a_field_that_is_asked_for_gets_the_keys(shell: Shell) -> None:
    place = shell.window.map_view
    stage = shell.session.graph.stages()[-1]
    place.bottom.edit_wanted.emit(stage.id, "owner")
    shell.settle()
    assert list(shell.session.selection.ids) == [stage.id]
    form = place.right.inspector.form
    assert form is not None
    assert isinstance(form.fields["owner"], FormField)
    assert place.right.tab == "form"
    assert shell.window.focusWidget() in form.fields["owner"].editor.focus_widgets()


def test_pages_lead_to_one_another(shell: Shell) -> None:
    dock = shell.window.map_view.bottom
    dock.page(CompletenessPanel).page_wanted.emit("evidence")
    assert dock._stack.currentWidget() is dock.page(EvidencePanel)
    dock.page(MethodPanel).page_wanted.emit("review")
    assert dock._stack.currentWidget() is dock.page(ReviewPanel)


def test_the_next_review_is_written_for_the_calendar(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "review.ics"
    shell.script.answers = [str(file)]
    shell.do("reminder")
    assert shell.script.asked[-1].endswith(".ics")
    assert file.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")


def test_without_a_date_no_file_is_asked_for(shell: Shell) -> None:
    operations.set_info(shell.session, "date", None)
    operations.set_info(shell.session, "reviewed", None)
    shell.do("reminder")
    assert not shell.script.asked
    assert shell.window.map_view.right.tab == "map"
