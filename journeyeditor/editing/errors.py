"""Why a value does not fit a field, in the language of the window."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from journeyeditor.i18n import MINUS, N_, Phrase, Texts

_GENERAL = N_("This value is not allowed here.")
#: The type of an error, of pydantic's or the vocabulary's → what to do; its context fills the
#: placeholders.
_MESSAGES = {
    "string_type": N_("Enter text."),
    "int_type": N_("Enter a whole number."),
    "int_from_float": N_("Enter a whole number."),
    "int_parsing": N_("Enter a whole number."),
    "float_type": N_("Enter a number."),
    "float_parsing": N_("Enter a number."),
    "finite_number": N_("Enter a number."),
    "integer_bound": N_("This number is too large."),
    "bool_type": N_("Choose yes or no."),
    "tuple_type": N_("Enter a list."),
    "date_form": N_("Enter a date such as 2026-11-21."),
    "date_type": N_("Enter a date such as 2026-11-21."),
    "date_from_datetime_inexact": N_("Enter a date such as 2026-11-21."),
    "time_form": N_("Enter a time such as 9:30."),
    "duration_form": N_("Enter a duration such as P3D or PT2H."),
    "colour_form": N_("Enter a colour such as #0B4F6C."),
    "ids_form": N_("Choose an option from the list."),
    "literal_error": N_("Choose an option from the list."),
}
_BETWEEN = N_("Enter a number from {low} to {high}.")
_AT_LEAST = N_("Enter a number of {low} or more.")
#: A value that fits no member of a union has an error for each; a number is the widest of them.
_WIDEST = ("float_type", "float_parsing", "finite_number")


class FieldError(ValueError):
    """A value that does not fit a field; nothing was changed."""

    def __init__(self, field: str, sentence: str, **values: Any) -> None:
        """`sentence` is an English message of the catalogues, `values` fill its placeholders."""
        self._phrase = Phrase(sentence, **{name: _number(value) for name, value in values.items()})
        super().__init__(f"{field}: {self._phrase}")
        self.field = field

    @classmethod
    def of(cls, field: str, error: ValidationError) -> FieldError:
        errors = error.errors(include_url=False)
        first = next((each for each in errors if each["type"] in _WIDEST), errors[0])
        if first["type"] != "out_of_bounds":
            return cls(field, _MESSAGES.get(first["type"], _GENERAL))
        low, high = first["ctx"]["low"], first["ctx"]["high"]
        return cls(field, _AT_LEAST if high is None else _BETWEEN, low=low, high=high)

    def message(self, texts: Texts) -> str:
        return self._phrase.text(texts)


class PasteError(ValueError):
    """What was pasted is nothing that can be put on a map; nothing was changed."""

    def __init__(self, sentence: str, reason: str = "") -> None:
        """`sentence` is an English message id; `reason` is for the log."""
        super().__init__(reason or sentence)
        self._sentence = sentence

    def message(self, texts: Texts) -> str:
        return texts(self._sentence)


def _number(value: object) -> str:
    return str(value).replace("-", MINUS)
