"""The map on the screen: a widget over graph, arrangement and drawings."""
