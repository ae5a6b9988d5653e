"""What the tooltip of the canvas says: what is under the pointer, and what can be done with it."""

from __future__ import annotations

import html

from journeyeditor.canvas.accessible import described
from journeyeditor.editing.session import Session
from journeyeditor.editing.tools.interface import MapPart
from journeyeditor.i18n import N_, Texts
from journeyeditor.vocabulary import kind_class

#: No more of a title than this.
MAX_TITLE = 160

HANDLES = {
    "connect": N_("Drag to another card to connect (C)"),
    "reconnect": N_("Drag to another card to reconnect"),
    "resize": N_("Drag to make the stage wider or narrower"),
}
ON_RECORD = N_("Enter to edit, Tab for the next one")
ON_RELATION = N_("Double-click to edit, drag an end to reconnect")
ON_LANE = N_("Drag to move, double-click to rename")
IN_CELL = N_("Double-click to add: {kind} ({key})")


def hover_text(session: Session, part: MapPart, texts: Texts) -> str:
    """Return the tooltip of a part of the map as markup, "" for none; titles are not markup."""
    if part.handle:
        lines = [texts(HANDLES[part.handle])]
    elif part.id:
        relation = session.relation(part.id)
        title = described(session, part.id, texts)
        if relation is not None:
            ends = (session.graph.element(id_).title for id_ in (relation.source, relation.target))
            title = " → ".join(_shortened(end or texts("Untitled")) for end in ends)
        lines = [_shortened(title), texts(ON_RECORD if relation is None else ON_RELATION)]
    elif part.lane:
        lines = [texts(ON_LANE)]
    elif part.kinds:
        look = kind_class(part.kinds[0]).look
        lines = [texts(IN_CELL).format(kind=texts.inside_sentence(texts(look.title)), key=look.key)]
    else:
        return ""
    title, *hints = map(html.escape, lines)
    spans = (f"<span style='white-space:pre'>{hint}</span>" for hint in hints)
    return f"<qt>{'<br>'.join([title, *spans])}</qt>"


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= MAX_TITLE else f"{text[:MAX_TITLE]}…"
