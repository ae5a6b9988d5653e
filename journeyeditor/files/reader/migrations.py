"""Older files become today's in memory: one numbered pure function for each step of the version.

Step n turns the plain values of version n into those of version n + 1. Version 1 is the first,
so there is no step yet; the machinery stands so that the second version is one function here and
one frozen sample in the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

Migration: TypeAlias = Callable[[dict[str, Any]], dict[str, Any]]

#: Version → the step to the next one, for every version but today's.
MIGRATIONS: Mapping[int, Migration] = MappingProxyType({})


def migrate(
    values: dict[str, Any], version: int, newest: int, steps: Mapping[int, Migration]
) -> dict[str, Any]:
    """Migrate values to the newest version; `steps` must have every one up to it."""
    assert sorted(steps) == list(range(1, newest)), "a step is missing"
    for number in range(version, newest):
        values = {**steps[number](values), "version": number + 1}
    return values
