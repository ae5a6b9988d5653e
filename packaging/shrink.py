"""Make the folder of the program smaller: `packaging/build.py dir` calls this on Linux.

    python packaging/shrink.py dist/journeyeditor/_internal

Qt's wheel brings all data of ICU, of which Qt reads collation, time zones and character sets. Large
modules that few people use are compressed, and read by packed_modules.py. One library is mostly
empty space. Python's modules name a folder of the machine that built them, which is taken out. On
Windows and macOS Qt uses the system's data, and the system wants to see a module as a signed file.
"""

from __future__ import annotations

import lzma
import re
import struct
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

#: Modules that are first used when somebody measures an event log, reads or makes documents of
#: other programs, or opens a room.
PACKED = ("_duckdb", "lxml/etree", "lxml/_elementpath", "yaml/_yaml", "aiohttp/_http_parser")
#: Machine code is smaller after the x86 filter; readers find the filters in the file.
FILTERS = (
    {"id": lzma.FILTER_X86},
    {"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME},
)

#: What stays of ICU's data. Languages have their names, currencies and the like from Qt. Of the
#: character sets, those of the web, and their bases.
ICU_KEPT = re.compile(
    r"coll/.*"
    r"|(cnvalias|icustd|icuver|keyTypeData|likelySubtags|pool|root|res_index|supplementalData"
    r"|metaZones|timezoneTypes|windowsZones|zoneinfo64)\.(icu|res)"
    r"|(nfkc|nfkc_cf|uts46)\.nrm"
    r"|(euc-jp|gb18030|iso-8859_|jisx-|macos-|windows-).*\.cnv"
    r"|ibm-(437|850|852|866|878|9\d\d|1089|1168|1363|1373|1375|1383|1386|5012|5346|5347|5348|5349"
    r"|5350|5354|5478|9005|9447|9448|9449)_.*\.cnv"
)
#: What all names of items begin with.
ICU_NAME = re.compile(rb"icudt\d+l/")
PAGE = 0x1000


def main(folder: Path) -> None:
    for library in folder.glob("PySide6/Qt/lib/libicudata.so.*"):
        library.write_bytes(icu_library(library.read_bytes()))
    for library in folder.glob("pillow.libs/libXau-*"):
        library.write_bytes(without_gap(library.read_bytes()))
    for module in folder.glob("python3.*/lib-dynload/*.so"):
        module.write_bytes(without_search_path(module.read_bytes()))
    pack(folder, PACKED)


def pack(folder: Path, names: Sequence[str]) -> None:
    """Replace modules of a folder by what packed_modules.py reads."""
    for name in names:
        for module in folder.glob(f"{name}.*.so"):
            packed = folder / f"{name}.so.xz"
            packed.write_bytes(
                lzma.compress(module.read_bytes(), filters=[dict(each) for each in FILTERS])
            )
            module.unlink()


# ---- ICU's data: a table of names and places, then the items (ICU's udata.cpp, ucmndata.h)


def icu_data(data: bytes) -> bytes:
    """Return an ICU data file with the items that are kept."""
    (start,) = struct.unpack_from("<H", data)
    if data[2:4] != b"\xda\x27" or data[12:16] != b"CmnD":
        raise ValueError("no ICU data is in the library")
    items = [(name, item) for name, item in icu_items(data, start) if is_kept(name)]
    names = b"".join(name + b"\0" for name, _ in items)
    place = 4 + 8 * len(items)
    body = bytearray(_padded(struct.pack("<I", len(items)) + bytes(8 * len(items)) + names))
    for number, (name, item) in enumerate(items):
        struct.pack_into("<II", body, 4 + 8 * number, place, len(body))
        place += len(name) + 1
        body += _padded(item)
    return data[:start] + bytes(body)


def icu_items(data: bytes, start: int) -> Iterator[tuple[bytes, bytes]]:
    """Yield the items of an ICU data file in their order, with the names they are looked up by."""
    (count,) = struct.unpack_from("<I", data, start)
    table = list(struct.iter_unpack("<II", data[start + 4 : start + 4 + 8 * count]))
    ends = [place for _, place in table[1:]] + [len(data) - start]
    for (name, place), end in zip(table, ends, strict=True):
        text = data[start + name : data.index(b"\0", start + name)]
        yield text, data[start + place : start + end]


def is_kept(name: bytes) -> bool:
    return ICU_KEPT.fullmatch(ICU_NAME.sub(b"", name, count=1).decode()) is not None


def _padded(item: bytes) -> bytes:
    return item + bytes(-len(item) % 16)


def icu_library(library: bytes) -> bytes:
    """Return the library of ICU's data with less of it.

    It is one read-only segment, whose end is the data, and the dynamic section. Addresses stay, so
    that nothing must be linked anew.
    """
    first = next(place for place, kind in _segments(library) if kind == LOAD)
    (size,) = struct.unpack_from("<Q", library, first + FILE_SIZE)
    begin = library.index(b"CmnD", 0, size) - 12
    head = bytearray(library[:begin] + icu_data(library[begin:size]))
    struct.pack_into("<QQ", head, first + FILE_SIZE, len(head), len(head))
    return with_last_segment(bytes(head), library)


# ---- libraries for Linux (ELF)


def without_gap(library: bytes) -> bytes:
    """Return a library without the empty space that aligns its last segment to large pages."""
    loaded = [place for place, kind in _segments(library) if kind == LOAD]
    where, size = (
        struct.unpack_from("<Q", library, loaded[-2] + at)[0] for at in (OFFSET, FILE_SIZE)
    )
    return with_last_segment(library[: where + size], library)


def without_search_path(library: bytes) -> bytes:
    """Return a library that names no folders to look for others in."""
    where, size = next(
        struct.unpack_from("<Q16xQ", library, place + OFFSET)
        for place, kind in _segments(library)
        if kind == DYNAMIC
    )
    entries = list(struct.iter_unpack("<QQ", library[where : where + size]))
    kept = [entry for entry in entries if entry[0] not in SEARCH_PATHS]
    kept += [(0, 0)] * (len(entries) - len(kept))
    packed = b"".join(struct.pack("<QQ", *entry) for entry in kept)
    return library[:where] + packed + library[where + size :]


def with_last_segment(head: bytes, library: bytes) -> bytes:
    """Return a library whose last loaded segment follows at once on what is before it."""
    segments = list(_segments(library))
    last = [place for place, kind in segments if kind == LOAD][-1]
    offset, address, _, size = struct.unpack_from("<QQQQ", library, last + OFFSET)
    # A segment lies in the file as it lies in its page of memory.
    moved = len(head) + (address - len(head)) % PAGE
    made = bytearray(head + bytes(moved - len(head)) + library[offset : offset + size])

    def new_place(old: int) -> int:
        return old - offset + moved if offset <= old < offset + size else old

    for place, kind in segments:
        (where,) = struct.unpack_from("<Q", library, place + OFFSET)
        struct.pack_into("<Q", made, new_place(place) + OFFSET, new_place(where))
        if kind == LOAD:
            struct.pack_into("<Q", made, new_place(place) + ALIGNMENT, PAGE)
    (table,) = struct.unpack_from("<Q", library, PROGRAM_HEADER)
    struct.pack_into("<Q", made, PROGRAM_HEADER, new_place(table))
    # Sections are for linkers and debuggers, and would have to move too.
    struct.pack_into("<Q", made, SECTIONS, 0)
    struct.pack_into("<HH", made, SECTION_COUNT, 0, 0)
    return bytes(made)


#: Places in the header of a 64-bit ELF file and in an entry of its program header.
PROGRAM_HEADER, SECTIONS, ENTRY_SIZE, SECTION_COUNT = 32, 40, 54, 60
OFFSET, FILE_SIZE, ALIGNMENT = 8, 32, 48
LOAD, DYNAMIC = 1, 2
#: RPATH and RUNPATH among the entries of a dynamic section.
SEARCH_PATHS = {15, 29}


def _segments(library: bytes) -> Iterator[tuple[int, int]]:
    """Yield the place and the kind of each entry of the program header."""
    if library[:6] != b"\x7fELF\x02\x01":
        raise ValueError("not a library for a 64-bit processor")
    (begin,) = struct.unpack_from("<Q", library, PROGRAM_HEADER)
    size, count = struct.unpack_from("<HH", library, ENTRY_SIZE)
    for place in range(begin, begin + size * count, size):
        yield place, struct.unpack_from("<I", library, place)[0]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
