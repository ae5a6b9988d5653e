"""Names become what their reader sees."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyeditor.exchange.mermaid.records import plain


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("  Open App \t", "Open App"),
        ("Line1<br>Line2 <br/> Line3</br />Line4<BR\t/>Line5", "Line1\nLine2\nLine3\nLine4\nLine5"),
        ("T <b onclick='x'>bold</b><script>alert(1)</script>", "T bold"),
        ("a<script>b", "a"),
        ("a<SCRIPT>b<b></script>c</script>d", "acd"),
        ("List<String> of <customer>", "List<String> of <customer>"),
        ("a < b > c", "a < b > c"),
        ("#lt;b#gt; #35;1 #colon; #quot;x#quot; #9829; #amp;", '<b> #1 : "x" ♥ &'),
        ("#128512;#0;#55296;#99999999;", "😀\ufffd\ufffd\ufffd"),
        ("#nbsp;A#nbsp;B#nbsp;", "A\u00a0B"),
        ("#12 and #a b;", "#12 and #a b;"),
        ("a\x00b\u2028c\ufeff", "a b c"),
        ("👩‍👩‍👧 日本", "👩‍👩‍👧 日本"),
    ],
)
def test_plain(text: str, seen: str) -> None:
    assert plain(text).text == seen


def test_what_came_to_nothing_is_reported() -> None:
    assert plain("<i>x</i> #nonsense; <br>").lost == ("<i>", "#nonsense;")
    assert plain("#" + "9" * 5000 + ";").text == "\ufffd"


@given(
    st.text() | st.lists(st.sampled_from(["<", "b", ">", "/", "#", "35", ";", "\n"])).map("".join)
)
def test_plain_text_is_trimmed_and_printable(text: str) -> None:
    seen = plain(text).text
    assert seen == seen.strip()
    assert not set(seen) & {"\x00", "\r", "\u2028"}
