"""Figures that go round about customer journeys, each without a source: to be founded, or doubted.

They come from the articles that this program grew out of (`origin` numbers them); none of these
names where a figure was measured. As evidence they are assumed, with the source left open.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from journeyeditor import resources
from journeyeditor.i18n import N_, Texts

_BOUNDS = {
    "": "{share}",
    "under": N_("under {share}"),
    "over": N_("over {share}"),
    "up_to": N_("up to {share}"),
}


class Claim(NamedTuple):
    """One figure: a share of 1, its bound ("", under, over, up_to), what it says by language."""

    id: str
    origin: str
    share: float
    bound: str
    claim: Mapping[str, str]

    def figure(self, texts: Texts) -> str:
        """Return the figure in a language, such as "under 30 %"."""
        return texts(_BOUNDS[self.bound]).format(share=texts.percent(self.share))

    def words(self, texts: Texts) -> str:
        """Return what is claimed, without the figure."""
        return self.claim.get(texts.language) or self.claim["en"]

    def fields(self, texts: Texts) -> dict[str, str]:
        """Return the fields of a record of evidence, in the language of a map."""
        figure = self.figure(texts)
        sentence = f"{figure} {self.words(texts)}"
        return {
            "claim": sentence[:1].upper() + sentence[1:],
            "figure": figure,
            "strength": "assumed",
            "note": texts("Quoted in an article that names no source."),
        }


@cache
def claims() -> tuple[Claim, ...]:
    """Return all claims of the library, in their order."""
    rows = json.loads(resources.path("claims", "claims.json").read_text(encoding="utf-8"))
    return tuple(Claim(**row) for row in rows)
