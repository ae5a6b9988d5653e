"""The journey file: reading it, writing it, and the sentences that say why one cannot be read.

What a name stands for is imported when the name is first used: listing the templates needs no
records, and a command that needs none of them starts in no time.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from journeyeditor.files.atomic import write_atomically
    from journeyeditor.files.errors import FileError
    from journeyeditor.files.images import decode_image
    from journeyeditor.files.reader import parse_map, read_bytes, read_map
    from journeyeditor.files.writer import content_hash, dump_map, map_hash, write_map

__all__ = [
    "FileError",
    "content_hash",
    "decode_image",
    "dump_map",
    "map_hash",
    "parse_map",
    "read_bytes",
    "read_map",
    "write_atomically",
    "write_map",
]

_MODULES = {
    "FileError": "errors",
    "content_hash": "writer",
    "decode_image": "images",
    "dump_map": "writer",
    "map_hash": "writer",
    "parse_map": "reader",
    "read_bytes": "reader",
    "read_map": "reader",
    "write_atomically": "atomic",
    "write_map": "writer",
}


def __getattr__(name: str) -> Any:
    """Import what is asked for, and keep it, so that it is asked for once (PEP 562)."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = value
    return value
