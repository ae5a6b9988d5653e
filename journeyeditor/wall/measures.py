"""The measures of a printed card in millimetres, by which a photo is straightened."""

#: The side of a sticky note.
SIDE_MM = 76.0
#: The side of a mark with its border, and its distance from the right and lower edge of a card.
MARK_MM, MARK_INSET_MM = 19.0, 4.5
