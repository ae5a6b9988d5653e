"""Funnel tables: real exports are read as they mean, figures by any hand, hostile text with a sentence."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyeditor.exchange.funnel_tables import (
    FunnelStep,
    Reading,
    Role,
    convention,
    guess,
    headed,
    parts,
    rows,
)
from journeyeditor.exchange.funnel_text import MAX_BYTES, Table, TableError, decoded, read_tables
from journeyeditor.i18n import texts
from journeyeditor.values import read_column

CORPUS = Path(__file__).parent / "corpus" / "funnel"
SOURCE_000 = """\
Fas | Antal potentiella kunder | Konverteringsfrekvens |
--- | --- | --- |
Medvetenhet | 10 000 | 50 % |
Utvärdering | 5\u00a0000 | 30% |
Övervägande | 1\u202f500 | 20 % |
Köpbeslut | 300 | 10 % |
Efterköpsbeteende | 150 | 5 % |
Återköp | 50 | 5 % |
Lojalitet | 20 | 2 % |
"""


def steps_of(name: str, number: int = 0) -> list[FunnelStep]:
    table = read_tables(decoded((CORPUS / name).read_bytes()))[number]
    return rows(table, guess(table))


def read(text: str) -> list[FunnelStep]:
    (table,) = read_tables(text)
    return rows(table, guess(table))


def test_the_table_of_the_source_with_its_trailing_pipes() -> None:
    found = read(SOURCE_000)
    assert [step.customers for step in found] == [10_000, 5_000, 1_500, 300, 150, 50, 20]
    assert [step.rate for step in found] == [0.5, 0.3, 0.2, 0.1, 0.05, 0.05, 0.02]
    assert found[0].title == "Medvetenhet"


@pytest.mark.parametrize(
    ("name", "number", "titles", "counts", "rates"),
    [
        (
            "fc-r1-ga4-report.csv",
            0,
            ["page_view", "add_to_cart", "begin_checkout", "purchase"],
            [2941, 402, 198, 91],
            [None] * 4,
        ),
        ("fc-r2-ga4-two-tables.csv", 1, ["(direct)", "google"], [9, 1204], [None] * 2),
        (
            "fc-r3-ga4-funnel.csv",
            0,
            ["View product", "Add to cart", "Purchase"],
            [2941, 608, 300],
            [0.2067, 0.4934, None],
        ),
        (
            "fc-r4-german-rising.csv",
            0,
            ["Bewerbungen", "Qualifiziert", "Interview", "Zusage", "Einstellung"],
            [9482, 6922, 451, 43, 46],
            [None] * 5,
        ),
        ("fc-r5-matomo-sections.csv", 1, ["Newsletter", "Order"], [4, 2], [0.1905, 0.0952]),
        ("fc-r5-matomo-sections.csv", 2, ["thanks 😀"], [8], [None]),
        ("fc-r6-matomo-utf16.csv", 0, ["Einstiegsseite", "Übersicht"], [8, 3], [0.125, 0]),
        (
            "fc-r7-amplitude-style.csv",
            0,
            ["start", "form", "done"],
            [1000, 640, 96],
            [1, 0.64, 0.096],
        ),
        ("fc-r9-utf16-no-bom.csv", 0, ["Einstiegsseite"], [8], [0.125]),
    ],
)
def test_real_exports_are_read_as_they_mean(
    name: str, number: int, titles: list[str], counts: list[float], rates: list[float | None]
) -> None:
    found = steps_of(name, number)
    assert [step.title for step in found] == titles
    assert [step.customers for step in found] == counts
    assert [step.rate for step in found] == rates


def test_a_row_a_day_is_summed() -> None:
    found = steps_of("fc-001-enjoei-business-analyt.csv")
    assert [step.title for step in found] == ["visits", "product_views", "carts_created", "orders"]
    lines = (CORPUS / "fc-001-enjoei-business-analyt.csv").read_text("utf-8").splitlines()[1:]
    assert found[0].customers == sum(int(line.split(",")[1]) for line in lines)


def test_titles_of_several_tables_are_kept_and_empty_ones_left_out() -> None:
    tables = read_tables(decoded((CORPUS / "fc-r5-matomo-sections.csv").read_bytes()))
    assert [table.title for table in tables] == ["Visits Summary", "Goals", "Page titles"]
    assert [table.line for table in tables] == [2, 6, 14]


def test_the_user_may_say_which_column_is_what() -> None:
    (table,) = read_tables("a;b;c\nx;1;9\ny;2;8\n")
    chosen = Reading((Role.STEP, Role.NONE, Role.COUNT))
    assert [step.customers for step in rows(table, chosen)] == [9, 8]
    with pytest.raises(TableError, match="step names"):
        rows(table, Reading((Role.NONE, Role.COUNT, Role.NONE)))
    with pytest.raises(TableError, match="customer counts"):
        rows(table, Reading((Role.STEP, Role.NONE, Role.NONE)))


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["10 000", "5\u00a0000", "1\u202f500", "300"], [10_000, 5_000, 1_500, 300]),
        (["10.000", "5.000", "300"], [10_000, 5_000, 300]),
        (["10,000", "5,000", "300"], [10_000, 5_000, 300]),
        (["1.204,5", "3,25"], [1204.5, 3.25]),
        (["1,204.5", "3.25"], [1204.5, 3.25]),
        (["1.234.567", "12.345"], [1_234_567, 12_345]),
        (["33,3 %", "5%"], [33.3, 5]),
        (["1'000", "1’000"], [1000, 1000]),
        (["−5", "-5", "+5"], [-5, -5, 5]),
        (["$1,200", "1 200 kr", "€ 3"], [1200, 1200, 3]),
        (["0.125", "0.250"], [0.125, 0.25]),
        (["1.50", "12.345"], [1.5, 12.345]),
        (["n/a", "", "–", "12"], [None, None, None, 12]),
    ],
)
def test_figures_are_read_a_column_at_a_time(cells: list[str], values: list[float | None]) -> None:
    assert [figure and figure.value for figure in read_column(cells)] == values


@pytest.mark.parametrize(
    "header",
    [
        "Step;Customers",
        "Steg;Antal kunder",
        "Trinn;Antall",
        "Trin;Antal",
        "Schritt;Anzahl Kunden",
        "Vaihe;Asiakkaita",
        "Polun vaihe;Käyttäjien määrä",
    ],
)
def test_home_made_headers_in_every_language(header: str) -> None:
    assert read(f"{header}\nA;10\nB;5\n") == [FunnelStep("A", 10, None), FunnelStep("B", 5, None)]


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("Konversioaste", Role.RATE),
        ("Osuus asiakkaista", Role.RATE),
        ("Conversion-Rate", Role.RATE),
        ("Laite", Role.SEGMENT),
        ("Maa", Role.SEGMENT),
        ("Value", Role.NONE),  # the second count
    ],
)
def test_roles_of_columns_follow_from_their_headers(header: str, role: Role) -> None:
    cells = {Role.RATE: ("50 %", "40 %"), Role.SEGMENT: ("a", "b"), Role.NONE: ("7", "3")}[role]
    (table,) = read_tables(f"Vaihe;Asiakkaita;{header}\nA;10;{cells[0]}\nB;5;{cells[1]}\n")
    assert guess(table).roles[2] is role


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_any_encoding_is_seen(encoding: str) -> None:
    text = "Steg;Antal\nMedvetenhet på köp;10\nÅterköp;5\n"
    assert decoded(text.encode(encoding)) == text


@pytest.mark.parametrize(
    "text",
    [
        "Steg;Medvetenhet;Utvärdering;Köp\nAntal kunder;10 000;5 000;300\nAndel;50 %;6 %;\n",
        ";Medvetenhet;Utvärdering;Köp\nKunder;10 000;5 000;300\nKonverteringsgrad;50;6;\n",
    ],
)
def test_a_table_on_its_side(text: str) -> None:
    assert read(text) == [
        FunnelStep("Medvetenhet", 10_000, 0.5),
        FunnelStep("Utvärdering", 5_000, 0.06),
        FunnelStep("Köp", 300, None),
    ]


def test_one_row_of_figures_below_its_steps() -> None:
    found = read("Start|Form|Done\n1000|640|96\n")
    assert [(step.title, step.customers) for step in found] == [
        ("Start", 1000),
        ("Form", 640),
        ("Done", 96),
    ]


def test_a_segment_may_be_asked_for() -> None:
    (table,) = read_tables(decoded((CORPUS / "fc-r3-ga4-funnel.csv").read_bytes()))
    reading = guess(table)
    assert parts(table, reading) == ("Norway",)
    found = rows(table, reading._replace(part="Norway"))
    assert [(step.customers, step.rate) for step in found] == [
        (1200, 0.25),
        (300, 0.4),
        (120, None),
    ]


LONG = """\
Steg;Plattform;Antal
Start;iOS;100
;Android;50
Köp;iOS;10
;Android;5
"""


def test_segments_without_a_total_are_added_up_and_blanks_are_the_step_above() -> None:
    (table,) = read_tables(LONG)
    reading = guess(table)
    assert parts(table, reading) == ("iOS", "Android")
    assert rows(table, reading) == [FunnelStep("Start", 150, None), FunnelStep("Köp", 15, None)]
    assert [s.customers for s in rows(table, reading._replace(part="Android"))] == [50, 5]


def test_flows_from_several_sources_are_added_up() -> None:
    found = {step.title: step.customers for step in steps_of("fc-r8-sankey.csv")}
    assert found == {"Awareness": 805, "Trial": 310, "Purchase": 90, "Lost": 220}


def test_a_table_without_a_header_is_given_letters() -> None:
    (table,) = read_tables("Medvetenhet;10 000\nUtvärdering;5 000\nKöp;300\n")
    whole = headed(table)
    assert whole.header == ("A", "B")
    assert [s.customers for s in rows(whole, guess(whole))] == [10_000, 5_000, 300]
    (named,) = read_tables("Steg;2023;2024\nStart;5;6\n")
    assert headed(named) is named


@pytest.mark.parametrize(
    ("rates", "name"),
    [
        ((0.5, 0.1, None), "to_next"),
        ((None, 0.5, 0.1), "from_previous"),
        ((1.0, 0.5, 0.05), "share_of_top"),
        ((0.77, 0.77, 0.77), ""),
        ((None, None, None), ""),
    ],
)
def test_rates_tell_by_what_they_were_computed(rates: tuple[float | None, ...], name: str) -> None:
    steps = [FunnelStep("x", n, r) for n, r in zip((200, 100, 10), rates, strict=True)]
    assert convention(steps) == name


def test_the_convention_of_real_exports() -> None:
    assert convention(steps_of("fc-r3-ga4-funnel.csv")) == "to_next"
    assert convention(steps_of("fc-r7-amplitude-style.csv")) == "share_of_top"
    assert convention(read(SOURCE_000)) == "to_next"


def test_a_fault_is_reported_in_the_language_of_the_window() -> None:
    with pytest.raises(TableError) as caught:
        read_tables("just words")
    assert caught.value.message(texts("sv")).startswith("Ingen tabell")


@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_a_sentence(data: bytes) -> None:
    with contextlib.suppress(TableError):
        for table in read_tables(decoded(data)):
            rows(table, guess(table))


cells = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=8)


@given(st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=6))
def test_any_table_can_be_guessed_at(body: list[list[str]]) -> None:
    table = Table("", ("a", "b", "c"), tuple(tuple(row) for row in body), 1)
    reading = guess(table)
    assert len(reading.roles) == 3
    with contextlib.suppress(TableError):
        for step in rows(table, reading):
            assert step.rate is None or 0 <= step.rate <= 1


def test_too_much_is_refused() -> None:
    with pytest.raises(TableError, match="larger"):
        decoded(b"a" * (MAX_BYTES + 1))
