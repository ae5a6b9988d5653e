"""The printed file of a sample: words stand where they were set, and every title can be found."""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO
from math import isnan, nan
from unicodedata import normalize

import pytest

from journeyeditor.display.primitives import TextRun
from journeyeditor.painting.pdf import write_pdf
from journeyeditor.vocabulary import Stage, Step
from tests.layout.shares import walk
from tests.painting.reader import Word, pdfium_lines, pdfium_words, typeset_words
from tests.poster.sheets import SAMPLES, a_map, faces, poster, sample, sample_poster

#: What parts a word at the end of a line: a hyphen of its own, or one that readers take out again.
HYPHENS = ("-", "\u00ad")


@cache
def printed(name: str) -> bytes:
    file = BytesIO()
    found = sample_poster(name)
    write_pdf(found.pages, file, faces(), found.metadata)
    return file.getvalue()


def wanted_words(name: str) -> list[Word]:
    """Return the upright words of a poster where the typesetter put them, in page points."""
    words = []
    for primitive, t in walk(sample_poster(name).pages[0].drawing):
        if isinstance(primitive, TextRun) and t.b == 0:
            for word in typeset_words(primitive):
                left, baseline = t.apply(word.left, word.baseline)
                right, _ = t.apply(word.right, word.baseline)
                # readers part words at no-break spaces, the typesetter does not
                first, *more = word.text.split("\u00a0")
                words.append(Word(first, left, nan if more else right, baseline))
    # and join what a hyphen parts at the end of a line, which leaves no place to compare
    split_dismissed = [number for number, word in enumerate(words) if word.text.endswith(HYPHENS)]
    for number in reversed(split_dismissed):
        del words[number : number + 2]
    return words


@pytest.mark.parametrize("name", SAMPLES)
def test_every_word_of_a_poster_stands_where_it_was_set(name: str) -> None:
    found: dict[str, list[Word]] = {}
    for word in pdfium_words(printed(name)):
        found.setdefault(word.text, []).append(word)
    wanted = wanted_words(name)
    assert len(wanted) > 300
    for word in wanted:
        assert any(
            _is_there(word, have) for text in found if word.text in text for have in found[text]
        ), word


def _is_there(word: Word, have: Word) -> bool:
    """Tell whether a reader's word is the one that was set, or begins or ends with it.

    Marks of sources stand right behind their word, and a reader joins the two.
    """
    if have.text == word.text and not isnan(word.right) and abs(have.right - word.right) > 0.05:
        return False
    begins = abs(have.left - word.left) < 0.05 and abs(have.baseline - word.baseline) < 0.05
    ends = abs(have.right - word.right) < 0.05
    return (begins and have.text.startswith(word.text)) or (ends and have.text.endswith(word.text))


@pytest.mark.parametrize("name", SAMPLES)
def test_nearly_all_words_are_read_as_whole_words(name: str) -> None:
    texts = {word.text for word in pdfium_words(printed(name))}
    wanted = [word.text for word in wanted_words(name)]
    missing = [text for text in wanted if text not in texts]
    assert len(missing) <= 0.05 * len(wanted), missing


def squeezed(text: str) -> str:
    """Return a text without spaces, hyphens and breaks, as a title may be broken over lines."""
    return re.sub(r"[\s\u00ad\u2010-]", "", normalize("NFC", text))


@pytest.mark.parametrize("name", SAMPLES)
def test_every_title_is_found_in_the_file(name: str) -> None:
    graph = sample(name)
    lines = pdfium_lines(printed(name))
    text = squeezed("".join(lines).replace("\ufffe", "").replace("\x02", ""))
    for kind in ("stage", "step", "touchpoint", "pain_point", "opportunity", "persona", "metric"):
        for record in graph.elements(kind):
            for word in record.title.split():
                assert squeezed(word) in text, (record.title, word)
    letters = "åäö" if name.endswith("sv") else "æøå" if name.endswith(("nb", "da")) else ""
    assert all(letter in text for letter in letters)


def test_nordic_letters_and_emoji_are_found_whole() -> None:
    titles = ("Ålesund ærlig Øresund fjäll", "Familj 👨‍👩‍👧‍👦 flagga 🇸🇪 tumme 👍🏽")
    graph = a_map(
        Stage(id="s", title="Överväger 😀"),
        *[Step(id=f"t{i}", stage="s", title=title) for i, title in enumerate(titles)],
    )
    found = poster(graph)
    file = BytesIO()
    write_pdf(found.pages, file, faces(), found.metadata)
    text = " ".join(pdfium_lines(file.getvalue()))
    for title in ("Överväger 😀", *titles):
        assert all(word in text for word in title.split()), title


@pytest.mark.parametrize("name", SAMPLES)
def test_a_printed_poster_is_the_same_every_time(name: str) -> None:
    file = BytesIO()
    found = sample_poster(name)
    write_pdf(found.pages, file, faces(), found.metadata)
    assert file.getvalue() == printed(name)


@pytest.mark.parametrize("name", SAMPLES)
def test_the_outline_names_the_stages(name: str) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(printed(name))
    titles = [mark.get_title() for mark in document.get_toc()]
    assert titles == [stage.title for stage in sample(name).stages()]
