"""Drawings: what is on a page, as values that any painter can play."""
