"""The words of posters of every size and script, in their order: none is lost or repeated unnoticed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from journeyeditor.poster import PosterOptions, compose
from tests.poster.poster_maps import MAKERS, poster_map
from tests.poster.sheets import faces, runs


@pytest.mark.parametrize("name", MAKERS)
def test_the_words_of_a_poster_are_those_approved(
    name: str, approved: Callable[[str, str], None]
) -> None:
    poster = compose(poster_map(name), PosterOptions(paper="A3"), faces())
    words = [run.text for page in poster.pages for run, _ in runs(page)]
    approved(f"words of {name}.txt", "\n".join(words))
