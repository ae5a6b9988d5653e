"""Painters play drawings, one for each kind of output; none measures text or decides a size."""
