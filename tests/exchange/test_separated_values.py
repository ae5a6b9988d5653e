"""One rule says what a table is, wherever a text comes from."""

from __future__ import annotations

import pytest

from journeyeditor.exchange.separated_values import separator_of

TEXTS = {
    "tabs": ("a\tb\n1\t2\n", "\t"),
    "semicolons with decimal commas": ("a;b\n1,5;2,5\n", ";"),
    "commas in quotes": ('a,b\n"x, y",2\n', ","),
    "pipes": ("a | b\n1 | 2\n", "|"),
    "a title above": ("Journey\n\nStage,Action\nFind,Reads\n", ","),
    "tabs within cells": ('"a\t","b\t","c"\n"1","2","3"\n', ","),
    "a row that is one short": ("a,b,c\n1,2,3\n4,5,6\n7,8\n", ","),
    "prose": ("First we search, then we buy.\nLater, we return it.\n", ""),
    "a sentence between": ("a;b\nnothing here\n1;2\n3;4\n", ""),
    "a list": ("- milk; eggs\n- bread\n- jam; tea\n", ""),
    "one column": ("a\nb\nc\n", ""),
    "one line": ("a;b;c", ""),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("text", "sign"), TEXTS.values(), ids=TEXTS)
def test_the_sign_between_cells(text: str, sign: str) -> None:
    assert separator_of(text) == sign
