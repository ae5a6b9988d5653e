"""The funnel page."""
