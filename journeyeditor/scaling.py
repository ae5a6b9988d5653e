"""Scaling pictures down without a second whole one in memory: 64 megapixels take a quarter of a GB."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, floor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

#: Rows that are worked on at a time are this many pixels together.
_BAND_PIXELS = 2_000_000
#: Whole pixels are averaged first, down to so many times the size that is wanted.
_SPARE = 2
#: Lanczos' filter reaches so many pixels of the result.
_REACH = 3


def plain_mode(picture: Image) -> str:
    """The mode in which the pixels of a picture can be averaged."""
    if picture.mode in ("CMYK", "RGB", "L"):
        return "RGBA" if "transparency" in picture.info else picture.mode
    if "A" in picture.getbands() or "transparency" in picture.info:
        return "RGBA"
    return "L" if picture.mode == "1" else "RGB"


def bands(picture: Image, multiple: int = 1) -> Iterator[tuple[int, Image]]:
    """A picture in strips of a multiple of rows, each with its top."""
    width, height = picture.size
    step = max(1, _BAND_PIXELS // width // multiple) * multiple
    for top in range(0, height, step):
        yield top, picture.crop((0, top, width, min(height, top + step)))


def scaled_down(picture: Image, width: int, height: int) -> Image:
    """A picture at a size no larger than its own; JPEGs are decoded smaller right away.

    The source's pixels are let go. Raises what Pillow raises.
    """
    from PIL import Image as Pillow

    # Only files of a JPEG can be drafted; all others do nothing.
    draft = getattr(picture, "draft", None)
    if draft is not None:
        draft(None, (width * _SPARE, height * _SPARE))
    mode = plain_mode(picture)
    factor = min(picture.width // (width * _SPARE), picture.height // (height * _SPARE))
    if factor > 1:
        small = Pillow.new(mode, (ceil(picture.width / factor), ceil(picture.height / factor)))
        for top, band in bands(picture, factor):
            small.paste(band.convert(mode).reduce(factor), (0, top // factor))
        picture.close()
        picture = small
    result = Pillow.new(mode, (width, height))
    share = picture.height / height
    step = max(1, floor(_BAND_PIXELS / share / picture.width))
    for top in range(0, height, step):
        bottom = min(height, top + step)
        first = max(0, floor((top - _REACH) * share) - 1)
        last = min(picture.height, ceil((bottom + _REACH) * share) + 1)
        band = picture.crop((0, first, picture.width, last)).convert(mode)
        box = (0, top * share - first, picture.width, min(bottom * share - first, band.height))
        strip = band.resize((width, bottom - top), Pillow.Resampling.LANCZOS, box=box)
        result.paste(strip, (0, top))
    picture.close()
    return result
