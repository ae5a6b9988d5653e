"""Editing an open map, without Qt: session, changes, operations, tools and document."""
