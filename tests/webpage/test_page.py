"""The web page of a map: whole without scripts and network, and markup in a map stays text."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest

from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import (
    At,
    Common,
    Emotion,
    Evidence,
    EvidencedBy,
    Lane,
    MapInfo,
    Metric,
    Opportunity,
    PainPoint,
    Persona,
    Stage,
    Step,
    Touchpoint,
)
from journeyeditor.webpage import web_page
from tests.poster.sheets import SAMPLES, faces, sample

VICIOUS = (
    "</script><script>window.hacked=1</script>",
    '"><img src=x onerror="window.hacked=1">',
    "</style><svg onload=window.hacked=1>",
    "</title></article></table><iframe src='https://example.com'></iframe>",
    "javascript:window.hacked=1 [go](javascript:window.hacked=1) https://example.com/?a=<b>",
    "</text></svg>&lt;b&gt;&#x3c;script&#x3e;",
)


def hostile_map() -> JourneyGraph:
    """A map with markup in every text that it has."""
    words = " ".join(VICIOUS)
    fields: dict[str, Any] = {
        "title": words,
        "note": words,
        "owner": words,
        "tags": VICIOUS,
        "status": words,
    }
    return JourneyGraph.of(
        MapInfo(
            title=words, subtitle=words, client=words, author=words, goal=words, note=words,
            version_label=words, confidentiality=words, language="en", project=words,
        ),
        [
            Stage(id="s1", customer_goal=words, **fields),
            Lane(id='l"><b>', title=words, kinds=("pain_point",)),
            Persona(id='p"onload="x', quote=words, role=words, **fields),
            Persona(id="p2", goals=VICIOUS, **fields),
            Step(id="<t1>", stage="s1", persona=('p"onload="x',), **fields),
            PainPoint(id="k'1", stage="s1", lane='l"><b>', severity=3, **fields),
            Evidence(id="e1", claim=words, source=words, figure=words, **fields),
            At(id="r1", source="k'1", target="<t1>"),
            EvidencedBy(id="r2", source="k'1", target="e1"),
        ],
    )  # fmt: skip


class Elements(HTMLParser):
    """The elements of a page with their attributes, and the texts by element."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self._open = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self._open = tag

    def handle_data(self, data: str) -> None:
        self.texts.append((self._open, data))

    def named(self, tag: str) -> Iterator[dict[str, str | None]]:
        return (attributes for name, attributes in self.found if name == tag)


@cache
def page_of(name: str) -> str:
    return web_page(sample(name), faces())


@pytest.mark.parametrize("name", SAMPLES)
def test_every_card_is_in_the_drawing_and_in_the_table(name: str) -> None:
    graph, elements = sample(name), Elements(page_of(name))
    cards = [each for each in graph.elements() if isinstance(each, Common) and each.is_card]
    articles = {each["data-id"] for each in elements.named("article")}
    drawn = {each["data-id"] for each in elements.named("g") if "data-id" in each}
    assert {each.id for each in cards if each.kind != "evidence"} <= articles & drawn
    assert {each.id for each in graph.elements() if each.kind != "lane"} == articles
    assert len(list(elements.named("table"))) == 1
    heads = [each for each in elements.named("th") if each["scope"] == "row"]
    assert len(heads) == len(graph.stages())


@pytest.mark.parametrize("name", SAMPLES)
def test_links_lead_to_records_of_the_page(name: str) -> None:
    elements = Elements(page_of(name))
    anchors = {each["id"] for each in elements.named("article")}
    inner = [each["href"] or "" for each in elements.named("a")]
    inner = [address for address in inner if address.startswith("#")]
    assert inner
    assert {address[1:] for address in inner} <= anchors


def test_a_page_asks_for_nothing_and_runs_its_own_script_only() -> None:
    for page in (page_of(SAMPLES[0]), web_page(hostile_map(), faces())):
        elements = Elements(page)
        policy = next(
            each["content"] or ""
            for each in elements.named("meta")
            if each.get("http-equiv") == "Content-Security-Policy"
        )
        assert policy.startswith("default-src 'none'; img-src data:; font-src data:;")
        (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
        (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
        for kind, text in (("script", script), ("style", style)):
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            assert f"{kind}-src 'sha256-{digest}'" in policy
        assert not re.search(r"url\((?!data:)|@import", style)
        for tag, attributes in elements.found:
            assert tag not in {"iframe", "link", "object", "embed", "base", "form"}
            assert not [name for name in attributes if name.startswith("on") or name == "style"]
            for name in ("src", "xlink:href"):
                assert re.match("data:|#|$", attributes.get(name) or ""), attributes
            assert re.match(r"#|https?://|$", attributes.get("href") or ""), attributes


def test_markup_in_a_map_is_text() -> None:
    page = web_page(hostile_map(), faces())
    elements = Elements(page)
    assert len(list(elements.named("script"))) == 1
    assert not list(elements.named("iframe"))
    shown = "".join(text for tag, text in elements.texts if tag != "script")
    for words in VICIOUS[:4]:
        assert words in shown
    ids = {each["data-id"] for each in elements.named("article")}
    assert ids == {each.id for each in hostile_map().elements() if each.kind != "lane"}


@pytest.mark.parametrize("names", [("Sara",), ("Sara", "Nils")])
def test_an_emotion_says_whose_it_is_where_there_are_several_personas(
    names: tuple[str, ...],
) -> None:
    people = [Persona(id=name, title=name) for name in names]
    felt = [Emotion(id=f"e{n}", stage="s", persona=n, score=1, title="Calm") for n in names]
    graph = JourneyGraph.of(MapInfo(language="en"), [Stage(id="s", title="Buy"), *people, *felt])
    headings = [words for tag, words in Elements(web_page(graph, faces())).texts if tag == "h3"]
    expected = [f"{name}: +1.0 Calm" for name in names] if len(names) > 1 else ["+1.0 Calm"]
    assert [each for each in headings if "Calm" in each] == expected


def test_what_is_only_for_the_speaker_stays_out() -> None:
    graph = JourneyGraph.of(
        MapInfo(), [Stage(id="s1", title="Start", speaker_notes="Pause for laughter")]
    )
    assert "laughter" not in web_page(graph, faces())


def test_every_field_that_has_a_value_can_be_told() -> None:
    graph = JourneyGraph.of(
        MapInfo(),
        [
            Stage(id="s1", count=3.5, stated_rate=0.25, archetype="purchase"),
            Emotion(id="e", stage="s1", score=1, ratings=(("a", 1), ("b", 2))),
            Metric(id="m", stage="s1", value=2, series=((date(2026, 1, 31), 3),), date=date(2026, 2, 1)),
            Touchpoint(id="t", stage="s1", channel="web", moment_of_truth=True),
            Opportunity(id="o", stage="s1", impact=5, due=date(2026, 3, 1), votes=2),
        ],
    )  # fmt: skip
    page = web_page(graph, faces())
    for words in ("25%", "31 January 2026: 3", "Website", "✓", "5 / 5", "1 March 2026"):
        assert words in page


def test_an_empty_map_is_a_page() -> None:
    page = web_page(JourneyGraph.of(MapInfo(), []), faces())
    assert "<h1>Customer journey map</h1>" in page
