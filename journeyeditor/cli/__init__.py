"""The command line: one small function per command, each importing what it needs when it runs.

Exit status: 0 success, 1 the input or the disk is at fault (one sentence on standard error), 2
wrong usage. No command but `room` uses the network, and only the editor, which runs without a
command, needs a display.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

from journeyeditor.cli.errors import CommandError, UsageError, internal_error
from journeyeditor.cli.interruption import handle_signals, is_interrupted
from journeyeditor.cli.terminal import print_error, print_lines
from journeyeditor.room import PAGE_COMMAND
from journeyeditor.spelling import SERVER_COMMAND

if TYPE_CHECKING:
    import argparse

    from journeyeditor.events.discovery import Options

#: What the program starts of itself as processes of their own, by the argument.
SERVERS: Mapping[str, str] = MappingProxyType(
    {
        SERVER_COMMAND: "journeyeditor.spelling.server",
        PAGE_COMMAND: "journeyeditor.delivery.phone_page",
    }
)
#: The exit status that shells report for a command ended by Ctrl-C.
STOPPED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; None means the arguments of the process."""
    if arguments is not None:
        return _run(arguments)
    # No plugin affects how maps are read, and looking for one takes time.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # A command is short-lived: collecting cycles costs time and frees nothing that matters.
    gc.disable()
    handle_signals()
    try:
        return _run(None)
    finally:
        # Skip the final collection too: it takes a seventh of the whole run time.
        gc.freeze()


def _run(arguments: Sequence[str] | None) -> int:
    """Run one command; it always ends with a status and at most one sentence."""
    try:
        words = sys.argv[1:] if arguments is None else list(arguments)
        if len(words) == 1 and words[0] in SERVERS:
            return int(import_module(SERVERS[words[0]]).main())
        maps = maps_to_open(words)
        if maps is not None:
            return _editor(maps)
        if len(words) == 1 and os.path.isdir(words[0]):
            raise CommandError(f"{words[0]}: is a folder; choose a map in it")
        from journeyeditor.cli.arguments import parser

        parsed = parser(*words[:1]).parse_args(words)
        return COMMANDS[parsed.command](parsed)
    except SystemExit as end:  # --help and usage errors have printed everything
        return int(end.code or 0)
    except (Exception, KeyboardInterrupt) as error:
        return _failed(error)


def _failed(error: BaseException) -> int:
    """Report what ended a command, and return the exit status."""
    if isinstance(error, KeyboardInterrupt) or is_interrupted():
        print_error("interrupted; no incomplete files were left behind")
        return STOPPED
    if isinstance(error, CommandError):
        print_error(str(error))
        return 2 if isinstance(error, UsageError) else 1
    print_error(internal_error(error))
    return 1


def _new(parsed: argparse.Namespace) -> int:
    from journeyeditor.cli.commands import maps

    maps.new(parsed.output, parsed.template, parsed.language)
    return 0


def _templates(parsed: argparse.Namespace) -> int:
    from journeyeditor.cli.commands import maps

    maps.templates(as_json=parsed.json)
    return 0


def _info(parsed: argparse.Namespace) -> int:
    from journeyeditor.cli.commands import maps

    maps.info(parsed.map, as_json=parsed.json)
    return 0


def _check(parsed: argparse.Namespace) -> int:
    from journeyeditor.cli.commands.check import check

    return check(parsed.map, as_json=parsed.json, is_strict=parsed.strict)


def _compare(parsed: argparse.Namespace) -> int:
    from journeyeditor.cli.commands.compare import compare

    return compare(parsed.old, parsed.new, output=parsed.output, as_json=parsed.json)


def _import(parsed: argparse.Namespace) -> int:
    from journeyeditor.cli.commands.imports import import_, import_into

    if parsed.into is not None:
        return import_into(
            parsed.file, parsed.into, parsed.output, lenient=parsed.lenient, as_json=parsed.json
        )
    return import_(
        parsed.file,
        parsed.output,
        lenient=parsed.lenient,
        journey=parsed.journey,
        only_list=parsed.list,
        as_json=parsed.json,
    )


def _measure(parsed: argparse.Namespace) -> int:
    from journeyeditor.cli.commands.measure import LogOptions, measure, texts_in
    from journeyeditor.events.columns import Columns
    from journeyeditor.events.database import Limits
    from journeyeditor.events.sources import Query

    columns = Columns(
        tuple(parsed.case),
        parsed.activity,
        parsed.time,
        parsed.clock,
        channel=parsed.channel,
        device=parsed.device,
        segment=parsed.segment,
    )
    options = LogOptions(
        columns,
        Query(parsed.table, parsed.query),
        parsed.complete,
        Limits(parsed.memory, parsed.threads),
        parsed.engine,
        parsed.order,
    )
    texts = texts_in(parsed.language)
    if parsed.map:
        from journeyeditor.cli.commands.measure import Target, measure_map

        target = Target(parsed.output, _fold(parsed).min_cases, parsed.split)
        measure_map(parsed.log, options, parsed.map, target, texts, as_json=parsed.json)
    elif parsed.output:
        from journeyeditor.cli.commands.measure import discover

        discover(parsed.log, options, parsed.output, texts, _fold(parsed))
    else:
        measure(parsed.log, options, texts, as_json=parsed.json)
    return 0


def _fold(parsed: argparse.Namespace) -> Options:
    from journeyeditor.events.discovery import DEFAULT_SHARE, MIN_CASES, Options

    return Options(
        DEFAULT_SHARE if parsed.min_share is None else parsed.min_share,
        MIN_CASES if parsed.min_cases is None else parsed.min_cases,
    )


def _reminder(parsed: argparse.Namespace) -> int:
    from journeyeditor.cli.commands.reminder import reminder

    reminder(parsed.map, parsed.output)
    return 0


def _room(parsed: argparse.Namespace) -> int:
    from journeyeditor.cli.commands.room import serve

    return serve(parsed.map, parsed.host, parsed.port, parsed.pin, as_json=parsed.json)


def _schema(_: argparse.Namespace) -> int:
    from journeyeditor.cli.commands import maps

    maps.schema()
    return 0


def _export(parsed: argparse.Namespace) -> int:
    from journeyeditor.cli.commands.export import FormatSettings, export
    from journeyeditor.poster import PosterOptions

    options = PosterOptions(
        document="run_sheet" if parsed.run_sheet else "poster",
        paper=parsed.paper,
        orientation=parsed.orientation,
        margin_mm=parsed.margin,
        bleed_mm=parsed.bleed,
        sheets=parsed.sheets,
        tile=parsed.tile,
        overlap_mm=parsed.overlap,
        persona=parsed.persona,
        lanes=parsed.lanes,
        theme=parsed.theme,
        brand=parsed.brand or "",
        appendix=parsed.sections,
        imprint=parsed.imprint,
        ribbon=parsed.ribbon,
        flow=parsed.flow,
        working_sheet=parsed.working_sheet,
        marks=parsed.marks,
        cards=parsed.cards,
    )
    return export(
        parsed.maps,
        parsed.output,
        options,
        format_=parsed.format,
        logo=parsed.logo,
        profile=parsed.cmyk,
        settings=FormatSettings(
            parsed.dpi,
            not parsed.no_source,
            parsed.svg_text,
            slides=parsed.slides,
            language=parsed.language,
        ),
        as_json=parsed.json,
    )


def _pack(parsed: argparse.Namespace) -> int:
    from journeyeditor.cli.commands.pack import pack

    return pack(parsed.map, parsed.output, parsed.profile, as_json=parsed.json)


def _translate(parsed: argparse.Namespace) -> int:
    from journeyeditor.cli.commands import translate

    if parsed.table:
        translate.take(parsed.map, parsed.language, parsed.table, as_json=parsed.json)
    else:
        translate.give(parsed.map, parsed.language, parsed.output, as_json=parsed.json)
    return 0


def _editor(maps: Sequence[str]) -> int:
    """Open the editor's window; without a display, say so and show what else is possible."""
    if not has_screen():
        if maps:
            fix = f'"journeyeditor export {maps[0]} -o poster.pdf" works without one'
            raise CommandError(f"no display available to open the editor; {fix}")
        from journeyeditor.cli.commands.export import sample

        print_lines(
            "No display available to open the editor. Exporting the poster of a sample map instead."
        )
        return sample()
    try:
        from journeyeditor.app.application import run
    except ImportError as error:
        if "PySide6" not in str(error) and ".so" not in str(error):
            raise
        fix = "install the libraries listed in the README"
        raise CommandError(
            f"the editor needs a library that is missing ({error}); {fix}"
        ) from error
    return run(maps)


def maps_to_open(words: Sequence[str]) -> Sequence[str] | None:
    """The maps that the editor should open; None if a command is given.

    An argument that is no command counts as a map if it has a map's extension or exists.
    """
    is_map = (word.endswith((".json", ".journey")) or os.path.isfile(word) for word in words)
    return words if all(is_map) and not COMMANDS.keys() & set(words[:1]) else None


def has_screen() -> bool:
    """Whether a window can be shown: on Linux that needs a display, or a platform set by name."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "new": _new,
    "templates": _templates,
    "info": _info,
    "check": _check,
    "compare": _compare,
    "export": _export,
    "pack": _pack,
    "translate": _translate,
    "import": _import,
    "measure": _measure,
    "reminder": _reminder,
    "room": _room,
    "schema": _schema,
}
