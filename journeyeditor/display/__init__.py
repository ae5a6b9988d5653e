"""Drawings: values that say what is on the page, for any painter to play."""
