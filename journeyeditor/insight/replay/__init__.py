"""Journeys through a map over time: measured or simulated cases, and where they are when."""
