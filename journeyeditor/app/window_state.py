"""What a window shows of its state: what is offered, the title, the status bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeyeditor.app.actions.context import ActionContext
from journeyeditor.app.clipboard import focused_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from journeyeditor.app.status_bar import StatusWarning
    from journeyeditor.app.window import Window


def situation(window: Window) -> ActionContext:
    """Return what the actions of a window need to know."""
    settings, document = window.preferences.value, window.maps.document
    now = ActionContext(
        theme=settings.theme,
        language=settings.language,
        size=settings.size,
        animation=settings.animation,
        is_presenting=window.is_presenting,
        is_full_screen=window.isFullScreen(),
        types_text=focused_text() is not None,
        has_file=document is not None and document.path is not None,
        is_behind=window.is_behind,
    )
    if not window.has_map:
        return now
    now = window.place.situation(now)
    return now._replace(is_dirty=document.is_dirty if document else now.is_dirty)


def show(window: Window, now: ActionContext) -> None:
    """Show a situation."""
    texts, document = window.ui.texts, window.maps.document
    window.actions_table.refresh(now)
    window.toolbar.setVisible(now.has_map and not now.is_presenting)
    name = document.name(texts) if document is not None and now.has_map else ""
    program = texts("Journey Editor")
    window.setWindowTitle(f"{name}[*] – {program}" if name else program)
    window.setWindowModified(bool(name) and now.is_dirty)
    window.status.show_saved(
        has_map=now.has_map, is_dirty=now.is_dirty or not now.has_file, at=window.saved_at
    )
    window.status.show_warnings(_warnings(window), document)
    window.status.show_counts(window.place.counts if now.has_map else {})
    window.status.show_selected(now.selected)


def _warnings(window: Window) -> Sequence[StatusWarning]:
    """Return what is not kept as it should be."""
    document, settings_error = window.maps.document, window.preferences.write_error
    if document is None and settings_error is None:
        return ()
    from journeyeditor.app.file_messages import warnings  # not for the start page

    return warnings(window.ui.texts, document, settings_error)
