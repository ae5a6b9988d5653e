"""What tells a table of this program from others."""

from __future__ import annotations

#: The beginning of the cell with what no other cell shows.
MARK = "journey-map-grid 1 "
