"""A workshop's room in the window: opening it, its bar, and the page that is shown to the people."""
