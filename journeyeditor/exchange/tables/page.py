"""Text pages as blocks: Markdown, reStructuredText, AsciiDoc, org and plain text.

Tables with pipes, grids drawn with + - |, headings, lists with bullets or numbers, and outlines by
indents are recognized in one pass; a fence around a table or a list is looked through.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from journeyeditor.exchange.checkpoints import checkpoint, checkpoints
from journeyeditor.exchange.separated_values import UNESCAPED_PIPE, piped_cells
from journeyeditor.exchange.tables.blocks import (
    MAX_BLOCKS,
    Block,
    Document,
    Grid,
    Heading,
    Item,
    Outline,
    Prose,
    grid_of,
)
from journeyeditor.exchange.tables.directives import is_list_table, read_list_table
from journeyeditor.exchange.tables.feelings import is_feeling
from journeyeditor.exchange.tables.flows import read_flow
from journeyeditor.exchange.tables.headings import MAX_HEADING, MAX_TERM, Headings, is_org
from journeyeditor.exchange.tables.wikis import read_wiki_table, single_pipes
from journeyeditor.exchange.tables.words import WEAK, role_of

_FENCE = re.compile(r"\s*(?:```|~~~|:::)")
_TAGS = re.compile(r"\s*(?:</?[a-zA-Z][^<>]*>\s*)+")
_COMMENT = re.compile(r"\s*<!--")
#: A fence whose lines are a diagram, which other importers read.
_DIAGRAM = re.compile(
    r"\s*(`{3,}|~{3,}|:{3,})\s*\{?(?:mermaid|mmd|plantuml|puml|dot|graphviz)\b", re.IGNORECASE
)
_UNDERLINE = re.compile(r"\s{0,3}([=\-~^\"'`#*+])\1{2,}\s*")
_RULE = re.compile(r"\s*(?:[-*_=]\s*){3,}")
_ITEM = re.compile(
    r"(?P<indent>\s*)(?:>\s?)*(?P<bullet>[-*+\u2022\u2023\u25aa\u25ab\u25e6\u25cf\u25cb\u25a0\u25ba\u25b8\u2013]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)])\s+(?:\[[ xX]?\]\s+)?(?P<text>\S.*)"
)
#: ": text" below a term of a definition list.
_DEFINITION = re.compile(r"\s{0,3}:\s+(\S.*)")
#: Between the parts of "Find – searches the shop – 🙂".
_DASH = re.compile(r"(?<=\s)(?:[–—]|-{1,3})(?=\s)")
_GRID_RULE = re.compile(r"\s*\+(?:[-=]+\+)+\s*")
_BOX_RULE = re.compile(r"\s*[┌├└╔╠╚╒╞╘┏┣┗][─═━┬┼┴╦╬╩╤╪╧┳╋┻]+[┐┤┘╗╣╝╕╡╛┓┫┛]\s*")
_CORNERS, _SIDES = frozenset("+┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝╒╤╕╞╪╡╘╧╛┏┳┓┣╋┫┗┻┛"), frozenset("|│║┃")
_DELIMITER = re.compile(r"\|?:?-+:?(?:[|+]:?-+:?)*\|?")
_RST_ROW = re.compile(r"\s*={2,}(?:\s+={2,})+\s*")
_GAP = re.compile(r"\s{2,}")
_DASH_ROW = re.compile(r"\s*-{2,}(?:\s+-{2,})+\s*")
_QUOTE = re.compile(r"\s*>\s?")
_KEY = re.compile(r"(?:- )?([\w.-]+):(?:\s|$)")
_ASCIIDOC_RULE = re.compile(r"^\s*(?:\|={3,}|[,:!]={3,})\s*$")
_LEVELS = "=-~^\"'`#*+"
_SPACES_PER_TAB, _MAX_OUTLINE = 4, 500
#: No page of a journey has more lines.
_MAX_LINES = 200_000
#: Behind the name of a stage: what is done, where, how it feels.
_MAX_PARTS = 4


def read_page(text: str) -> Document:
    return Document(tuple(_Reader(text).blocks()))


class _Reader:
    """The lines of a page, read once from top to bottom."""

    def __init__(self, text: str) -> None:
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n", _MAX_LINES)
        del lines[_MAX_LINES:]
        self.lines = [
            _QUOTE.sub("", line) if line.lstrip().startswith(">") else line for line in lines
        ]
        self.at = 0
        self._headings = Headings(self.lines, is_org=is_org(text))
        self._no_table = range(0)
        self._no_dashes = range(0)
        self._underlines: list[str] = []

    def blocks(self) -> Iterator[Block]:
        self._skip_front_matter()
        count = 0
        while self.at < len(self.lines) and count < MAX_BLOCKS:
            checkpoint(self.at / len(self.lines))
            block = self._block()
            if block is not None:
                count += 1
                yield block

    def _skip_front_matter(self) -> None:
        if self.lines and self.lines[0].strip() == "---":
            ends = (i for i, line in enumerate(self.lines[1:200], 1) if line.strip() == "---")
            self.at = next(ends, -1) + 1

    def _block(self) -> Block | None:
        line = self.lines[self.at]
        if not line.strip() or self._is_markup(line):
            self.at += 1
            return None
        start = self.at
        block = self._table(line) or self._definitions() or self._dashed()
        if block is not None or self.at > start:  # what is drawn without any words is passed over
            return block
        if heading := self._headings.at(self.at):
            self.at += 1
            return heading
        if _ITEM.fullmatch(line) and not _RULE.fullmatch(line):
            return self._list()
        self.at += 1
        return None if _RULE.fullmatch(line) else Prose(line.strip(), self.at)

    def _table(self, line: str) -> Block | None:
        """A table or flow, or a heading above a rule, which looks like one."""
        for read in (read_list_table, read_wiki_table):
            if (placed := read(self.lines, self.at)) is not None:
                self.at = placed.end
                return placed.grid
        readers = (self._drawn, self._asciidoc, self._simple, self._spaced, self._flow, self._piped)
        found = (reader(line) for reader in (*readers, self._underlined))
        return next((block for block in found if block is not None), None)

    def _is_markup(self, line: str) -> bool:
        """Whether a line has nothing to read: tags alone, or a comment, which may go on below."""
        if _COMMENT.match(line):
            while "-->" not in self.lines[self.at] and self.at + 1 < len(self.lines):
                self.at += 1
            return not self.lines[self.at].rpartition("-->")[2].strip()
        if match := _DIAGRAM.match(line):
            while self.at + 1 < len(self.lines):
                self.at += 1
                if self.lines[self.at].strip() == match[1]:
                    break
            return True
        is_fence = _FENCE.match(line) and not is_list_table(line)
        return bool(is_fence or _TAGS.fullmatch(line))

    def _underlined(self, line: str) -> Heading | None:
        """A heading of reStructuredText or Markdown: a line of signs below it."""
        after = self.lines[self.at + 1] if self.at + 1 < len(self.lines) else ""
        rule = _UNDERLINE.fullmatch(after)
        if rule is None or line.lstrip()[:1] in "-*+|#" or len(line.strip()) > 120:
            return None
        if len(after.strip()) + 3 < len(line.strip()):
            return None
        if rule[1] not in self._underlines:
            self._underlines.append(rule[1])
        self.at += 2
        return Heading(self._underlines.index(rule[1]) + 1, line.strip(), self.at - 1)

    # ---- tables

    def _piped(self, line: str) -> Grid | None:
        """A table with pipes; without outer ones it needs a delimiter row."""
        start = self.at
        if start in self._no_table or not UNESCAPED_PIPE.search(line):
            return None
        end = start + 1
        while end < len(self.lines) and self._is_row(end, start):
            checkpoint(end / len(self.lines))
            end += 1
        rows, has_header = _piped_rows(self.lines[start:end])
        if len(rows) > 1 and not (has_header or _has_outer_pipe(line) or _is_even(rows)):
            self._no_table = range(start, self._next_table(start, end))
            return None
        grid = grid_of(rows, start + 1, has_header=has_header) if len(rows) > 1 else None
        if grid is None or grid.width < 2:
            self._no_table = range(start, end)  # nor is any part of it a table
            return None
        self.at = end
        return grid

    def _next_table(self, start: int, end: int) -> int:
        """Where a table may begin after the first of some lines with pipes: each is looked at once."""
        for number in range(start + 1, end):
            is_header = number + 1 < end and _is_delimiter(self.lines[number + 1])
            if is_header or _has_outer_pipe(self.lines[number]):
                return number
        even, width = end - 1, len(piped_cells(self.lines[end - 1]))
        while even > start + 1 and len(piped_cells(self.lines[even - 1])) == width:
            even -= 1
        return even

    def _is_row(self, number: int, start: int) -> bool:
        """Whether a line goes on with a table: with pipes, or any words below a delimiter row."""
        line = self.lines[number]
        if not line.strip():
            return False
        if UNESCAPED_PIPE.search(line) or _is_delimiter(line):
            return True
        is_below = start + 1 < number and _is_delimiter(self.lines[start + 1])
        return bool(is_below) and not (
            self._headings.is_marked(line)
            or _ITEM.fullmatch(line)
            or _FENCE.match(line)
            or _RULE.fullmatch(line)
        )

    def _drawn(self, line: str) -> Grid | None:
        """A grid drawn with + - | or with box characters; a cell may have several lines."""
        if not (_GRID_RULE.fullmatch(line) or _BOX_RULE.fullmatch(line)):
            return None
        start = self.at
        edges = [at for at, sign in enumerate(line.rstrip()) if sign in _CORNERS]
        parts: list[list[list[str]]] = []
        lines: list[list[str]] = []
        has_header = False
        while self.at < len(self.lines):
            words = self.lines[self.at]
            if _GRID_RULE.fullmatch(words) or _BOX_RULE.fullmatch(words):
                if lines:
                    parts.append(lines)
                    has_header = has_header or "=" in words
                    lines = []
            elif words.strip()[:1] in "|│║┃" and words.strip():
                lines.append(_drawn_cells(words, edges))
            else:
                break
            self.at += 1
        if lines:
            parts.append(lines)
        return grid_of(_rows_of(parts), start + 1, has_header=has_header)

    def _simple(self, line: str) -> Grid | None:
        """A simple table of reStructuredText, whose columns are under rules of =."""
        if not _RST_ROW.fullmatch(line):
            return None
        bounds = _bounds(line)
        start, rules = self.at, 1
        rows: list[list[str]] = []
        self.at += 1
        while self.at < len(self.lines) and rules < 3:
            words = self.lines[self.at]
            self.at += 1
            if _RST_ROW.fullmatch(words):
                rules += 1
            elif words.strip():
                cells = [words[a:b].strip() for a, b in pairwise(bounds)]
                if rows and not cells[0] and rules > 1 and not words[: bounds[1]].strip():
                    rows[-1] = [f"{a}\n{b}".strip() for a, b in zip(rows[-1], cells, strict=True)]
                else:
                    rows.append(cells)
        return grid_of(rows, start + 1, has_header=True)

    def _spaced(self, line: str) -> Grid | None:
        """A table whose columns are apart by blanks: with a rule of dashes below a header that says what it is."""
        after = self.lines[self.at + 1] if self.at + 1 < len(self.lines) else ""
        is_ruled = bool(_DASH_ROW.fullmatch(after))
        if "|" in line or not (is_ruled or self._is_spaced_header(line)):
            return None
        start, bounds = self.at, _bounds(after if is_ruled else line)
        rows = [[line[a:b].strip() for a, b in pairwise(bounds)]]
        self.at += 1 + is_ruled
        while self.at < len(self.lines) and self.lines[self.at].strip():
            words = self.lines[self.at]
            self.at += 1
            if not _DASH_ROW.fullmatch(words):
                rows.append([words[a:b].strip() for a, b in pairwise(bounds)])
        return grid_of(rows, start + 1, has_header=True)

    def _is_spaced_header(self, line: str) -> bool:
        """Whether a line has headings of a journey, under which words of the next lines begin."""
        if len(line) > MAX_HEADING or "   " not in line.strip():
            return False
        names = [name for name in _GAP.split(line.strip()) if name]
        starts = _bounds(line)[1:-1]
        rows = self.lines[self.at + 1 : self.at + 3]
        are_under = all(
            row[a : a + 1].strip() or not row[a:].strip() for row in rows for a in starts[:1]
        )
        known = sum(role_of(name) not in {None, *WEAK} for name in names)
        return (
            len(rows) == 2
            and all(map(str.strip, rows))
            and known > 1
            and known * 2 > len(names)
            and are_under
        )

    def _flow(self, line: str) -> Outline | Prose | None:
        """Names with lines or arrows drawn between them; a chain of names alone is one line of them."""
        flow = read_flow(self.lines, self.at)
        if flow is None:
            return None
        number, self.at = self.at + 1, flow.end
        if flow.is_chain:
            return Prose(" → ".join(item.text for item in flow.items), number)
        return Outline(flow.items)

    def _asciidoc(self, line: str) -> Grid | None:
        """A table of AsciiDoc between |===; cells begin with |, rows end with a line or an empty line."""
        if not _ASCIIDOC_RULE.fullmatch(line):
            return None
        start, rows = self.at, [[]]  # type: ignore[var-annotated]
        width = 0
        self.at += 1
        while self.at < len(self.lines) and not _ASCIIDOC_RULE.fullmatch(self.lines[self.at]):
            words = self.lines[self.at]
            self.at += 1
            cells = [cell.strip() for cell in UNESCAPED_PIPE.split(words)[1:]]
            if not words.strip():
                rows.append([])
            elif not cells and rows[-1]:
                rows[-1][-1] += f"\n{words.strip()}"
            elif len(cells) > 1:
                width = width or len(cells)
                rows.append(cells)
            else:
                rows[-1] += cells
        self.at += 1
        return grid_of([row for row in _folded(rows, width) if row], start + 1, has_header=True)

    # ---- lists

    def _list(self) -> Outline:
        """A list with its nested ones, as far as lines are items, continued or empty ones between."""
        items: list[Item] = []
        stack: list[int] = []
        while self.at < len(self.lines):
            line = self.lines[self.at]
            match = _ITEM.fullmatch(line)
            if items and self._headings.is_marked(line):
                break
            if match and not _RULE.fullmatch(line):
                depth = _depth(_indent(match["indent"]), stack)
                items.append(Item(depth, match["text"].strip(), self.at + 1))
            elif line.strip():
                if not items or not line.startswith((" ", "\t")) or self._is_other(line):
                    break
                items[-1] = items[-1]._replace(text=f"{items[-1].text} {line.strip()}")
            elif not self._goes_on():
                break
            self.at += 1
        return Outline(tuple(items))

    def _definitions(self) -> Outline | None:
        """A definition list: terms with lines of text after a colon below each."""
        items: list[Item] = []
        start = self.at
        while (below := self._definition_below(start)) is not None:
            items.append(Item(0, self.lines[start].strip(), start + 1))
            while below < len(self.lines) and (match := _DEFINITION.fullmatch(self.lines[below])):
                items.append(Item(1, match[1].strip(), below + 1))
                below = self._after_blank(below + 1)
            self.at, start = self._before_blank(below), below
        return Outline(tuple(items)) if items else None

    def _definition_below(self, number: int) -> int | None:
        """The line with what the term in a line means; None if it is no term."""
        line = self.lines[number] if number < len(self.lines) else ""
        below = self._after_blank(number + 1)
        is_term = 0 < len(line.strip()) <= MAX_TERM and below < len(self.lines)
        if not is_term or not _DEFINITION.fullmatch(self.lines[below]):
            return None
        is_other = self._is_other(line) or _ITEM.fullmatch(line) or _DEFINITION.fullmatch(line)
        return None if is_other else below

    def _dashed(self) -> Outline | None:
        """Lines of a stage, what is done and how it feels, with dashes between."""
        items: list[Item] = []
        start, count, feelings = self.at, 0, 0
        end = start
        if start in self._no_dashes:
            return None
        while start < len(self.lines) and len(self.lines[start]) <= MAX_HEADING:
            match = _ITEM.fullmatch(self.lines[start])
            words = match["text"] if match else self.lines[start]
            name, *parts = (part.strip() for part in _DASH.split(words))
            if not 0 < len(parts) <= _MAX_PARTS or not 0 < len(name) <= MAX_TERM:
                break
            items += [Item(int(i > 0), part, start + 1) for i, part in enumerate((name, *parts))]
            count, feelings = count + 1, feelings + (len(parts) > 1 and is_feeling(parts[-1]))
            end, start = start + 1, self._after_blank(start + 1)
        if count < 2 or feelings * 2 <= count:
            self._no_dashes = range(self.at, end)  # each line is looked at once
            return None
        self.at = end
        return Outline(tuple(items))

    def _after_blank(self, number: int) -> int:
        """The number of a line, or of the next one if it is empty."""
        return number + (number < len(self.lines) and not self.lines[number].strip())

    def _before_blank(self, number: int) -> int:
        return number - (not self.lines[number - 1].strip())

    def _goes_on(self) -> bool:
        """Whether an empty line is within a list."""
        following = self.lines[self.at + 1] if self.at + 1 < len(self.lines) else ""
        return bool(_ITEM.fullmatch(following)) and not _RULE.fullmatch(following)

    def _is_other(self, line: str) -> bool:
        return bool(
            _FENCE.match(line) or self._headings.is_marked(line) or line.strip().startswith("|")
        )


def _depth(indent: int, stack: list[int]) -> int:
    """The depth of an item by its indent; `stack` holds the indents of those around it."""
    while stack and indent < stack[-1]:
        stack.pop()
    if not stack or indent > stack[-1]:
        stack.append(indent)
    return len(stack) - 1


def _indent(blank: str) -> int:
    return len(blank.replace("\t", " " * _SPACES_PER_TAB))


def read_outline(text: str) -> Document | None:
    """A text whose lines are nothing but an outline by indents; None if it is none."""
    if re.search(r"^[ \t]*(?:```|~~~|:::|#|\||<)", text, re.MULTILINE):
        return None
    stack: list[int] = []
    items: list[Item] = []
    for number, line in enumerate(text.splitlines(), 1):
        if words := line.strip():
            blank = line[: len(line) - len(line.lstrip())]
            items.append(Item(_depth(_indent(blank), stack), words, number))
    above: list[Prose] = []
    while len(items) > 1 and not items[0].depth and not items[1].depth:
        above.append(Prose(items[0].text, items[0].line))  # what is said of the journey
        del items[0]
    keys = [match[1] for item in items if (match := _KEY.match(item.text))]
    is_data = sum(role_of(key) in {None, *WEAK} for key in keys) * 2 > len(items)  # such as YAML
    if is_data or not _is_outline(items):
        return None
    return Document((*above, Outline(tuple(items))))


def _is_outline(items: Sequence[Item]) -> bool:
    """Whether lines are names with something below nearly each of them, and no indented prose."""
    if len(items) > _MAX_OUTLINE or any(len(item.text) > 160 for item in items):
        return False
    tops = [i for i, item in enumerate(items) if item.depth == 0]
    parents = sum(i + 1 < len(items) and items[i + 1].depth > 0 for i in tops)
    are_names = all(
        len(items[i].text) <= 60 and items[i].text[-1] not in ".,;" and items[i].text[0].isalnum()
        for i in tops
    )
    return len(tops) > 1 and are_names and parents >= 0.75 * len(tops)


# ---- cells


def _bounds(rule: str) -> list[int]:
    """Where the columns below the parts of a rule begin, and the end of the last one."""
    starts = [match.start() for match in re.finditer(r"\S+(?: \S+)*", rule)]
    return [0, *starts[1:], 10**6]


def _is_delimiter(line: str) -> bool:
    """Whether a line is the one below the header of a table; blanks go first, for linear time."""
    return bool(_DELIMITER.fullmatch("".join(line.split())))


def _has_outer_pipe(line: str) -> bool:
    return line.strip().startswith("|")


def _piped_rows(lines: Sequence[str]) -> tuple[list[list[str]], bool]:
    rows = []
    has_header = False
    for number, line in enumerate(map(single_pipes, checkpoints(lines))):
        if _is_delimiter(line) and "-" in line:
            has_header = has_header or number == 1
            continue
        rows.append(piped_cells(line))
    return rows, has_header


def _is_even(rows: Sequence[Sequence[str]]) -> bool:
    return len({len(row) for row in rows}) == 1 and len(rows[0]) > 1


def _drawn_cells(line: str, edges: Sequence[int]) -> list[str]:
    """The cells of a line below a rule: between its corners, where the line has signs there too."""
    signs = line[:-1] if line.endswith("\n") else line
    if len(edges) > 1 and all(at < len(signs) and signs[at] in _SIDES for at in edges):
        return [signs[a + 1 : b].strip() for a, b in pairwise(edges)]
    words = line.strip().translate(str.maketrans("│║┃", "|||"))
    return [
        cell.strip() for cell in UNESCAPED_PIPE.split(words.removeprefix("|").removesuffix("|"))
    ]


def _rows_of(parts: Sequence[list[list[str]]]) -> list[list[str]]:
    """The rows between the rules of a drawn grid; with one rule below the header each line is a row."""
    if len(parts) != 2 or len(parts[1]) < 2:
        return [_joined(lines) for lines in parts]
    rows = [_joined(parts[0])]
    for line in parts[1]:
        if line[0] or len(rows) == 1:
            rows.append(line)
        else:
            rows[-1] = _joined([rows[-1], line])
    return rows


def _joined(lines: Sequence[Sequence[str]]) -> list[str]:
    """One row of several lines of cells.

    A line is continued by the next one unless that begins with a bullet.
    """
    width = max(map(len, lines))
    cells = [""] * width
    for line in lines:
        for column, words in enumerate(line):
            if not words:
                continue
            sign = "\n" if _ITEM.fullmatch(words) else " "
            cells[column] = f"{cells[column]}{sign}{words}".strip()
    return cells


def _folded(rows: Sequence[list[str]], width: int) -> list[list[str]]:
    """Rows whose cells stood on lines of their own, cut to the width of the table."""
    width = width or max(map(len, rows), default=0)
    whole: list[list[str]] = []
    for row in rows:
        whole += [row[i : i + width] for i in range(0, len(row), width)] if width else []
    return whole
