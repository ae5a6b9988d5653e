"""The parts of the handbook that the program writes itself, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from journeyeditor.app.action_registry import ActionRegistry
from journeyeditor.app.handbook.chapters import UNTRANSLATED
from journeyeditor.app.shortcut_list import shortcut_groups
from journeyeditor.app.whats_new import notes
from journeyeditor.widgets.ui_context import UiContext


def generated_parts(
    actions: ActionRegistry, groups: Iterable[str], ui: UiContext
) -> Mapping[str, str]:
    """The text of each `{{name}}` in the chapters."""
    return {
        "keys": _keys(actions, groups, ui),
        "changes": notes(ui.texts),
        UNTRANSLATED: ui.texts("This chapter has not been translated yet."),
    }


def _keys(actions: ActionRegistry, groups: Iterable[str], ui: UiContext) -> str:
    texts, lines = ui.texts, []
    for heading, rows in shortcut_groups(actions, groups, texts):
        if rows:
            lines += [f"## {heading}", "", f"| {texts('Command')} | {texts('Key')} |", "|---|---|"]
            lines += [f"| {_cell(words)} | {_cell(' · '.join(keys))} |" for words, keys in rows]
            lines.append("")
    return "\n".join(lines)


def _cell(words: str) -> str:
    return words.replace("\\", "\\\\").replace("|", "\\|").replace("*", "\\*")
