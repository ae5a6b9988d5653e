"""How each part of the map is measured and drawn."""
