"""The error of this package; nothing heavy is imported here."""

from __future__ import annotations

from journeyeditor.i18n import Texts


class EventLogError(Exception):
    """An event log that cannot be read or measured; the message is one sentence."""

    def __init__(self, sentence: str, **values: str | int) -> None:
        """The arguments are an English message id, and the values of its placeholders."""
        super().__init__(sentence.format(**values))
        self._sentence = sentence
        self._values = values

    def message(self, texts: Texts) -> str:
        return texts(self._sentence).format(**self._values)
