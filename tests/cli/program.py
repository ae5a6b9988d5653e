"""The command line as a process of its own, and what it answers."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
DIAGRAM = """journey
    title Een dag
    section Köp
      Välj borste: 4: Sara
      Betala: 2: Sara
    section Använd
      Borsta: 5: Sara, Olle
"""


class Answer(NamedTuple):
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """Return what stands on standard error, which must be one line from the program."""
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        assert lines[0].startswith("journeyeditor: "), self.err
        return lines[0].removeprefix("journeyeditor: ")


Run = Callable[..., Answer]


class Program:
    """The command as a process."""

    command = (sys.executable, "-m", "journeyeditor")
    environment: ClassVar = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80"}

    def __call__(self, *arguments: object, **settings: object) -> Answer:
        """Run it and wait; settings are those of subprocess.run, `env` is added."""
        words = [*self.command, *map(str, arguments)]
        done = self.process(words, **settings)
        out, err = ((part or b"").decode("utf-8") for part in (done.stdout, done.stderr))
        assert "Traceback" not in err
        return Answer(done.returncode, out, err)

    def process(
        self, words: Sequence[str], **settings: object
    ) -> subprocess.CompletedProcess[bytes]:
        environment = self.environment | settings.pop("env", {})  # type: ignore[operator]
        settings.setdefault("stdout", subprocess.PIPE)
        settings.setdefault("stderr", subprocess.PIPE)
        return subprocess.run(words, env=environment, check=False, timeout=60, **settings)  # type: ignore[call-overload,no-any-return]


def left_in(folder: Path) -> list[str]:
    """Return the names of everything in a folder, hidden ones too."""
    return sorted(path.name for path in folder.iterdir())
