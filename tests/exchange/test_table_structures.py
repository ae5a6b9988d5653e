"""A journey reads back the same from every way of writing it down, in every language."""

from __future__ import annotations

import html
import io
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from journeyeditor.exchange.importers import ImportFailure, find_journeys
from journeyeditor.exchange.sources import SourceFile
from journeyeditor.exchange.tables import tables_in
from journeyeditor.exchange.tables.inline import is_empty
from journeyeditor.vocabulary import info_of
from tests.exchange.outlines import outline

#: The words of a language: stage, steps, touchpoints, thoughts, feelings, pain points, opportunities.
WORDS = {
    "en": ("Stage", "Actions", "Touchpoints", "Thoughts", "Feelings", "Pain points", "Opportunities"),
    "sv": ("Fas", "Handlingar", "Kontaktpunkter", "Tankar", "Känslor", "Smärtpunkter", "Möjligheter"),
    "nb": ("Fase", "Handlinger", "Berøringspunkter", "Tanker", "Følelser", "Utfordringer", "Tiltak"),
    "da": ("Fase", "Kundens handlinger", "Kontaktpunkter", "Tanker", "Følelser", "Udfordringer", "Muligheder"),
    "de": ("Phase", "Kundenhandlungen", "Kontaktpunkte", "Gedanken", "Gefühle", "Schmerzpunkte", "Chancen"),
    "fi": ("Vaihe", "Toiminta", "Kosketuspisteet", "Ajatukset", "Tunteet", "Kipupisteet", "Kehitysideat"),
}  # fmt: skip
KINDS = ("step", "touchpoint", "thought", "emotion", "pain_point", "opportunity")


class Journey(NamedTuple):
    """A journey: names of stages, and for each the cells of its lanes in the order of `KINDS`."""

    stages: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]


SHOP = Journey(
    ("Hear of it", "Order", "Wait"),
    (
        ("Sees a van", "Billboard", "Who are they?", "+1", "", ""),
        ("Fills a basket", "Web shop", "Long list, this", "-1", "Two logins", "One login"),
        ("Looks for the parcel", "", "", "-2", "No date", ""),
    ),
)


def rows_of(journey: Journey, words: Sequence[str]) -> list[list[str]]:
    return [list(words), *([stage, *cells] for stage, cells in zip(*journey, strict=True))]


def turned(rows: list[list[str]]) -> list[list[str]]:
    return [list(column) for column in zip(*rows, strict=True)]


def pipes(rows: list[list[str]], mark: str = "") -> str:
    lines = [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows]
    if mark:
        lines = [
            f"| {mark}{rows[i][0]}{mark} {line[line.index('|', 2) :]}" if rows[i][0] else line
            for i, line in enumerate(lines)
        ]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])


def separated(rows: list[list[str]], sign: str) -> str:
    quoted = [['"' + cell.replace('"', '""') + '"' if cell else "" for cell in row] for row in rows]
    return "\n".join(sign.join(row) for row in quoted) + "\n"


def drawn(rows: list[list[str]]) -> str:
    widths = [max(len(cell) for cell in column) for column in turned(rows)]
    rule = "+" + "+".join("-" * (width + 2) for width in widths) + "+"
    lines = [
        "|" + "|".join(f" {cell:<{w}} " for cell, w in zip(row, widths, strict=True)) + "|"
        for row in rows
    ]
    return "\n".join([rule, *(f"{line}\n{rule}" for line in lines)])


def marked_up(rows: list[list[str]]) -> str:
    body = "".join(
        "<tr>" + "".join(f"<td><b>{html.escape(cell)}</b></td>" for cell in row) + "</tr>"
        for row in rows
    )
    return f"<html><body><p>Notes</p><table>{body}</table></body></html>"


def headings(rows: list[list[str]]) -> str:
    words, *body = rows
    parts = []
    for number, (stage, *cells) in enumerate(body, 1):
        items = [f"- **{w}:** {c}" for w, c in zip(words[1:], cells, strict=True) if c]
        parts.append(f"## {number}. {stage}\n\n" + "\n".join(items))
    return "# A journey\n\n" + "\n\n".join(parts)


def table_each(rows: list[list[str]]) -> str:
    words, *body = rows
    parts = []
    for number, (stage, *cells) in enumerate(body, 1):
        table = [["Layer", "Content"], *([w, c] for w, c in zip(words[1:], cells, strict=True))]
        parts.append(f"### Stage {number}: {stage}\n\n{pipes(table, '**')}")
    return "\n\n".join(parts)


def nested(rows: list[list[str]]) -> str:
    words, *body = rows
    lines = []
    for number, (stage, *cells) in enumerate(body, 1):
        lines.append(f"{number}. {stage}")
        lines += [f"   - {w}: {c}" for w, c in zip(words[1:], cells, strict=True) if c]
    return "# User journey\n\n" + "\n".join(lines)


def workbook(rows: list[list[str]]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Journey map"])
    sheet.merge_cells("A1:C1")
    for row in rows:
        sheet.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


SHAPES: dict[str, Callable[[list[list[str]]], str | bytes]] = {
    "rows": pipes,
    "bold rows": lambda rows: pipes(rows, "**"),
    "columns": lambda rows: pipes(turned(rows)),
    "columns with an empty corner": lambda rows: pipes([["", *turned(rows)[0][1:]], *turned(rows)[1:]]),
    "bold columns": lambda rows: pipes(turned(rows), "**"),
    "numbered rows": lambda rows: pipes([["#", *rows[0]], *([str(i), *r] for i, r in enumerate(rows[1:], 1))]),
    "comma": lambda rows: separated(rows, ","),
    "semicolon": lambda rows: separated(turned(rows), ";"),
    "tab": lambda rows: separated(rows, "\t"),
    "title above": lambda rows: separated([["My map", *[""] * (len(rows[0]) - 1)], *rows], ","),
    "page": lambda rows: f"# Page\n\nSome words.\n\n{pipes(rows)}\n\nMore.\n",
    "fence": lambda rows: f"```\n{pipes(rows)}\n```\n",
    "drawn": drawn,
    "drawn columns": lambda rows: drawn(turned(rows)),
    "html": marked_up,
    "html columns": lambda rows: marked_up(turned(rows)),
    "headings": headings,
    "table each": table_each,
    "nested": nested,
    "workbook": workbook,
    "workbook columns": lambda rows: workbook(turned(rows)),
}  # fmt: skip


def read(data: str | bytes) -> Journey:
    """Return the only journey of a file, without what is not of its stages and cards."""
    whole = data.encode() if isinstance(data, str) else data
    (journey,) = find_journeys(SourceFile("journey", whole))
    graph = journey.read().graph
    cells = []
    for stage in graph.stages():
        cards = graph.cards(stage.id)
        row = []
        for kind in KINDS:
            titles = []
            for card in (each for each in cards if each.kind == kind):
                score = getattr(card, "score", None)
                titles.append(card.title if kind != "emotion" else f"{score:+d}")
            row.append(" & ".join(titles))
        cells.append(tuple(row))
    return Journey(tuple(stage.title for stage in graph.stages()), tuple(cells))


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("shape", SHAPES)
def test_a_journey_reads_back_the_same(shape: str, language: str) -> None:
    assert read(SHAPES[shape](rows_of(SHOP, WORDS[language]))) == SHOP


_WORD = st.text("abcdefghijklmnopqrstuvwxyzåäöøæ", min_size=2, max_size=8)
_NAMES = (
    st.lists(_WORD, min_size=1, max_size=3)
    .map(lambda words: " ".join(words).capitalize())
    .filter(lambda words: not is_empty(words))  # "None" says that there is nothing
)
_SCORES = st.sampled_from(["-2", "-1", "0", "+1", "+2"])


@st.composite
def journeys(draw: st.DrawFn) -> Journey:
    stages = draw(st.lists(_NAMES, min_size=2, max_size=5, unique=True))
    rows = []
    for _ in stages:
        texts = [draw(_NAMES) for _ in range(3)]
        others = [draw(st.one_of(st.just(""), _NAMES)) for _ in range(2)]
        rows.append((*texts, draw(_SCORES), *others))
    return Journey(tuple(stages), tuple(rows))


@settings(max_examples=60)
@given(journeys(), st.sampled_from(sorted(SHAPES)), st.sampled_from(sorted(WORDS)))
def test_any_journey_keeps_every_word(journey: Journey, shape: str, language: str) -> None:
    """Names may happen to be words for lanes, so what is checked is that nothing is lost."""
    data = SHAPES[shape](rows_of(journey, WORDS[language]))
    try:
        found = find_journeys(
            SourceFile("journey", data.encode() if isinstance(data, str) else data)
        )
        text = "".join(outline(journey.read().graph) for journey in found).casefold()
    except ImportFailure:
        return
    for words in (*journey.stages, *(cell for row in journey.cells for cell in row)):
        for word in words.split():
            assert word.casefold().strip("+-") in text


INNER = "<table><tr><th>Stage</th><th>Actions</th></tr><tr><td>Find</td><td>Looks</td></tr><tr><td>Buy</td><td>Pays</td></tr></table>"


@pytest.mark.parametrize(
    "page",
    [
        INNER.removesuffix("</table>"),
        f"<table><tr><td>{INNER}</td></tr></table>",
        f"<table><tr><td></td><td><table><tr><td>{INNER}</td></tr></table></td></tr></table>",
    ],
    ids=["cut off", "layout", "two layouts"],
)
def test_a_table_that_lays_out_a_page_is_looked_through(page: str) -> None:
    (journey,) = find_journeys(SourceFile("page.html", page.encode()))
    graph = journey.read().graph
    assert [stage.title for stage in graph.stages()] == ["Find", "Buy"]
    assert [step.title for step in graph.elements("step")] == ["Looks", "Pays"]


@pytest.mark.parametrize("sign", ["", ":"], ids=["bare", "colon"])
def test_nested_lists_name_lanes_with_or_without_a_colon(sign: str) -> None:
    page = "# Moving\n\n" + "".join(
        f"## {stage}\n- Actions{sign}\n  - {action}\n- Pain points{sign}\n  - {pain}\n\n"
        for stage, action, pain in (("Plan", "Compares", "Prices"), ("Pack", "Folds", "Dust"))
    )
    (journey,) = find_journeys(SourceFile("page.md", page.encode()))
    graph = journey.read().graph
    assert [stage.title for stage in graph.stages()] == ["Plan", "Pack"]
    assert [step.title for step in graph.elements("step")] == ["Compares", "Folds"]
    assert [pain.title for pain in graph.elements("pain_point")] == ["Prices", "Dust"]


def test_a_row_of_stages_without_a_word_for_them_is_above_the_steps() -> None:
    page = "||Before||At the clinic|\n|---|---|---|---|\n|Step|Books|Is reminded|Waits|\n|Pain point||Too early|Late|\n"
    (journey,) = find_journeys(SourceFile("page.md", page.encode()))
    graph = journey.read().graph
    assert [stage.title for stage in graph.stages()] == ["Before", "At the clinic"]
    titles = {step.title: graph.element(step.stage or "").title for step in graph.elements("step")}
    assert titles == {"Books": "Before", "Is reminded": "Before", "Waits": "At the clinic"}


# ---- what strangers bring


def read_one(name: str, text: str) -> tuple[str, list[tuple[str, str, str]]]:
    """The title of a file's only journey, and its cards as stage, kind and words or score."""
    (journey,) = find_journeys(SourceFile(name, text.encode()))
    graph = journey.read().graph
    titles = {stage.id: stage.title for stage in graph.stages()}
    order = list(titles)
    cards = sorted(
        (each for each in graph.elements() if each.is_card and each.stage),
        key=lambda each: (order.index(each.stage or ""), graph.sort_key(each)),
    )
    return info_of(graph).title, [
        (titles[each.stage or ""], each.kind, each.title or f"{getattr(each, 'score', None)}")
        for each in cards
    ]


MUSEUM = [
    ("Plan", "step", "Checks hours"),
    ("Plan", "emotion", "1"),
    ("Visit", "step", "Buys ticket"),
    ("Visit", "step", "Sees art"),
    ("Visit", "emotion", "2"),
    ("Visit", "pain_point", "Long queue"),
]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "x.json",
            '{"title": "Museum", "stages": [{"name": "Plan", "actions": ["Checks hours"], "emotion": 4},'
            ' {"name": "Visit", "actions": ["Buys ticket", "Sees art"], "emotion": 5, "painPoints": ["Long queue"]}]}',
        ),
        (
            "x.yaml",
            "journey:\n  title: Museum\n  phases:\n    - phase: Plan\n      actions: Checks hours\n      emotion: 4/5\n"
            "    - phase: Visit\n      actions: [Buys ticket, Sees art]\n      emotion: 5/5\n      pain_points:\n        - Long queue\n",
        ),
        (
            "x.yml",
            "title: Museum\nstages:\n  - name: Plan\n    steps:\n      - name: Checks hours\n        emotion: 4\n"
            "  - name: Visit\n    steps:\n      - name: Buys ticket\n        pains: Long queue\n      - name: Sees art\n        emotion: 5\n",
        ),
    ],
    ids=["json", "yaml", "steps"],
)
def test_a_catalogue_of_stages_is_a_journey(name: str, text: str) -> None:
    title, cards = read_one(name, text)
    assert title == "Museum"
    assert sorted(cards) == sorted(MUSEUM)


@pytest.mark.parametrize(
    "text",
    ['{"a": &x}', "a: &x [*x]", "a: &x [1]\nb: [*x, *x]\n", "[" * 5000, "- 1\n- 2\n", "{}", "null"],
)
def test_other_data_is_refused_in_one_sentence(text: str) -> None:
    for name in ("x.yaml", "x.json"):
        with pytest.raises(ImportFailure):
            find_journeys(SourceFile(name, text.encode()))[0].read()


def test_a_drawn_cell_may_hold_a_pipe() -> None:
    table = (
        "Customer journey: library card\n\n"
        "+---------+----------+---------+\n"
        "| Phase   | Doing    | Feeling |\n"
        "+=========+==========+=========+\n"
        "| Sign up | Fills in | :|      |\n"
        "|         | a form   |         |\n"
        "+---------+----------+---------+\n"
        "| Borrow  | Scans    | :)      |\n"
        "+---------+----------+---------+\n"
    )
    assert read_one("x.txt", table) == (
        "library card",
        [
            ("Sign up", "step", "Fills in a form"),
            ("Sign up", "emotion", "0"),
            ("Borrow", "step", "Scans"),
            ("Borrow", "emotion", "1"),
        ],
    )


@pytest.mark.parametrize(
    "heading",
    ["Hur känns det? (1–5)", "Hvordan føles det? (1-5)", "Wie fühlt es sich an? (1-5)", "Miltä tuntuu? (1-5)", "How does it feel?"],
)  # fmt: skip
def test_a_question_about_feelings_heads_scores(heading: str) -> None:
    page = f"| Stage | Actions | {heading} |\n|---|---|---|\n| A | Looks | 1 |\n| B | Buys | 5 |\n"
    _, cards = read_one("x.md", page)
    assert ("A", "emotion", "-2") in cards
    assert ("B", "emotion", "2") in cards


@pytest.mark.parametrize(
    "text",
    [
        "SKU,Name,Quantity,Price\nA1,Brush,120,9\nA2,Paste,80,3\nA3,Floss,40,2\n",
        "Artikel;Antal;Pris;Lager\nBorste;120;9;Uppsala\nKräm;80;3;Lund\n",
        "Tuote;Määrä;Hinta\nHarja;120;9\nTahna;80;3\n",
    ],
)
def test_a_list_of_articles_is_no_funnel(text: str) -> None:
    with pytest.raises(ImportFailure, match="is a list of articles"):
        find_journeys(SourceFile("x.csv", text.encode()))


def test_tables_below_the_names_of_persons_are_about_them() -> None:
    table = "| Step | Action | Emotion |\n|---|---|---|\n| Plan | Asks | 4 |\n| Go | Pays | 2 |\n"
    page = f"# City app\n\n## Anna (commuter)\n\n{table}\n## Bo, 34\n\n{table}"
    found = find_journeys(SourceFile("x.md", page.encode()))
    persons = [[each.title for each in one.read().graph.personas()] for one in found]
    assert persons == [["Anna (commuter)"], ["Bo, 34"]]


def test_a_column_of_kinds_says_what_each_row_is() -> None:
    page = (
        "| Name | Stage | Type | Emotion | Notes |\n|---|---|---|---|---|\n"
        "| Get mail | Start | Touchpoint | 😊 | unclear |\n"
        "| Set password | Start | Action | 😡 | |\n"
        "| Menu is hidden | Explore | Pain point | 😞 | 3 of 5 |\n"
    )
    _, cards = read_one("x.md", page)
    assert sorted(cards) == sorted(
        [
            ("Start", "touchpoint", "Get mail"),
            ("Start", "emotion", "1"),
            ("Start", "step", "Set password"),
            ("Start", "emotion", "-2"),
            ("Explore", "pain_point", "Menu is hidden"),
            ("Explore", "emotion", "-1"),
        ]
    )


def test_dates_go_into_the_notes() -> None:
    page = "Stage,Touchpoint,Last updated\nStart,Mail,2026-01-02\nEnd,Invoice,02.11.2025\n"
    (journey,) = find_journeys(SourceFile("x.csv", page.encode()))
    graph = journey.read().graph
    assert [each.note for each in graph.elements("touchpoint")] == [
        "Last updated: 2026-01-02",
        "Last updated: 02.11.2025",
    ]


@pytest.mark.parametrize("sign", ["·", "|", "•", "–", "-"])
def test_numbers_before_stages_are_no_part_of_their_names(sign: str) -> None:
    page = f"Phase\t1 {sign} Find\t2 {sign} Buy\nActions\tLooks\tPays\nPain points\tSlow\tDear\n"
    _, cards = read_one("x.tsv", page)
    assert {stage for stage, *_ in cards} == {"Find", "Buy"}


def test_steps_of_a_wide_funnel_may_be_called_visits() -> None:
    text = "Segment,Visit,Signup,Purchase\nAll users,1.2K,700,90\nMobile,800,450,40\n"
    (journey,) = find_journeys(SourceFile("x.csv", text.encode()))
    stages: Any = journey.read().graph.stages()
    assert [(stage.title, stage.count) for stage in stages] == [
        ("Visit", 1200),
        ("Signup", 700),
        ("Purchase", 90),
    ]


def test_a_blueprint_of_a_house_has_its_front_and_back() -> None:
    text = "\tArrive\tOrder\nCustomer\tEnters\tChooses\nFront of house\tGreets\tWrites\nBack of house\tHeats\tCooks\n"
    _, cards = read_one("x.tsv", text)
    assert ("Order", "backstage", "Cooks") in cards
    assert ("Arrive", "touchpoint", "Greets") in cards


LINES = {
    "definitions": "Find\n: searches the shop\n: 🙂\n\nPay\n\n:   pays by card\n:   😞\n\n**Get**\n: opens the parcel\n",
    "paragraphs": "**Find** – searches the shop – 🙂\n\n**Pay** – pays by card – 😞\n\n**Get** – opens the parcel\n",
    "items": "- **Find** — searches the shop — 🙂\n- **Pay** — pays by card — 😞\n- **Get** — opens the parcel\n",
    "plain": "Find - searches the shop - 🙂\nPay - pays by card - 😞\nGet - opens the parcel\n",
    "nested": "1. Find\n   - searches the shop\n   - 🙂\n2. Pay\n   - pays by card\n   - 😞\n3. Get\n   - opens the parcel\n",
}  # fmt: skip


@pytest.mark.parametrize("text", LINES.values(), ids=LINES)
def test_stages_in_lines_have_what_is_done_and_how_it_feels(text: str) -> None:
    (journey,) = find_journeys(SourceFile("page.md", f"# Shop journey\n\n{text}\nEnd.".encode()))
    assert outline(journey.read().graph).splitlines()[2:] == [
        "[Find]",
        "  step: searches the shop",
        "  emotion: +1 → searches the shop",
        "[Pay]",
        "  step: pays by card",
        "  emotion: -1 → pays by card",
        "[Get]",
        "  step: opens the parcel",
    ]


def test_a_definition_list_below_a_stage_has_its_lanes() -> None:
    page = b"# Shop journey\n## Find\nActions\n: searches\n\nThoughts\n: Which one?\n\n## Pay\nActions\n: pays\n\nThoughts\n: Safe?\n"
    (journey,) = find_journeys(SourceFile("page.md", page))
    lines = outline(journey.read().graph).splitlines()
    assert lines[-6:] == ["[Find]", "  step: searches", "  thought: Which one? → searches", "[Pay]", "  step: pays", "  thought: Safe? → pays"]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "# Program\n\nFast - and small\nFree - and open\n",
        "# Program\n\nIt has words.\n\nTerm\n: means this\n\nOther\n: means that\n",
    ],
    ids=["dashes", "definitions"],
)
def test_lines_with_dashes_and_definitions_of_other_pages_are_no_journey(text: str) -> None:
    with pytest.raises(ImportFailure):
        tables_in(SourceFile("page.md", text.encode()))
