"""measure: the figures of an event log, on the terminal and for programs."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from journeyeditor import resources
from tests.cli.program import Program, Run
from tests.events.logs import comparable, events, measured, sqlite, table


@pytest.fixture
def log(work: Path) -> Path:
    path = work / "log.csv"
    path.write_text(table(events()), "utf-8")
    return path


def test_figures_for_programs(run: Run, log: Path) -> None:
    answer = run("measure", log, "--json")
    assert answer.status == 0
    assert comparable(json.loads(answer.out)) == measured(events())
    assert 'case "Kundnummer", activity "Händelse", time "Tidpunkt"' in answer.sentence


def test_figures_for_people(run: Run, log: Path) -> None:
    lines = run("measure", log).out.splitlines()
    assert lines[0] == "11 events, 4 cases, 4 activities, 4 variants"
    assert "Search              4      3       75%" in lines
    assert any(line.startswith("View; compare  Buy ") for line in lines)
    assert "    1       25%  Search → Buy → Buy" in lines


def test_what_is_printed_is_in_the_language_of_the_system(
    run: Run, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A copy: the C library would keep the messages of another language for the tests that follow.
    monkeypatch.setattr(os, "environ", {**os.environ, "LC_ALL": "sv_SE.UTF-8"})
    swedish = run("measure", log).out.splitlines()
    assert swedish[0] == "11 händelser, 4 ärenden, 4 aktiviteter, 4 varianter"
    finnish = run("measure", log, "--language", "fi").out
    assert finnish.startswith("11 tapahtumaa, 4 tapausta, ")
    os.environ.update(LC_ALL="", LANG="xx_XX", LANGUAGE="tlh:nb:sv")
    toothbrush = resources.path("events", "toothbrush.sv.csv.gz")
    run("measure", toothbrush, "-o", log.with_name("new.journey.json"))
    assert "[nb]" in run("info", log.with_name("new.journey.json")).out


def test_columns_can_be_chosen(run: Run, log: Path) -> None:
    answer = run("measure", log, "--case", "Händelse", "--activity", "Kundnummer", "--json")
    assert json.loads(answer.out)["cases"] == 4
    assert run("measure", log, "--case", "nobody").sentence == (
        "log.csv: There is no column “nobody”; the log has Kundnummer, Händelse, Tidpunkt, Belopp."
    ).replace("log.csv", str(log))


def test_tables_and_queries(run: Run, work: Path) -> None:
    sqlite(work / "shop.db", events())
    table_ = json.loads(run("measure", "shop.db", "--table", "my events", "--json").out)
    query = "select * from \"my events\" where event <> 'Complain'"
    queried = json.loads(run("measure", "shop.db", "--query", query, "--json").out)
    assert (table_["cases"], queried["cases"]) == (4, 3)


def test_rows_that_cannot_be_read_are_named(run: Run, log: Path) -> None:
    log.write_text(log.read_text("utf-8") + "Bo,Search,soon,1\n", "utf-8")
    answer = run("measure", log)
    assert answer.status == 0
    assert answer.err.splitlines()[1] == (
        "journeyeditor: log.csv: 1 row could not be read: row 13 has no time that can be read"
    )


@pytest.mark.parametrize("size", ["2GB", "512 MB", "1,5gb", "300MiB"])
def test_memory_is_bounded(run: Run, log: Path, size: str) -> None:
    assert run("measure", log, "--memory", size, "--threads", "1").status == 0


def test_a_map_of_what_customers_did(run: Run, work: Path) -> None:
    log = resources.path("events", "toothbrush.sv.csv.gz")
    answer = run("measure", log, "-o", "found.journey.json", "--language", "sv")
    assert answer.status == 0
    assert "93\N{NO-BREAK SPACE}% av 4\N{NO-BREAK SPACE}714 resor" in answer.out
    assert "Påminnelse, Retur" in answer.out
    assert "Vad kunderna gjorde [sv]" in run("info", "found.journey.json").out
    assert run("measure", log, "-o", "x.journey.json", "--language", "xx").status == 2


def test_a_map_is_measured(run: Run, work: Path) -> None:
    log = resources.path("events", "toothbrush.sv.csv.gz")
    sample = resources.path("samples", "toothbrush.sv.journey.json")
    words = ("measure", log, "--map", sample, "-o", "new.journey.json", "--split", "2026-10-01")
    lines = [re.sub(" +", " ", line) for line in run(*words).out.splitlines()]
    assert "Köpbeslut Customers entering 300 1\N{NO-BREAK SPACE}719" in lines
    assert "Köpbeslut Conversion rate 50\N{NO-BREAK SPACE}% 48,9\N{NO-BREAK SPACE}%" in lines
    assert "42.1% of 4,714 journeys follow the map." in lines
    assert "Before 1 October 2026 42.6% 3,364" in lines
    assert "- No journey comes to “Samtal i stolen”." in lines
    again = json.loads(run("measure", log, "--map", "new.journey.json", "--json").out)
    assert again["figures"] == []
    assert again["unmatched"] == {"Kundtjänst: konto": 155, "Retur": 61}
    assert again["fitness"]["conforming"] == 1984
    assert again["deviations"][0]["kind"] == "untaken"
    assert "never-taken" in run("check", "new.journey.json").out


@pytest.mark.parametrize(
    "words",
    [
        ("--split", "soon"),
        ("--min-share", "200"),
        ("--min-cases", "0"),
        ("--memory", "much"),
        ("--memory", "0GB"),
        ("--threads", "0"),
        ("--table", "a", "--query", "b"),
    ],
)
def test_wrong_usage(run: Run, log: Path, words: tuple[str, ...]) -> None:
    assert run("measure", log, *words).status == 2


STOPPED = "journeyeditor: interrupted; no incomplete files were left behind"
#: A command that gets Ctrl-C at each call of a function, which then fails in its own way.
INTERRUPTED = """
import contextlib, signal, sys
from importlib import import_module
signal.signal(signal.SIGINT, signal.default_int_handler)
module, owner, name, error = sys.argv[1:5]
def interrupted(*_, **__):
    with contextlib.suppress(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
    raise eval(error)
place = import_module(module)
setattr(getattr(place, owner) if owner else place, name, interrupted)
sys.argv[1:] = sys.argv[5:]
from journeyeditor.cli import main
sys.exit(main())
"""


@pytest.mark.parametrize(
    ("place", "error"),
    [
        (("journeyeditor.events.database", "Database", "rows"), "RuntimeError('interrupted')"),
        (("duckdb", "", "connect"), "place.Error('INTERRUPT Error: Interrupted!')"),
        (("sqlite3", "", "connect"), "place.OperationalError('interrupted')"),
        (("journeyeditor.events.log", "", "open_source"), "OSError(4, 'Interrupted')"),
    ],
)
def test_what_fails_after_ctrl_c_is_interrupted(
    program: Program, work: Path, place: tuple[str, str, str], error: str
) -> None:
    sqlite(work / "shop.db", events())
    words = ["measure", "shop.db", "--table", "my events"]
    done = program.process([sys.executable, "-c", INTERRUPTED, *place, error, *words])
    assert (done.returncode, done.stderr.decode().splitlines()) == (130, [STOPPED])


def test_ctrl_c_ends_an_endless_query(program: Program, work: Path) -> None:
    sqlite(work / "shop.db", events())
    query = (
        "with recursive n(i) as (select 1 union all select i + 1 from n) "
        "select 1 as case_id, 'endless' as event, 1700000000 + i as time from n"
    )
    # Whoever starts tests in the background of a shell has SIGINT ignored, also in children.
    attentive = ["env", "--default-signal=INT"]
    process = subprocess.Popen(
        [*attentive, *program.command, "measure", "shop.db", "--query", query],
        env=program.environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        folder = Path(f"/proc/{process.pid}/fd")
        if not folder.exists():
            process.kill()
            pytest.skip("only Linux tells which files a process has open")
        while not any("shop.db" in name for name in _open_files(folder)):
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        try:
            _, err = process.communicate(timeout=20)
        finally:
            process.kill()
    assert (process.returncode, err.splitlines()) == (130, [STOPPED])


def _open_files(folder: Path) -> list[str]:
    names = []
    for link in folder.iterdir():
        with contextlib.suppress(FileNotFoundError):  # closed meanwhile
            names.append(os.readlink(link))
    return names
