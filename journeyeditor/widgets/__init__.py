"""The window's toolbox: what canvas, panels and app share of Qt, knowing no journey."""

from journeyeditor.widgets import overrides

overrides.install()  # before any class of Qt's is derived
