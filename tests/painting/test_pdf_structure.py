"""Tags: who hears the page gets its text in order, what each part is, and words for its pictures."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pikepdf
from hypothesis import HealthCheck, given, settings

from journeyeditor.display.primitives import (
    Bitmap,
    Box,
    Drawing,
    Group,
    Link,
    Metadata,
    Page,
    Primitive,
    Role,
    Scope,
    Tag,
)
from journeyeditor.geometry import Rect, Size, shift
from journeyeditor.painting.pdf import write_pdf
from journeyeditor.typography import Faces
from tests.painting.drawings import asset, pages
from tests.painting.reader import Opener, Setter, pdf_of, sound

#: Operators that paint.
PAINTING = {"f", "f*", "S", "B", "Do", "TJ"}


def kids_of(element: Any) -> list[Any]:
    """Return the kids of an element, which stand alone if there is one."""
    kids = element.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else kids if kids == [] else [kids]


def tree(element: Any) -> list[Any]:
    """Return kind, words for pictures, and kids; numbers stand for marked content."""
    kids = [kid if isinstance(kid, int) else tree(kid) for kid in kids_of(element)]
    return [str(element.S)[1:], *([str(element.Alt)] if "/Alt" in element else []), *kids]


def picture(alt: str) -> Bitmap:
    """Return a picture that says what is seen."""
    return Bitmap(Rect(0, 0, 9, 9), asset(), alt)


def tagged(role: Role, *parts: Primitive, alt: str = "", scope: Scope = "") -> Group:
    """Return a group with a tag."""
    return Group(parts, tag=Tag(role, alt, scope))


def line() -> Box:
    """Return something that only decorates."""
    return Box(Rect(0, 0, 9, 1), 0, "#000000", None)


def test_tags_are_elements_and_pictures_figures(
    setter: Setter, faces: Faces, opened: Opener
) -> None:
    drawing: Drawing = (
        tagged("H1", line(), *setter("Rubrik", 0, 10), line()),
        *setter("Karta", 0, 20),
        tagged("Figure", *setter("diagram", 0, 40), line(), alt="En kurva"),
        picture("en butik"),
        picture(""),
        tagged("Artifact", *setter("sidfot", 0, 60)),
        *setter("slut", 0, 80),
        tagged("P"),
    )
    document = opened(pdf_of(drawing, faces))
    assert bool(document.Root.MarkInfo.Marked)
    root = document.Root.StructTreeRoot
    assert tree(root.K) == [
        "Document",
        [
            "Part",
            ["H1", 0],
            ["P", 1],
            ["Figure", "En kurva", 2],
            ["Figure", "en butik", 3],
            ["P", 4],
        ],
    ]
    owners = root.ParentTree.Nums[1]
    assert [str(owner.S) for owner in owners] == ["/H1", "/P", "/Figure", "/Figure", "/P"]


def test_a_figure_is_one_piece_of_content(setter: Setter, faces: Faces, opened: Opener) -> None:
    dots = Group((line(), Group((line(),), shift(9, 0), tag=Tag("P"))), shift(40, 0))
    drawing: Drawing = (
        *setter("a", 0, 9),
        tagged("Figure", *setter("b", 0, 9), dots, line(), alt="två"),
    )
    document = opened(pdf_of(drawing, faces))
    assert tree(document.Root.StructTreeRoot.K)[1] == ["Part", ["P", 0], ["Figure", "två", 1]]


def test_cells_keep_their_places_and_items_get_a_list(
    setter: Setter, faces: Faces, opened: Opener
) -> None:
    words = setter("ord", 0, 10)
    drawing = tagged(
        "Table",
        tagged("TR", tagged("TD"), tagged("TH", *words, scope="Column")),
        tagged(
            "TR",
            tagged("TH", tagged("H2", *words), scope="Row"),
            tagged("TD", tagged("LI", *words), line(), tagged("LI", *words)),
        ),
    )
    document = opened(pdf_of((drawing, *words), faces))
    assert tree(document.Root.StructTreeRoot.K)[1] == [
        "Part",
        [
            "Table",
            ["TR", ["TD"], ["TH", 0]],
            [
                "TR",
                ["TH", ["H2", 1]],
                ["TD", ["L", ["LI", ["LBody", 2]], ["LI", ["LBody", 3]]]],
            ],
        ],
        ["P", 4],
    ]


def test_a_link_is_in_the_text_around_it(setter: Setter, faces: Faces, opened: Opener) -> None:
    drawing = tagged(
        "P", *setter("Se", 0, 10), Link(Rect(0, 0, 20, 12), "https://example.org/å"), line()
    )
    document = opened(pdf_of((drawing,), faces))
    paragraph = document.Root.StructTreeRoot.K.K[0].K
    number, link = paragraph.K
    assert (int(number), str(link.S), str(link.Alt)) == (0, "/Link", "https://example.org/å")
    [annotation] = document.pages[0].Annots
    assert link.K.Obj.objgen == annotation.objgen
    assert str(annotation.Contents) == "https://example.org/å"
    numbers = document.Root.StructTreeRoot.ParentTree.Nums
    assert int(annotation.StructParent) == numbers[2]
    assert numbers[3].objgen == link.objgen


@given(page=pages)
@settings(deadline=None, suppress_health_check=list(HealthCheck))
def test_marks_are_balanced_and_owned(page: Page) -> None:
    file = BytesIO()
    write_pdf([page, page], file, Faces(system=False), Metadata("Prov"))
    document = sound(file.getvalue())
    numbers = document.Root.StructTreeRoot.ParentTree.Nums
    for i, page_object in enumerate(document.pages):
        open_marks: list[int] = []
        depth = begun = 0
        for operands, operator in pikepdf.parse_content_stream(page_object):  # type: ignore[misc]
            name = str(operator)
            if name == "BDC":
                assert int(operands[1].MCID) == begun
                begun += 1
            if name in ("BDC", "BMC"):
                assert not open_marks
                open_marks.append(depth)
            elif name == "EMC":
                assert open_marks.pop() == depth
            depth += (name == "q") - (name == "Q")
            if name in PAINTING:
                assert open_marks, "every mark on the page is content or an artifact"
        assert not open_marks
        assert int(page_object.StructParents) == i
        assert len(numbers[numbers_key(numbers, i)]) == begun


def numbers_key(numbers: Any, key: int) -> int:
    """Return where the value of a key is in a number tree."""
    return next(place + 1 for place in range(0, len(numbers), 2) if int(numbers[place]) == key)


def test_a_blank_page_has_nothing_to_say(faces: Faces, opened: Opener) -> None:
    file = BytesIO()
    write_pdf([Page(Size(9, 9), Rect(0, 0, 9, 9), ())], file, faces, Metadata("Prov"))
    assert tree(opened(file.getvalue()).Root.StructTreeRoot.K) == ["Document", ["Part"]]
