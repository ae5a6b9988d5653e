"""The error of this package; nothing heavy is imported here."""

from __future__ import annotations

from journeyeditor.i18n import Phrase, Texts


class EventLogError(Exception):
    """An event log that cannot be read or measured; the message is one sentence."""

    def __init__(self, sentence: str, **values: str | int | Phrase) -> None:
        """The arguments are an English message id, and the values of its placeholders."""
        self.phrase = Phrase(sentence, **values)
        super().__init__(str(self.phrase))

    def message(self, texts: Texts) -> str:
        return self.phrase.text(texts)
