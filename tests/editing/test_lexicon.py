"""The names and terms of a map that its texts may mention follow every change."""

from __future__ import annotations

from journeyeditor.editing import operations
from journeyeditor.editing.lexicon import KnownWords, holds_names
from journeyeditor.editing.session import Session
from journeyeditor.model import MAP_ID
from tests.builders import a_map
from tests.editing.driver import a_session


def knows(session: Session, word: str, edited: tuple[str, ...] = ()) -> bool:
    return session.lexicon(edited, "en").knows(word)


def test_names_come_and_go_with_their_records() -> None:
    session = a_session(a_map().with_("persona", "Tomasz Nowak-Berg").with_stage("Try").built())
    assert all(knows(session, word) for word in ("tomasz", "nowak-berg", "nowak", "berg", "try"))
    assert not knows(session, "zyx")
    operations.set_field(session, ["persona1"], "title", "Zyx")
    assert knows(session, "zyx")
    assert not knows(session, "tomasz")
    session.undo()
    assert knows(session, "tomasz")
    operations.add(session, "touchpoint", title="Ad")
    (touchpoint,) = session.graph.elements("touchpoint")
    operations.set_field(session, [touchpoint.id], "channel", "Instagrum")
    operations.set_field(session, [touchpoint.id], "tags", ("kwikwin",))
    operations.set_info(session, "glossary", {"Churnrate": "who leaves"})
    assert all(knows(session, word) for word in ("instagrum", "kwikwin", "churnrate"))
    assert not knows(session, "leaves"), "a meaning is no name"
    operations.delete(session, [touchpoint.id, "persona1"])
    assert not any(knows(session, word) for word in ("instagrum", "kwikwin", "tomasz"))
    followed = session._known_words
    assert followed is not None
    assert followed._records == KnownWords(session.graph)._records


def test_a_name_does_not_vouch_for_itself_while_it_is_edited() -> None:
    session = a_session(a_map().with_stage("Awarenes").with_stage("Awarenes again").built())
    assert knows(session, "awarenes", ("stage1",)), "the other stage has it too"
    assert not knows(session, "again", ("stage2",))


def test_words_for_kinds_are_known_in_the_language_of_the_map() -> None:
    session = a_session(a_map().built())
    assert knows(session, "touchpoints")
    operations.set_info(session, "language", "sv")
    assert knows(session, "kontaktpunkt")
    assert session.lexicon((), "en").language == "sv"


def test_fields_with_names_are_not_checked() -> None:
    assert holds_names("persona", "title")
    assert holds_names("touchpoint", "channel")
    assert holds_names("map", "client")
    assert not holds_names("stage", "title")
    assert not holds_names(MAP_ID, "goal")
