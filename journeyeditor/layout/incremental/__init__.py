"""The layout of the canvas, kept in step with the graph."""
