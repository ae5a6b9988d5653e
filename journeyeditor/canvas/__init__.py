"""The map on the screen: a widget over graph, arrangement and drawings."""

import journeyeditor.widgets  # noqa: F401 - before any class of Qt's is derived
