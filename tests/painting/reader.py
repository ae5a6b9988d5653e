"""What independent readers find in our PDFs: words and where they stand (pdfium, poppler)."""

from __future__ import annotations

import ctypes
import re
import shutil
import subprocess
import warnings
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple, TypeAlias

import pikepdf
import pypdfium2
from pypdfium2 import raw

from journeyeditor.display.primitives import Metadata, Page, Primitive, TextRun
from journeyeditor.geometry import Rect, Size
from journeyeditor.glyphs import GlyphRun
from journeyeditor.painting.pdf import write_pdf
from journeyeditor.typography import Faces

#: A function that sets one line of text: see the fixture `setter`.
Setter: TypeAlias = Callable[..., list[TextRun]]


#: A function that opens a PDF for the time of a test: see the fixture `opened`.
Opener: TypeAlias = Callable[[bytes], pikepdf.Pdf]


class Word(NamedTuple):
    """A word between spaces: its ends and its baseline, in points from the upper left corner."""

    text: str
    left: float
    right: float
    baseline: float


def pdfium_lines(data: bytes, page: int = 0) -> list[str]:
    """Return the page's text line by line, as pdfium extracts it."""
    text: str = pypdfium2.PdfDocument(data)[page].get_textpage().get_text_range()
    return [line.strip() for line in text.splitlines()]


def poppler_lines(file: Path) -> list[str] | None:
    """Return the text line by line as poppler extracts it; None where poppler is not installed."""
    if shutil.which("pdftotext") is None:
        return None
    done = subprocess.run(
        ["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True, text=True
    )
    assert not done.stderr
    # poppler says by marks in which direction it wrote a line
    lines = re.sub("[\u202a-\u202e]", "", done.stdout).split("\n")
    return [line.strip() for line in lines if line.strip(" \f")]


def pdfium_words(data: bytes, page: int = 0) -> list[Word]:
    """Return the words of a page in the order of its text."""
    page_object = pypdfium2.PdfDocument(data)[page]
    height = page_object.get_height()
    text = page_object.get_textpage()
    words: list[Word] = []
    begun = False
    for i in range(text.count_chars()):
        char = chr(raw.FPDFText_GetUnicode(text.raw, i))
        if char.isspace() or raw.FPDFText_IsGenerated(text.raw, i):
            begun = False
            continue
        box = raw.FS_RECTF()
        raw.FPDFText_GetLooseCharBox(text.raw, i, ctypes.byref(box))
        x, y = ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetCharOrigin(text.raw, i, ctypes.byref(x), ctypes.byref(y))
        letter = Word(char, x.value, box.right, height - y.value)
        if not begun:
            words.append(letter)
            begun = True
            continue
        word = words[-1]
        words[-1] = Word(
            word.text + char,
            min(word.left, letter.left),
            max(word.right, letter.right),
            word.baseline,
        )
    # pdfium hands out halves of surrogate pairs
    return [
        word._replace(text=word.text.encode("utf-16", "surrogatepass").decode("utf-16"))
        for word in words
    ]


def typeset_words(run: TextRun) -> list[Word]:
    """Return the words of a run where the typesetter put them, in the order of its text."""
    words: list[Word] = []
    x = run.x
    held: list[tuple[GlyphRun, float, float]] = []
    for piece in run.pieces:
        width = piece.advance * run.size / piece.units_per_em
        if piece.text.isspace():
            words += _word(held, run)
            held = []
        else:
            held.append((piece, x, x + width))
        x += width
    words += _word(held, run)
    return words[::-1] if run.pieces[0].right_to_left else words


def _word(held: list[tuple[GlyphRun, float, float]], run: TextRun) -> Iterator[Word]:
    if held:
        texts = [piece.text for piece, _, _ in held]
        if held[0][0].right_to_left:
            texts.reverse()
        yield Word("".join(texts), held[0][1], held[-1][2], run.y)


def pdf_of(
    drawing: Iterable[Primitive], faces: Faces, width: float = 600, height: float = 800
) -> bytes:
    file = BytesIO()
    page = Page(Size(width, height), Rect(0, 0, width, height), tuple(drawing))
    write_pdf([page], file, faces, Metadata("Prov"))
    return file.getvalue()


def sound(data: bytes) -> pikepdf.Pdf:
    """Open a PDF strictly: what pikepdf complains about is an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        document = pikepdf.open(BytesIO(data), suppress_warnings=False)
        assert document.check_pdf_syntax() == []
        assert document.get_warnings() == []
    return document
