"""The pre-flight names what is wrong with a poster, and what it advises is true."""

from __future__ import annotations

import base64
import re
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from PIL import Image

from journeyeditor.display.primitives import Group, Page, Tag, TextRun
from journeyeditor.geometry import POINTS_PER_MM, Rect, Size, Transform
from journeyeditor.i18n import texts
from journeyeditor.model import JourneyGraph
from journeyeditor.poster import Poster, PreflightFinding
from journeyeditor.poster.preflight.checks import needed_size
from journeyeditor.poster.preflight.omissions import PrintedTexts, omissions
from journeyeditor.vocabulary import (
    Brand,
    Lane,
    PainPoint,
    Persona,
    Picture,
    Stage,
    Step,
    Touchpoint,
)
from tests.layout.maps import maps
from tests.poster.poster_maps import poster_map
from tests.poster.sheets import SAMPLES, a_map, poster, rules, sample, sample_poster
from tests.poster.test_measures import named


def found(result: Poster, rule: str) -> PreflightFinding:
    (finding,) = [f for f in result.findings if f.rule == rule]
    return finding


def image(width: int, height: int) -> str:
    """Return a grey PNG as `data:` text."""
    file = BytesIO()
    Image.new("L", (width, height), 128).save(file, "PNG")
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode("ascii")


def dense(stages: int, steps: int) -> JourneyGraph:
    return a_map(
        *[Stage(id=f"s{i}", title=f"Stage {i}") for i in range(stages)],
        *[
            Step(id=f"t{i}.{j}", stage=f"s{i}", title="Compares the offers of three suppliers")
            for i in range(stages)
            for j in range(steps)
        ],
        title="Dense",
    )


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("paper", ["A0", "A3"])
def test_the_samples_print_without_an_error(name: str, paper: str) -> None:
    result = sample_poster(name, paper)
    assert not [f for f in result.findings if f.severity == "error"]
    assert not rules(result) & {"text-cut", "glyph-missing", "contrast", "text-size"}


def test_reading_size_follows_the_sheet() -> None:
    # 2.1 mm x-height at A0, which is read from a metre; the face's x-height is 0.546 of its size
    a0 = needed_size(1189 * POINTS_PER_MM, 841 * POINTS_PER_MM)
    assert a0 * 0.546 / POINTS_PER_MM == pytest.approx(2.1, abs=0.01)
    a3 = needed_size(420 * POINTS_PER_MM, 297 * POINTS_PER_MM)
    assert a3 == pytest.approx(a0 * 0.353, rel=0.01)
    # nobody reads from nearer than 35 cm, and nobody from farther than A0 asks
    assert needed_size(100, 100) == pytest.approx(a0 * 0.35, rel=0.01)
    assert needed_size(9000, 9000) == pytest.approx(a0, rel=0.001)


def test_text_below_reading_size_has_claims_with_figures() -> None:
    result = poster(dense(40, 9), paper="A4")
    finding = found(result, "text-size")
    assert "pt. This paper size needs" in finding.message
    assert finding.severity in ("warning", "error")
    assert "map-density" in rules(result)


@pytest.mark.parametrize("paper", ["A3", "A2"])
@pytest.mark.parametrize("name", ["dense", "german", "fitness_club.da", "tiny"])
def test_type_below_six_points_on_large_paper_is_one_finding(name: str, paper: str) -> None:
    result = poster(poster_map(name), paper=paper)
    titled = {element.id for element in poster_map(name).elements() if element.title}
    smallest, title = smallest_sizes(result.pages[0], titled)
    findings = [f for f in result.findings if f.rule == "text-size"]
    assert len(findings) == (smallest < 5.99 or title < 6.99)
    for finding in findings:
        named = smallest if smallest / 6 < title / 7 else title
        assert f"is {named:.1f} pt. This paper size needs" in finding.message


def smallest_sizes(page: Page, titled: set[str]) -> tuple[float, float]:
    """Return the size of the smallest text of the map, and of the smallest title of a card."""
    sizes, titles = [], []
    group, transform = named(page, "map")

    def collect(inside: Group, at: Transform, *, is_card: bool) -> None:
        is_first = is_card
        for part in inside.children:
            if isinstance(part, Group):
                tag = part.tag
                is_titled = bool(tag and tag.role == "P" and tag.record in titled)
                collect(part, at.after(part.transform), is_card=is_titled)
            elif isinstance(part, TextRun):
                size = part.size * abs(at.d)
                sizes.append(size)
                if is_first:
                    titles.append(size)
                    is_first = False

    collect(group, transform.after(group.transform), is_card=False)
    return min(sizes), min(titles)


@pytest.mark.parametrize(("stages", "steps"), [(8, 3), (14, 4), (20, 5), (12, 2), (24, 6)])
def test_the_paper_that_is_advised_would_do(stages: int, steps: int) -> None:
    graph = dense(stages, steps)
    for paper in ("A5", "A4", "A3"):
        result = poster(graph, paper=paper)
        if "map-density" not in rules(result):
            continue
        words = found(result, "map-density").message
        if ". Use " in words:
            advised = words.rpartition(" Use ")[2].removesuffix(".")
            assert "text-size" not in rules(poster(graph, paper=advised)), (paper, advised)


@pytest.mark.parametrize("paper", ["A3", "A1", "A0"])
@pytest.mark.parametrize(
    "name", ["predictive_maintenance.en", "6 personas", "german", "dense", "30 stages"]
)
def test_who_follows_the_advice_has_a_poster_without_small_or_cut_text(
    name: str, paper: str
) -> None:
    graph = poster_map(name)
    result = poster(graph, paper=paper)
    if "text-size" not in rules(result):
        return
    words = found(result, "map-density").message
    assert words.startswith("The map is too dense")
    advised = re.search(r"Use (\w+)\.|across (\d+) sheets", words)
    if advised:
        larger, sheets = advised.groups()
        better = poster(graph, paper=larger or paper, sheets=int(sheets or 1))
        assert not rules(better) & {"text-size", "map-density", "text-cut"}, words


@given(maps(stages=8, cards=4))
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
def test_the_advice_is_true_for_any_map(graph: JourneyGraph) -> None:
    result = poster(graph, paper="A4", orientation="landscape")
    for finding in result.findings:
        if finding.rule == "map-density" and ". Use " in finding.message:
            advised = finding.message.rpartition(" Use ")[2].removesuffix(".")
            better = poster(graph, paper=advised, orientation="landscape")
            assert not rules(better) & {"text-size", "text-cut"}, advised


def test_text_that_is_cut_is_an_error_at_its_element() -> None:
    words = "Compares the prices of all suppliers once more " * 30
    stages = [Stage(id=f"s{i}") for i in range(12)]
    result = poster(a_map(*stages, PainPoint(id="p", stage="s0", title=words)), paper="A4")
    finding = found(result, "text-cut")
    assert (finding.severity, finding.element) == ("error", "p")
    assert "is cut off" in finding.message


def test_a_character_of_no_font_is_named() -> None:
    result = poster(a_map(Stage(id="s"), Step(id="t", stage="s", title="ok \U00012000")))
    finding = found(result, "glyph-missing")
    assert (finding.severity, finding.element) == ("error", "t")
    assert "U+12000" in finding.message


def test_many_missing_characters_are_one_finding() -> None:
    signs = " ".join(chr(0x12000 + i) for i in range(30))
    result = poster(a_map(Stage(id="s"), Step(id="t", stage="s", title=signs)))
    assert "and 18 more" in found(result, "glyph-missing").message


@pytest.mark.parametrize("pixels", [10, 4000])
def test_a_coarse_picture_has_claims(pixels: int) -> None:
    card = Picture(id="p", stage="s", title="The shop", alt="A shop", image=image(pixels, pixels))
    result = poster(a_map(Stage(id="s"), card), paper="A3")
    assert ("picture-resolution" in rules(result)) == (pixels == 10)
    if pixels == 10:
        finding = found(result, "picture-resolution")
        assert "A shop" in finding.message
        assert "10 pixels" not in finding.message


def test_the_pixels_that_are_advised_are_enough() -> None:
    def card(pixels: int) -> JourneyGraph:
        return a_map(Stage(id="s"), Picture(id="p", stage="s", image=image(pixels, pixels)))

    words = found(poster(card(20), paper="A3"), "picture-resolution").message
    pixels = int(words.split("at least ")[1].split(" pixels")[0].replace(",", ""))
    assert "picture-resolution" not in rules(poster(card(pixels), paper="A3"))
    assert "picture-resolution" in rules(poster(card(pixels - 2), paper="A3"))


def test_a_pale_brand_colour_has_claims() -> None:
    finding = found(poster(a_map(brand=Brand(colour="#FFFF00"))), "contrast")
    assert finding.message.startswith("The brand colour has a contrast ratio of 1.1 on this paper")


def test_a_pale_persona_has_claims_at_its_record() -> None:
    finding = found(poster(a_map(Persona(id="p", title="Kim", colour="#FFEE00"))), "contrast")
    assert finding.element == "p"
    assert "Kim" in finding.message


def test_hidden_lanes_are_reported() -> None:
    graph = a_map(
        Stage(id="s"),
        Lane(id="l", kinds=("step",), visible=False),
        Step(id="t", stage="s", title="Pays"),
        Touchpoint(id="u", stage="s", title="Till"),
    )
    (finding,) = [f for f in poster(graph).findings if "in a hidden lane" in f.message]
    assert finding.message.startswith("1 card is in a hidden lane")
    assert (finding.rule, finding.severity) == ("not-shown", "info")


def test_findings_stand_the_worst_first_and_are_sentences() -> None:
    result = poster(dense(40, 6), paper="A5")
    order = [f.severity for f in result.findings]
    assert order == sorted(order, key=["error", "warning", "info"].index)
    for finding in result.findings:
        assert finding.message.endswith(".")
        assert "\n" not in finding.message


@pytest.mark.parametrize(
    ("language", "is_missing"),
    [("qq", True), ("qq-QQ", True), ("", False), ("en", False), ("sv-SE", False), ("no", False)],
)
def test_a_language_without_words_is_reported(language: str, is_missing: bool) -> None:
    findings = poster(a_map(language=language)).findings
    (*found,) = [finding for finding in findings if finding.rule == "language-missing"]
    assert [finding.severity for finding in found] == ["warning"] * is_missing
    assert all(language in finding.message for finding in found)


def test_findings_speak_the_language_of_the_reader() -> None:
    from journeyeditor.poster import PosterOptions, compose
    from tests.poster.sheets import faces

    result = compose(dense(30, 6), PosterOptions(paper="A5"), faces(), "sv")
    assert any("Kartan" in f.message for f in result.findings)


def test_the_finding_of_a_sample_with_hidden_kinds_counts_them() -> None:
    graph = sample("toothbrush.sv")
    result = poster(graph, paper="A3", lanes=("touchpoint",))
    reported = [f.message for f in result.findings if "in hidden lanes" in f.message]
    assert len(reported) == 1


def test_findings_of_one_kind_are_one_line_with_examples() -> None:
    words = "Fastighetsförvaltningens återkommande kvalitetsgranskning " * 60
    cards = [PainPoint(id=f"p{i}", stage="s", title=f"{i} {words}") for i in range(9)]
    result = poster(a_map(Stage(id="s", title="Köp"), *cards), paper="A5")
    [cut] = [finding for finding in result.findings if finding.rule == "text-cut"]
    assert cut.message.count("“") == 5
    assert "and 4 more" in cut.message
    assert "\u00ad" not in cut.message
    assert set(cut.elements) == {f"p{i}" for i in range(9)}
    assert cut.element == cut.elements[0]


def page_of_record(record: str, *texts_: str) -> Page:
    """Return a page with texts that show a record."""
    runs = tuple(TextRun(0, 0, text, "inter-400", 9, "#000000", (), 9) for text in texts_)
    return Page(Size(99, 99), Rect(0, 0, 99, 99), (Group(runs, tag=Tag("P", record=record)),))


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        (("Betalar", "Eko\u00ad", "nomi"), ""),
        (("Betalar", "Ekonomisk"), "Not on the poster: Step: Owner (1)."),
        (("EKONOMI",), "Not on the poster: Step: Title (1)."),
        ((), "Not on the poster: Step: Owner (1)."),
    ],
)
def test_omissions_are_read_off_the_sheet(printed: tuple[str, ...], words: str) -> None:
    step = Step(id="t", stage="s", title="Betalar", owner="Ekonomi")
    graph = a_map(Stage(id="s"), step)
    pages = [page_of_record("t" if printed else "other", *printed)]
    found_words = omissions(
        graph,
        (),
        (),
        evidence=frozenset(),
        sections=(),
        printed=PrintedTexts(pages),
        texts=texts("en"),
    )
    assert found_words == words


def test_addresses_in_an_endless_word_are_left_out_in_time_that_grows_with_it() -> None:
    """A pattern that looks for an end from every letter would take hours."""
    endless = "a" * 2_000_000
    assert PrintedTexts(()).has("x", "https://example.com/a")
    assert not PrintedTexts(()).has("x", endless)


def test_large_counts_are_written_as_the_language_writes_them() -> None:
    steps = [Step(id=f"t{i}", stage="s", note="x", owner="Kim") for i in range(1_200)]
    graph = a_map(Stage(id="s"), *steps)
    words = omissions(
        graph,
        (),
        (),
        evidence=frozenset(),
        sections=(),
        printed=PrintedTexts(()),
        texts=texts("en"),
    )
    assert "Owner (1,200)" in words
