"""export: one map or many, in every format, on every kind of sheet."""

from __future__ import annotations

import base64
import dataclasses
import json
import struct
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
import pytest

from journeyeditor import resources
from journeyeditor.cli.commands.export import NEEDS, FormatSettings
from journeyeditor.poster import PosterOptions
from tests.cli.program import Run, left_in
from tests.icc import cmyk_profile

SAMPLES = sorted(resources.path("samples").glob("*.journey.json"))
MM = 72 / 25.4
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def name(path: Path) -> str:
    return path.name.removesuffix(".journey.json")


def boxes(pdf: Path) -> list[list[float]]:
    """Return the media boxes of a PDF's pages as width and height in millimetres."""
    with pikepdf.open(pdf) as document:
        found = [[float(number) for number in page.mediabox] for page in document.pages]
    return [[round((x1 - x0) / MM, 1), round((y1 - y0) / MM, 1)] for x0, y0, x1, y1 in found]


@pytest.mark.parametrize("path", SAMPLES, ids=name)
def test_samples_as_pdf_and_svg(run: Run, work: Path, path: Path) -> None:
    answer = run("export", path, "-o", "poster.pdf")
    assert (answer.status, answer.err) == (0, "")
    assert answer.out.startswith(f"{path.name} → poster.pdf: 1 page, 420 × 297 mm\n")
    assert boxes(work / "poster.pdf") == [[420.0, 297.0]]
    assert run("export", path, "-o", "poster.svg").status == 0
    root = ElementTree.parse(work / "poster.svg").getroot()
    assert (root.get("width"), root.get("height")) == ("420mm", "297mm")


@pytest.mark.parametrize("path", SAMPLES[:1], ids=name)
def test_a_sample_as_png(run: Run, work: Path, path: Path) -> None:
    assert run("export", path, "-o", "poster.PNG", "--dpi", "50").status == 0
    data = (work / "poster.PNG").read_bytes()
    assert data.startswith(b"\x89PNG")
    assert struct.unpack(">II", data[16:24]) == (round(420 / 25.4 * 50), round(297 / 25.4 * 50))


@pytest.mark.parametrize(
    ("words", "size"),
    [
        (("--paper", "A0"), [1189.0, 841.0]),
        (("--paper", "a4", "--portrait"), [210.0, 297.0]),
        (("--paper", "A4", "--orientation", "portrait"), [210.0, 297.0]),
        (("--paper", "ANSI D"), [863.6, 558.8]),
        (("--paper", "letter"), [279.4, 215.9]),
        (("--paper", "900x300mm"), [900.0, 300.0]),
        (("--paper", "300x900mm", "--landscape"), [900.0, 300.0]),
        (("--paper", "A3", "--bleed", "3"), [426.0, 303.0]),
        (("--paper", "A3", "--margin", "20mm"), [420.0, 297.0]),
    ],
)
def test_paper(run: Run, map_: Path, words: tuple[str, ...], size: list[float]) -> None:
    assert run("export", map_, "-o", "poster.pdf", *words).status == 0
    assert boxes(map_.with_name("poster.pdf")) == [size]


def test_bleed_is_outside_the_trim(run: Run, map_: Path) -> None:
    assert run("export", map_, "-o", "poster.pdf", "--bleed", "3").status == 0
    with pikepdf.open(map_.with_name("poster.pdf")) as document:
        trim = [round(float(number) / MM, 1) for number in document.pages[0].trimbox]
    assert trim == [3.0, 3.0, 423.0, 300.0]


def test_sheets(run: Run, map_: Path) -> None:
    answer = run("export", map_, "-o", "poster.pdf", "--sheets", "2")
    assert "2 pages, 420 × 297 mm" in answer.out
    assert len(boxes(map_.with_name("poster.pdf"))) == 2
    answer = run("export", map_, "-o", "poster.pdf", "--sheets", "100")
    assert "only 4 stages" in answer.out


@pytest.mark.parametrize("suffix", ["svg", "png"])
def test_sheets_are_files_where_a_format_has_no_pages(run: Run, map_: Path, suffix: str) -> None:
    words = ("--sheets", "2", "--dpi", "20")
    answer = run("export", map_, "-o", f"poster.{suffix}", *words)
    assert f"poster-1.{suffix} … poster-2.{suffix}: 2 pages" in answer.out
    assert left_in(map_.parent) == [map_.name, f"poster-1.{suffix}", f"poster-2.{suffix}"]


def test_tiles(run: Run, map_: Path) -> None:
    answer = run("export", map_, "-o", "wall.pdf", "--paper", "A2", "--tile", "A4", "--json")
    pages = json.loads(answer.out)["pages"]
    assert len(pages) == len(boxes(map_.with_name("wall.pdf"))) > 5
    assert {"A1", "A2", "B1"} < {page["label"] for page in pages}
    assert run("export", map_, "-o", "tile.svg", "--tile", "A4").status == 0
    assert run("export", map_, "-o", "wall.pdf", "--tile", "A5", "--overlap", "300").status == 1


def test_the_report_as_json(run: Run, map_: Path) -> None:
    answer = run("export", map_, "-o", "poster.pdf", "--paper", "A5", "--json")
    assert (answer.status, answer.err) == (0, "")
    report = json.loads(answer.out)
    assert list(report) == ["map", "files", "pages", "findings", "losses"]
    assert report["map"] == str(map_)
    assert report["files"] == ["poster.pdf"]
    box = [0.0, 0.0, 210.0, 148.0]
    boxes = {"media": box, "bleed": box, "trim": box}
    page = {"label": "1", "width_mm": 210.0, "height_mm": 148.0, "boxes_mm": boxes}
    assert report["pages"] == [page]
    for finding in report["findings"]:
        assert list(finding) == ["rule", "severity", "element", "elements", "message"]
    assert run("export", map_, "-o", "poster.pdf", "--paper", "A5", "--json").out == answer.out


def test_the_same_map_gives_the_same_bytes(run: Run, map_: Path) -> None:
    for file in ("a.pdf", "b.pdf", "a.svg", "b.svg"):
        assert run("export", map_, "-o", file).status == 0
    for suffix in ("pdf", "svg"):
        first, second = (map_.with_name(f"{stem}.{suffix}").read_bytes() for stem in "ab")
        assert first == second


def test_persona_lanes_theme_brand_and_logo(run: Run, work: Path) -> None:
    (work / "logo.png").write_bytes(PIXEL)
    sample = resources.path("samples", "toothbrush.sv.journey.json")
    words = ("--persona", "sara karlsson", "--lanes", "step, emotion", "--theme", "ink")
    more = ("--brand", "0b4f6c", "--logo", "logo.png")
    answer = run("export", sample, "-o", "poster.svg", *words, *more)
    assert (answer.status, answer.err) == (0, "")
    assert "#0B4F6C" in (work / "poster.svg").read_text(encoding="utf-8").upper()


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--persona", "Nobody"), "Sara Karlsson"),
        (("--lanes", "nonsense"), "kinds"),
        (("--margin", "300"), "margins"),
        (("--logo", "missing.png"), "cannot be read"),
        (("--logo", "."), "cannot be read"),
        (("--logo", "text.png"), "PNG or JPEG"),
        (("--logo", "/dev/zero"), "16 MiB"),
    ],
)
def test_options_that_cannot_be_fulfilled(
    run: Run, work: Path, words: tuple[str, ...], named: str
) -> None:
    (work / "text.png").write_text("no picture")
    sample = resources.path("samples", "toothbrush.sv.journey.json")
    answer = run("export", sample, "-o", "poster.pdf", *words)
    assert (answer.status, answer.out) == (1, "")
    assert named in answer.sentence
    assert left_in(work) == ["text.png"]


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--sections", "nonsense"), "priorities, agenda, glossary, sources or all"),
        (("--sections", ","), "argument --sections: give at least one name"),
        (("--lanes", ","), "argument --lanes: give at least one name"),
        (("--cmyk", "press.icc"), "--cmyk goes with PDF only"),
    ],
)
def test_options_that_are_wrong_for_every_map(
    run: Run, map_: Path, work: Path, words: tuple[str, ...], named: str
) -> None:
    answer = run("export", map_, "-o", "poster.svg", *words)
    assert (answer.status, answer.out) == (2, "")
    assert named in answer.sentence
    assert left_in(work) == [map_.name]


def test_all_sections_may_be_asked_for_beside_some(run: Run, work: Path) -> None:
    sample = resources.path("samples", "toothbrush.sv.journey.json")
    for stem, sections in (("all", "all"), ("both", "glossary,all"), ("one", "personas")):
        assert run("export", sample, "-o", f"{stem}.pdf", "--sections", sections).status == 0
    assert (work / "all.pdf").read_bytes() == (work / "both.pdf").read_bytes()
    assert len(boxes(work / "one.pdf")) > 1


def test_marks_surround_the_sheet(run: Run, map_: Path, work: Path) -> None:
    words = ("--paper", "A4", "--bleed", "3", "--marks", "--json")
    answer = run("export", map_, "-o", "poster.pdf", *words)
    [page] = json.loads(answer.out)["pages"]
    media, bleed, trim = (page["boxes_mm"][name] for name in ("media", "bleed", "trim"))
    assert [trim[2] - trim[0], trim[3] - trim[1]] == pytest.approx([297, 210])
    for outer, inner, least in ((bleed, trim, 3), (media, bleed, 3)):
        distances = [b - a for a, b in zip(outer[:2], inner[:2], strict=True)]
        distances += [a - b for a, b in zip(outer[2:], inner[2:], strict=True)]
        assert min(distances) >= least - 0.01
    assert boxes(work / "poster.pdf") == [[media[2], media[3]]]


def test_imprint_working_sheet_and_text_of_svg(run: Run, map_: Path, work: Path) -> None:
    sheets = {}
    for word in ("", "--imprint", "--working-sheet", "--svg-text"):
        assert run("export", map_, "-o", "poster.svg", *filter(None, [word])).status == 0
        sheets[word] = (work / "poster.svg").read_text(encoding="utf-8")
    assert len(set(sheets.values())) == 4
    assert [word for word, sheet in sheets.items() if "@font-face" in sheet] == ["--svg-text"]
    named = [word for word, sheet in sheets.items() if "Journey Editor" in sheet]
    assert named == ["--imprint"]


def test_a_poster_for_a_press(run: Run, map_: Path, work: Path) -> None:
    (work / "press.icc").write_bytes(cmyk_profile())
    assert run("export", map_, "-o", "poster.pdf", "--cmyk", "press.icc").status == 0
    with pikepdf.open(work / "poster.pdf") as document:
        assert document.Root.OutputIntents[0].S == "/GTS_PDFX"
    answer = run("export", map_, "-o", "other.pdf", "--cmyk", map_)
    assert (answer.status, answer.out) == (1, "")
    assert answer.sentence.startswith(f"{map_}: the file is not an ICC profile; ask the printing")
    assert not (work / "other.pdf").exists()


def test_too_large_a_picture(run: Run, map_: Path) -> None:
    words = ("--paper", "5080x5080mm", "--dpi", "1200")
    answer = run("export", map_, "-o", "poster.png", *words)
    assert (answer.status, answer.out) == (1, "")
    assert "use 327 at most" in answer.sentence
    assert left_in(map_.parent) == [map_.name]


def test_slides_of_stages_are_no_pages_of_a_poster(run: Run, map_: Path) -> None:
    answer = run("export", map_, "-o", "deck.pptx", "--slides", "stage")
    assert (answer.status, answer.err) == (0, "")
    assert answer.out.splitlines() == [f"{map_.name} → deck.pptx"]


@pytest.mark.parametrize(
    ("file", "words", "sentence"),
    [
        ("book.xlsx", ("--paper", "A3"), "XLSX files ignore --paper"),
        ("book.xlsx", ("--lanes", "step", "--no-source"), "XLSX files ignore --lanes"),
        ("grid.csv", ("--marks", "--appendix"), "CSV files ignore --marks, --sections"),
        ("deck.pptx", ("--paper", "A4", "--svg-text"), "PPTX files ignore --svg-text"),
        ("poster.svg", ("--dpi", "20", "--slides", "stage"), "SVG files ignore --dpi, --slides"),
        ("graph.gexf", ("--brand", "#123456"), "GEXF files ignore --brand"),
    ],
)
def test_options_that_a_format_does_not_have_are_named(
    run: Run, map_: Path, file: str, words: tuple[str, ...], sentence: str
) -> None:
    answer = run("export", map_, "-o", file, *words, "--json")
    assert (answer.status, answer.sentence) == (0, sentence)
    assert json.loads(answer.out)["files"] == [file]


def test_every_option_of_export_is_known_to_have_an_effect_or_not() -> None:
    fields = {field.name for field in dataclasses.fields(PosterOptions)}
    everywhere = {"language", "has_source", "press"}
    assert set(NEEDS) | everywhere == fields | set(FormatSettings._fields)
