"""The pre-flight: what to fix before a poster is printed."""
