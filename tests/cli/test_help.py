"""What the program says of itself, and how it takes a wrong word."""

from __future__ import annotations

import pytest

from journeyeditor import __version__
from tests.cli.program import Run

COMMANDS = ("new", "templates", "info", "compare", "export", "import", "schema")
EXPORT = ("export", "map.journey.json", "-o", "poster.pdf")


@pytest.mark.parametrize("words", [(), *((name,) for name in COMMANDS)])
def test_help_fits_a_terminal(run: Run, words: tuple[str, ...]) -> None:
    answer = run(*words, "--help")
    assert (answer.status, answer.err) == (0, "")
    assert max(map(len, answer.out.splitlines())) <= 80
    assert answer.out.startswith(f"usage: journeyeditor{''.join(f' {word}' for word in words)} ")


def test_help_names_every_command(run: Run) -> None:
    out = run("--help").out
    assert all(f"\n    {name} " in out for name in COMMANDS)


@pytest.mark.parametrize("name", ["new", "compare", "export", "import"])
def test_examples_end_the_help(run: Run, name: str) -> None:
    lines = run(name, "--help").out.rstrip().splitlines()
    assert lines[-1].startswith(f"  journeyeditor {name} ") or "| journeyeditor" in lines[-1]


def test_examples_of_export_are_understood(run: Run) -> None:
    examples = run("export", "--help").out.partition("examples:\n")[2].splitlines()
    for example in examples:
        # The words are fine: what is missing is the map.
        assert run(*example.split()[1:]).status == 1, example


def test_version(run: Run) -> None:
    assert run("--version") == (0, f"journeyeditor {__version__}\n", "")


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("",),
        ("--json",),
        ("new",),
        ("new", "-o", "x.journey.json"),
        ("info",),
        ("info", "a", "b"),
        ("templates", "more"),
        ("schema", "--json"),
        ("export",),
        ("export", "map.journey.json"),
        ("import", "x.mmd"),
        (*EXPORT, "--orient", "portrait"),
    ],
)
def test_wrong_usage(run: Run, words: tuple[str, ...]) -> None:
    answer = run(*words)
    assert (answer.status, answer.out) == (2, "")
    assert answer.sentence.endswith("--help")


@pytest.mark.parametrize(
    ("option", "value", "named"),
    [
        ("--paper", "A9", "A0, A1"),
        ("--paper", "10x10mm", "50 to 5080"),
        ("--paper", "1e9x1mm", "A0, A1"),
        ("--tile", "folio", "A0, A1"),
        ("--theme", "neon", "ink, print"),
        ("--theme", "../themes/ink", "ink, print"),
        ("--orientation", "up", "landscape"),
        ("--format", "docx", "pdf"),
        ("--sheets", "0", "1 to 100"),
        ("--sheets", "101", "1 to 100"),
        ("--sheets", "2.5", "1 to 100"),
        ("--sheets", "two", "1 to 100"),
        ("--dpi", "99999", "10 to 1200"),
        ("--dpi", "nan", "10 to 1200"),
        ("--dpi", "9" * 5000, "10 to 1200"),
        ("--margin", "-5", "0 to 500"),
        ("--margin", "nan", "0 to 500"),
        ("--margin", "inf", "0 to 500"),
        ("--bleed", "1e400", "0 to 500"),
        ("--bleed", "thick", "0 to 500"),
        ("--overlap", "inf", "0 to 500"),
        ("--brand", "red", "#0B4F6C"),
        ("--brand", "#12345", "#0B4F6C"),
        ("--lanes", " , ", "at least one"),
        ("-o", "poster", ".pdf, .svg, .png"),
        ("-o", "poster.doc", ".pdf, .svg, .png"),
        ("-o", "", ".pdf, .svg, .png"),
        ("-o", "-", ".pdf, .svg, .png"),
    ],
)
def test_wrong_values(run: Run, map_: object, option: str, value: str, named: str) -> None:
    answer = run(*EXPORT, option, value)
    assert (answer.status, answer.out) == (2, "")
    assert named in answer.sentence
    assert len(answer.sentence) < 200


def test_orientations_exclude_each_other(run: Run) -> None:
    assert run(*EXPORT, "--portrait", "--landscape").status == 2


def test_format_and_suffix_agree(run: Run, map_: object) -> None:
    answer = run(*EXPORT, "--format", "svg")
    assert answer.status == 2
    assert "does not end with .svg" in answer.sentence
