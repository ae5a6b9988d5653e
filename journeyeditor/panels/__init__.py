"""What stands around the map: palette, form, outline, history, lanes and personas."""
