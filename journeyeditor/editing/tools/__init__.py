"""What the pointer and the keys do on the map: one small state machine per tool."""
