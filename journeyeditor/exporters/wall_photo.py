"""Photos of a wall: what hangs there becomes a map, or comes back into the map it was printed from."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from journeyeditor.exchange.importers import Imported, Importer, ImportFailure
from journeyeditor.exchange.sources import SourceFile
from journeyeditor.i18n import N_, Phrase
from journeyeditor.wall.picture import is_photo

if TYPE_CHECKING:
    from journeyeditor.i18n import Texts
    from journeyeditor.model import JourneyGraph, RecordId
    from journeyeditor.wall.photo import WallPhoto
    from journeyeditor.wall.sorting import Proposal, SortedWall

#: The longest title that is taken from a note; the rest of longer words is its note.
MAX_TITLE = 200


class Placement(NamedTuple):
    """A card to make or to move.

    `stage` is an id, or "+" for the new stage of the `column`. A new card without words is a picture: its
    cut-out, as JPEG.
    """

    kind: str
    stage: str
    column: int
    words: str = ""
    lane: RecordId | None = None
    record: RecordId = ""
    cutout: bytes = b""


def placement(proposal: Proposal, photo: WallPhoto) -> Placement:
    """What accepting a proposal as it is does."""
    find = photo.finds[proposal.find]
    return Placement(
        proposal.kind,
        proposal.stage,
        proposal.column,
        find.words,
        proposal.lane,
        proposal.record,
        find.cutout.data,
    )


def with_placements(
    graph: JourneyGraph, placements: Sequence[Placement], wall: SortedWall, texts: Texts
) -> JourneyGraph:
    """A copy of a map with what was accepted of a photo."""
    from journeyeditor.editing.changes.draft import Draft
    from journeyeditor.editing.changes.placing import DropTarget, add, move
    from journeyeditor.exporters.revision import copy_of

    result = copy_of(graph)
    stages = _new_stages(result, placements, wall, texts)
    for each in placements:
        stage = stages.get(each.column, "") if each.stage == "+" else each.stage
        target = DropTarget(stage or None, each.lane)
        if each.record:
            if result.has_element(each.record):
                lane = result.element(each.record).lane
                result.apply(move(result, [each.record], target._replace(lane=lane)))
            continue
        draft = Draft(result)
        kind, fields = _card(each)
        add(draft, kind, [fields], target)
        result.apply(draft.change())
    return result


def _new_stages(
    graph: JourneyGraph, placements: Sequence[Placement], wall: SortedWall, texts: Texts
) -> dict[int, RecordId]:
    """Make the stages of the columns that have none; return them by column."""
    from journeyeditor.editing.changes.draft import Draft
    from journeyeditor.editing.changes.stages import insert

    known = {column.number: column.stage for column in wall.columns}
    made: dict[int, RecordId] = {}
    for column in sorted({each.column for each in placements if each.stage == "+"}):
        behind = [known[n] for n in sorted(known) if n > column and graph.has_element(known[n])]
        title = f"{texts('Stage')} {texts.number(len(graph.stages()) + 1)}"
        draft = Draft(graph)
        (made[column],) = insert(draft, "stage", [{"title": title}], behind[0] if behind else "")
        graph.apply(draft.change())
    return made


def _card(each: Placement) -> tuple[str, dict[str, Any]]:
    """The kind and the fields of a new card; a figure on an emotion is its score."""
    from journeyeditor.editing.changes.scores import typed_score

    words = " ".join(each.words.split())
    if not words:
        return "picture", {"image": f"data:image/jpeg;base64,{b64encode(each.cutout).decode()}"}
    score = typed_score(words) if each.kind == "emotion" else None
    if score is not None:
        return "emotion", {"score": score}
    if len(words) <= MAX_TITLE:
        return each.kind, {"title": words}
    return each.kind, {"title": f"{words[: MAX_TITLE - 1]}…", "note": words}


def _read(source: SourceFile, lenient: bool) -> Imported:
    from journeyeditor.model import JourneyGraph
    from journeyeditor.vocabulary import MapInfo

    return _imported(source, JourneyGraph(MapInfo(title=_stem(source.name))))


def _read_into(source: SourceFile, graph: JourneyGraph, lenient: bool) -> Imported:
    return _imported(source, graph)


def _stem(name: str) -> str:
    from pathlib import Path

    return Path(name).stem


def _imported(source: SourceFile, graph: JourneyGraph) -> Imported:
    from journeyeditor.i18n import texts as texts_of
    from journeyeditor.vocabulary import info_of
    from journeyeditor.wall.errors import PhotoError
    from journeyeditor.wall.photo import read_wall
    from journeyeditor.wall.sorting import keys_of, sorted_wall

    language = info_of(graph).language
    try:
        photo = read_wall(source.data, keys_of(graph), language)
    except PhotoError as error:
        raise ImportFailure(error.words) from error
    wall = sorted_wall(photo, graph)
    if not wall.proposals:
        raise ImportFailure(
            Phrase(
                N_(
                    "shows no sticky notes and no printed cards; take the photo from the front, in even light"
                )
            )
        )
    wanted = [placement(each, photo) for each in wall.proposals if each.is_new or each.moves]
    pictures = sum(not each.words and not each.record for each in wanted)
    unread = Phrase(
        N_("Notes that could not be read and became pictures: {count}."), count=pictures
    )
    guesses = (unread,) if pictures else ()
    graph = with_placements(graph, wanted, wall, texts_of(language or "en"))
    return Imported(graph, guesses=guesses)


def _recognizes(source: SourceFile) -> bool:
    from journeyeditor.exchange.boards.drawio import IMPORTER as DIAGRAMS

    return is_photo(source.data) and not DIAGRAMS.recognizes(source)


#: No suffixes: a folder of pictures is no folder of journeys.
IMPORTER = Importer("wall", N_("Photos of a wall"), (), _recognizes, _read, read_into=_read_into)
