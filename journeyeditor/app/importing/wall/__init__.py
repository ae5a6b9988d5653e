"""The photo of a wall in the window: what was found, beside what it becomes."""
