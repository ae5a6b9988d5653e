"""Journey Editor: customer-journey maps as a graph, a canvas and a poster."""

__version__ = "0.2.0"
