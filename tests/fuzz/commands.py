"""The command line called in this process, and what its answer must be like."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from typing import NamedTuple
from unicodedata import category

from journeyeditor.cli import main
from tests.fuzz.sandbox import bounds

#: No sentence is longer, without the names of files in it.
MAX_SENTENCE = 1100
#: What a command that succeeded lists on standard error: what it left out, then their number.
MAX_NOTES = 12
#: A finding or a fact is printed on a line that people can read.
MAX_LINE = 4_000_000


class Answer(NamedTuple):
    """What a command left behind."""

    status: int
    out: str
    err: str


def call(*arguments: str | Path) -> Answer:
    """Run a command; its answer is a success or exactly one sentence, in time for what it reads."""
    read = [Path(each) for each in arguments if Path(each).is_file()]
    most, _ = bounds(sum(path.stat().st_size for path in read))
    began = time.process_time()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        kept = os.dup(1), os.dup(2)
        os.dup2(out.fileno(), 1)
        os.dup2(err.fileno(), 2)
        try:
            status = main([*map(str, arguments)])
        finally:
            for number, old in enumerate(kept, 1):
                os.dup2(old, number)
                os.close(old)
        texts = []
        for file in (out, err):
            file.seek(0)
            texts.append(file.read().decode("utf-8"))
    seconds = time.process_time() - began
    assert seconds <= most, f"{arguments[0]} takes more than {most} s"
    answer = Answer(status, *texts)
    _judge(answer, " ".join(map(str, arguments)))
    return answer


def _judge(answer: Answer, command: str) -> None:
    lines = answer.err.splitlines()
    assert answer.status in (0, 1, 2), f"status {answer.status}"
    assert "Traceback" not in answer.err, "a traceback"
    assert "an error in the program" not in answer.err, answer.err
    assert all(line.startswith("journeyeditor: ") for line in lines), "a foreign line"
    steering = {c for line in lines for c in line if category(c) in ("Cc", "Zl", "Zp")}
    assert not steering, f"a line that steers the terminal by {steering}"
    longest = max(lines, key=len, default="")
    assert len(longest) <= MAX_SENTENCE + len(command), f"an endless sentence: {longest[:400]}"
    if answer.status:
        assert len(lines) == 1, f"{len(lines)} sentences"
    else:
        assert len(lines) <= MAX_NOTES, f"{len(lines)} notes"
