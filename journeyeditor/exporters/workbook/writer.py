"""Write a workbook: the journey as a grid, then a sheet for each kind, the connections and the map."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from journeyeditor.display.theme import READABLE, Theme, contrast, legible, mixed
from journeyeditor.exporters.actions import ACTION_COLUMNS, ACTION_LIST, action_row
from journeyeditor.exporters.format import Export
from journeyeditor.exporters.grid import GridRow, JourneyGrid, journey_grid
from journeyeditor.exporters.look import CREATED, document_theme
from journeyeditor.exporters.workbook import source as hidden
from journeyeditor.exporters.workbook.cells import MARK, Cell, FieldColumn, Names, readable, to_cell
from journeyeditor.exporters.workbook.columns import (
    CODED,
    SELDOM,
    TECHNICAL,
    USUAL,
    SheetPlan,
    info_columns,
    info_values,
    names_of,
    sheet_plans,
    titles_of,
    values_of,
)
from journeyeditor.files import dump_map
from journeyeditor.files.writer import row_of
from journeyeditor.geometry import Size
from journeyeditor.i18n import N_, Texts
from journeyeditor.i18n import texts as texts_of
from journeyeditor.insight.priorities import ranked_opportunities
from journeyeditor.model import JourneyGraph, Record
from journeyeditor.poster.context import runs_right_to_left
from journeyeditor.vocabulary import Editor, Emotion, Opportunity, info_of, kind_class

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

FONT = "Calibri"
#: Widths of columns in characters.
WIDTHS: Mapping[Editor, int] = {
    Editor.LINE: 26,
    Editor.LINES: 44,
    Editor.LIST: 26,
    Editor.ELEMENTS: 20,
    Editor.ELEMENT: 20,
    Editor.CHOICE: 16,
    Editor.SUGGESTION: 18,
    Editor.DATE: 12,
    Editor.DURATION: 14,
    Editor.SERIES: 26,
    Editor.PICTURE: 16,
}
WIDTH, TITLE_WIDTH, ID_WIDTH = 12, 38, 12
LANE_WIDTH, STAGE_WIDTH, INFO_WIDTH = 20, 30, 90
#: The height of a line and the room above and below the lines of a row (points); no row is higher.
LINE, PADDING, MAX_HEIGHT = 14.5, 5.0, 300.0
#: How much of a line is filled, as words are not broken and other programs have wider fonts.
SLACK = 0.92
RATED = (Editor.PIPS, Editor.SLIDER)
FORMATS: Mapping[Editor, str] = {
    Editor.PERCENT: "0.##%",
    Editor.SLIDER: "+0.0;\u22120.0;0",
    Editor.DATE: "yyyy-mm-dd",
}
#: Rows below the last one that have the same lists to choose from.
SPARE_ROWS = 500
#: The most characters of a list inside a validation; longer ones are on a sheet of lists.
MAX_INLINE = 255
_SHEET_NAME = 31
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
#: The numbers of papers in workbooks; larger maps are printed on the largest of them.
_PAPERS = {"Letter": 1, "Tabloid": 3, "Legal": 5, "A3": 8, "A4": 9, "A5": 11}
_A4 = _PAPERS["A4"]
#: The room on a landscape A3, and the width of a character (points).
PAGE, CHARACTER = Size(1130.0, 760.0), 5.6
#: A table that would be smaller than this share of its size by width goes on over several pages.
LEAST_SHARE = 0.55
#: The row of the stages on the sheet of the journey.
HEAD_ROW = 3
#: The height of the rows down to that of the stages (points).
HEAD_HEIGHT = 86.0


#: The widths of the rank, and of the columns of the action list.
_ACTION_WIDTHS = (5, 44, 24, 10, 10, 8, 22, 13, 16)


def write(export: Export) -> list[bytes]:
    from xlsxwriter import Workbook

    file = BytesIO()
    settings = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(file, settings) as book:
        _Writer(book, export).write()
    return [file.getvalue()]


class _List(NamedTuple):
    """What a column offers to choose from: a list, or the cells of a sheet that hold it."""

    source: list[str] | str
    is_strict: bool


class _Writer:
    """A workbook in progress: its formats, and the lists of its validations."""

    def __init__(self, book: Workbook, export: Export) -> None:
        self.book, self.export = book, export
        self.graph: JourneyGraph = export.graph
        self.info = info_of(self.graph)
        self.texts: Texts = texts_of(self.info.language or "en")
        self.theme: Theme = document_theme(export)
        self.names: Names = names_of(titles_of(self.graph))
        self.is_reversed = runs_right_to_left(self.graph, self.info)
        self.head_ink = _ink_on(self.theme["brand"], self.theme)
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._sheet_names: set[str] = set()
        self._lists: list[list[str]] = []
        self._list_sources: dict[tuple[str, ...], str] = {}

    def write(self) -> None:
        texts, book = self.texts, self.book
        book.set_properties(
            {"title": self.info.title, "author": self.info.author, "created": CREATED}
        )
        sheets = {self._grid(journey_grid(self.graph, texts)): hidden.GRID}
        self._actions()
        plans = [(plan, self._records(plan)) for plan in sheet_plans(self.graph, texts)]
        lists = book.add_worksheet("_")  # its name has no letters in any language
        for number, (plan, records) in enumerate(plans):
            self.export.progress((number + 1) / (len(plans) + 1))
            sheets[self._sheet(plan, records, lists.get_name())] = plan.kind
        sheets[self._info()] = hidden.INFO
        for column, words in enumerate(self._lists):
            lists.write_column(0, column, words)
        lists.hide()
        data = dump_map(self.graph) if self.export.has_source else None
        language = self.info.language or "en"
        sheet = book.add_worksheet(hidden.SHEET)
        sheet.very_hidden()
        for row, cell in enumerate(hidden.rows_of(hidden.SourceSheet(language, sheets, data))):
            sheet.write_string(row, 0, cell)

    def _records(self, plan: SheetPlan) -> Sequence[Record]:
        return self.graph.elements(plan.kind) if plan.kind else self.graph.relations()

    def _format(self, **properties: Any) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            base = {"font_name": FONT, "font_size": 10.5, "valign": "top", "text_wrap": True}
            # With an indent, cells aligned to the top have to say on which side it is.
            base |= {"indent": 1, "align": "right" if self.is_reversed else "left"}
            self._formats[key] = self.book.add_format(
                {**base, "font_color": self.theme["ink"], **properties}
            )
        return self._formats[key]

    def _head(self) -> Format:
        return self._format(
            bold=True,
            bg_color=self.theme["brand"],
            font_color=self.head_ink,
            valign="vcenter",
            border=1,
            border_color=self.theme["brand"],
        )

    def _add(self, name: str, colour: str) -> Worksheet:
        """Add a sheet whose name is allowed, and taken by no other."""
        name = name.translate(_FORBIDDEN).strip().strip("'")[:_SHEET_NAME] or "_"
        stem, number = name, 1
        while name.casefold() in self._sheet_names:
            number += 1
            name = f"{stem[: _SHEET_NAME - 4]} {number}"
        self._sheet_names.add(name.casefold())
        sheet = self.book.add_worksheet(name)
        sheet.set_tab_color(colour)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        if self.is_reversed:
            sheet.right_to_left()
        sheet.set_paper(_A4)
        sheet.set_margins(0.4, 0.4, 0.5, 0.6)
        sheet.fit_to_pages(1, 0)
        title = self.info.title.replace("&", "&&")[:120]
        sheet.set_footer(f'&L&8&"{FONT}"{title}&C&8&A&R&8&P / &N')
        return sheet

    # ---- the journey

    def _grid(self, grid: JourneyGrid) -> str:
        texts, theme = self.texts, self.theme
        sheet = self._add(texts("Journey"), theme["brand"])
        sheet.set_paper(_PAPERS.get(self.info.poster.paper, _PAPERS["A3"]))
        sheet.set_column(0, 0, LANE_WIDTH)
        sheet.set_column(1, max(1, len(grid.stages)), STAGE_WIDTH)
        sheet.set_row(0, 30)
        plain: dict[str, Any] = {"text_wrap": False, "valign": "vcenter"}
        title = self._format(bold=True, font_size=18, font_color=theme["title"], **plain)
        sheet.write_string(0, 0, readable(self.info.title), title)
        subtitle = self._format(font_size=11, font_color=theme["quiet"], **plain)
        sheet.write_string(1, 0, readable(self.info.subtitle), subtitle)
        sheet.set_row(HEAD_ROW, 26)
        sheet.write_string(HEAD_ROW, 0, texts("Stage"), self._head())
        for number, stage in enumerate(grid.stages):
            share = number / max(1, len(grid.stages) - 1)
            ramp = mixed(theme["ramp"], theme["ramp_end"], share)
            colour, ink = legible(ramp, theme["paper"]), theme["paper"]
            border = {"left": 1, "left_color": theme["paper"]}
            look = self._format(
                bold=True, bg_color=colour, font_color=ink, valign="vcenter", **border
            )
            words = readable(stage.title) if stage else ""
            sheet.write_string(HEAD_ROW, number + 1, words, look)
        height = sum(
            self._grid_row(sheet, number, row) for number, row in enumerate(grid.rows, HEAD_ROW + 1)
        )
        last = max(1, len(grid.stages))
        width = (LANE_WIDTH + STAGE_WIDTH * last) * CHARACTER
        share = min(1.0, PAGE.width / width)
        fits = PAGE.height / (height + HEAD_HEIGHT) >= LEAST_SHARE * share
        sheet.fit_to_pages(1, 1 if fits else 0)
        sheet.print_area(0, 0, HEAD_ROW + len(grid.rows), last)
        sheet.freeze_panes(HEAD_ROW + 1, 1)
        sheet.repeat_rows(HEAD_ROW)
        sheet.repeat_columns(0)
        sheet.set_first_sheet()
        sheet.activate()
        return str(sheet.get_name())

    def _grid_row(self, sheet: Worksheet, number: int, row: GridRow) -> float:
        """Write a row; return its height."""
        theme = self.theme
        look = kind_class(row.kinds[0]).look if row.kinds else None
        accent = theme[look.accent] if look else theme["label"]
        rule: dict[str, Any] = {"bottom": 1, "bottom_color": theme["hairline"]}
        label = self._format(
            bold=True,
            font_color=_readable(accent, theme),
            bg_color=theme["panel"],
            left=5,
            left_color=accent,
            **rule,
        )
        sheet.write_string(number, 0, readable(row.title), label)
        cells = [readable("\n".join(line.words for line in cell)) for cell in row.cells]
        height = _height([(row.title, LANE_WIDTH)] + [(c, STAGE_WIDTH) for c in cells])
        sheet.set_row(number, height)
        ground = theme[look.tint] if look else theme["paper"]
        for column, words in enumerate(cells, 1):
            filling = {"bg_color": self._felt(row, column - 1) or ground} if words else {}
            body = self._format(right=1, right_color=theme["hairline"], **rule, **filling)
            sheet.write_string(number, column, words, body)
        return height

    def _felt(self, row: GridRow, stage: int) -> str:
        """The colour of a cell of emotions by their mean, "" for other cells."""
        elements = [self.graph.element(line.id) for line in row.cells[stage]]
        scores = [e.score for e in elements if isinstance(e, Emotion) and e.score is not None]
        if not scores:
            return ""
        mean = sum(scores) / len(scores)
        pole = self.theme["above_zero"] if mean > 0 else self.theme["below_zero"]
        return mixed(self.theme["paper"], pole, min(1.0, abs(mean) / 2))

    # ---- the action list

    def _actions(self) -> None:
        """The opportunities by priority, of which the first are the action list.

        It repeats what the sheet of opportunities has, where it can be edited; so it is protected.
        """
        texts, ranked = self.texts, ranked_opportunities(self.graph)
        if not ranked:
            return
        sheet = self._add(texts(ACTION_LIST), self.theme[kind_class("opportunity").look.accent])
        for number, (title, width) in enumerate(
            zip(("", *ACTION_COLUMNS), _ACTION_WIDTHS, strict=True)
        ):
            sheet.set_column(number, number, width)
            sheet.write_string(0, number, texts(title) if title else "", self._head())
        sheet.set_row(0, 24)
        row = 1
        for rank, each in enumerate(ranked):
            if rank == self.info.action_count:
                words = self._format(bold=True, font_color=self.theme["quiet"], text_wrap=False)
                sheet.write_string(row, 0, texts("More opportunities"), words)
                row += 1
            self._action(sheet, row, rank + 1, each)
            row += 1
        sheet.print_area(0, 0, row - 1, len(ACTION_COLUMNS) - 1)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.protect()

    def _action(self, sheet: Worksheet, row: int, rank: int, record: Opportunity) -> None:
        rule: dict[str, Any] = {"bottom": 1, "bottom_color": self.theme["hairline"]}
        rule["valign"] = "vcenter"
        plain, center = self._format(**rule), self._format(align="center", **rule)
        due = self._format(num_format=FORMATS[Editor.DATE], **rule)
        cells = [rank, *action_row(self.graph, record, self.texts)]
        for number, cell in enumerate(cells):
            if isinstance(cell, datetime.date):
                sheet.write_datetime(row, number, cell, due)
            elif isinstance(cell, str):
                look = self._format(bold=True, **rule) if number == 1 else plain
                sheet.write(row, number, readable(cell), look)
            else:
                sheet.write(row, number, cell, center)
        sheet.set_row(row, _height(zip(cells, _ACTION_WIDTHS, strict=True)))

    # ---- records

    def _sheet(self, plan: SheetPlan, records: Sequence[Record], lists: str) -> str:
        accent = self.theme[kind_class(plan.kind).look.accent] if plan.kind else self.theme["label"]
        sheet = self._add(plan.name, accent)
        sheet.set_row(0, 24)
        last = len(records) + SPARE_ROWS
        used = {name for each in records for name in row_of(each)}
        for number, column in enumerate(plan.columns):
            sheet.write_string(0, number, column.title, self._head())
            options: dict[str, Any] = {}
            if column.name in TECHNICAL - {"id"} | (SELDOM - used):
                options = {"hidden": True}
            elif records and column.name not in USUAL | used and column.editor not in RATED:
                options = {"hidden": True, "level": 1}  # a press on the plus sign shows it
            sheet.set_column(number, number, _width(column), self._body(column), options)
            self._validate(sheet, number, column, last, lists)
        for row, record in enumerate(records, 1):
            values = values_of(record, plan.columns)
            cells = [
                (self._cell(sheet, row, number, column, values[column.name]), column)
                for number, column in enumerate(plan.columns)
            ]
            shown = ((cell, _width(c)) for cell, c in cells if c.name not in TECHNICAL)
            sheet.set_row(row, _height(shown))
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(1, len(records)), len(plan.columns) - 1)
        sheet.repeat_rows(0)
        if records:  # the ids, which are last, say nothing on paper
            sheet.print_area(0, 0, len(records), len(plan.columns) - 2)
        else:
            sheet.hide()
        return str(sheet.get_name())

    def _body(self, column: FieldColumn) -> Format:
        rule: dict[str, Any] = {"bottom": 1, "bottom_color": self.theme["hairline"]}
        rule["valign"] = "vcenter"
        if column.name in TECHNICAL:
            return self._format(font_color=self.theme["label"], font_size=8, **rule)
        number = {"num_format": FORMATS[column.editor]} if column.editor in FORMATS else {}
        look = {"bold": True} if column.name == "title" else {}
        align = {"align": "center"} if column.editor in RATED else {}
        return self._format(**rule, **number, **look, **align)

    def _cell(
        self, sheet: Worksheet, row: int, number: int, column: FieldColumn, value: Any
    ) -> Cell:
        cell: Cell = to_cell(column, value, self.names, self.texts)
        look = self._body(column)
        if cell is None:
            sheet.write_blank(row, number, None, look)
        elif isinstance(cell, str):
            sheet.write_string(row, number, cell, look)
        elif isinstance(cell, datetime.date):
            sheet.write_datetime(row, number, cell, look)
        else:
            sheet.write_number(row, number, cell, look)
        return cell

    def _validate(
        self, sheet: Worksheet, number: int, column: FieldColumn, last: int, lists: str
    ) -> None:
        """Offer what a column may hold; numbers have their bounds."""
        place = (1, number, last, number)
        if column.editor is Editor.PIPS:
            sheet.data_validation(*place, _between("integer", 1, 5))
        elif column.editor is Editor.SLIDER:
            sheet.data_validation(*place, _between("decimal", -2, 2))
            self._scale(sheet, place)
        else:
            choices = self._choices(column, lists)
            if choices and choices.source:
                rule = {"validate": "list", "source": choices.source}
                sheet.data_validation(*place, {**rule, "show_error": choices.is_strict})

    def _scale(self, sheet: Worksheet, place: tuple[int, int, int, int]) -> None:
        ends = {"min_color": self.theme["below_zero"], "max_color": self.theme["above_zero"]}
        bounds = {"min_value": -2, "mid_value": 0, "max_value": 2}
        types = dict.fromkeys(("min_type", "mid_type", "max_type"), "num")
        scale = {"type": "3_color_scale", "mid_color": self.theme["paper"], **ends}
        sheet.conditional_format(*place, {**scale, **bounds, **types})

    def _choices(self, column: FieldColumn, lists: str) -> _List | None:
        match column.editor:
            case Editor.CHOICE | Editor.SUGGESTION:
                words = list(column.labels.values())
            case Editor.SWITCH:
                words = [self.texts("Yes"), self.texts("No")]
            case Editor.ELEMENT | Editor.ELEMENTS:
                words = list(self.names[column.name].names.values())
            case _:
                return None
        is_strict = column.editor in (Editor.CHOICE, Editor.SWITCH)
        if len(",".join(words)) < MAX_INLINE and not any(set(each) & {",", '"'} for each in words):
            return _List(words, is_strict)
        return _List(self._range(words, lists), is_strict)

    def _range(self, words: list[str], lists: str) -> str:
        """The cells of the sheet of lists that hold these words."""
        from xlsxwriter.utility import xl_col_to_name

        key = tuple(words)
        if key not in self._list_sources:
            column = xl_col_to_name(len(self._lists))
            self._lists.append(words)
            self._list_sources[key] = f"='{lists}'!${column}$1:${column}${len(words)}"
        return self._list_sources[key]

    # ---- the map

    def _info(self) -> str:
        texts, theme = self.texts, self.theme
        sheet = self._add(texts(N_("Map")), theme["label"])
        sheet.set_row(0, 24)
        for number, words in enumerate((N_("Field"), N_("Value"))):
            sheet.write_string(0, number, texts(words), self._head())
        rule = {"bottom": 1, "bottom_color": theme["hairline"]}
        label = self._format(bold=True, font_color=theme["quiet"], **rule)
        sheet.set_column(0, 0, 32, label)
        sheet.set_column(1, 1, INFO_WIDTH, self._format(**rule))
        columns = info_columns(texts)
        values = info_values(self.info, columns)
        for row, column in enumerate(columns, 1):
            sheet.write_string(row, 0, column.title, label)
            cell = self._cell(sheet, row, 1, column, values[column.name])
            is_coded = column.name in CODED or (isinstance(cell, str) and cell.startswith(MARK))
            sheet.set_row(row, _height([(cell, INFO_WIDTH)]), None, {"hidden": is_coded})
        sheet.print_area(0, 0, len(columns), 1)
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        return str(sheet.get_name())


def _width(column: FieldColumn) -> int:
    if column.name == "title":
        return TITLE_WIDTH
    return ID_WIDTH if column.name in TECHNICAL else WIDTHS.get(column.editor, WIDTH)


def _height(cells: Iterable[tuple[Cell, int]]) -> float:
    """The height of a row with these cells and widths; programs only fit rows that are edited."""
    most = 1
    for cell, width in cells:
        if isinstance(cell, str):
            room = max(1, int((width - 1) * SLACK))
            most = max(most, sum(-(-max(1, len(line)) // room) for line in cell.split("\n")))
    return min(MAX_HEIGHT, most * LINE + PADDING)


def _between(kind: str, low: int, high: int) -> dict[str, Any]:
    return {"validate": kind, "criteria": "between", "minimum": low, "maximum": high}


def _ink_on(ground: str, theme: Theme) -> str:
    """The colour of text on a ground: that of the paper if it is readable there."""
    paper, ink = theme["paper"], theme["ink"]
    return paper if contrast(paper, ground) >= min(READABLE, contrast(ink, ground)) else ink


def _readable(colour: str, theme: Theme) -> str:
    return colour if contrast(colour, theme["panel"]) >= READABLE else theme["ink"]
