"""The document of a window: opened, saved, closed and recovered, with the questions that may raise."""
