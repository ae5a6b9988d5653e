"""What can be done to a map, as functions from a graph to a change; they write nothing."""
