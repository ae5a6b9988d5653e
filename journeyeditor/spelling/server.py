"""The process that reads dictionaries and looks words up: a JSON object a line, each answered by one.

It is a process of its own because Hunspell does not let go of the interpreter while it works, which
can take a second, and because dictionaries are untrusted: one that makes Hunspell hang, crash
or fill the memory ends this process, and not the program.

`{"dictionary": PATH, "words": […]}` is answered by `{"wrong": […]}`, `{"dictionary": PATH,
"suggest": WORD}` by `{"suggestions": […]}`; `{"fault": true}` means that the dictionary is none.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterable, Iterator
from typing import Any, Protocol

#: What the process may take in memory (bytes), where the system bounds it.
MAX_MEMORY = 1 << 30
MAX_SUGGESTIONS = 5
#: How many words of its own a dictionary is tried with.
_SAMPLE = 400


class FaultyDictionaryError(Exception):
    """A file that Hunspell reads as a dictionary, and that is none."""


class Checker(Protocol):
    """What is used of a dictionary."""

    def spell(self, word: str) -> bool: ...
    def suggest(self, word: str) -> tuple[str, ...]: ...


def main() -> int:
    """Answer until the program closes its end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program
    _bound_memory()
    with os.fdopen(0, "rb") as requests, os.fdopen(1, "wb") as answers:
        for answer in _answers(requests):
            answers.write(json.dumps(answer).encode() + b"\n")
            answers.flush()
    return 0


def _answers(requests: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    checkers: dict[str, Checker] = {}
    for line in requests:
        request = json.loads(line)
        path = request["dictionary"]
        try:
            if path not in checkers:
                checkers[path] = _opened(path)
            yield _answer(checkers[path], request)
        except (OSError, MemoryError, FaultyDictionaryError):
            yield {"fault": True}


def _answer(checker: Checker, request: dict[str, Any]) -> dict[str, Any]:
    if "suggest" in request:
        return {"suggestions": _suggestions(checker, request["suggest"])}
    return {"wrong": [word for word in request["words"] if not _is_right(checker, word)]}


def _is_right(checker: Checker, word: str) -> bool:
    try:
        return checker.spell(word)
    except UnicodeEncodeError:  # a letter that the dictionary's encoding does not have
        return False


def _suggestions(checker: Checker, word: str) -> list[str]:
    try:
        return [each for each in checker.suggest(word) if each][:MAX_SUGGESTIONS]
    except UnicodeEncodeError:
        return []


def _opened(path: str) -> Checker:
    """Read a dictionary; raises FaultyDictionaryError if it does not even know its own words."""
    from hunspell import Hunspell

    folder, name = os.path.split(path)
    words = _sample(f"{path}.dic")
    checker: Checker = Hunspell(name, hunspell_data_dir=folder, system_encoding="utf-8")
    if words and not any(checker.spell(word) for word in words):
        raise FaultyDictionaryError
    return checker


def _sample(path: str) -> list[str]:
    """Return words of a dictionary's file, which begins with their number."""
    with open(path, "rb") as file:
        number = file.readline(1000).removeprefix(b"\xef\xbb\xbf").split()[:1]
        if not number or not number[0].isdigit():
            raise FaultyDictionaryError
        lines = [file.readline(1000).strip() for _ in range(_SAMPLE)]
    words = (line.split(b"/")[0].split(b"\t")[0] for line in lines if line.isascii())
    return [word.decode("ascii") for word in words if word.isalpha()]


def _bound_memory() -> None:
    if sys.platform != "win32":
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        bound = MAX_MEMORY if most == resource.RLIM_INFINITY else min(MAX_MEMORY, most)
        resource.setrlimit(resource.RLIMIT_AS, (bound, most))


if __name__ == "__main__":
    sys.exit(main())
