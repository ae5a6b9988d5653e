"""Flows that are drawn with characters: trees of ├─ and └─, and names with arrows ↓ between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from journeyeditor.exchange.tables.blocks import Item

#: What leads to a name in a tree: its branches, and an arrow.
_BRANCH = re.compile(
    r"(?P<indent>[\s│┃|]*)(?P<branch>[├└┣┗╰][─━]*|[`|+][─━—-]+|─+)[▶►>→]?\s*(?![-=+|─━\s])"
)
_TREE = re.compile(r"[\s│┃]*[├└┣┗╰][─━]")
#: Lines that only lead from one name to the next are made of these, and short (characters).
_ARROWS = frozenset("↓⬇▼🡓🠗⇩")
_STEM = _ARROWS | frozenset("│┃|v\ufe0f")
#: Corners that a tree does not have.
_BOXES = frozenset("┌┐┘┤┬┴┼╔╗╝╚╠╣")
_MAX_STEM, _MAX_NAME, _MAX_LINES = 200, 200, 400


class Flow(NamedTuple):
    """Names in their order, and the number of the line below the drawing."""

    items: tuple[Item, ...]
    end: int
    #: Whether it is one name after the other, without a tree.
    is_chain: bool = False


def read_flow(lines: Sequence[str], start: int) -> Flow | None:
    """The flow that begins in a line, None if it is none: at least two names with a line drawn between."""
    items: list[Item] = []
    at, drawn, is_joined = start, 0, True
    while at < min(len(lines), start + _MAX_LINES):
        line = lines[at]
        if not _BOXES.isdisjoint(line):
            return None  # a chart of boxes, whose lines cannot be followed
        if _is_stem(line):
            drawn, is_joined = drawn + 1, True
        elif not line.strip():
            if not _goes_on(lines, at):
                break
        else:
            branch = _BRANCH.match(line) if len(line) <= _MAX_NAME * 2 else None
            if branch is None and not is_joined:
                break
            words = line[branch.end() :] if branch else line
            drawn += branch is not None
            is_detail = branch is not None and branch["branch"][0] in "|+`" and bool(items)
            is_joined = False
            items.append(Item(int(is_detail), words.strip()[:_MAX_NAME], at + 1))
        at += 1
    if drawn < 1 or len(items) < 2 or not _is_flow(lines[start:at]):
        return None
    is_chain = not any(item.depth or _TREE.match(lines[item.line - 1]) for item in items)
    return Flow(tuple(items), at, is_chain)


def _is_stem(line: str) -> bool:
    signs = line.split() if len(line) <= _MAX_STEM else []
    return bool(signs) and all(set(sign) <= _STEM for sign in signs) and "||" not in line


def _goes_on(lines: Sequence[str], at: int) -> bool:
    """Whether the line below an empty one leads on, or the one above leads here."""
    after = lines[at + 1] if at + 1 < len(lines) else ""
    return bool(after.strip()) and (_is_stem(after) or _is_stem(lines[at - 1]))


def _is_flow(lines: Sequence[str]) -> bool:
    """Whether something is drawn that no list or table has."""
    return any(
        bool(_TREE.match(line)) or (_is_stem(line) and not set(line.split()[-1]) <= set("│┃|"))
        for line in lines
    )
