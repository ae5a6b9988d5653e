"""A row of the map that holds one or more kinds of cards."""

from __future__ import annotations

from typing import ClassVar, Literal

from journeyeditor.i18n import N_
from journeyeditor.vocabulary.kind import Common, Editor, Look, Shape, Texts, field


class Lane(Common):
    """A row of the map that holds one or more kinds of cards."""

    look: ClassVar[Look] = Look(Shape.LANE, "label", "lane", N_("Lane"), N_("Lanes"), order=1)

    kind: Literal["lane"] = "lane"
    kinds: Texts = field((), N_("Kinds shown"), Editor.LIST, printed=True)
    height: Literal["auto", "compact", "tall"] = field(
        "auto",
        N_("Height"),
        Editor.CHOICE,
        {"auto": N_("Fit content"), "compact": N_("Compact"), "tall": N_("Tall")},
        printed=True,
    )
    visible: bool = field(True, N_("Visible"), Editor.SWITCH, printed=True)
    collapsed: bool = field(False, N_("Collapsed"), Editor.SWITCH, printed=True)
