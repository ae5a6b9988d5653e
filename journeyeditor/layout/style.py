"""The measures of the map in map units (points at scale 1; a poster scales the whole).

Type sizes are steps of ×1.25 from the body (docs/design.md, Principles); everything else that
two modules share is defined here once.
"""

from __future__ import annotations

SMALL, BODY, LARGE, HEADING, DISPLAY, TITLE = 6.4, 8.0, 10.0, 12.5, 15.6, 24.4
REGULAR, SEMIBOLD, BOLD = 400, 600, 700
LEADING = 1.25

#: Between a card and the edge of its slot, on each side; two of them make the gutter.
GUTTER = 4.0
#: Between a lane's edge and its cards, and between two cards of one stack.
LANE_PAD = 6.0
STACK_GAP = 6.0
#: Between two lanes, when no connector runs there.
LANE_GAP = 6.0
#: Between two parallel connectors in one corridor.
TRACK, LABELLED_TRACK = 5.0, 9.0
#: Extra height for the label above the uppermost connector of a corridor.
LABEL_SPACE = 6.0
#: The column with the names of the lanes.
LABEL_WIDTH = 17.0

CARD_RADIUS = 5.0
CARD_PAD = 7.0
ACCENT_WIDTH = 3.6
ICON_RADIUS = 9.0
HAIRLINE = 0.6

STAGE_PAD = 9.0
STAGE_TIP = 10.0

#: Slots narrower than this break words; wider than the preferred width they only look empty.
SLOT_MIN, SLOT_PREFERRED = 66.0, 82.0

TITLE_LINES, NOTE_LINES, GOAL_LINES = 8, 8, 4
