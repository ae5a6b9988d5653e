"""The dialogs that read an event log: a new map of it, or the figures of the map that is open."""
