"""What a phone may say: small frozen messages, bounded and cleaned, and nothing else."""

from __future__ import annotations

import unicodedata
from functools import cache
from types import MappingProxyType
from typing import Annotated, Literal, NamedTuple, TypeAlias, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from journeyeditor.i18n import N_
from journeyeditor.values import composed

#: The longest message of a phone, and of a request to join (bytes).
MAX_MESSAGE = 8192
MAX_REQUEST = 4096
MAX_TEXT = 400
MAX_NAME = 40
MAX_DOTS = 20
#: Kinds of the cards that phones write; how it feels is rated instead.
KINDS = ("pain_point", "opportunity", "thought", "touchpoint", "step")


class Reaction(NamedTuple):
    """An emoji and its name for those who do not see it."""

    emoji: str
    name: str


ReactionName: TypeAlias = Literal["agree", "love", "question", "urgent"]
#: What people may answer to a card, in the order that it is shown.
REACTIONS = MappingProxyType[ReactionName, Reaction](
    {
        "agree": Reaction("👍", N_("I agree")),
        "love": Reaction("❤️", N_("I love this")),
        "question": Reaction("❓", N_("Unclear")),
        "urgent": Reaction("🔥", N_("Urgent")),
    }
)


class MessageError(ValueError):
    """A message that is none of those below."""


def cleaned(text: str) -> str:
    """Return a text on one line: no control characters, no halves of characters, composed."""
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    kept = (" " if unicodedata.category(sign) in ("Cc", "Zl", "Zp") else sign for sign in text)
    return composed(" ".join("".join(kept).split()))


def _is_written(text: str) -> str:
    if not text:
        raise ValueError("nothing is written")
    return text


def _one_of_each(names: tuple[ReactionName, ...]) -> tuple[ReactionName, ...]:
    return tuple(name for name in REACTIONS if name in names)


#: Made by the phone, so that what is sent twice is there once.
MessageId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{8,40}$")]
RecordRef = Annotated[str, Field(max_length=200)]
Text = Annotated[str, Field(max_length=MAX_TEXT), AfterValidator(cleaned)]
Written = Annotated[Text, AfterValidator(_is_written)]


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", allow_inf_nan=False)


_AnyMessage = TypeVar("_AnyMessage", bound=_Message)


class Hello(_Message):
    """The first message of a connection: who it is, and what it has seen of which room."""

    type: Literal["hello"]
    token: Annotated[str, Field(max_length=200)]
    room: Annotated[str, Field(max_length=40)] = ""
    since: Annotated[int, Field(ge=0, le=2**53)] = 0


class CardMessage(_Message):
    """A new card; a private one is shown to nobody until the facilitator reveals all."""

    type: Literal["card"]
    id: MessageId
    kind: Literal["pain_point", "opportunity", "thought", "touchpoint", "step"]
    text: Written
    stage: RecordRef = ""
    is_private: bool = False


class VoteMessage(_Message):
    """How many dots a person has on a card now."""

    type: Literal["vote"]
    id: MessageId
    card: RecordRef
    dots: Annotated[int, Field(ge=0, le=MAX_DOTS)]

    @property
    def takes_back(self) -> bool:
        return not self.dots


class ReactionMessage(_Message):
    """All reactions that a person has on a card now; none takes them back."""

    type: Literal["reaction"]
    id: MessageId
    card: RecordRef
    reactions: Annotated[
        tuple[ReactionName, ...], Field(max_length=len(REACTIONS)), AfterValidator(_one_of_each)
    ]

    @property
    def takes_back(self) -> bool:
        return not self.reactions


class RatingMessage(_Message):
    """How a person rates a stage now; None takes the rating back."""

    type: Literal["rating"]
    id: MessageId
    stage: RecordRef
    score: Annotated[float, Field(ge=-2, le=2)] | None


Contribution: TypeAlias = CardMessage | VoteMessage | ReactionMessage | RatingMessage


class JoinRequest(_Message):
    """What is posted to join."""

    pin: Annotated[str, Field(max_length=MAX_NAME)]
    name: Annotated[str, Field(max_length=MAX_NAME), AfterValidator(cleaned)] = ""


def read_contribution(text: str | bytes) -> Contribution:
    """Return what a phone sent; raises MessageError."""
    try:
        return _contributions().validate_json(text)
    except (ValidationError, ValueError, RecursionError) as error:
        raise MessageError("this is no message of a phone") from error


def read_hello(text: str | bytes) -> Hello:
    """Return the first message of a connection; raises MessageError."""
    return _read(Hello, text)


def read_join(text: str | bytes) -> JoinRequest:
    """Return a request to join; raises MessageError."""
    return _read(JoinRequest, text)


def _read(cls: type[_AnyMessage], text: str | bytes) -> _AnyMessage:
    try:
        return cls.model_validate_json(text)
    except (ValidationError, ValueError, RecursionError) as error:
        raise MessageError("this is no message of a phone") from error


@cache
def _contributions() -> TypeAdapter[Contribution]:
    return TypeAdapter(Annotated[Contribution, Field(discriminator="type")])
