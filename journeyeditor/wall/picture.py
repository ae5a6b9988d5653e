"""Photos as pixels: bounded before anything is decoded, upright, no larger than marks need."""

from __future__ import annotations

import warnings
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING, TypeAlias

from journeyeditor.files.images import MAX_BYTES, MAX_PIXELS
from journeyeditor.i18n import N_, Phrase
from journeyeditor.wall.errors import PhotoError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

    #: Rows of pixels, red, green and blue.
    Pixels: TypeAlias = NDArray[np.uint8]

#: Photos are worked on at this size at most: a wall of four metres has more than a pixel a millimetre.
MAX_SIDE = 5000
#: The endings of file names.
SUFFIXES = ("jpg", "jpeg", "png", "heic")
#: The first bytes of the formats, and those of a HEIC file behind its length.
_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"})

_USE_SMALLER = N_("has more than {count} megapixels; take the photo in a lower resolution")
_DAMAGED = N_("is damaged; copy the photo again")


def is_photo(data: bytes) -> bool:
    """Whether the content is that of a JPEG, PNG or HEIC file."""
    return data.startswith((_JPEG, _PNG)) or _is_heic(data)


def _is_heic(data: bytes) -> bool:
    return data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS


def require_photo(data: bytes) -> None:
    """Raise PhotoError for what is no photo at all."""
    if not is_photo(data):
        raise PhotoError(Phrase(N_("is not a JPEG, PNG or HEIC photo; choose another file")))


def can_read_photos() -> bool:
    """Whether what the extra `wall` brings is installed; nothing is imported."""
    return find_spec("cv2") is not None and find_spec("numpy") is not None


def require_extra() -> None:
    """Raise PhotoError without the extra."""
    if not can_read_photos():
        raise PhotoError(
            Phrase(
                N_(
                    "cannot be read without OpenCV; install the program with: pip install 'journeyeditor[wall]'"
                )
            )
        )


def decoded(data: bytes, side: int = MAX_SIDE) -> Pixels:
    """The pixels of a photo, reduced to a longer side of at most `side`; raises PhotoError."""
    import numpy as np

    if len(data) > MAX_BYTES:
        count = MAX_BYTES // 1024 // 1024
        raise PhotoError(Phrase(N_("is larger than {count} MiB; save a smaller copy"), count=count))
    image = _opened(data)
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise PhotoError(Phrase(_USE_SMALLER, count=MAX_PIXELS // 1_000_000))
    try:
        from PIL import ImageOps

        image.draft("RGB", (side, side))
        small = image.convert("RGB")
        small.thumbnail((side, side))
        small.info["exif"] = image.info.get("exif", b"")
        return np.asarray(ImageOps.exif_transpose(small))
    except Exception:  # Pillow raises many kinds of error on damaged pictures
        raise PhotoError(Phrase(_DAMAGED)) from None


def _opened(data: bytes) -> Image:
    from PIL import Image as Pillow

    if _is_heic(data):
        return _opened_heic(data)
    try:
        with warnings.catch_warnings(action="error"):
            return Pillow.open(BytesIO(data), formats=("JPEG", "PNG"))
    except (Pillow.DecompressionBombError, Pillow.DecompressionBombWarning):
        raise PhotoError(Phrase(_USE_SMALLER, count=MAX_PIXELS // 1_000_000)) from None
    except Exception:  # see above
        raise PhotoError(Phrase(_DAMAGED)) from None


def _opened_heic(data: bytes) -> Image:
    """What phones of Apple write; libheif turns it upright itself."""
    try:
        import pi_heif
    except ImportError:
        raise PhotoError(Phrase(N_("is a HEIC photo; save it as JPEG"))) from None
    try:
        heif = pi_heif.open_heif(BytesIO(data), convert_hdr_to_8bit=True)
        if heif.size[0] * heif.size[1] > MAX_PIXELS:
            raise PhotoError(Phrase(_USE_SMALLER, count=MAX_PIXELS // 1_000_000))
        image: Image = heif.to_pillow()
    except PhotoError:
        raise
    except Exception:  # see above
        raise PhotoError(Phrase(_DAMAGED)) from None
    image.info.pop("exif", None)
    return image
