"""Event logs: what customers did, measured, and put on a map.

An event log has a row for each event: a *case* (a customer, an order, a session), an *activity* and
a *timestamp*. DuckDB reads and sorts it, within bounds of memory and on disk beyond them. What
leaves this package are figures about groups of cases, never the id of one.
"""
