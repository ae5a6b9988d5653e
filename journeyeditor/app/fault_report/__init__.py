"""A file that describes a fault, for the user to send; it holds nothing of maps."""
