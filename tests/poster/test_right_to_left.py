"""A map in a script that runs from right to left: so does its poster."""

from __future__ import annotations

from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import (
    Emotion,
    Evidence,
    EvidencedBy,
    Follows,
    PainPoint,
    Persona,
    Stage,
    Touchpoint,
)
from tests.poster.sheets import a_map, poster, runs, strays

STAGES = ("מודעות", "שיקול", "קנייה")


def hebrew(title: str = "מסע הלקוח") -> JourneyGraph:
    records = [Stage(id=f"s{place}", title=name) for place, name in enumerate(STAGES)]
    return a_map(
        *records,
        Persona(id="p", title="דנה לוי", quote="רק רציתי לקנות", goals=("לקנות מהר",)),
        Touchpoint(id="t", stage="s0", title="אתר ABC החנות", channel="search"),
        Emotion(id="e", stage="s0", score=1),
        PainPoint(id="pp", stage="s2", title="עמלות נסתרות", note="ראו https://example.com/x"),
        Evidence(id="ev", title="ראיון", source="ראיון", claim="שבעה מתוך שמונה"),
        EvidencedBy(id="r1", source="pp", target="ev"),
        Follows(id="r2", source="s0", target="s2", share=0.4),
        title=title,
        client="חברה",
        language="he",
    )


def lefts(graph: JourneyGraph) -> dict[str, float]:
    """Return the left end of each text on the sheet."""
    return {
        run.text: transform.apply(run.x, run.y).x for run, transform in runs(poster(graph).pages[0])
    }


def test_stages_run_from_right_to_left_and_the_panel_is_at_the_right() -> None:
    found = lefts(hebrew())
    first, second, third = (found[name] for name in STAGES)
    assert first > second > third
    assert found["דנה לוי"] > first
    assert found["מסע הלקוח"] > found["חברה"]


def test_nothing_leaves_the_sheet() -> None:
    found = poster(hebrew(), appendix=("sources",))
    assert all(not strays(page) for page in found.pages)


def test_the_runs_of_a_line_stay_in_their_order() -> None:
    places = [
        (transform.apply(run.x, run.y).x, run.text)
        for run, transform in runs(poster(hebrew()).pages[0])
        if run.text.strip() in ("ABC", "אתר", "החנות")
    ]
    # Read from the right: the word before the Latin one, that one, and the word after it.
    assert [text.strip() for _, text in sorted(places, reverse=True)] == ["אתר", "ABC", "החנות"]


def test_a_title_alone_does_not_turn_a_map() -> None:
    graph = a_map(Stage(id="a", title="Awareness"), Stage(id="b", title="Use"), title="מסע הלקוח")
    found = lefts(graph)
    assert found["Awareness"] < found["Use"]


def test_arrows_in_words_point_along_the_journey() -> None:
    graph = a_map(*[Stage(id=f"s{n}", title=name, count=9 - n) for n, name in enumerate(STAGES)])
    words = " ".join(lefts(graph))
    assert "←" in words
    assert "→" not in words
