"""What a row of the map is to those who do not see it: tags of its parts, and words for its pictures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from journeyeditor.display.primitives import Drawing, Group, Primitive, Tag, TextRun
from journeyeditor.i18n import Texts
from journeyeditor.layout.arrangement import MeasuredLane
from journeyeditor.layout.grid import Grid, StageColumn
from journeyeditor.layout.lanes import Band
from journeyeditor.layout.recipes.personas import PersonaStyle
from journeyeditor.vocabulary import Common, Emotion

#: The most connections a description names.
MAX_NAMED = 200


def is_in_table(lane: MeasuredLane) -> bool:
    """Whether a lane is a column of the table; curves and collapsed lanes are pictures."""
    return lane.spec.band is not Band.CURVE and not lane.spec.collapsed


def record_tag(record: Common) -> Tag:
    named, stage = record.persona or "", record.stage
    personas = named if isinstance(named, str) else " ".join(named)
    data: tuple[tuple[str, str], ...] = (("kind", record.kind),)
    if stage:
        data += (("stage", stage),)
    if personas:
        data += (("persona", personas),)
    return Tag("P", record=record.id, data=data)


def words_in(drawing: Drawing) -> Iterator[str]:
    for primitive in drawing:
        if isinstance(primitive, TextRun):
            yield primitive.text.strip()
        elif isinstance(primitive, Group):
            yield from words_in(primitive.children)


def emotion_words(
    grid: Grid,
    columns: Sequence[StageColumn],
    persona_styles: dict[str | None, PersonaStyle],
    texts: Texts,
) -> str:
    """The scores of each persona in some columns, with their stages and reasons."""
    titles = {
        slot: column.stage.title if column.stage else ""
        for column in columns
        for slot in column.slot_range
    }
    sentences = [texts("Emotion curve from −2 to +2.")]
    for persona, scored in grid.emotions.items():
        found = [
            _score(record, titles[slot], texts)
            for slot, record in scored
            if slot in titles and record.score is not None
        ]
        if found:
            name = persona_styles[persona].name
            sentences.append(f"{name}: {', '.join(found)}." if name else f"{', '.join(found)}.")
    return " ".join(sentences)


def _score(record: Emotion, stage: str, texts: Texts) -> str:
    words = f"{stage} {texts.signed(record.score or 0.0)}".strip()
    reason = record.reason or record.title
    return f"{words} ({reason})" if reason else words


def connection_words(pairs: Sequence[tuple[str, str]], texts: Texts) -> str:
    """A sentence on connections from one title to another; "" without any."""
    named = [f"{source or '…'} → {target or '…'}" for source, target in pairs]
    listed = texts.listed(named, MAX_NAMED, "; ")
    return texts("Connections: {list}.").format(list=listed) if named else ""


def figure(drawing: Iterable[Primitive], alt: str = "") -> Group:
    """A picture with words for it, by default those in it; without any it only decorates."""
    parts = tuple(drawing)
    alt = alt or " ".join(words_in(parts))
    return Group(parts, tag=Tag("Figure", alt) if alt else Tag("Artifact"))
