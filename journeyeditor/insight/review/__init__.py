"""The live review: what is doubtful or missing on a map, and why, at the cost of each edit."""

from journeyeditor.insight.review.findings import Finding
from journeyeditor.insight.review.reviewer import Review, review

__all__ = ["Finding", "Review", "review"]
