"""XML of strangers: without document types and entities, in bounded time and memory."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING

from journeyeditor.exchange.checkpoints import checkpoints
from journeyeditor.exchange.importers import ImportFailure
from journeyeditor.i18n import N_, Phrase

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAX_BYTES = 32 * 1024 * 1024
MAX_ELEMENTS, MAX_DEPTH = 150_000, 200
_HEAD = 4096


def head_of(data: bytes) -> bytes:
    """The beginning of a document, by which its format is known, without byte-order mark and blanks."""
    return data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")


def parse_xml(data: bytes) -> Element:
    """Return the root of a document; raises ImportFailure for what is broken, hostile or too large."""
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    if len(data) > MAX_BYTES:
        large = N_("is larger than {count} MiB; split it")
        raise ImportFailure(Phrase(large, count=MAX_BYTES // 2**20))
    try:
        root = _root(iterparse(BytesIO(data), ("start", "end"), forbid_dtd=True))
    except ParseError as error:
        line, column = error.position
        invalid = N_("line {line}, column {column}: is not valid XML; save it again in its program")
        raise ImportFailure(Phrase(invalid, line=line, column=column + 1)) from None
    except DefusedXmlException:
        raise ImportFailure(
            Phrase(N_("has a document type or entities, which are not read; save it without them"))
        ) from None
    except (LookupError, ValueError):
        raise ImportFailure(
            Phrase(N_("is in an encoding that is not supported; save it as UTF-8"))
        ) from None
    if root is None:
        raise ImportFailure(Phrase(N_("is empty; choose another file")))
    return root


def _root(events: Iterable[tuple[str, Element]]) -> Element | None:
    """Return the outermost element once all are read; raises ImportFailure for too many of them."""
    root: Element | None = None
    count = depth = 0
    for event, element in checkpoints(events):
        if event == "end":
            depth -= 1
            continue
        root = element if root is None else root
        count, depth = count + 1, depth + 1
        if count > MAX_ELEMENTS or depth > MAX_DEPTH:
            raise ImportFailure(Phrase(N_("has too many or too deeply nested elements; split it")))
    return root
