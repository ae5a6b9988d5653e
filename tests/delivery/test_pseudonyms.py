"""Names and their replacements: the same person is the same everywhere, and words stay words."""

from __future__ import annotations

from unicodedata import normalize

import pytest

from journeyeditor.delivery.pseudonyms import Pseudonyms, persons_among


def pseudonyms(*persons: str, client: str = "", texts: str = "", **given: str) -> Pseudonyms:
    return Pseudonyms(persons, client, "Kund", given, [texts])


def test_a_name_its_parts_and_their_endings_have_one_pseudonym() -> None:
    names = pseudonyms("Sara Karlsson")
    (other,) = {names.replaced(text) for text in ("Sara Karlsson", "Sara", "Karlsson", "SARA")}
    assert names.replaced("Saras köp, och sara karlssons") == f"{other}s köp, och {other}s"
    assert names.replaced("Saralle") == f"{other}lle"
    assert names.replaced("Sarajevo-resan är Saramagos") == "Sarajevo-resan är Saramagos".replace(
        "Sarajevo", f"{other}jevo"
    )


def test_a_person_is_called_the_same_in_every_map() -> None:
    alone, among = pseudonyms("Sara Karlsson"), pseudonyms("Ola Nordmann", "Sara Karlsson")
    assert alone.replaced("Sara") == among.replaced("Sara")
    assert among.replaced("Ola") != among.replaced("Sara")


def test_different_persons_never_share_a_pseudonym() -> None:
    people = [f"Person{chr(65 + i)} Name{chr(65 + i)}" for i in range(26)] * 2
    names = pseudonyms(*people, *(f"Other{chr(65 + i)}" for i in range(20)))
    others = {
        names.replaced(person) for person in {*people, *(f"Other{chr(65 + i)}" for i in range(20))}
    }
    assert len(others) == 46


def test_a_pseudonym_is_no_word_of_the_map() -> None:
    other = pseudonyms("Sara").replaced("Sara")
    assert pseudonyms("Sara", texts=f"{other} calls").replaced("Sara") != other


def test_words_that_are_also_written_small_are_no_names() -> None:
    names = pseudonyms("Busy Parent", texts="A parent is busy")
    assert names.replaced("Every parent is busy") == "Every parent is busy"
    assert names.replaced("Busy Parent") != "Busy Parent"


def test_a_client_is_named_by_its_role_inside_of_words_too() -> None:
    names = pseudonyms(client="Tandverket AB")
    assert names.replaced("Tandverkets kassa, Tandverket AB, AB") == "Kunds kassa, Kund, AB"


def test_given_names_go_first_and_are_found_inside_of_words() -> None:
    names = pseudonyms("Sara Karlsson", **{"Sara Karlsson": "Maja", "Rocket": "Project"})
    assert names.replaced("Sara and myrocketapp") == "Maja and myProjectapp"


def test_without_names_nothing_changes() -> None:
    assert pseudonyms().replaced("Sara") == "Sara"


def test_a_name_with_signs_is_no_pattern() -> None:
    assert pseudonyms("A.*(x)").replaced("A.*(x) abcx").endswith(" abcx")


@pytest.mark.parametrize(
    "spelling",
    [
        normalize("NFD", "Åsa Öberg"),
        "Åsa\u00a0Öberg",
        "Åsa\n  Öberg",
        "Å\u00adsa\u200b Ö\u2060berg",
        "åsa_öberg",
        "ÅSA ÖBERG",
    ],
)
def test_a_name_is_found_however_it_is_spelt(spelling: str) -> None:
    replaced = pseudonyms("Åsa Öberg").replaced(f"Ask {spelling} first")
    plain = normalize("NFC", replaced).casefold()
    assert "åsa" not in plain
    assert "öberg" not in plain


def test_addresses_and_paths_of_persons_are_hidden_too() -> None:
    names = pseudonyms("Sara Karlsson", client="Tandverket AB")
    other = names.replaced("Sara")
    assert names.replaced("Write to sk77@mail.tandverket.se.") == "Write to …@…."
    assert names.replaced(r"C:\Users\Sara\map.json") == rf"C:\Users\{other}\map.json"
    assert "tandverket" not in names.replaced("https://minatandverket.se/karta").casefold()
    assert pseudonyms().replaced("mailto:a@b.se") == "…@…"
    assert Pseudonyms((), "", "", {}, (), hides_addresses=False).replaced("a@b.se") == "a@b.se"


def test_a_client_is_found_in_compounds() -> None:
    names = pseudonyms(client="Tandverket AB")
    assert "tandverk" not in names.replaced("Tandverketkunderna i MittTandverket").casefold()


def test_owners_with_a_first_and_a_last_name_are_persons() -> None:
    owners = ["Elin Sandberg", "E-handel", "Customer success", "Bid desk", "Ludwig van Beethoven"]
    assert list(persons_among([*owners, "IT Support", "Acme AB"])) == [
        "Elin Sandberg",
        "Ludwig van Beethoven",
    ]


def test_a_name_that_is_small_in_an_address_is_still_a_name() -> None:
    names = pseudonyms(client="Tandverket AB", texts="info@tandverket.se, www.tandverket.se")
    assert names.replaced("Tandverket") == "Kund"
