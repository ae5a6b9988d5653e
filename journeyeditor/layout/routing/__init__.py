"""Connectors between cards and arcs between stages: tracks first, then paths."""
