"""What can be wrong with a photo."""

from __future__ import annotations

from journeyeditor.i18n import Phrase, Texts


class PhotoError(Exception):
    """A photo that cannot be read: a clause with the remedy, to follow its name."""

    def __init__(self, words: str | Phrase) -> None:
        self._words = words if isinstance(words, Phrase) else Phrase(words)
        super().__init__(str(self._words))

    def sentence(self, texts: Texts) -> str:
        return self._words.text(texts)
