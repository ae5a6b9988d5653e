"""Figures and findings computed from the graph; never stored."""
