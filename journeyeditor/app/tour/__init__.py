"""The tour: a few steps on a sample, each beside the part of the window that it is about."""
