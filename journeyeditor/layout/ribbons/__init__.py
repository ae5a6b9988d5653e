"""Ribbons."""
