"""What may be connected: the table of docs/domain.md, Relations, cell by cell."""

from __future__ import annotations

import pytest

from journeyeditor.vocabulary import CONNECTIONS, KINDS, RELATIONS, may_connect

ALL = [cls.kind_name() for cls in KINDS]
MOMENTS = ["step", "touchpoint"]
ATTACHED = ["pain_point", "thought", "emotion", "opportunity", "metric", "picture"]
ALLOWED = {
    *(("stage", "follows", "stage") for _ in "1"),
    *((source, "follows", target) for source in MOMENTS for target in MOMENTS),
    *((source, "at", target) for source in ATTACHED for target in [*MOMENTS, "stage"]),
    ("opportunity", "addresses", "pain_point"),
    ("backstage", "supports", "touchpoint"),
    *((source, "evidenced_by", "evidence") for source in ALL),
}


@pytest.mark.parametrize("relation", CONNECTIONS)
def test_the_table_is_that_of_the_domain(relation: str) -> None:
    found = {
        (source, relation, target)
        for source in ALL
        for target in ALL
        if may_connect(source, relation, target)
    }
    assert found == {row for row in ALLOWED if row[1] == relation}


def test_every_relation_is_in_the_table() -> None:
    assert list(CONNECTIONS) == [cls.kind_name() for cls in RELATIONS]
