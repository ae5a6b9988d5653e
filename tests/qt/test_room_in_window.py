"""A room in the window: opened, joined by a phone on the loopback, shown, and closed with all it brought."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, ClientTimeout
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDrag, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from journeyeditor.app.dialogs import CANCEL, DISCARD, SAVE
from journeyeditor.app.room.open_dialog import OpenRoomDialog, RoomPlace, addresses
from journeyeditor.app.room.qr import wifi_text
from journeyeditor.canvas.canvas import CARDS_MIME
from journeyeditor.editing import operations
from journeyeditor.editing.changes.workshop import SentCard
from journeyeditor.editing.operations.workshop import StageRatings, rate_stages, receive_cards
from journeyeditor.files import dump_map, read_map
from journeyeditor.geometry import Rect
from journeyeditor.i18n import texts
from journeyeditor.panels import inbox as inbox_module
from journeyeditor.panels.inbox import CardRow, Inbox
from journeyeditor.vocabulary import Card
from tests.builders import a_map
from tests.qt.clipping import clipped
from tests.qt.shell import Shell
from tests.room.phones import Phone

Story = Callable[[Phone], Coroutine[Any, Any, None]]


@pytest.fixture
def shell(shell: Shell) -> Iterator[Shell]:
    shell.window.preferences.change(language="sv", animation=False)
    shell.open_sample()
    yield shell
    shell.window.room.close()


@pytest.fixture
def opened(shell: Shell) -> Shell:
    shell.window.room.open(RoomPlace("127.0.0.1", 0))
    shell.settle()
    return shell


def tell(qtbot: QtBot, shell: Shell, story: Story) -> None:
    """Let a phone join and do something, while the window lives on."""
    workshop = shell.window.room.workshop
    assert workshop is not None
    assert workshop.room is not None
    url, pin = workshop.room.url, workshop.room.pin
    failures: list[BaseException] = []

    async def run() -> None:
        async with ClientSession(timeout=ClientTimeout(20)) as http:
            phone = await Phone.joined(url, http, pin, "Anna")
            await story(phone)
            await phone.close()

    def work() -> None:
        try:
            asyncio.run(run())
        except BaseException as error:
            failures.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    qtbot.waitUntil(lambda: not thread.is_alive(), timeout=30_000)
    if failures:
        raise failures[0]
    shell.settle()


async def write(phone: Phone) -> None:
    stage = next(each for each in phone.stages if each["title"] == "Köpbeslut")
    await phone.write("Frakten dyker upp sist", stage=stage["id"])
    await phone.until(lambda: "Frakten dyker upp sist" in phone.titles())


def test_a_room_shows_how_to_join_and_who_has(qtbot: QtBot, opened: Shell) -> None:
    room = opened.window.room
    assert room.side is not None
    assert room.bar is not None
    assert room.workshop is not None
    assert room.workshop.room is not None
    assert room.side.isVisible()
    assert room.side.pin.text().replace(" ", "") == room.workshop.room.pin
    assert opened.window.map_view.right.tab == "inbox"
    seen: list[str] = []

    async def stay(phone: Phone) -> None:
        await phone.until(lambda: any(m["type"] == "here" for m in phone.seen))
        seen.append("in")

    room.workshop.present.connect(seen.extend)
    tell(qtbot, opened, stay)
    assert "Anna" in seen


def test_cards_of_phones_are_in_the_inbox_and_go_where_they_were_written_for(
    qtbot: QtBot, opened: Shell
) -> None:
    tell(qtbot, opened, write)
    inbox = opened.window.map_view.right.inbox
    inbox.refresh()
    (row,) = inbox.findChildren(CardRow)
    assert row.accessibleName() == "Smärtpunkt: Frakten dyker upp sist"
    place = next(b for b in inbox.boxes()[0].findChildren(QPushButton) if "Placera" in b.text())
    place.click()
    card = opened.session.graph.element(row.id)
    assert isinstance(card, Card)
    assert card.stage
    assert not inbox.cards()
    opened.do("undo")
    assert [each.id for each in inbox.cards()] == [row.id]


def test_reactions_are_beside_the_map_as_they_come(qtbot: QtBot, opened: Shell) -> None:
    pain = operations.add(opened.session, "pain_point", title="Fees")

    async def react(phone: Phone) -> None:
        names = ["agree", "urgent"]
        await phone.answered(await phone.send("reaction", card=pain, reactions=names))

    side = opened.window.room.side
    assert side is not None
    assert not side.reactions.isVisible()
    tell(qtbot, opened, react)
    qtbot.waitUntil(side.reactions.isVisible)
    assert side.reactions.text() == "👍 1  🔥 1  Fees"
    assert side.reactions.accessibleName() == "Fees, Jag håller med 1, Brådskande 1"


def test_what_phones_send_waits_while_a_title_is_typed(qtbot: QtBot, opened: Shell) -> None:
    canvas = opened.window.map_view.canvas
    opened.window.map_view.insert("step")
    QTest.keyClicks(canvas.field, "Lagg")

    async def send(phone: Phone) -> None:
        await phone.write("Meanwhile")

    tell(qtbot, opened, send)
    assert canvas.field.is_open
    assert not opened.window.map_view.right.inbox.cards()
    QTest.keyClick(canvas.field, Qt.Key.Key_Return)
    opened.window.map_view.settle()
    qtbot.waitUntil(lambda: bool(opened.window.map_view.right.inbox.cards()), timeout=10_000)


def test_the_bar_leads_the_phones(qtbot: QtBot, opened: Shell) -> None:
    room = opened.window.room
    assert room.bar is not None
    bar = room.bar

    async def vote(phone: Phone) -> None:
        await phone.until(lambda: phone.setting["activity"] == "vote")
        card = next(each["id"] for each in phone.cards.values() if each["kind"] == "pain_point")
        assert await phone.answered(await phone.send("vote", card=card, dots=2)) == ""
        await phone.until(lambda: not phone.setting["is_vote_open"])
        voted.append(card)
        assert phone.setting["totals"][card] >= 2

    voted: list[str] = []
    bar.activity_chosen.emit("vote")
    assert room.workshop is not None
    room.workshop.changed.connect(
        lambda _: bar.close_vote.click() if "2" in bar.figure.text().split()[0] else None
    )
    tell(qtbot, opened, vote)
    assert voted
    qtbot.waitUntil(bar.vote.isVisible, timeout=10_000)


def test_the_votes_fit_beside_the_docks(shell: Shell) -> None:
    window = shell.window
    window.preferences.change(language="de")
    window.room.open(RoomPlace("127.0.0.1", 0))
    window.resize(1280, 720)
    window.map_view.set_open("right", True)
    shell.settle()
    bar = window.room.bar
    assert bar is not None
    assert bar.close_vote.isVisible()
    assert clipped(bar) == []
    window.preferences.change(language="fi")
    assert bar.here.text() == texts("fi")("{count} here").format(count="0")


def test_closing_the_room_closes_the_socket_and_brings_the_docks_back(opened: Shell) -> None:
    room = opened.window.room
    view = opened.window.map_view
    assert not view.is_open("left")
    assert room.workshop is not None
    served = room.workshop.room
    opened.do("close_room")
    assert not room.is_open
    assert view.is_open("left")
    assert served is not None
    assert not served._thread.is_alive()


def test_a_room_that_nobody_uses_is_closed(opened: Shell) -> None:
    room = opened.window.room
    assert room.workshop is not None
    assert room.workshop.room is not None
    thread = room.workshop.room._thread
    room.workshop.idle.emit(None)
    assert not room.is_open
    assert not thread.is_alive()
    assert opened.window.map_view.is_open("left")


def test_closing_the_map_asks_about_what_the_room_will_bring(
    qtbot: QtBot, opened: Shell, tmp_path: Path
) -> None:
    async def write_privately(phone: Phone) -> None:
        await phone.write("Private", is_private=True)

    tell(qtbot, opened, write_privately)
    opened.script.answers.append(CANCEL)
    opened.do("close_map")
    assert opened.window.room.is_open, "the map stays open, and so does its room"
    assert not opened.window.map_view.right.inbox.cards()
    assert opened.window.workshop_has_more()
    path = tmp_path / "kept.journey.json"
    opened.script.answers += [SAVE, str(path)]
    opened.do("close_map")
    assert not opened.window.room.is_open
    assert not opened.window.has_map
    saved = read_map(path)
    assert "Private" in [card.title for card in saved.cards(None)]


def test_a_file_that_cannot_be_opened_leaves_the_room_open(opened: Shell, tmp_path: Path) -> None:
    broken = tmp_path / "broken.journey.json"
    broken.write_text("{")
    opened.window.documents.open_path(str(broken))
    assert opened.window.room.is_open
    assert len(opened.script.reported) == 1


def test_a_file_that_is_opened_after_all_is_free_again_when_the_map_is_kept(
    opened: Shell, tmp_path: Path
) -> None:
    path = tmp_path / "other.journey.json"
    path.write_bytes(dump_map(a_map().built()))
    opened.pick("step")
    opened.do("delete")
    opened.script.answers.append(CANCEL)
    opened.window.documents.open_path(str(path))
    assert opened.window.room.is_open
    opened.script.answers.append(DISCARD)
    opened.window.documents.open_path(str(path))
    assert not opened.window.room.is_open
    assert opened.window.documents.document is not None
    assert opened.window.documents.document.path == path


def test_the_stage_that_people_disagree_on_most_is_marked_on_the_map(shell: Shell) -> None:
    view = shell.window.map_view
    mark, session = view.disagreement, shell.session
    assert not mark.isVisible(), "nobody has rated anything"
    stages = session.graph.stages()
    persona = next(iter(session.graph.personas())).id
    scores = {"a": -2.0, "b": -1.0, "c": 1.0, "d": 2.0}
    for stage, ratings in ((stages[1].id, scores), (stages[2].id, {"a": 1.0, "b": 1.0})):
        rate_stages(session, [StageRatings(stage, persona, ratings)])
    shell.settle()
    assert mark.isVisible()
    assert mark.button.text() == "Mest oeniga här, spridning 2,5"
    assert mark.found is not None
    face = view.canvas.viewport.rect_to_screen(
        session.layout.rect(mark.found.emotion) or Rect(0, 0, 0, 0)
    )
    assert abs(mark.geometry().center().x() - (face.x + face.width / 2)) <= 2
    before = mark.pos()
    view.canvas.view.pan(40, 0)
    assert mark.pos() != before
    view.set_open("bottom", False)
    mark.button.click()
    assert view.is_open("bottom")
    session.undo()
    shell.settle()
    assert not mark.isVisible()


def test_the_join_page_is_read_across_a_room(opened: Shell) -> None:
    opened.do("join_page")
    page = opened.window.room.join_page
    assert page is not None
    page.resize(1600, 1000)
    assert page.pin.font().pixelSize() >= 120
    assert page.address.font().pixelSize() >= 40
    assert page.code.sizeHint().width() >= 420
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert not page.isVisible()


def test_a_room_that_cannot_be_opened_is_explained(shell: Shell) -> None:
    shell.window.room.open(RoomPlace("192.0.2.1", 8417))
    assert not shell.window.room.is_open
    assert any("192.0.2.1" in words for words in shell.script.reported)


def test_the_dialog_offers_the_addresses_of_this_machine(shell: Shell) -> None:
    known = addresses()
    assert known[-1].host == "127.0.0.1"
    dialog = OpenRoomDialog(shell.window.ui, known)
    chosen: list[RoomPlace] = []
    dialog.chosen.connect(chosen.append)
    dialog.network.setText(" Café ")
    dialog.open_button.click()
    assert chosen == [RoomPlace(known[0].host, 8417, "Café", "")]
    dialog.deleteLater()


def test_the_code_of_a_network_says_what_its_signs_mean() -> None:
    assert wifi_text("Café; gäst", 'a"b:c\\') == 'WIFI:T:WPA;S:Café\\; gäst;P:a\\"b\\:c\\\\;;'
    assert wifi_text("Open", "") == "WIFI:T:nopass;S:Open;;"


SENT = [
    SentCard("w-1", "pain_point", "Dolda avgifter i kassan", "Köpbeslut"),
    SentCard("w-2", "pain_point", "Avgifter dolda i kassan", "Köpbeslut"),
    SentCard("w-3", "thought", "Snygg låda", ""),
]


@pytest.fixture
def inbox(shell: Shell) -> Inbox:
    receive_cards(shell.session, SENT)
    shell.window.map_view.show_tab("inbox")
    shell.settle()
    inbox = shell.window.map_view.right.inbox
    inbox.refresh()
    return inbox


def test_similar_cards_are_merged_into_one_that_keeps_every_wording(
    shell: Shell, inbox: Inbox
) -> None:
    merge = next(b for b in inbox.findChildren(QPushButton) if b.text() == "Slå ihop till ett")
    merge.click()
    by_title = {card.title: card for card in inbox.cards()}
    assert by_title.keys() == {"Dolda avgifter i kassan", "Snygg låda"}
    assert by_title["Dolda avgifter i kassan"].note == "- Avgifter dolda i kassan"


def test_a_card_is_dragged_from_the_inbox_to_its_place(
    shell: Shell, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    carried: list[bytes] = []

    def run(drag: QDrag) -> None:
        carried.append(bytes(drag.mimeData().data(inbox_module.MIME).data()))

    row = next(each for each in inbox.findChildren(CardRow) if each.id == "w-3")
    inbox_module.drag_cards(row, [row.id], run)
    assert carried == [b"w-3"]
    assert inbox_module.MIME == CARDS_MIME
    canvas = shell.window.map_view.canvas
    thought = next(each for each in shell.session.graph.elements("thought") if each.stage)
    rect = shell.session.layout.rect(thought.id)
    assert rect is not None
    at = QPointF(*canvas.viewport.to_screen(rect.center))
    data = QMimeData()
    data.setData(CARDS_MIME, carried[0])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    canvas.dragEnterEvent(QDragEnterEvent(at.toPoint(), copy, data, left, none))
    canvas.dropEvent(QDropEvent(at, copy, data, left, none))
    card = shell.session.graph.element("w-3")
    assert isinstance(card, Card)
    assert card.stage == thought.stage
    assert card.proposed_stage is None
