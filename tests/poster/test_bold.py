"""Bold text in a script without a bold font is printed, and the pre-flight says so."""

from __future__ import annotations

from journeyeditor.i18n import texts
from journeyeditor.poster.preflight.checks import bold_findings
from journeyeditor.vocabulary import Stage
from tests.poster.sheets import a_map, poster


def test_only_faces_on_the_sheets_are_reported() -> None:
    page = poster(a_map(Stage(id="s", title="Search"))).pages[0]
    faces = {"text-700": "本", "system:elsewhere#0": "ก"}
    (finding,) = bold_findings([page], faces, texts("en"))
    assert finding.rule == "bold-missing"
    assert finding.severity == "warning"
    assert "本" in finding.message
