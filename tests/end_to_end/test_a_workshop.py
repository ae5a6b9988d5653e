"""A whole workshop: a real window, two real phones, a crash in the middle of the vote, and the poster."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from subprocess import CalledProcessError

import pytest

from journeyeditor.files import read_map
from journeyeditor.files.writer import write_map
from journeyeditor.vocabulary import Card, Emotion, Opportunity
from tests.builders import a_map
from tests.end_to_end.screen import Place, Program, until
from tests.end_to_end.test_a_map_by_hand import name_the_file, words_of
from tests.room.test_phone_page import enter_pin, send, when
from tests.webpage.browser import CHROMIUM, Tab, browser

pytestmark = [
    pytest.mark.timeout(280),
    pytest.mark.skipif(not CHROMIUM, reason="needs Chromium"),
]
#: A folder for pictures of each step, for people to look at; none without it.
PICTURES = os.environ.get("JOURNEYEDITOR_PICTURES", "")
THEME = os.environ.get("JOURNEYEDITOR_PICTURES_THEME", "light")
ALIKE = ("Hidden fees at the checkout", "Fees hidden at the checkout")
OTHER = "The parcel came late"
SENT = "JSON.parse(localStorage.getItem('journeyeditor.room')).outbox.length === 0"


class Workshop:
    """The window with its map, and the phones in its room."""

    def __init__(self, program: Program, phones: tuple[Tab, ...], map_: Path) -> None:
        self.program, self.phones, self.map = program, phones, map_
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def named(self, beginning: str) -> str:
        """Return the first name or words that begin so, once they are seen."""

        def look() -> str | None:
            widgets = self.program.widgets()
            names = (words for each in widgets for words in (each["name"], each["text"]))
            return next((words for words in names if words.startswith(beginning)), None)

        return until(look, f"“{beginning}…”")

    def click(self, words: str, class_: str = "", across: float = 0.5) -> None:
        """Click a widget whose name or words begin so, once it stays where it is."""
        places: list[Place] = []

        def look() -> Place | None:
            places.append(self.program.find(self.named(words), class_))
            return places[-1] if places[-1:] == places[-2:-1] else None

        self.program.hands.click(until(look, f"“{words}” at rest").at(across))

    def run(self, command: str) -> None:
        """Run a command by its name."""
        hands = self.program.hands
        self.focus()
        hands.press("ctrl+k")
        until(lambda: self._keys("QLineEdit"), "the search field")
        hands.type(command)
        until(lambda: self._keys("QLineEdit", command), f"“{command}” in the search field")
        hands.press("Return")

    def focus(self) -> None:
        """Give the window the keys: there is no window manager to do it when a dialog closes."""

        def is_focused() -> bool:
            with suppress(CalledProcessError):  # a window that is just closing
                self.program.hands.focus("Journey Editor")
                return any(each["has_keys"] for each in self.program.widgets())
            return False

        until(is_focused, "the window with the keys")

    def _keys(self, class_: str, text: str = "") -> bool:
        return any(
            each["has_keys"] and each["class"] == class_ and each["text"] == text
            for each in self.program.widgets()
        )

    def open_room(self) -> str:
        """Open the room for this computer only, and return its PIN."""
        hands = self.program.hands
        self.run("Open room")
        self.click("Network address", "QComboBox")
        hands.press("End", "Return")
        self.click("Port", "SpinBox", 0.3)
        hands.press("ctrl+a")
        hands.type(str(self.port))
        self.click("Open room", "QPushButton")
        until(lambda: not self._shows("OpenRoomDialog"), "the dialog closed")
        return self.named("PIN ").removeprefix("PIN ")

    def _shows(self, class_: str) -> bool:
        return any(each["class"] == class_ for each in self.program.widgets())

    def all(self, condition: str) -> None:
        for phone in self.phones:
            when(phone, condition)

    def photograph(self, name: str) -> None:
        if not PICTURES:
            return
        folder = Path(PICTURES)
        folder.mkdir(parents=True, exist_ok=True)
        self.program.ask(f"grab {folder / f'{THEME}-{name}'}")
        for number, phone in enumerate(self.phones):
            phone.settle()
            phone.screenshot(folder / f"{THEME}-{name}-phone{number}.png")


@pytest.fixture
def workshop(program: Program, tmp_path: Path) -> Iterator[Workshop]:
    path = tmp_path / "shop.journey.json"
    map_ = a_map(title="Buying a toothbrush", language="en").with_stage("Compare")
    map_ = map_.with_("step", "Reads tests").with_stage("Buy").with_("step", "Pays")
    map_ = map_.with_("opportunity", "Show the total", impact=2, effort=4)
    map_ = map_.with_stage("Use").with_("step", "Unpacks")
    write_map(map_.built(), path)
    with ExitStack() as stack:
        phones = tuple(stack.enter_context(browser()) for _ in range(2))
        yield Workshop(program, phones, path)


def test_ten_steps_of_a_workshop(workshop: Workshop, tmp_path: Path) -> None:
    program, hands = workshop.program, workshop.program.hands
    _plan(workshop)
    pin = workshop.open_room()
    _join(workshop, pin)
    _write_privately(workshop)
    _place(workshop)
    _vote_through_a_crash(workshop, pin)
    _rate(workshop)
    _show_the_map(workshop)
    _prioritize(workshop)

    workshop.run("Close room")
    workshop.all("!document.getElementById('closed').hidden")
    hands.press("ctrl+s")
    until(lambda: _is_saved(workshop), "all of the workshop in the file")
    workshop.click("Export poster", "Button")
    hands.do("mousemove", *program.find("Format").at(0.5, 3), "click", "--repeat", 20, 5)
    workshop.click("Priorities", "QCheckBox", 0.1)
    workshop.click("Export…", "QPushButton")
    poster = tmp_path / "poster.pdf"
    name_the_file(program, poster, "Export poster")
    words = words_of(poster)
    for printed in (*ALIKE, OTHER, "Show the total", "Action list", "Anna Berg"):
        assert " ".join(printed.split()) in " ".join(words.split()), printed


def _plan(workshop: Workshop) -> None:
    """Open the map, choose an agenda and start its clock."""
    program, hands = workshop.program, workshop.program.hands
    program.start(str(workshop.map))
    program.element("Pays")
    workshop.focus()
    hands.press("F7")
    workshop.click("60 min", "QPushButton")
    workshop.click("Start", "QPushButton")
    program.find("Pause", "QPushButton")


def _join(workshop: Workshop, pin: str) -> None:
    workshop.run("Show how to join")
    page = "Join the workshop"
    until(lambda: page in {each["window"] for each in workshop.program.widgets()}, page)
    for phone in workshop.phones:
        phone.open(workshop.url, *(390, 780), prefers_color_scheme=THEME)
    workshop.photograph("1-join")
    workshop.program.hands.focus(page)
    workshop.program.hands.press("Escape")
    for phone, name in zip(workshop.phones, ("Anna", "Bo"), strict=True):
        phone.run(f"document.getElementById('name').value = '{name}'")
        enter_pin(phone, pin)
        when(phone, "document.querySelectorAll('#stages button').length === 4")
    workshop.named("2 here")


def _write_privately(workshop: Workshop) -> None:
    """Write cards that nobody sees until they are shown."""
    for phone, words in zip(workshop.phones, ALIKE, strict=True):
        phone.click("#tab-write")
        phone.run(
            "[...document.querySelectorAll('#stages button')].find((e) => e.innerText === 'Buy').click()"
        )
        phone.run(
            "document.getElementById('private').checked || document.getElementById('private').click()"
        )
        send(phone, words)
        when(phone, SENT)
    send(workshop.phones[1], OTHER)
    when(workshop.phones[1], SENT)
    workshop.photograph("2-private")
    workshop.click("Show private cards: 3", "QPushButton")
    workshop.named(f"Pain point: {OTHER}")
    workshop.photograph("3-inbox")


def _place(workshop: Workshop) -> None:
    """Take all cards of the inbox; those that are alike are in a group."""
    workshop.named("Merge into one")
    workshop.click("Place all", "QPushButton")
    for words in (*ALIKE, OTHER):
        workshop.program.element(words)


def _vote_through_a_crash(workshop: Workshop, pin: str) -> None:
    """Vote on one phone, kill the program, open the room again, and vote on the other one."""
    program = workshop.program
    first, second = workshop.phones
    workshop.click("Vote", "QPushButton")
    workshop.all("!document.getElementById('vote').hidden")
    for _ in range(2):
        _give_dot(first, OTHER)
    when(first, SENT)
    workshop.named("2 of 6")
    workshop.photograph("4-vote")
    program.kill()
    workshop.all("document.body.classList.contains('is-offline')")
    _give_dot(second, OTHER)  # while there is no room
    program.start()
    workshop.click("Recover", "QPushButton")
    program.element("Pays")
    program.find("Pause", "QPushButton")  # the clock goes on
    assert workshop.open_room() == pin
    workshop.all("!document.body.classList.contains('is-offline')")
    when(second, SENT)
    workshop.named("3 of 6")
    workshop.click("Close and show the votes", "QPushButton")
    workshop.all("document.querySelector('#ballot .total')?.innerText === '3'")
    workshop.photograph("5-votes")


def _give_dot(phone: Tab, title: str) -> None:
    phone.run(f"document.querySelector(`[aria-label$=': {title}'].plus`).click()")


def _rate(workshop: Workshop) -> None:
    """Rate the same stage very differently, and find it in the list of disagreement."""
    workshop.click("Emotion", "QPushButton")
    workshop.all("!document.getElementById('rate').hidden")
    for phone, key in zip(workshop.phones, ("PageDown", "PageUp"), strict=True):
        phone.run("document.querySelectorAll('[role=slider]')[1].focus()")
        for _ in range(3):
            phone.press(key)
        when(phone, SENT)
    workshop.click("Most disagreement here", "QPushButton")
    workshop.named("Spread is the distance")
    workshop.photograph("6-spread")


def _show_the_map(workshop: Workshop) -> None:
    """Show the map on the phones, and let them follow to the stage of a card."""
    workshop.click("Map", "QPushButton")
    workshop.all("document.querySelector('#drawing iframe.ready')")
    workshop.program.hands.click(workshop.program.element("Unpacks").at())
    workshop.all("document.getElementById('map-stage').innerText === 'Use'")
    workshop.program.hands.click(workshop.program.element("Pays").at())
    workshop.all("document.getElementById('map-stage').innerText === 'Buy'")
    workshop.photograph("7-map")


def _prioritize(workshop: Workshop) -> None:
    """Place pain points by votes, drag an opportunity over the board, and give the action an owner."""
    program, hands = workshop.program, workshop.program.hands
    workshop.click("Priorities", "QPushButton")
    workshop.click("Pain points", "QPushButton")
    workshop.click("Place by votes", "QPushButton")
    workshop.named(f"{OTHER}, severity 5")
    workshop.photograph("8-by-votes")
    workshop.click("Opportunities", "QPushButton")
    before = workshop.named("Show the total, impact 2")
    card, board = program.find(before, "BoardCard"), program.find("Board", "PriorityBoard")
    hands.drag((round(card.x) + 10, card.at()[1]), board.at(0.42, 0.25))
    until(lambda: not _has(workshop, before), "another place on the board")
    assert workshop.named("Show the total, impact").endswith("quick wins")
    workshop.click("Owner: Show the total", "QLineEdit")
    hands.type("Anna Berg")
    workshop.photograph("9-board")


def _has(workshop: Workshop, name: str) -> bool:
    return any(each["name"] == name for each in workshop.program.widgets())


def _is_saved(workshop: Workshop) -> bool:
    graph = read_map(workshop.map)
    (total,) = graph.elements("opportunity")
    votes = {each.title: each.votes for each in graph.elements() if isinstance(each, Card)}
    rated = [len(each.ratings) for each in graph.elements("emotion") if isinstance(each, Emotion)]
    assert isinstance(total, Opportunity)
    return (votes.get(OTHER), rated, total.owner) == (3, [2], "Anna Berg")
