"""The speller of the program: what is wrong, what was meant, and the words that the user has added.

Words are looked up by a process of its own (`spelling.server`), so that nothing here waits. What
has been looked up is remembered; `changed` tells that there is more, `failed` carries why a word
could not be kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from journeyeditor.resources import own_command
from journeyeditor.spelling import SERVER_COMMAND, Lexicon
from journeyeditor.spelling.dictionaries import dictionaries_of, folders, is_usable
from journeyeditor.spelling.trade_words import trade_words
from journeyeditor.spelling.words import parts_of, plain

#: Milliseconds without another word before words are looked up.
PAUSE_MS = 200
#: How long the process may take for an answer, a large dictionary to be read included (ms).
PATIENCE_MS = 20_000
#: How many words are asked at once, and remembered.
MAX_ASKED, MAX_REMEMBERED = 300, 50_000
#: How much of the user's own words is read, in bytes.
MAX_OWN = 4 * 1024 * 1024
OWN_WORDS = "words.txt"

Suggested = Callable[[tuple[str, ...]], None]


class Problem(NamedTuple):
    """Why nothing is checked: no dictionary, a faulty one, or ("") no process that reads them."""

    is_missing: bool
    path: str


class _Request(NamedTuple):
    dictionary: str
    words: tuple[str, ...]
    suggested: Suggested | None = None

    def line(self) -> bytes:
        asked: dict[str, Any] = {"dictionary": self.dictionary}
        if self.suggested is None:
            asked["words"] = self.words
        else:
            asked["suggest"] = self.words[0]
        return json.dumps(asked).encode() + b"\n"


class Speller(QObject):
    """Looks words up once it is switched on; `own_folder` has the user's words and dictionaries."""

    changed = Signal()
    failed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.is_on = False
        self.own_folder: Path | None = None
        self._own_words: frozenset[str] | None = None
        #: Whether a word is right, by dictionary and word.
        self._results: dict[tuple[str, str], bool] = {}
        self._dictionaries: dict[str, str] = {}
        #: The language that a faulty dictionary was tried for.
        self._faulty: dict[str, str] = {}
        self._has_process = True
        self._waiting: dict[str, dict[str, None]] = {}
        self._suggestions: list[_Request] = []
        self._current: _Request | None = None
        self._process: QProcess | None = None
        self._buffer = b""
        self._pause, self._patience = QTimer(self), QTimer(self)
        self._pause.setInterval(PAUSE_MS)
        self._patience.setInterval(PATIENCE_MS)
        for timer in (self._pause, self._patience):
            timer.setSingleShot(True)
        self._pause.timeout.connect(self._send)
        self._patience.timeout.connect(self._give_up)

    def configure(self, *, is_on: bool, own_folder: Path | None) -> None:
        if (is_on, own_folder) != (self.is_on, self.own_folder):
            self.close()
            self.is_on, self.own_folder = is_on, own_folder
            self.look_again()

    def look_again(self) -> None:
        """Look for dictionaries again, those that were faulty included."""
        self._own_words = None
        self._dictionaries, self._faulty = {}, {}
        self.changed.emit()

    def is_wrong(self, word: str, lexicon: Lexicon) -> bool:
        """Whether a word is wrong as far as is known; unknown ones are looked up after a pause."""
        dictionary = self._dictionary(lexicon.language) if self.is_on else ""
        if not dictionary or self._is_known(word, lexicon):
            return False
        if self._is_right(plain(word), dictionary) is not False:
            return False
        parts = parts_of(word)
        if len(parts) == 1 and parts[0] == word:
            return True
        results = [
            self._is_known(part, lexicon) or self._is_right(plain(part), dictionary)
            for part in parts
        ]
        return False in results

    def suggest(self, word: str, language: str, suggested: Suggested) -> None:
        """Look for what was meant, and hand it over later."""
        dictionary = self._dictionary(language)
        if not dictionary:
            suggested(())
            return
        self._suggestions.append(_Request(dictionary, (plain(word),), suggested))
        self._send()

    def add(self, word: str) -> None:
        """Add a word to the user's own; raises FileError, and the word lasts until the end."""
        words = self._read_own_words() | {plain(word)}
        self._own_words = frozenset(each.casefold() for each in words)
        self.changed.emit()
        if self.own_folder is not None:
            from journeyeditor.files.atomic import write_private
            from journeyeditor.files.errors import WriteError
            from journeyeditor.files.private import private_folder

            path = self.own_folder / OWN_WORDS
            try:
                private_folder(self.own_folder)
            except OSError as error:
                raise WriteError(str(path), error) from None
            write_private(path, "".join(f"{each}\n" for each in sorted(words)).encode())

    def make_folder(self) -> None:
        """Make the user's folder, if that is possible, for dictionaries to be put there."""
        if self.own_folder is not None:
            from journeyeditor.files.private import private_folder

            with suppress(OSError):
                private_folder(self.own_folder)

    def problem(self, language: str) -> Problem | None:
        """Return why texts of a language are not checked, if they are not."""
        if self._dictionary(language):
            return None
        if not self._has_process or find_spec("hunspell") is None:
            return Problem(is_missing=False, path="")
        faulty = next((path for path, tried in self._faulty.items() if tried == language), "")
        return Problem(is_missing=not faulty, path=faulty)

    def close(self) -> None:
        """End the process; it starts again when it is needed."""
        self._pause.stop()
        self._patience.stop()
        self._waiting, self._suggestions, self._current = {}, [], None
        process, self._process = self._process, None
        if process is not None:
            process.blockSignals(True)
            process.kill()
            process.waitForFinished(PATIENCE_MS)
            process.deleteLater()

    def _dictionary(self, language: str) -> str:
        """Return the path of a language's dictionary without its ending, "" if there is none."""
        found = self._dictionaries.get(language)
        if found is None:
            found = self._dictionaries[language] = self._find(language)
        return found

    def _find(self, language: str) -> str:
        if not self._has_process:
            return ""
        for path in dictionaries_of(language, folders(self.own_folder)):
            if str(path) in self._faulty:
                continue
            if is_usable(path):
                return str(path)
            self._faulty[str(path)] = language
        return ""

    def _is_known(self, word: str, lexicon: Lexicon) -> bool:
        """Whether a word, or the name that it is the genitive of, is known without a dictionary."""
        if self._own_words is None:
            self._own_words = frozenset(each.casefold() for each in self._read_own_words())
        whole = plain(word).casefold()
        trade = trade_words(lexicon.language)
        return any(
            form in self._own_words or form in trade or lexicon.knows(form)
            for form in dict.fromkeys((whole, whole.removesuffix("'s"), whole.removesuffix("s")))
        )

    def _is_right(self, word: str, dictionary: str) -> bool | None:
        result = self._results.get((dictionary, word))
        if result is None and not self._is_awaited(word, dictionary):
            self._waiting.setdefault(dictionary, {})[word] = None
            self._pause.start()
        return result

    def _is_awaited(self, word: str, dictionary: str) -> bool:
        current = self._current
        is_asked = current is not None and current.suggested is None and word in current.words
        return is_asked or word in self._waiting.get(dictionary, ())

    def _read_own_words(self) -> frozenset[str]:
        if self.own_folder is None:
            return self._own_words or frozenset()
        try:
            with (self.own_folder / OWN_WORDS).open("rb") as file:
                text = file.read(MAX_OWN).decode("utf-8", "replace")
        except OSError:
            return frozenset()
        return frozenset(word for line in text.splitlines() if (word := line.strip()))

    def _send(self) -> None:
        """Ask the process, unless it is still busy with the last question."""
        if self._current is not None:
            return
        request = self._next()
        if request is None:
            return
        self._current = request
        self._patience.start()
        process = self._running()
        if process.isOpen():
            process.write(request.line())

    def _next(self) -> _Request | None:
        if self._suggestions:
            return self._suggestions.pop(0)
        while self._waiting:
            dictionary, words = next(iter(self._waiting.items()))
            asked = tuple(words)[:MAX_ASKED]
            for word in asked:
                del words[word]
            if not words:
                del self._waiting[dictionary]
            if asked and dictionary not in self._faulty:
                return _Request(dictionary, asked)
        return None

    def _running(self) -> QProcess:
        process = self._process
        if process is None:
            process = self._process = QProcess(self)
            process.setStandardErrorFile(QProcess.nullDevice())
            process.readyReadStandardOutput.connect(self._read)
            process.finished.connect(self._give_up)
            process.errorOccurred.connect(self._check_started)
            self._buffer = b""
            program, *arguments = own_command(SERVER_COMMAND)
            process.start(program, arguments)
        return process  # on Windows one that cannot start has been given up by now

    def _read(self) -> None:
        if self._process is None:
            return
        self._buffer += bytes(self._process.readAllStandardOutput().data())
        line, end, rest = self._buffer.partition(b"\n")
        if not end:
            return
        self._buffer = rest
        request, self._current = self._current, None
        self._patience.stop()
        if request is not None:
            self._take(request, json.loads(line))
        self._send()

    def _take(self, request: _Request, answer: dict[str, Any]) -> None:
        if "fault" in answer:
            self._put_aside(request)
        elif request.suggested is not None:
            request.suggested(tuple(answer["suggestions"]))
        else:
            if len(self._results) > MAX_REMEMBERED:
                self._results.clear()
            wrong = set(answer["wrong"])
            self._results.update(
                {(request.dictionary, word): word not in wrong for word in request.words}
            )
            self.changed.emit()

    def _give_up(self) -> None:
        """End a process that takes too long or has died, and use its dictionary no longer."""
        request = self._current
        waiting, suggestions = self._waiting, self._suggestions
        self.close()
        self._waiting, self._suggestions = waiting, suggestions
        if request is not None:
            self._put_aside(request)
        self._send()

    def _check_started(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._has_process = False
            self._give_up()

    def _put_aside(self, request: _Request) -> None:
        """Use a dictionary no longer; the next one of its language is tried."""
        for language, dictionary in tuple(self._dictionaries.items()):
            if dictionary == request.dictionary:
                self._faulty[dictionary] = language
                del self._dictionaries[language]
        if request.suggested is not None:
            request.suggested(())
        self.changed.emit()
