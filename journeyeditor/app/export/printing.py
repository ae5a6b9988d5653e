"""Print the poster at actual size; a poster larger than the paper is tiled.

Asking for a printer can be replaced in tests; the rest runs in the background.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from journeyeditor.app.background import Job, Stopped
from journeyeditor.app.export.job import PosterRenderer, PosterRequest
from journeyeditor.display.primitives import Page
from journeyeditor.geometry import POINTS_PER_MM, Size

if TYPE_CHECKING:
    from journeyeditor.poster import Poster

#: Tolerance for a sheet to fit the paper despite rounding (points).
SLACK = 3.0

#: Shows the system's print dialog for a configured printer; returns whether to continue.
AskPrinter = Callable[[QPrinter, QWidget], bool]


def ask_printer(printer: QPrinter, parent: QWidget) -> bool:
    dialog = QPrintDialog(printer, parent)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintSelection, on=False)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return accepted


def printer_for(title: str, sheet: Size) -> QPrinter:
    """A printer configured for a sheet (points), as far as it has such paper."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setCreator("Journey Editor")
    printer.setFullPage(True)
    printer.setPageMargins(QMarginsF())
    upright = QPageSize(
        QSizeF(min(sheet), max(sheet)),
        QPageSize.Unit.Point,
        "",
        QPageSize.SizeMatchPolicy.FuzzyMatch,
    )
    info = QPrinterInfo(printer)
    if info.isNull() or upright.id() in [size.id() for size in info.supportedPageSizes()]:
        printer.setPageSize(upright)
    printer.setPageOrientation(_orientation(sheet))
    return printer


def print_poster(
    renderer: PosterRenderer, request: PosterRequest, printer: QPrinter, job: Job
) -> int:
    """Compose and print a poster, refitted if the paper is smaller; returns the number of pages.

    Raises like `compose`, and OSError if the printer does not accept the job.
    """
    poster = renderer.compose(request, job)
    paper = paper_of(printer)
    if not all(fits(page.size, paper) for page in poster.pages):
        poster = _refitted(renderer, request, paper, job)
    job.progress(0.0)
    _orient(printer, poster.pages[0])
    painter = QPainter()
    if not painter.begin(printer):
        raise OSError("the printer is not responding")
    try:
        for number, page in enumerate(poster.pages):
            if number:
                _orient(printer, page)
                printer.newPage()
            play(renderer, painter, printer, page)
            job.progress((number + 1) / len(poster.pages))
    except Stopped:
        printer.abort()
        raise
    finally:
        painter.end()
    return len(poster.pages)


def play(renderer: PosterRenderer, painter: QPainter, printer: QPrinter, page: Page) -> None:
    """Play a page at actual size, centred on the printer's paper."""
    scale = printer.resolution() / 72
    sheet = printer.pageLayout().fullRect(QPageLayout.Unit.Point)
    painter.save()
    painter.scale(scale, scale)
    painter.translate(
        (sheet.width() - page.size.width) / 2, (sheet.height() - page.size.height) / 2
    )
    renderer.player.play(painter, page.drawing)
    painter.restore()


def paper_of(printer: QPrinter) -> Size:
    """The printer's paper in portrait orientation, in points."""
    size = printer.pageLayout().pageSize().size(QPageSize.Unit.Point)
    sides = size.width(), size.height()
    return Size(min(sides), max(sides))


def fits(sheet: Size, paper: Size) -> bool:
    return min(sheet) <= min(paper) + SLACK and max(sheet) <= max(paper) + SLACK


def _refitted(renderer: PosterRenderer, request: PosterRequest, paper: Size, job: Job) -> Poster:
    """A poster as tiles of the paper, or cards on as many sheets of it as they need."""
    width, height = (side / POINTS_PER_MM for side in paper)
    size = f"{width:.1f}x{height:.1f}mm"
    options = dataclasses.replace(request.options, tile=size)
    if options.cards:
        options = dataclasses.replace(options, paper=size, tile="")
    return renderer.compose(request._replace(options=options), job)


def _orient(printer: QPrinter, page: Page) -> None:
    printer.setPageOrientation(_orientation(page.size))


def _orientation(sheet: Size) -> QPageLayout.Orientation:
    if sheet.width > sheet.height:
        return QPageLayout.Orientation.Landscape
    return QPageLayout.Orientation.Portrait
