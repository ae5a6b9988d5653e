"""The help of a window: handbook, shortcuts, tour, news and reports of faults, made on first use."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from journeyeditor import __version__
from journeyeditor.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Callable

    from journeyeditor.app.action_registry import ActionRegistry, ActionTarget
    from journeyeditor.app.handbook.window import Handbook
    from journeyeditor.app.start.notice import Notice
    from journeyeditor.app.toolbar import Toolbar
    from journeyeditor.app.tour.tour import Tour


class HelpController(QObject):
    """Opens what explains the program, beside the window and never in its way."""

    def __init__(
        self,
        window: ActionTarget,
        actions: ActionRegistry,
        toolbar: Callable[[], Toolbar],
        add_kinds: Callable[[], None],
        parent: QWidget,
    ) -> None:
        """`add_kinds` sees to it that the actions of all kinds are among the actions."""
        super().__init__(parent)
        self._window, self._actions, self._add_kinds = window, actions, add_kinds
        self._toolbar, self._parent = toolbar, parent
        self._handbook: Handbook | None = None
        self._tour: Tour | None = None

    @property
    def handbook(self) -> Handbook:
        if self._handbook is None:
            from journeyeditor.app.actions import GROUPS
            from journeyeditor.app.handbook.parts import generated_parts
            from journeyeditor.app.handbook.window import Handbook

            self._add_kinds()
            ui = self._window.ui
            self._handbook = Handbook(ui, partial(generated_parts, self._actions, GROUPS, ui))
        return self._handbook

    def show_handbook(self, topic: str | None = None) -> None:
        from journeyeditor.app.handbook.topics import PRESENTATION_TOPIC, topic_of

        if topic is None:
            is_presenting = self._window.is_presenting
            topic = PRESENTATION_TOPIC if is_presenting else topic_of(QApplication.focusWidget())
        self.handbook.open(topic)

    def show_shortcuts(self) -> None:
        from journeyeditor.app.actions import GROUPS
        from journeyeditor.app.help_dialogs import ShortcutsPage

        self._window.show_dialog(ShortcutsPage(self._window.ui, self._actions, GROUPS))

    @property
    def tour(self) -> Tour | None:
        """The tour, while it is shown."""
        return self._tour

    def take_tour(self) -> None:
        """Begin the tour on a sample, in another window if this one has a map."""
        if self._window.has_map or self._window.is_behind:
            self._window.app_context.open_window().help.start_tour()
        else:
            self.start_tour()

    def start_tour(self) -> None:
        from journeyeditor.app.start.page import samples
        from journeyeditor.app.tour.steps import Parts
        from journeyeditor.app.tour.tour import Tour

        window = self._window
        self.end_tour()
        window.documents.new_from_sample(str(next(iter(samples(window.ui.texts.language)))))
        if window.has_map:
            parts = Parts(window.map_view, self._toolbar(), self._actions)
            self._tour = Tour(self._parent, parts, window.ui)
            self._tour.ended.connect(self._forget_tour)

    def end_tour(self) -> None:
        if self._tour is not None:
            self._tour.end()

    def _forget_tour(self) -> None:
        self._tour = None

    def greet(self, notice: Notice) -> None:
        """Offer the tour at the very first start, and what is new at the first of a new version."""
        preferences = self._window.preferences
        if preferences.value.seen_version == __version__:
            return
        if preferences.is_new:
            notice.offer(
                N_("New here? See how a map is made in two minutes."),
                N_("Take the tour"),
                self.take_tour,
            )
        elif _newest_version() == __version__:
            notice.offer(
                N_("Journey Editor is now version {version}."),
                N_("What's new"),
                partial(self.show_handbook, "whats-new"),
                version=__version__,
            )

    def report_fault(self) -> None:
        from journeyeditor.app.fault_report.dialog import FaultReportDialog
        from journeyeditor.app.fault_report.report import Known

        window = self._window
        self._add_kinds()
        settings, log = window.preferences.value, window.app_context.places.log
        known = Known(frozenset(self._actions.specs))
        window.show_dialog(FaultReportDialog(window.ui, window.dialogs, settings, log, known))

    def add_to(self, dialog: QWidget) -> None:
        dialog.addAction(self._actions["handbook"])

    def shut_down(self) -> None:
        self.end_tour()
        if self._handbook is not None:
            self._handbook.close()
            self._handbook.deleteLater()
            self._handbook = None


def _newest_version() -> str:
    from journeyeditor.app.whats_new import VERSION

    return VERSION
