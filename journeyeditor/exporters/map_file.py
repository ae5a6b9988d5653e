"""Maps in their own format where they are imported: as they are saved, and as networkx writes them."""

from __future__ import annotations

import json

from journeyeditor.exchange.importers import Imported, Importer, ImportFailure
from journeyeditor.exchange.sources import SourceFile
from journeyeditor.i18n import N_

#: Every map has these words, whoever wrote it.
_WORDS = (b'"nodes"', b'"kind"')


def _recognizes(source: SourceFile) -> bool:
    from journeyeditor.files.document import FORMAT
    from journeyeditor.files.reader.node_link import is_bare

    is_json = source.data.lstrip()[:1] == b"{"
    if not is_json or not all(word in source.data for word in _WORDS):
        return False
    try:
        values = json.loads(source.data)
    except (ValueError, RecursionError):
        return False
    return isinstance(values, dict) and (values.get("format") == FORMAT or is_bare(values))


def _read(source: SourceFile, lenient: bool) -> Imported:
    from journeyeditor.files import FileError, parse_map

    try:
        return Imported(parse_map(source.data, source.name))
    except FileError as error:
        raise ImportFailure(error.words) from error


#: No suffixes: a folder of maps is no folder of journeys to import.
IMPORTER = Importer("map", N_("Journey maps"), (), _recognizes, _read)
