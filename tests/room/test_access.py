"""PINs, tokens and limits, with a clock of the test's own; and the words of the page."""

from __future__ import annotations

import json
import re

import pytest

from journeyeditor.room.access import (
    SECONDS_PER_TRY,
    TRIES_IN_ALL,
    TRIES_PER_ADDRESS,
    Doorkeeper,
    TokenBucket,
    is_own_host,
    is_own_origin,
    is_pin,
    new_pin,
    rater_name,
)
from journeyeditor.room.page import WORDS, page
from journeyeditor.room.room import RoomError, checked_host


class Clock:
    """A clock that stands still until it is set."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def door(clock: Clock) -> Doorkeeper:
    return Doorkeeper("482913", "secret", clock)


def test_a_wrong_pin_too_many_blocks_an_address_for_a_while_even_for_the_right_one(
    door: Doorkeeper, clock: Clock
) -> None:
    for left in reversed(range(TRIES_PER_ADDRESS)):
        assert door.check_pin("000000", "192.168.1.9") == "wrong"
        assert door.tries_left("192.168.1.9") == left
    assert door.check_pin("482913", "192.168.1.9") == "blocked"
    assert door.check_pin("482913", "192.168.1.8") == "right"
    clock.now += SECONDS_PER_TRY
    assert door.check_pin("482913", "192.168.1.9") == "right"


def test_many_addresses_share_a_wider_limit(door: Doorkeeper) -> None:
    answers = [door.check_pin("000000", f"10.0.{n // 4}.{n % 4}") for n in range(TRIES_IN_ALL + 5)]
    assert answers == ["wrong"] * TRIES_IN_ALL + ["blocked"] * 5


def test_one_machine_is_one_machine_however_many_addresses_it_makes_up(door: Doorkeeper) -> None:
    answers = [door.check_pin("000000", f"fe80::1:{n:x}%eth0") for n in range(7)]
    assert answers == ["wrong"] * TRIES_PER_ADDRESS + ["blocked"] * 2


@pytest.mark.parametrize("pin", ["", "48291", "4829133", "４８２９１３", "åäö123", "\ud800"])
def test_a_pin_that_is_none_is_wrong_and_raises_nothing(door: Doorkeeper, pin: str) -> None:
    assert door.check_pin(pin, "10.0.0.1") == "wrong"
    assert not is_pin(pin)


def test_a_token_proves_itself_and_no_other_does(door: Doorkeeper, clock: Clock) -> None:
    token = door.token("abc")
    assert door.participant(token) == "abc"
    assert Doorkeeper("482913", "secret", clock).participant(token) == "abc"
    assert Doorkeeper("482913", "other", clock).participant(token) == ""
    for forged in ("", ".", "abc", "abc.", f"abd.{token[4:]}", f"{token[:-1]}x", "å.\ud800"):
        assert door.participant(forged) == ""


def test_a_rater_cannot_be_told_by_the_name_that_the_map_has(door: Doorkeeper) -> None:
    names = {rater_name("secret", f"p{n}") for n in range(50)}
    assert len(names) == 50
    assert not any(door.token(f"p{n}").endswith(name) for n in range(50) for name in names)


def test_a_bucket_gives_credit_and_says_what_it_costs(clock: Clock) -> None:
    bucket = TokenBucket(2, 5.0, clock)
    assert [bucket.spend() for _ in range(4)] == [0, 0, 0.2, 0.4]
    clock.now = 100
    assert bucket.level == 2


def test_the_page_has_all_its_words_in_each_language_of_the_window() -> None:
    found = re.search(
        r'<script[^>]*id="words"[^>]*>(.*?)</script>', page("127.0.0.1:8417").body.decode(), re.S
    )
    assert found
    words = json.loads(found[1])
    assert set(words) == {"en", "sv", "nb", "da", "de", "fi"}
    for code, own in words.items():
        assert set(own) == set(words["en"])
        assert all(own.values())
        translated = {key for key in WORDS if own[key] != words["en"][key]}
        assert code == "en" or len(translated) > 0.9 * len(WORDS)


def test_new_pins_are_six_digits() -> None:
    pins = [new_pin() for _ in range(200)]
    assert all(map(is_pin, pins))
    assert len(set(pins)) > 190


def test_only_the_address_of_the_room_is_its_own() -> None:
    assert is_own_host("192.168.1.20:8417", "192.168.1.20", 8417)
    assert is_own_host("[fe80::1]:8417", "fe80::1", 8417)
    assert not is_own_host("192.168.1.20", "192.168.1.20", 8417)
    assert not is_own_host("192.168.1.20:8417.evil.example", "192.168.1.20", 8417)
    assert is_own_origin(None, "192.168.1.20", 8417)
    assert is_own_origin("http://192.168.1.20:8417", "192.168.1.20", 8417)
    assert not is_own_origin("null", "192.168.1.20", 8417)
    assert not is_own_origin("https://192.168.1.20:8417", "192.168.1.20", 8417)


@pytest.mark.parametrize("host", ["", "0.0.0.0", "::", "224.0.0.1", "example.com", "1.2.3"])
def test_a_room_is_bound_to_one_interface(host: str) -> None:
    with pytest.raises(RoomError):
        checked_host(host)
