"""Asks where to open a room: on which network, at which port, and which Wi-Fi leads there."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QVBoxLayout,
)

from journeyeditor.widgets.labels import label
from journeyeditor.widgets.spin_box import SpinBox
from journeyeditor.widgets.style import styled
from journeyeditor.widgets.ui_context import UiContext

DEFAULT_PORT = 8417
LOOPBACK = "127.0.0.1"


class RoomPlace(NamedTuple):
    """Where a room is opened, and the Wi-Fi network that leads there ("" if it is not given)."""

    host: str
    port: int
    network: str = ""
    password: str = ""


class NetworkAddress(NamedTuple):
    """An address of this machine, and the name of its network interface."""

    host: str
    interface: str


def addresses() -> list[NetworkAddress]:
    """Return the IPv4 addresses of this machine, private networks first, the loopback last."""
    from PySide6.QtNetwork import QAbstractSocket, QNetworkInterface

    flags = QNetworkInterface.InterfaceFlag
    found = [
        NetworkAddress(entry.ip().toString(), interface.humanReadableName())
        for interface in QNetworkInterface.allInterfaces()
        if interface.flags() & flags.IsUp and not interface.flags() & flags.IsLoopBack
        for entry in interface.addressEntries()
        if entry.ip().protocol() == QAbstractSocket.NetworkLayerProtocol.IPv4Protocol
    ]
    found.sort(key=lambda each: not ipaddress.ip_address(each.host).is_private)
    return [*found, NetworkAddress(LOOPBACK, "")]


class OpenRoomDialog(QDialog):
    """The dialog; `chosen` carries the place."""

    HELP = "workshop#room"

    chosen = Signal(object)

    def __init__(self, ui: UiContext, known: Sequence[NetworkAddress]) -> None:
        super().__init__()
        texts = ui.texts
        self.setWindowTitle(texts("Open room"))
        self.address = QComboBox()
        for each in known:
            words = texts("This computer only") if each.host == LOOPBACK else each.interface
            self.address.addItem(f"{each.host} – {words}", each.host)
        self.port = SpinBox()
        self.port.setRange(1024, 65_535)
        self.port.setValue(DEFAULT_PORT)
        self.port.setGroupSeparatorShown(False)
        self.network, self.password = QLineEdit(), QLineEdit()
        fields = (
            (texts("Network address"), self.address),
            (texts("Port"), self.port),
            (texts("Wi-Fi name (optional)"), self.network),
            (texts("Wi-Fi password"), self.password),
        )
        form = QFormLayout()
        form.setVerticalSpacing(9)
        for title, field in fields:
            form.addRow(title, field)
            field.setAccessibleName(title)
        lead = texts("Phones on this network join with a PIN, without an account or internet.")
        caution = texts("Others on the same network could read along.")
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 20, 22, 18)
        column.setSpacing(12)
        for words, look in ((lead, ""), (caution, "secondary")):
            line = label(words, look)
            line.setWordWrap(True)
            column.addWidget(line)
        column.addLayout(form)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.open_button = buttons.addButton(
            texts("Open room"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        styled(self.open_button, "primary")
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self.setMinimumWidth(round(440 * ui.scale))

    def _accept(self) -> None:
        host, network = str(self.address.currentData()), self.network.text().strip()
        self.chosen.emit(RoomPlace(host, self.port.value(), network, self.password.text()))
        self.accept()
