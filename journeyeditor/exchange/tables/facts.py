"""What the lines above a table and the cells of a figure say: facts of the map, fields of a person, values."""

from __future__ import annotations

import re
from typing import Any

from journeyeditor.exchange.tables.words import Role, role_of
from journeyeditor.values import read_column

PERSON_FIELDS = {
    "name": "title", "role": "role", "occupation": "role", "job": "role", "job title": "role", "quote": "quote", "goal": "goals", "goals": "goals",
    "need": "needs", "needs": "needs", "frustration": "frustrations", "frustrations": "frustrations", "pain points": "frustrations", "segment": "segment",
    "mål": "goals", "behov": "needs", "frustrationer": "frustrations", "frustrasjoner": "frustrations", "roll": "role", "rolle": "role", "citat": "quote", "sitat": "quote",
    "ziele": "goals", "bedürfnisse": "needs", "frustrationen": "frustrations", "zitat": "quote", "tavoitteet": "goals", "tarpeet": "needs",
    "turhautumiset": "frustrations", "rooli": "role", "sitaatti": "quote",
}  # fmt: skip


def fact_kind(key: str) -> str:
    """What a fact above a table is about."""
    words = key.casefold().strip(" :*")
    for name, known in _FACTS.items():
        if words in known.split():
            return name
    role = role_of(words)
    return (
        {Role.PERSONA: "persona", Role.GOAL: "goal", Role.NOTE: "note"}.get(role, "")
        if role
        else ""
    )


_FACTS = {
    "title": "title titel tittel otsikko name namn navn",
    "goal": "goal goals mål ziel ziele tavoite tavoitteet objective",
    "author": "author författare forfatter autor tekijä",
    "version": "version versio versjon",
    "note": "description scenario context summary beskrivning beskrivelse beschreibung kuvaus szenario",
}


def measured(title: str) -> dict[str, Any]:
    """The value of a figure written "conversion: 12 %" or "NPS 40"."""
    match = re.fullmatch(r"(.+?)\s*[:=]\s*([+-]?\d[\d.,  ]*)\s*(%|[^\W\d]{1,8})?", title)
    if match is None:
        return {}
    (figure,) = read_column([match[2]])
    if figure is None:
        return {}
    return {"title": match[1], "value": figure.value, "unit": match[3] or ""}
