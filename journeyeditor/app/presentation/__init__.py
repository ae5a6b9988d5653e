"""Presenting a map full screen: the stage in view, what surrounds it, and notes for the speaker."""
