"""The bar below the review: the switch for what is set aside, and the reason asked for when it is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from journeyeditor.insight.review import Finding
from journeyeditor.widgets.common import ElidedLabel, chip, primary, styled
from journeyeditor.widgets.ui_context import UiContext


class AsideBar(QWidget):
    """The bar, unseen while there is nothing to say; `reasoned` tells a remark and why it is set aside.

    `switched` tells that what is set aside is to be shown or not, `left` that nobody wants to
    give a reason any more.
    """

    switched = Signal()
    reasoned = Signal(object, str)
    left = Signal()

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._remark: Finding | None = None
        self._count = 0
        self.switch = chip()
        self.what = styled(ElidedLabel(), "quiet")
        self.reason = QLineEdit()
        self.done = primary()
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 5, 14, 6)
        row.setSpacing(8)
        row.addWidget(self.switch)
        row.addStretch(1)
        row.addWidget(self.what, 4)
        row.addWidget(self.reason, 5)
        row.addWidget(self.done)
        self.switch.toggled.connect(self.switched)
        self.reason.returnPressed.connect(self._finish)
        self.reason.textChanged.connect(self._show)
        self.done.clicked.connect(self._finish)
        self._show()

    @property
    def is_on(self) -> bool:
        """Whether what is set aside is to be shown."""
        return self.switch.isChecked() and self._count > 0

    def show_count(self, count: int) -> None:
        """Show how many remarks are set aside."""
        self._count = count
        self._show()

    def ask(self, remark: Finding) -> None:
        """Ask why a remark is to be set aside."""
        self._remark = remark
        self.reason.clear()
        self._show()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def let_go(self) -> None:
        """Ask for no reason any more."""
        self._remark = None
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._remark is not None:
            self.let_go()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        """Say all in the window's language."""
        texts = self._ui.texts
        self.reason.setPlaceholderText(texts("Why may it stay as it is?"))
        self.reason.setAccessibleName(texts("Reason"))
        self.done.setText(texts("Set aside"))
        self.done.setAccessibleName(texts("Set aside"))
        self._show()

    def _finish(self) -> None:
        """Tell the reason; without one nothing is set aside."""
        remark, reason = self._remark, self.reason.text().strip()
        if remark is not None and reason:
            self.let_go()
            self.reasoned.emit(remark, reason)

    def _show(self, *_: object) -> None:
        """Show what there is to say."""
        texts, is_asking = self._ui.texts, self._remark is not None
        words = texts("Set aside ({count})").format(count=texts.number(self._count))
        self.switch.setText(words)
        self.switch.setAccessibleName(words)
        self.switch.setVisible(self._count > 0)
        for part in (self.what, self.reason, self.done):
            part.setVisible(is_asking)
        self.done.setEnabled(bool(self.reason.text().strip()))
        if self._remark is not None:
            self.what.say(self._remark.message(texts))
        self.setVisible(is_asking or self._count > 0)
