"""The handbook as HTML and PDF, and its pictures."""

from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pypdfium2
import pytest

from journeyeditor import resources
from journeyeditor.app.handbook.chapters import languages

ROOT = Path(__file__).parent.parent.parent
MAKER = ROOT / "packaging" / "handbook"
#: The largest set of pictures of a language (bytes).
MOST = 1_500_000

#: Takes the pictures that are named, and prints name, width and height of each.
TAKE = """
import sys
sys.path.insert(0, sys.argv[1])
from io import BytesIO
from PIL import Image
import pictures
if len(sys.argv) == 3:
    print(*pictures.PICTURES, sep="\\n")
else:
    for name in pictures.PICTURES:
        image = Image.open(BytesIO(pictures.picture(name, sys.argv[2])))
        print(name, *image.size, image.mode, len(image.getcolors(256) or ()))
"""
MAKE = """
import sys
sys.path.insert(0, sys.argv[1])
import pathlib, __main__ as script
import importlib.util
spec = importlib.util.spec_from_file_location("maker", pathlib.Path(sys.argv[1], "__main__.py"))
maker = importlib.util.module_from_spec(spec)
spec.loader.exec_module(maker)
print(*maker.write_book(sys.argv[2], pathlib.Path(sys.argv[3])), sep="\\n")
"""


def run(program: str, *words: object) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", program, str(MAKER), *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


#: The languages that have all chapters.
WHOLE = ("en", "sv")


def shown(language: str) -> set[str]:
    """The pictures that the chapters of a language show."""
    texts = [path.read_text("utf-8") for path in resources.path("handbook", language).glob("*.md")]
    return set(re.findall(r"\]\(pictures/([a-z-]+)\.png\)", "".join(texts)))


def test_pictures_and_chapters_agree_and_each_can_be_taken() -> None:
    lines = [line.split() for line in run(TAKE, "en", "take")]
    sizes = {name: (int(width), int(height)) for name, width, height, *_ in lines}
    assert all(width >= 900 and height >= 250 for width, height in sizes.values())
    assert all(mode == "P" and int(colours) > 20 for *_, mode, colours in lines)
    for language in languages():
        folder = resources.path("handbook", language, "pictures")
        files = {path.stem for path in folder.glob("*")}
        assert shown(language) == files <= sizes.keys(), language
    for language in WHOLE:
        assert shown(language) == sizes.keys(), language
        assert sum(path.stat().st_size for path in folder.glob("*")) <= MOST


class Page(HTMLParser):
    """Ids, links and sources of a page."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.sources: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.ids += [values["id"] or ""] if "id" in values else []
        self.links += [values["href"] or ""] if "href" in values else []
        self.sources += [values["src"] or ""] if "src" in values else []


@pytest.mark.parametrize("language", WHOLE)
def test_it_is_one_page_and_one_pdf(language: str, tmp_path: Path) -> None:
    page, pdf = map(Path, run(MAKE, language, tmp_path))
    found = Page(page.read_text("utf-8"))
    assert len(found.ids) == len(set(found.ids))
    assert {link.removeprefix("#") for link in found.links if link[:1] == "#"} <= set(found.ids)
    assert all(link.startswith(("#", "https://")) for link in found.links)
    assert found.sources
    assert all(source.startswith("data:image/png;base64,") for source in found.sources)
    document = pypdfium2.PdfDocument(pdf)
    try:
        text = "".join(page.get_textpage().get_text_bounded() for page in document)
        marks = [mark.get_title() for mark in document.get_toc()]
        assert len(document) > 20
        assert len(marks) > 60
        assert "journeyeditor export map.journey.json -o poster.pdf --paper A1" in text
        assert "Ctrl+S" in text or "Ctrl" in text
    finally:
        document.close()
