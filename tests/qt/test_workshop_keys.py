"""A workshop's map typed in the real window: few commands besides the words, and none that goes astray."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from journeyeditor.canvas.canvas import Canvas
from journeyeditor.canvas.text_field import TextField
from journeyeditor.editing.changes.relations import column_stage_of
from journeyeditor.model import Element, JourneyGraph
from journeyeditor.vocabulary.touchpoint import CHANNELS as CHANNEL_NAMES
from tests.qt.shell import Shell

Key = Qt.Key
NONE, ALT, CTRL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
)
STAGES = ("Awareness", "Consideration", "Purchase", "Delivery", "Use", "Service", "Advocacy")
KINDS = ("step", "touchpoint", "pain_point")
CHANNELS = ("Website", "Phone", "Shop", "Post", "App", "Chat", "Email")
SCORES = (0, -1, 1, -2, 2, 1, 2)
#: The most commands that the map may take, besides the words that are typed.
MOST = 80


class Counter:
    """A keyboard that counts commands: each key or chord that writes no words."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        self.commands = 0

    @property
    def owner(self) -> QWidget:
        """What has the focus."""
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        self.commands += 1
        QTest.keyClick(self.owner, key, held)
        self._shell.settle()

    def type(self, words: str) -> None:
        assert isinstance(self.owner, TextField), f"{words!r} would be commands"
        QTest.keyClicks(self.owner, words)


@pytest.fixture
def shell(shell: Shell) -> Shell:
    shell.program.preferences.change(animation=False)
    shell.settle()
    return shell


@pytest.fixture
def keys(shell: Shell) -> Counter:
    """A keyboard on a blank map, with the window in front."""
    shell.window.documents.new_blank()
    shell.window.activateWindow()
    shell.settle()
    return Counter(shell)


def name(kind: str, stage: str) -> str:
    return f"{kind.replace('_', ' ')} of {stage}"


def digit(score: int) -> Qt.Key:
    return Key(Key.Key_3 + score)


def type_stages(keys: Counter) -> None:
    keys.press(Key.Key_S)
    for number, stage in enumerate(STAGES):
        if number:
            keys.press(Key.Key_Tab)
        keys.type(stage)
    keys.press(Key.Key_Return)
    keys.press(Key.Key_Home)


def lane_by_lane(keys: Counter) -> None:
    """All steps, then all touchpoints with their channels, all pain points and all emotions."""
    type_stages(keys)
    for letter, kind in ((Key.Key_A, "step"), (Key.Key_K, "touchpoint"), (Key.Key_P, "pain_point")):
        keys.press(letter)
        for number, (stage, channel) in enumerate(zip(STAGES, CHANNELS, strict=True)):
            if number:
                keys.press(Key.Key_Return, CTRL)
            keys.type(name(kind, stage))
            if kind == "touchpoint":
                keys.press(Key.Key_L, ALT)
                keys.type(channel)
        keys.press(Key.Key_Return)
        keys.press(Key.Key_Home)
        keys.press(Key.Key_Down)
        if kind != "step":
            keys.press(Key.Key_Down)
    keys.press(Key.Key_E)
    for number, score in enumerate(SCORES):
        if number:
            keys.press(Key.Key_Return, CTRL)
        keys.press(digit(score))
    keys.press(Key.Key_Return)


def stage_by_stage(keys: Counter) -> None:
    """Everything of one stage, as it is told in a workshop, then of the next one."""
    type_stages(keys)
    for stage, channel, score in zip(STAGES, CHANNELS, SCORES, strict=True):
        keys.press(Key.Key_A)
        keys.type(name("step", stage))
        keys.press(Key.Key_K, ALT)
        keys.type(name("touchpoint", stage))
        keys.press(Key.Key_L, ALT)
        keys.type(channel)
        keys.press(Key.Key_P, ALT)
        keys.type(name("pain_point", stage))
        keys.press(Key.Key_E, ALT)
        keys.press(digit(score))
        keys.press(Key.Key_Return)
        keys.press(Key.Key_Right)


def cards(graph: JourneyGraph, kind: str) -> list[tuple[str, str]]:
    """Return stage and title of the cards of a kind, in the order of the stages."""

    def stage(card: Element) -> str:
        id_ = column_stage_of(graph, card)
        return graph.element(id_).title if id_ else ""

    found = [(stage(card), card.title) for card in graph.elements(kind)]
    return sorted(found, key=lambda each: STAGES.index(each[0]))


@pytest.mark.parametrize("typed", [lane_by_lane, stage_by_stage])
def test_a_map_of_seven_stages_takes_few_commands(
    keys: Counter, shell: Shell, typed: Callable[[Counter], None]
) -> None:
    typed(keys)
    graph = shell.session.graph
    assert [stage.title for stage in graph.stages()] == list(STAGES)
    for kind in KINDS:
        assert cards(graph, kind) == [(stage, name(kind, stage)) for stage in STAGES]
    channels = {card.title: getattr(card, "channel", "") for card in graph.elements("touchpoint")}
    texts = shell.window.ui.texts
    shown = [texts(CHANNEL_NAMES[channels[name("touchpoint", stage)]]) for stage in STAGES]
    assert shown == list(CHANNELS)
    emotions = sorted(
        graph.elements("emotion"),
        key=lambda each: STAGES.index(graph.element(column_stage_of(graph, each) or "").title),
    )
    assert [getattr(each, "score", None) for each in emotions] == list(SCORES)
    related = {(each.source, graph.element(each.target).kind) for each in graph.relations("at")}
    anchored = [*graph.elements("pain_point"), *emotions]
    assert all((card.id, "touchpoint") in related for card in anchored)
    assert keys.commands <= MOST
    assert isinstance(keys.owner, Canvas)


def reach_nothing(shell: Shell) -> None:
    """Nothing is selected, and the canvas has the focus."""
    QTest.keyClick(shell.window.map_view.canvas, Key.Key_Escape)


def close_a_dialog(shell: Shell) -> None:
    shell.do("preferences")
    owner = QApplication.focusWidget()
    assert owner is not None
    QTest.keyClick(owner, Key.Key_Escape)


def click_the_toolbar(shell: Shell) -> None:
    button = shell.window.toolbar.zoom
    button.setFocus()


def focus_nothing(shell: Shell) -> None:
    owner = QApplication.focusWidget()
    assert owner is not None
    owner.clearFocus()


def leave_the_search(shell: Shell) -> None:
    shell.do("find")
    QTest.keyClicks(shell.window.map_view.find_bar.words, "nothing")
    QTest.keyClick(shell.window.map_view.find_bar.words, Key.Key_Escape)


def close_a_persona(shell: Shell) -> None:
    shell.window.map_view.left.personas.add.click()
    owner = QApplication.focusWidget()
    assert owner is not None
    QTest.keyClicks(owner, "Ada")
    QTest.keyClick(owner, Key.Key_Return)
    owner = QApplication.focusWidget()
    assert owner is not None
    QTest.keyClick(owner, Key.Key_Escape)


STATES = [
    reach_nothing,
    close_a_dialog,
    click_the_toolbar,
    focus_nothing,
    leave_the_search,
    close_a_persona,
]


@pytest.mark.parametrize("state", STATES)
def test_a_letter_makes_a_card_whatever_was_done_before(
    keys: Counter, shell: Shell, state: Callable[[Shell], None]
) -> None:
    state(shell)
    shell.settle()
    widget = QApplication.focusWidget() or shell.window
    for letter in "kAsk the CFO: 3 times!":
        QTest.keyClicks(widget, letter)
        widget = QApplication.focusWidget() or shell.window
    QTest.keyClick(widget, Key.Key_Escape)
    (touchpoint,) = shell.session.graph.elements("touchpoint")
    assert touchpoint.title == "Ask the CFO: 3 times!"
    assert shell.window.focusWidget() is shell.window.map_view.canvas


def test_letters_stay_with_what_takes_text(keys: Counter, shell: Shell) -> None:
    shell.do("tab_map")
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClicks(field, "k")
    assert not shell.session.graph.elements("touchpoint")


@pytest.mark.parametrize("sign", ["g", "7", "?"])
def test_a_key_without_a_command_says_where_the_commands_are(
    keys: Counter, shell: Shell, sign: str
) -> None:
    QTest.keyClicks(keys.owner, sign)
    help_key = shell.window.action_registry.keys("shortcuts")[0]
    hint = f"{sign.upper()} does nothing here. Press {help_key} to see all shortcuts."
    assert hint in shell.window.status.words()
    assert QApplication.activeModalWidget() is None
    assert not shell.session.is_dirty


def test_what_a_key_does_not_do_is_said_until_the_next_key_or_click(
    keys: Counter, shell: Shell
) -> None:
    ends: tuple[Callable[[], None], ...] = (
        lambda: keys.press(Key.Key_Left),
        lambda: keys.press(Key.Key_A, CTRL),
        lambda: QTest.mouseClick(keys.owner, Qt.MouseButton.LeftButton),
    )
    for end in ends:
        QTest.keyClicks(keys.owner, "++")
        assert "does nothing" in shell.window.status.words()
        end()
        assert "does nothing" not in shell.window.status.words()


def test_a_key_with_a_command_says_nothing(keys: Counter, shell: Shell) -> None:
    QTest.keyClicks(keys.owner, "k")
    keys.type("Ask 7?")
    keys.press(Key.Key_Escape)
    keys.press(Key.Key_Left)
    assert "does nothing" not in shell.window.status.words()


def test_undo_and_redo_reach_everything_that_was_typed(keys: Counter, shell: Shell) -> None:
    keys.press(Key.Key_K)
    keys.type("Search ad")
    keys.press(Key.Key_Tab)
    keys.type("Review site")
    keys.press(Key.Key_Escape)
    titles = [each.title for each in shell.session.graph.elements()]
    assert titles == ["Search ad", "Review site"]
    keys.press(Key.Key_Z, CTRL)
    keys.press(Key.Key_Z, CTRL)
    assert not shell.session.graph.elements()
    keys.press(Key.Key_Y, CTRL)
    keys.press(Key.Key_Y, CTRL)
    assert [each.title for each in shell.session.graph.elements()] == titles


def test_undo_in_a_card_takes_its_words_then_the_card_and_redo_gives_both_back(
    keys: Counter, shell: Shell
) -> None:
    keys.press(Key.Key_K)
    keys.type("First")
    keys.press(Key.Key_Return)
    keys.press(Key.Key_K)
    keys.type("Second")
    field = keys.owner
    assert isinstance(field, TextField)
    while field.document().isUndoAvailable():
        keys.press(Key.Key_Z, CTRL)
    assert field.isVisible()
    keys.press(Key.Key_Z, CTRL)
    assert [each.title for each in shell.session.graph.elements()] == ["First"]
    keys.press(Key.Key_Y, CTRL)
    assert [each.title for each in shell.session.graph.elements()] == ["First", "Second"]


def test_undo_in_a_card_without_words_undoes_nothing_else(keys: Counter, shell: Shell) -> None:
    keys.press(Key.Key_K)
    keys.type("First")
    keys.press(Key.Key_Return)
    keys.press(Key.Key_K)
    keys.press(Key.Key_Z, CTRL)
    assert [each.title for each in shell.session.graph.elements()] == ["First"]
    assert isinstance(keys.owner, Canvas)
