"""The process that makes the page of a map for the phones of a workshop (see `room.page_maker`).

People in the room see what the projector shows: no notes, owners and tags, and no speaker notes.
"""

from __future__ import annotations

import gc
import os
import signal
from contextlib import suppress
from gzip import compress
from typing import TYPE_CHECKING

from journeyeditor.delivery.audience import visible_map
from journeyeditor.delivery.profile import Audience
from journeyeditor.files import FileError, parse_map
from journeyeditor.model import JourneyGraph
from journeyeditor.poster.options import PosterError
from journeyeditor.webpage import web_page

if TYPE_CHECKING:
    from journeyeditor.typography import Faces

ROOM = Audience(notes=False, owners=False, tags=False)
#: Longer pages are not sent to phones (bytes, before compression).
MAX_PAGE = 8 * 2**20
#: Lower than the priority of the server that answers the phones.
NICENESS = 5


def main() -> int:
    """Answer requests on standard input until it is closed.

    A request is a line with the size of the map file and whether votes are hidden, then the file;
    the answer is a line with the size of the page, then the page.
    """
    from journeyeditor.typography import Faces

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    gc.enable()  # the command line turns it off for commands that end soon
    with suppress(AttributeError, OSError):
        os.nice(NICENESS)
    faces = Faces()
    with os.fdopen(0, "rb") as maps, os.fdopen(1, "wb") as pages:
        while line := maps.readline():
            size, hides_votes = map(int, line.split())
            page = phone_page(maps.read(size), faces, hides_votes=bool(hides_votes))
            pages.write(b"%d\n" % len(page) + page)
            pages.flush()
    return 0


def phone_page(data: bytes, faces: Faces, *, hides_votes: bool) -> bytes:
    """Return the page of a map file, compressed with gzip; b"" without one that a phone can show."""
    try:
        graph = visible_map(parse_map(data, "map"), ROOM)
        if hides_votes:
            elements = (each.replaced(votes=0) for each in graph.elements())
            graph = JourneyGraph.of(graph.info, [*elements, *graph.relations()])
        page = web_page(graph, faces).encode()
    except (FileError, PosterError):
        return b""
    return compress(page, 6, mtime=0) if len(page) <= MAX_PAGE else b""
