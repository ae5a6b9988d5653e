"""What is doubtful or missing on a map, and why: live, at the cost of what was edited."""

from journeyeditor.insight.review.findings import Finding
from journeyeditor.insight.review.reviewer import Review, review

__all__ = ["Finding", "Review", "review"]
