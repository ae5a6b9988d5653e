"""What people notice first in the newest version, in their language; the changelog has all of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from journeyeditor.i18n import N_, Texts

#: The version that the notes are about; a test compares it with the changelog.
VERSION = "0.2.0"
NOTES: Mapping[str, Sequence[str]] = {
    N_("Workshop"): (
        N_("Open a room: phones write cards, rate and vote, without accounts or internet."),
        N_("An agenda with a clock leads through an hour, two hours or a day."),
        N_("The capture line (/) turns what somebody says into cards."),
        N_("Agreement and priorities show where people disagree and what to do first."),
        N_("Print cards for the wall, and get them back from a photo of it."),
    ),
    N_("Data"): (
        N_("Measure event logs of any size, or draw a map of what customers did."),
        N_("Replay journeys, and mark where customers depart from the map."),
    ),
    N_("Posters"): (
        N_("Larger type, clearer curves, and PDFs for a press, for screen readers and archives."),
        N_("A poster contains its map: open the PDF to go on editing."),
    ),
    N_("Formats and languages"): (
        N_("Slides, workbooks and tables can be edited elsewhere and read back into the map."),
        N_("Client packs leave out what their readers must not see."),
        N_("A map can hold several languages. The window is now also in German and Finnish."),
    ),
    N_("Writing and help"): (
        N_("Spelling is checked while you write."),
        N_(
            "This handbook, a two-minute tour, and problem reports without anything from your maps."
        ),
    ),
}


def notes(texts: Texts) -> str:
    """The notes as Markdown, with headings of level 2."""
    lines = [texts("Maps of earlier versions open unchanged."), ""]
    for heading, items in NOTES.items():
        lines += [f"## {texts(heading)}", "", *(f"- {texts(item)}" for item in items), ""]
    return "\n".join([*lines, f"[{texts('All changes are in the changelog.')}](changelog.md)"])
