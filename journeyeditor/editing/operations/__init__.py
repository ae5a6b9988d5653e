"""All that hands can do to an open map; each is one step of undo, with a label."""

from journeyeditor.editing.changes.connecting import joints, targets
from journeyeditor.editing.field_errors import FieldError, PasteError
from journeyeditor.editing.operations.cards import (
    add,
    add_many,
    add_neighbour,
    connect,
    delete,
    discard,
    duplicate,
    lay,
    move,
    near,
    nudge,
)
from journeyeditor.editing.operations.clipboard import copy, cut, paste_clip, paste_text
from journeyeditor.editing.operations.fields import (
    draw_curve,
    end_merge,
    replace,
    replace_all,
    set_field,
    set_info,
    set_score,
)
from journeyeditor.editing.operations.funnel import accept_what_if, enter_figures
from journeyeditor.editing.operations.lanes import (
    add_lane,
    move_lane,
    move_personas,
    move_stages,
    set_lane,
)
from journeyeditor.editing.operations.stages import carry_stages, merge_stages, split_stage

__all__ = [
    "FieldError",
    "PasteError",
    "accept_what_if",
    "add",
    "add_lane",
    "add_many",
    "add_neighbour",
    "carry_stages",
    "connect",
    "copy",
    "cut",
    "delete",
    "discard",
    "draw_curve",
    "duplicate",
    "end_merge",
    "enter_figures",
    "joints",
    "lay",
    "merge_stages",
    "move",
    "move_lane",
    "move_personas",
    "move_stages",
    "near",
    "nudge",
    "paste_clip",
    "paste_text",
    "replace",
    "replace_all",
    "set_field",
    "set_info",
    "set_lane",
    "set_score",
    "split_stage",
    "targets",
]
