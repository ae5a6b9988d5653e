"""A long reading is cancelled in its midst, whatever it reads, and tells how far it is."""

from __future__ import annotations

import json

import pytest

from journeyeditor.exchange.checkpoints import checked, checkpoint, checkpoints, phase
from journeyeditor.exchange.importers import find_journeys
from journeyeditor.exchange.sources import SourceFile

ROWS = 2_000
TABLE = "".join(f"| S{i} | Does {i} | 3/5 |\n" for i in range(ROWS))
LISTS = "".join(f"## S{i}\n- Actions: does {i}\n\n" for i in range(ROWS))
NODES = [{"id": f"n{i}", "type": "text", "text": "x", "x": i, "y": 0, "width": 1, "height": 1} for i in range(ROWS)]  # fmt: skip
TEXTS = {
    "md": f"| Stage | Actions | Emotion |\n|---|---|---|\n{TABLE}",
    "list.md": f"# Journey\n\n{LISTS}",
    "csv": "Stage,Actions,Emotion\n" + "".join(f"S{i},Does {i},3/5\n" for i in range(ROWS)),
    "html": "<table><tr><th>Stage</th><th>Actions</th></tr>"
    + "".join(f"<tr><td>S{i}</td><td>Does {i}</td></tr>" for i in range(ROWS)),
    "mmd": "journey\n" + "".join(f"section S{i}\n  Do {i}: 3: Me\n" for i in range(ROWS)),
    "canvas": json.dumps({"nodes": NODES}),
    "opml": "<opml><body>" + "<outline text='x'/>" * ROWS + "</body></opml>",
}


class Cancelled(Exception):
    """What a job raises whose result is no longer wanted."""


class Reading:
    """Counts the checkpoints, and cancels at one of them."""

    def __init__(self, last: int = 10**9) -> None:
        self.shares: list[float] = []
        self.last = last

    def __call__(self, share: float) -> None:
        self.shares.append(share)
        if len(self.shares) >= self.last:
            raise Cancelled


@pytest.mark.parametrize("name", TEXTS)
def test_every_reading_can_be_cancelled_in_its_midst(name: str) -> None:
    source = SourceFile(f"x.{name}", TEXTS[name].encode())
    whole = Reading()
    with checked(whole):
        find_journeys(source)[0].read()
    assert len(whole.shares) > 3
    assert all(0 <= share <= 1 for share in whole.shares)
    soon = Reading(3)
    with checked(soon), pytest.raises(Cancelled):
        find_journeys(source)[0].read()
    assert len(soon.shares) == 3


def test_phases_are_parts_of_the_whole() -> None:
    reading = Reading()
    with checked(reading):
        with phase(0.5, 1.0):
            checkpoint(0.5)
            assert list(checkpoints("ab", 2)) == ["a", "b"]
        checkpoint(0.25)
    checkpoint(0.9)  # nobody listens any more
    assert reading.shares == [0.75, 0.5, 0.25]
