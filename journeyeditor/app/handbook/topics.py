"""What the handbook opens at: the topic of the widget that has the focus.

A widget declares its topic as the class attribute `HELP`, a chapter and perhaps a section; it holds
for everything inside it.
"""

from __future__ import annotations

from PySide6.QtCore import QObject

#: The topic where no widget has one.
DEFAULT_TOPIC = "first-map"
#: The topic while a map is presented, whatever has the focus.
PRESENTATION_TOPIC = "workshop#present"


def topic_of(widget: QObject | None) -> str:
    """The topic of a widget, or of the nearest one around it."""
    while widget is not None:
        topic = getattr(widget, "HELP", "")
        if topic:
            return str(topic)
        widget = widget.parent()
    return DEFAULT_TOPIC
