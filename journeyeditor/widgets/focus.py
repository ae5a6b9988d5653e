"""Where the keyboard is when a dialog opens, and after another one closes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QWidget
from shiboken6 import isValid

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit


def focused_text() -> QLineEdit | QPlainTextEdit | QTextEdit | None:
    """The text field that has the focus."""
    widget = QApplication.focusWidget()
    # By their names, because a window starts without these classes.
    if widget is None or not any(
        widget.inherits(name) for name in ("QLineEdit", "QPlainTextEdit", "QTextEdit")
    ):
        return None
    return cast("QLineEdit", widget)


def focus_first(dialog: QWidget) -> None:
    """Give the focus to a dialog's first field, or to a button if there is no field."""
    fields = [each for each in _focusable(dialog) if not isinstance(each, QPushButton)]
    buttons = [each for each in _focusable(dialog) if _closes(each)]
    for each in (*fields, *buttons)[:1]:
        each.setFocus(Qt.FocusReason.ActiveWindowFocusReason)


@contextmanager
def kept_focus(window: QWidget) -> Iterator[QWidget]:
    """Yield the window in front, as the parent of a dialog; it gets its focus back afterwards."""
    front = QApplication.activeModalWidget() or window
    focused = front.focusWidget()
    yield front
    front.raise_()
    front.activateWindow()
    give_back(focused)


def give_back(widget: QWidget | None) -> None:
    """Give the focus back to a widget, unless it is gone or hidden by now."""
    if widget is not None and isValid(widget) and widget.isVisible():
        widget.setFocus(Qt.FocusReason.OtherFocusReason)


def _focusable(dialog: QWidget) -> Iterator[QWidget]:
    """Yield what Tab reaches in a dialog, in the order in which it was made.

    Walking along `nextInFocusChain` damages PySide's wrappers, and ends the process later.
    """
    for each in dialog.findChildren(QWidget):
        can_focus = each.focusPolicy() & Qt.FocusPolicy.TabFocus
        if each.isVisibleTo(dialog) and each.isEnabled() and can_focus:
            yield each


def _closes(widget: QWidget) -> bool:
    from PySide6.QtWidgets import QDialogButtonBox  # a window starts without

    return isinstance(widget, QAbstractButton) and isinstance(
        widget.parentWidget(), QDialogButtonBox
    )
