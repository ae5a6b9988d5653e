"""Documents with one fault each, beside the sentence that tells of it."""

from __future__ import annotations

import json

from journeyeditor.vocabulary import KINDS, RELATIONS
from tests.files.documents import Document, document, with_edge, with_map, with_node, without

DATE = "must be a date such as 2026-11-21"
COLOUR = "must be a colour like #0B4F6C"
EXTRA = "remove it or start its name with x-"
KIND_NAMES = ", ".join(cls.kind_name() for cls in KINDS)
RELATION_NAMES = ", ".join(cls.kind_name() for cls in RELATIONS)
DEEP = json.loads("[" * 70 + "]" * 70)
PAY = "touchpoint “Pay online” (t1)"
FEES = "pain point “Hidden fees” (p1)"

FIELDS: list[tuple[Document, str]] = [
    (with_node("p1", severity=9), f"{FEES}: severity must be 1 to 5, not 9; correct it"),
    (with_node("p1", severity=0), f"{FEES}: severity must be 1 to 5, not 0; correct it"),
    (
        with_node("p1", severity="3"),
        f'{FEES}: severity must be a whole number, not "3"; correct it',
    ),
    (
        with_node("p1", severity=3.0),
        f"{FEES}: severity must be a whole number, not 3.0; correct it",
    ),
    (
        with_node("p1", severity=True),
        f"{FEES}: severity must be a whole number, not true; correct it",
    ),
    (with_node("t1", title=None), "touchpoint (t1): title must be text, not null; correct it"),
    (with_node("t1", title=3), "touchpoint (t1): title must be text, not 3; correct it"),
    (with_node("t1", titel="x"), f"{PAY} has the unknown key “titel”; {EXTRA}"),
    (with_node("t1", extras={}), f"{PAY} has the unknown key “extras”; {EXTRA}"),
    (with_node("t1", tags="a"), f'{PAY}: tags must be a list, not "a"; correct it'),
    (with_node("t1", tags=["a", 1]), f"{PAY}: tags (entry 2) must be text, not 1; correct it"),
    (with_node("t1", votes=-1), f"{PAY}: votes must be 0 or more, not -1; correct it"),
    (with_node("t1", votes=1.5), f"{PAY}: votes must be a whole number, not 1.5; correct it"),
    (with_node("t1", rank="1"), f'{PAY}: rank must be a number, not "1"; correct it'),
    (with_node("t1", rank=True), f"{PAY}: rank must be a number, not true; correct it"),
    (
        with_node("t1", moment_of_truth=1),
        f"{PAY}: moment_of_truth must be true or false, not 1; correct it",
    ),
    (with_node("e1", score=3), "emotion (e1): score must be −2 to 2, not 3; correct it"),
    (with_node("e1", score="1"), 'emotion (e1): score must be a number, not "1"; correct it'),
    (with_node("s1", count=-1), "stage “Buy” (s1): count must be 0 or more, not -1; correct it"),
    (
        with_node("s1", stated_rate=1.5),
        "stage “Buy” (s1): stated_rate must be 0 to 1, not 1.5; correct it",
    ),
    *(
        (
            with_node("o1", due=due),
            f"opportunity (o1): due {DATE}, not {json.dumps(due)}; correct it",
        )
        for due in (
            "2026-13-01",
            "20261101",
            "86400",
            86400,
            "2026-11-21T00:00:00",
            "2026-W01-1",
        )
    ),
    (
        with_node("m1", series=[["2026-01-01", 1], ["2026-01-02"]]),
        "metric (m1): series (entry 2, 2) is missing; complete the list",
    ),
    (
        with_node("m1", series=[["2026-01-01", 1, 2]]),
        "metric (m1): series (entry 1) has more than 2 entries; correct it",
    ),
    (
        with_node("m1", series=[["then", 1]]),
        f'metric (m1): series (entry 1, 1) {DATE}, not "then"; correct it',
    ),
    (
        with_node("m1", series=[["2026-01-01", "1"]]),
        'metric (m1): series (entry 1, 2) must be a number, not "1"; correct it',
    ),
    (with_node("n1", position=[1]), "note (n1): position (entry 2) is missing; complete the list"),
    (
        with_node("n1", position={"x": 1}),
        'note (n1): position must be a list, not {"x": 1}; correct it',
    ),
    (
        with_node("v1", strength="strong"),
        'evidence (v1): strength cannot be "strong"; use one of assumed, quoted, measured',
    ),
    (
        with_node("v1", figure=True),
        "evidence (v1): figure must be text or a number, not true; correct it",
    ),
    (
        with_node("row", height="huge"),
        'lane (row): height cannot be "huge"; use one of auto, compact, tall',
    ),
    (
        with_node("sara", colour="red"),
        f'persona “Sara” (sara): colour {COLOUR}, not "red"; correct it',
    ),
    (
        with_node("sara", colour="#0B4F6C\n"),
        f'persona “Sara” (sara): colour {COLOUR}, not "#0B4F6C\\n"; correct it',
    ),
    (
        with_node("a1", persona=3),
        "step (a1): persona must be an id or a list of ids, not 3; correct it",
    ),
    (
        with_node("a1", persona=["sara", 3]),
        "step (a1): persona (entry 2) must be text, not 3; correct it",
    ),
    (
        with_node("t1", **{"x-deep": DEEP}),
        f"{PAY}: an x- key must not be nested more than 64 deep; correct it",
    ),
    (with_edge("r2", share=2), "relation follows (r2): share must be 0 to 1, not 2; correct it"),
    (
        with_edge("r2", elapsed="3 days"),
        "relation follows (r2): elapsed must be an ISO 8601 duration like P3D or PT2H, "
        'not "3 days"; correct it',
    ),
    (with_edge("r1", id="x"), f"relation at (r1) has the unknown key “id”; {EXTRA}"),
]

KINDS_AND_IDS: list[tuple[Document, str]] = [
    *(
        (
            with_node("t1", kind=kind),
            f"node “Pay online” (t1) has the unknown kind {json.dumps(kind)}; use one of {KIND_NAMES}",
        )
        for kind in ("cloud", 3, None, ["step"])
    ),
    (
        with_edge("r1", kind="near"),
        f'relation (r1) has the unknown kind "near"; use one of {RELATION_NAMES}',
    ),
    (
        without("kind", "nodes", 4),
        "node “Pay online” (t1) has no kind; give it a known kind",
    ),
    (
        without("kind", "edges"),
        "relation (r1) has no kind; give it a known kind",
    ),
    (
        without("id", "nodes", 4),
        "touchpoint “Pay online” (number 5 of the nodes) has no id; add its id",
    ),
    (without("key", "edges"), "relation at (number 1 of the edges) has no key; add its key"),
    (without("source", "edges"), "relation at (r1) has no source; add its source"),
    (with_node("t1", id=""), "touchpoint “Pay online” cannot have the id “”; change its id"),
    (
        with_node("t1", id="@map"),
        "touchpoint “Pay online” (@map) cannot have the id “@map”; change its id",
    ),
    (
        with_node("t1", id="s1"),
        "touchpoint “Pay online” (s1) has the id “s1”, which is used twice; change its id",
    ),
    (
        with_edge("r1", key="r2"),
        "relation follows (r2) has the key “r2”, which is used twice; change its key",
    ),
    (
        with_edge("r1", key="t1"),
        "relation at (t1) has the key “t1”, which is used twice; change its key",
    ),
]

MAP: list[tuple[Document, str]] = [
    (with_map(titel="x"), f"the map has the unknown key “titel”; {EXTRA}"),
    (with_map(id="x"), f"the map has the unknown key “id”; {EXTRA}"),
    (with_map(top_extras={}), f"the map has the unknown key “top_extras”; {EXTRA}"),
    (with_map(date="soon"), f'the map: date {DATE}, not "soon"; correct it'),
    (with_map(state="was"), 'the map: state cannot be "was"; use one of as_is, to_be, draft'),
    (
        with_map(review_months=6.0),
        "the map: review_months must be a whole number, not 6.0; correct it",
    ),
    (with_map(brand=3), "the map: brand must be an object, not 3; correct it"),
    (with_map(brand={"colour": "red"}), f'the map: brand.colour {COLOUR}, not "red"; correct it'),
    (with_map(brand={"color": "red"}), f"the map has the unknown key “brand.color”; {EXTRA}"),
    (
        with_map(funnel={"tolerance": 200}),
        "the map: funnel.tolerance must be 0 to 100, not 200; correct it",
    ),
    (
        with_map(glossary={"two words": ["x", 1]}),
        "the map: glossary.two words (entry 2) must be text, not 1; correct it",
    ),
    (
        with_map(glossary={"int": 3}),
        "the map: glossary.int must be text or a list, not 3; correct it",
    ),
    (
        with_map(**{"x-deep": DEEP}),
        "the map: an x- key must not be nested more than 64 deep; correct it",
    ),
    (
        document(**{"x-deep": DEEP}),
        "the map: an x- key at the top must not be nested more than 64 deep; correct it",
    ),
]

NO_MAP = (
    'is not a journey map (it lacks "format": "journey-map"); open a journey map or import the file'
)
TOP: list[tuple[Document, str]] = [
    (document(format="x"), NO_MAP),
    (document(graph=[]), '"graph" must be an object with the attributes of the map; write {…}'),
    (document(nodes={}), '"nodes" must be a list; write […]'),
    (document(edges=3), '"edges" must be a list; write […]'),
    (document(nodes=[3]), "number 1 of the nodes is not an object; write {…}"),
    (
        document(version=2),
        "has format version 2, but this version of Journey Editor only reads up to 1; "
        "install a newer version of Journey Editor",
    ),
    *(
        (document(version=version), 'has an invalid version; write "version": 1')
        for version in (0, -1, "1", True, 1.0, None)
    ),
    (without("version"), 'has no version; write "version": 1'),
    *(
        (document(directed=value), 'must say "directed": true; correct that line')
        for value in (1, False, "true")
    ),
    (without("multigraph"), 'must say "multigraph": true; correct that line'),
    (document(extra=1), f"has the unknown key “extra” at the top; {EXTRA}"),
]
