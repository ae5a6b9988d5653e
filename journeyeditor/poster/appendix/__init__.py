"""Appendix."""
