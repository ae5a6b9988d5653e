"""Whiteboards and diagrams of other programs: shapes on a plane, read as stages, lanes and cards."""
