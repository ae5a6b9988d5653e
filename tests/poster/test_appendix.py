"""The appendix: every source with its number, its claim and its users, on as many pages as it takes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeyeditor.geometry import POINTS_PER_MM, Size
from journeyeditor.layout.recipes.cards import source_numbers
from journeyeditor.model import JourneyGraph
from journeyeditor.poster import PosterOptions, compose
from journeyeditor.poster.appendix import APPENDIX, sheet_of
from journeyeditor.poster.paper import paper_size
from journeyeditor.vocabulary import Emotion, Evidence, EvidencedBy, MapInfo
from journeyeditor.vocabulary.agenda import Agenda, AgendaStep
from tests.builders import a_map
from tests.poster.sheets import SAMPLES, faces, poster, rules, runs, sample, strays, text_of


def many(count: int) -> JourneyGraph:
    """Return a map with so many sources, each used by the one pain point."""
    builder = a_map(title="Buying").with_stage("Search").with_("pain_point", "Fees")
    for number in range(1, count + 1):
        builder.with_("evidence", f"Survey{number}", claim="Half of all leave.", source="Shop log")
        builder.related("evidenced_by", "pain_point1", f"evidence{number}")
    return builder.built()


@pytest.mark.parametrize("name", SAMPLES)
def test_every_source_is_reported_with_its_claim(name: str) -> None:
    graph = sample(name)
    page = poster(graph, appendix=("sources",)).pages[-1]
    words = text_of(page)
    for id_, number in source_numbers(graph).items():
        record = graph.element(id_)
        assert isinstance(record, Evidence)
        for said in (record.title, record.claim, record.source):
            assert set(said.split()) <= set(words.split())
        assert str(number) in words.split()
    assert not strays(page)


def test_without_the_wish_there_is_no_appendix() -> None:
    assert len(poster(sample(SAMPLES[0])).pages) == 1


def test_a_map_without_sources_gets_no_page_and_has_claims_so() -> None:
    found = poster(a_map(title="Buying").with_stage("Search").built(), appendix=("sources",))
    assert len(found.pages) == 1
    assert "no-sources" in rules(found)


def test_many_sources_take_several_pages_and_none_is_lost() -> None:
    found = poster(many(90), appendix=("sources",))
    pages = found.pages[1:]
    assert len(pages) > 1
    words = " ".join(map(text_of, pages)).split()
    assert [words.count(f"Survey{number}") for number in range(1, 91)] == [1] * 90
    assert [page.label for page in found.pages] == [str(i + 1) for i in range(len(found.pages))]


def test_a_source_without_a_source_is_said_to_lack_one() -> None:
    graph = a_map().with_stage("Search").with_("evidence", "", claim="69 % are happier").built()
    assert "source missing" in text_of(poster(graph, appendix=("sources",)).pages[-1])


def test_what_rests_on_a_source_is_named_by_stage() -> None:
    assert "Search: Fees" in text_of(poster(many(1), appendix=("sources",)).pages[-1])


def test_behind_a_tiled_poster_the_sources_are_read_in_the_hand() -> None:
    found = poster(many(3), appendix=("sources",), paper="A0", tile="A4")
    last = found.pages[-1]
    assert (last.size.width, last.size.height) == pytest.approx(paper_size("A4"))
    assert "Survey3" in text_of(last)
    assert len({page.label for page in found.pages}) == len(found.pages)


def test_the_appendix_has_the_bleed_of_the_poster() -> None:
    last = poster(many(1), appendix=("sources",), bleed_mm=3).pages[-1]
    assert last.trim.x == pytest.approx(3 * POINTS_PER_MM)


def test_what_the_appendix_tells_is_not_said_to_be_left_out() -> None:
    graph = many(120)
    without = [f.message for f in poster(graph).findings]
    with_it = [f.message for f in poster(graph, appendix=("sources",)).findings]
    assert any("Evidence" in message for message in without)
    assert not any("Evidence" in message for message in with_it)
    assert any(f.rule == "panel-shortened" for f in poster(graph).findings)
    assert not any("source" in message for message in with_it)


@given(st.floats(150, 14_000), st.floats(150, 14_000), st.none() | st.floats(0, 1500))
def test_there_is_always_room_for_the_columns(
    width: float, height: float, margin: float | None
) -> None:
    inner = sheet_of(Size(width, height), 0.3, margin).inner
    assert inner.width >= 350
    assert inner.height >= 220


@given(st.text(max_size=3000), st.text(max_size=200))
@settings(max_examples=15, deadline=None)
def test_no_claim_is_too_long(claim: str, source: str) -> None:
    graph = (
        a_map()
        .with_stage("Search")
        .with_("evidence", "One", claim=claim, source=source)
        .with_("evidence", "Two")
        .built()
    )
    found = compose(graph, PosterOptions(paper="A5", appendix=("sources",)), faces())
    assert "Two" in " ".join(map(text_of, found.pages[1:]))


def test_the_sections_are_those_asked_for_on_numbered_pages() -> None:
    graph = sample("predictive_maintenance.en")
    found = poster(graph, appendix=tuple(APPENDIX))
    text = " ".join(map(text_of, found.pages[1:]))
    assert len(found.pages) > 1
    for number, page in enumerate(found.pages[1:], 2):
        assert f"Page {number}" in text_of(page)
    for words in ("Personas", "Priorities", "Glossary", "Sources", "by severity × frequency"):
        assert words in text
    only = " ".join(map(text_of, poster(graph, appendix=("glossary",)).pages[1:]))
    assert "Glossary" in only
    assert "Priorities" not in only


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("paper", ["A5", "A3", "A2"])
def test_the_pages_behind_keep_to_their_paper(name: str, paper: str) -> None:
    found = poster(sample(name), appendix=tuple(APPENDIX), paper=paper)
    assert all(not strays(page) for page in found.pages[1:])


def test_the_foot_of_a_narrow_sheet_is_set_smaller_rather_than_cut_off() -> None:
    graph = sample("heat_pump.de")
    agenda = Agenda(start="09:30", steps=(AgendaStep(title="Lesen", minutes=30),))
    old = graph.info
    assert isinstance(old, MapInfo)
    info = old.model_copy(update={"agenda": agenda})
    records = [*graph.elements(), *graph.relations()]
    found = poster(JourneyGraph.of(info, records), document="run_sheet")
    [page] = found.pages
    foot = {run.text: run.size for run, _ in runs(page)}
    assert foot[old.confidentiality] == foot[old.title] == foot["Seite 1"]
    assert not rules(found)


def test_a_map_without_content_has_no_pages_behind() -> None:
    graph = a_map(title="Buying").with_stage("Search").built()
    assert len(poster(graph, appendix=tuple(APPENDIX)).pages) == 1


def test_what_uses_a_source_several_times_is_named_once() -> None:
    graph = a_map().with_stage("Search").with_("evidence", "Survey", source="Survey").built()
    stage, source = (element.id for element in graph.elements())
    records = [*graph.elements()]
    records += [Emotion(id=f"e{place}", stage=stage, score=place) for place in (0, 1)]
    relations = [EvidencedBy(id=f"r{place}", source=f"e{place}", target=source) for place in (0, 1)]
    used = JourneyGraph.of(graph.info, [*records, *relations])
    assert "Emotion × 2" in text_of(poster(used, appendix=("sources",)).pages[-1])


def test_the_programs_name_is_printed_only_if_wished() -> None:
    graph = many(1)
    sheets = poster(graph, appendix=("sources",))
    assert not any("Journey Editor" in text_of(page) for page in sheets.pages)
    assert "Journey Editor · map" in text_of(poster(graph, imprint=True).pages[0])


def test_what_the_sections_print_is_not_said_to_be_left_out() -> None:
    graph = sample("predictive_maintenance.en")
    without = " ".join(f.message for f in poster(graph).findings)
    with_it = " ".join(f.message for f in poster(graph, appendix=tuple(APPENDIX)).findings)
    for words in ("Glossary", "Strength"):
        assert words in without
        assert words not in with_it


def test_a_persona_sheet_has_its_curve_and_its_best_and_worst_moment() -> None:
    graph = sample("predictive_maintenance.en")
    page = poster(graph, appendix=("personas",)).pages[1]
    text = " ".join(text_of(page).split())
    for words in (
        "+1.7 Planned repair, quiet night · Customer loyalty",
        "−1.8 Called in on his night off · Awareness",
        "A ready-made security pack",
    ):
        assert words in text


def test_a_persona_sheet_says_how_far_raters_agree_and_what_that_is() -> None:
    graph = sample("predictive_maintenance.en")
    emotions = [each for each in graph.elements("emotion") if isinstance(each, Emotion)]
    planned = next(each for each in emotions if each.reason.startswith("Planned repair"))
    rated = planned.replaced(ratings=(("a", -2.0), ("b", 1.0), ("c", 1.0), ("d", 2.0)))
    elements = [rated if each.id == rated.id else each for each in graph.elements()]
    changed = JourneyGraph.of(graph.info, [*elements, *graph.relations()])
    text = " ".join(text_of(poster(changed, appendix=("personas",)).pages[1]).split())
    assert "Customer loyalty · 0.00 · Spread 1.0 · Raters 4" in text
    assert "Demaree and Wolf, 1984" in text
    assert "Wolf" not in text_of(poster(graph, appendix=("personas",)).pages[1])


def test_a_section_alone_on_its_page_is_as_large_as_fits() -> None:
    page = poster(sample("predictive_maintenance.en"), appendix=("personas",)).pages[1]
    ends = [t.apply(run.x, run.y)[1] for run, t in runs(page)]
    body = max(y for y in ends if y < max(ends) - 30)
    assert body >= 0.78 * page.trim.height


def test_numbers_under_one_another_have_figures_of_one_width() -> None:
    page = poster(many(14), appendix=("sources",)).pages[1]
    numbers = {run.text: run.width for run, _ in runs(page) if run.text in ("10", "11", "14")}
    assert len(numbers) == 3
    assert max(numbers.values()) - min(numbers.values()) < 1e-6
