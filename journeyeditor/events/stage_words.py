"""The stage of an activity by its words: names of events, pages and touchpoints in many languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import combinations

from journeyeditor.i18n import N_

#: The stages of a discovered map, in order, by archetype.
STAGES = (
    ("awareness", N_("Awareness")),
    ("consideration", N_("Consideration")),
    ("purchase", N_("Purchase")),
    ("post_purchase", N_("Post-purchase")),
    ("loyalty", N_("Loyalty")),
)
#: Where the words say nothing: thirds of the journey.
THIRDS = (N_("Beginning"), N_("Middle"), N_("End"))
#: The first line that matches decides; words are sought at the beginnings of words.
_WORDS: tuple[tuple[str, str], ...] = (
    (
        "loyalty",
        r"renew|re-?purchase|re-?order|subscri|loyal|lojal|member|medlem|referr|recommend|invite|advoca|"
        r"rate\b|rating|nps|feedback|återköp|gjenkjøp|genkøb|värva|verv|hverv|anbefal|rekommend|påminn|"
        r"påmind|reminder|bonus|empfehl|suositt|borsthuvud|refill|fornye|forny|förny|upsell|wiederkauf",
    ),
    (
        "post_purchase",
        r"deliver|ship(ped|ment)|tracking|unbox|onboard|activat|install|set ?up|login|log ?in|app\b|"
        r"support|help|service\b|complain|ticket|return|refund|warrant|invoice|usage|\buse|leveran|lever|"
        r"retur|kundtjänst|kundeservice|kundservice|reklam|aktiver|garanti|faktura|brug|bruk|använd|"
        r"liefer|versand|rückgabe|einricht|toimitus|palaut|asennus|käyttö|appeal|claim",
    ),
    (
        "purchase",
        r"basket|cart|check ?out|begin check|pay|purchas|order|buy|book|contract|sign|approv|confirm|"
        r"varukorg|handlekurv|handlevogn|kurv|kassa|kasse|betal|köp|kjøp|køb|beställ|bestill|bestil|"
        r"bestätig|warenkorb|zahl|kauf|bestell|ostoskori|maksu|tilaus|osto|decid|decision|beslut|avtal",
    ),
    (
        "consideration",
        r"search|view item|item|product|compar|review|test|detail|demo|trial|quote|offer|price|faq|"
        r"download|webinar|message|chat|examin|check|evaluat|sök|søk|søg|produkt|jämför|sammenlign|omdöm|"
        r"anmeld|tilbud|offert|pris|meddel|besked|suche|vergleich|angebot|haku|tuote|vertail|tarjous|"
        r"select|filter|category|kategori|wishlist",
    ),
    (
        "awareness",
        r"ad\b|ads\b|advert|campaign|impression|banner|social|newsletter|landing|first visit|session start|"
        r"page view|home|visit|blog|article|video|event\b|announce|register|request|sign ?up|lead|annon|"
        r"kampan|nyhet|nyhed|forsid|startsid|besök|besøg|artik|werb|anzeige|mainos|kampanja|uutis|etusivu|"
        r"tip|word of mouth|create|open",
    ),
)
_PATTERNS = tuple(
    (name, re.compile(rf"(?:^|[\W_])(?:{words})", re.IGNORECASE)) for name, words in _WORDS
)
#: Less of the events than this has words that say the stage: then their order decides alone.
MIN_KNOWN = 0.5
#: And so it does where the words contradict the order: their rank correlation is below this.
MIN_AGREEMENT = 0.3


def archetype_of(activity: str) -> str:
    """The archetype that the words of an activity suggest, or ""."""
    plain = re.sub(r"(?<=[a-zåäöæø])(?=[A-ZÅÄÖÆØ])|[_/.-]+", " ", activity)
    return next((name for name, pattern in _PATTERNS if pattern.search(plain)), "")


def stages_of(places: Mapping[str, float], events: Mapping[str, int]) -> dict[str, int]:
    """The index of the stage of each activity, by its place in the typical journey (0..1).

    What the words do not say is in the stage of the one before it, or else after it. The stages are
    those of STAGES if enough events have words that say it, and those of THIRDS otherwise.
    """
    activities = in_order(places)
    if not is_known(places, events):
        return {name: min(int(places[name] * len(THIRDS)), len(THIRDS) - 1) for name in activities}
    said = [_stage(activity) for activity in activities]
    present = next(stage for stage in said if stage is not None)
    stages = {}
    for activity, stage in zip(activities, said, strict=True):
        present = present if stage is None else stage
        stages[activity] = present
    return stages


def in_order(places: Mapping[str, float]) -> list[str]:
    return sorted(places, key=lambda name: (places[name], name))


def is_known(places: Mapping[str, float], events: Mapping[str, int]) -> bool:
    """Whether the words of enough events say their stage, and agree with their order."""
    total = sum(events[activity] for activity in places)
    said = {name: stage for name in in_order(places) if (stage := _stage(name)) is not None}
    if sum(events[activity] for activity in said) < total * MIN_KNOWN:
        return False
    agreement = sum((one < other) - (one > other) for one, other in combinations(said.values(), 2))
    differing = sum(one != other for one, other in combinations(said.values(), 2))
    return agreement >= differing * MIN_AGREEMENT


def _stage(activity: str) -> int | None:
    """The index in STAGES that the words of an activity suggest."""
    name = archetype_of(activity)
    return next((i for i, (stage, _) in enumerate(STAGES) if stage == name), None)
