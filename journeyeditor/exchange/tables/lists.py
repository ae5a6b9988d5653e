"""Lists as parts of journeys: stages with what is nested below them, lanes as keys with their text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from journeyeditor.exchange.tables.blocks import Item
from journeyeditor.exchange.tables.feelings import (
    begins_with_face,
    feeling_at_end,
    has_feeling,
    is_feeling,
)
from journeyeditor.exchange.tables.inline import plain, without_signs
from journeyeditor.exchange.tables.journey import (
    Column,
    JourneyTable,
    LaneRow,
    has_lanes,
    joined,
    roles_of,
)
from journeyeditor.exchange.tables.words import WEAK, Role, names_lane, role_of, stage_title

#: "**Actions:** Opens the chat" and "Actions: Opens the chat".
_KEYED = re.compile(
    r"\s*(?:(?P<asks>\*\*|__)(?P<question>[^*_|\n]{1,60}\?)(?P=asks)|(?P<mark>\*{1,3}|_{1,2})(?P<bold>[^*_:：|\n]{1,48}?)(?:\s*[:：]\s*(?P=mark)|(?P=mark)\s*[:：])|(?P<plain>[^*_:：|\n]{1,48}?)\s*[:：])\s*(?P<text>.*)",
    re.DOTALL,
)
#: "**Find** – searches the shop": a name in bold before a dash.
_BOLD_NAME = re.compile(
    r"\s*(?P<mark>\*\*|__)(?P<name>[^*_|\n]{1,80}?)(?P=mark)\s*[–—-]\s+(?P<text>\S.*)", re.DOTALL
)
#: Between what comes one after the other in a line: "Find → Buy → Use".
ARROW = re.compile(r"\s*(?:→|➔|➜|⟶|⇒|=>|->|-->)\s*")
#: "signs up - annoyed": what is done, and how it feels.
_DASHED = re.compile(r"(\S.*?)\s+[-–—]\s+(\S+(?: \S+){0,2})")
_BRACKETED = re.compile(r"(\S.*?)\s+\((\S+(?: \S+){0,2})\)")


def keyed(words: str) -> tuple[str, str]:
    """The key of a line "key: text" and its text; two empty texts if it has none."""
    match = _KEYED.fullmatch(without_signs(words))
    if match is None:
        named = _BOLD_NAME.fullmatch(words)  # "**What they do** – searches"
        is_lane = named is not None and names_lane(plain(named["name"]))
        return (plain(named["name"]), named["text"]) if named and is_lane else ("", "")
    if match["text"].startswith("//"):
        return "", ""
    return plain(match["question"] or match["bold"] or match["plain"]), match["text"]


def names_stages(items: Sequence[Item]) -> bool:
    """Whether the items of a list each name something in front of what is said of it."""
    pairs = [named(item.text) for item in items]
    return len(items) > 1 and all(name and text for name, text in pairs)


def opened(items: Sequence[Item]) -> list[Item]:
    """Items such as "Find: searches the shop 🙂" with what is said, and the feeling, below the name."""
    result: list[Item] = []
    for item in items:
        name, text = named(item.text)
        said, feeling = feeling_at_end(plain(text))
        steps = [words for words in ARROW.split(said) if words]
        steps = steps if len(steps) > 2 else [said]
        below = [Item(1, words, item.line) for words in (*steps, feeling) if words]
        result += [item._replace(text=name), *below]
    return result


def with_keys(items: Sequence[Item]) -> Iterator[tuple[Item, str, str]]:
    """Yield items with their key and text; the name of a lane above others is a key without a colon."""
    for item, below in zip_longest(items, items[1:]):
        key, text = keyed(item.text)
        is_above = below is not None and below.depth > item.depth
        if not key and is_above and names_lane(plain(item.text)):
            key, text = plain(item.text), ""
        yield item, key, text


def one_column(lanes: Sequence[tuple[str, str]]) -> JourneyTable:
    rows = [LaneRow(title, _roles(title, text), (text,)) for title, text in lanes]
    return JourneyTable((Column(""),), tuple(rows))


def note_lane(text: str) -> LaneRow:
    """A lane with the note of a single stage."""
    return LaneRow("", (Role.NOTE,), (text,))


def listed(texts: Sequence[str]) -> str:
    """Items as the lines of a cell, each with a bullet where one might be read as the end of another."""
    may_go_on = any(text[:1].islower() for text in texts[1:])
    return "\n".join(f"• {text}" if may_go_on else text for text in texts)


def steps_of(items: Sequence[Item]) -> JourneyTable:
    """The steps of a stage in a list; where each ends with a feeling, they are moments of it."""
    said = [plain(item.text) for item in items]
    matches = [_BRACKETED.fullmatch(words) or _DASHED.fullmatch(words) for words in said]
    parts = [match.groups() for match in matches if match and has_feeling(match[2])]
    if len(parts) < 2 or len(parts) * 3 < len(items) * 2:
        return one_column([("", listed([item.text for item in items]))])
    columns = tuple(Column("", said) for said, _ in parts)
    feelings = LaneRow("", (Role.EMOTION,), tuple(feeling for _, feeling in parts))
    return JourneyTable(columns, (feelings,))


def _steps(texts: Sequence[str]) -> JourneyTable:
    """What is done in a stage, and how it feels: lines that are nothing but a feeling."""
    table = one_column([("", listed([text for text in texts if not _is_feeling(text)]))])
    feelings = "\n".join(text for text in texts if _is_feeling(text))
    rows = [LaneRow("", (Role.EMOTION,), (feelings,))] if feelings else []
    return replace(table, lanes=(*table.lanes, *rows))


def _is_feeling(text: str) -> bool:
    return is_feeling(text) or begins_with_face(text)


def _roles(title: str, text: str) -> tuple[Role, ...]:
    return (Role.STEP,) if not title else roles_of(title, (text,))


def keyed_stage(items: Sequence[Item]) -> JourneyTable:
    """The lanes of one stage from a list; what is nested below a key belongs to it."""
    lanes: dict[str, str] = {}
    own = ""
    for item, key, text in with_keys(items):
        if item.depth == 0:
            own, words = key, text if key else item.text
        else:
            words = item.text
        lanes[own] = f"{lanes.get(own, '')}\n{words}".strip()
    return one_column(list(lanes.items()))


def stages_of(items: Sequence[Item]) -> JourneyTable:
    """Stages from the top of a nested list, with the lanes or steps below each."""
    parts: list[tuple[str, list[Item]]] = []
    for item in items:
        if item.depth == 0:
            parts.append((item.text, []))
        elif parts:
            parts[-1][1].append(item._replace(depth=item.depth - 1))
    tables = []
    is_keyed = False
    for text, below in parts:
        title, rest = named(text)
        keys = [key for item, key, _ in with_keys(below) if item.depth == 0]
        is_lanes = any(role_of(key) not in {None, *WEAK} for key in keys if key)
        is_keyed = is_keyed or is_lanes
        lanes = keyed_stage(below) if is_lanes else _steps([item.text for item in below])
        notes = (note_lane(rest),) if rest else ()
        column = Column(stage_title(plain(title)))
        tables.append(replace(lanes, columns=(column,), lanes=(*lanes.lanes, *notes)))
    whole = joined(tables)
    return replace(whole, is_weak=not (is_keyed and has_lanes(whole, is_named=False)))


def named(text: str) -> tuple[str, str]:
    """The name of a stage and what is said of it behind a colon."""
    key, rest = keyed(text)
    if key and rest:
        return key, rest
    match = _BOLD_NAME.fullmatch(text)
    return (plain(match["name"]), match["text"]) if match else (text.rstrip(": "), "")
