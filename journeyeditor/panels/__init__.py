"""The panels around the map: palette, form, outline, history, and the pages below it."""

import journeyeditor.widgets  # noqa: F401 - before any class of Qt's is derived
