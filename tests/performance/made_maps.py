"""Maps of any size, made like real ones: stages of eight moments, each with its cards and relations."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

MOMENTS = 8
#: About how many moments have a pain point, and an opportunity that addresses it.
PAINFUL = 0.6
WORDS = (
    "search compare read order pay wait open install learn ask return share price delivery invoice "
    "support account basket review newsletter meeting offer contract access training renewal visit"
).split()
CHANNELS = ("web", "email", "phone", "shop", "app", "chat", "search", "support")


class MadeMap:
    """A map under construction; `nodes` and `edges` are rows of the file."""

    def __init__(self, seed: int) -> None:
        self.nodes: list[dict[str, Any]] = [{"id": "p1", "kind": "persona", "title": "Kim Öberg"}]
        self.edges: list[dict[str, Any]] = []
        self._chance = random.Random(seed)
        self._last_step = ""

    def stage(self, before: str) -> str:
        """Add a stage behind the one before it, with its moments; return its id."""
        stage = f"s{len(self.nodes)}"
        self.nodes.append(
            {
                "id": stage,
                "kind": "stage",
                "title": self._words(1, 1),
                "customer_goal": self._words(3, 6),
                "count": 100000 // len(self.nodes) + 1,
            }
        )
        if before:
            self._tie(before, "follows", stage)
        return stage

    def moment(self, stage: str) -> None:
        step = self._card("step", stage, title=self._words(2, 4))
        channel = self._chance.choice(CHANNELS)
        touchpoint = self._card("touchpoint", stage, title=self._words(1, 2), channel=channel)
        if self._last_step:
            self._tie(self._last_step, "follows", step)
        self._last_step = step
        score = self._chance.randint(-4, 4) / 2
        self._tie(self._card("emotion", stage, persona="p1", score=score), "at", step)
        self._tie(self._card("thought", stage, title=self._words(3, 6)), "at", step)
        activity = self._card("backstage", stage, title=self._words(1, 3))
        self._tie(activity, "supports", touchpoint)
        if self._chance.random() < PAINFUL:
            self._pain(stage, touchpoint)

    def _pain(self, stage: str, touchpoint: str) -> None:
        """Add a pain point and what would cure it."""
        grades = [self._chance.randint(1, 5) for _ in range(2)]
        pain = self._card("pain_point", stage, title=self._words(2, 5), severity=grades[0])
        cure = self._card("opportunity", stage, title=self._words(2, 5), impact=grades[1])
        self._tie(pain, "at", touchpoint)
        self._tie(cure, "addresses", pain)

    def _words(self, least: int, most: int) -> str:
        return " ".join(
            self._chance.choices(WORDS, k=self._chance.randint(least, most))
        ).capitalize()

    def _card(self, kind: str, stage: str, **fields: object) -> str:
        id_ = f"{kind[:2]}{len(self.nodes)}"
        self.nodes.append({"id": id_, "kind": kind, "stage": stage, **fields})
        return id_

    def _tie(self, source: str, kind: str, target: str) -> None:
        key = f"r{len(self.edges)}"
        self.edges.append({"source": source, "target": target, "key": key, "kind": kind})


def write_made_map(path: Path, count: int, seed: int = 1) -> None:
    """Write a map of about `count` elements and a few more relations."""
    made = MadeMap(seed)
    stage = ""
    while len(made.nodes) < count:
        stage = made.stage(stage)
        for _ in range(MOMENTS):
            if len(made.nodes) < count:
                made.moment(stage)
    document = {
        "format": "journey-map",
        "version": 1,
        "directed": True,
        "multigraph": True,
        "graph": {"title": f"{count} elements", "language": "en"},
        "nodes": made.nodes,
        "edges": made.edges,
    }
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
