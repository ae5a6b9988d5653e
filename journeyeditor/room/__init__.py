"""A workshop's room: phones write cards, rate stages and vote, over the local network.

Nothing here is imported, and no socket is open, before somebody opens a room.
"""
