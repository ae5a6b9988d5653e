"""The document of a window: opening, saving, closing, recovery, and the questions they raise."""
