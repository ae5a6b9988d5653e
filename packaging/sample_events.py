"""Make the event log of the toothbrush sample: 20,000 events of customers who do not exist.

    python packaging/sample_events.py        # writes resources/events/toothbrush.sv.csv.gz

The customers follow the sample's map more or less. What they do otherwise is worth telling: many go
back to the product page from the checkout until the total is shown earlier (from October), some need
customer service to connect the app, and hardly anybody recruits a friend. MIT, like the program.
"""

from __future__ import annotations

import csv
import datetime
import gzip
import io
import random
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

PATH = Path(__file__).parents[1] / "resources" / "events" / "toothbrush.sv.csv.gz"
EVENTS = 20_000
HEADER = ("kundnummer", "händelse", "tidpunkt", "kanal", "enhet", "segment")
FIRST = datetime.datetime(2026, 7, 1)
DAYS = 130
#: From this day on the total is shown before the address.
CHANGE = datetime.datetime(2026, 10, 1)

MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0


class Way(NamedTuple):
    """A way from one activity to the next ("" ends): its weight, and the usual time (seconds)."""

    target: str
    weight: float
    seconds: float = 0.0


WAYS: dict[str, tuple[Way, ...]] = {
    "start": (
        Way("Social annons", 44),
        Way("Sökresultat", 46),
        Way("Produktsida", 10),
    ),
    "Social annons": (Way("Sökresultat", 52, DAY), Way("Produktsida", 18, 3 * MINUTE), Way("", 30)),
    "Sökresultat": (
        Way("Testartikel", 45, 6 * MINUTE),
        Way("Produktsida", 38, 4 * MINUTE),
        Way("", 17),
    ),
    "Testartikel": (
        Way("Produktsida", 62, 1.5 * DAY),
        Way("Sökresultat", 15, 9 * MINUTE),
        Way("", 23),
    ),
    "Produktsida": (
        Way("Varukorg", 34, 25 * MINUTE),
        Way("Meddelande", 14, 2 * HOUR),
        Way("Testartikel", 13, 12 * MINUTE),
        Way("Produktsida", 12, 5 * MINUTE),
        Way("", 27),
    ),
    "Meddelande": (Way("Varukorg", 46, 1.2 * DAY), Way("Produktsida", 30, 7 * HOUR), Way("", 24)),
    "Varukorg": (Way("Kassa", 74, 4 * MINUTE), Way("Produktsida", 12, 10 * MINUTE), Way("", 14)),
    "Kassa": (
        Way("Betalning", 52, 3 * MINUTE),
        Way("Produktsida", 24, 6 * MINUTE),
        Way("", 24),
    ),
    "Betalning": (Way("Leverans", 100, 2.6 * DAY),),
    "Leverans": (
        Way("App: koppla borsten", 68, 1.4 * DAY),
        Way("Retur", 6, 6 * DAY),
        Way("", 26),
    ),
    "App: koppla borsten": (
        Way("App: koppla borsten", 16, 8 * MINUTE),
        Way("Kundtjänst: konto", 21, 1.1 * DAY),
        Way("Påminnelse", 38, 80 * DAY),
        Way("", 25),
    ),
    "Kundtjänst: konto": (
        Way("App: koppla borsten", 60, 5 * HOUR),
        Way("Retur", 12, 4 * DAY),
        Way("", 28),
    ),
    "Påminnelse": (
        Way("Beställning av borsthuvuden", 41, 2 * DAY),
        Way("", 59),
    ),
    "Beställning av borsthuvuden": (Way("Värva en vän", 6, 9 * DAY), Way("", 94)),
    "Värva en vän": (Way("", 1),),
    "Retur": (Way("", 1),),
}
#: Since the change fewer turn back at the checkout.
CHECKOUT_AFTER = (Way("Betalning", 71, 3 * MINUTE), Way("Produktsida", 11, 6 * MINUTE), Way("", 18))
CHANNELS = {
    "Social annons": "Sociala medier",
    "Sökresultat": "Sökmotor",
    "Testartikel": "Produkttest",
    "Produktsida": "Webbplats",
    "Meddelande": "Chatt",
    "Varukorg": "Webbplats",
    "Kassa": "Webbplats",
    "Betalning": "Webbplats",
    "Leverans": "Leverans",
    "App: koppla borsten": "App",
    "Kundtjänst: konto": "Kundservice",
    "Påminnelse": "E-post",
    "Beställning av borsthuvuden": "Webbplats",
    "Värva en vän": "Lojalitetsprogram",
    "Retur": "Butik",
}
#: Those who pay sit at a computer more often than those who look around.
AT_COMPUTER = {"Varukorg": 0.45, "Kassa": 0.62, "Betalning": 0.62}
SEGMENTS = (("Förstagångsköpare", 68), ("Byter modell", 32))


class Event(NamedTuple):
    """A row of the log."""

    time: datetime.datetime
    customer: str
    activity: str
    device: str
    segment: str


def journey(number: int, chance: random.Random) -> Iterator[Event]:
    """What one customer does, until the end of the log."""
    day = FIRST + datetime.timedelta(days=chance.uniform(0, DAYS))
    now = day.replace(hour=0, minute=0) + datetime.timedelta(hours=chance.triangular(6, 24, 20))
    customer = f"K{100_000 + number}"
    names, weights = zip(*SEGMENTS, strict=True)
    segment = chance.choices(names, weights)[0]
    device = chance.choices(("mobil", "dator", "surfplatta"), (66, 27, 7))[0]
    activity = "start"
    while True:
        ways = WAYS[activity]
        if activity == "Kassa" and now >= CHANGE:
            ways = CHECKOUT_AFTER
        way = chance.choices(ways, [each.weight for each in ways])[0]
        now += datetime.timedelta(seconds=way.seconds * chance.lognormvariate(0, 0.7))
        if not way.target or now > FIRST + datetime.timedelta(days=DAYS + 10):
            return
        activity = way.target
        if device == "mobil" and chance.random() < AT_COMPUTER.get(activity, 0):
            device = "dator"
        is_app = activity.startswith("App")
        yield Event(now, customer, activity, "mobil" if is_app else device, segment)


def main() -> None:
    chance = random.Random(15)
    events: list[Event] = []
    number = 0
    while len(events) < EVENTS:
        events += journey(number, chance)
        number += 1
    rows = sorted(events[:EVENTS])
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(HEADER)
    for event in rows:
        time = event.time.strftime("%Y-%m-%d %H:%M:%S")
        channel = CHANNELS[event.activity]
        writer.writerow(
            (event.customer, event.activity, time, channel, event.device, event.segment)
        )
    with PATH.open("wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write(text.getvalue().encode())
    print(f"{PATH.name}: {len(rows):,} events, {number:,} customers, {PATH.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
