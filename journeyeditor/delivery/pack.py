"""A pack: all files of a profile, made from one map and stamped with one version."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from journeyeditor.delivery.audience import visible_map
from journeyeditor.delivery.profile import Profile
from journeyeditor.exporters import Export, export_formats, find_format
from journeyeditor.i18n import N_, Texts
from journeyeditor.i18n import texts as texts_of
from journeyeditor.insight.translation import translated
from journeyeditor.poster.options import PosterOptions, creation_date
from journeyeditor.vocabulary import info_of

if TYPE_CHECKING:
    from journeyeditor.model import JourneyGraph
    from journeyeditor.typography import Faces

#: Pages of the reading copy have about so many stages.
STAGES_TO_A_PAGE = 2
_MAP = "map"
_CONTENTS = N_("Contents")
_LONGEST = 80
_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')


class PackError(ValueError):
    """A file of a pack that cannot be made; the message is one sentence."""


class Deliverable(NamedTuple):
    """One kind of file: its format, the word behind the name of the map, and the poster's options."""

    format: str
    word: str = ""
    options: Callable[[PosterOptions, int], PosterOptions] = lambda options, _: options


class PackedFile(NamedTuple):
    """A file of a pack, not yet on the disk."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Pack:
    """The files, in order, and the stamp that all of them carry."""

    files: tuple[PackedFile, ...]
    stamp: str


def _tiles(options: PosterOptions, _: int) -> PosterOptions:
    return replace(options, tile="A4")


def _reading(options: PosterOptions, stages: int) -> PosterOptions:
    sheets = max(1, -(-stages // STAGES_TO_A_PAGE))
    sections = ("personas", "priorities", "glossary", "sources")
    return replace(options, paper="A4", sheets=sheets, appendix=sections)


#: What a profile may list besides the names of the export formats; `map` is the map's own file.
DELIVERABLES: Mapping[str, Deliverable] = MappingProxyType(
    {
        "poster": Deliverable("pdf", N_("Poster")),
        "tiles": Deliverable("pdf", N_("Tiles"), _tiles),
        "reading": Deliverable("pdf", N_("Reading copy"), _reading),
    }
)


def deliverable_names() -> list[str]:
    formats = [each.name for each in export_formats() if each.name != "pdf"]
    return [*DELIVERABLES, *formats, _MAP]


def make_pack(
    graph: JourneyGraph,
    profile: Profile,
    faces: Faces,
    progress: Callable[[float], None] = lambda _: None,
    passed_on: tuple[type[Exception], ...] = (),
) -> Pack:
    """Return the pack of a map; raises PackError and whatever of `passed_on` cancels it.

    `progress` gets the share of the work that is done.
    """
    names = list(dict.fromkeys(profile.files))
    known = deliverable_names()
    for name in names:
        if name not in known:
            raise PackError(f'there is no file called "{name}" in a pack; use {", ".join(known)}')
    shown, stamp = stamped(graph, profile)
    maker = _Maker(shown, profile, faces, passed_on)
    files: list[PackedFile] = []
    for number, name in enumerate(names):
        files += maker.files(name, partial(_advance, progress, number, len(names)))
    files.append(PackedFile(maker.contents_name, maker.contents(files, stamp).encode("utf-8")))
    progress(1.0)
    return Pack(tuple(files), stamp)


def _advance(progress: Callable[[float], None], before: int, count: int, share: float) -> None:
    progress((before + share) / count)


def stamped(graph: JourneyGraph, profile: Profile) -> tuple[JourneyGraph, str]:
    """Return what the audience sees, with its version, date and state as the one version of all files."""
    from journeyeditor.files import map_hash
    from journeyeditor.model import JourneyGraph as Graph

    if profile.language:
        graph = translated(graph, profile.language)
    seen = visible_map(graph, profile.audience)
    info = info_of(seen)
    day = info.date or creation_date().date()
    version = " · ".join(filter(None, (info.version_label, map_hash(seen))))
    changes: dict[str, object] = {"version_label": version, "date": day}
    if profile.colour or profile.logo:
        brand = {
            "colour": profile.colour or info.brand.colour,
            "logo": profile.logo or info.brand.logo,
        }
        changes["brand"] = info.brand.model_copy(update=brand)
    info = info.replaced(**changes)
    return Graph.of(info, (*seen.elements(), *seen.relations())), f"{version} · {day.isoformat()}"


class _Maker:
    """The files of one pack, one after the other."""

    def __init__(
        self,
        graph: JourneyGraph,
        profile: Profile,
        faces: Faces,
        passed_on: tuple[type[Exception], ...],
    ) -> None:
        self._graph, self._profile, self._faces = graph, profile, faces
        self._passed_on = passed_on
        info = info_of(graph)
        self._texts: Texts = texts_of(info.language)
        self._stem = file_stem(info.title or self._texts("Customer journey map"))
        self.contents_name = f"{self._texts(_CONTENTS)}.txt"
        self._title = info.title

    def files(self, name: str, progress: Callable[[float], None]) -> Iterator[PackedFile]:
        """Yield the files of one entry of a profile."""
        from journeyeditor.extensions import ExtensionError
        from journeyeditor.files import dump_map
        from journeyeditor.poster import PaperError, PosterError

        if name == _MAP:
            yield PackedFile(f"{self._stem}.journey.json", dump_map(self._graph))
            return
        kind = DELIVERABLES.get(name) or Deliverable(name)
        format_ = find_format(kind.format)
        assert format_ is not None, name
        options = kind.options(PosterOptions(paper=self._profile.paper), len(self._graph.stages()))
        export = Export(
            self._graph,
            options,
            self._faces,
            language=self._texts.language,
            has_source=_MAP in self._profile.files,  # who may not have the file gets it in none
            progress=progress,
            passed_on=self._passed_on,
        )
        try:
            contents = format_.write(export)
            labels: Sequence[str] = format_.labels(export) or [""]
        except (PaperError, PosterError, ExtensionError) as error:
            raise PackError(f"{name}: {error}") from error
        word = f" – {self._texts(kind.word)}" if kind.word else ""
        for label, data in zip(labels, contents, strict=True):
            page = f" {label}" if label else ""
            yield PackedFile(f"{self._stem}{word}{page}.{format_.name}", bytes(data))

    def contents(self, files: Sequence[PackedFile], stamp: str) -> str:
        """Return the list of the files with their version."""
        version = self._texts("Version {version}").format(version=stamp)
        return "\n".join([self._title, version, "", *(f"- {each.name}" for each in files), ""])


def file_stem(title: str) -> str:
    """Return a title as the beginning of file names, on every system."""
    words = " ".join(_UNSAFE.sub(" ", title).split()).strip(". ")
    return words[:_LONGEST].rstrip(". ") or "map"


def zipped(pack: Pack) -> bytes:
    """Return a pack as a ZIP archive; the same files give the same bytes."""
    when = creation_date().timetuple()[:6]
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for each in pack.files:
            entry = zipfile.ZipInfo(each.name, max(when, (1980, 1, 1, 0, 0, 0)))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            file.writestr(entry, each.data)
    return archive.getvalue()


def save_pack(pack: Pack, output: Path) -> list[Path]:
    """Write a pack into a folder, or as an archive if the name ends with .zip; raises FileError.

    Either all files are written or none.
    """
    from journeyeditor.files.atomic import write_atomically, write_into

    if output.suffix.casefold() != ".zip":
        return write_into(output, {each.name: each.data for each in pack.files})
    write_atomically(output, zipped(pack))
    return [output]
