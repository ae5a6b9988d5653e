"""Foreign formats, one package or module each; they give whole graphs and know no file of ours."""
