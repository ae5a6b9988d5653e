"""Tags: a reader of the screen gets the page in order, section by section, and its pictures."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings

from journeyeditor.display.primitives import Bitmap, Drawing, Group, Metadata, Page
from journeyeditor.geometry import Rect, Size, shift
from journeyeditor.painting.pdf import structure, write_pdf
from journeyeditor.typography import Faces
from tests.painting.drawings import asset, pages
from tests.painting.reader import Opener, Setter, pdf_of, sound


def tree(element: Any) -> list[Any]:
    """Return kind, words for pictures, and kids; numbers stand for marked content."""
    kids = [kid if isinstance(kid, int) else tree(kid) for kid in element.K]
    return [str(element.S)[1:], *([str(element.Alt)] if "/Alt" in element else []), *kids]


def picture(alt: str) -> Bitmap:
    return Bitmap(Rect(0, 0, 9, 9), asset(), alt)


def drawing(setter: Setter) -> Drawing:
    inner = Group((*setter("Sök", 0, 40), picture("en butik"), picture("")), name="sök")
    outer = Group(
        (*setter("Karta", 0, 20), inner, *setter("slut", 0, 60)), shift(5, 5), name="karta"
    )
    return (*setter("Rubrik", 0, 10), outer, Group((), name="tom"))


def test_named_groups_are_sections_and_pictures_figures(
    setter: Setter, faces: Faces, opened: Opener
) -> None:
    document = opened(pdf_of(drawing(setter), faces))
    assert bool(document.Root.MarkInfo.Marked)
    root = document.Root.StructTreeRoot
    assert tree(root.K) == [
        "Document",
        ["Part", 0, ["Sect", 1, ["Sect", 2, ["Figure", "en butik", 3], 4], 5]],
    ]
    owners = root.ParentTree.Nums[1]
    assert [str(owner.S) for owner in owners] == [
        "/Part",
        "/Sect",
        "/Sect",
        "/Figure",
        "/Sect",
        "/Sect",
    ]


def test_many_sections_are_left_to_the_outline(
    setter: Setter, faces: Faces, opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(structure, "MAX_SECTIONS", 2)
    document = opened(pdf_of(drawing(setter), faces))
    assert tree(document.Root.StructTreeRoot.K) == [
        "Document",
        ["Part", 0, ["Figure", "en butik", 1], 2],
    ]


@given(page=pages)
@settings(deadline=None, suppress_health_check=list(HealthCheck))
def test_marks_are_balanced_and_owned(page: Page) -> None:
    file = BytesIO()
    write_pdf([page, page], file, Faces(system=False), Metadata("Prov"))
    document = sound(file.getvalue())
    numbers = document.Root.StructTreeRoot.ParentTree.Nums
    for i, page_object in enumerate(document.pages):
        depth = begun = 0
        for operands, operator in pikepdf.parse_content_stream(page_object):  # type: ignore[misc]
            if str(operator) == "BDC":
                assert int(operands[1].MCID) == begun
                begun += 1
                depth += 1
            elif str(operator) == "EMC":
                depth -= 1
            assert 0 <= depth <= 1
        assert depth == 0
        assert int(page_object.StructParents) == i
        assert len(numbers[2 * i + 1]) == begun


def test_a_blank_page_has_nothing_to_say(faces: Faces, opened: Opener) -> None:
    file = BytesIO()
    write_pdf([Page(Size(9, 9), Rect(0, 0, 9, 9), ())], file, faces, Metadata("Prov"))
    assert tree(opened(file.getvalue()).Root.StructTreeRoot.K) == ["Document", ["Part"]]
