"""Maps made up for tests: everything that a file may hold, in odd mixtures.

Sizes and switches are drawn, so that a failure shrinks to a small map; what fills them comes from
a seed, because drawing each of a few hundred cards would take hypothesis seconds.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hypothesis import note
from hypothesis import strategies as st

from journeyeditor.model import JourneyGraph, Record
from journeyeditor.vocabulary import (
    Addresses,
    At,
    Backstage,
    Brand,
    Card,
    Emotion,
    Evidence,
    EvidencedBy,
    Follows,
    FunnelRule,
    Lane,
    MapInfo,
    Metric,
    Note,
    Opportunity,
    PainPoint,
    Persona,
    Picture,
    Stage,
    Step,
    Supports,
    Thought,
    Touchpoint,
)

WORDS = (
    "search compare pay wait open learn ask return price order delivery invoice basket review "
    "Åka ärende önskan blåbær jordbær rødgrød kundresa överväger"
).split()
ODD = (
    "",
    " ",
    "Donaudampfschifffahrtsgesellschaftskapitänsmütze",
    "https://example.org/a/very/long/address?with=a&query=and%20more#fragment",
    "שלום עולם ללקוח שלנו",
    "مرحبا بالعالم في المتجر",
    "Familj 👨‍👩‍👧‍👦 och 🇸🇪 👍🏽",
    "two\nlines",
    "Ordet שלום och 123 мир",
    "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
    "\U00012000",
    "a\tb",
)
PLAIN_KINDS = (
    Step,
    Touchpoint,
    Thought,
    PainPoint,
    Opportunity,
    Metric,
    Backstage,
    Picture,
)
#: A failing map is printed whole if it has fewer records than this.
NOTED = 16
#: A red point, 2 × 2 pixels.
DOT = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR4nGP8zwACTGCSAQANHQEDgslx"
    "/wAAAABJRU5ErkJggg=="
)


@dataclass(slots=True)
class _Maker:
    """One map under way."""

    chance: random.Random
    oddity: float
    records: list[Record] = field(default_factory=list)
    stages: list[str] = field(default_factory=list)
    lanes: list[str] = field(default_factory=list)
    personas: list[str] = field(default_factory=list)
    ids: dict[str, list[str]] = field(default_factory=dict)

    def words(self, most: int = 6) -> str:
        if self.chance.random() < self.oddity:
            return self.chance.choice(ODD)
        return " ".join(self.chance.choices(WORDS, k=self.chance.randint(1, most))).capitalize()

    def maybe(self, value: Callable[[], Any], default: Any, share: float = 0.5) -> Any:
        return value() if self.chance.random() < share else default

    def some(self, ids: list[str]) -> str | None:
        """Return one of some ids, or None."""
        return self.chance.choice([*ids, None]) if ids else None

    def put(self, record: Record) -> None:
        self.records.append(record)
        self.ids.setdefault(record.kind, []).append(record.id)

    def name(self, kind: str) -> str:
        return f"{kind}{len(self.records)}"


def up_to(most: int) -> st.SearchStrategy[int]:
    """Numbers from 0, all alike: integers of a range are mostly small or round."""
    return st.sampled_from(range(most + 1))


@st.composite
def maps(draw: st.DrawFn, stages: int = 8, cards: int = 6) -> JourneyGraph:
    """Maps of up to so many stages, with up to so many cards of each kind in a stage."""
    maker = _Maker(
        random.Random(draw(st.integers(0, 2**20))),
        draw(st.sampled_from([0.0, 0.1, 0.5])),
    )
    convention = draw(st.sampled_from(["to_next", "from_previous", "share_of_top"]))
    info = _info(maker, convention)
    _personas(maker, draw(up_to(4)))
    _stages(maker, draw(up_to(stages)), draw(st.booleans()))
    _lanes(maker, draw(up_to(4)))
    most = draw(up_to(cards))
    share = draw(st.sampled_from([0.6, 0.9, 0.2]))
    for stage in [*maker.stages, *draw(st.sampled_from([[], [None]]))]:
        _cards(maker, stage, most, share)
    _ties(maker, draw(st.sampled_from([0.3, 0.7, 0.0, 1.0])))
    if len(maker.records) < NOTED:
        note("\n".join(repr(record) for record in maker.records))
    return JourneyGraph.of(info, maker.records)


def _info(maker: _Maker, convention: Any) -> MapInfo:
    chance = maker.chance
    return MapInfo(
        title=maker.words(9),
        subtitle=maker.maybe(maker.words, ""),
        note=maker.maybe(lambda: maker.words(40), ""),
        client=maker.maybe(maker.words, ""),
        project=maker.maybe(maker.words, ""),
        author=maker.maybe(maker.words, ""),
        goal=maker.maybe(lambda: maker.words(30), ""),
        confidentiality=maker.maybe(maker.words, ""),
        language=chance.choice(["en", "sv", "nb", "da", "xx", ""]),
        map_type=chance.choice(["", "b2c", "b2b", "both"]),
        state=chance.choice(["", "as_is", "to_be", "draft"]),
        version_label=maker.maybe(maker.words, "", 0.2),
        date=chance.choice([None, datetime.date(2026, 8, 31), datetime.date.max]),
        review_months=chance.choice([0, 6, 1200]),
        funnel=FunnelRule(convention=convention, tolerance=chance.choice([0, 1, 2.5])),
        brand=Brand(
            colour=chance.choice(["", "#FFFF00", "#000000", "#FFFFFF", "#808080"]),
            logo=maker.maybe(lambda: DOT, "", 0.2),
        ),
    )


def _personas(maker: _Maker, count: int) -> None:
    chance = maker.chance
    for _ in range(count):
        id_ = maker.name("p")
        maker.personas.append(id_)
        maker.put(
            Persona(
                id=id_,
                title=maker.words(3),
                role=maker.maybe(maker.words, ""),
                quote=maker.maybe(lambda: maker.words(12), ""),
                goals=tuple(maker.words() for _ in range(chance.randint(0, 4))),
                frustrations=tuple(maker.words() for _ in range(chance.randint(0, 4))),
                image=maker.maybe(lambda: DOT, "", 0.2),
                colour=chance.choice(["", "#FFEE00", "#123456"]),
                marker=chance.choice(["", "circle", "square", "hexagon", "star"]),
            )
        )


def _stages(maker: _Maker, count: int, is_counted: bool) -> None:
    chance = maker.chance
    for _ in range(count):
        id_ = maker.name("s")
        maker.stages.append(id_)
        number = chance.choice([None, 0, 1, 12.5, 10_000, 250_000_000])
        maker.put(
            Stage(
                id=id_,
                title=maker.words(3),
                note=maker.maybe(lambda: maker.words(20), "", 0.2),
                customer_goal=maker.maybe(lambda: maker.words(12), ""),
                business_goal=maker.maybe(lambda: maker.words(12), "", 0.2),
                slots=maker.maybe(lambda: chance.randint(1, 8), None, 0.2),
                count=number if is_counted else None,
                stated_rate=chance.choice([None, 0, 0.331, 1]) if is_counted else None,
            )
        )


def _lanes(maker: _Maker, count: int) -> None:
    chance = maker.chance
    kinds = [cls.kind_name() for cls in PLAIN_KINDS]
    kinds += ["emotion", "stage", "note"]
    for _ in range(count):
        id_ = maker.name("l")
        maker.lanes.append(id_)
        maker.put(
            Lane(
                id=id_,
                title=maker.words(3),
                kinds=tuple(chance.sample(kinds, chance.choice([0, 1, 1, 2, 3]))),
                height=chance.choice(["auto", "compact", "tall"]),
                visible=chance.random() < 0.8,
                collapsed=chance.random() < 0.2,
            )
        )


def _cards(maker: _Maker, stage: str | None, most: int, share: float) -> None:
    chance = maker.chance
    for cls in (*PLAIN_KINDS, Emotion, Evidence, Note):
        if chance.random() > share:
            continue
        for _ in range(chance.randint(0, most)):
            maker.put(_card(maker, cls, stage))


def _card(maker: _Maker, cls: type[Any], stage: str | None) -> Card:
    kind = cls.kind_name()
    chance = maker.chance
    common: dict[str, Any] = {
        "id": maker.name(kind[:2]),
        "title": maker.words(),
        "note": maker.maybe(lambda: maker.words(25), "", 0.2),
        "rank": maker.maybe(chance.random, None, 0.3),
        "votes": chance.choice([0, 0, 0, 7]),
        "owner": maker.maybe(maker.words, "", 0.2),
        "stage": stage,
    }
    if maker.lanes and chance.random() < 0.15 and kind != "evidence":
        common["lane"] = chance.choice(maker.lanes)
    common |= _own_fields(maker, kind)
    record: Card = cls(**common)
    return record


def _own_fields(maker: _Maker, kind: str) -> dict[str, Any]:
    chance = maker.chance
    grade = chance.choice([None, 1, 3, 5])
    table: dict[str, Callable[[], dict[str, Any]]] = {
        "step": lambda: {"persona": tuple(p for p in maker.personas if chance.random() < 0.3)},
        "touchpoint": lambda: {
            "channel": chance.choice(["web", "Phone", "pigeon", ""]),
            "moment_of_truth": chance.random() < 0.3,
        },
        "thought": lambda: {"persona": maker.some(maker.personas)},
        "emotion": lambda: {
            "persona": maker.some(maker.personas),
            "score": chance.choice([-2, -1.5, -1, 0, 0.1, 1, 2]),
        },
        "pain_point": lambda: {"severity": grade, "persona": maker.some(maker.personas)},
        "opportunity": lambda: {"impact": grade},
        "metric": lambda: {
            "value": chance.choice([None, 0, 33.3, 10_000, -1e9]),
            "unit": chance.choice(["", "%", "SEK", "minutes per customer and week"]),
            "target": chance.choice([None, 50]),
            "series": tuple(
                (datetime.date(2026, month + 1, 1), float(month * 3 % 5))
                for month in range(chance.choice([0, 1, 6]))
            ),
        },
        "picture": lambda: {"image": chance.choice(["", DOT]), "caption": maker.words()},
        "evidence": lambda: {"claim": maker.words(), "source": maker.words()},
        "note": lambda: {
            "position": chance.choice(
                [None, (0, 0), (chance.uniform(-50, 2000), chance.uniform(-50, 900)), (1e6, 1e6)]
            )
        },
    }
    return table[kind]() if kind in table else {}


def _ties(maker: _Maker, share: float) -> None:
    """Tie cards at random, within a stage and across stages."""
    chance = maker.chance
    ids = maker.ids
    moments = [*ids.get("step", []), *ids.get("touchpoint", [])]
    places = [*moments, *maker.stages]
    free = ("pain_point", "thought", "emotion", "opportunity", "metric", "picture")
    wanted: list[tuple[type[Any], list[str], list[str], float]] = [
        (At, [id_ for kind in free for id_ in ids.get(kind, [])], places, share),
        (Supports, ids.get("backstage", []), ids.get("touchpoint", []), share),
        (Addresses, ids.get("opportunity", []), ids.get("pain_point", []), share),
        (Follows, moments, moments, share * 0.7),
        (Follows, maker.stages, maker.stages, share),
        (EvidencedBy, moments, ids.get("evidence", []), share),
    ]
    number = 0
    for cls, sources, targets, likely in wanted:
        for source in sources:
            while targets and chance.random() < likely * 0.6:
                number += 1
                fields: dict[str, Any] = {"id": f"r{number}", "source": source}
                fields["target"] = _near(chance, targets, source)
                if chance.random() < 0.15:
                    fields["title"] = maker.words(3)
                if cls is Follows:
                    fields["share"] = chance.choice([None, 0, 0.034, 1])
                    fields["persona"] = maker.some(maker.personas)
                maker.put(cls(**fields))


def _near(chance: random.Random, targets: list[str], source: str) -> str:
    """Return a target, mostly one that stands nearby in the file."""
    if chance.random() < 0.3:
        return chance.choice(targets)
    number = int("".join(filter(str.isdigit, source)))
    nearest = sorted(targets, key=lambda id_: abs(int("".join(filter(str.isdigit, id_))) - number))
    return chance.choice(nearest[:6])
