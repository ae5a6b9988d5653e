"""The export command: exports maps, and prints the pre-flight findings and what a format cannot hold."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from journeyeditor import resources
from journeyeditor.cli import interruption
from journeyeditor.cli.errors import CommandError, UsageError, internal_error
from journeyeditor.cli.files import identity
from journeyeditor.cli.targets import OutputPaths, maps_in
from journeyeditor.cli.terminal import Progress, one_line, print_error, print_json, print_lines
from journeyeditor.exchange.sources import SourceError, read_bytes
from journeyeditor.exporters import Export, ExportFormat, Options, export_files, pdf
from journeyeditor.exporters.format import DEFAULT_DPI
from journeyeditor.exporters.logo import MAX_BYTES as MAX_LOGO_BYTES
from journeyeditor.exporters.logo import logo_text
from journeyeditor.exporters.press import MAX_BYTES as MAX_PROFILE_BYTES
from journeyeditor.exporters.press import press_of
from journeyeditor.extensions import ExtensionError
from journeyeditor.files import FileError, read_map
from journeyeditor.geometry import POINTS_PER_MM, Rect
from journeyeditor.poster import (
    PaperError,
    Poster,
    PosterError,
    PosterOptions,
    PreflightFinding,
    paper_size,
)
from journeyeditor.poster.appendix import APPENDIX
from journeyeditor.typography import Faces
from journeyeditor.vocabulary import info_of

if TYPE_CHECKING:
    from journeyeditor.model import JourneyGraph
    from journeyeditor.painting.pdf import Press

#: All sections behind the poster.
ALL = "all"
SAMPLE = "toothbrush.sv.journey.json"

#: What a format must have for options of the command to have an effect, by the field of
#: `PosterOptions` or `FormatSettings` that they set. Without --no-source: what holds no map obeys it.
NEEDS = {
    "paper": ("--paper", Options.PAPER),
    "orientation": ("--orientation", Options.PAPER),
    "margin_mm": ("--margin", Options.PAPER),
    "bleed_mm": ("--bleed", Options.SHEETS),
    "marks": ("--marks", Options.SHEETS),
    "sheets": ("--sheets", Options.SHEETS),
    "tile": ("--tile", Options.SHEETS),
    "overlap_mm": ("--overlap", Options.SHEETS),
    "persona": ("--persona", Options.CONTENT),
    "lanes": ("--lanes", Options.CONTENT),
    "document": ("--run-sheet", Options.SECTIONS),
    "working_sheet": ("--working-sheet", Options.SECTIONS),
    "ribbon": ("--ribbon", Options.SECTIONS),
    "flow": ("--flow", Options.LOOK),
    "cards": ("--cards", Options.SECTIONS),
    "appendix": ("--sections", Options.SECTIONS),
    "imprint": ("--imprint", Options.SECTIONS),
    "theme": ("--theme", Options.LOOK),
    "brand": ("--brand", Options.LOOK),
    "logo": ("--logo", Options.LOOK | Options.CONTENT),
    "dpi": ("--dpi", Options.RESOLUTION),
    "has_fonts": ("--svg-text", Options.LIVE_TEXT),
    "slides": ("--slides", Options.SLIDES),
}

#: Returns the files of a map from the labels of its pages; a single file without labels.
FileNames: TypeAlias = Callable[[Path, Sequence[str]], Sequence[Path]]


class ExportedPage(NamedTuple):
    """One page of a poster: its label and its boxes in points, y downwards."""

    label: str
    media: Rect
    bleed: Rect
    trim: Rect


class ExportResult(NamedTuple):
    """The result of one map: files, sheets, pre-flight and losses, or the sentence that says what failed.

    It holds no drawing: with hundreds of maps, those would fill the memory.
    """

    map: str
    files: Sequence[Path] = ()
    sheets: Sequence[ExportedPage] = ()
    findings: Sequence[PreflightFinding] = ()
    losses: Sequence[str] = ()
    fault: str = ""


class FormatSettings(NamedTuple):
    """What only some formats use: see `Export`."""

    dpi: int = DEFAULT_DPI
    has_source: bool = True
    has_fonts: bool = False
    press: Press | None = None
    slides: str = "map"
    language: str = ""


class BatchExporter:
    """Exports maps one by one, in one format with the same options.

    Findings are in the language of each map, which they quote.
    """

    def __init__(
        self, format_: ExportFormat, options: PosterOptions, settings: FormatSettings
    ) -> None:
        self._format, self._options, self._settings = format_, options, settings
        self._faces = Faces()

    def export(self, path: Path, name_files: FileNames) -> ExportResult:
        """Export one map; errors are part of the result."""
        settings = self._settings
        try:
            graph, untranslated = _in_language(read_map(path), settings.language)
            export = Export(
                graph,
                self._options,
                self._faces,
                settings.dpi,
                info_of(graph).language or "en",
                has_source=settings.has_source,
                has_fonts=settings.has_fonts,
                press=settings.press,
                slides=settings.slides,
            )
            files = export_files(export, self._format, partial(name_files, path))
        except (FileError, CommandError) as error:
            return ExportResult(str(path), fault=str(error))
        except (PaperError, PosterError, ExtensionError) as error:
            return ExportResult(str(path), fault=f"{path}: {error}")
        except Exception as error:  # one bad map must not stop the others
            return ExportResult(str(path), fault=f"{path}: {internal_error(error)}")
        losses = [*untranslated, *self._format.losses(export)]
        if not self._format.shows_poster(settings.slides):
            return ExportResult(str(path), files, losses=losses)
        poster = export.poster
        return ExportResult(str(path), files, _sheets(poster), poster.findings, losses)


def _in_language(graph: JourneyGraph, language: str) -> tuple[JourneyGraph, list[str]]:
    """A map in one of its languages, and a sentence if texts are missing; raises PosterError."""
    from journeyeditor.i18n import texts as texts_of
    from journeyeditor.insight.translation import languages_of, missing, translated

    own = info_of(graph).language
    if language in {"", own}:
        return graph, []
    known = languages_of(graph)
    if language not in known:
        there = ", ".join(filter(None, (own, *known)))
        raise PosterError(f"the map has no texts in {language}; it has {there}")
    texts, count = texts_of(language), len(missing(graph, language))
    words = texts.plural(
        "{count} text is not translated.", "{count} texts are not translated.", count
    ).format(count=texts.number(count))
    return translated(graph, language), [words] if count else []


def export(
    names: Sequence[str],
    output: str,
    options: PosterOptions,
    *,
    format_: str | None = None,
    logo: str = "",
    profile: str = "",
    settings: FormatSettings,
    as_json: bool = False,
) -> int:
    """Export one map to a file, or several into a folder; return the exit status.

    Raises UsageError and CommandError if nothing at all can be exported.
    """
    options = _checked(options)
    maps, results = _resolve_maps(names)
    several = len(names) > 1 or os.path.isdir(names[0])
    inputs = [*map(str, maps), *filter(None, [logo, profile])]
    try:
        targets = OutputPaths(output, format_, several=several, inputs=inputs)
    except UsageError:
        if len(names) > 1 or not several or format_ is not None:
            raise
        reason = "is a folder; choose a map in it, or a folder for the posters"
        raise CommandError(f"{names[0]}: {reason}") from None
    if logo:
        options = dataclasses.replace(options, logo=_logo(logo))
    settings = _with_press(settings, profile, targets.format)
    _note_ignored(options, settings, targets.format)
    exporter = BatchExporter(targets.format, options, settings)
    with Progress(len(maps)) as progress:
        for number, path in enumerate(maps):
            progress.show(number, path.name)
            results.append(exporter.export(path, targets.files))
            interruption.check()
    for result in results:
        if result.fault:
            print_error(result.fault)
    if as_json:
        rows = [_row(result) for result in results]
        print_json(rows if targets.is_folder else rows[0])
    else:
        _print_results(results)
    return 1 if any(result.fault for result in results) else 0


def sample() -> int:
    """Write the sample map's poster into the current folder, without replacing a file."""
    path = resources.path("samples", SAMPLE)
    number = 1
    while Path(name := f"poster{f'-{number}' if number > 1 else ''}.pdf").exists():
        number += 1
    result = BatchExporter(pdf.FORMAT, PosterOptions(), FormatSettings()).export(
        path, lambda *_: [Path(name)]
    )
    if result.fault:
        raise CommandError(result.fault)
    _print_results([result])
    return 0


def _checked(options: PosterOptions) -> PosterOptions:
    """Reject options that no map can fulfil, before any map is read; raises UsageError."""
    for paper in filter(None, (options.paper, options.tile)):
        try:
            paper_size(paper)
        except PaperError as error:
            raise UsageError(str(error)) from error
    themes = sorted(file.stem for file in resources.path("themes").glob("*.toml"))
    if options.theme and options.theme not in themes:
        raise UsageError(
            f'there is no theme called "{options.theme}"; use one of {", ".join(themes)}'
        )
    if ALL in options.appendix:
        return dataclasses.replace(options, appendix=tuple(APPENDIX))
    for name in options.appendix:
        if name not in APPENDIX:
            known = ", ".join(APPENDIX)
            raise UsageError(f'there is no section called "{name}"; use {known} or all')
    return options


def _note_ignored(options: PosterOptions, settings: FormatSettings, format_: ExportFormat) -> None:
    """Name the options that were given and that the format does not have."""
    given = {**dataclasses.asdict(options), **settings._asdict()}
    usual = {**dataclasses.asdict(PosterOptions()), **FormatSettings()._asdict()}
    ignored = [
        option
        for name, (option, needed) in NEEDS.items()
        if given[name] != usual[name] and needed not in format_.options
    ]
    if ignored:
        print_error(f"{format_.name.upper()} files ignore {', '.join(ignored)}")


def _resolve_maps(names: Sequence[str]) -> tuple[list[Path], list[ExportResult]]:
    """The maps to export, each once, and a failure for each argument without maps."""
    written: dict[object, Path] = {}
    failures = []
    for name in names:
        try:
            for path in maps_in(name):
                written.setdefault(identity(path), path)
        except CommandError as refusal:
            failures.append(ExportResult(name, fault=str(refusal)))
    return list(written.values()), failures


def _logo(path: str) -> str:
    """An image file as the `data:` URL that a map stores; raises CommandError."""
    try:
        return logo_text(read_bytes(path, MAX_LOGO_BYTES))
    except SourceError as error:
        raise CommandError(str(error)) from error
    except ValueError as error:
        reason = "is not a valid PNG or JPEG image; choose another logo"
        raise CommandError(f"{path}: {reason}") from error


def _with_press(settings: FormatSettings, path: str, format_: ExportFormat) -> FormatSettings:
    """The settings with the printing condition of an ICC file; raises UsageError and CommandError."""
    if not path:
        return settings
    if format_.name != pdf.FORMAT.name:
        raise UsageError("--cmyk goes with PDF only; leave it out or choose a *.pdf file")
    try:
        return settings._replace(press=press_of(read_bytes(path, MAX_PROFILE_BYTES)))
    except SourceError as error:
        raise CommandError(str(error)) from error
    except ValueError as error:
        reason = "ask the printing house for the ICC profile of its press"
        raise CommandError(f"{path}: {error}; {reason}") from error


def _sheets(poster: Poster) -> list[ExportedPage]:
    return [
        ExportedPage(page.label, Rect(0, 0, *page.size), page.bleed_box, page.trim)
        for page in poster.pages
    ]


def _print_results(results: Sequence[ExportResult]) -> None:
    """Print what was written and the pre-flight findings."""
    lines = []
    for result in results:
        if result.fault:
            continue
        first, last = result.files[0], result.files[-1]
        names = str(first) if first == last else f"{first} … {last.name}"
        sheets = _counted(result.sheets)
        lines.append(f"{Path(result.map).name} → {names}{sheets and f': {sheets}'}")
        lines += [f"  lost: {loss}" for loss in result.losses]
        for finding in result.findings:
            where = f" [{finding.element}]" if finding.element else ""
            lines.append(f"  {finding.severity}: {finding.message}{where}")
    if lines:
        print_lines("\n".join(map(one_line, lines)))


def _counted(sheets: Sequence[ExportedPage]) -> str:
    """The number of pages and the size of the first; "" without pages."""
    if not sheets:
        return ""
    width, height = (side / POINTS_PER_MM for side in sheets[0].trim.size)
    return f"{len(sheets)} page{'s' if len(sheets) != 1 else ''}, {width:.0f} × {height:.0f} mm"


def _row(result: ExportResult) -> dict[str, object]:
    if result.fault:
        return {"map": result.map, "error": result.fault}
    return {
        "map": result.map,
        "files": [str(file) for file in result.files],
        "pages": [
            {
                "label": sheet.label,
                "width_mm": _mm(sheet.trim.width),
                "height_mm": _mm(sheet.trim.height),
                "boxes_mm": {
                    name: [_mm(value) for value in (*box[:2], box.right, box.bottom)]
                    for name, box in (
                        ("media", sheet.media),
                        ("bleed", sheet.bleed),
                        ("trim", sheet.trim),
                    )
                },
            }
            for sheet in result.sheets
        ],
        "findings": [
            {
                "rule": f.rule,
                "severity": f.severity,
                "element": f.element,
                "elements": list(f.elements),
                "message": f.message,
            }
            for f in result.findings
        ],
        "losses": list(result.losses),
    }


def _mm(points: float) -> float:
    return round(points / POINTS_PER_MM, 2)
