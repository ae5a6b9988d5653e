"""Pasted text becomes cards: lists, tables from anywhere, and emoji in front."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyeditor.editing import operations
from journeyeditor.editing.changes.placing import DropTarget
from journeyeditor.editing.clipboard.text import MAX_CARDS, read, read_number
from journeyeditor.i18n import texts
from journeyeditor.vocabulary import KINDS, kind_class
from tests.builders import a_map
from tests.editing.driver import a_session
from tests.editing.shop_map import a_shop, ends, field, steps, titles


def reported(text: str, kind: str = "step", *stages: str) -> list[tuple[Any, ...]]:
    """Return kind, title, and where each card goes that stands elsewhere than at the target."""
    return [
        (card.kind, card.fields["title"], *filter(None, (card.stage, card.column)))
        for card in read(text, kind, stages)
    ]


def words(text: str, kind: str = "step") -> list[str]:
    return [card.fields["title"] for card in read(text, kind)]


@pytest.mark.parametrize(
    "text",
    [
        "Search\nCompare\nBuy",
        "Search\r\n\r\nCompare\r\n  \r\nBuy\r\n",
        "- Search\n- Compare\n- Buy",
        "* Search\n    * Compare\n\t* Buy",
        "• Search\n◦ Compare\n▪ Buy",
        "1. Search\n2) Compare\n(3) Buy",
        "a) Search\nb) Compare\nc) Buy",
        "- [ ] Search\n- [x] Compare\n- [X]   Buy",
        "# Search\n## Compare\n### Buy",
        "> Search\n> Compare\n> Buy",
        "\ufeff– Search\n— Compare\n→ Buy",
        "\u2028Search\u2028Compare\u2028Buy",
    ],
)
def test_every_line_of_a_list_is_a_card_without_its_bullet(text: str) -> None:
    assert words(text) == ["Search", "Compare", "Buy"]


def test_what_only_looks_like_a_bullet_stays() -> None:
    lines = "-5 degrees\n2026 goals\nA step\n*bold*\nI. am\n3D printer"
    assert words(lines) == ["-5 degrees", "2026 goals", "A step", "*bold*", "am", "3D printer"]


@pytest.mark.parametrize(
    ("line", "title", "channel"),
    [
        ("📧 Newsletter", "Newsletter", "email"),
        ("📱 The app", "The app", "app"),
        ("🛒 Till", "Till", "basket"),
        ("📞 Call", "Call", "phone"),
        ("☎ Call", "Call", "phone"),
        ("☎️ Call", "Call", "phone"),
        ("🌐 Website", "Website", "web"),
        ("💬: Chat", "Chat", "chat"),
        ("🦄 Surprise", "🦄 Surprise", ""),
        ("- 📧 Newsletter", "Newsletter", "email"),
        ("📧", "", "email"),
        ("5 G", "5 G", ""),
    ],
)
def test_an_emoji_in_front_of_a_touchpoint_is_its_channel(
    line: str, title: str, channel: str
) -> None:
    (card,) = read(line, "touchpoint")
    assert (card.fields["title"], card.fields.get("channel", "")) == (title, channel)


def test_an_emoji_is_an_emotion_where_there_is_one_and_stays_elsewhere() -> None:
    assert read("😡 Slow", "emotion")[0].fields == {"score": -2, "reason": "Slow", "title": ""}
    assert read("👍 Nice", "thought")[0].fields == {"polarity": "positive", "title": "Nice"}
    assert read("👍🏽 Nice", "thought")[0].fields["title"] == "Nice"
    assert read("📧 Send", "step")[0].fields == {"title": "📧 Send"}


@pytest.mark.parametrize(
    "text",
    [
        "a\tb\nc\td",
        "| a | b |\n|---|:-:|\n| c | d |",
        "a | b\nc | d",
        "a;b\nc;d",
        "a,b\nc,d",
        '"a",b\nc,"d"',
    ],
)
def test_every_cell_of_a_table_is_a_card_in_the_stage_of_its_column(text: str) -> None:
    assert reported(text) == [("step", "a"), ("step", "b", 1), ("step", "c"), ("step", "d", 1)]


@pytest.mark.parametrize(
    "text",
    [
        "Search, compare\nBuy, pay",
        "One; two\nthree",
        "Either or | both\nNone",
        "Wait, what",
    ],
)
def test_prose_is_no_table(text: str) -> None:
    assert words(text) == text.split("\n")


def test_a_spreadsheets_cell_may_hold_lines_and_quotes() -> None:
    text = 'Search\t"one\ntwo"\n"say ""hi"""\tx\n'
    assert words(text) == ["Search", "one", "two", 'say "hi"', "x"]
    assert words('5" screen\tb\nc\td') == ['5" screen', "b", "c", "d"]


@pytest.mark.parametrize(
    ("head", "kinds"),
    [
        ("Touchpoint\tPain point", ("touchpoint", "pain_point")),
        ("Touchpoints\tOpportunities", ("touchpoint", "opportunity")),
        ("Kontaktpunkt\tSmärtpunkt", ("touchpoint", "pain_point")),
        ("BERÖRINGSPUNKTER\tmöjligheter", ("touchpoint", "opportunity")),
        ("Kontaktpunkt\tSmertepunkt", ("touchpoint", "pain_point")),
        ("touchpoint\tpain_point", ("touchpoint", "pain_point")),
    ],
)
def test_columns_may_be_kinds_in_any_language(head: str, kinds: tuple[str, str]) -> None:
    cards = read(f"{head}\nShop\tQueue\nWeb\t", "step")
    assert [(c.kind, c.fields["title"], c.group) for c in cards] == [
        (kinds[0], "Shop", 0),
        (kinds[1], "Queue", 0),
        (kinds[0], "Web", 1),
    ]


def test_columns_may_be_fields_and_what_does_not_fit_them_is_kept_in_the_note() -> None:
    text = (
        "Steg;Smärtpunkt;Allvar;Taggar;Anteckning;Röster\n"
        "Köp;Kö;4;kassa, tid;Lång;3\nKöp;Dyrt;mycket;;;"
    )
    first, second = read(text, "step")
    assert (first.kind, first.stage) == ("pain_point", "Köp")
    assert first.fields == {
        "title": "Kö",
        "severity": 4,
        "tags": ("kassa", "tid"),
        "note": "Lång",
        "votes": 3,
    }
    assert second.fields == {"title": "Dyrt", "note": "Allvar: mycket"}


def test_a_heading_of_fields_alone_is_about_the_kind_that_is_pasted() -> None:
    (card,) = read("Title\tChannel\tOwner\nShop\tweb\tSales", "touchpoint")
    assert card.fields == {"title": "Shop", "channel": "web", "owner": "Sales"}


def test_a_map_as_a_table_has_kinds_down_the_side_and_stages_along_the_top() -> None:
    text = "\tSearch\tBuy\nTouchpoints\tWeb\t🛒 Till\n\tAdvert\t\nPain points\t\tQueue"
    assert reported(text) == [
        ("touchpoint", "Web", "Search"),
        ("touchpoint", "Till", "Buy", 1),
        ("touchpoint", "Advert", "Search"),
        ("pain_point", "Queue", "Buy", 1),
    ]


def test_a_heading_of_the_maps_own_stages_says_where_the_cards_go() -> None:
    assert reported("search\tBUY\na\tb", "step", "Search", "Buy") == [
        ("step", "a", "search"),
        ("step", "b", "BUY", 1),
    ]


FUNNEL = """Fas | Antal potentiella kunder | Konverteringsfrekvens |
Medvetenhet | 10 000 | 50 % |
Utvärdering | 5 000 | 30% |
Lojalitet | 20 | 2,5 % |
"""


def test_the_funnel_of_an_article_is_pasted_as_stages() -> None:
    for kind in ("stage", "step"):
        assert [(card.kind, dict(card.fields)) for card in read(FUNNEL, kind)] == [
            ("stage", {"title": "Medvetenhet", "count": 10_000, "stated_rate": 0.5}),
            ("stage", {"title": "Utvärdering", "count": 5_000, "stated_rate": 0.3}),
            ("stage", {"title": "Lojalitet", "count": 20, "stated_rate": 0.025}),
        ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10 000", (10_000, False)),
        ("10\u00a0000", (10_000, False)),
        ("10.000", (10_000, False)),
        ("10,000", (10_000, False)),
        ("1.234,5", (1234.5, False)),
        ("1,234.5", (1234.5, False)),
        ("33,3 %", (33.3, True)),
        ("50%", (50, True)),
        ("\u22124", (-4, False)),
        ("0,5", (0.5, False)),
        ("12.5", (12.5, False)),
        ("", None),
        ("five", None),
        ("1-2", None),
        ("%", None),
    ],
)
def test_figures_are_read_as_people_write_them(text: str, expected: object) -> None:
    assert read_number(text) == expected


def test_lines_stand_in_the_spot_in_their_order_and_are_one_step() -> None:
    session = a_session(a_shop().built())
    target = DropTarget("stage1", before="touchpoint2")
    ids = operations.paste_text(session, "- 📧 Mail\n- Letter", "touchpoint", target)
    assert titles(session, "stage1", "touchpoint") == [
        *("Advert", "Mail", "Letter", "Website", "Reviews")
    ]
    assert field(session, ids[0], "channel") == "email"
    assert session.selection.ids == tuple(ids)
    assert session.transactions.history.labels == ("Paste {thing}\tTouchpoints",)


def test_lines_pasted_at_a_touchpoint_are_related_to_it() -> None:
    session = a_session(a_shop().built())
    session.selection.set(["touchpoint3"])
    for id_ in operations.paste_text(session, "Slow\nDear", "pain_point"):
        assert ends(session, id_) == {(id_, "at", "touchpoint3")}


def test_columns_beyond_the_last_stage_are_put_into_it() -> None:
    session = a_session(a_shop().built())
    operations.paste_text(session, "a\tb\tc", "step", DropTarget("stage1"))
    assert titles(session, "stage1", "step") == ["a"]
    assert titles(session, "stage2", "step") == ["b", "c"]


def test_a_row_belongs_together() -> None:
    session = a_session(a_map().built())
    operations.paste_text(
        session,
        "Stage\tStep\tTouchpoint\tPain point\tOpportunity\tBackstage\n"
        "Buy\tPay\tTill\tQueue\tApp\tStaff",
        "step",
    )
    (stage,) = session.graph.stages()
    by_kind = {element.kind: element.id for element in session.graph.elements()}
    assert all(card.kind != "stage" for card in session.graph.cards(stage.id))
    assert len(session.graph.cards(stage.id)) == 5
    relations = {
        (relation.source, relation.kind, relation.target) for relation in session.graph.relations()
    }
    touchpoint = by_kind["touchpoint"]
    assert relations == {
        (by_kind["step"], "follows", touchpoint),
        (by_kind["pain_point"], "at", touchpoint),
        (by_kind["opportunity"], "at", touchpoint),
        (by_kind["opportunity"], "addresses", by_kind["pain_point"]),
        (by_kind["backstage"], "supports", touchpoint),
    }
    assert steps(session) == 1


def test_a_whole_map_is_pasted_into_an_empty_one_and_stages_are_made_once() -> None:
    session = a_session(a_map().with_stage("search").built())
    text = "\tSearch\tBuy\nTouchpoints\tWeb\tTill\nEmotions\t😀 Easy\t😡 Queue\n"
    operations.paste_text(session, text, "step", DropTarget("stage1"))
    assert [stage.title for stage in session.graph.stages()] == ["search", "Buy"]
    assert [field(session, e.id, "score") for e in session.graph.elements("emotion")] == [2, -2]


@pytest.mark.parametrize(
    ("text", "words_"),
    [
        ("", "The clipboard contains no text."),
        (" \n\t\n", "The clipboard contains no text."),
        ("x\n" * (MAX_CARDS + 1), "This is too much to paste at once. Paste a smaller part."),
        ("x" * 3_000_000, "This is too much to paste at once. Paste a smaller part."),
    ],
)
def test_what_cannot_be_pasted_is_reported(text: str, words_: str) -> None:
    session = a_session(a_shop().built())
    with pytest.raises(operations.PasteError) as caught:
        operations.paste_text(session, text, "step")
    assert caught.value.message(texts("en")) == words_
    assert steps(session) == 0


@given(
    st.text(st.sampled_from("ab1 \t\n|;,\"'-•📧😡%\ud800\x00\u2028") | st.characters()),
    st.sampled_from(KINDS),
)
def test_whatever_text_is_pasted_makes_sound_cards_or_is_refused(text: str, cls: Any) -> None:
    kind = cls.kind_name()
    try:
        cards = read(text, kind, ["a", "b"])
    except operations.PasteError:
        return
    for card in cards:
        element = kind_class(card.kind).model_validate({"id": "x", **card.fields})
        element.model_dump_json()


@given(st.lists(st.text(st.characters(categories=["L"]), min_size=2, max_size=8), min_size=1))
def test_no_word_of_a_list_is_lost(lines: list[str]) -> None:
    assert words("\n".join(lines)) == lines


def test_a_table_of_stages_loses_no_word_to_its_figures() -> None:
    """Scores made such a table look like a funnel, and all the rest of it was lost."""
    text = "Stage\tTouchpoint\tPain point\tEmotion\nBuy\tBasket\tFees\t-1\nUse\tBox\t\t+1.5\n"
    made = [(card.stage, card.kind, card.fields) for card in read(text, "stage")]
    assert made == [
        ("Buy", "touchpoint", {"title": "Basket"}),
        ("Buy", "pain_point", {"title": "Fees"}),
        ("Buy", "emotion", {"score": -1, "reason": "", "title": ""}),
        ("Use", "touchpoint", {"title": "Box"}),
        ("Use", "emotion", {"score": 1.5, "reason": "", "title": ""}),
    ]


def test_what_a_funnel_says_besides_its_figures_is_noted() -> None:
    text = "Phase\tCustomers\tHeard\nBuy\t100\tToo slow\nUse\t50\t\n"
    buy, use = read(text, "stage")
    assert buy.fields == {"title": "Buy", "count": 100, "note": "Too slow"}
    assert use.fields == {"title": "Use", "count": 50}
