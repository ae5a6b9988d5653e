"""One open map being edited: session, selection, verbs and tools. No Qt here."""
