"""What tells a table of this program from others."""

from __future__ import annotations

#: The beginning of the cell with what no other cell shows.
MARK = "journey-map-grid 1 "
#: The first cell of the row with the map itself, in pieces that cells of all programs hold.
MAP_ROW, PIECE = "journey-map 1", 32_000
