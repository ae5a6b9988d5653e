"""Opportunities by impact and effort, and the action list of the most promising ones."""
