"""Import formats, one package or module each; they return complete graphs and know nothing of files."""
