"""The process that looks words up, run as the program runs it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from journeyeditor.spelling import SERVER_COMMAND
from tests.spelling.dictionary import write


def ask(*requests: dict[str, Any], folder: Path | None = None) -> list[dict[str, Any]]:
    lines = "".join(json.dumps(request) + "\n" for request in requests)
    command = [sys.executable, "-P", "-m", "journeyeditor", SERVER_COMMAND]
    done = subprocess.run(
        command, input=lines, capture_output=True, text=True, timeout=60, check=True, cwd=folder
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_words_are_looked_up_and_suggested(tmp_path: Path) -> None:
    path = str(write(tmp_path / "å", "sv_SE", ["kund/S", "resa", "köp"]))
    answers = ask(
        {"dictionary": path, "words": ["kund", "kunds", "kunnd", "köp", "東京"]},
        {"dictionary": path, "suggest": "kunnd"},
        {"dictionary": path, "suggest": "xxxxxxxxxxxx"},
    )
    assert answers[0] == {"wrong": ["kunnd", "東京"]}
    assert answers[1]["suggestions"][0] == "kund"
    assert answers[2] == {"suggestions": []}


@pytest.mark.parametrize(
    ("affixes", "words"),
    [
        (b"SET UTF-8\n", b"\x00\xff\xfe" * 5000),
        (b"SET UTF-8\n", b""),
        (b"\xff" * 5000, b"99999999999999999999\nhello\nworld\n"),
        (b"SET ISO8859-1\nFLAG long\n" + b"SFX A Y 9\n" * 2000, b"not a number\nhello\n"),
        (b"SET UTF-8\nCOMPLEXPREFIXES\n" + b"REP 2\nREP a b\n", b"2\nhello/\xff\xff\xff\n\n"),
    ],
)
def test_what_is_no_dictionary_is_refused_and_the_next_one_works(
    tmp_path: Path, affixes: bytes, words: bytes
) -> None:
    bad = tmp_path / "sv_SE"
    Path(f"{bad}.aff").write_bytes(affixes)
    Path(f"{bad}.dic").write_bytes(words)
    good = write(tmp_path, "en_US", ["hello"])
    (first, second) = ask(
        {"dictionary": str(bad), "words": ["hello", "wrld"]},
        {"dictionary": str(good), "words": ["hello", "wrld"]},
    )
    assert first == {"fault": True} or "hello" not in first["wrong"]
    assert second == {"wrong": ["wrld"]}


def test_nothing_is_imported_from_the_folder_it_starts_in(tmp_path: Path) -> None:
    (tmp_path / "hunspell.py").write_text("raise SystemExit('taken from here')")
    path = str(write(tmp_path, "en_US", ["hello"]))
    assert ask({"dictionary": path, "words": ["hello"]}, folder=tmp_path) == [{"wrong": []}]
