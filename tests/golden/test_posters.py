"""The samples' posters, line by line: what changes in them is seen before it is printed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.display.dump import dump_page
from tests.poster.sheets import SAMPLES, sample_poster


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_drawn_as_approved(name: str, approved: Callable[[str, str], None]) -> None:
    poster = sample_poster(name)
    lines = [f"{name} on A3", repr(poster.metadata)]
    lines += [f"{f.severity} {f.rule} {f.element!r} {f.message}" for f in poster.findings]
    lines += [dump_page(page) for page in poster.pages]
    approved(f"{name}.txt", "\n".join(lines))
