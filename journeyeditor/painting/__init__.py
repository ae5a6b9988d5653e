"""Players of a drawing, one for each kind of output: none measures text or decides a size."""
