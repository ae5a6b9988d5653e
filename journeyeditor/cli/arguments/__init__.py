"""The command-line parser: commands, options, and validation of values."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NoReturn

from journeyeditor import __version__
from journeyeditor.cli.arguments import values
from journeyeditor.cli.terminal import print_error, print_lines
from journeyeditor.exporters import BUILT_IN
from journeyeditor.exporters.format import DEFAULT_DPI, MAX_DPI, MIN_DPI

EXPORT_EXAMPLES = """\
examples:
  journeyeditor export map.journey.json -o poster.pdf --paper A1
  journeyeditor export map.journey.json -o wall.pdf --paper A0 --tile A4
  journeyeditor export map.journey.json -o x4.pdf --bleed 3 --marks --cmyk P.icc
  journeyeditor export map.journey.json -o sara.png --persona Sara --dpi 200
  journeyeditor export map.journey.json -o deck.pptx --slides stage
  journeyeditor export maps/ -o posters/ --format svg --lanes step,emotion
"""
IMPORT_EXAMPLES = """\
examples:
  journeyeditor import poster.pdf -o map.journey.json
  journeyeditor import journey.mmd -o map.journey.json
  journeyeditor import README.md -o map.journey.json --lenient
  journeyeditor import docs/user-journeys.md --list
  journeyeditor import docs/ --journey all -o maps/
  journeyeditor import book.xlsx --into map.journey.json -o new.journey.json
  journeyeditor import wall.jpg --into map.journey.json -o new.journey.json
  some-command | journeyeditor import - -o map.journey.json
"""
MEASURE_EXAMPLES = """\
examples:
  journeyeditor measure events.csv
  journeyeditor measure orders.parquet --case order --activity status --json
  journeyeditor measure shop.sqlite --table clicks
  journeyeditor measure events.csv -o found.journey.json --language sv
  journeyeditor measure events.csv --map map.journey.json -o measured.journey.json
"""
TRANSLATE_EXAMPLES = """\
examples:
  journeyeditor translate map.journey.json --language en -o texts.xlsx
  journeyeditor translate map.journey.json --language en --from texts.xlsx
  journeyeditor export map.journey.json --language en -o poster.en.pdf
"""
PACK_EXAMPLES = """\
examples:
  journeyeditor pack map.journey.json -o delivery/
  journeyeditor pack map.journey.json -o public.zip --profile public
"""


def parser(command: str = "") -> argparse.ArgumentParser:
    """The parser of one command, or of all of them."""
    top = _Parser(
        prog="journeyeditor",
        usage="journeyeditor [MAP ...]\n       journeyeditor COMMAND ...",
        description="Edit, import, check and print customer journey maps.\n"
        "Without a command, opens the editor with the given maps.",
        epilog='Run "journeyeditor COMMAND --help" for details about a command.',
    )
    top.add_argument("--version", action="version", version=f"journeyeditor {__version__}")
    commands = top.add_subparsers(
        title="commands",
        metavar="COMMAND",
        dest="command",
        prog="journeyeditor",
        required=True,
    )

    for add in [_COMMANDS[command]] if command in _COMMANDS else _COMMANDS.values():
        add(commands)
    return top


def _add_new(commands: argparse._SubParsersAction[_Parser]) -> None:
    new = commands.add_parser(
        "new",
        help="start a map from a template",
        description="Create a map from a template. An existing file is kept as a backup.",
        epilog="example:\n  journeyeditor new -o map.journey.json --template 003 --language en\n",
    )
    new.add_argument(
        "-o",
        "--output",
        required=True,
        metavar="FILE",
        help="the map to write, usually NAME.journey.json",
    )
    new.add_argument(
        "--template",
        required=True,
        metavar="NAME",
        help='a name listed by "journeyeditor templates"',
    )
    new.add_argument(
        "--language", metavar="L", help="a language code such as sv (the template's own language)"
    )


def _add_templates(commands: argparse._SubParsersAction[_Parser]) -> None:
    templates = commands.add_parser(
        "templates",
        help="list the templates",
        description="List the templates with name, language and title.",
    )
    templates.add_argument("--json", action="store_true", help="as JSON")


def _add_info(commands: argparse._SubParsersAction[_Parser]) -> None:
    info = commands.add_parser(
        "info", help="summarise a map", description="Show the number of elements in a map."
    )
    info.add_argument("map", metavar="MAP", help="a *.journey.json or *.journey")
    info.add_argument("--json", action="store_true", help="as JSON")


def _add_check(commands: argparse._SubParsersAction[_Parser]) -> None:
    check = commands.add_parser(
        "check",
        help="review a map",
        description="List the issues found in a map with severity, message, rule and element.",
    )
    check.add_argument("map", metavar="MAP", help="a *.journey.json or *.journey")
    check.add_argument("--json", action="store_true", help="as JSON")
    check.add_argument(
        "--strict", action="store_true", help="exit with status 1 if there are errors"
    )


def _add_reminder(commands: argparse._SubParsersAction[_Parser]) -> None:
    reminder = commands.add_parser(
        "reminder",
        help="create a calendar file for a map's next review",
        description="Write the date of a map's next review to an iCalendar file (*.ics).",
        epilog="example:\n  journeyeditor reminder map.journey.json -o review.ics\n",
    )
    reminder.add_argument("map", metavar="MAP", help="a *.journey.json or *.journey")
    reminder.add_argument(
        "-o",
        "--output",
        required=True,
        metavar="FILE",
        help="the calendar file to write, usually *.ics",
    )


def _add_room(commands: argparse._SubParsersAction[_Parser]) -> None:
    room = commands.add_parser(
        "room",
        help="let phones on the local network add to a map",
        description="Serve a page on one address of this machine, on which people with the PIN\n"
        "write cards, rate stages and vote. The map is saved as it grows, until the\n"
        "command is ended by SIGTERM or Ctrl-C. Others on the network could read along.",
        epilog="example:\n  journeyeditor room map.journey.json --host 192.168.1.20 --port 8417\n",
    )
    room.add_argument("map", metavar="MAP", help="a *.journey.json or *.journey")
    room.add_argument(
        "--host", required=True, metavar="ADDRESS", help="the IP address to listen on"
    )
    room.add_argument(
        "--port", type=values.port, default=8417, metavar="N", help="the port, 0 for any (8417)"
    )
    room.add_argument("--pin", metavar="PIN", help="six digits (random)")
    room.add_argument("--json", action="store_true", help="print address and PIN as JSON")


def _add_schema(commands: argparse._SubParsersAction[_Parser]) -> None:
    commands.add_parser(
        "schema",
        help="print the JSON Schema of map files",
        description="Print the JSON Schema (draft 2020-12) of map files.",
    )


def _add_measure(commands: argparse._SubParsersAction[_Parser]) -> None:
    measure = commands.add_parser(
        "measure",
        help="measure what customers did in an event log",
        description="Measure an event log: activities, what follows what and after how long, variants.\n"
        "Reads CSV, JSON lines and Parquet (also folders of one kind), SQLite, DuckDB and XES.",
        epilog=MEASURE_EXAMPLES,
    )
    measure.add_argument("log", metavar="LOG", help="the event log, a file or a folder")
    measure.add_argument("--json", action="store_true", help="as JSON")
    found = measure.add_argument_group("map")
    found.add_argument(
        "-o", "--output", default="", metavar="NEW", help="write a map of what customers did"
    )
    found.add_argument(
        "--map",
        default="",
        metavar="MAP",
        help="measure this map, and write it with its figures to NEW",
    )
    found.add_argument(
        "--split",
        type=values.day,
        default=None,
        metavar="DATE",
        help="compare cases that began before and after a day such as 2026-10-01",
    )
    found.add_argument(
        "--min-share",
        type=values.share,
        default=None,
        metavar="P",
        help="leave out what less than P%% of the cases do (2)",
    )
    found.add_argument(
        "--min-cases",
        type=values.cases,
        default=None,
        metavar="N",
        help="and what fewer than N cases do, for privacy (5)",
    )
    found.add_argument(
        "--language",
        default="",
        metavar="L",
        help="language of a new map and of what is printed, such as sv (that of the system)",
    )
    columns = measure.add_argument_group("columns", "guessed from their names unless given")
    columns.add_argument(
        "--case",
        action="append",
        default=[],
        metavar="C",
        help="the column of the case; several are combined",
    )
    for role, what in (
        ("activity", "activity"),
        ("time", "timestamp"),
        ("clock", "time of day, where the timestamp has only days"),
        ("channel", "channel"),
        ("device", "device"),
        ("segment", "segment of customers"),
    ):
        columns.add_argument(
            f"--{role}", default="", metavar=role[0].upper(), help=f"the column of the {what}"
        )
    columns.add_argument(
        "--complete", action="store_true", help="only events whose lifecycle is complete"
    )
    source = measure.add_argument_group("database").add_mutually_exclusive_group()
    source.add_argument("--table", default="", metavar="NAME", help="the table of a database")
    source.add_argument("--query", default="", metavar="SQL", help="a SELECT on a database")
    engine = measure.add_argument_group(
        "engine", "measure a table where it is; needs journeyeditor[engines]"
    )
    engine.add_argument(
        "--engine",
        default="",
        metavar="URL",
        help="an engine that Ibis connects to, such as pyspark://; LOG is a table or file there",
    )
    engine.add_argument(
        "--order", default="", metavar="O", help="the column that orders events of one time"
    )
    bounds = measure.add_argument_group("bounds")
    bounds.add_argument(
        "--memory",
        type=values.memory,
        default=0,
        metavar="SIZE",
        help="such as 2GB; more is kept on disk (a quarter of the machine)",
    )
    bounds.add_argument(
        "--threads",
        type=values.threads,
        default=0,
        metavar="N",
        help="number of threads (all cores)",
    )


def _add_compare(commands: argparse._SubParsersAction[_Parser]) -> None:
    compare = commands.add_parser(
        "compare",
        help="compare two maps",
        description="List added, removed, moved, rescored, reconnected and changed elements.\n"
        "Maps without shared ids are matched by stage, kind and title.",
        epilog="example:\n  journeyeditor compare 2025.journey.json 2026.journey.json -o report.pdf\n",
    )
    compare.add_argument("old", metavar="OLD", help="the earlier map")
    compare.add_argument("new", metavar="NEW", help="the later map")
    compare.add_argument("-o", "--output", default="", metavar="FILE", help="write a PDF report")
    compare.add_argument("--json", action="store_true", help="as JSON")


def _add_pack(commands: argparse._SubParsersAction[_Parser]) -> None:
    pack = commands.add_parser(
        "pack",
        help="make all files for a client at once",
        description="Write all files of a profile from one map: posters, documents and pages, with one\n"
        "version. A profile says who they are for; what these readers must not see is in\n"
        "none of the files.",
        epilog=PACK_EXAMPLES,
    )
    add = pack.add_argument
    add("map", metavar="MAP", help="a *.journey.json or *.journey")
    add(
        "-o",
        "--output",
        required=True,
        metavar="FOLDER",
        help="the folder to write to, or a *.zip",
    )
    add(
        "--profile",
        default="client",
        metavar="P",
        help="client, public, team, a profile of your own, or a *.json file (client)",
    )
    add("--json", action="store_true", help="print the files and their version as JSON")


def _add_translate(commands: argparse._SubParsersAction[_Parser]) -> None:
    translate = commands.add_parser(
        "translate",
        help="exchange a map's texts with translators",
        usage="%(prog)s MAP --language L -o FILE\n       journeyeditor translate MAP --language L --from FILE",
        description="Write a table of a map's texts beside their translations, as PO or XLSX. With\n"
        "--from, put the translations of such a table into the map, whose own texts stay.",
        epilog=TRANSLATE_EXAMPLES,
    )
    add = translate.add_argument
    add("map", metavar="MAP", help="a *.journey.json or *.journey")
    add("--language", required=True, metavar="L", help="the language, such as en or pt-BR")
    work = translate.add_mutually_exclusive_group(required=True)
    work.add_argument("-o", "--output", metavar="FILE", help="the table to write, *.po or *.xlsx")
    work.add_argument("--from", dest="table", metavar="FILE", help="the table to take in")
    add("--json", action="store_true", help="print the counts and what is missing as JSON")


def _add_import(commands: argparse._SubParsersAction[_Parser]) -> None:
    import_ = commands.add_parser(
        "import",
        help="import tables, diagrams and posters as maps",
        usage="%(prog)s FILE -o MAP [options]\n       journeyeditor import FILE --list",
        description="Import a journey as a map, whatever the file is called: a Mermaid diagram,\n"
        "the map in a PDF poster, a table or list in Markdown, CSV, HTML or XLSX, or a\n"
        "photo of a wall. What is lost or guessed is listed on standard error.",
        epilog=IMPORT_EXAMPLES,
    )
    add = import_.add_argument
    add("file", metavar="FILE", help="the file, a folder, or - for standard input")
    add(
        "-o",
        "--output",
        metavar="MAP",
        help="the map to write, usually NAME.journey.json, or a folder for several",
    )
    add("--list", action="store_true", help="list the journeys in the file or folder")
    add(
        "--journey",
        metavar="N",
        help="import the journey with this number in the list, or all (the first)",
    )
    add(
        "--into",
        metavar="MAP",
        help="bring a photo of its wall, or an edited workbook, table or deck, into this map",
    )
    add("--lenient", action="store_true", help="skip what cannot be read and list it")
    add("--json", action="store_true", help="print what was found, lost and guessed as JSON")


def _add_export(commands: argparse._SubParsersAction[_Parser]) -> None:
    export = commands.add_parser(
        "export",
        help="export maps as posters or documents",
        usage="%(prog)s MAP [MAP ...] -o FILE [options]",
        description="Export maps in the format that the file name ends with. Several maps, or\n"
        "folders, are exported to a folder. The pre-flight lists what is unreadable on a\n"
        "poster, cut off or left out; of other formats, what they cannot hold is listed.",
        epilog=EXPORT_EXAMPLES,
    )
    add = export.add_argument
    add("maps", nargs="+", metavar="MAP", help="a map, or a folder of maps")
    add(
        "-o",
        "--output",
        required=True,
        metavar="FILE",
        help=f"a folder, or a file that ends with .{', .'.join(BUILT_IN)}",
    )
    add("--format", metavar="F", help="such as svg, for export to a folder (pdf)")
    dpi = f"PNG resolution, {MIN_DPI} to {MAX_DPI} ({DEFAULT_DPI})"
    add("--dpi", type=values.dpi, default=DEFAULT_DPI, metavar="N", help=dpi)
    add("--json", action="store_true", help="print the exported files and the pre-flight as JSON")

    sheet = export.add_argument_group("sheet")
    sheet.add_argument(
        "--paper",
        default="",
        metavar="NAME",
        help="A0 to A5, Letter, Legal, Tabloid, ANSI-C to ANSI-E or WIDTHxHEIGHTmm (A3)",
    )
    turn = sheet.add_mutually_exclusive_group()
    turn.add_argument(
        "--orientation",
        choices=("landscape", "portrait"),
        default="",
        metavar="WAY",
        help="landscape or portrait (landscape, or as given by WIDTHxHEIGHTmm)",
    )
    for name in ("landscape", "portrait"):
        turn.add_argument(
            f"--{name}",
            dest="orientation",
            action="store_const",
            const=name,
            help=f"same as --orientation {name}",
        )
    add = sheet.add_argument
    add(
        "--margin",
        type=values.length,
        metavar="MM",
        help="margin on every side (depends on the paper)",
    )
    add("--bleed", type=values.length, default=0.0, metavar="MM", help="bleed beyond the trim (0)")
    add("--marks", action="store_true", help="crop and register marks around the sheet")
    add(
        "--sheets",
        type=values.count,
        default=1,
        metavar="N",
        help="split the map between stages into N sheets (1)",
    )
    add(
        "--tile",
        default="",
        metavar="PAPER",
        help="tile the poster on this paper, with an assembly plan",
    )
    add("--overlap", type=values.length, default=10.0, metavar="MM", help="overlap of tiles (10)")

    add = export.add_argument_group("content").add_argument
    add(
        "--persona",
        default="",
        metavar="NAME",
        help="show one persona, by name, its beginning, or id",
    )
    add(
        "--lanes",
        type=values.names,
        default=(),
        metavar="A,B,…",
        help="show only these lanes: kinds, ids or titles",
    )
    add(
        "--language",
        default="",
        metavar="L",
        help="a language that the map is translated into; what is missing is listed",
    )
    add(
        "--no-source",
        action="store_true",
        help="leave the map itself out of the file; in CSV, also the ids of its cards",
    )
    add(
        "--slides",
        choices=("map", "stage"),
        default="map",
        metavar="EACH",
        help="PPTX: map, the whole map on one slide; or stage, a slide for each (map)",
    )
    add(
        "--run-sheet",
        action="store_true",
        help="the agenda of the workshop instead of the poster, on A4 (or --paper)",
    )
    add("--working-sheet", action="store_true", help="leave fields for sticky notes in empty cells")
    add(
        "--cards",
        choices=("cut", "notes"),
        default="",
        metavar="HOW",
        help="cards of 76 mm for the wall: cut, sheets to cut; or notes, for sticky notes (A4)",
    )
    add("--ribbon", action="store_true", help="show paths as a ribbon whose width is the share")
    add(
        "--flow",
        action="store_true",
        help="draw transitions as wide as many journeys take them, in colours of their time",
    )
    add(
        "--sections",
        type=values.names,
        default=(),
        metavar="A,B,…",
        help="add pages behind the poster: personas, priorities, agenda, glossary, sources, or all",
    )
    add(
        "--appendix",
        dest="sections",
        action="store_const",
        const=("sources",),
        help="same as --sections sources",
    )
    add("--imprint", action="store_true", help="print the program's name and the map's hash")

    add = export.add_argument_group("look").add_argument
    add("--theme", default="", metavar="NAME", help="print, or ink to save ink (print)")
    add("--brand", type=values.colour, metavar="#RRGGBB", help="the client's colour")
    add("--logo", default="", metavar="FILE", help="the client's logo, PNG or JPEG")
    add(
        "--cmyk",
        default="",
        metavar="PROFILE",
        help="PDF/X-4 for the press whose ICC profile this is, black text in black ink only",
    )
    add("--svg-text", action="store_true", help="SVG with text in embedded fonts, for browsers")


class _Help(argparse.RawDescriptionHelpFormatter):
    """Help with room for the longest option, and each value named once."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28)
        self._action_max_length = (
            13  # argparse does not account for the indentation of command names
        )

    def _format_action_invocation(self, action: argparse.Action) -> str:
        """`-o, --output FILE` instead of `-o FILE, --output FILE`."""
        if not action.option_strings or action.nargs == 0:
            return super()._format_action_invocation(action)
        return f"{', '.join(action.option_strings)} {self._format_args(action, action.dest)}"


class _Parser(argparse.ArgumentParser):
    """A parser that reports errors in one sentence, and handles a closed or full output."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(allow_abbrev=False, formatter_class=_Help, **settings)

    def error(self, message: str) -> NoReturn:
        """End with status 2 and one sentence; `--help` shows the full usage."""
        print_error(f"{message}; see {self.prog} --help")
        self.exit(2)

    def _print_message(self, message: str, file: Any = None) -> None:
        """Print help and version like all other output."""
        print_lines(message.removesuffix("\n"))


_COMMANDS: Mapping[str, Callable[[argparse._SubParsersAction[_Parser]], None]] = MappingProxyType(
    {
        "new": _add_new,
        "templates": _add_templates,
        "info": _add_info,
        "check": _add_check,
        "compare": _add_compare,
        "export": _add_export,
        "pack": _add_pack,
        "translate": _add_translate,
        "import": _add_import,
        "measure": _add_measure,
        "reminder": _add_reminder,
        "room": _add_room,
        "schema": _add_schema,
    }
)
