"""The spelling of the command line: commands, options, and values checked one by one."""

from __future__ import annotations

import argparse
import math
from typing import Any, NoReturn

from journeyeditor import __version__
from journeyeditor.cli.terminal import complain, tell
from journeyeditor.exporters.format import DEFAULT_DPI, MAX_DPI, MIN_DPI

EXPORT_EXAMPLES = """\
examples:
  journeyeditor export map.journey.json -o poster.pdf --paper A1
  journeyeditor export map.journey.json -o wall.pdf --paper A0 --tile A4
  journeyeditor export map.journey.json -o sara.png --persona Sara --dpi 200
  journeyeditor export maps/ -o posters/ --format svg --lanes step,emotion
"""
IMPORT_EXAMPLES = """\
examples:
  journeyeditor import journey.mmd -o map.journey.json
  journeyeditor import README.md -o map.journey.json --lenient
  some-command | journeyeditor import - -o map.journey.json
"""
LONGEST_MM = 500


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    top = _Parser(
        prog="journeyeditor",
        usage="journeyeditor [MAP ...]\n       journeyeditor COMMAND ...",
        description="Customer-journey maps: edited, imported, checked and printed as posters.\n"
        "Without a command the editor's window opens, with the maps that are named.",
        epilog='"journeyeditor COMMAND --help" tells more about a command.',
    )
    top.add_argument("--version", action="version", version=f"journeyeditor {__version__}")
    commands = top.add_subparsers(
        title="commands",
        metavar="COMMAND",
        dest="command",
        prog="journeyeditor",
        required=True,
    )

    new = commands.add_parser(
        "new",
        help="start a map from a template",
        description="Write a new map from a template. A file that stands in its place is kept.",
        epilog="example:\n  journeyeditor new -o map.journey.json --template 003 --language en\n",
    )
    new.add_argument(
        "-o", "--output", required=True, metavar="FILE", help="by convention NAME.journey.json"
    )
    new.add_argument(
        "--template", required=True, metavar="NAME", help='one of "journeyeditor templates"'
    )
    new.add_argument(
        "--language", metavar="L", help="sv, nb, da or en; else the template's own language"
    )

    templates = commands.add_parser(
        "templates",
        help="list the templates",
        description="List the templates: name, language, title.",
    )
    templates.add_argument("--json", action="store_true", help="as JSON")

    info = commands.add_parser(
        "info", help="tell what is in a map", description="Count what is in a map."
    )
    info.add_argument("map", metavar="MAP", help="a *.journey.json")
    info.add_argument("--json", action="store_true", help="as JSON")

    check = commands.add_parser(
        "check",
        help="review a map",
        description="List what is doubtful or missing on a map: rule, severity, reason, element.",
    )
    check.add_argument("map", metavar="MAP", help="a *.journey.json")
    check.add_argument("--json", action="store_true", help="as JSON")
    check.add_argument("--strict", action="store_true", help="exit with 1 when there are errors")

    _add_compare(commands)
    _add_export(commands)

    import_ = commands.add_parser(
        "import",
        help="turn a Mermaid journey diagram into a map",
        description="Read a Mermaid journey diagram, by itself or in Markdown, and write a map.\n"
        "What could not be carried over is listed on standard error.",
        epilog=IMPORT_EXAMPLES,
    )
    import_.add_argument("file", metavar="FILE", help="the diagram; - is standard input")
    import_.add_argument(
        "-o", "--output", required=True, metavar="MAP", help="by convention NAME.journey.json"
    )
    import_.add_argument(
        "--lenient", action="store_true", help="import what can be read, and list the rest"
    )

    reminder = commands.add_parser(
        "reminder",
        help="put a map's next review in the calendar",
        description="Write the next review of a map as an iCalendar file (*.ics).",
        epilog="example:\n  journeyeditor reminder map.journey.json -o review.ics\n",
    )
    reminder.add_argument("map", metavar="MAP", help="a *.journey.json")
    reminder.add_argument(
        "-o", "--output", required=True, metavar="FILE", help="by convention *.ics"
    )

    commands.add_parser(
        "schema",
        help="print the JSON Schema of the file",
        description="Print the JSON Schema (2020-12) of the map file.",
    )
    return top


def _add_compare(commands: argparse._SubParsersAction[_Parser]) -> None:
    """Describe the command that compares."""
    compare = commands.add_parser(
        "compare",
        help="tell how two maps differ",
        description="Tell what was added, removed, moved, scored, connected or worded otherwise.\n"
        "Maps without common ids are matched by stage, kind and title.",
        epilog="example:\n  journeyeditor compare 2025.journey.json 2026.journey.json -o report.pdf\n",
    )
    compare.add_argument("old", metavar="OLD", help="the map as it was, or is")
    compare.add_argument("new", metavar="NEW", help="the map as it is, or shall be")
    compare.add_argument("-o", "--output", default="", metavar="FILE", help="a report: *.pdf")
    compare.add_argument("--json", action="store_true", help="as JSON")


def _add_export(commands: argparse._SubParsersAction[_Parser]) -> None:
    """Describe the export command and its many options."""
    export = commands.add_parser(
        "export",
        help="print maps as posters: PDF, SVG or PNG",
        usage="%(prog)s MAP [MAP ...] -o FILE [options]",
        description="Print a map as a poster. Several maps, or folders of maps, go into a folder.\n"
        "The pre-flight then tells what does not read, is cut, or is left out.",
        epilog=EXPORT_EXAMPLES,
    )
    add = export.add_argument
    add("maps", nargs="+", metavar="MAP", help="a map, or a folder of *.journey.json")
    add("-o", "--output", required=True, metavar="FILE", help="*.pdf, *.svg, *.png, or a folder")
    add("--format", metavar="F", help="pdf, svg or png, of what goes into a folder (pdf)")
    dpi = f"of a PNG, {MIN_DPI} to {MAX_DPI} ({DEFAULT_DPI})"
    add("--dpi", type=_dpi, default=DEFAULT_DPI, metavar="N", help=dpi)
    add("--json", action="store_true", help="tell what was written, and the pre-flight, as JSON")

    sheet = export.add_argument_group("sheet")
    sheet.add_argument(
        "--paper",
        default="",
        metavar="NAME",
        help="A0 to A5, Letter, Legal, Tabloid, ANSI-C to ANSI-E, or WIDTHxHEIGHTmm (A3)",
    )
    turn = sheet.add_mutually_exclusive_group()
    turn.add_argument(
        "--orientation",
        choices=("landscape", "portrait"),
        default="",
        metavar="WAY",
        help="landscape or portrait (landscape; WIDTHxHEIGHTmm as written)",
    )
    for name in ("landscape", "portrait"):
        turn.add_argument(
            f"--{name}",
            dest="orientation",
            action="store_const",
            const=name,
            help=f"in short for --orientation {name}",
        )
    add = sheet.add_argument
    add("--margin", type=_length, metavar="MM", help="white on every side (grows with the paper)")
    add("--bleed", type=_length, default=0.0, metavar="MM", help="paper beyond the trim (0)")
    add("--sheets", type=_count, default=1, metavar="N", help="split at stage borders over N (1)")
    add("--tile", default="", metavar="PAPER", help="as pages of this paper, with a plan")
    add("--overlap", type=_length, default=10.0, metavar="MM", help="what tiles share (10)")

    add = export.add_argument_group("content").add_argument
    add("--persona", default="", metavar="NAME", help="one persona only, by name or id")
    add("--lanes", type=_names, default=(), metavar="A,B,…", help="some only: kinds, ids, titles")
    add("--ribbon", action="store_true", help="the path as a ribbon as wide as its share")
    add("--appendix", action="store_true", help="pages behind the poster with all sources")

    add = export.add_argument_group("look").add_argument
    add("--theme", default="", metavar="NAME", help="print, or ink, which saves it (print)")
    add("--brand", type=_colour, metavar="#RRGGBB", help="the client's colour")
    add("--logo", default="", metavar="FILE", help="the client's mark, PNG or JPEG")


class _Help(argparse.RawDescriptionHelpFormatter):
    """Help with room for our longest option, and no value named twice."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28)
        self._action_max_length = 13  # argparse forgets that names of commands are indented

    def _format_action_invocation(self, action: argparse.Action) -> str:
        """Return `-o, --output FILE` instead of `-o FILE, --output FILE`."""
        if not action.option_strings or action.nargs == 0:
            return super()._format_action_invocation(action)
        return f"{', '.join(action.option_strings)} {self._format_args(action, action.dest)}"


class _Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one sentence, and minds a closed or full output."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(allow_abbrev=False, formatter_class=_Help, **settings)

    def error(self, message: str) -> NoReturn:
        """End with status 2 and one sentence; the whole usage is a `--help` away."""
        complain(f"{message}; see {self.prog} --help")
        self.exit(2)

    def _print_message(self, message: str, file: Any = None) -> None:
        """Print help and version as everything is told."""
        tell(message.removesuffix("\n"))


def _length(text: str) -> float:
    """Read a length in millimetres."""
    value = _number(text.casefold().removesuffix("mm"))
    if not 0 <= value <= LONGEST_MM:
        raise argparse.ArgumentTypeError(f"{_quoted(text)} is not a length of 0 to {LONGEST_MM} mm")
    return value


def _count(text: str) -> int:
    """Read a number of sheets."""
    value = _number(text)
    if not (1 <= value <= 100 and value.is_integer()):
        raise argparse.ArgumentTypeError(f"{_quoted(text)} is not a number of sheets, 1 to 100")
    return int(value)


def _dpi(text: str) -> int:
    """Read a resolution."""
    value = _number(text.casefold().removesuffix("dpi"))
    if not (MIN_DPI <= value <= MAX_DPI and value.is_integer()):
        words = f"is not a whole number of {MIN_DPI} to {MAX_DPI} dpi"
        raise argparse.ArgumentTypeError(f"{_quoted(text)} {words}")
    return int(value)


def _number(text: str) -> float:
    """Read a number; NaN, which is in no range, for what is none."""
    from journeyeditor.values import read_decimal

    try:
        return read_decimal(text)
    except ValueError:
        return math.nan


def _quoted(text: str) -> str:
    """Return a text for a sentence, which it must not make endless."""
    return f'"{text}"' if len(text) <= 40 else f'"{text[:39]}…"'


def _names(text: str) -> tuple[str, ...]:
    """Read names with commas between."""
    names = tuple(filter(None, map(str.strip, text.split(","))))
    if not names:
        raise argparse.ArgumentTypeError("name at least one, as in --lanes step,emotion")
    return names


def _colour(text: str) -> str:
    """Read a colour."""
    digits = text.removeprefix("#")
    if len(digits) != 6 or not set(digits) <= set("0123456789abcdefABCDEF"):
        raise argparse.ArgumentTypeError(f"{_quoted(text)} is not a colour like #0B4F6C")
    return f"#{digits.upper()}"
