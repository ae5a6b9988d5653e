"""The export formats: one module each, one table for the application and the command line.

A new format is a module with a `FORMAT` and a line in `BUILT_IN`, or an `ExportFormat` that
another package registers under the entry-point group `journeyeditor.exporters`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

from journeyeditor import extensions
from journeyeditor.exporters.format import Export, ExportFormat, Options
from journeyeditor.extensions import ExtensionError

__all__ = [
    "BUILT_IN",
    "GROUP",
    "Export",
    "ExportFormat",
    "Options",
    "export_files",
    "export_formats",
    "find_format",
    "page_files",
]

GROUP = "journeyeditor.exporters"
#: Name, which is also the file name extension, and the module that declares the format.
BUILT_IN: Mapping[str, str] = MappingProxyType(
    {
        "pdf": "journeyeditor.exporters.pdf",
        "svg": "journeyeditor.exporters.svg",
        "png": "journeyeditor.exporters.png",
        "pptx": "journeyeditor.exporters.slides",
        "xlsx": "journeyeditor.exporters.workbook",
        "docx": "journeyeditor.exporters.report",
        "csv": "journeyeditor.exporters.csv",
        "md": "journeyeditor.exporters.markdown",
        "mmd": "journeyeditor.exporters.mermaid",
        "html": "journeyeditor.exporters.html",
        "canvas": "journeyeditor.exporters.canvas",
        "graphml": "journeyeditor.exporters.graphml",
        "gexf": "journeyeditor.exporters.gexf",
    }
)


def find_format(name: str) -> ExportFormat | None:
    """The format of this name; raises ExtensionError if its package cannot be loaded."""
    if name in BUILT_IN:
        format_: ExportFormat = import_module(BUILT_IN[name]).FORMAT
        return format_
    return extensions.find(GROUP, name, ExportFormat)


def export_formats() -> Iterator[ExportFormat]:
    """All formats, built-in ones first; extensions that cannot be loaded are left out."""
    for module in BUILT_IN.values():
        yield import_module(module).FORMAT
    for loaded in extensions.load_all(GROUP, ExportFormat):
        if isinstance(loaded, ExportFormat) and loaded.name not in BUILT_IN:
            yield loaded


def page_files(path: Path, labels: Sequence[str]) -> list[Path]:
    """The path itself without labels, else one file for each: `poster-A1.svg`, `poster-A2.svg`."""
    if not labels:
        return [path]
    return [path.with_name(f"{path.stem}-{label}{path.suffix}") for label in labels]


def export_files(
    export: Export, format_: ExportFormat, name_files: Callable[[Sequence[str]], Sequence[Path]]
) -> list[Path]:
    """Write a map in a format; return the files, named by page label (none: a single file).

    All pages are rendered before the first file is written, and every file is replaced atomically:
    a failed or cancelled export leaves nothing behind. Raises PaperError and PosterError if the
    options do not suit the map, FileError if the disk fails, ExtensionError if a format of another
    package fails.
    """
    from journeyeditor.files.atomic import write_together

    labels = format_.labels(export)
    files = list(name_files(labels))
    painted = list(_contents(export, format_))
    export.progress(1.0)
    write_together(dict(zip(files, painted, strict=True)))
    return files


def _contents(export: Export, format_: ExportFormat) -> Sequence[bytes]:
    if format_.name in BUILT_IN:
        return format_.write(export)
    try:
        contents = [bytes(content) for content in format_.write(export)]
    except export.passed_on:
        raise
    except Exception as error:
        package = extensions.package_of(GROUP, format_.name)
        raise ExtensionError(package, format_.name, error) from error
    if len(contents) != max(1, len(format_.labels(export))):
        package = extensions.package_of(GROUP, format_.name)
        raise ExtensionError(package, format_.name, ValueError("a page is missing"))
    return contents
