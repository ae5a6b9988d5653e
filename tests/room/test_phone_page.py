"""The page of a phone in a real browser, 390 by 780: joined, written, rated, voted, and a server that dies."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from journeyeditor import resources
from journeyeditor.files import read_map
from journeyeditor.vocabulary import Card, Emotion
from tests.cli.test_room import PIN, Served
from tests.room.phones import Phone
from tests.webpage.browser import CHROMIUM, Tab, browser

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="needs Chromium")

#: How often a finger tries to move a drawing.
TOUCHES = 50
MARKUP = "<img src=x onerror=\"document.title='caught'\">"


@pytest.fixture
def map_(tmp_path: Path) -> Path:
    path = tmp_path / "map.journey.json"
    source = resources.path("samples", "toothbrush.sv.journey.json")
    path.write_bytes(source.read_bytes())
    return path


@pytest.fixture
def tab() -> Iterator[Tab]:
    with browser() as running:
        yield running


def when(tab: Tab, condition: str) -> None:
    """Wait until a condition holds on the page."""
    tab.run(
        "new Promise((done) => { const look = () => "
        f"({condition}) ? done(true) : setTimeout(look, 20); look(); }})"
    )


def text_of(tab: Tab, selector: str) -> str:
    return str(tab.run(f"document.querySelector({json.dumps(selector)}).innerText"))


def enter_pin(tab: Tab, pin: str) -> None:
    tab.run("document.getElementById('pin').value = ''")
    tab.run("document.getElementById('pin').focus()")
    tab.write(pin)
    tab.click("#join-button")


def send(tab: Tab, words: str) -> None:
    tab.click("#tab-write")
    tab.run("document.getElementById('text').focus()")
    tab.write(words)
    when(tab, "!document.getElementById('send').disabled")
    tab.run("document.getElementById('send').click()")


def memory(tab: Tab) -> dict[str, Any]:
    stored = tab.run("localStorage.getItem('journeyeditor.room')")
    return dict(json.loads(stored))


def small_targets(tab: Tab) -> list[Any]:
    """Return what can be pressed on the page and is smaller than 48 pixels."""
    found = tab.run(
        "[...document.querySelectorAll('button,select,input,textarea,[role=slider]')]"
        ".filter((each) => each.offsetParent).map((each) => [each.id || each.className,"
        " each.getBoundingClientRect().width, each.getBoundingClientRect().height])"
        ".filter(([, width, height]) => width < 47 || height < 47)"
    )
    return list(found)


def join(tab: Tab, url: str) -> None:
    """Join after a wrong PIN, in Swedish; nothing of the map is shown before."""
    tab.open(f"{url}#p={PIN}", 390, 780)
    assert tab.run("location.hash") == ""
    assert tab.run("document.getElementById('pin').value") == PIN
    assert "Utvärdering" not in tab.run("document.documentElement.innerText")
    assert small_targets(tab) == []
    tab.run("document.getElementById('language').value = 'sv'")
    tab.run("document.getElementById('language').dispatchEvent(new Event('change'))")
    enter_pin(tab, "000000")
    when(tab, "document.getElementById('join-error').textContent")
    assert text_of(tab, "#join-error") == "Fel kod. Försök kvar: 4"
    assert tab.errors.pop().endswith("403 (Forbidden)")
    enter_pin(tab, PIN)
    when(tab, "document.querySelectorAll('#stages button').length === 8")


def take_part(tab: Tab) -> None:
    """Write a card, rate a stage by keyboard, vote and look at the map."""
    assert small_targets(tab) == []
    send(tab, MARKUP)
    when(tab, "document.getElementById('sent').innerText.includes('1')")

    tab.click("#tab-rate")
    assert small_targets(tab) == []
    tab.run("document.querySelector('[role=slider]').focus()")
    for _ in range(3):
        tab.press("ArrowDown")
    slider = "document.querySelector('[role=slider]')"
    assert tab.run(f"{slider}.getAttribute('aria-valuetext')") == "\u22120,3"

    tab.click("#tab-vote")
    tab.click(".plus")
    when(tab, "document.querySelector('.mine')")
    assert small_targets(tab) == []
    when(tab, "document.getElementById('ballot').innerText.includes('onerror')")
    assert tab.run("document.querySelectorAll('#ballot img').length") == 0

    urgent = "document.querySelectorAll('#ballot .reactions button')[3]"
    for is_on, count in (("true", "🔥1"), ("false", "🔥"), ("true", "🔥1")):
        tab.run(f"{urgent}.click()")
        when(tab, f"{urgent}.getAttribute('aria-pressed') === '{is_on}'")
        when(tab, f"{urgent}.textContent === '{count}'")
    assert "Brådskande, 1:" in tab.run(f"{urgent}.getAttribute('aria-label')")

    tab.click("#tab-map")
    assert "Medvetenhet" in text_of(tab, "#map-stage")
    look_at_the_map(tab)
    when(tab, "JSON.parse(localStorage.getItem('journeyeditor.room')).outbox.length === 0")


def look_at_the_map(tab: Tab) -> None:
    """Move the drawing with one finger and two, and turn to the next stage."""
    views = "window.views = []; addEventListener('message', (e) => e.data.view && window.views.push(e.data.view))"
    tab.run(views)
    when(tab, "document.querySelector('#drawing iframe.ready')")
    assert small_targets(tab) == []
    frame = "document.querySelector('#drawing iframe').getBoundingClientRect()"
    for _ in range(TOUCHES):  # a new frame gets no touch before it is on the screen
        left, top = tab.run(f"[{frame}.x, {frame}.y]")
        tab.touch("touchStart", (left + 250, top + 200))
        for x in (240, 180, 100):
            tab.touch("touchMove", (left + x, top + 200))
        tab.touch("touchEnd")
        tab.settle()
        if tab.run("window.views.length"):
            break
    tab.touch("touchStart", (left + 120, top + 200), (left + 180, top + 200))
    for reach in (10, 40):
        tab.touch("touchMove", (left + 120 - reach, top + 200), (left + 180 + reach, top + 200))
    tab.touch("touchEnd")
    when(tab, "window.views.at(-1).scale > 1.5 * window.views[0].scale")
    assert tab.run("window.views[0].x") < 0
    tab.click("#map-next")
    assert "Utvärdering" in text_of(tab, "#map-stage")
    assert tab.run("document.getElementById('follow').checked") is False


def test_a_phone_takes_part_in_a_workshop_and_survives_a_crash_of_the_room(
    map_: Path, tmp_path: Path, tab: Tab
) -> None:
    with ExitStack() as stack:
        served = Served(map_, tmp_path / "data")
        stack.callback(served.process.kill)
        join(tab, served.url)
        take_part(tab)
        assert tab.errors == []
        assert all(request.startswith((served.url, "ws:")) for request in tab.requests)
        assert tab.run("document.title") != "caught"

        served.end(signal.SIGKILL)
        when(tab, "document.body.classList.contains('is-offline')")
        send(tab, "Skrivet utan nät")
        when(tab, "document.getElementById('waiting').innerText.includes('1')")
        assert len(memory(tab)["outbox"]) == 1

        again = Served(map_, tmp_path / "data", served.port)
        stack.callback(again.process.kill)
        when(tab, "document.getElementById('sent').innerText.includes('2')")
        assert memory(tab)["outbox"] == []

        async def look(phone: Phone) -> None:
            await phone.until(lambda: phone.titles().count("Skrivet utan nät") == 1)
            assert MARKUP in phone.titles()

        again.tell(look)
        assert again.end(signal.SIGTERM)[0] == 0
        when(tab, "!document.getElementById('closed').hidden")
        assert text_of(tab, "#closed h1") == "Rummet är stängt"
    graph = read_map(map_)
    assert [element.title for element in graph.elements()].count("Skrivet utan nät") == 1
    assert any(isinstance(each, Emotion) and each.ratings for each in graph.elements("emotion"))
    before = read_map(resources.path("samples", "toothbrush.sv.journey.json"))
    votes = [sum(c.votes for c in g.elements() if isinstance(c, Card)) for g in (before, graph)]
    assert votes[1] == votes[0] + 1
