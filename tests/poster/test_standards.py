"""Files for printers, archives and screen readers: what can be checked of their standards."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from journeyeditor import resources
from journeyeditor.exporters import Export, pdf
from journeyeditor.exporters.press import press_of
from journeyeditor.files import map_hash, read_map
from journeyeditor.files.templates import templates
from journeyeditor.i18n import texts as texts_of
from journeyeditor.model import JourneyGraph
from journeyeditor.painting.pdf.colour import CmykColours
from journeyeditor.poster import PosterOptions
from journeyeditor.poster.appendix import APPENDIX
from journeyeditor.vocabulary import MapInfo, PainPoint, Stage, Step, Touchpoint, info_of
from tests.icc import cmyk_profile
from tests.painting.reader import sound
from tests.poster.poster_maps import poster_map
from tests.poster.sheets import SAMPLES, a_map, faces, sample
from tests.standards import (
    archive_faults,
    content_facts,
    elements_of,
    kids_of,
    metadata_of,
    press_faults,
    universal_access_faults,
    words_of,
)

OPTIONS = {
    "sheet": PosterOptions(),
    "several sheets": PosterOptions(sheets=2, bleed_mm=3, marks=True, appendix=tuple(APPENDIX)),
    "tiles": PosterOptions(paper="A2", tile="A4"),
    "upright": PosterOptions(orientation="portrait", ribbon=True, theme="ink"),
}


def exported(graph: JourneyGraph, options: PosterOptions | None = None, **more: Any) -> bytes:
    """Return the PDF of a map."""
    [data] = pdf.write(Export(graph, options or PosterOptions(), faces(), **more))
    return data


def check(data: bytes) -> None:
    """Hold a file against PDF/UA-1 and PDF/A-3b, by our rules and by those of `pdfua`."""
    document = sound(data)
    assert [*universal_access_faults(document), *archive_faults(document)] == []


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_posters_follow_the_rules(name: str, options: PosterOptions) -> None:
    check(exported(sample(name), options))


@pytest.mark.parametrize(
    "graph",
    [
        JourneyGraph(MapInfo(title="", language="")),
        a_map(Stage(id="s", title="")),
        a_map(
            Stage(id="s", title="Köp 👩‍🔧 onboarding"),
            Step(id="t", stage="s", title="\U000e0041 ท่อง 購入 שלום עולם مرحبا بالعالم"),
            Step(id="u", stage="s", note="https://example.org/å"),
        ),
    ],
    ids=["empty", "nameless", "scripts"],
)
def test_odd_maps_follow_the_rules(graph: JourneyGraph) -> None:
    check(exported(graph))


@pytest.mark.parametrize("name", ["6 personas", "right to left"])
def test_maps_of_many_personas_and_of_other_scripts_follow_the_rules(name: str) -> None:
    check(exported(poster_map(name)))


def test_templates_follow_the_rules() -> None:
    for entry in templates():
        check(exported(read_map(entry.path)))


@pytest.mark.parametrize("name", SAMPLES)
def test_an_independent_checker_finds_nothing(name: str, tmp_path: Path) -> None:
    path = tmp_path / "poster.pdf"
    path.write_bytes(exported(sample(name)))
    checker = pytest.importorskip("pdfua")
    assert list(checker.validate(str(path)).findings) == []


@pytest.mark.skipif(shutil.which("verapdf") is None, reason="veraPDF is not installed")
@pytest.mark.parametrize("flavour", ["3b", "ua1"])
def test_verapdf_passes(flavour: str, tmp_path: Path) -> None:
    path = tmp_path / "poster.pdf"
    path.write_bytes(exported(sample(SAMPLES[0])))
    done = subprocess.run(
        ["verapdf", "--flavour", flavour, "--format", "text", path],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.startswith("PASS"), done.stdout


def spoken(element: Any) -> str:
    """Return the structure type of an element, or its text alternative."""
    return str(element.S)[1:]


@pytest.mark.parametrize("name", SAMPLES)
def test_a_map_is_read_as_a_title_stages_and_a_table(name: str) -> None:
    graph, document = sample(name), sound(exported(sample(name)))
    roles = [spoken(element) for element, _ in elements_of(document)]
    assert roles.count("H1") == 1
    assert roles.index("H1") == roles.index("Part") + 1
    tables = [each for each, _ in elements_of(document) if spoken(each) == "Table"]
    rows = [row for table in tables for row in kids_of(table)[1:]]
    assert len(rows) == len(graph.stages())
    for row in rows:
        header, *cells = kids_of(row)
        assert str(header.A.Scope) == "/Row"
        assert "H2" in [spoken(kid) for kid in kids_of(header) if not isinstance(kid, int)]
        assert cells
    alts = [str(each.Alt) for each, _ in elements_of(document) if spoken(each) == "Figure"]
    for stage in graph.stages():
        assert any(stage.title in alt for alt in alts)


def test_what_a_file_says_about_itself() -> None:
    graph = sample("toothbrush.sv")
    document = sound(exported(graph, PosterOptions(persona="sara")))
    xmp = metadata_of(document)
    assert words_of(xmp, "dc:title") == "Att köpa en ny eltandborste – Sara Karlsson"
    assert words_of(xmp, "xmp:CreateDate") == "2026-01-01T00:00:00+00:00"
    assert str(document.docinfo.CreationDate) == "D:20260101000000+00'00"
    assert map_hash(graph) in document.Root.Metadata.read_bytes().decode()


@pytest.mark.parametrize("name", SAMPLES)
def test_a_file_for_a_press_follows_its_rules(name: str) -> None:
    options = PosterOptions(bleed_mm=3, marks=True)
    press = press_of(cmyk_profile())
    document = sound(exported(sample(name), options, press=press))
    assert press_faults(document) == []
    inks = {inks for page in document.pages for _, inks in content_facts(page).text_colours}
    black = {ink[3] for ink in inks if ink[:3] == (0, 0, 0)}
    assert max(black) > 0.6, "text is black ink alone"


@pytest.mark.parametrize(
    ("colour", "inks"), [("#000000", (0, 0, 0, 1)), ("#FFFFFF", (0, 0, 0, 0)), ("#1F2933", None)]
)
def test_neutral_colours_are_black_ink_alone(colour: str, inks: tuple[float, ...] | None) -> None:
    operator = CmykColours(cmyk_profile()).fill(colour)
    *parts, name = operator.split()
    found = tuple(map(float, parts))
    assert name == "k"
    assert found[:3] == (0, 0, 0)
    assert inks is None or found == inks


@pytest.mark.parametrize("colour", ["#0B4F6C", "#F6E6E2", "#D9480F"])
def test_other_colours_are_several_inks(colour: str) -> None:
    inks = [float(part) for part in CmykColours(cmyk_profile()).fill(colour).split()[:4]]
    assert sum(ink > 0 for ink in inks[:3]) > 0


def test_only_a_profile_of_a_press_is_one() -> None:
    for data in (b"", b"x" * 200, resources.path("colour", "sRGB-v2-micro.icc").read_bytes()):
        with pytest.raises(ValueError, match="profile"):
            press_of(data)
    assert press_of(cmyk_profile()).name


def test_the_checks_see_what_is_wrong() -> None:
    document = pikepdf.open(BytesIO(exported(sample("toothbrush.sv"))))
    for element, _ in elements_of(document):
        if spoken(element) == "Figure":
            del element.Alt
        if spoken(element) == "TH":
            del element.A.Scope
            element.A.Scope = (
                pikepdf.Name.None_ if hasattr(pikepdf.Name, "None_") else pikepdf.Name("/X")
            )
    del document.pages[0].Tabs
    del document.Root.OutputIntents
    del document.Root.AF
    rules = {fault.partition(":")[0] for fault in universal_access_faults(document)}
    assert {"13-004", "15-003", "28-008"} <= rules
    rules = {fault.partition(":")[0] for fault in archive_faults(document)}
    assert {"6.2.3", "6.8"} <= rules


@pytest.mark.parametrize("name", SAMPLES)
def test_signs_on_cards_are_read_aloud(name: str) -> None:
    """What is said by a sign only: grades, votes, sources, assumptions, and who takes part."""
    graph = sample(name)
    texts = texts_of(info_of(graph).language)
    document = sound(exported(graph))
    alts = Counter(str(each.Alt) for each, _ in elements_of(document) if spoken(each) == "Figure")
    for pain in graph.elements("pain_point"):
        assert isinstance(pain, PainPoint)
        assert alts[f"{texts('Severity')}: {pain.severity}"]
        assert alts[f"{texts('Frequency')}: {pain.frequency}"]
        assert alts[
            texts.plural("{count} vote", "{count} votes", pain.votes).format(count=pain.votes)
        ]
    moments = sum(
        isinstance(each, Touchpoint) and each.moment_of_truth
        for each in graph.elements("touchpoint")
    )
    assert alts[texts("Moment of truth")] == moments > 0
    assert alts[texts("Assumption, no evidence")] > 0
    assert alts[f"{texts('Sources')}: 2"] > 0
    for person in graph.personas() if len(graph.personas()) > 1 else ():
        assert alts[person.title] > 0
