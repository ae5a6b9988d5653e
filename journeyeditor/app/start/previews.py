"""Previews of maps: their stages and the mean score of each, read in the background.

A map that cannot be read, or would take long, has none. What reads a map is imported on first use,
to keep the start page fast.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from journeyeditor.app.background import Background, Job

if TYPE_CHECKING:
    from journeyeditor.model import JourneyGraph

#: Larger files have no preview: reading them would take seconds (bytes).
MAX_BYTES = 1_500_000
#: The most stages a preview has; nobody reads more on a card.
MAX_STAGES = 40


class MapPreview(NamedTuple):
    """What a card shows of a map: the stages' titles, and the mean score of each (None: without)."""

    stages: tuple[str, ...] = ()
    scores: tuple[float | None, ...] = ()


class Previews(QObject):
    """Previews by path: `read` emits one, `missed` a path without file."""

    read = Signal(str, object)
    missed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._background = Background(self)

    def want(self, path: Path) -> None:
        """Read a map's preview; requests are served in order."""
        topic = str(path)
        done, failed = partial(self._emit, topic), partial(self._fail, topic)
        self._background.do(topic, partial(_read, path), done, failed)

    def pause(self) -> None:
        """Drop pending requests."""
        self._background.drop_all()

    def close(self) -> None:
        self._background.close()

    def _emit(self, path: str, preview: MapPreview | None) -> None:
        if preview is not None:
            self.read.emit(path, preview)

    def _fail(self, path: str, error: Exception) -> None:
        if isinstance(error, FileNotFoundError):
            self.missed.emit(path)


def preview_of(graph: JourneyGraph) -> MapPreview:
    stages = graph.stages()[:MAX_STAGES]
    return MapPreview(
        tuple(" ".join(stage.title.split()) for stage in stages),
        tuple(_mean_score(graph, stage.id) for stage in stages),
    )


def _mean_score(graph: JourneyGraph, stage: str) -> float | None:
    from journeyeditor.vocabulary import Emotion

    scores = [card.score for card in graph.cards(stage) if isinstance(card, Emotion)]
    given = [score for score in scores if score is not None]
    return sum(given) / len(given) if given else None


def _read(path: Path, job: Job) -> MapPreview | None:
    """Raises FileNotFoundError and FileError."""
    if path.stat().st_size > MAX_BYTES:
        return None
    from journeyeditor.files import parse_map

    job.check()
    data = path.read_bytes()
    job.check()
    return preview_of(parse_map(data, path.name))
