"""A workshop: its agenda, and its room, in which phones write cards, rate stages and vote.

Nothing here is imported before somebody opens either, and no socket is open before a room is.
"""
