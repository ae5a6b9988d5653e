"""The replay of journeys on the canvas: the transport bar, and what it plays."""
