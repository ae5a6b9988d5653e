"""The text layer: what is extracted is what was written, and it stands where it was set."""

from __future__ import annotations

from pathlib import Path
from unicodedata import normalize

import pytest

from journeyeditor.display.primitives import Group
from journeyeditor.geometry import scaling
from journeyeditor.typography import Faces
from tests.painting.reader import (
    Setter,
    pdf_of,
    pdfium_lines,
    pdfium_words,
    poppler_lines,
    typeset_words,
)

TEXTS = {
    "nordic": "Ålesund ærlig Øresund fjäll kött þorn",
    "polish": "Zażółć gęślą jaźń",
    "greek": "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία",
    "cyrillic": "Съешь ещё этих мягких французских булок",
    "kerning": "AVATAR To. Wave LTAV 11:17",
    "ligatures": "office efficient fjord ffi fl <-> --> !=",
    "combining": "e\u0301a\u0323 q\u0307 z\u0308\u0323",
    "hindi": "हिन्दी क्षत्रिय",
    "emoji": "Familj 👨‍👩‍👧‍👦 flagga 🇸🇪 tumme 👍🏽 glad 😀",
    "symbols": "pil→ ★stjärna ✓klart ∑summa ≠lika ½ №5 €10",
    "markup": "Tom & <b>Jerry</b> &amp; (a\\b) )(( %PDF",
    "no font": "ok \U00012000 ꙮ\U000f0000",
    "hebrew": "שלום עולם",
    "points": "שָׁלוֹם חָבֵר",
    "arabic": "مرحبا بالعالم",
    "vowels": "مُحَمَّد لا إله",
}
ROOM = 36


@pytest.mark.parametrize("name", TEXTS)
def test_text_is_extracted_as_written(
    name: str, setter: Setter, faces: Faces, tmp_path: Path
) -> None:
    sizes = (7.3, 14, 40)
    drawing = [
        run for i, size in enumerate(sizes) for run in setter(TEXTS[name], 30, 60 + 60 * i, size)
    ]
    file = tmp_path / "x.pdf"
    file.write_bytes(pdf_of(drawing, faces, 1200))
    assert alike(pdfium_lines(file.read_bytes()), name) == alike([TEXTS[name]] * 3, name)
    found = poppler_lines(file)
    assert found is None or found == [TEXTS[name]] * 3


def alike(texts: list[str], name: str) -> list[str]:
    """Return the texts to be compared; pdfium turns round several vowel signs on one letter."""
    return [normalize("NFC", text) for text in texts] if name in ("points", "vowels") else texts


def test_mixed_directions_keep_every_word(setter: Setter, faces: Faces, tmp_path: Path) -> None:
    text = "Ordet שלום עולם betyder مرحبا här"
    file = tmp_path / "x.pdf"
    file.write_bytes(pdf_of(setter(text, 30, 60), faces))
    assert sorted(pdfium_lines(file.read_bytes())[0].split()) == sorted(text.split())
    found = poppler_lines(file)
    # poppler puts spaces on the wrong side of words that run from right to left
    assert found is None or sorted("".join(found[0].split())) == sorted(text.replace(" ", ""))


@pytest.mark.parametrize("size", [3.7, 7, 11.3, 24, 96])
@pytest.mark.parametrize("name", [name for name in TEXTS if name != "no font"])
def test_words_stand_where_they_were_set(
    name: str, size: float, setter: Setter, faces: Faces
) -> None:
    drawing = setter(TEXTS[name], 30.123, 150.456, size)
    found = pdfium_words(pdf_of(drawing, faces, 5000))
    wanted = [word for run in drawing for word in typeset_words(run)]
    have_texts, texts = [word.text for word in found], [word.text for word in wanted]
    assert alike(have_texts, name) == alike(texts, name)
    for have, want in zip(found, wanted, strict=True):
        assert have.left == pytest.approx(want.left, abs=0.05)
        assert have.baseline == pytest.approx(want.baseline, abs=0.05)
        # a reader ends a word after its last glyph's own width, which shaping may have changed
        slack = 0.015 * size if name in ("hindi", "vowels") else 0.0005 * size
        assert have.right == pytest.approx(want.right, abs=0.05 + slack)


@pytest.mark.parametrize("factor", [0.0877, 0.25, 1 / 3, 1.41421, 7, 33])
def test_words_stand_right_in_scaled_and_moved_groups(
    factor: float, setter: Setter, faces: Faces
) -> None:
    lines = [TEXTS["nordic"], "Zażółć " * 12, TEXTS["kerning"]]
    drawing = tuple(
        run
        for i, line in enumerate(lines)
        for run in setter(line, 30 + i / 3, 40 + i * 17.77, 8.6543)
    )
    group = Group((Group(drawing, scaling(0.5, 7.7, 3.3)),), scaling(2 * factor, 11.111, 5.555))
    words = pdfium_words(pdf_of([group], faces, 14000, 5000))
    wanted = [word for run in drawing for word in typeset_words(run)]
    assert [word.text for word in words] == [word.text for word in wanted]
    for have, want in zip(words, wanted, strict=True):
        left = (want.left + 15.4) * factor + 11.111
        assert have.left == pytest.approx(left, abs=0.05)
        baseline = (want.baseline + 6.6) * factor + 5.555
        assert have.baseline == pytest.approx(baseline, abs=0.05)


def test_one_glyph_that_stands_for_two_texts_has_two_codes(setter: Setter, faces: Faces) -> None:
    # Latin A, Greek Alpha and Cyrillic A share an outline in many fonts; no-break space and space.
    text = "A\u0391\u0410 a\xa0b a b"
    assert pdfium_lines(pdf_of(setter(text, 30, 60), faces)) == [text]


def test_many_ideographs_or_signs_need_more_than_one_byte(setter: Setter, faces: Faces) -> None:
    letters = [chr(i) for i in range(0x21, 0x250) if chr(i).isalpha()]
    lines = ["".join(letters[i : i + 60]) for i in range(0, len(letters), 60)]
    drawing = [run for i, line in enumerate(lines) for run in setter(line, 30, 40 + 20 * i)]
    assert pdfium_lines(pdf_of(drawing, faces, 1200)) == lines
    emoji = [chr(i) for i in range(0x1F400, 0x1F4FD)]
    lines = [" ".join(emoji[i : i + 20]) for i in range(0, len(emoji), 20)]
    drawing = [run for i, line in enumerate(lines) for run in setter(line, 30, 40 + 20 * i)]
    assert pdfium_lines(pdf_of(drawing, faces, 1200)) == lines


def test_hostile_characters_do_no_harm(setter: Setter, faces: Faces) -> None:
    text = "a\x00b\x1bc\x7f\ud800d\u202ee\ufefff \u2028g\u200bh"
    lines = pdfium_lines(pdf_of(setter(text, 30, 60), faces))
    assert "abc" in "".join(lines).replace("\x00", "")


def test_a_cluster_of_many_marks_keeps_its_letter(setter: Setter, faces: Faces) -> None:
    text = "Z" + "\u0335\u0322\u0321" * 200 + "x"
    assert {"Z", "x"} <= set(pdfium_lines(pdf_of(setter(text, 300, 60), faces))[0])
