"""The journey file: reading it, writing it, and the sentences that say why one cannot be read."""

from journeyeditor.files.atomic import write_atomically
from journeyeditor.files.errors import FileError
from journeyeditor.files.images import decode_image
from journeyeditor.files.reader import parse_map, read_map
from journeyeditor.files.writer import dump_map, map_hash, write_map

__all__ = [
    "FileError",
    "decode_image",
    "dump_map",
    "map_hash",
    "parse_map",
    "read_map",
    "write_atomically",
    "write_map",
]
