"""The printed report on how two maps differ."""
