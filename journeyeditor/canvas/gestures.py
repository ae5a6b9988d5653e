"""Gestures of two fingers, on a touchpad and on a touch screen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QNativeGestureEvent
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QWidget

from journeyeditor.canvas.view_controller import ViewController

#: No step of a gesture zooms out farther than by this factor.
MIN_STEP = 0.2


class Gestures:
    """Zooms and moves the view by two fingers.

    The first finger on a touch screen acts as the mouse until the second one is down; what it
    began is `cancelled`. A double tap with two fingers shows what is `selected`.
    """

    def __init__(
        self,
        widget: QWidget,
        view: ViewController,
        *,
        cancelled: Callable[[], object],
        selected: Callable[[], object],
    ) -> None:
        self._widget, self._view = widget, view
        self._cancel, self._show_selection = cancelled, selected
        widget.grabGesture(Qt.GestureType.PinchGesture)

    def handle(self, event: QEvent) -> bool:
        """Answer an event if it is a gesture; return whether it was."""
        if isinstance(event, QNativeGestureEvent):
            return self._native(event)
        if not isinstance(event, QGestureEvent):
            return False
        pinch = event.gesture(Qt.GestureType.PinchGesture)
        if not isinstance(pinch, QPinchGesture):
            return False
        self._pinch(pinch)
        event.accept()
        return True

    def _native(self, event: QNativeGestureEvent) -> bool:
        if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self._view.zoom(max(MIN_STEP, 1 + event.value()), event.position())
        elif event.gestureType() == Qt.NativeGestureType.SmartZoomNativeGesture:
            self._show_selection()
        else:
            return False
        return True

    def _pinch(self, pinch: QPinchGesture) -> None:
        if pinch.state() == Qt.GestureState.GestureStarted:
            self._cancel()
        moved = pinch.centerPoint() - pinch.lastCenterPoint()
        self._view.pan(-moved.x(), -moved.y())
        center = self._widget.mapFromGlobal(pinch.centerPoint())
        self._view.zoom(max(MIN_STEP, pinch.scaleFactor()), center)
