"""The YAML block before a diagram: only its title is carried over.

PyYAML checks the block (Mermaid rejects a diagram with invalid YAML), but its YAML 1.1 values are
not used: Mermaid reads JSON-like types, so `on` is a string and 1.0 is the number 1.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from journeyeditor.exchange.mermaid.lexer import number
from journeyeditor.exchange.mermaid.source import BLANK, MermaidError, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yaml import Node, ScalarNode

#: Diagram settings are a few lines; PyYAML needs about a second for a hundred times this much.
_MAX_CHARACTERS = 64 * 1024

_OPENING = re.compile(rf"([^\S\n]*+)---(?P<run>[{BLANK}]*+)")
_TABS = re.compile(r"(?<=\S) *+\t[ \t]*+|^[ \t]++$", re.MULTILINE)
#: Between these, JavaScript writes a number without an exponent.
_SMALLEST, _LARGEST = 1e-6, 1e21
_NULL = {"", "~", "null", "Null", "NULL"}
_TRUE = {"true", "True", "TRUE"}
_FALSE = {"false", "False", "FALSE"}
_NUMBER = re.compile(
    r"[-+]?(?:(?:0b[01]+|0x[0-9a-fA-F]+|0o[0-7]+)|(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"
    r"|\.(?:inf|Inf|INF))",
    re.ASCII,
)


class FrontMatterBlock(NamedTuple):
    """The position of a front matter block: its YAML text, its first line, and its end."""

    body: str
    first_line: int
    end: int


class FrontMatter(NamedTuple):
    """The content of a block; `others` are the keys that are not carried over."""

    title: str
    others: tuple[str, ...]


def find_block(text: str) -> FrontMatterBlock | None:
    """The block at the start of a text, or None."""
    opening = _OPENING.match(text)
    if opening is None or "\n" not in opening["run"]:
        return None
    indent, run = opening[1], opening["run"]
    closing = re.compile(rf"\n{re.escape(indent)}---[{BLANK}]*\n")
    body_start = opening.start("run") + run.rindex("\n") + 1
    close = closing.search(text, body_start)
    if close is None:
        # Only white space may separate the hyphens; Mermaid requires it to be on one line.
        close = closing.match(text, body_start - 1)
        body_start = text.rfind("\n", opening.start("run"), body_start - 1) + 1
        if close is None or body_start <= opening.start("run"):
            return None
    body = text[body_start : close.start()] if body_start < close.start() else ""
    lines = body.split("\n") if indent else [body]
    body = "\n".join(line.removeprefix(indent) for line in lines)
    return FrontMatterBlock(body, 1 + text.count("\n", 0, body_start), close.end())


def read_block(block: FrontMatterBlock) -> FrontMatter:
    """The content of a block.

    Raises:
        MermaidError: the block is not valid YAML; lines are counted from the start of the text.

    """
    import yaml  # a sixth of all diagrams have a block

    body = _TABS.sub(" ", block.body)  # PyYAML requires a space between a key and its value
    line = block.first_line
    if len(body) > _MAX_CHARACTERS:
        raise MermaidError("the front matter is longer than 64 KiB", "shorten it", line)
    try:
        root = yaml.compose(body, Loader=yaml.BaseLoader)
        fault = _fault(root) if root else None
        values = _values(root)
        title = _text(values["title"], {}) if "title" in values and not fault else ""
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "it cannot be read"
        line += mark.line if mark else 0
        advice = 'put values that contain ": " or start with a special character in double quotes'
        raise MermaidError(
            f"the front matter is not valid YAML ({problem})", advice, line
        ) from error
    except RecursionError as error:
        raise MermaidError("the front matter is nested too deeply", "simplify it", line) from error
    if fault:
        node, reason = fault
        line += node.start_mark.line
        raise MermaidError(f"{reason} in the front matter", "remove it", line)
    if title is None:
        raise MermaidError("the title in the front matter is too long", "shorten it", line)
    return FrontMatter(title, tuple(key for key in values if key != "title" or not title))


def _values(root: Node | None) -> dict[str, Node]:
    import yaml

    if not isinstance(root, yaml.MappingNode):
        return {}
    return {key.value: value for key, value in root.value if isinstance(key, yaml.ScalarNode)}


def _fault(root: Node) -> tuple[Node, str] | None:
    """The first node that only Mermaid rejects: a duplicate key, or a custom tag."""
    import yaml

    waiting, met = [root], set()
    while waiting:
        node = waiting.pop()
        if id(node) in met:
            continue
        met.add(id(node))
        if not node.tag.startswith("tag:yaml.org,2002:"):
            return node, f"the tag {quoted(node.tag)} is unknown"
        if isinstance(node, yaml.MappingNode):
            keys = [key for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
            if repeated := _repeated(keys):
                return repeated, f"the key {quoted(repeated.value)} appears twice"
            waiting.extend(part for pair in reversed(node.value) for part in reversed(pair))
        elif isinstance(node, yaml.SequenceNode):
            waiting.extend(reversed(node.value))
    return None


def _repeated(keys: list[ScalarNode]) -> ScalarNode | None:
    met: set[str] = set()
    for key in keys:
        if key.value in met:
            return key
        met.add(key.value)
    return None


def _text(node: Node, lists: dict[int, str | None]) -> str | None:
    """A value as JavaScript converts it to text; falsy values are no title.

    Aliases let a short block expand to an endless text: each list is converted once (`lists`, by
    identity; "" inside itself, as in JavaScript), and None is a text beyond the limit.
    """
    import yaml

    if isinstance(node, yaml.SequenceNode):
        if id(node) not in lists:
            lists[id(node)] = ""
            lists[id(node)] = _joined(_text(item, lists) for item in node.value)
        return lists[id(node)]
    if not isinstance(node, yaml.ScalarNode):
        return ""
    text: str = node.value
    if node.style is not None:
        return text
    if text in _NULL or text in _FALSE or text in {".nan", ".NaN", ".NAN"}:
        return ""
    if text in _TRUE:
        return "true"
    return _number_text(text) if _NUMBER.fullmatch(text) else text


def _joined(texts: Iterable[str | None]) -> str | None:
    lines: list[str] = []
    length = -1
    for text in texts:
        length += 1 + len(text or "")
        if text is None or length > _MAX_CHARACTERS:
            return None
        lines.append(text)
    return ",".join(lines)


def _number_text(text: str) -> str:
    sign = "-" if text.startswith("-") else ""
    if text.lower().endswith("inf"):
        return sign + "Infinity"
    value = number(text.lstrip("+-"))
    if value == 0:
        return ""
    if value == float("inf"):
        return text
    if not _SMALLEST <= value < _LARGEST:
        return sign + repr(value).replace("e-0", "e-")
    digits = f"{Decimal(repr(value)):f}"
    return sign + (digits.rstrip("0").rstrip(".") if "." in digits else digits)
