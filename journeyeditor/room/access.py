"""Who may come in: PIN, tokens, limits, and the addresses that the room answers to.

Behind one router all phones may share an address, so that tries are bounded per address and, more
widely, in all. Both bounds refill, or one wrong guess too many would lock a room for good.
"""

from __future__ import annotations

import hmac
import ipaddress
import secrets
from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256
from typing import Literal

#: Wrong PINs: at once, and seconds until one more is allowed.
TRIES_PER_ADDRESS, SECONDS_PER_TRY = 5, 30.0
TRIES_IN_ALL, SECONDS_PER_TRY_IN_ALL = 60, 10.0
#: Addresses that are remembered; the least recent are forgotten.
MAX_ADDRESSES = 1000
#: Messages of a phone: at once, and per second.
MESSAGE_BURST, MESSAGES_PER_SECOND = 20, 5.0
#: Pages of the map: at once, and per second.
PAGE_BURST, PAGES_PER_SECOND = 5, 0.5
PIN_DIGITS = 6

Clock = Callable[[], float]


def new_pin() -> str:
    """Return a PIN of six digits that is no obvious one."""
    while True:
        pin = f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}}"
        if len(set(pin)) > 2 and pin not in "0123456789876543210":
            return pin


def is_pin(text: str) -> bool:
    return len(text) == PIN_DIGITS and text.isascii() and text.isdecimal()


class TokenBucket:
    """Tokens that are spent and refill with time."""

    __slots__ = ("_clock", "_filled", "_level", "capacity", "rate")

    def __init__(self, capacity: float, rate: float, clock: Clock) -> None:
        """Hold `capacity` tokens at most, and gain `rate` a second."""
        self.capacity, self.rate = capacity, rate
        self._clock = clock
        self._level, self._filled = capacity, clock()

    @property
    def level(self) -> float:
        now = self._clock()
        self._level = min(self.capacity, self._level + (now - self._filled) * self.rate)
        self._filled = now
        return self._level

    def spend(self) -> float:
        """Spend a token, on credit if need be; return the seconds until it is earned."""
        self._level = self.level - 1
        return max(0.0, -self._level / self.rate)


class Doorkeeper:
    """Checks PINs and tokens."""

    def __init__(self, pin: str, secret: str, clock: Clock) -> None:
        self._pin, self._secret, self._clock = pin.encode(), secret.encode(), clock
        self._in_all = TokenBucket(TRIES_IN_ALL, 1 / SECONDS_PER_TRY_IN_ALL, clock)
        self._by_address: OrderedDict[str, TokenBucket] = OrderedDict()

    def check_pin(self, pin: str, address: str) -> Literal["right", "wrong", "blocked"]:
        """Compare a PIN in constant time, unless there were too many wrong ones."""
        bucket = self._bucket(address)
        if bucket.level < 1 or self._in_all.level < 1:
            return "blocked"
        if hmac.compare_digest(pin.encode(errors="replace"), self._pin):
            return "right"
        bucket.spend()
        self._in_all.spend()
        return "wrong"

    def tries_left(self, address: str) -> int:
        return int(min(self._bucket(address).level, self._in_all.level))

    def token(self, participant: str) -> str:
        """Return the token of a participant; it proves itself, so that it survives a restart."""
        return f"{participant}.{self._signature(participant)}"

    def participant(self, token: str) -> str:
        """Return whose token it is, "" if it is none."""
        participant, _, signature = token.partition(".")
        expected = self._signature(participant)
        is_own = hmac.compare_digest(signature.encode(errors="replace"), expected.encode())
        return participant if is_own else ""

    def ticket(self, participant: str) -> str:
        """Return what lets a participant read the map, and do nothing else; it may stand in an address."""
        return f"{participant}.{self._signature(participant, b'map:')}"

    def reader(self, ticket: str) -> str:
        """Return whose ticket it is, "" if it is none."""
        participant, _, signature = ticket.partition(".")
        expected = self._signature(participant, b"map:")
        is_own = hmac.compare_digest(signature.encode(errors="replace"), expected.encode())
        return participant if is_own else ""

    def _signature(self, participant: str, purpose: bytes = b"token:") -> str:
        signed = purpose + participant.encode(errors="replace")
        return hmac.new(self._secret, signed, sha256).hexdigest()

    def _bucket(self, address: str) -> TokenBucket:
        network = _network(address)
        if network not in self._by_address:
            new = TokenBucket(TRIES_PER_ADDRESS, 1 / SECONDS_PER_TRY, self._clock)
            self._by_address[network] = new
            if len(self._by_address) > MAX_ADDRESSES:
                self._by_address.popitem(last=False)
        self._by_address.move_to_end(network)
        return self._by_address[network]


def rater_name(secret: str, participant: str) -> str:
    """Return the name of a participant on the map, which identifies nobody."""
    signed = b"rater:" + participant.encode(errors="replace")
    return hmac.new(secret.encode(), signed, sha256).hexdigest()[:6]


def _network(address: str) -> str:
    """Return what one machine cannot easily change: of IPv6 the first half."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if parsed.version == 6:
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def host_and_port(host: str, port: int) -> str:
    """Return an address as URLs write it."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def is_own_host(header: str, host: str, port: int) -> bool:
    """Whether a Host header names this room, and not a name that was made to lead to it."""
    return header in {host_and_port(host, port)} | ({host} if port == 80 else set())


def is_own_origin(header: str | None, host: str, port: int) -> bool:
    """Whether an Origin header, if there is one, is this room's page."""
    return header is None or is_own_host(header.removeprefix("http://"), host, port)
