"""The side panel of a poster: personas, sources, legend."""
