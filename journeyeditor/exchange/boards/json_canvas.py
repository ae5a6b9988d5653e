"""JSON Canvas 1.0 (Obsidian and others): groups are stages, all other nodes cards.

Keys that maps have no field for are kept as the records' own key `x-canvas`, and written again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from math import isfinite
from types import MappingProxyType
from typing import Any

from journeyeditor.exchange.boards.board import Board, Line, Shape, read_board
from journeyeditor.exchange.boards.texts import Words, clean, from_markdown
from journeyeditor.exchange.importers import Imported, Importer, ImportFailure
from journeyeditor.exchange.sources import SourceError, SourceFile
from journeyeditor.geometry import Rect
from journeyeditor.i18n import N_, N_plural, Phrase, Sentence
from journeyeditor.model import MAX_INTEGER
from journeyeditor.vocabulary import KINDS, Card

#: The own key of records, and what a node says of the kind of its card.
OWN_KEY, KIND_KEY = "x-canvas", "x-kind"
MAX_NODES, MAX_EDGES = 20_000, 40_000
#: The names of the format's colours, which are also those of its first six tints.
TINTS = MappingProxyType(
    {"1": "pink", "2": "orange", "3": "ochre", "4": "green", "5": "teal", "6": "violet"}
)
_CARDS = frozenset(cls.kind_name() for cls in KINDS if issubclass(cls, Card)) - {"evidence"}
_TYPES = frozenset({"text", "file", "link", "group"})
_GEOMETRY = ("x", "y", "width", "height")
_MAX_DEPTH = 40
#: A score as this program writes it, and the words behind it.
_SCORE = re.compile(r"([+−-]?\d(?:[.,]\d+)?)(?:\s+(.*))?$", re.DOTALL)


def read_canvas(text: str) -> Imported:
    """Return the map of a canvas; raises ImportFailure for what is none."""
    document = _document(text)
    nodes, edges = _rows(document, "nodes", MAX_NODES), _rows(document, "edges", MAX_EDGES)
    notes: list[Sentence] = []
    shapes = list(_shapes(nodes, notes))
    known = {shape.id for shape in shapes}
    lines, kept = _lines(edges, known)
    own: dict[str, Any] = {
        key: value for key, value in document.items() if key not in {"nodes", "edges"}
    }
    if kept:
        own["edges"] = kept
    extras = {OWN_KEY: own} if own and _is_plain(own) else {}
    board = Board(shapes, lines, info={"extras": extras} if extras else {})
    return read_board(board, notes)


def _document(text: str) -> Mapping[str, Any]:
    try:
        document = json.loads(text) if text.strip() else {}
    except (ValueError, RecursionError) as error:
        if not isinstance(error, json.JSONDecodeError):
            raise ImportFailure(
                Phrase(N_("the canvas is nested too deeply; simplify it"))
            ) from None
        invalid = N_(
            "line {line}, column {column}: is not valid JSON ({problem}); correct it there, a comma before a closing bracket is one too many"
        )
        raise ImportFailure(
            Phrase(invalid, line=error.lineno, column=error.colno, problem=error.msg)
        ) from None
    if not isinstance(document, dict):
        raise ImportFailure(
            Phrase(N_("is not a canvas; it must be an object with nodes and edges"))
        )
    return document


def _rows(document: Mapping[str, Any], key: str, most: int) -> list[Mapping[str, Any]]:
    rows = document.get(key, [])
    if not isinstance(rows, list):
        raise ImportFailure(Phrase(N_('"{key}" of the canvas must be a list'), key=key))
    if len(rows) > most:
        many = N_("the canvas has {count} {key}, more than {most}; split it")
        raise ImportFailure(Phrase(many, count=len(rows), key=key, most=most))
    return [row for row in rows if isinstance(row, dict)]


def _shapes(nodes: list[Mapping[str, Any]], notes: list[Sentence]) -> Iterator[Shape]:
    seen: set[str] = set()
    skipped = 0
    for node in nodes:
        id_, rect = _id(node.get("id")), _rect(node)
        type_ = node.get("type")
        if not id_ or id_ in seen or rect is None or type_ not in _TYPES:
            skipped += 1
            continue
        seen.add(id_)
        kind = node.get(KIND_KEY)
        if kind in {"lane", "persona", "evidence"}:  # written by this program, beside the cards
            continue
        yield Shape(
            id_,
            words_of(node),
            rect,
            is_container=type_ == "group",
            kind=kind if kind in _CARDS else "",
            fields=_fields(node),
            extras=_extras(node),
        )
    if skipped:
        message = N_plural(
            "{count} node was skipped, without an id of its own, a place or a known type.",
            "{count} nodes were skipped, without an id of their own, a place or a known type.",
        )
        notes.append(Phrase(message, count=skipped))


def _fields(node: Mapping[str, Any]) -> dict[str, Any]:
    """Return the colour of a card, or the score with which an emotion begins."""
    scored = _SCORE.match(_text(node, "text")) if node.get(KIND_KEY) == "emotion" else None
    if scored:
        score = float(scored[1].replace("\N{MINUS SIGN}", "-").replace(",", "."))
        return {"score": max(-2.0, min(score, 2.0)), "title": from_markdown(scored[2] or "").title}
    tint = TINTS.get(str(node.get("color", "")), "")
    return {"tint": tint} if tint and KIND_KEY not in node else {}


def words_of(node: Mapping[str, Any]) -> Words:
    """Return what a node says: its text, label, address, or the name of its file."""
    type_ = node.get("type")
    if type_ == "group":
        return Words(" ".join(clean(_text(node, "label")).split()))
    if type_ == "link":
        return Words(clean(_text(node, "url")))
    if type_ == "file":
        name = clean(_text(node, "file"))
        return Words(name.rpartition("/")[2].removesuffix(".md"), clean(_text(node, "subpath")))
    return from_markdown(_text(node, "text"))


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key, "")
    return value if isinstance(value, str) else ""


def _extras(node: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a map has no field for; the place is that of our own layout when it is written."""
    ordinary = {"id", "label", *_GEOMETRY, KIND_KEY}
    if node.get("type") == "text":
        ordinary |= {"type"}
        words = words_of(node)
        if "\n".join(filter(None, words)) == node.get("text"):
            ordinary |= {"text"}
    elif node.get("type") == "group":
        ordinary |= {"type"}
    own = {key: value for key, value in node.items() if key not in ordinary}
    return {OWN_KEY: own} if own and _is_plain(own) else {}


def _lines(
    edges: list[Mapping[str, Any]], known: set[str]
) -> tuple[list[Line], list[Mapping[str, Any]]]:
    """Return the lines between shapes, and the edges that lead elsewhere, to be written again."""
    lines, kept = [], []
    seen = set(known)
    for number, edge in enumerate(edges, 1):
        source, target = _id(edge.get("fromNode")), _id(edge.get("toNode"))
        if source not in known or target not in known or source == target:
            if _is_plain(edge):
                kept.append(edge)
            continue
        id_ = _id(edge.get("id")) or f"edge{number}"
        while id_ in seen:
            id_ += "-"
        seen.add(id_)
        ordinary = {"id", "fromNode", "toNode", "label"}
        own = {key: value for key, value in edge.items() if key not in ordinary}
        extras = {OWN_KEY: own} if own and _is_plain(own) else {}
        label = " ".join(clean(_text(edge, "label")).split())
        lines.append(Line(id_, source, target, label, extras))
    return lines, kept


def _id(value: object) -> str:
    """Return an id as maps have them; "" for what can be none."""
    return clean(value)[:200] if isinstance(value, str) and not value.startswith("@") else ""


def _rect(node: Mapping[str, Any]) -> Rect | None:
    values = [node.get(key) for key in _GEOMETRY]
    if not all(
        isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < MAX_INTEGER
        for value in values
    ):
        return None
    x, y, width, height = (float(value) for value in values if value is not None)
    return Rect(x, y, max(width, 0.0), max(height, 0.0))


def _is_plain(value: object, depth: int = 0) -> bool:
    """Whether a map may keep a value as its own."""
    if isinstance(value, dict):
        inner = [*value, *value.values()]
    elif isinstance(value, list):
        inner = value
    elif isinstance(value, str):
        return not any("\ud800" <= letter <= "\udfff" for letter in value)
    elif isinstance(value, float):
        return isfinite(value)
    else:
        return not isinstance(value, int) or abs(value) <= MAX_INTEGER
    return depth < _MAX_DEPTH and all(_is_plain(each, depth + 1) for each in inner)


def _recognizes(source: SourceFile) -> bool:
    """Whether a file is a canvas by its content, or by its name if it is empty or broken."""
    try:
        text = source.text.removeprefix("\ufeff").strip()
    except SourceError:
        return False
    if not text.startswith("{"):
        return source.suffix == "canvas"
    if source.suffix == "canvas":
        return True
    return (
        '"nodes"' in text and ('"fromNode"' in text or '"width"' in text) and '"graph"' not in text
    )


def _read(source: SourceFile, _: bool) -> Imported:
    return read_canvas(source.text.removeprefix("\ufeff"))


IMPORTER = Importer("canvas", N_("JSON Canvas"), ("canvas",), _recognizes, _read)
