"""The colours of the window by name; the map on the canvas has the same theme."""

from __future__ import annotations

import tomllib
from functools import cache

from journeyeditor import resources
from journeyeditor.display.theme import Theme, theme_of

#: The roles of the window beyond those of print.toml.
CHROME_ROLES = (
    "chrome",  # menu bar, toolbar, status bar
    "panel",  # ground of the docks
    "field",  # ground of text fields and lists
    "field_line",  # rim of fields, 3:1 against what is around it
    "accent",  # the one button that matters
    "accent_ink",  # words on it
    "line",  # hairlines
    "hover",  # under the pointer
    "chosen",  # what is checked or current
    "chosen_ink",  # words on it
    "link",  # words that lead somewhere
    "shadow",
    "good",  # saved, done
    "caution",  # look at it
)
THEMES = ("light", "dark")


@cache
def window_theme(name: str) -> Theme:
    """A window theme, "light" or "dark"; raises OSError on any other."""
    source = resources.path("themes", "window", f"{name}.toml").read_text(encoding="utf-8")
    return theme_of(name, tomllib.loads(source)["colours"])


def is_dark(theme: Theme) -> bool:
    return theme.name == "dark"
