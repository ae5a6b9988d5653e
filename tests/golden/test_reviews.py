"""What the review says of the samples, line by line: to be read by whoever changes a rule."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest

from journeyeditor import resources
from journeyeditor.files import read_map
from journeyeditor.i18n import texts
from journeyeditor.insight.review import review

SAMPLES = sorted(resources.path("samples").glob("*.journey.json"))
TODAY = datetime.date(2026, 11, 22)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name.removesuffix(".journey.json"))
def test_a_sample_is_reviewed_as_approved(path: object, approved: Callable[..., None]) -> None:
    graph = read_map(path)  # type: ignore[arg-type]
    name = str(getattr(path, "name", "")).removesuffix(".journey.json")
    words = texts(getattr(graph.info, "language", "en"))
    lines = [
        f"{finding.severity} {finding.rule} {finding.element!r} {finding.message(words)}"
        for finding in review(graph, TODAY)
    ]
    approved(f"{name}.review.txt", "\n".join(lines) + "\n")
