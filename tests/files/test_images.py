"""Pictures in a map: PNG and JPEG that decode, bounded before they are decoded."""

from __future__ import annotations

import base64
import struct
import subprocess
import sys
import zlib
from io import BytesIO

import pytest
from PIL import Image

from journeyeditor import resources
from journeyeditor.files import decode_image, images, parse_map
from tests.files.documents import encoded, fault, with_map, with_node


def data_text(data: bytes, kind: str = "png") -> str:
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"


def picture(kind: str = "PNG", size: tuple[int, int] = (4, 2), **options: object) -> bytes:
    file = BytesIO()
    Image.new("RGB", size, "#0B4F6C").save(file, kind, **options)
    return file.getvalue()


def bomb(width: int, height: int) -> bytes:
    """Return a PNG of few bytes that says it is of many pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def said_of(text: str) -> str:
    sentence = fault(encoded(with_node("sara", image=text)))
    assert sentence.startswith("persona “Sara” (sara): image ")
    return sentence.removeprefix("persona “Sara” (sara): image ")


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_is_read_and_reported(kind: str) -> None:
    data = picture(kind)
    text = data_text(data, kind.lower())
    assert decode_image(text) == (f"image/{kind.lower()}", data, 4, 2)
    graph = parse_map(encoded(with_node("sara", image=text)), "map")
    assert getattr(graph.element("sara"), "image") == text  # noqa: B009


NOT_ONE = "is not a PNG or JPEG data: URL; embed the picture as data:image/png;base64,…"
AGAIN = "embed the picture again"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("photo.png", NOT_ONE),
        ("https://example.com/a.png", NOT_ONE),
        ("data:image/svg+xml;base64,PHN2Zy8+", NOT_ONE),
        ("data:image/png,abc", NOT_ONE),
        ("data:image/png;base64,a b", f"is damaged (not base64); {AGAIN}"),
        ("data:image/png;base64,åäö", f"is damaged (not base64); {AGAIN}"),
        ("data:image/png;base64,", f"is not a valid PNG; {AGAIN}"),
        (data_text(b"<svg/>"), f"is not a valid PNG; {AGAIN}"),
        (data_text(picture("JPEG")), f"is not a valid PNG; {AGAIN}"),
        (data_text(picture("GIF"), "jpeg"), f"is not a valid JPEG; {AGAIN}"),
        (data_text(picture(size=(200, 200))[:-40]), f"could not be decoded; {AGAIN}"),
        (data_text(picture("JPEG", (600, 600))[:-400], "jpeg"), f"could not be decoded; {AGAIN}"),
        (data_text(bomb(8001, 8000)), "has more than 64 megapixels; use a smaller picture"),
        (data_text(bomb(10_000, 9_500)), "has more than 64 megapixels; use a smaller picture"),
        (data_text(bomb(60_000, 60_000)), "has more than 64 megapixels; use a smaller picture"),
        (data_text(bomb(0, 5)), f"is not a valid PNG; {AGAIN}"),
        (
            data_text(b"x" * (images.MAX_BYTES + 3)),
            "is larger than 16 MiB; use a smaller picture",
        ),
    ],
    ids=lambda text: text[:30],
)
def test_what_is_no_picture_is_refused(text: str, words: str) -> None:
    assert said_of(text) == words


def test_a_logo_is_a_picture_too() -> None:
    assert fault(encoded(with_map(brand={"logo": "logo.svg"}))) == f"the map: brand.logo {NOT_ONE}"


def test_all_pictures_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    found = with_node("sara", image=data_text(picture(size=(30, 30))))
    found["nodes"].append(
        {"id": "i", "kind": "picture", "image": data_text(picture(size=(40, 40)))}
    )
    parse_map(encoded(found), "map")
    monkeypatch.setattr("journeyeditor.files.reader.MAX_PIXELS_TOGETHER", 2_000_000)
    parse_map(encoded(found), "map")
    monkeypatch.setattr("journeyeditor.files.reader.MAX_PIXELS_TOGETHER", 2_000)
    assert "of pictures; use smaller pictures" in fault(encoded(found))


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_photograph_taken_sideways_is_turned_upright(kind: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    sideways = data_text(picture(kind, (40, 20), exif=exif), kind.lower())
    media_type, data, width, height = decode_image(sideways)
    assert (media_type, width, height) == (f"image/{kind.lower()}", 20, 40)
    with Image.open(BytesIO(data)) as image:
        assert image.size == (20, 40)
        assert image.getexif().get(0x0112, 1) == 1


def test_a_map_without_pictures_does_not_import_what_reads_them() -> None:
    sample = resources.path("samples", "toothbrush.sv.journey.json")
    code = (
        "import sys\nfrom journeyeditor.files import dump_map, read_map\n"
        "graph = read_map(sys.argv[1])\ndump_map(graph)\n"
        "has = any(getattr(e, 'image', '') for e in graph.elements())\n"
        "print([name for name in ('PIL', 'networkx', 'jsonschema') if name in sys.modules], has)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(sample)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[] False"


def test_a_picture_longer_than_any_is_refused() -> None:
    assert said_of(data_text(bomb(600_000, 8))) == (
        "is more than 65,535 pixels wide or high; crop the picture"
    )


def test_a_large_photograph_that_lies_on_its_side_is_turned_within_bounds() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    large = data_text(picture("JPEG", (8000, 1000), exif=exif), "jpeg")
    assert decode_image(large)[2:] == (500, 4000)
    small = data_text(picture("JPEG", (600, 100), exif=exif), "jpeg")
    assert decode_image(small)[2:] == (100, 600)
