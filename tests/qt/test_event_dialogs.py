"""Event logs in the window: a new map of one, and the figures of the map that is open."""

from __future__ import annotations

import csv
import datetime
import gzip
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from journeyeditor import resources
from journeyeditor.app.importing.events.columns import Role
from journeyeditor.app.importing.events.discover import DiscoverDialog
from journeyeditor.app.importing.events.measure import MeasureDialog
from journeyeditor.editing.session import Session
from journeyeditor.files import dump_map
from journeyeditor.vocabulary import Stage, info_of
from journeyeditor.widgets.labels import EmptyState
from tests.events.logs import events, sqlite, table
from tests.qt.shell import Shell

LOG = str(resources.path("events", "toothbrush.sv.csv.gz"))


D = TypeVar("D", bound=QDialog)


def shown(shell: Shell, action: str, kind: type[D]) -> D:
    shell.do(action)
    return shell.window.findChildren(kind)[-1]


def choose(shell: Shell, dialog: DiscoverDialog | MeasureDialog, path: str) -> None:
    shell.script.answers.append(path)
    QTest.mouseClick(dialog.reader.log.browse, Qt.MouseButton.LeftButton)


def test_a_new_map_from_data(shell: Shell, qtbot: QtBot) -> None:
    dialog = shown(shell, "new_from_data", DiscoverDialog)
    assert not dialog.ok.isEnabled()
    choose(shell, dialog, LOG)
    qtbot.waitUntil(dialog.ok.isEnabled, timeout=30_000)
    assert dialog.summary.text().startswith("11 touchpoints. 93% of the journeys")
    assert dialog.reader.example.text() == ("“2026-07-01 09:55:13” is read as 1 July 2026, 09:55.")
    QTest.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    shell.settle()
    graph = shell.session.graph
    assert [stage.title for stage in graph.stages()] == [
        "Awareness", "Consideration", "Purchase", "Post-purchase"
    ]  # fmt: skip
    assert shell.window.documents.document is not None
    assert shell.window.action_registry["save"].isEnabled()


def test_the_start_page_offers_data(shell: Shell, qtbot: QtBot) -> None:
    page = shell.window.start_page
    button = next(b for b in page.findChildren(QPushButton) if b.text() == "New from data…")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    shell.settle()
    (dialog,) = shell.window.findChildren(DiscoverDialog)
    assert dialog.isVisible()
    dialog.reject()


def test_the_slider_folds_more(shell: Shell, qtbot: QtBot) -> None:
    dialog = shown(shell, "new_from_data", DiscoverDialog)
    choose(shell, dialog, LOG)
    qtbot.waitUntil(dialog.ok.isEnabled, timeout=30_000)
    dialog.slider.setFocus()
    for _ in range(2):
        QTest.keyClick(dialog.slider, Qt.Key.Key_PageUp)
    assert not dialog.ok.isEnabled()
    qtbot.waitUntil(dialog.ok.isEnabled, timeout=30_000)
    assert dialog.share == pytest.approx(0.12)
    assert dialog.summary.text().startswith("9 touchpoints.")
    dialog.reject()


def test_columns_are_guessed_and_can_be_changed(shell: Shell, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(table(events() * 2), "utf-8")
    dialog = shown(shell, "new_from_data", DiscoverDialog)
    choose(shell, dialog, str(tmp_path / "log.csv"))
    log = dialog.reader.log
    qtbot.waitUntil(lambda: log.columns() is not None, timeout=30_000)
    columns = log.columns()
    assert columns is not None
    assert (columns.case, columns.activity, columns.time) == (
        ("Kundnummer",), "Händelse", "Tidpunkt"
    )  # fmt: skip
    log.preview.chosen.emit(3, Role.ACTIVITY)
    changed = log.columns()
    assert changed is not None
    assert changed.activity == "Belopp"
    log.preview.chosen.emit(0, Role.NONE)
    assert log.columns() is None
    assert "Choose the columns" in dialog.reader.fault.text()
    dialog.reject()


def test_a_database_lets_a_table_be_chosen(shell: Shell, qtbot: QtBot, tmp_path: Path) -> None:
    sqlite(tmp_path / "shop.db", events())
    dialog = shown(shell, "new_from_data", DiscoverDialog)
    choose(shell, dialog, str(tmp_path / "shop.db"))
    log = dialog.reader.log
    qtbot.waitUntil(lambda: log.table.box.count() == 3, timeout=30_000)
    log.table.choose("my events")
    log.table.chosen.emit("my events")
    qtbot.waitUntil(lambda: log.columns() is not None, timeout=30_000)
    dialog.reject()


def test_what_cannot_be_read_is_said(shell: Shell, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text("nothing\n")
    dialog = shown(shell, "new_from_data", DiscoverDialog)
    choose(shell, dialog, str(tmp_path / "log.csv"))
    qtbot.waitUntil(lambda: "one column" in dialog.reader.fault.text(), timeout=30_000)
    (tmp_path / "log.csv").write_text(table(events()) + "Bo,Search,soon,1\n", "utf-8")
    choose(shell, dialog, str(tmp_path / "log.csv"))
    qtbot.waitUntil(lambda: "5 cases" in dialog.reader.fault.text(), timeout=30_000)
    assert not dialog.ok.isEnabled()
    dialog.reject()


def test_the_map_is_measured_in_one_step(shell: Shell, qtbot: QtBot) -> None:
    session = shell.open_sample()
    before = dump_map(session.graph)
    dialog = shown(shell, "measure", MeasureDialog)
    choose(shell, dialog, LOG)
    qtbot.waitUntil(dialog.ok.isEnabled, timeout=30_000)
    assert dump_map(session.graph) == before, "shown first"
    assert (
        dialog.summary.text()
        == "99% of the events are on the map. 42% of the journeys follow the map."
    )
    model = dialog.figures.model()
    row = [model.index(0, column).data() for column in range(4)]
    assert row[:2] == ["Social annons → Sökresultat", "Share"]
    QTest.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    shell.settle()
    stage = session.graph.stages()[0]
    assert isinstance(stage, Stage)
    assert stage.count == 2015
    assert info_of(session.graph).measured.source == "toothbrush.sv.csv.gz"
    shell.do("undo")
    assert dump_map(session.graph) == before


def test_a_match_changed_by_hand_is_remembered(shell: Shell, qtbot: QtBot) -> None:
    session = shell.open_sample()
    dialog = shown(shell, "measure", MeasureDialog)
    choose(shell, dialog, LOG)
    qtbot.waitUntil(dialog.ok.isEnabled, timeout=30_000)
    box = next(b for b in dialog.activities.boxes if b.property("activity") == "Retur")
    assert box.currentText() == "Not on the map"
    box.setCurrentIndex(box.findText("Leverans"))
    box.activated.emit(box.currentIndex())
    assert not dialog.ok.isEnabled()
    qtbot.waitUntil(dialog.ok.isEnabled, timeout=30_000)
    QTest.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    shell.settle()
    assert info_of(session.graph).measured.activities["Retur"] == "t9"


def test_closing_cancels_what_is_read(shell: Shell, qtbot: QtBot) -> None:
    dialog = shown(shell, "new_from_data", DiscoverDialog)
    choose(shell, dialog, LOG)
    qtbot.waitUntil(lambda: dialog.reader.log.columns() is not None, timeout=30_000)
    dialog.reject()
    shell.settle()
    assert not dialog.reader._background.is_open


def test_journeys_that_follow_the_map_by_segment_and_before_and_after(
    shell: Shell, qtbot: QtBot
) -> None:
    shell.open_sample()
    dialog = shown(shell, "measure", MeasureDialog)
    choose(shell, dialog, LOG)
    qtbot.waitUntil(dialog.ok.isEnabled, timeout=30_000)
    table = dialog.fitness.table
    assert not table.isVisible()
    button = next(b for b in dialog.findChildren(QPushButton) if b.text().startswith("Journeys"))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert table.isVisible()

    def rows() -> list[list[str]]:
        return [
            [table.model().index(i, j).data() for j in range(3)] for i in range(table.rowCount())
        ]

    names = [name for name, _, _ in rows()]
    assert names[0] == "All journeys"
    assert names[-2:] == ["Before 9 September 2026", "From 9 September 2026 on"]
    assert len(names) == 5, "two segments as well"
    counts = [int(cases.replace(",", "")) for _, cases, _ in rows()]
    assert counts[0] == counts[1] + counts[2] == counts[3] + counts[4] == 4714
    dialog.fitness.day.setText("no day")
    dialog.fitness.day.editingFinished.emit()
    assert dialog.fitness.day.property("invalid")
    dialog.fitness.day.setText("1 August 2026")
    dialog.fitness.day.editingFinished.emit()
    qtbot.waitUntil(dialog.ok.isEnabled, timeout=30_000)
    assert rows()[-2][0] == "Before 1 August 2026"
    dialog.reject()


def test_the_log_is_found_again_and_compared_with_the_last_measurement(
    shell: Shell, qtbot: QtBot
) -> None:
    session = shell.open_sample()
    dialog = shown(shell, "measure", MeasureDialog)
    choose(shell, dialog, LOG)
    qtbot.waitUntil(dialog.ok.isEnabled, timeout=30_000)
    QTest.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    shell.settle()
    assert shell.window.preferences.value.event_logs == (LOG,)
    assert str(Path(LOG).parent) not in str(dump_map(session.graph)), "the map has the name only"
    again = shown(shell, "measure", MeasureDialog)
    qtbot.waitUntil(again.ok.isEnabled, timeout=30_000)
    last = again.fitness.table.model().index(again.fitness.table.rowCount() - 1, 0).data()
    assert last == "Last measurement: toothbrush.sv.csv.gz"
    again.reject()
    shell.window.preferences.change(event_logs=("/gone/toothbrush.sv.csv.gz",))
    asking = shown(shell, "measure", MeasureDialog)
    assert not asking.reader.log.path
    asking.reject()


def test_a_discovered_map_is_in_the_language_of_the_window(shell: Shell, qtbot: QtBot) -> None:
    shell.window.preferences.change(language="sv")
    dialog = shown(shell, "new_from_data", DiscoverDialog)
    choose(shell, dialog, LOG)
    qtbot.waitUntil(dialog.ok.isEnabled, timeout=30_000)
    QTest.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    shell.settle()
    assert info_of(shell.session.graph).language == "sv"
    titles = [stage.title for stage in shell.session.graph.stages()]
    assert titles == ["Medvetenhet", "Övervägande", "Köp", "Efterköp"]


# ---- refreshing a measured map


def days_later(path: Path, days: int, *more: tuple[str, str]) -> Path:
    """Write the sample's log as it is some days later: all times moved, and events of ten customers added."""
    with gzip.open(LOG, "rt", encoding="utf-8") as file:
        rows = list(csv.reader(file, delimiter=";"))
    for row in rows[1:]:
        time = datetime.datetime.fromisoformat(row[2]) + datetime.timedelta(days=days)
        row[2] = str(time)
    for number in range(10):
        rows += [[f"N{number}", name, when, "App", "mobil", "Byter modell"] for name, when in more]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    return path


def enter(dialog: MeasureDialog, shell: Shell, qtbot: QtBot) -> None:
    qtbot.waitUntil(dialog.ok.isEnabled, timeout=30_000)
    QTest.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    shell.settle()


def measured_sample(shell: Shell, qtbot: QtBot, log: Path | str = LOG) -> Session:
    session = shell.open_sample()
    assert not shell.window.action_registry["refresh_measurements"].isEnabled()
    dialog = shown(shell, "measure", MeasureDialog)
    choose(shell, dialog, str(log))
    enter(dialog, shell, qtbot)
    return session


def test_refreshing_compares_with_the_last_measurement_first(
    shell: Shell, qtbot: QtBot, tmp_path: Path
) -> None:
    path = days_later(tmp_path / "log.csv", 0)
    session = measured_sample(shell, qtbot, path)
    once = dump_map(session.graph)
    days_later(path, 30, ("Sökresultat", "2026-12-20 10:00"), ("Leasing", "2026-12-20 11:00"))
    dialog = shown(shell, "refresh_measurements", MeasureDialog)
    assert dialog.windowTitle() == "Refresh measurements"
    qtbot.waitUntil(dialog.ok.isEnabled, timeout=30_000)
    assert not dialog.reader.log.preview.isVisible(), "the columns are those of the last time"
    assert dump_map(session.graph) == once
    assert dialog.summary.text().startswith(
        "Last time: 4,714 journeys, 20,000 events, 1 July 2026 – 17 November 2026. "
        "Now: 4,724 journeys, 20,020 events, 31 July 2026 – 20 December 2026."
    )
    assert dialog.shown.choice() == "unmatched", "there is an activity that was not there"
    rows = [
        name
        for i, name in enumerate(dialog.activities._names)
        if not dialog.activities.isRowHidden(i)
    ]
    assert rows == ["Kundtjänst: konto", "Retur", "Leasing"]
    enter(dialog, shell, qtbot)
    assert info_of(session.graph).measured.cases == 4724
    shell.do("undo")
    assert dump_map(session.graph) == once
    assert shell.window.action_registry["redo"].text() == "Redo: Refresh measurements"


def test_refreshing_without_new_data_says_so(shell: Shell, qtbot: QtBot) -> None:
    measured_sample(shell, qtbot)
    dialog = shown(shell, "refresh_measurements", MeasureDialog)
    qtbot.waitUntil(dialog.ok.isEnabled, timeout=30_000)
    assert dialog.summary.text().endswith("No figures change.")
    assert dialog.shown.choice() == "all"
    dialog.reject()


def test_a_log_that_moved_is_asked_for_and_read_as_before(
    shell: Shell, qtbot: QtBot, tmp_path: Path
) -> None:
    session = shell.open_sample()
    dialog = shown(shell, "measure", MeasureDialog)
    choose(shell, dialog, str(days_later(tmp_path / "september.csv", 0)))
    qtbot.waitUntil(dialog.ok.isEnabled, timeout=30_000)
    dialog.reader.log.preview.chosen.emit(4, Role.NONE)  # no device
    enter(dialog, shell, qtbot)
    assert info_of(session.graph).measured.device == ""
    assert "switches-device" not in session.graph
    assert "switches-channel" in session.graph
    (tmp_path / "september.csv").rename(tmp_path / "october.csv")
    again = shown(shell, "refresh_measurements", MeasureDialog)
    assert not again.reader.log.path
    words = [
        each.text()
        for state in again.findChildren(EmptyState)
        for each in state.findChildren(QLabel)
    ]
    assert "“september.csv” is not where it was. Choose the file with the new data." in words
    choose(shell, again, str(tmp_path / "october.csv"))
    enter(again, shell, qtbot)
    assert info_of(session.graph).measured.source == "october.csv"
    assert info_of(session.graph).measured.device == ""


def test_a_table_of_a_database_and_only_completed_events_are_remembered(
    shell: Shell, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "shop.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("create table other (x int)")
        connection.execute(
            "create table clicks (customer, event, time, [lifecycle:transition] text)"
        )
        rows = [
            (n, name, f"2026-0{month}-01 0{n}:00", state)
            for n in range(9)
            for name in ("Produkttest", "Betalning")
            for month, state in ((1, "start"), (2, "complete"))
        ]
        connection.executemany("insert into clicks values (?, ?, ?, ?)", rows)
    session = shell.open_sample()
    dialog = shown(shell, "measure", MeasureDialog)
    choose(shell, dialog, str(path))
    log = dialog.reader.log
    qtbot.waitUntil(lambda: log.table.box.count() == 3, timeout=30_000)
    log.table.choose("clicks")
    log.table.chosen.emit("clicks")
    qtbot.waitUntil(dialog.ok.isEnabled, timeout=30_000)
    assert log.complete.isVisible()
    QTest.mouseClick(
        log.complete, Qt.MouseButton.LeftButton, pos=QPoint(8, log.complete.height() // 2)
    )
    assert not dialog.ok.isEnabled()
    enter(dialog, shell, qtbot)
    measured = info_of(session.graph).measured
    assert (measured.events, measured.complete, measured.table) == (18, True, "clicks")
    again = shown(shell, "refresh_measurements", MeasureDialog)
    qtbot.waitUntil(again.ok.isEnabled, timeout=30_000)
    assert again.reader.log.query.table == "clicks"
    assert again.reader.log.complete.isChecked()
    assert again.summary.text().endswith("No figures change.")
    again.reject()


def test_a_column_that_is_ignored_is_not_read(shell: Shell, qtbot: QtBot) -> None:
    shell.open_sample()
    dialog = shown(shell, "measure", MeasureDialog)
    choose(shell, dialog, LOG)
    qtbot.waitUntil(dialog.ok.isEnabled, timeout=30_000)
    dialog.reader.log.preview.chosen.emit(3, Role.NONE)
    qtbot.waitUntil(dialog.ok.isEnabled, timeout=30_000)
    assert dialog._measured is not None
    assert "switches-channel" not in {each.id for each in dialog._measured.records}
    dialog.reject()


# ---- what is not on the map


def test_only_what_is_not_on_the_map_is_listed_and_matched_with_keys(
    shell: Shell, qtbot: QtBot
) -> None:
    session = shell.open_sample()
    dialog = shown(shell, "measure", MeasureDialog)
    choose(shell, dialog, LOG)
    qtbot.waitUntil(dialog.ok.isEnabled, timeout=30_000)
    all_, unmatched = dialog.shown.findChildren(QPushButton)
    assert (all_.text(), unmatched.text()) == ("All activities: 15", "Not on the map: 2")
    QTest.mouseClick(unmatched, Qt.MouseButton.LeftButton)
    shell.settle()
    boxes = [box for box in dialog.activities.boxes if box.isVisible()]
    assert [box.property("activity") for box in boxes] == ["Kundtjänst: konto", "Retur"]
    boxes[0].setFocus()
    QTest.keyClick(boxes[0], Qt.Key.Key_Tab)
    assert boxes[1].hasFocus()
    QTest.keyClicks(boxes[1], "Leverans")
    assert not dialog.ok.isEnabled()
    qtbot.waitUntil(dialog.ok.isEnabled, timeout=30_000)
    assert boxes[1].hasFocus(), "the list goes on where it was"
    assert boxes[1].currentText() == "Leverans"
    assert unmatched.text() == "Not on the map: 1"
    enter(dialog, shell, qtbot)
    assert info_of(session.graph).measured.activities["Retur"] == "t9"
