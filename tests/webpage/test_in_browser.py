"""The web page in a real browser: by mouse, keys and fingers, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from journeyeditor.exporters import Export
from journeyeditor.exporters.html import write
from journeyeditor.insight.translation import translated
from journeyeditor.poster.options import PosterOptions
from journeyeditor.webpage import web_page
from tests.builders import a_map
from tests.poster.poster_maps import poster_map
from tests.poster.sheets import faces, sample
from tests.webpage.browser import CHROMIUM, Tab, browser
from tests.webpage.test_page import hostile_map

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium")

#: The words in the panel, or None while it is hidden.
PANEL = "document.querySelector('aside').hidden ? null : document.querySelector('aside').innerText"
#: Where the sheet is, and how large: (x, y, scale).
SHEET = """(() => { const m = new DOMMatrix(getComputedStyle(document.querySelector('#sheet')).transform);
    return [m.e, m.f, m.a]; })()"""
COUNT = "document.querySelector('.search output').textContent"


@pytest.fixture(scope="module")
def tab() -> Iterator[Tab]:
    with browser() as running:
        yield running


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "heat pump.html"
    path.write_text(web_page(sample("heat_pump.nb"), faces()), encoding="utf-8")
    return path


def test_a_hostile_map_runs_and_fetches_nothing(tab: Tab, tmp_path: Path) -> None:
    path = tmp_path / "hostile.html"
    path.write_text(web_page(hostile_map(), faces()), encoding="utf-8")
    tab.open(path)
    tab.click(".search input")
    tab.write("hacked")
    for _ in range(4):
        tab.press("Enter")
    tab.run("document.querySelectorAll('article').forEach((each) => each.click())")
    tab.run("document.querySelectorAll('.bar button').forEach((each) => each.click())")
    assert tab.run("typeof window.hacked") == "undefined"
    assert tab.errors == []
    assert [address for address in tab.requests if not address.startswith("data:")] == [
        path.as_uri()
    ]


def test_a_map_is_read_with_mouse_and_keys(tab: Tab, page: Path) -> None:
    tab.open(page, 1440, 860, prefers_reduced_motion="reduce")
    assert tab.errors == []
    fitted = tab.run(SHEET)
    tab.click("[data-zoom=in]")
    tab.settle()
    assert tab.run(SHEET)[2] == pytest.approx(fitted[2] * 1.25, rel=1e-3)
    tab.press("0")
    tab.settle()
    assert tab.run(SHEET) == pytest.approx(fitted, abs=0.5)
    for kind, x in (("mousePressed", 30), ("mouseMoved", 60), ("mouseMoved", 90)):
        tab.mouse(kind, x, 600, button="left", buttons=1, clickCount=1)
    tab.mouse("mouseReleased", 90, 600, button="left", clickCount=1)
    tab.settle()
    assert tab.run(SHEET)[0] == pytest.approx(fitted[0] + 60, abs=1)
    assert tab.run(PANEL) is None
    tab.press("0")
    tab.settle()
    tab.click('g[data-kind="pain_point"]')
    assert "Fagord uten forklaring" in tab.run(PANEL)
    assert "Alvor" in tab.run(PANEL)
    tab.press("Escape")
    assert tab.run(PANEL) is None
    tab.run("document.querySelector('#map').focus()")
    tab.press("ArrowRight")
    first = tab.run(PANEL)
    tab.press("ArrowDown")
    assert first is not None
    assert tab.run(PANEL) not in {None, first}
    assert tab.run("document.querySelector('p[role=status]').textContent")


def test_search_and_filters_agree_in_map_and_table(tab: Tab, page: Path) -> None:
    tab.open(page, 1440, 860)
    tab.press("/", text="/")
    tab.write("støtte")
    hits = tab.run("document.querySelectorAll('article.found').length")
    assert 1 < tab.run("document.querySelectorAll('rect.hit').length") <= hits
    assert tab.run(COUNT) == f"1/{hits}"
    tab.press("Enter")
    assert tab.run(COUNT) == f"2/{hits}"
    tab.press("Escape")
    assert tab.run(COUNT) == ""
    tab.click('.bar [data-kind="pain_point"]')
    shown = "document.querySelectorAll('{}:not(.off)').length"
    assert tab.run(shown.format("g[data-kind=pain_point]")) == 0
    assert tab.run(shown.format("article[data-kind=pain_point]")) == 0
    tab.click('.bar [data-kind="pain_point"]')
    assert tab.run(shown.format("g[data-kind=pain_point]")) > 0
    tab.click(".bar [data-persona]:nth-child(2)")
    persona = tab.run("document.querySelector('.bar [data-persona]:nth-child(2)').dataset.persona")
    own = "[...document.querySelectorAll('g[data-persona]:not(.off)')].every((each) => each.dataset.persona.split(' ').includes('{}'))"
    assert tab.run(own.format(persona))
    assert tab.run("document.querySelectorAll('g[data-persona].off').length") > 0
    tab.click("button[data-view=table]")
    assert tab.run("getComputedStyle(document.querySelector('#map')).display") == "none"


def test_the_table_is_there_for_screen_readers(tab: Tab, page: Path) -> None:
    tab.open(page)
    nodes = tab.call("Accessibility.getFullAXTree")["nodes"]
    roles = [node.get("role", {}).get("value") for node in nodes if not node.get("ignored")]
    graph = sample("heat_pump.nb")
    assert roles.count("rowheader") == len(graph.stages())
    assert roles.count("table") == 1
    assert "SvgRoot" not in roles


def test_a_phone_begins_with_the_table_and_zooms_with_two_fingers(tab: Tab, page: Path) -> None:
    tab.open(page, 390, 780)
    assert tab.run("document.querySelector('main').dataset.view") == "table"
    assert tab.run("document.documentElement.scrollWidth") == 390
    assert tab.run("document.querySelector('#table').scrollWidth") <= 390
    tab.run("document.querySelector('#table td article').click()")
    assert tab.run(PANEL)
    tab.press("Escape")
    tab.click("button[data-view=map]")
    tab.settle()
    before = tab.run(SHEET)[2]
    tab.touch("touchStart", (150, 500), (250, 500))
    tab.touch("touchMove", (100, 500), (300, 500))
    tab.touch("touchEnd")
    tab.settle()
    assert tab.run(SHEET)[2] == pytest.approx(before * 2, rel=0.05)


def test_dark_is_for_screens_and_paper_stays_white(tab: Tab, page: Path) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    tab.open(page, prefers_color_scheme="light")
    assert tab.run(ground) == "rgb(255, 255, 255)"
    tab.open(page, prefers_color_scheme="dark")
    assert tab.run(ground) != "rgb(255, 255, 255)"
    printed = pypdfium2.PdfDocument(tab.pdf())
    assert "Fagord uten forklaring" in printed[1].get_textpage().get_text_range()
    picture = printed[0].render(scale=0.5).to_pil()
    assert picture.getpixel((3, 3)) == (255, 255, 255)
    assert picture.width > picture.height


@pytest.mark.parametrize("name", ["right to left", "japanese"])
def test_words_stand_where_the_drawing_has_them(tab: Tab, tmp_path: Path, name: str) -> None:
    path = tmp_path / "page.html"
    path.write_text(web_page(poster_map(name), faces()), encoding="utf-8")
    tab.open(path, 1440, 860)
    astray = tab.run(
        "[...document.querySelectorAll('#sheet text')].filter((each) =>"
        " Math.abs(each.getBBox().x - each.x.baseVal[0].value) > 2).map((each) => each.textContent)"
    )
    assert astray == []


def test_a_persona_fades_all_of_the_others_curves(tab: Tab, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(web_page(poster_map("6 personas"), faces()), encoding="utf-8")
    tab.open(path, 1440, 860)
    tab.click(".bar [data-persona]:nth-child(2)")
    loose = "[...document.querySelectorAll('#sheet g[clip-path]')].filter((each) => !each.closest('g[data-persona]')).length"
    assert tab.run("document.querySelectorAll('#sheet g[clip-path]').length") > 6
    assert tab.run(loose) == 0


def test_a_map_far_wider_than_the_screen_opens_where_it_can_be_read(
    tab: Tab, tmp_path: Path
) -> None:
    builder = a_map(title="Long")
    for number in range(60):
        builder.with_stage(f"Stage {number}").with_("step", f"Step {number}")
    path = tmp_path / "long.html"
    path.write_text(web_page(builder.built(), faces()), encoding="utf-8")
    tab.open(path, 1280, 800, prefers_reduced_motion="reduce")
    begun = tab.run(SHEET)
    tab.press("0")
    tab.settle()
    whole = tab.run(SHEET)
    assert whole[2] < begun[2] / 2
    tab.press("0")
    tab.settle()
    assert tab.run(SHEET) == pytest.approx(begun, abs=0.5)


def test_a_reader_chooses_the_language_of_the_map(tab: Tab, tmp_path: Path) -> None:
    words = {"Köp": "Purchase", "Dolda avgifter": "Hidden fees", "Resan": "The journey"}
    builder = a_map(
        title="Resan", language="sv", translations={"en": words, "he": {"Köp": "רכישה"}}
    )
    graph = builder.with_stage("Köp").with_("pain_point", "Dolda avgifter").built()
    shares: list[float] = []
    (data,) = write(Export(graph, PosterOptions(), faces(), progress=shares.append))
    assert shares == pytest.approx([0, 1 / 3, 2 / 3])
    path = tmp_path / "map.html"
    path.write_bytes(data)
    tab.open(path, 1280, 800)
    assert tab.run("[document.documentElement.lang, document.querySelector('h1').innerText]") == [
        "sv",
        "Resan",
    ]
    assert tab.run("document.querySelectorAll('h1').length") == 1
    choose = "document.querySelector('[data-language={}]').click()"
    seen = "document.documentElement.lang + document.documentElement.dir"
    for language, shown, word in (("en", "en", "Hidden fees"), ("he", "hertl", "Dolda avgifter")):
        tab.reload_by(choose.format(language))
        assert tab.run(seen) == shown
        assert word in tab.run("document.querySelector('#table').textContent")
        pressed = "document.querySelector('[data-language][aria-pressed=true]').lang"
        assert tab.run(pressed) == language
    tab.click(".search input")
    tab.write("avgifter")
    assert tab.run(COUNT) == "1/1"
    tab.reload_by(choose.format("sv"))
    assert tab.run(seen) == "sv"
    assert tab.errors == []


def test_a_map_that_is_shown_in_another_language_offers_no_other() -> None:
    builder = a_map(title="Resan", language="sv", translations={"en": {"Resan": "The journey"}})
    graph = translated(builder.with_stage("Köp").built(), "en")
    (data,) = write(Export(graph, PosterOptions(), faces()))
    assert b"<template" not in data
    assert b'<html lang="en"' in data
