"""All kinds, and what follows from their declarations."""

from __future__ import annotations

from journeyeditor.vocabulary.backstage import Backstage
from journeyeditor.vocabulary.emotion import Emotion
from journeyeditor.vocabulary.evidence import Evidence
from journeyeditor.vocabulary.kind import Card, Common
from journeyeditor.vocabulary.lane import Lane
from journeyeditor.vocabulary.metric import Metric
from journeyeditor.vocabulary.note import Note
from journeyeditor.vocabulary.opportunity import Opportunity
from journeyeditor.vocabulary.pain_point import PainPoint
from journeyeditor.vocabulary.persona import Persona
from journeyeditor.vocabulary.picture import Picture
from journeyeditor.vocabulary.stage import Stage
from journeyeditor.vocabulary.step import Step
from journeyeditor.vocabulary.thought import Thought
from journeyeditor.vocabulary.touchpoint import Touchpoint

#: Every kind, in the order in which the file lists them.
KINDS: tuple[type[Common], ...] = (
    Stage,
    Lane,
    Persona,
    Step,
    Touchpoint,
    Thought,
    Emotion,
    PainPoint,
    Opportunity,
    Backstage,
    Metric,
    Evidence,
    Picture,
    Note,
)

_BY_NAME = {cls.kind_name(): cls for cls in KINDS}
KIND_NAMES = tuple(_BY_NAME)


def kind_class(name: str) -> type[Common]:
    """The class of a kind; raises KeyError for an unknown name."""
    return _BY_NAME[name]


#: The kinds that journeys lead through.
MOMENTS = tuple(name for name, cls in _BY_NAME.items() if cls.is_moment)
#: The kinds that can belong to a stage, step or touchpoint.
ATTACHABLE = tuple(
    name for name, cls in _BY_NAME.items() if issubclass(cls, Card) and cls.is_attachable
)
#: The kinds below the line of visibility.
BACKSTAGE = frozenset(
    name for name, cls in _BY_NAME.items() if issubclass(cls, Card) and cls.is_backstage
)
