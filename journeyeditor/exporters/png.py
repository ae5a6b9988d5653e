"""PNG: one image per page, at a resolution in dots per inch."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from journeyeditor.exporters.format import MAX_DPI, Export, ExportFormat, Options
from journeyeditor.i18n import N_

if TYPE_CHECKING:
    from journeyeditor.display.primitives import Page


def write(export: Export) -> list[bytes]:
    """Raises PosterError if a page would have more pixels than common viewers open."""
    from journeyeditor.painting.png import write_png
    from journeyeditor.poster import PosterError

    pages = export.poster.pages
    most = min(map(max_dpi, pages))
    if export.dpi > most:
        raise PosterError(f"{export.dpi} dpi makes the image too large; use {most} at most")
    painted = []
    for number, page in enumerate(pages):
        buffer = _Bands(export, number)
        write_png(page, buffer, export.faces, dpi=export.dpi)
        painted.append(buffer.getvalue())
    return painted


def max_dpi(page: Page) -> int:
    """The highest resolution at which common viewers still open an image of the page."""
    from journeyeditor.painting.png import LONGEST_SIDE

    return min(MAX_DPI, int(LONGEST_SIDE * 72 / max(page.size)))


class _Bands(BytesIO):
    """An in-memory image that reports progress with every band of rows."""

    def __init__(self, export: Export, number: int) -> None:
        from journeyeditor.painting.png import BAND_PIXELS

        super().__init__()
        pages = export.poster.pages
        size = pages[number].size
        pixels = size.width * size.height * (export.dpi / 72) ** 2
        self._export, self._number, self._count = export, number, len(pages)
        self._bands = max(1.0, pixels / BAND_PIXELS)
        self._written = 0

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._written += data[4:8] == b"IDAT"
        share = min(1.0, self._written / self._bands)
        self._export.progress((self._number + share) / self._count)
        return super().write(data)


FORMAT = ExportFormat(
    "png",
    N_("PNG image"),
    write,
    one_file_per_page=True,
    options=Options.POSTER | Options.RESOLUTION,
)
