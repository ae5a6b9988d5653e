"""The program with its window: actions, menus, settings, dialogs and the life of a document."""
