"""An image or a storyboard frame."""

from __future__ import annotations

from typing import ClassVar, Literal

from journeyeditor.i18n import N_
from journeyeditor.vocabulary.kind import Editor, Image, Look, Shape, TintedCard, field


class Picture(TintedCard):
    """An image or a storyboard frame."""

    look: ClassVar[Look] = Look(
        Shape.PICTURE, "picture", "picture", N_("Picture"), N_("Pictures"), order=80, key="I"
    )

    is_attachable: ClassVar[bool] = True
    kind: Literal["picture"] = "picture"
    image: Image = field("", N_("Picture"), Editor.PICTURE, printed=True)
    alt: str = field("", N_("Alternative text"), Editor.LINE, printed=True)
    caption: str = field("", N_("Caption"), Editor.LINE, printed=True)
