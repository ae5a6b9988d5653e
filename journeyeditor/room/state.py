"""What has happened in a room: a fold over its events, so that a log of these is the whole room."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Annotated, Literal, TypeAlias, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from journeyeditor.room.messages import (
    MAX_DOTS,
    MAX_NAME,
    CardMessage,
    Contribution,
    RatingMessage,
    ReactionMessage,
    ReactionName,
    RecordRef,
    VoteMessage,
)

MAX_PARTICIPANTS = 500
MAX_CARDS = 20_000
#: Stages that one person may rate.
MAX_RATINGS = 500
#: Cards that one person may react to.
MAX_REACTED = 500
DEFAULT_DOTS = 3

Activity: TypeAlias = Literal["free", "write", "rate", "vote", "map"]
_ValueT = TypeVar("_ValueT")


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", allow_inf_nan=False)


class Setting(_Value):
    """What the facilitator has chosen: what phones do now, where, and how the vote goes.

    `stage` is the one in view ("": none). `dots` are those of each person; while the vote is
    open, nobody sees those of others. `persona` is whose feelings are rated.
    """

    activity: Activity = "free"
    stage: RecordRef = ""
    persona: RecordRef | None = None
    dots: Annotated[int, Field(ge=1, le=MAX_DOTS)] = DEFAULT_DOTS
    is_vote_open: bool = True
    writes_privately: bool = False


class Joined(_Value):
    """Somebody joined."""

    event: Literal["joined"] = "joined"
    participant: str
    name: Annotated[str, Field(max_length=MAX_NAME)] = ""


class Sent(_Value):
    """Somebody sent something."""

    event: Literal["sent"] = "sent"
    participant: str
    message: Contribution = Field(discriminator="type")


class Chosen(_Value):
    """The facilitator chose."""

    event: Literal["chosen"] = "chosen"
    setting: Setting


class Revealed(_Value):
    """What was written privately is shown to all."""

    event: Literal["revealed"] = "revealed"


class VoteBegun(_Value):
    """A new vote: all dots are free again; `votes` are those that elements had before."""

    event: Literal["vote begun"] = "vote begun"
    votes: dict[str, int]


Event: TypeAlias = Joined | Sent | Chosen | Revealed | VoteBegun


class RefusedError(ValueError):
    """A message that the room does not take; `reason` is a word of the protocol."""

    def __init__(self, reason: Literal["full", "closed", "dots", "unknown"]) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass
class RoomState:
    """The fold: `apply` is the only writer."""

    setting: Setting = field(default_factory=Setting)
    names: dict[str, str] = field(default_factory=dict)
    cards: dict[str, CardMessage] = field(default_factory=dict)
    #: The ids of each person's cards.
    written: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    #: Participant → element → dots.
    dots: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    #: Participant → element → reactions; and how many of each an element has.
    reactions: dict[str, dict[str, tuple[ReactionName, ...]]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    reaction_counts: dict[str, Counter[ReactionName]] = field(
        default_factory=lambda: defaultdict(Counter)
    )
    #: Participant → stage → score.
    ratings: dict[str, dict[str, float]] = field(default_factory=lambda: defaultdict(dict))
    #: The ids of the private cards that are not revealed yet.
    hidden: dict[str, None] = field(default_factory=dict)
    votes_before: dict[str, int] = field(default_factory=dict)

    def check(self, participant: str, message: Contribution) -> None:
        """Refuse what cannot be taken; raises RefusedError."""
        if isinstance(message, CardMessage):
            if message.id not in self.cards and len(self.cards) >= MAX_CARDS:
                raise RefusedError("full")
        elif isinstance(message, VoteMessage):
            self._check_vote(participant, message)
        elif isinstance(message, ReactionMessage):
            own = self.reactions[participant]
            if message.card not in own and len(own) >= MAX_REACTED:
                raise RefusedError("full")
        elif len(self.ratings[participant]) >= MAX_RATINGS:
            raise RefusedError("full")

    def apply(self, event: Event) -> None:
        match event:
            case Joined():
                self.names[event.participant] = event.name
            case Sent():
                self._take(event.participant, event.message)
            case Chosen():
                if event.setting.persona != self.setting.persona:
                    self.ratings.clear()  # they were another one's feelings
                self.setting = event.setting
            case Revealed():
                self.hidden.clear()
            case VoteBegun():
                self.dots.clear()
                self.votes_before = dict(event.votes)

    def totals(self) -> dict[str, int]:
        """The votes of each element that has had any, those from before included."""
        counts = Counter(self.votes_before)
        for dots in self.dots.values():
            counts.update(dots)
        return dict(counts)

    def count_reactions(self, ids: Iterable[str]) -> dict[str, dict[ReactionName, int]]:
        """How many reactions of each name elements have."""
        none: Counter[ReactionName] = Counter()
        return {id_: dict(+self.reaction_counts.get(id_, none)) for id_ in ids}

    def scores_of(self, stage: str) -> dict[str, float]:
        return {who: rated[stage] for who, rated in self.ratings.items() if stage in rated}

    def dots_left(self, participant: str) -> int:
        return self.setting.dots - sum(self.dots[participant].values())

    def _check_vote(self, participant: str, message: VoteMessage) -> None:
        if not self.setting.is_vote_open:
            raise RefusedError("closed")
        others = {**self.dots[participant], message.card: message.dots}
        if message.dots and sum(others.values()) > self.setting.dots:
            raise RefusedError("dots")

    def _take(self, participant: str, message: Contribution) -> None:
        if isinstance(message, CardMessage):
            if message.id in self.cards:
                return  # sent again
            self.cards[message.id] = message
            self.written[participant].append(message.id)
            if message.is_private:
                self.hidden[message.id] = None
        elif isinstance(message, VoteMessage):
            _set(self.dots[participant], message.card, message.dots or None)
        elif isinstance(message, ReactionMessage):
            own = self.reactions[participant]
            counts = self.reaction_counts[message.card]
            counts.subtract(own.get(message.card, ()))
            counts.update(message.reactions)
            if not any(counts.values()):
                del self.reaction_counts[message.card]
            _set(own, message.card, message.reactions or None)
        elif isinstance(message, RatingMessage):
            _set(self.ratings[participant], message.stage, message.score)


def events_of(state: RoomState) -> list[Event]:
    """Return the shortest row of events whose fold is a state."""
    events: list[Event] = [Chosen(setting=state.setting), VoteBegun(votes=state.votes_before)]
    events += [Joined(participant=who, name=name) for who, name in state.names.items()]
    writers = {id_: who for who, ids in state.written.items() for id_ in ids}
    for id_, card in state.cards.items():
        shown = card.model_copy(update={"is_private": id_ in state.hidden})
        events.append(Sent(participant=writers[id_], message=shown))
    ids = (f"compact-{number}" for number in count(1))
    events += [Sent(participant=who, message=each) for who, each in _answers_of(state, ids)]
    return events


def _answers_of(state: RoomState, ids: Iterator[str]) -> Iterator[tuple[str, Contribution]]:
    """Yield everybody's votes, reactions and ratings, each with a new id."""
    for who, dots in state.dots.items():
        for card, number in dots.items():
            yield who, VoteMessage(type="vote", id=next(ids), card=card, dots=number)
    for who, own in state.reactions.items():
        for card, names in own.items():
            yield who, ReactionMessage(type="reaction", id=next(ids), card=card, reactions=names)
    for who, scores in state.ratings.items():
        for stage, score in scores.items():
            yield who, RatingMessage(type="rating", id=next(ids), stage=stage, score=score)


def shown_cards(
    state: RoomState, events: Sequence[Event], hidden: Mapping[str, None]
) -> list[CardMessage]:
    """Return the cards that events have made visible; `hidden` are those that were not before."""
    ids: dict[str, None] = {}
    for event in events:
        if isinstance(event, Sent) and isinstance(event.message, CardMessage):
            ids[event.message.id] = None
    ids.update({id_: None for id_ in hidden if id_ not in state.hidden})
    return [state.cards[id_] for id_ in ids if id_ in state.cards and id_ not in state.hidden]


def _set(values: dict[str, _ValueT], key: str, value: _ValueT | None) -> None:
    if value is None:
        values.pop(key, None)
    else:
        values[key] = value
