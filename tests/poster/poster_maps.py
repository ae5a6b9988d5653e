"""Maps of every size and script, of which posters are measured."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import cycle

from journeyeditor.files.templates import template, templates
from journeyeditor.model import JourneyGraph, Record
from journeyeditor.vocabulary import (
    At,
    Backstage,
    Emotion,
    MapInfo,
    Opportunity,
    PainPoint,
    Persona,
    Stage,
    Step,
    Thought,
    Touchpoint,
)
from tests.poster.sheets import SAMPLES, sample

SCORES = (1.0, -1.5, 0.0, 2.0, -0.5, 1.5, -2.0)
SWEDISH = (
    "Kunden väntar på besked om leverans",
    "Handläggaren frågar efter samma uppgift igen",
    "Appen visar fel saldo efter betalningen",
    "Butiken har stängt när kunden kommer",
    "Avtalet kommer i ett brev på papper",
    "Kundtjänst ringer tillbaka för sent",
)
GERMAN = (
    "Versicherungsbestätigung herunterladen",
    "Kundendienstmitarbeiter ruft zurück",
    "Rechnungsanschrift stimmt nicht überein",
    "Lieferverzögerung wird angekündigt",
)
ARABIC = ("يبحث عن منتج", "يقارن الأسعار", "يدفع في المتجر", "ينتظر التوصيل")
THAI = ("ลูกค้าค้นหาสินค้า", "เปรียบเทียบราคา", "ชำระเงินที่ร้าน", "รอการจัดส่ง")
JAPANESE = ("商品を探している", "価格を比較する", "店舗で支払いをする", "配送を待っている")
CARDS = (Step, Touchpoint, Thought, PainPoint, Opportunity, Backstage)


def worded(
    language: str, words: Sequence[str], stages: int, cards: int, personas: int = 1
) -> JourneyGraph:
    """Return a map of many cards in one language, the same every time."""
    phrases = cycle(words)
    people = [Persona(id=f"p{i}", title=f"{next(phrases).split()[0]} {i}") for i in range(personas)]
    records: list[Record] = [*people]
    for i in range(stages):
        records.append(Stage(id=f"s{i}", title=next(phrases), count=1000 // (i + 1)))
    for i in range(cards):
        note = f"{next(phrases)}. {next(phrases)}." if i % 3 == 0 else ""
        kind = CARDS[i % len(CARDS)]
        records.append(kind(id=f"c{i}", stage=f"s{i * 7 % stages}", title=next(phrases), note=note))
    for i, (person, stage) in enumerate((p, s) for p in people for s in range(stages)):
        score = SCORES[(i + stage) % len(SCORES)]
        records.append(
            Emotion(
                id=f"e{i}",
                stage=f"s{stage}",
                persona=person.id,
                score=score,
                reason=next(phrases),
            )
        )
    return JourneyGraph.of(MapInfo(title=next(phrases), language=language), records)


def tiny() -> JourneyGraph:
    """Return a map of three cards."""
    records = [
        Stage(id="s", title="Buy"),
        Step(id="a", stage="s", title="Chooses a bike"),
        Touchpoint(id="t", stage="s", title="Shop", channel="shop"),
        Emotion(id="e", stage="s", score=1, reason="Friendly staff"),
        At(id="r", source="e", target="t"),
    ]
    return JourneyGraph.of(MapInfo(title="Three cards", language="en"), records)


#: How each map is made, by name.
MAKERS: dict[str, Callable[[], JourneyGraph]] = {
    "tiny": tiny,
    "dense": lambda: worded("sv", SWEDISH, 8, 120),
    "30 stages": lambda: worded("sv", SWEDISH, 30, 200),
    "6 personas": lambda: worded("sv", SWEDISH, 6, 40, personas=6),
    "right to left": lambda: worded("ar", ARABIC, 5, 30),
    "thai": lambda: worded("th", THAI, 5, 30),
    "japanese": lambda: worded("ja", JAPANESE, 5, 30),
    "german": lambda: worded("de", GERMAN, 6, 50),
}


def names() -> Iterator[str]:
    """Yield the names of all maps: samples, templates in their first language, and made ones."""
    yield from SAMPLES
    yield from dict.fromkeys(f"template {info.name}" for info in templates())
    yield from MAKERS


@cache
def poster_map(name: str) -> JourneyGraph:
    """Return a map by its name."""
    if name in MAKERS:
        return MAKERS[name]()
    if name.startswith("template "):
        return template(name.removeprefix("template "))
    return sample(name)
