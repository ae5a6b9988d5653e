"""The library of claims: every figure in the languages of the window, none with a source."""

from __future__ import annotations

import pytest

from journeyeditor.i18n import texts, window_languages
from journeyeditor.insight.evidence import Claim, claims
from journeyeditor.vocabulary import Evidence


def test_the_library_has_the_figures_of_the_articles() -> None:
    shares = sorted(claim.share for claim in claims())
    assert shares == sorted(
        [
            0.69,
            0.5,
            0.3,
            0.2,
            0.8,
            0.5,
            0.65,
            0.8,
            0.3,
            0.7,
            0.8,
            0.75,
            0.67,
            0.88,
            0.45,
            0.7,
            0.84,
            0.76,
        ]
    )
    assert len({claim.id for claim in claims()}) == len(claims())


@pytest.mark.parametrize("language", window_languages())
@pytest.mark.parametrize("claim", claims(), ids=lambda claim: claim.id)
def test_each_is_evidence_without_a_source(claim: Claim, language: str) -> None:
    fields = claim.fields(texts(language))
    record = Evidence.model_validate({"id": "e", **fields})
    assert record.strength == "assumed"
    assert not record.source
    assert record.claim.casefold().startswith(str(record.figure).casefold())


def test_bounds_are_said_in_words() -> None:
    by_id = {claim.id: claim for claim in claims()}
    assert by_id["direct_buy"].figure(texts("sv")) == "under 30\N{NO-BREAK SPACE}%"
    assert by_id["conversion"].figure(texts("en")) == "up to 80%"


def test_each_is_written_in_every_language_of_the_window() -> None:
    missing = {(claim.id, code) for claim in claims() for code in window_languages()} - {
        (claim.id, code) for claim in claims() for code in claim.claim
    }
    assert not missing
