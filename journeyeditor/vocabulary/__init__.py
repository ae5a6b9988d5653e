"""The kinds of a journey map, each declared completely in its own module."""

from journeyeditor.vocabulary.agenda import Agenda, AgendaStep
from journeyeditor.vocabulary.backstage import Backstage
from journeyeditor.vocabulary.emotion import Emotion
from journeyeditor.vocabulary.evidence import Evidence
from journeyeditor.vocabulary.kind import (
    Card,
    Common,
    Editor,
    FieldDeclaration,
    Look,
    Shape,
    declaration,
    label,
)
from journeyeditor.vocabulary.kinds import BACKSTAGE, KIND_NAMES, KINDS, MOMENTS, kind_class
from journeyeditor.vocabulary.lane import Lane
from journeyeditor.vocabulary.map_info import (
    Brand,
    Dismissal,
    FunnelRule,
    MapInfo,
    PosterPreferences,
    info_of,
)
from journeyeditor.vocabulary.measurement import Deviation, Measurement
from journeyeditor.vocabulary.metric import Metric
from journeyeditor.vocabulary.note import Note
from journeyeditor.vocabulary.opportunity import Opportunity
from journeyeditor.vocabulary.pain_point import PainPoint
from journeyeditor.vocabulary.persona import Persona
from journeyeditor.vocabulary.picture import Picture
from journeyeditor.vocabulary.relations import (
    CONNECTIONS,
    PLACING_RELATIONS,
    RELATION_NAMES,
    RELATIONS,
    Addresses,
    At,
    EvidencedBy,
    Follows,
    RelationBase,
    Supports,
    may_connect,
)
from journeyeditor.vocabulary.stage import Stage
from journeyeditor.vocabulary.step import Step
from journeyeditor.vocabulary.thought import Thought
from journeyeditor.vocabulary.touchpoint import Touchpoint

__all__ = [
    "BACKSTAGE",
    "CONNECTIONS",
    "KINDS",
    "KIND_NAMES",
    "MOMENTS",
    "PLACING_RELATIONS",
    "RELATIONS",
    "RELATION_NAMES",
    "Addresses",
    "Agenda",
    "AgendaStep",
    "At",
    "Backstage",
    "Brand",
    "Card",
    "Common",
    "Deviation",
    "Dismissal",
    "Editor",
    "Emotion",
    "Evidence",
    "EvidencedBy",
    "FieldDeclaration",
    "Follows",
    "FunnelRule",
    "Lane",
    "Look",
    "MapInfo",
    "Measurement",
    "Metric",
    "Note",
    "Opportunity",
    "PainPoint",
    "Persona",
    "Picture",
    "PosterPreferences",
    "RelationBase",
    "Shape",
    "Stage",
    "Step",
    "Supports",
    "Thought",
    "Touchpoint",
    "declaration",
    "info_of",
    "kind_class",
    "label",
    "may_connect",
]
