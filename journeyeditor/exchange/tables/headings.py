"""Headings of a page, by the signs before them, or by what stands around them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyeditor.exchange.tables.blocks import Heading
from journeyeditor.exchange.tables.words import names_lane, names_stage

_HEADING = re.compile(r"\s{0,3}(#{1,6}|={1,6})\s+(\S.*?)\s*[#=]*\s*")
_HTML_HEADING = re.compile(r"\s*<h([1-6])\b[^<>]*>(.*?)</h\1>\s*", re.IGNORECASE)
_BOLD_LINE = re.compile(r"\s*(?:\*\*|__)([^*_]{1,80})(?:\*\*|__)\s*")
#: Headings of org, whose signs are bullets in other markup.
_ORG_HEADING = re.compile(r"(\*{1,8})\s+(\S.*)")
_IS_ORG = re.compile(r"^(?:#\+[A-Za-z_]+:|\*{2,8}[ \t]+[^\s*]|\|-+\+)", re.MULTILINE)
_IS_MARKDOWN = re.compile(r"^#{1,6} \S", re.MULTILINE)
_ORG_TITLE = re.compile(r"#\+TITLE:\s*(\S.*)", re.IGNORECASE)
#: A numbered name above a table that is set in below it.
_NUMBERED = re.compile(r"\s{0,3}\d{1,3}[.)]\s+(\S.*)")
#: What folds away below it, as a heading does.
_SUMMARY = re.compile(
    r"\s*(?:<details\b[^<>]*>\s*)?<summary\b[^<>]*>(.+?)</summary>\s*", re.IGNORECASE
)
#: "Actions: opens the page".
_KEY_LINE = re.compile(
    r"\s*(?:[-*]\s+)?(?:\*\*|__|\*|_)?([^*_:：|\n]{1,48}?)(?:\*\*|__|\*|_)?\s*[:：]\s*(?:\*\*|__|\*|_)?(?:\s|$).*"
)
#: "A → B → C", which is no name.
_ARROWS = re.compile(r".+(?:→|➔|➜|⟶|⇒|=>|->).+(?:→|➔|➜|⟶|⇒|=>|->).+")
_BULLET = re.compile(r"\s*(?:[-*+•]|\d{1,3}[.)])\s")
#: Longer lines are no headings, and longer words name no stage or lane (characters).
MAX_HEADING, MAX_TERM = 1_000, 60


def is_org(text: str) -> bool:
    """Whether a page is written in org, where stars are headings."""
    return bool(_IS_ORG.search(text)) and not _IS_MARKDOWN.search(text)


class Headings:
    """The headings in the lines of a page, by their numbers."""

    def __init__(self, lines: Sequence[str], *, is_org: bool) -> None:
        self.lines = lines
        self._is_org = is_org

    def at(self, number: int) -> Heading | None:
        """The heading that a line is."""
        line = self.lines[number]
        if len(line) > MAX_HEADING:
            return None
        found = self._marked(line) or self._implied(number)
        return None if found is None else Heading(found[0], found[1].strip(), number + 1)

    def is_marked(self, line: str) -> bool:
        """Whether a line is a heading by its own signs."""
        return len(line) <= MAX_HEADING and bool(self._marked(line))

    def _marked(self, line: str) -> tuple[int, str] | None:
        if match := _HEADING.fullmatch(line) or (self._is_org and _ORG_HEADING.fullmatch(line)):
            return len(match[1]), match[2]
        if self._is_org and (match := _ORG_TITLE.fullmatch(line)):
            return 0, match[1]
        if match := _HTML_HEADING.fullmatch(line):
            return int(match[1]), match[2]
        match = _SUMMARY.fullmatch(line)
        return (5, match[1]) if match else None

    def _implied(self, number: int) -> tuple[int, str] | None:
        """A line that names what stands below it: in bold, numbered above a table, or above keys."""
        line = self.lines[number]
        before = self.lines[number - 1].strip() if number else ""
        after = self.lines[number + 1] if number + 1 < len(self.lines) else ""
        if match := _BOLD_LINE.fullmatch(line):
            is_key = ":" in match[1] and not names_stage(match[1])
            is_name = not is_key and not _ARROWS.fullmatch(match[1])
            return (6, match[1]) if is_name and not before and "|" not in after else None
        is_numbered = _NUMBERED.fullmatch(line) and self._is_above_table(number)
        is_above = not before and _is_above_keys(line, after)
        return (6, line) if is_numbered or is_above else None

    def _is_above_table(self, number: int) -> bool:
        """Whether the next line that is not empty is of a table that is set in."""
        below = (line for line in self.lines[number + 1 : number + 4] if line.strip())
        line = next(below, "")
        return line[:1].isspace() and line.strip().startswith(("|", "+-"))


def _is_above_keys(line: str, after: str) -> bool:
    """Whether a line is the name of a stage above lines such as "Actions: opens the page"."""
    key = _KEY_LINE.fullmatch(after) if len(after) <= MAX_HEADING else None
    is_name = 0 < len(line.strip()) <= MAX_TERM and line.rstrip()[-1] not in ".,;:|"
    is_other = _BULLET.match(line) or _KEY_LINE.fullmatch(line) or _BULLET.match(after)
    is_outline = after[:1].isspace()
    return bool(key and is_name and not is_other and not is_outline and names_lane(key[1]))
