"""Terminal output: results on standard output, errors and progress on standard error."""

from __future__ import annotations

import json
import os
import sys
from types import TracebackType
from typing import Any, TextIO

from journeyeditor.cli.errors import CommandError

#: Characters that would end a line or control the terminal; file names and titles may contain them.
_CONTROLS = dict.fromkeys(
    [*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029], "\N{REPLACEMENT CHARACTER}"
)
_BAR_WIDTH = 24
#: A sentence that quotes a title is cut behind so many characters.
MAX_SENTENCE = 1000


def one_line(text: object) -> str:
    """A text without line breaks and control characters."""
    return str(text).translate(_CONTROLS)


def clipped(sentence: str) -> str:
    """A sentence that people can read, however long the title is that it quotes."""
    return sentence if len(sentence) <= MAX_SENTENCE else f"{sentence[: MAX_SENTENCE - 1]}…"


def print_lines(text: str) -> None:
    """Write lines to standard output; raises CommandError if that fails.

    A closed pipe (`| head`) is not an error.
    """
    stream: TextIO | None = sys.stdout
    if stream is None:
        return
    encoding = stream.encoding or "utf-8"
    try:
        stream.write(f"{text}\n".encode(encoding, "replace").decode(encoding))
        stream.flush()
    except BrokenPipeError:
        _discard(stream)
    except OSError as error:
        _discard(stream)
        reason = f"cannot be written ({error.strerror}); redirect it elsewhere"
        raise CommandError(f"standard output: {reason}") from error


def print_json(value: Any) -> None:
    """Write a value as JSON, escaped if standard output is not UTF-8."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    try:
        text.encode((sys.stdout and sys.stdout.encoding) or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(value, indent=2)
    print_lines(text)


def print_error(sentence: str) -> None:
    """Write one sentence, on one line, to standard error."""
    _to_stderr(f"journeyeditor: {one_line(clipped(sentence))}\n")


def _to_stderr(text: str) -> None:
    """Write to standard error; ignores errors, as there is nowhere to report them."""
    stream: TextIO | None = sys.stderr
    if stream is None:
        return
    try:
        stream.write(text)
        stream.flush()
    except OSError:
        _discard(stream)


def _discard(stream: TextIO) -> None:
    """Discard a stream's buffer, so that closing it at exit does not fail again."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


class Progress:
    """A progress bar on standard error; does nothing without a terminal."""

    def __init__(self, total: int) -> None:
        stream: TextIO | None = sys.stderr
        self._total = total
        self._is_shown = (
            total > 1
            and stream is not None
            and stream.isatty()
            and os.environ.get("TERM") != "dumb"
        )

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Clear the bar, so that later output begins on its own line."""
        if self._is_shown:
            _to_stderr("\r\x1b[K")

    def show(self, done: int, name: str) -> None:
        """Draw how many are done, and the current one."""
        if not self._is_shown:
            return
        import shutil

        filled = _BAR_WIDTH * done // self._total
        full, empty = "█░" if "utf" in sys.stderr.encoding.casefold() else "#-"
        bar = full * filled + empty * (_BAR_WIDTH - filled)
        line = f"{bar} {done}/{self._total} {one_line(name)}"
        _to_stderr(f"\r{line[: shutil.get_terminal_size().columns - 1]}\x1b[K")
