"""Pictures on their way into a map, and embedded pictures as Qt's."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, partial
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImage, QPixmap

from journeyeditor.files import decode_image
from journeyeditor.files.document import MAX_BYTES as MAX_FILE_BYTES
from journeyeditor.files.images import (
    MAX_BYTES,
    MAX_PIXELS,
    MAX_PIXELS_TOGETHER,
    check_image,
)
from journeyeditor.i18n import Texts
from journeyeditor.scaling import scaled_down
from journeyeditor.widgets.picture_mime import IMAGE_ENDINGS, PictureSources

if TYPE_CHECKING:
    from PIL.Image import Image

#: A picture on a poster is a few centimetres wide; more pixels only make the file heavy.
MAX_SIDE = 2400
#: The side of a portrait: sharp at four centimetres in print.
PORTRAIT_SIDE = 480
_QUALITY = 88
_SIGNATURES = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"))
#: No more images are added at once, and no more entries of a folder looked at.
MAX_AT_ONCE, MAX_ENTRIES = 100, 10_000
#: What the pictures of a map may take of its file; the other half is for all else.
MAX_PICTURE_BYTES = MAX_FILE_BYTES // 2
#: Larger PNG images without transparency become JPEG (bytes).
_LARGE_PNG = 1024 * 1024
#: No panel shows pictures larger than this.
_MAX_PIXMAP_SIDE = 640


class PictureError(ValueError):
    """A picture that a map cannot hold; the message is one sentence."""


class NewPicture(NamedTuple):
    """A picture for a map: a `data:` URL, and the title of its card."""

    data: str
    title: str


class PictureBatch(NamedTuple):
    """Pictures that were read, and a line ("name: reason") about each that was not."""

    pictures: list[NewPicture]
    problems: list[str]


def read_pictures(
    sources: PictureSources,
    embedded: Iterable[str],
    texts: Texts,
    check: Callable[[], None] = lambda: None,
) -> PictureBatch:
    """Read image files and folders of them in the order of their names, or an image.

    Images beyond MAX_AT_ONCE are reported, and so are those for which a map that has the
    `embedded` pictures has no room. `check` is called between two images and may raise.
    """
    batch = PictureBatch([], [])
    room = _Room(embedded)
    if sources.image is not None:
        image = sources.image
        _add(texts("Image"), "", lambda: data_of_image(image, texts), batch, room, texts)
    for path in map(Path, sources.paths):
        files = list(_images_in(path)) if path.is_dir() else [path]
        if not files:
            reason = texts("The folder contains no PNG or JPEG images.")
            batch.problems.append(f"{path.name}: {reason}")
        for file in files:
            check()
            name = file.stem.encode("utf-8", "replace").decode()  # names of files may be any bytes
            title = " ".join(name.replace("_", " ").split())
            _add(file.name, title, partial(read_picture, str(file), texts), batch, room, texts)
    return batch


class _Room:
    """What pictures may still take of a map's file: bytes as text, and pixels."""

    def __init__(self, embedded: Iterable[str]) -> None:
        self._bytes, self._pixels = MAX_PICTURE_BYTES, MAX_PIXELS_TOGETHER
        for data in embedded:
            self.take(data)

    def take(self, data: str) -> bool:
        """Use the room of a picture; return whether there is enough."""
        try:
            _, _, width, height = decode_image(data)
        except ValueError:
            width = height = 0
        left = self._bytes - len(data), self._pixels - width * height
        if min(left) < 0:
            return False
        self._bytes, self._pixels = left
        return True


def _add(
    name: str,
    title: str,
    read: Callable[[], str],
    batch: PictureBatch,
    room: _Room,
    texts: Texts,
) -> None:
    try:
        if len(batch.pictures) >= MAX_AT_ONCE:
            most = texts("At most {count} images can be added at once.")
            raise PictureError(most.format(count=texts.number(MAX_AT_ONCE)))
        data = read()
        if not room.take(data):
            raise PictureError(texts("The map has no room for more pictures."))
        batch.pictures.append(NewPicture(data, title))
    except PictureError as error:
        batch.problems.append(f"{name}: {error}")


def _images_in(folder: Path) -> Iterator[Path]:
    """Yield the image files of a folder in the order of their names, not those of its folders."""
    try:
        entries = list(islice(folder.iterdir(), MAX_ENTRIES))
    except OSError:
        return
    for entry in sorted(entries, key=lambda entry: entry.name.casefold()):
        if entry.suffix.lower().lstrip(".") in IMAGE_ENDINGS and not entry.name.startswith("."):
            yield entry


def data_of_image(image: QImage, texts: Texts) -> str:
    """Encode an image as a `data:` URL, scaled down to MAX_SIDE; raises PictureError."""
    if image.width() * image.height() > MAX_PIXELS:
        raise _refused(texts)
    if max(image.width(), image.height()) > MAX_SIDE:
        image = image.scaled(
            MAX_SIDE,
            MAX_SIDE,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    data, kind = _encoded(image, "PNG"), "png"
    if len(data) > _LARGE_PNG and not image.hasAlphaChannel():
        data, kind = _encoded(image, "JPEG"), "jpeg"
    if not data or len(data) > MAX_BYTES:
        raise _refused(texts)
    return _data_text(data, kind)


def _encoded(image: QImage, format_: str) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, format_, _QUALITY if format_ == "JPEG" else -1)  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def _refused(texts: Texts) -> PictureError:
    return PictureError(
        texts(
            "The image is damaged or too large. The limit is {size} MiB and {pixels} megapixels."
        ).format(size=MAX_BYTES // 1024 // 1024, pixels=MAX_PIXELS // 1_000_000)
    )


def read_picture(path: str, texts: Texts) -> str:
    """Read a file as a `data:` URL, scaled down to MAX_SIDE; raises PictureError."""
    try:
        if not Path(path).is_file():  # a pipe would be waited for
            raise FileNotFoundError(path)
        with Path(path).open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError):
        raise PictureError(texts("The image file could not be read.")) from None
    kind = next((name for signature, name in _SIGNATURES if data.startswith(signature)), "")
    if not kind:
        raise PictureError(texts("Unsupported image. Use PNG or JPEG."))
    if len(data) > MAX_BYTES:
        raise _refused(texts)
    text = _data_text(data, kind)
    try:
        check_image(text)
        _, _, width, height = decode_image(text)
        return text if max(width, height) <= MAX_SIDE else _shrunk(text)
    except (ValueError, OSError):
        raise _refused(texts) from None


def cropped(text: str, left: float, top: float, side: float) -> str:
    """Crop a picture to a square, in its pixels, as a portrait's `data:` URL."""
    image = _opened(text)
    box = (round(left), round(top), round(left + side), round(top + side))
    square = image.crop(box)
    if side > PORTRAIT_SIDE:
        square = square.resize((PORTRAIT_SIDE, PORTRAIT_SIDE))
    return _written(square)


def _shrunk(text: str) -> str:
    image = _opened(text)
    share = MAX_SIDE / max(image.size)
    width, height = (max(1, round(side * share)) for side in image.size)
    return _written(scaled_down(image, width, height))


def _opened(text: str) -> Image:
    from PIL import Image as Pictures

    _, data, _, _ = decode_image(text)
    return Pictures.open(BytesIO(data))


def _written(image: Image) -> str:
    """Encode a picture as a `data:` URL: JPEG, or PNG where it has transparency."""
    out = BytesIO()
    if "A" in image.getbands() or "transparency" in image.info:
        image.convert("RGBA").save(out, "PNG", optimize=True)
        return _data_text(out.getvalue(), "png")
    image.convert("RGB").save(out, "JPEG", quality=_QUALITY)
    return _data_text(out.getvalue(), "jpeg")


def _data_text(data: bytes, kind: str) -> str:
    return f"data:image/{kind};base64,{b64encode(data).decode('ascii')}"


@lru_cache(maxsize=64)
def pixmap_of(text: str) -> QPixmap | None:
    """An embedded picture, scaled down; None where there is none or it cannot be decoded."""
    try:
        _, _, width, height = decode_image(text) if text else ("", b"", 0, 0)
        image = image_of(_shrunk(text) if max(width, height) > MAX_SIDE else text)
    except (ValueError, OSError):
        return None
    if image is None:
        return None
    if max(image.width(), image.height()) > _MAX_PIXMAP_SIDE:
        image = image.scaled(
            _MAX_PIXMAP_SIDE,
            _MAX_PIXMAP_SIDE,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    return QPixmap.fromImage(image)


def image_of(text: str) -> QImage | None:
    """An embedded picture at its full size; None where it cannot be decoded."""
    if not text:
        return None
    try:
        _, data, _, _ = decode_image(text)
    except ValueError:
        return None
    image = QImage.fromData(data)
    return None if image.isNull() else image
