"""Foreign formats, one package or module each; they give and take whole graphs and know no file of ours."""
