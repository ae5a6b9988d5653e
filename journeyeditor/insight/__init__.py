"""What a map knows of itself: figures and findings, computed from the graph and never stored."""
