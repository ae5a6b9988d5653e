"""OPML outlines: stages, the cards in them, and what lies deeper as notes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from journeyeditor.exchange.boards.card_words import card_words
from journeyeditor.exchange.boards.lane_words import kind_of_lane
from journeyeditor.exchange.boards.texts import clean, from_html
from journeyeditor.exchange.importers import Imported, Importer, ImportFailure
from journeyeditor.exchange.sources import SourceFile
from journeyeditor.exchange.strict_xml import head_of, parse_xml
from journeyeditor.exchange.tables.lists import keyed
from journeyeditor.exchange.tables.pieces import names_journey
from journeyeditor.i18n import N_, Phrase
from journeyeditor.model import JourneyGraph, Record
from journeyeditor.vocabulary import MapInfo, Stage, kind_class

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAX_OUTLINES = 5_000


def read_opml(data: bytes) -> Imported:
    """Return the map of an outline; raises ImportFailure."""
    root = parse_xml(data)
    body = root.find("body")
    if root.tag != "opml" or body is None:
        raise ImportFailure(Phrase(N_("is not an OPML outline; export it as OPML")))
    if sum(1 for _ in body.iter("outline")) > MAX_OUTLINES:
        many = N_("has more than {count} entries; split it")
        raise ImportFailure(Phrase(many, count=MAX_OUTLINES))
    title = clean(root.findtext("head/title", ""))
    stages = body.findall("outline")
    if len(stages) == 1 and any(child.findall("outline") for child in stages[0]):
        title, stages = _text(stages[0]) or title, stages[0].findall("outline")
        key, name = keyed(title)
        title = name if key and names_journey(key) else title
    records: list[Record] = []
    for number, outline in enumerate(stages, 1):
        stage = Stage(id=f"s{number}", title=_text(outline), note=_note(outline), rank=number)
        records += [stage, *_cards(outline, stage.id)]
    notes = () if records else (Phrase(N_("The outline has no entries.")),)
    return Imported(JourneyGraph.of(MapInfo(title=title), records), notes)


def _cards(stage: Element, id_: str) -> Iterator[Record]:
    """Yield the entries of a stage; one that names a kind, such as "Pain points", stands above its cards."""
    number = 0
    for outline in stage.findall("outline"):
        kind = kind_of_lane(_text(outline))
        inner = outline.findall("outline")
        is_heading = bool(kind and inner)
        for entry in inner if is_heading else [outline]:
            number += 1
            deeper = [*filter(None, [_note(entry)]), *_lines(entry, 0)]
            found = card_words(_text(entry), kind if is_heading else "")
            fields = {"id": f"{id_}c{number}", **found.fields, "stage": id_, "rank": number}
            cls = kind_class(found.kind)
            yield cls.model_validate({**fields, "note": "\n".join(deeper)})


def _lines(outline: Element, depth: int) -> Iterator[str]:
    """Yield what lies below an entry as a list."""
    for entry in outline.findall("outline"):
        yield f"{'  ' * depth}- {_text(entry)}"
        yield from _lines(entry, depth + 1)


def _text(outline: Element) -> str:
    words = from_html(outline.get("text") or outline.get("title") or "")
    return " ".join(filter(None, words)).replace("\n", " ")


def _note(outline: Element) -> str:
    """Return the note that most outliners write beside an entry."""
    return clean(outline.get("_note", ""))


def _recognizes(source: SourceFile) -> bool:
    head = head_of(source.data)
    return head.startswith(b"<") and b"<opml" in head


def _read(source: SourceFile, _: bool) -> Imported:
    return read_opml(source.data)


IMPORTER = Importer("opml", N_("OPML outlines"), ("opml",), _recognizes, _read)
