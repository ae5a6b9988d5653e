"""The program with its window: actions, menus, settings, dialogs and the life of a document."""

import journeyeditor.widgets  # noqa: F401 - before any class of Qt's is derived
