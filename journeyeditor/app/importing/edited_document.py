"""Take what was edited in a document that was exported from the open map, after showing it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from journeyeditor.app.dialogs import Choice
from journeyeditor.exchange.importers import Imported
from journeyeditor.i18n import N_
from journeyeditor.insight.comparison_text import ComparisonText

if TYPE_CHECKING:
    from journeyeditor.app.map_window import MapWindow
    from journeyeditor.exchange.sources import SourceFile
    from journeyeditor.model import JourneyGraph

LABEL = N_("Import changes")
#: The most differences listed; the others are counted.
MAX_SHOWN = 20


def take_edits(window: MapWindow, source: SourceFile, imported: Imported) -> bool:
    """Offer to bring a document's edits into the open map; return whether that settled the import.

    False means that the document is to be opened as a map of its own.
    """
    session = window.map_view.session
    answer = _asked(window, source, session.graph, imported)
    if answer == "take":
        from journeyeditor.exporters.revision import change_between

        session.commit(LABEL, change_between(session.graph, imported.graph))
    return answer != "open"


def _asked(window: MapWindow, source: SourceFile, graph: JourneyGraph, imported: Imported) -> str:
    """What to do with the edits, which are listed: "take", "open" as a map of its own, or ""."""
    texts = window.ui.texts
    words = ComparisonText(graph, imported.graph, texts)
    sentences = [words.sentence(each) for each in words.comparison.differences]
    name = Path(source.name).name
    own = Choice("open", texts("Open as new map"))
    cancel = Choice("", texts("Cancel"))
    if not sentences:
        question = texts("“{name}” was exported from this map, and nothing in it was changed.")
        return window.dialogs.choose(question.format(name=name), (own, cancel))
    count = len(sentences)
    question = texts.plural(
        "“{name}” was exported from this map. Bring {count} change into it?",
        "“{name}” was exported from this map. Bring {count} changes into it?",
        count,
    ).format(name=name, count=texts.number(count))
    take = Choice("take", texts("Apply changes"), "primary")
    listed = texts.listed([*imported.lost(texts), *sentences], MAX_SHOWN, "\n")
    return window.dialogs.choose(question, (take, own, cancel), listed)
