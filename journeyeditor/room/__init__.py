"""A workshop: its agenda, and its room, in which phones write cards, rate stages and vote.

Nothing here is imported before somebody opens either, and no socket is open before a room is.
"""

#: The argument that makes the program the process that makes the phones' page of a map.
PAGE_COMMAND = "room-page-server"
