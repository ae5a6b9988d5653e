"""The ribbon of a path: how many customers pass where."""
