"""The desktop application: windows, actions, menus, settings, dialogs and the document lifecycle."""

import journeyeditor.widgets  # noqa: F401 - before any class of Qt's is derived
