"""The report: any two maps can be compared on paper, and nothing falls off its pages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeyeditor.display.primitives import Bookmark, TextRun
from journeyeditor.i18n import texts
from journeyeditor.insight.compare import compare
from journeyeditor.insight.comparison_text import SORTS, ComparisonText
from journeyeditor.model import JourneyGraph
from journeyeditor.poster.preflight.checks import walk
from journeyeditor.poster.report.curves import StagePair, stage_pairs
from journeyeditor.poster.report.document import report
from journeyeditor.typography import Faces
from tests.builders import MapBuilder, a_map
from tests.layout.maps import maps

FACES = Faces(system=False)


def shop(*scores: float, **info: object) -> MapBuilder:
    built = a_map(**info).with_("persona", "Sara")
    for title, score in zip(("Awareness", "Purchase", "Use"), scores, strict=False):
        built.with_stage(title).with_("touchpoint", f"{title} desk")
        built.with_("emotion", score=score, persona="persona1")
    return built


def said(old: JourneyGraph, new: JourneyGraph) -> str:
    pages = report(old, new, FACES).pages
    return " ".join(
        each.text for page in pages for each, _ in walk(page.drawing) if isinstance(each, TextRun)
    )


@settings(max_examples=12, deadline=None)
@given(maps(stages=3), maps(stages=3))
def test_any_two_maps_make_a_report_that_keeps_to_its_paper(
    old: JourneyGraph, new: JourneyGraph
) -> None:
    for page in report(old, new, FACES).pages:
        for each, transform in walk(page.drawing):
            if isinstance(each, TextRun):
                x, y = transform.apply(each.x, each.y)
                assert 0 <= x <= page.trim.width
                assert 0 <= y <= page.trim.height


@settings(max_examples=25, deadline=None)
@given(maps(stages=3), maps(stages=3), st.sampled_from(["en", "sv", "nb", "da"]))
def test_every_difference_has_a_sentence(
    old: JourneyGraph, new: JourneyGraph, language: str
) -> None:
    words = ComparisonText(old, new, texts(language))
    for difference in words.comparison.differences:
        sentence = words.sentence(difference)
        assert sentence
        assert "{" not in sentence.replace(difference.title, "")


def test_states_and_both_curves_are_reported() -> None:
    words = said(
        shop(1, -2, 0, title="Shop", state="as_is").built(),
        shop(1, 2, 0, title="Shop", state="to_be").built(),
    )
    for reported in ("as-is", "to-be", "Before (as-is)", "After (to-be)", "Sara", "−2.0", "+2.0"):
        assert reported in words


def test_sorts_that_happen_are_bookmarks() -> None:
    old = shop(1, -2, 0).built()
    new = shop(1, 2, 0).with_("note", "Ask Anna").built()
    pages = report(old, new, FACES).pages
    marks = [
        each.title for page in pages for each, _ in walk(page.drawing) if isinstance(each, Bookmark)
    ]
    assert marks == ["Changes", "Emotions", SORTS["added"], SORTS["rescored"]]


@pytest.mark.parametrize("language", ["sv", "nb", "da"])
def test_the_report_speaks_the_new_maps_language(language: str) -> None:
    words = said(shop(1).built(), shop(2, language=language).built())
    assert texts(language)("Changes") in words
    assert texts(language)(SORTS["rescored"]) in words


def test_a_stage_that_went_stands_where_it_stood() -> None:
    old = shop(1, 2, 0).built()
    new = (
        a_map()
        .with_stage("Awareness")
        .with_stage("Use", id="stage3")
        .with_stage("Referral", id="other")
        .built()
    )
    found = stage_pairs(old, new, compare(old, new))
    assert [place.title for place in found] == ["Awareness", "Purchase", "Use", "Referral"]
    assert found[1] == StagePair("stage2", "", "Purchase")
    assert found[3].old == ""
