"""The front door: one small function per command, each importing what it needs when it runs.

Exit status: 0 done, 1 the input or the disk is at fault (one sentence on standard error), 2
wrong usage. No command touches the network, and none but the editor needs a screen.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence

from journeyeditor import __version__
from journeyeditor.commands import Refusal


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    # A command is short-lived: collecting cycles costs time and frees nothing that matters.
    gc.disable()
    parser = _parser()
    wishes = parser.parse_args(arguments)
    if sys.stdout and hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    try:
        return int(wishes.run(wishes) or 0)
    except Refusal as refusal:
        print(f"journeyeditor: {refusal}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    except Exception as error:
        if os.environ.get("JOURNEYEDITOR_TRACE"):
            raise
        print(
            f"journeyeditor: an error in the program itself ({type(error).__name__}: {error}); "
            "nothing was left half written; set JOURNEYEDITOR_TRACE=1 to see where, and report it",
            file=sys.stderr,
        )
        return 1
    except KeyboardInterrupt:
        print("journeyeditor: stopped; nothing was left half written", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    """Return the parser of all commands; without one, the editor is opened."""
    parser = argparse.ArgumentParser(
        prog="journeyeditor",
        description="Customer-journey maps: written, imported, checked and printed as posters.",
        epilog='"journeyeditor COMMAND --help" tells more about a command.',
    )
    parser.add_argument("--version", action="version", version=f"journeyeditor {__version__}")
    parser.set_defaults(run=_editor)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    new = commands.add_parser("new", help="start a map from a template", description="Write a new map from a template.")
    new.add_argument("-o", "--output", required=True, metavar="FILE", help="the map to write, by convention NAME.journey.json")
    new.add_argument("--template", required=True, metavar="NAME", help='one of "journeyeditor templates"')
    new.add_argument("--language", default=None, metavar="L", help="sv, nb, da or en; else the template's own language")
    new.set_defaults(run=_new)

    templates = commands.add_parser("templates", help="list the templates", description="List the templates: name, languages, title.")
    templates.add_argument("--json", action="store_true", help="as JSON")
    templates.set_defaults(run=_templates)

    info = commands.add_parser("info", help="tell what is in a map", description="Count what is in a map.")
    info.add_argument("map", metavar="MAP")
    info.add_argument("--json", action="store_true", help="as JSON")
    info.set_defaults(run=_info)

    _add_export(commands)

    import_ = commands.add_parser(
        "import",
        help="turn a Mermaid journey diagram into a map",
        description="Read a Mermaid journey diagram (also inside a Markdown file) and write it as a map. "
        "What could not be carried over is listed on standard error.",
    )
    import_.add_argument("file", metavar="FILE")
    import_.add_argument("-o", "--output", required=True, metavar="MAP", help="the map to write")
    import_.add_argument("--lenient", action="store_true", help="import what can be read and list the rest")
    import_.set_defaults(run=_import)

    schema = commands.add_parser("schema", help="print the JSON Schema of the file", description="Print the JSON Schema (2020-12) of the map file.")
    schema.set_defaults(run=_schema)
    return parser


def _add_export(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the export command and its many options."""
    export = commands.add_parser(
        "export",
        help="print maps as posters: PDF, SVG or PNG",
        description="Print a map as a poster. Several maps, or a folder of maps, are printed into a folder. "
        "The pre-flight tells what does not read, is cut or is left out.",
    )
    export.add_argument("maps", nargs="+", metavar="MAP", help="a map, or a folder of *.journey.json")
    export.add_argument("-o", "--output", required=True, metavar="FILE", help="FILE.pdf, .svg or .png; for several maps a folder")
    export.add_argument("--format", choices=("pdf", "svg", "png"), default=None, help="for a folder; else the file's suffix decides")
    sheet = export.add_argument_group("sheet")
    sheet.add_argument("--paper", default="", metavar="NAME", help="A0 to A5, Letter, Legal, Tabloid, ANSI-C to ANSI-E, or WIDTHxHEIGHTmm (A3)")
    sheet.add_argument("--orientation", choices=("landscape", "portrait"), default="", help="landscape unless told (a paper of your own: as written)")
    sheet.add_argument("--landscape", dest="orientation", action="store_const", const="landscape", help=argparse.SUPPRESS)
    sheet.add_argument("--portrait", dest="orientation", action="store_const", const="portrait", help=argparse.SUPPRESS)
    sheet.add_argument("--margin", type=_length, default=None, metavar="MM", help="white on every side (scaled with the paper)")
    sheet.add_argument("--bleed", type=_length, default=0.0, metavar="MM", help="paper beyond the trim, for the cutter (0)")
    sheet.add_argument("--sheets", type=_count, default=1, metavar="N", help="split a long map over N sheets at stage borders")
    sheet.add_argument("--tile", default="", metavar="PAPER", help="give the poster as pages of this paper, with a plan to assemble it")
    sheet.add_argument("--overlap", type=_length, default=10.0, metavar="MM", help="what neighbouring tiles share (10)")
    content = export.add_argument_group("content")
    content.add_argument("--persona", default="", metavar="NAME", help="one persona only, by name or id")
    content.add_argument("--lanes", default="", metavar="LIST", help="some lanes only: kinds, ids or titles, with commas between")
    look = export.add_argument_group("look")
    look.add_argument("--theme", default="", metavar="NAME", help="print, or ink (saves ink)")
    look.add_argument("--brand", type=_colour, default=None, metavar="#RRGGBB", help="the client's colour")
    look.add_argument("--logo", default="", metavar="FILE", help="the client's mark, PNG or JPEG")
    export.add_argument("--dpi", type=_dpi, default=150, metavar="N", help="of a PNG, 10 to 1200 (150)")
    export.add_argument("--json", action="store_true", help="tell what was written, and the pre-flight, as JSON")
    export.set_defaults(run=_export)


def _length(text: str) -> float:
    """Read a length in millimetres."""
    value = float(text.removesuffix("mm").replace(",", "."))
    if not 0 <= value <= 500:
        raise argparse.ArgumentTypeError(f"{text} is not a length of 0 to 500 mm")
    return value


def _count(text: str) -> int:
    """Read a number of sheets."""
    value = int(text)
    if not 1 <= value <= 100:
        raise argparse.ArgumentTypeError(f"{text} is not a number of 1 to 100")
    return value


def _dpi(text: str) -> int:
    """Read a resolution."""
    value = int(text)
    if not 10 <= value <= 1200:
        raise argparse.ArgumentTypeError(f"{text} is not a resolution of 10 to 1200 dpi")
    return value


def _colour(text: str) -> str:
    """Read a colour."""
    digits = text.removeprefix("#")
    if len(digits) != 6 or any(digit not in "0123456789abcdefABCDEF" for digit in digits):
        raise argparse.ArgumentTypeError(f"{text} is not a colour like #0B4F6C")
    return f"#{digits.upper()}"


def _new(wishes: argparse.Namespace) -> None:
    from journeyeditor.commands import maps

    maps.new(wishes.output, wishes.template, wishes.language)


def _templates(wishes: argparse.Namespace) -> None:
    from journeyeditor.commands import maps

    maps.templates(as_json=wishes.json)


def _info(wishes: argparse.Namespace) -> None:
    from journeyeditor.commands import maps

    maps.info(wishes.map, as_json=wishes.json)


def _import(wishes: argparse.Namespace) -> None:
    from journeyeditor.commands import maps

    maps.import_(wishes.file, wishes.output, lenient=wishes.lenient)


def _schema(_: argparse.Namespace) -> None:
    from journeyeditor.commands import maps

    maps.schema()


def _export(wishes: argparse.Namespace) -> None:
    from journeyeditor.commands import export

    export.export(wishes)


def _editor(_: argparse.Namespace) -> None:
    """Stand in for the editor until there is one: say so, and show what the program can do."""
    from journeyeditor.commands import export

    print("journeyeditor: the editor's window is not there yet; the sample map's poster is written to poster.pdf")
    export.sample("poster.pdf")
