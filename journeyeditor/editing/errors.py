"""Why a value does not fit a field, in the language of the window."""

from __future__ import annotations

import re
from typing import Any

from pydantic import ValidationError

from journeyeditor.i18n import MINUS, N_, Texts

#: Pydantic's types of errors → what to do.
_TYPES = {
    "string_type": N_("Enter text."),
    "int_type": N_("Enter a whole number."),
    "int_from_float": N_("Enter a whole number."),
    "int_parsing": N_("Enter a whole number."),
    "float_type": N_("Enter a number."),
    "float_parsing": N_("Enter a number."),
    "finite_number": N_("Enter a number."),
    "bool_type": N_("Choose yes or no."),
    "tuple_type": N_("Enter a list."),
    "date_form": N_("Enter a date such as 2026-11-21."),
    "date_type": N_("Enter a date such as 2026-11-21."),
    "date_from_datetime_inexact": N_("Enter a date such as 2026-11-21."),
    "ids_form": N_("Choose an option from the list."),
    "literal_error": N_("Choose an option from the list."),
}
_WIDEST = ("float_type", "float_parsing", "finite_number")
#: What validators of the vocabulary say → what to do.
_WORDS = {
    "must be a colour like #0B4F6C": N_("Enter a colour such as #0B4F6C."),
    "must be an ISO 8601 duration like P3D or PT2H": N_("Enter a duration such as P3D or PT2H."),
    "must not be beyond 2^53": N_("This number is too large."),
}
_BOUNDS = re.compile(rf"must be ({MINUS}?\d+) (?:to ({MINUS}?\d+)|or more)")

_BETWEEN = N_("Enter a number from {low} to {high}.")
_AT_LEAST = N_("Enter a number of {low} or more.")
_UNFIT = N_("This value is not allowed here.")


class FieldError(ValueError):
    """A value that does not fit a field; nothing was changed."""

    def __init__(self, field: str, sentence: str, **values: Any) -> None:
        """Tell of a field by an English sentence of the catalogues, and what goes into its holes."""
        super().__init__(f"{field}: {sentence.format(**values)}")
        self.field = field
        self._sentence = sentence
        self._values = values

    @classmethod
    def of(cls, field: str, error: ValidationError) -> FieldError:
        """Return the error of a field that pydantic refused."""
        # A value that fits no member of a union has an error for each; a number is the widest.
        errors = error.errors(include_url=False)
        best = next((e for e in errors if e["type"] in _WIDEST), errors[0])
        if best["type"] != "value_error":
            return cls(field, _TYPES.get(best["type"], _UNFIT))
        words = str(best.get("ctx", {}).get("error", ""))
        bounds = _BOUNDS.fullmatch(words)
        if bounds is None:
            return cls(field, _WORDS.get(words, _UNFIT))
        low, high = bounds.groups()
        return cls(field, _BETWEEN if high else _AT_LEAST, low=low, high=high)

    def message(self, texts: Texts) -> str:
        """Return the sentence in a language."""
        return texts(self._sentence).format(**self._values)


class PasteError(ValueError):
    """What was pasted is nothing that can be put on a map; nothing was changed."""

    def __init__(self, sentence: str, reason: str = "") -> None:
        """Tell by an English sentence of the catalogues; `reason` is for the log."""
        super().__init__(reason or sentence)
        self._sentence = sentence

    def message(self, texts: Texts) -> str:
        """Return the sentence in a language."""
        return texts(self._sentence)
