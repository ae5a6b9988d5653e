"""A poster is the file: the map comes out of it byte for byte, and out of nothing else."""

from __future__ import annotations

import tracemalloc
import zlib
from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from journeyeditor.exchange.importers import read_map_from
from journeyeditor.exchange.sources import SourceError, SourceFile
from journeyeditor.exporters import Export, pdf
from journeyeditor.exporters.source import embedded_map
from journeyeditor.files import dump_map
from journeyeditor.poster import PosterOptions
from tests.poster.sheets import SAMPLES, faces, sample

MAP = b'{"format": "journey-map", "version": 1}'


def poster(name: str, *, has_source: bool = True) -> bytes:
    [data] = pdf.write(Export(sample(name), PosterOptions(), faces(), has_source=has_source))
    return data


def embedded(content: bytes, entries: bytes = b"/Filter/FlateDecode") -> bytes:
    """Return what a program might write for an embedded file."""
    head = b"<</Type /EmbeddedFile %b/Length %d>>" % (entries, len(content))
    return b"%%PDF-1.7\n1 0 obj %b\r\nstream\r\n%b\nendstream endobj\n" % (head, content)


def read(data: bytes) -> bytes:
    return embedded_map(SourceFile("poster.pdf", data))


@pytest.mark.parametrize("name", SAMPLES)
def test_the_map_comes_back_byte_for_byte(name: str) -> None:
    data = poster(name)
    assert read(data) == dump_map(sample(name))
    imported = read_map_from(SourceFile("poster.pdf", data))
    assert dump_map(imported.graph) == dump_map(sample(name))


def test_other_programs_find_it_and_may_rewrite_the_file() -> None:
    data, wanted = poster("toothbrush.sv"), dump_map(sample("toothbrush.sv"))
    attachment = pypdfium2.PdfDocument(data).get_attachment(0)
    assert (attachment.get_name(), bytes(attachment.get_data())) == ("map.journey.json", wanted)
    for settings in (
        {"object_stream_mode": pikepdf.ObjectStreamMode.generate},
        {"compress_streams": False, "stream_decode_level": pikepdf.StreamDecodeLevel.generalized},
        {"linearize": True},
    ):
        file = BytesIO()
        with pikepdf.open(BytesIO(data)) as document:
            assert document.attachments["map.journey.json"].get_file().read_bytes() == wanted
            document.save(file, **settings)
        assert read(file.getvalue()) == wanted


def test_without_the_source_there_is_nothing_to_find() -> None:
    data = poster("toothbrush.sv", has_source=False)
    assert pypdfium2.PdfDocument(data).count_attachments() == 0
    with pytest.raises(SourceError, match=r"^poster.pdf: holds no journey map; ask for"):
        read(data)


def test_the_last_map_counts() -> None:
    older = embedded(zlib.compress(MAP + b" older"))
    assert read(older + embedded(zlib.compress(MAP))) == MAP
    assert read(embedded(MAP, b"") + embedded(zlib.compress(b"[]"))) == MAP
    assert read(embedded(zlib.compress(MAP), b"/Filter [ /FlateDecode ]")) == MAP
    unknown_length = embedded(zlib.compress(MAP)).replace(b"/Length ", b"/Length 9 0 R/X ")
    assert read(unknown_length) == MAP


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7",
        b"%PDF-1.7\n" + b"/EmbeddedFile" * 100_000,
        b"%PDF-1.7\n1 0 obj <</Type/EmbeddedFile" + b" " * 10_000 + b">> stream\n" + MAP,
        embedded(b"\x78\x9c broken"),
        embedded(zlib.compress(MAP)[:-6]),
        embedded(MAP, b"/Filter/LZWDecode"),
        embedded(MAP, b"/Filter[/ASCIIHexDecode/FlateDecode]"),
        embedded(zlib.compress(MAP)) + b"trailer <</Encrypt 3 0 R>>",
    ],
)
def test_what_is_broken_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"^poster.pdf: [^\n]*$"):
        read(data)


def test_a_bomb_takes_no_more_memory_than_a_map() -> None:
    packer = zlib.compressobj(9)
    bomb = packer.compress(MAP) + b"".join(packer.compress(bytes(1 << 20)) for _ in range(200))
    data = embedded(bomb + packer.flush()) * 3
    tracemalloc.start()
    with pytest.raises(SourceError):
        read(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 150 << 20
