"""The editors of fields."""
