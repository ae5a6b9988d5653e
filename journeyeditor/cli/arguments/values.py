"""The values of options: each function parses one kind, or says what is wrong with it."""

from __future__ import annotations

import argparse
import math
from typing import TYPE_CHECKING

from journeyeditor.exporters.format import MAX_DPI, MIN_DPI

if TYPE_CHECKING:
    import datetime

LONGEST_MM = 500


def length(text: str) -> float:
    value = number(text.casefold().removesuffix("mm"))
    if not 0 <= value <= LONGEST_MM:
        raise argparse.ArgumentTypeError(f"{quoted(text)} is not a length of 0 to {LONGEST_MM} mm")
    return value


def whole(text: str, least: int, most: float, what: str, unit: str = "") -> int:
    """Parse a whole number that may be followed by its unit; `what` says what is expected."""
    value = number(text.casefold().removesuffix(unit))
    if not (least <= value <= most and value.is_integer()):
        raise argparse.ArgumentTypeError(f"{quoted(text)} is not {what}")
    return int(value)


def count(text: str) -> int:
    return whole(text, 1, 100, "a number of sheets, 1 to 100")


def port(text: str) -> int:
    return whole(text, 0, 65_535, "a port, 0 to 65535")


def cases(text: str) -> int:
    return whole(text, 1, math.inf, "a number of cases")


def threads(text: str) -> int:
    return whole(text, 1, 256, "a number of threads, 1 to 256")


def dpi(text: str) -> int:
    what = f"a whole number of {MIN_DPI} to {MAX_DPI} dpi"
    return whole(text, MIN_DPI, MAX_DPI, what, unit="dpi")


def memory(text: str) -> int:
    """Parse a size such as 2GB or 512 MB, in bytes."""
    digits = text.casefold().removesuffix("b").rstrip("mgi ")
    unit = text.casefold().removeprefix(digits).strip()
    factor = {"mb": 1, "m": 1, "mib": 1, "gb": 1024, "g": 1024, "gib": 1024}.get(unit)
    value = number(digits)
    if factor is None or not value > 0:
        raise argparse.ArgumentTypeError(f"{quoted(text)} is not a size such as 512MB or 2GB")
    return int(value * factor * 1024 * 1024)


def share(text: str) -> float:
    """Parse a percentage as a share (0..1)."""
    value = number(text.removesuffix("%"))
    if not 0 <= value <= 100:
        raise argparse.ArgumentTypeError(f"{quoted(text)} is not a percentage, 0 to 100")
    return value / 100


def day(text: str) -> datetime.date:
    import datetime

    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{quoted(text)} is not a date such as 2026-10-01"
        ) from None


def number(text: str) -> float:
    """Parse a number; returns NaN, which is in no range, if it is invalid."""
    from journeyeditor.values import read_decimal

    try:
        return read_decimal(text)
    except ValueError:
        return math.nan


def quoted(text: str) -> str:
    return f'"{text}"' if len(text) <= 40 else f'"{text[:39]}…"'


def names(text: str) -> tuple[str, ...]:
    """Parse a comma-separated list of names."""
    given = tuple(filter(None, map(str.strip, text.split(","))))
    if not given:
        raise argparse.ArgumentTypeError("give at least one name")
    return given


def colour(text: str) -> str:
    digits = text.removeprefix("#")
    if len(digits) != 6 or not set(digits) <= set("0123456789abcdefABCDEF"):
        raise argparse.ArgumentTypeError(f"{quoted(text)} is not a colour such as #0B4F6C")
    return f"#{digits.upper()}"
