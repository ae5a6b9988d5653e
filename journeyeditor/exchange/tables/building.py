"""From a journey as a table has it to a map: stages, cards, persons and their relations."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from journeyeditor.exchange.checkpoints import checkpoints
from journeyeditor.exchange.importers import Imported, ImportFailure
from journeyeditor.exchange.scales import FIVE, Scale
from journeyeditor.exchange.tables.channels import channel_of
from journeyeditor.exchange.tables.facts import PERSON_FIELDS, fact_kind, measured
from journeyeditor.exchange.tables.feelings import (
    Feeling,
    are_signed,
    feeling_at_end,
    feelings_in,
    has_feeling,
    is_feeling,
    scale_in,
    scale_of_cells,
    score_of_colour,
    signed,
)
from journeyeditor.exchange.tables.inline import Inline, bare_name, inline, is_empty, lines
from journeyeditor.exchange.tables.journey import Column, JourneyTable, LaneRow
from journeyeditor.exchange.tables.languages import language_of
from journeyeditor.exchange.tables.shapes import words_in
from journeyeditor.exchange.tables.words import CARD_KINDS, Role, stage_title
from journeyeditor.i18n import N_, N_plural, Phrase
from journeyeditor.model import Element, JourneyGraph, Relation
from journeyeditor.values import read_column
from journeyeditor.vocabulary import (
    MOMENTS,
    Addresses,
    At,
    Emotion,
    EvidencedBy,
    Follows,
    MapInfo,
    Supports,
    kind_class,
)

#: A title is no longer than this; the rest of a cell's line goes into the note (characters).
MAX_TITLE = 300
MAX_CARDS = 100_000
#: What cards of a role are; a role that is not listed is no card.
_KINDS = {**CARD_KINDS, Role.LANE: "note"}
_PREFIXES = {
    "stage": "s", "lane": "l", "persona": "p", "step": "t", "touchpoint": "k", "thought": "c", "emotion": "e", "pain_point": "b",
    "opportunity": "o", "backstage": "g", "metric": "m", "evidence": "v", "note": "n",
}  # fmt: skip
_NAMED = re.compile(r"([^\W\d_][^:;,.!?]{1,40}):\s+(\S.*)")
_ATTACHED = ("thought", "emotion", "pain_point", "opportunity", "metric")
_FIGURE = re.compile(r"[+\-−]?\d[\d.,  ]*\s*%?")
_SIGNS = frozenset("- -- --- − −− – ––".split())
_QUOTE = re.compile(r"[\"“”„«»].+[\"“”„«»]", re.DOTALL)


def build(journey: JourneyTable) -> Imported:
    """The map of a journey; raises ImportFailure if it holds more than a map may."""
    builder = _Builder(journey)
    graph = builder.graph()
    return Imported(graph, tuple(builder.notes), tuple(builder.guesses))


class _Builder:
    """One map in the making."""

    def __init__(self, journey: JourneyTable) -> None:
        self.journey = journey
        self.notes = list(journey.notes)
        self.guesses = list(journey.guesses)
        self.roles = {lane.role for lane in journey.lanes}
        self.elements: dict[str, Element] = {}
        self.relations: list[Relation] = []
        self.stages: dict[str, str] = {}
        self.personas: dict[str, str] = {}
        self.lanes: dict[int, str] = {}
        #: Lanes of more steps or touchpoints, whose cards are notes: moments stand in one row each.
        self.plain: set[int] = set()
        self.fields: dict[str, dict[str, Any]] = {}
        self._numbers: dict[str, int] = {}
        self._ranks: dict[tuple[str, str | None], int] = {}
        self.named = {
            i
            for i, lane in enumerate(journey.lanes)
            if lane.role is Role.EMOTION and _is_named(lane)
        }
        #: Lanes of feelings in + and -, where - is no empty cell.
        self.signed = {
            i
            for i, lane in enumerate(journey.lanes)
            if lane.role in {Role.EMOTION, Role.SCORE} and are_signed(lane.cells)
        }
        self.scales = {i: self._scale(lane) for i, lane in enumerate(journey.lanes)}
        self.estimates = False
        #: Whether each column is a stage of its own.
        self.are_stages = True

    def graph(self) -> JourneyGraph:
        info = self._info()
        titles = _stage_titles(self.journey.columns)
        self._add_stages(titles)
        self._add_lanes()
        counts = Counter(titles)
        self.are_stages = len(counts) == len(titles)
        for number, title in enumerate(checkpoints(titles, len(titles))):
            _ColumnBuilder(self, number, self.stages[title], is_alone=counts[title] == 1).add()
        self._add_guesses()
        elements = [
            element.replaced(**self.fields.get(id_, {})) for id_, element in self.elements.items()
        ]
        return JourneyGraph.of(info, [*elements, *self.relations])

    def _add_guesses(self) -> None:
        """Say what was guessed, and what the map lacks."""
        if self.estimates:
            estimated = N_("Scores of feelings that are described in words are estimates.")
            self.guesses.append(Phrase(estimated))
        unscored = sum(
            isinstance(element, Emotion) and element.score is None
            for element in self.elements.values()
        )
        if unscored:
            message = N_plural(
                "{count} feeling has no score, because the words do not say how good it was.",
                "{count} feelings have no score, because the words do not say how good they were.",
            )
            self.guesses.append(Phrase(message, count=unscored))
        kinds = {element.kind for element in self.elements.values() if element.is_card}
        if kinds == {"touchpoint"}:
            inventory = N_(
                "The table is an inventory of touchpoints; add steps and emotions to make it a journey."
            )
            self.guesses.append(Phrase(inventory))
        if not self.journey.columns:
            self.guesses.append(Phrase(N_("The table has no rows yet; its lanes were imported.")))

    # ---- records

    def add(self, kind: str, **values: Any) -> str:
        """Add an element with its rank in its cell; return its id."""
        if len(self.elements) >= MAX_CARDS:
            large = N_("would be a map of more than {count} elements; split the table.")
            raise ImportFailure(Phrase(large, count=MAX_CARDS))
        number = self._numbers[kind] = self._numbers.get(kind, 0) + 1
        id_ = f"{_PREFIXES[kind]}{number}"
        cell = (kind, values.get("stage"))
        rank = self._ranks[cell] = self._ranks.get(cell, 0) + 1
        given = {name: value for name, value in values.items() if value not in ("", None, ())}
        self.elements[id_] = kind_class(kind).model_validate({"id": id_, "rank": rank, **given})
        return id_

    def relate(self, cls: type[Relation], source: str, target: str) -> None:
        id_ = f"r{len(self.relations) + 1}"
        self.relations.append(cls.model_validate({"id": id_, "source": source, "target": target}))

    def extend(self, id_: str, field: str, words: str) -> None:
        """Add a line to a text field of an element."""
        fields = self.fields.setdefault(id_, {})
        before = fields.get(field) or getattr(self.elements[id_], field)
        if words not in str(before).split("\n"):
            fields[field] = f"{before}\n{words}".strip()

    def persona(self, name: str) -> str | None:
        """The id of the person of a name; she is added when first named."""
        name = " ".join(inline(name).text.split())
        if is_empty(name):
            return None
        key = name.casefold()
        if key not in self.personas:
            self.personas[key] = self.add("persona", title=name[:MAX_TITLE])
        return self.personas[key]

    # ---- the map

    def _info(self) -> MapInfo:
        self._add_people()
        notes, goal, author, version = [], [], "", ""
        for key, value in self.journey.facts:
            role, name = fact_kind(key), key.strip()
            if role == "persona":
                self.persona(
                    re.split(r"\s*[,(–—]\s*", value)[0] if len(value) > 60 else value.rstrip(".")
                )
            elif role == "goal":
                goal.append(value)
            elif role == "author":
                author = value
            elif role == "version":
                version = value
            elif role == "note":
                notes.append(value)
            elif role != "title":
                notes.append(f"{name}: {value}")
        return MapInfo(
            title=bare_name(" ".join(inline(self.journey.title).text.split()))[:MAX_TITLE],
            note="\n".join(notes),
            goal="\n".join(goal),
            author=author,
            version_label=version,
            language=language_of(self._texts()),
        )

    def _texts(self) -> Iterator[str]:
        for lane in self.journey.lanes:
            yield lane.title
        for lane in self.journey.lanes:
            yield from lane.cells

    def _add_people(self) -> None:
        """The persons whom tables or sections of their own are about."""
        for (_, name), *facts in self.journey.people:
            fields: dict[str, Any] = {}
            notes = []
            for key, value in facts:
                field = PERSON_FIELDS.get(key.casefold().rstrip(":"))
                if field in {"goals", "needs", "frustrations"}:
                    parts = re.split(r"[;\n]", value)
                    fields[field] = tuple(part.strip() for part in parts if part.strip())
                elif field:
                    fields[field] = value
                else:
                    notes.append(f"{key}: {value}")
            id_ = self.persona(fields.pop("title", "") or name)
            if id_ is not None:
                self.fields[id_] = {**fields, "note": "\n".join(notes)}

    def _add_stages(self, titles: Sequence[str]) -> None:
        for title in dict.fromkeys(titles):
            self.stages[title] = self.add("stage", title=title[:MAX_TITLE])

    def _add_lanes(self) -> None:
        """Lanes in the order of the table, if some are not those of a kind, or stand otherwise."""
        shown = self._shown_lanes()
        has_moments = any(column.moment for column in self.journey.columns)
        if has_moments and not any(lane.role is Role.STEP for lane in shown.values()):
            self.add("lane", kinds=("step",))
        taken: set[str] = set()
        for number, lane in shown.items():
            kind = _KINDS[lane.role]
            is_own = kind == "note" or kind in taken
            if is_own and kind == "emotion":
                continue
            if is_own and kind in MOMENTS:
                self.plain.add(number)
            roles = [_KINDS[role] for role in lane.roles if role in _KINDS]
            kinds = tuple(each for each in dict.fromkeys(roles) if each not in taken | {"note"})
            taken.update(kinds)
            id_ = self.add("lane", title=_lane_title(lane), kinds=() if is_own else kinds)
            if is_own:
                self.lanes[number] = id_

    def _shown_lanes(self) -> dict[int, LaneRow]:
        """The lanes of cards by number, without the same ones of other persons and channels."""
        shown: dict[int, LaneRow] = {}
        titles: set[str] = set()
        for number, lane in enumerate(self.journey.lanes):
            is_again = bool(lane.persona or lane.channel) and lane.key[0] in titles
            if lane.role in _KINDS and not self.is_attribute(lane) and not is_again:
                shown[number] = lane
                titles.add(lane.key[0])
        return shown

    def is_attribute(self, lane: LaneRow) -> bool:
        """Whether a lane is about the cards of another one: the channel of touchpoints, a score."""
        if lane.role is Role.CHANNEL:
            return Role.TOUCHPOINT in self.roles
        return lane.role is Role.SCORE and any(
            Role.EMOTION in each.roles for each in self.journey.lanes
        )

    def is_about(self, lane: LaneRow, words: str) -> bool:
        """Whether a cell is a figure whose lane says of what, such as NPS."""
        return lane.role is Role.METRIC and bool(_FIGURE.fullmatch(words))

    def _scale(self, lane: LaneRow) -> Scale | None:
        if lane.role not in {Role.EMOTION, Role.SCORE}:
            return None
        given = scale_in(lane.title)
        if given is not None:
            return given
        scale = scale_of_cells(words_in(lane.cells))
        if scale is None:
            unfit = N_("The figures of “{title}” fit no scale and were left as text.")
            self.guesses.append(Phrase(unfit, title=lane.title))
        elif scale.best > FIVE.best:
            read = N_("The scores of “{title}” were read on a scale from {scale}.")
            self.guesses.append(Phrase(read, title=lane.title, scale=scale.phrase))
        return scale


class _ColumnBuilder:
    """The cards of one column."""

    def __init__(self, builder: _Builder, number: int, stage: str, *, is_alone: bool) -> None:
        self.builder, self.number, self.stage = builder, number, stage
        self.is_alone = is_alone
        self.column = builder.journey.columns[number]
        self.persona = builder.persona(self.column.persona) if self.column.persona else None
        self.cards: dict[str, list[str]] = {}
        self.owners: dict[str, str] = {}  # the person of a card in a lane of her own
        self.details: list[str] = []
        self.evidence: list[str] = []

    def add(self) -> None:
        lanes = list(enumerate(self.builder.journey.lanes))
        self._add_moment()
        for number, lane in sorted(lanes, key=lambda pair: _ORDER.get(pair[1].role, 1)):
            words = inline(lane.cells[self.number]).text
            is_sign = words.strip() in _SIGNS and number in self.builder.signed
            if not is_empty(words) or is_sign or self.number in lane.fills:
                self._add_lane(number, lane)
        self._relate()
        self._add_details()

    # ---- cards

    def _add_moment(self) -> None:
        """The column's own name is a step; what is done in it is said in its note."""
        if not self.column.moment:
            return
        moment = stage_title(self.column.moment)
        persona = (self.persona,) if self.persona else ()
        id_ = self.builder.add("step", title=moment[:MAX_TITLE], stage=self.stage, persona=persona)
        self.cards.setdefault("step", []).append(id_)

    def _add_lane(self, number: int, lane: LaneRow) -> None:
        cell = inline(lane.cells[self.number])
        role = lane.role
        if len(lane.roles) > 1 and {Role.THOUGHT, Role.EMOTION} <= set(lane.roles):
            self._add_thoughts_and_feelings(number, lane, cell)
        elif number in self.builder.named:
            self._add_named_emotions(lane, cell, self.builder.scales[number])
        elif role in {Role.EMOTION, Role.SCORE}:
            self._add_emotion(number, lane, cell)
        elif role is Role.STEP and self.column.moment and number not in self.builder.plain:
            words = lines(cell.text)
            self.details += [f"- {each}" for each in words] if len(words) > 1 else words
        elif role in _KINDS and not self.builder.is_attribute(lane):
            self._add_cards(number, lane, cell)
        else:
            self._add_attribute(lane, cell)

    def _add_cards(self, number: int, lane: LaneRow, cell: Inline) -> None:
        kind = "note" if number in self.builder.plain else _KINDS[lane.role]
        may_feel = kind in MOMENTS and not {Role.EMOTION, Role.SCORE} & self.builder.roles
        for words in lines(cell.text):
            said, sign = feeling_at_end(words) if may_feel else (words, "")
            if self.builder.is_about(lane, said):
                said = f"{' '.join(lane.title.split())}: {said}"
            self._add_card(kind, said, number, lane, cell.links)
            if sign:
                self._add_feeling(sign, self.cards[kind][-1])

    def _add_feeling(self, words: str, moment: str) -> None:
        """The feeling that is written behind a step or touchpoint."""
        score, reason, _ = feelings_in(words, FIVE)[-1]
        id_ = self.builder.add(
            "emotion", stage=self.stage, score=score, reason=reason, persona=self.persona
        )
        self.builder.relate(At, id_, moment)

    def _add_card(
        self, kind: str, words: str, number: int, lane: LaneRow, links: Sequence[str] = ()
    ) -> None:
        title, note = (words, "") if len(words) <= MAX_TITLE else (words[:MAX_TITLE], words)
        note = "\n".join(filter(None, (note, *links)))
        values: dict[str, Any] = {"title": title, "note": note, "stage": self.stage}
        person = self.builder.persona(lane.persona) if lane.persona else self.persona
        if person:
            if kind == "step":
                values["persona"] = (person,)
            elif kind in {"thought", "pain_point"}:
                values["persona"] = person
        if kind == "touchpoint":
            values["channel"] = channel_of(lane.channel) or lane.channel or channel_of(title)
        if kind == "metric":
            values |= measured(title)
        if number in self.builder.lanes:
            values["lane"] = self.builder.lanes[number]
        id_ = self.builder.add(kind, **values)
        self.cards.setdefault(kind, []).append(id_)
        if lane.persona and person:
            self.owners[id_] = person

    def _add_thoughts_and_feelings(self, number: int, lane: LaneRow, cell: Inline) -> None:
        """A lane of both: quotes and plain sentences are thoughts, the rest feelings."""
        for words in lines(cell.text):
            if has_feeling(words) and not _QUOTE.fullmatch(words):
                self._add_emotion(number, lane, Inline(words))
            else:
                self._add_card("thought", words, number, lane, cell.links)

    def _add_emotion(self, number: int, lane: LaneRow, cell: Inline) -> None:
        if lane.role is Role.SCORE and self.cards.get("emotion"):
            return  # its figure is that of the feeling in words
        found = self._feelings(number, cell)
        if len(found) > 1 and not (self.is_alone and not self.column.moment):
            reasons = list(dict.fromkeys(lines(cell.text)))
            found = [found[-1]._replace(reason=" ".join(reasons))]
        person = self.builder.persona(lane.persona) if lane.persona else self.persona
        if person is None and len(self.builder.personas) == 1:
            person = next(iter(self.builder.personas.values()))
        for feeling in found:
            score, reason = self._scored(feeling, lane)
            if score is None and not reason:
                continue
            self.builder.estimates = self.builder.estimates or feeling.is_estimate
            id_ = self.builder.add(
                "emotion", stage=self.stage, score=score, reason=reason, persona=person
            )
            self.cards.setdefault("emotion", []).append(id_)
            if lane.persona and person:
                self.owners[id_] = person

    def _feelings(self, number: int, cell: Inline) -> list[Feeling]:
        score, reason = signed(cell.text) if number in self.builder.signed else (None, "")
        if score is not None:
            return [Feeling(score, reason)]
        scale = self.builder.scales[number]
        words = lines(cell.text) or [cell.text]
        if len(words) > 1 and is_feeling(words[0]):
            words = [f"{words[0]} {words[1]}", *words[2:]]  # a face, and what it says below
        return [feeling for each in words for feeling in feelings_in(each, scale)]

    def _add_named_emotions(self, lane: LaneRow, cell: Inline, scale: Scale | None) -> None:
        """Feelings that each begin with the name of the person."""
        for words in lines(cell.text):
            match = _NAMED.fullmatch(words)
            person = self.builder.persona(match[1]) if match else None
            feeling = feelings_in(match[2] if match else words, scale)[-1]
            score, reason = self._scored(feeling, lane)
            self.builder.estimates = self.builder.estimates or feeling.is_estimate
            id_ = self.builder.add(
                "emotion", stage=self.stage, score=score, reason=reason, persona=person
            )
            self.cards.setdefault("emotion", []).append(id_)

    def _scored(self, feeling: Feeling, lane: LaneRow) -> tuple[float | None, str]:
        """A feeling with the figure of its column, or with the score of its colour."""
        score, reason = feeling.score, feeling.reason
        for number, other in enumerate(self.builder.journey.lanes):
            if other.role is Role.SCORE and lane.role is not Role.SCORE:
                figures = feelings_in(
                    inline(other.cells[self.number]).text, self.builder.scales[number]
                )
                if figures[0].score is not None:
                    return figures[0].score, reason
        if (score is None or feeling.is_estimate) and self.number in lane.fills:
            coloured = score_of_colour(lane.fills[self.number])
            score = coloured if coloured is not None else score
        return score, reason

    # ---- attributes

    def _add_attribute(self, lane: LaneRow, cell: Inline) -> None:
        words = lines(cell.text)
        whole = " ".join(words)
        match lane.role:
            case Role.GOAL | Role.BUSINESS_GOAL:
                self.builder.extend(self.stage, lane.role.value, "\n".join(words))
            case Role.OWNER:
                self._add_owner(whole)
            case Role.COUNT | Role.RATE:
                self._add_figure(lane, whole)
            case Role.CHANNEL:
                self._add_channel(whole)
            case Role.EVIDENCE:
                self._add_evidence(words)
            case Role.NOTE:
                self._add_notes([*words, *cell.links])
            case Role.NONE:
                pass
            case _:
                self.details.append(f"{' '.join(lane.title.split())}: {whole}")

    def _add_notes(self, words: list[str]) -> None:
        """Add the notes of a column to its step, or to its stage where columns are stages."""
        is_step = self.column.moment or Role.STEP in self.builder.roles
        if is_step or not self.builder.are_stages:
            self.details += words
        else:
            self.builder.extend(self.stage, "note", "\n".join(words))

    def _add_evidence(self, sources: Sequence[str]) -> None:
        for source in sources:
            title = source[:MAX_TITLE]
            id_ = self.builder.add("evidence", title=title, stage=self.stage, source=source)
            self.evidence.append(id_)

    def _add_owner(self, words: str) -> None:
        is_inventory = Role.STEP not in self.builder.roles
        cards = self.cards.get("touchpoint", []) if is_inventory or not self.is_alone else []
        for id_ in cards or [self.stage]:
            self.builder.fields.setdefault(id_, {}).setdefault("owner", words)

    def _add_figure(self, lane: LaneRow, words: str) -> None:
        (figure,) = read_column([words])
        if figure is None or figure.value < 0:
            self.details.append(f"{lane.title}: {words}")
            return
        fields = self.builder.fields.setdefault(self.stage, {})
        if lane.role is Role.COUNT:
            fields["count"] = fields.get("count", 0) + figure.value
        else:
            share = figure.value / 100 if figure.is_percent or figure.value > 1 else figure.value
            fields["stated_rate"] = round(min(share, 1), 9)

    def _add_channel(self, words: str) -> None:
        for id_ in self.cards.get("touchpoint", []):
            self.builder.fields.setdefault(id_, {})["channel"] = channel_of(words) or words

    def _add_details(self) -> None:
        """What is said of the whole column goes into the note of its first card, or of its stage."""
        if not self.details:
            return
        moments = [self.cards.get("step", []), self.cards.get("touchpoint", [])]
        others = [id_ for cards in (*moments, *self.cards.values()) for id_ in cards]
        target = next((cards[0] for cards in moments if len(cards) == 1), "")
        if not target:
            target = self.stage if self.is_alone else next(iter(others), self.stage)
        for words in self.details:
            self.builder.extend(target, "note", words)

    # ---- relations

    def _relate(self) -> None:
        """Cards of a column belong to its moment, if there is one to which all belong."""
        steps, touchpoints = self.cards.get("step", []), self.cards.get("touchpoint", [])
        for step, touchpoint in zip(steps, touchpoints, strict=False):
            self.builder.relate(Follows, step, touchpoint)
        moments = steps or touchpoints
        for kind in _ATTACHED:
            cards = self.cards.get(kind, [])
            is_change = kind == "emotion" and len(cards) > 1 and self.is_alone
            for id_ in cards:
                anchor = self._anchor(id_, moments, is_change=is_change)
                if anchor:
                    self.builder.relate(At, id_, anchor)
        for id_ in self.cards.get("backstage", ()) if touchpoints else ():
            self.builder.relate(Supports, id_, touchpoints[0])
        pains = self.cards.get("pain_point", [])
        for id_ in self.cards.get("opportunity", ()) if len(pains) == 1 else ():
            self.builder.relate(Addresses, id_, pains[0])
        self._relate_evidence(moments)

    def _anchor(self, id_: str, moments: Sequence[str], *, is_change: bool) -> str:
        """The moment to which a card belongs, "" if it may be any of several."""
        person = self.owners.get(id_)
        if person:
            own = [moment for moment in moments if self.owners.get(moment) == person]
            return own[0] if len(own) == 1 else ""
        is_shared = len(moments) > 1 and self.is_alone and not self.column.moment
        return "" if is_change or is_shared or not moments else moments[0]

    def _relate_evidence(self, moments: Sequence[str]) -> None:
        cards = [id_ for cards in self.cards.values() for id_ in cards]
        for source in self.evidence:
            for id_ in moments or cards[:1] or [self.stage]:
                self.builder.relate(EvidencedBy, id_, source)


#: Persons before all, cards that others are about before these.
_ORDER = {Role.PERSONA: -2, Role.STEP: -1, Role.TOUCHPOINT: 0, Role.PAIN: 0, Role.SCORE: 2}


def _is_named(lane: LaneRow) -> bool:
    """Whether nearly all lines of a lane of feelings begin with one of a few names."""
    words = [line for cell in lane.cells for line in lines(inline(cell).text)]
    names = [match[1] for line in words if (match := _NAMED.fullmatch(line))]
    return len(names) > 2 and len(names) >= 0.8 * len(words) and len(set(names)) * 2 <= len(names)


def _stage_titles(columns: Sequence[Column]) -> list[str]:
    """The titles of the stages of columns, without numbers where all have one."""
    raw = [" ".join(inline(column.stage).text.split()) for column in columns]
    plain = [bare_name(stage_title(bare_name(title))) for title in raw]
    is_distinct = len(set(plain)) == len(set(raw))
    return plain if is_distinct else raw


def _lane_title(lane: LaneRow) -> str:
    """A lane's title as written, without the figures of its scale."""
    words = " ".join(inline(lane.title).text.split())
    words = bare_name(re.sub(r"^[^\w(]+|[\s:]+$", "", words) or words)
    if lane.role in {Role.EMOTION, Role.SCORE}:
        words = re.sub(r"\s*[(（\[][^)）\]]*\d[^)）\]]*[)）\]]", "", words)
    return words[:MAX_TITLE]
