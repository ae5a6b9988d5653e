"""The relations of a map, and the table of permitted connections (docs/domain.md, Relations)."""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar, Literal

from journeyeditor.i18n import N_
from journeyeditor.model import Relation
from journeyeditor.vocabulary.kind import Duration, Editor, Share, field
from journeyeditor.vocabulary.kinds import ATTACHABLE, MOMENTS


class RelationBase(Relation):
    """The fields of every relation, apart from its ends."""

    name: ClassVar[str]
    #: Whether a card by this relation shares the slot of what it leads to.
    is_placing: ClassVar[bool] = False

    title: str = field("", N_("Title"), Editor.LINE)
    note: str = field("", N_("Note"), Editor.LINES)


class Follows(RelationBase):
    """The customer goes on; may skip, branch, loop and come back."""

    name: ClassVar[str] = N_("leads to")
    order: ClassVar[int] = 0

    kind: Literal["follows"] = "follows"
    share: Share | None = field(None, N_("Share"), Editor.PERCENT)
    persona: str | None = field(None, N_("Persona"), Editor.ELEMENT)
    elapsed: Duration = field("", N_("Elapsed time"), Editor.DURATION)


class At(RelationBase):
    """The card belongs there and stands in that column."""

    name: ClassVar[str] = N_("belongs to")
    order: ClassVar[int] = 1
    is_placing: ClassVar[bool] = True

    kind: Literal["at"] = "at"


class Addresses(RelationBase):
    """The opportunity would cure the pain point."""

    name: ClassVar[str] = N_("addresses")
    order: ClassVar[int] = 2

    kind: Literal["addresses"] = "addresses"


class Supports(RelationBase):
    """The backstage activity makes the touchpoint possible."""

    name: ClassVar[str] = N_("supports")
    order: ClassVar[int] = 3
    is_placing: ClassVar[bool] = True

    kind: Literal["supports"] = "supports"


class EvidencedBy(RelationBase):
    """How we know."""

    name: ClassVar[str] = N_("evidenced by")
    order: ClassVar[int] = 4

    kind: Literal["evidenced_by"] = "evidenced_by"


RELATIONS: tuple[type[RelationBase], ...] = (Follows, At, Addresses, Supports, EvidencedBy)
RELATION_NAMES = tuple(cls.kind_name() for cls in RELATIONS)
#: The relations by which a card shares the slot of a step or touchpoint.
PLACING_RELATIONS = tuple(cls.kind_name() for cls in RELATIONS if cls.is_placing)

_MOMENTS = frozenset(MOMENTS)
_STAGE = frozenset({"stage"})

#: Relation → pairs of (kinds of the source, kinds of the target); None means any kind.
CONNECTIONS: dict[str, tuple[tuple[frozenset[str] | None, frozenset[str]], ...]] = {
    "follows": ((_STAGE, _STAGE), (_MOMENTS, _MOMENTS)),
    "at": ((frozenset(ATTACHABLE), _MOMENTS | _STAGE),),
    "addresses": ((frozenset({"opportunity"}), frozenset({"pain_point"})),),
    "supports": ((frozenset({"backstage"}), frozenset({"touchpoint"})),),
    "evidenced_by": ((None, frozenset({"evidence"})),),
}


@lru_cache(maxsize=4096)  # more than there are: a map asks it for each relation
def may_connect(source_kind: str, relation_kind: str, target_kind: str) -> bool:
    return any(
        (sources is None or source_kind in sources) and target_kind in targets
        for sources, targets in CONNECTIONS[relation_kind]
    )
