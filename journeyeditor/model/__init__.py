"""Records, changes, and the one graph that holds them; mechanics only, no nouns."""

from journeyeditor.model.change import Change, Entry, put
from journeyeditor.model.graph import JourneyGraph
from journeyeditor.model.history import History, Mark, Step
from journeyeditor.model.invariants import GraphError
from journeyeditor.model.rank import ranks_between
from journeyeditor.model.record import (
    MAP_ID,
    MAX_INTEGER,
    Element,
    OwnKeys,
    Record,
    RecordId,
    Relation,
    Value,
    new_id,
)
from journeyeditor.model.signal import Signal
from journeyeditor.model.transaction import Transaction, TransactionManager, WriteOutsideError

__all__ = [
    "MAP_ID",
    "MAX_INTEGER",
    "Change",
    "Element",
    "Entry",
    "GraphError",
    "History",
    "JourneyGraph",
    "Mark",
    "OwnKeys",
    "Record",
    "RecordId",
    "Relation",
    "Signal",
    "Step",
    "Transaction",
    "TransactionManager",
    "Value",
    "WriteOutsideError",
    "new_id",
    "put",
    "ranks_between",
]
