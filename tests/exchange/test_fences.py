"""Code fences are found as Markdown readers find them."""

from __future__ import annotations

import pytest

from journeyeditor.exchange.code_fences import Fence, fences


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("```mermaid\na\nb\n```\nc", [Fence("mermaid", "a\nb", 2)]),
        ("x\n~~~~ Mermaid title\na\n~~~\n~~~~~ \n", [Fence("mermaid", "a\n~~~", 3)]),
        ("```{mermaid}\na\n```", [Fence("mermaid", "a", 2)]),
        ("```{.mermaid width=9}\na\n```", [Fence("mermaid", "a", 2)]),
        ("::: mermaid\na\n:::", [Fence("mermaid", "a", 2)]),
        (
            "- item\n\n    ```mermaid\n      a\n    b\n  c\n    ```",
            [Fence("mermaid", "  a\nb\nc", 4)],
        ),
        ("> ```mermaid\n> a\n>   b\n> ```", [Fence("mermaid", "a\n  b", 2)]),
        ("```mermaid\r\na\r\n```\r\n", [Fence("mermaid", "a", 2)]),
        ("```mermaid\na", [Fence("mermaid", "a", 2)]),
        ("```mermaid", [Fence("mermaid", "", 2)]),
        ("````md\n```mermaid\na\n```\n````", [Fence("md", "```mermaid\na\n```", 2)]),
        ("```a\n```\n```b\n```", [Fence("a", "", 2), Fence("b", "", 4)]),
        ("``` a ``` b\nc", []),
        ("``mermaid\na\n``", []),
    ],
)
def test_fences(text: str, found: list[Fence]) -> None:
    assert list(fences(text)) == found
