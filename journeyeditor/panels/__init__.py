"""What stands around the map: palette, form, outline, history, lanes and personas."""

import journeyeditor.widgets  # noqa: F401 - before any class of Qt's is derived
