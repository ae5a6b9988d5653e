"""The appendix: all sources at length, on pages behind the poster."""
