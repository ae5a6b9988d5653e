"""The handbook: its chapters as Markdown, and the window that shows and searches them."""
