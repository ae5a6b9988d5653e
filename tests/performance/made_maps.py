"""Maps of any size, made like real ones: stages of eight moments, each with its cards and relations."""

from __future__ import annotations

import json
import random
from pathlib import Path

MOMENTS = 8
WORDS = (
    "search compare read order pay wait open install learn ask return share price delivery invoice "
    "support account basket review newsletter meeting offer contract access training renewal visit"
).split()
CHANNELS = ("web", "email", "phone", "shop", "app", "chat", "search", "support")


def write_made_map(path: Path, count: int, seed: int = 1) -> None:
    """Write a map of about `count` elements and as many relations and more."""
    chance = random.Random(seed)
    nodes: list[dict[str, object]] = [{"id": "p1", "kind": "persona", "title": "Kim Öberg"}]
    edges: list[dict[str, object]] = []

    def words(least: int, most: int) -> str:
        return " ".join(chance.choices(WORDS, k=chance.randint(least, most))).capitalize()

    def add(kind: str, stage: str, **fields: object) -> str:
        id_ = f"{kind[:2]}{len(nodes)}"
        nodes.append({"id": id_, "kind": kind, "stage": stage, **fields})
        return id_

    def tie(source: str, kind: str, target: str, **fields: object) -> None:
        edges.append({"source": source, "target": target, "key": f"r{len(edges)}", "kind": kind, **fields})

    before = stage_before = ""
    while len(nodes) < count:
        stage = f"s{len(nodes)}"
        nodes.append({"id": stage, "kind": "stage", "title": words(1, 1), "customer_goal": words(3, 6), "count": 100000 // len(nodes) + 1})
        if stage_before:
            tie(stage_before, "follows", stage)
        stage_before = stage
        for _ in range(MOMENTS):
            step = add("step", stage, title=words(2, 4))
            touchpoint = add("touchpoint", stage, title=words(1, 2), channel=chance.choice(CHANNELS))
            if before:
                tie(before, "follows", step)
            before = step
            tie(add("emotion", stage, persona="p1", score=chance.randint(-4, 4) / 2), "at", step)
            tie(add("thought", stage, title=words(3, 6)), "at", step)
            tie(add("backstage", stage, title=words(1, 3)), "supports", touchpoint)
            if chance.random() < 0.6:
                pain = add("pain_point", stage, title=words(2, 5), severity=chance.randint(1, 5))
                tie(pain, "at", touchpoint)
                cure = add("opportunity", stage, title=words(2, 5), impact=chance.randint(1, 5))
                tie(cure, "addresses", pain)
            if len(nodes) >= count:
                break
    document = {
        "format": "journey-map",
        "version": 1,
        "directed": True,
        "multigraph": True,
        "graph": {"title": f"{count} elements", "language": "en"},
        "nodes": nodes,
        "edges": edges,
    }
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
