"""What a poster omits of its map, counted by kind and field."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from unicodedata import normalize

from journeyeditor.display.primitives import Drawing, Group, Page, TextRun
from journeyeditor.i18n import N_, Texts
from journeyeditor.layout.grid import Grid
from journeyeditor.layout.lanes import is_card, waits
from journeyeditor.layout.markup import marked
from journeyeditor.layout.recipes.card_details import FACT_FIELDS
from journeyeditor.model import JourneyGraph, Relation
from journeyeditor.vocabulary import KINDS, Common, Evidence, Follows, Shape, declaration, info_of
from journeyeditor.vocabulary.kind import Editor

#: Fields by kind that a section behind the poster adds.
_BY_SECTION: Mapping[str, Mapping[str, frozenset[str]]] = {
    "priorities": {
        "pain_point": frozenset({"frequency", "owner"}),
        "opportunity": frozenset({"owner", "status", "hypothesis"}),
    },
    "sources": {"evidence": frozenset({"claim", "figure", "sample", "strength"})},
}

#: Fields whose value is printed as it was written.
_TEXT = frozenset({Editor.LINE, Editor.LINES})
#: Of the fields that are printed, those that have no other sign on the sheet and may lack the room.
_ALWAYS_WORDS = frozenset({"title", "note"})
#: This many connections are named, the others are counted.
MAX_NAMED = 8


def waiting_cards(graph: JourneyGraph, texts: Texts) -> str:
    """A sentence on cards that wait in the inbox; "" without any."""
    count = sum(waits(card) for card in graph.cards(None))
    if not count:
        return ""
    return texts.plural(
        "{count} card waits in the inbox.", "{count} cards wait in the inbox.", count
    ).format(count=texts.number(count))


def cards_in_hidden_lanes(grid: Grid, texts: Texts) -> str:
    """A sentence on cards in hidden lanes; "" without any."""
    if not grid.hidden:
        return ""
    return texts.plural(
        "{count} card is in a hidden lane.",
        "{count} cards are in hidden lanes.",
        len(grid.hidden),
    ).format(count=texts.number(len(grid.hidden)))


def collapsed_cards(grid: Grid, texts: Texts) -> str:
    """A sentence on cards that collapsed lanes show as dots only; "" without any."""
    count = sum(len(cards) for (lane, _), cards in grid.cells.items() if grid.lanes[lane].collapsed)
    if not count:
        return ""
    return texts.plural(
        "{count} card in a collapsed lane is shown as a dot without text.",
        "{count} cards in collapsed lanes are shown as dots without text.",
        count,
    ).format(count=texts.number(count))


def undrawn_relations(
    graph: JourneyGraph, relations: Iterable[Relation], drawn: Collection[str], texts: Texts
) -> str:
    """A sentence naming the connections between rows or sheets that are not drawn; "" without any."""
    lost = [relation for relation in relations if relation.id not in drawn]
    if not lost:
        return ""
    named = [
        f"{_name(graph, relation.source)} → {_name(graph, relation.target)}" for relation in lost
    ]
    return texts.plural(
        "{count} connection between two rows of the map is not drawn: {list}.",
        "{count} connections between two rows of the map are not drawn: {list}.",
        len(lost),
    ).format(count=texts.number(len(lost)), list=texts.listed(named, MAX_NAMED, "; "))


def _name(graph: JourneyGraph, id_: str) -> str:
    return graph.element(id_).title or id_


def omissions(
    graph: JourneyGraph,
    drawn: Iterable[str],
    times: Collection[str],
    *,
    evidence: frozenset[str],
    sections: Collection[str],
    printed: PrintedTexts,
    texts: Texts,
) -> str:
    """One sentence on what is omitted, "" if nothing is; `drawn` are the ids of relations.

    Texts count by what is on the sheets, everything else by what its kind declares. `times` are the
    relations whose elapsed times are printed, `evidence` the source fields that are printed besides
    name and date, `sections` those behind the poster.
    """
    counts: dict[str, Counter[str]] = {}
    for cls in KINDS:
        kind = cls.kind_name()
        also_printed = evidence if cls is Evidence else FACT_FIELDS.get(kind, frozenset())
        for section in sections:
            also_printed |= _BY_SECTION.get(section, {}).get(kind, frozenset())
        counts[cls.look.title] = _fields(graph, cls, also_printed, printed)
    counts[N_("Connection")] = _relations(graph, set(drawn), times)
    info = info_of(graph)
    terms = 0 if "glossary" in sections else len(info.glossary)
    steps = 0 if "agenda" in sections else len(info.agenda.steps)
    of_map = {
        N_("Agenda"): steps,
        N_("Glossary"): terms,
        N_("Translations"): len(info.translations),
    }
    counts[N_("Map")] = Counter({field: n for field, n in of_map.items() if n})
    listed = "; ".join(
        f"{texts(kind)}: "
        + ", ".join(f"{texts(field)} ({texts.number(n)})" for field, n in fields.items())
        for kind, fields in counts.items()
        if fields
    )
    return texts("Not on the poster: {list}.").format(list=listed) if listed else ""


def _fields(
    graph: JourneyGraph, cls: type[Common], also_printed: frozenset[str], printed: PrintedTexts
) -> Counter[str]:
    """The number of records with a value in a field that is not shown, by field title."""
    kind = cls.kind_name()
    fields = [
        (name, field.title or name, field.default, declared)
        for name, field in cls.model_fields.items()
        if (declared := declaration(field)) is not None and name not in also_printed
    ]
    counts: Counter[str] = Counter()
    for record in graph.elements(kind):
        for name, title, default, declared in fields:
            value = getattr(record, name)
            if value is None or value == default:
                continue
            is_printed = declared.printed and not _is_wordless(cls, name)
            # A record that is not on a sheet at all is reported elsewhere.
            is_sure = is_printed and (name not in _ALWAYS_WORDS or not printed.shows(record.id))
            if not is_sure and isinstance(value, str) and declared.editor in _TEXT:
                is_own = name == "note" and is_card(record) and printed.shows(record.id)
                is_printed = printed.has(record.id, marked(value).text, is_own=is_own)
            counts[title] += not is_printed
    return +counts


def _is_wordless(cls: type[Common], name: str) -> bool:
    """Whether a kind is drawn without title and note: a point of a curve has no text."""
    return cls.look.shape is Shape.CURVE and name in ("title", "note")


def _relations(graph: JourneyGraph, drawn: set[str], times: Collection[str]) -> Counter[str]:
    """The number of relations with texts that no line shows, by field title."""
    counts: Counter[str] = Counter()
    for relation in graph.relations():
        if isinstance(relation, Follows) and relation.elapsed and relation.id not in times:
            counts[N_("Elapsed time")] += 1
        if relation.note:
            counts[N_("Note")] += 1
        if relation.title and relation.id not in drawn:
            counts[N_("Title")] += 1
    return counts


_SOFT_HYPHEN = "\u00ad"
#: Spaces and quotation marks, in which a printed text may stand.
_BESIDE = " “”„«»"
_BETWEEN_WORDS = re.compile(r"\W+|_+")
#: A text that was cut off is printed nevertheless: it is known by so many of its words.
_FIRST = 2


class PrintedTexts:
    """What is printed, as words without case and punctuation."""

    def __init__(self, pages: Iterable[Page]) -> None:
        self._parts: dict[str, list[str]] = defaultdict(list)
        self._words: dict[str, str] = {}
        for page in pages:
            self._collect(page.drawing, "")

    def shows(self, record: str) -> bool:
        """Whether a part of a sheet is this record's own."""
        return record in self._parts

    def has(self, record: str, text: str, *, is_own: bool = False) -> bool:
        """Whether a text is printed with its record, or in what is no card of another one.

        With `is_own`, only with its record.
        Addresses do not count: a link may be shown by its host.
        """
        if self._shows_all(record, text):
            return True
        plain = " ".join(word for word in text.split() if "://" not in word)
        words = _words_of(plain).split()[:_FIRST]
        wanted = f" {' '.join(words)} "
        if not words or wanted in self._printed(record):
            return True
        return not is_own and wanted in self._printed("")

    def _shows_all(self, record: str, text: str) -> bool:
        """Whether a text is printed with its record letter by letter, as most are."""
        own = f" {''.join(self._parts.get(record, ()))} "
        place = own.find(text) if text and "://" not in text else -1
        return place > 0 and own[place - 1] in _BESIDE and own[place + len(text)] in _BESIDE

    def _printed(self, record: str) -> str:
        if record not in self._words:
            self._words[record] = f" {_words_of(''.join(self._parts.get(record, ())))} "
        return self._words[record]

    def _collect(self, drawing: Drawing, record: str) -> None:
        for primitive in drawing:
            if isinstance(primitive, Group):
                own = primitive.tag.record if primitive.tag else ""
                self._collect(primitive.children, own or record)
            elif isinstance(primitive, TextRun):
                is_broken = primitive.text.endswith(_SOFT_HYPHEN)
                self._parts[record].append(primitive.text + ("" if is_broken else " "))


def _words_of(text: str) -> str:
    text = normalize("NFC", text).replace(_SOFT_HYPHEN, "").casefold()
    return _BETWEEN_WORDS.sub(" ", text).strip()
