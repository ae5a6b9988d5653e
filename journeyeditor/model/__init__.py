"""Records, changes, the graph that holds them, and its history."""

from journeyeditor.model.change import Change, Entry, put
from journeyeditor.model.graph import GraphError, JourneyGraph
from journeyeditor.model.history import (
    History,
    Mark,
    Transaction,
    TransactionManager,
    UndoStep,
    WriteOutsideError,
)
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
    "Transaction",
    "TransactionManager",
    "UndoStep",
    "Value",
    "WriteOutsideError",
    "new_id",
    "put",
    "ranks_between",
]
