"""What canvas, panels and app share of Qt; nothing here knows a journey."""

from journeyeditor.widgets import imports, overrides

imports.install()  # before anything else is imported
overrides.install()  # before any class of Qt's is derived
