"""Make the handbook: `dev.py handbook [LANGUAGE ...]`, `dev.py handbook pictures [LANGUAGE ...]`.

Without a word, `dist/handbook.LANGUAGE.html` and `.pdf` are made of the Markdown in
`resources/handbook`; with "pictures", its pictures are taken anew from the window.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from book import Book
from page import make_page
from pdf import write_pdf
from pictures import staged, write_all

from journeyeditor import __version__
from journeyeditor.app.handbook.chapters import chapters, languages

DIST = Path(__file__).resolve().parents[2] / "dist"


def main(arguments: Sequence[str]) -> int:
    """Do what is asked for all languages, or those named; 2 for an unknown one."""
    takes_pictures = arguments[:1] == ["pictures"]
    wanted = list(arguments[takes_pictures:]) or languages()
    unknown = sorted(set(wanted) - set(languages()))
    if unknown:
        print(f"{unknown[0]}: resources/handbook has no chapters in this language", file=sys.stderr)
        return 2
    for language in wanted:
        if takes_pictures:
            write_all(language)
        else:
            print(*write_book(language, DIST), sep="\n")
    print(*map(coverage, wanted), sep="\n")
    return 0


def coverage(language: str) -> str:
    """How many chapters are translated, and which are not."""
    found = chapters(language, {})
    missing = [chapter.name for chapter in found if chapter.language != language]
    said = f"{language}: {len(found) - len(missing)} of {len(found)} chapters"
    return f"{said}; not translated: {', '.join(missing)}" if missing else said


def book(language: str) -> Book:
    with staged(language) as stage:
        texts = stage.window.ui.texts
        version = texts("Version {version}").format(version=__version__)
        chapters = stage.window.help.handbook.chapters
        return Book(language, texts("Handbook"), texts("Contents"), version, chapters)


def write_book(language: str, folder: Path) -> tuple[Path, Path]:
    folder.mkdir(exist_ok=True)
    made = book(language)
    page, pdf = (folder / f"handbook.{language}.{ending}" for ending in ("html", "pdf"))
    page.write_text(make_page(made), encoding="utf-8")
    write_pdf(made, pdf)
    return page, pdf


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
