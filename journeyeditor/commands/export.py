"""The export command: maps in, posters out, the pre-flight told."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from journeyeditor.commands import Refusal
from journeyeditor.files import FileError, read_map, write_atomically
from journeyeditor.geometry import POINTS_PER_MM
from journeyeditor.model import JourneyGraph
from journeyeditor.poster import PaperError, Poster, PosterError, PosterOptions, compose
from journeyeditor.typography import Faces

FORMATS = ("pdf", "svg", "png")
SAMPLE = "toothbrush.sv.journey.json"


def export(wishes: argparse.Namespace) -> None:
    """Print one map to a file, or several into a folder."""
    maps = _maps(wishes.maps)
    output = Path(wishes.output)
    several = len(maps) != 1 or any(Path(path).is_dir() for path in wishes.maps) or output.is_dir()
    options = _options(wishes)
    if several:
        _make_folder(output)
    faces = Faces()
    results = []
    failures = []
    for number, path in enumerate(maps):
        _progress(number, len(maps), path, wishes.json)
        target = output
        if several:
            target = output / f"{_stem(path)}.{wishes.format or 'pdf'}"
        elif wishes.format:
            target = output
        try:
            results.append(_one(path, target, wishes.format or _format(target), options, wishes.dpi, faces))
        except (FileError, PaperError, PosterError) as error:
            failures.append(str(error) if isinstance(error, FileError) else f"{path}: {error}")
    _progress(len(maps), len(maps), None, wishes.json)
    _tell(results, as_json=wishes.json, several=several)
    if failures:
        for failure in failures[:-1]:
            print(f"journeyeditor: {failure}", file=sys.stderr)
        raise Refusal(failures[-1])


def sample(output: str) -> None:
    """Write the sample map's poster."""
    from journeyeditor import resources

    path = resources.path("samples", SAMPLE)
    try:
        result = _one(path, Path(output), "pdf", PosterOptions(), 150, Faces())
    except FileError as error:
        raise Refusal(str(error)) from error
    _tell([result], as_json=False, several=False)


def _maps(paths: Sequence[str]) -> list[Path]:
    """Return the maps that are meant: a folder stands for the maps in it."""
    found: list[Path] = []
    for name in paths:
        path = Path(name)
        if path.is_dir():
            inside = sorted(path.glob("*.journey.json"))
            if not inside:
                raise Refusal(f"{name}: holds no *.journey.json; name a folder with maps in it")
            found += inside
        else:
            found.append(path)
    return found


def _make_folder(folder: Path) -> None:
    """Make the folder that several posters go into; raises Refusal."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refusal(f"{folder}: is no folder and cannot be made one ({error.strerror}); name another") from error


def _stem(path: Path) -> str:
    """Return a map's name without its suffixes."""
    return path.name.removesuffix(".json").removesuffix(".journey")


def _format(target: Path) -> str:
    """Return the format that a file's suffix asks for; raises Refusal."""
    suffix = target.suffix.lstrip(".").casefold()
    if suffix not in FORMATS:
        raise Refusal(f"{target}: end the name with .pdf, .svg or .png, or give --format")
    return suffix


def _options(wishes: argparse.Namespace) -> PosterOptions:
    """Return the poster's options from the command line."""
    return PosterOptions(
        paper=wishes.paper,
        orientation=wishes.orientation or "",
        margin_mm=wishes.margin,
        bleed_mm=wishes.bleed,
        sheets=wishes.sheets,
        tile=wishes.tile,
        overlap_mm=wishes.overlap,
        persona=wishes.persona,
        lanes=tuple(name.strip() for name in wishes.lanes.split(",") if name.strip()),
        theme=wishes.theme,
        brand=wishes.brand or "",
        logo=_logo(wishes.logo) if wishes.logo else "",
    )


def _logo(path: str) -> str:
    """Return a picture file as the `data:` text that a map would hold; raises Refusal."""
    import base64

    from journeyeditor.files import decode_image

    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise Refusal(f"{path}: the logo cannot be read ({error.strerror}); check the name") from error
    kind = "png" if data.startswith(b"\x89PNG") else "jpeg"
    text = f"data:image/{kind};base64,{base64.b64encode(data).decode('ascii')}"
    try:
        decode_image(text)
    except ValueError as error:
        raise Refusal(f"{path}: is no PNG or JPEG picture that can be read; save the logo as one") from error
    return text


def _one(
    path: Path, target: Path, format_: str, options: PosterOptions, dpi: int, faces: Faces
) -> tuple[Path, list[Path], Poster]:
    """Print one map; return what was written."""
    graph = read_map(path)
    poster = compose(graph, options, faces)
    return path, list(_write(poster, target, format_, dpi, faces, graph)), poster


def _write(
    poster: Poster, target: Path, format_: str, dpi: int, faces: Faces, graph: JourneyGraph
) -> Iterator[Path]:
    """Write a poster; pages of SVG and PNG become files of their own. Yields each file."""
    if format_ == "pdf":
        from journeyeditor.painting.pdf import write_pdf

        buffer = io.BytesIO()
        write_pdf(poster.pages, buffer, faces, poster.metadata)
        write_atomically(target, buffer.getvalue())
        yield target
        return
    for page in poster.pages:
        file = target
        if len(poster.pages) > 1:
            file = target.with_name(f"{target.stem}-{page.label}{target.suffix}")
        if format_ == "svg":
            from journeyeditor.painting.svg import svg

            write_atomically(file, svg(page, faces).encode("utf-8"))
        else:
            from journeyeditor.painting.png import write_png

            buffer = io.BytesIO()
            write_png(page, buffer, faces, dpi=dpi)
            write_atomically(file, buffer.getvalue())
        yield file


def _progress(done: int, total: int, path: Path | None, quiet: bool) -> None:
    """Draw the progress bar of several maps on a terminal."""
    if total < 2 or quiet or not sys.stderr.isatty():
        return
    width = 24
    filled = width * done // total
    name = f" {path.name}" if path else ""
    bar = "█" * filled + "░" * (width - filled)
    end = "\n" if done == total else ""
    print(f"\r\x1b[K{bar} {done}/{total}{name}", end=end, file=sys.stderr, flush=True)


def _tell(results: Sequence[tuple[Path, list[Path], Poster]], *, as_json: bool, several: bool) -> None:
    """Tell what was written and what the pre-flight found."""
    if as_json:
        import json

        rows = [_row(*result) for result in results]
        print(json.dumps(rows if several else rows[0] if rows else {}, ensure_ascii=False, indent=2))
        return
    for path, files, poster in results:
        size = poster.pages[0].trim
        sheet = f"{size.width / POINTS_PER_MM:.0f} × {size.height / POINTS_PER_MM:.0f} mm"
        count = len(poster.pages)
        names = files[0].name if len(files) == 1 else f"{files[0].name} … {files[-1].name}"
        print(f"{path.name} → {names}: {count} page{'s' if count != 1 else ''}, {sheet}")
        for finding in poster.findings:
            where = f" [{finding.element}]" if finding.element else ""
            print(f"  {finding.severity}: {finding.message}{where}")


def _row(path: Path, files: list[Path], poster: Poster) -> dict[str, object]:
    """Return one export as JSON tells it."""
    return {
        "map": str(path),
        "files": [str(file) for file in files],
        "pages": [
            {
                "label": page.label,
                "width_mm": round(page.trim.width / POINTS_PER_MM, 2),
                "height_mm": round(page.trim.height / POINTS_PER_MM, 2),
            }
            for page in poster.pages
        ],
        "findings": [
            {"rule": f.rule, "severity": f.severity, "element": f.element, "message": f.message}
            for f in poster.findings
        ],
    }
