"""From a cell of the funnel to the map: each cell one step, what is no figure stays out."""

from __future__ import annotations

from collections.abc import Callable

from journeyeditor.editing import operations
from journeyeditor.editing.field_errors import FieldError
from journeyeditor.editing.session import Session
from journeyeditor.i18n import Texts
from journeyeditor.panels.reading import UnreadableError, read_number, read_share

#: Takes a rate asked for of a stage, None for none.
Ask = Callable[[str, float | None], None]


class CellWriter:
    """Writes one cell at a time; while what stands there is no figure, the map has the old one."""

    def __init__(self, session: Session, ask: Ask) -> None:
        self._session, self._ask = session, ask
        self._open: tuple[str, str, float | None] | None = None

    def type(self, stage: str, field: str, words: str, value: float | None, texts: Texts) -> str:
        """Write what is being typed; `value` is what stands there, `field` "rate" a what-if's.

        Return why it cannot be written, "" when it was.
        """
        if self._open is None or self._open[:2] != (stage, field):
            operations.settle(self._session)
            self._open = (stage, field, value)
        fault = self.write(stage, field, words, texts)
        if fault:
            self._restore()
        return fault

    def write(self, stage: str, field: str, words: str, texts: Texts) -> str:
        """Write words into a cell; return why they cannot be, "" when it was done."""
        try:
            self._set(stage, field, _read(field, words, texts))
        except UnreadableError as error:
            return str(error)
        except FieldError as error:
            return error.message(texts)
        return ""

    def leave(self, *, is_forgotten: bool) -> None:
        """End the step; what was typed may be forgotten, as if it had never been."""
        if is_forgotten:
            self._restore()
        self._open = None
        operations.settle(self._session)

    def _restore(self) -> None:
        """Write what stood in the cell before."""
        if self._open is not None and self._session.element(self._open[0]) is not None:
            self._set(*self._open)

    def _set(self, stage: str, field: str, value: float | None) -> None:
        """Give a stage a figure; raises FieldError."""
        if field == "rate":
            self._ask(stage, value)
        else:
            operations.set_field(self._session, [stage], field, value, typing=True)


def _read(field: str, words: str, texts: Texts) -> float | None:
    """Return the figure that somebody wrote, None for none; raises UnreadableError."""
    if not words.strip():
        return None
    if field == "count":
        return read_number(words, texts)
    share = read_share(words, texts)
    if not 0 <= share <= 1:
        sentence = texts("Write a number from {low} to {high}.")
        raise UnreadableError(sentence.format(low=0, high=100))
    return share
