"""One remark of the review: a rule, how grave it is, where, and why, in any language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from journeyeditor.i18n import Texts


class Percent(float):
    """A share of 1 that is told in per cent."""


class Term(str):
    """An English word that the catalogues translate."""

    __slots__ = ()


Value: TypeAlias = str | int | float

#: From the gravest to the lightest.
SEVERITIES = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark.

    `severity` is "error" (the figures contradict each other), "warning" (a hole in the map) or
    "info" (worth a thought); `element` is an id, "" for the map as a whole. `text` is a key
    of the catalogues, or its singular with `plural` and a hole `count`; `topic` names the field of
    work in one word.
    """

    rule: str
    severity: str
    element: str
    topic: str
    text: str
    values: Mapping[str, Value] = field(default_factory=dict)
    plural: str = ""

    def message(self, texts: Texts) -> str:
        """Return the reason in one line."""
        formatted = {name: _formatted(value, texts) for name, value in self.values.items()}
        if self.plural:
            count = self.values["count"]
            return texts.plural(self.text, self.plural, int(count)).format(**formatted)
        return texts(self.text).format(**formatted)


def _formatted(value: Value, texts: Texts) -> str:
    """Return a value as the language writes it."""
    if isinstance(value, Percent):
        return texts.percent(value)
    if isinstance(value, Term):
        return texts(value)
    return value if isinstance(value, str) else texts.number(value)
