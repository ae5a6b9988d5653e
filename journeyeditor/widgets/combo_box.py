"""A combo box whose list shows all of its lines, from the first one on."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractItemView, QComboBox


class ComboBox(QComboBox):
    """A combo box; its list is as high and as wide as its lines, where the screen has room.

    Qt leaves out the padding that the style sheet gives the list, and scrolls it then.
    """

    def showPopup(self) -> None:
        super().showPopup()
        view, list_ = self.view(), self.view().window()
        lines = min(self.count(), self.maxVisibleItems())
        room = self.screen().availableGeometry()
        for _ in range(lines):
            hidden = view.verticalScrollBar().maximum() - (self.count() - lines)
            if hidden <= 0 or list_ is self.window() or list_.height() >= room.height():
                break
            height = min(list_.height() + hidden * view.sizeHintForRow(0), room.height())
            top = min(list_.y(), room.bottom() + 1 - height)
            list_.setGeometry(list_.x(), max(room.top(), top), list_.width(), height)
        if self.count() <= lines:
            view.scrollToTop()
        else:
            view.scrollTo(view.currentIndex(), QAbstractItemView.ScrollHint.EnsureVisible)
