"""Pasted text: a card for each line of a list or each cell of a table.

A table may be headed by kinds, by fields or by the map's stages, in any language of the program;
one with kinds down the side and stages along the top is a whole map.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

from journeyeditor.editing.clipboard.kind_words import field_named, kind_named
from journeyeditor.editing.errors import PasteError
from journeyeditor.exchange.separated_values import is_ruler, rows_of, separator_of
from journeyeditor.i18n import N_
from journeyeditor.typography.graphemes import clusters, is_emoji
from journeyeditor.values import composed, read_column
from journeyeditor.vocabulary import Editor, declaration, kind_class


class EmojiPrefix(NamedTuple):
    """A line without its emoji, and the fields that replace it (none: the emoji stays)."""

    title: str
    fields: Mapping[str, Any]


_CHANNELS = {
    "face_to_face": "🤝👥🧑‍💼👩‍💼👨‍💼🧑🗣️",
    "phone": "📞☎️📲",
    "email": "📧✉️📨📩💌📤📥",
    "web": "🌐🖥️💻🕸️",
    "search": "🔍🔎",
    "social_media": "👍❤️📣#️⃣🐦📸",
    "app": "📱",
    "shop": "🏪🏬🛍️🏢",
    "chat": "💬🗨️🤖",
    "mail": "📮📬📫📪📭",
    "review_site": "⭐🌟⭐️",
    "advert": "📢📺📰📻",
    "word_of_mouth": "🗯️👂",
    "event": "🎟️🎫🎪🎉🎤",
    "sms": "✉📟",
    "video": "🎥🎬📹▶️📽️",
    "survey": "📋📝🗳️📊",
    "checkout": "💳💰🧾💵",
    "delivery": "🚚📦🚛🛵",
    "support": "🆘🛟🎧🙋🧑‍🔧",
    "crm": "🗂️📇",
    "blog": "✍️✏️🖊️",
    "loyalty_programme": "🎁💎🏆",
    "document": "📄📃📑📜",
    "portal": "🔐🔑👤",
    "test_article": "🧪📖",
    "basket": "🛒🧺",
}
_POLARITIES = {
    "positive": "👍😀😃😄😊🙂😍🥰🤩🎉❤️👏😁➕✅",
    "neutral": "😐😶🤔",
    "constructive": "👎☹️🙁😞😕😟😠😡😤😢😭💔➖❌⚠️",
}
_SCORES = {
    2: "😀😃😄😁😍🤩🥰🎉❤️",
    1: "🙂😊😌👍",
    0: "😐😶🤔😑",
    -1: "🙁😕😟☹️👎😒",
    -2: "😞😠😡😤😢😭🤬💔😱",
}


def _by_sign(table: Mapping[Any, str]) -> dict[str, Any]:
    """Return what each sign means; how a sign asks to be drawn makes no difference."""
    return {
        _bare(prefix): meaning for meaning, signs in table.items() for prefix in clusters(signs)
    }


def _bare(prefix: str) -> str:
    """Return a sign without the selector of its style and without a skin's tone."""
    return _TONES.sub("", prefix)


_TONES = re.compile("[\ufe0f\U0001f3fb-\U0001f3ff]")

#: Kind → the field that a sign fills, and what the signs mean.
_FIELDS: dict[str, tuple[str, dict[str, Any]]] = {
    "touchpoint": ("channel", _by_sign(_CHANNELS)),
    "thought": ("polarity", _by_sign(_POLARITIES)),
    "emotion": ("score", _by_sign(_SCORES)),
}


#: No emoji is put together of so many characters.
_MAX_SIGN = 64


def read_prefix(kind: str, line: str) -> EmojiPrefix:
    """Return what a line's leading emoji says of a card of a kind."""
    field, meanings = _FIELDS.get(kind, ("", {}))
    first = next(iter(clusters(line[:_MAX_SIGN])), "")
    meaning = meanings.get(_bare(first)) if is_emoji(first) or first in _TEXT_SIGNS else None
    if not field or meaning is None:
        return EmojiPrefix(line, {})
    return EmojiPrefix(line[len(first) :].lstrip(" \u00a0:–-"), {field: meaning})


#: Signs that count also where they are written as text.
_TEXT_SIGNS = frozenset("☎✉❤☹✍✏▶✅❌")


MAX_CARDS = 5_000
MAX_CHARACTERS = 2_000_000
#: Scores go from −2 to +2.
MAX_SCORE = 2

_NOTHING = N_("The clipboard contains no text.")
_TOO_MUCH = N_("This is too much to paste at once. Paste a smaller part.")


class PastedCard(NamedTuple):
    """A card to make: its kind and fields, and where.

    `stage` is the title of its stage, or "" for the one that is `column` stages to the right of
    where the text is pasted. Cards of one `group` belong together (-1: to none).
    """

    kind: str
    fields: Mapping[str, Any]
    column: int = 0
    stage: str = ""
    group: int = -1


def read(text: str, kind: str, stages: Collection[str] = ()) -> list[PastedCard]:
    """Return the cards of a pasted text; raises PasteError.

    `kind` is what lines and cells are that nothing else is said of; `stages` are the titles of
    the map's stages.
    """
    if len(text) > MAX_CHARACTERS:
        raise PasteError(_TOO_MUCH)
    words = clean(text)
    rows = table(words)
    pasted = (
        _of_table(rows, kind, stages) if rows else (_pasted_card(kind, w) for w in lines(words))
    )
    cards = list(islice(pasted, MAX_CARDS + 1))
    if not cards:
        raise PasteError(_NOTHING)
    if len(cards) > MAX_CARDS:
        raise PasteError(_TOO_MUCH)
    return cards


def read_number(text: str) -> tuple[int | float, bool] | None:
    """Return a number as people write it, and whether it is in percent; None if it is none."""
    words = re.sub(r"[\s\u00a0\u202f']", "", text).replace("\u2212", "-")
    if not re.fullmatch(r"-?\d[\d.,]{0,24}%?", words, re.ASCII):
        return None
    (number,) = read_column([words])
    return None if number is None else (number.value, number.is_percent)


def _of_table(
    rows: Sequence[Sequence[str]], kind: str, stages: Collection[str]
) -> Iterator[PastedCard]:
    header, body = rows[0], rows[1:]
    stage_titles = {title.strip().casefold() for title in stages if title.strip()}
    first = [kind_named(row[0]) for row in body if row[0]]
    if len(header) > 1 and first and all(first) and not kind_named(header[1]):
        return _matrix(header, body)
    named = [kind_named(cell) for cell in header]
    is_funnel = bool(body) and "stage" in (named[0], kind) and _is_funnel(body)
    if is_funnel and not any(named[1:]) and not _words_of(body):
        return _funnel(rows)
    if body and _is_heading(header, kind):
        return _records(header, body, kind)
    if is_funnel:
        return _funnel(rows)
    if body and all(cell.casefold() in stage_titles for cell in header if cell):
        return _columns(body, kind, header)
    return _columns(rows, kind, ())


def _matrix(header: Sequence[str], body: Iterable[Sequence[str]]) -> Iterator[PastedCard]:
    """Yield the cards of a map written as a table: kinds down the side, stages along the top."""
    kind = ""
    for row in body:
        kind = kind_named(row[0]) or kind
        for column, cell in enumerate(row[1:], 1):
            stage = header[column] if column < len(header) else ""
            for line in lines(cell):
                yield _pasted_card(kind, line, column=column - 1, stage=stage)


def _columns(
    rows: Iterable[Sequence[str]], kind: str, stages: Sequence[str]
) -> Iterator[PastedCard]:
    for row in rows:
        for column, cell in enumerate(row):
            stage = stages[column] if column < len(stages) else ""
            for line in lines(cell):
                yield _pasted_card(kind, line, column=column, stage=stage)


def _is_funnel(body: Sequence[Sequence[str]]) -> bool:
    return all(row[0] and any(read_number(cell) for cell in row[1:]) for row in body)


def _words_of(rows: Iterable[Sequence[str]]) -> list[str]:
    """Return the cells behind the first ones that are no figures."""
    return [cell for row in rows for cell in row[1:] if cell and read_number(cell) is None]


def _funnel(rows: Sequence[Sequence[str]]) -> Iterator[PastedCard]:
    """Yield stages with the customers who enter and the stated rate; a heading is left out.

    What else is said of a stage becomes its note.
    """
    for row in rows:
        found = [f for f in map(read_number, row[1:]) if f is not None]
        if not found and row is rows[0]:
            continue
        fields: dict[str, Any] = {"title": row[0]}
        for number, is_percent in found:
            if is_percent and 0 <= number <= 100:
                fields.setdefault("stated_rate", round(number / 100, 9))
            elif not is_percent and number >= 0:
                fields.setdefault("count", number)
        note = "\n".join(_words_of([row]))
        if note:
            fields["note"] = note
        yield PastedCard("stage", fields)


def _is_heading(header: Sequence[str], kind: str) -> bool:
    cells = [cell for cell in header if cell]
    kinds = _kinds_of(cells)
    fitting = [name or field_named(kind, cell) for name, cell in zip(kinds, cells, strict=True)]
    return bool(cells) and ((any(kinds) and _fits(cells, kinds)) or all(fitting))


def _kinds_of(header: Sequence[str]) -> list[str]:
    """Return the kinds that a heading names; a note behind another kind is that one's note."""
    kinds: list[str] = []
    for cell in header:
        kind = kind_named(cell)
        is_field = kind == "note" and any(kinds) and set(kinds) != {"note", ""}
        kinds.append("" if is_field else kind)
    return kinds


def _fits(cells: Sequence[str], kinds: Sequence[str]) -> bool:
    """Whether every cell that names no kind names a field of one that is named."""
    named = [kind for kind in kinds if kind]
    return all(
        kind or any(field_named(each, cell) for each in named)
        for kind, cell in zip(kinds, cells, strict=True)
    )


def _records(
    header: Sequence[str], body: Iterable[Sequence[str]], default: str
) -> Iterator[PastedCard]:
    """Yield the cards of a table whose columns are kinds and fields; a row belongs together."""
    kinds = _kinds_of(header)
    others = [kind for kind in kinds if kind and kind != "stage"]
    for group, row in enumerate(body):
        stage, made = "", []
        owner: dict[str, Any] | None = None
        for column, cell in enumerate(row[: len(header)]):
            kind = kinds[column]
            if kind == "stage" and others:
                stage = cell
            elif kind or (owner is None and field_named(default, header[column]) == "title"):
                owner = dict(_pasted_card(kind or default, cell).fields) if cell else {}
                made.append((kind or default, owner))
            elif owner is not None and cell:
                _add_field(owner, made[-1][0], header[column], cell)
        yield from (
            PastedCard(kind, fields, 0, stage, group)
            for kind, fields in made
            if any(value != "" for value in fields.values())
        )


def _add_field(fields: dict[str, Any], kind: str, heading: str, cell: str) -> None:
    """Give a card the field that a heading names; what does not fit it goes into the note."""
    name = field_named(kind, heading)
    value = _value(kind, name, cell) if name else None
    if value is None or name == "title":
        before = fields.get("note", "")
        fields["note"] = f"{before}\n{heading}: {cell}".strip()
    elif name == "note":
        fields["note"] = f"{fields.get('note', '')}\n{cell}".strip()
    else:
        fields[name] = value


def _value(kind: str, name: str, cell: str) -> Any:
    """Return a cell as the value of a field, None if it does not fit."""
    cls = kind_class(kind)
    number = read_number(cell)
    value: Any = None
    match _editor(kind, name):
        case Editor.LINE | Editor.LINES | Editor.SUGGESTION:
            value = cell
        case Editor.LIST:
            value = tuple(part.strip() for part in re.split("[,;\n]", cell) if part.strip())
        case Editor.PERCENT if number is not None:
            value = number[0] / 100 if number[1] else number[0]
        case Editor.NUMBER | Editor.PIPS | Editor.SLIDER if number is not None and not number[1]:
            value = number[0]
        case Editor.DATE | Editor.CHOICE:
            value = cell
    try:
        return getattr(cls.model_validate({"id": "x", name: value}), name)
    except ValueError:
        return None


@cache
def _editor(kind: str, name: str) -> Editor | None:
    declared = declaration(kind_class(kind).model_fields[name])
    return declared.editor if declared else None


def _pasted_card(kind: str, words: str, *, column: int = 0, stage: str = "") -> PastedCard:
    """Return the card of a line; its leading emoji becomes the icon where the kind has one."""
    prefix = read_prefix(kind, words)
    field = "title" if kind != "emotion" else "reason"
    fields = {**prefix.fields, "title": prefix.title}
    if field == "reason":
        fields = {**_scored(prefix.title), **prefix.fields, "title": ""}
    return PastedCard(kind, fields, column, stage)


def _scored(words: str) -> dict[str, Any]:
    """Return an emotion's score where its words are one, else its words as the reason."""
    number = read_number(words.removeprefix("+"))
    is_score = number is not None and not number[1] and abs(number[0]) <= MAX_SCORE
    return {"score": number[0], "reason": ""} if number and is_score else {"reason": words}


#: Bullets and numbers in front of a line of a list, with the check box behind them.
_BULLET = re.compile(
    r"(?:[-*+•‣▪▫◦●○■□►▶▸→➤➢✓✔·–—]|\(?\d{1,3}[.)]|\(?[A-Za-z][.)])\s+(?:\[[ xX]?\]\s+)?"
)
#: What stands in front of a heading or a quotation.
_PREFIX = re.compile(r"#{1,6}\s+|>\s+")
_QUOTED = re.compile(r'"[^"]*"')


def without_bullet(line: str) -> str:
    """Return a line of a list without its indent and bullet."""
    words = line.strip()
    found = _BULLET.match(words)
    return words[found.end() :] if found else words


def lines(text: str) -> list[str]:
    """Return the lines of a list, without indents, bullets and empty lines."""
    tables = []
    for line in text.split("\n"):
        words = line.strip()
        found = _BULLET.match(words) or _PREFIX.match(words)
        words = words[found.end() :].strip() if found else words
        if words:
            tables.append(" ".join(words.split()))
    return tables


def table(text: str) -> list[list[str]]:
    """Return the cells of a table by tabs, bars, semicolons or commas; [] if the text is none."""
    whole = "\n".join(line for line in text.split("\n") if line.strip())
    if "\t" in whole.strip():  # which nobody writes in a line
        return _filled(rows_of(whole, "\t"))
    sign = separator_of(whole)
    return _filled(rows_of(whole, sign)) if sign else []


def clean(text: str) -> str:
    """Return a text without lone surrogates and control characters, composed, with line feeds."""
    whole = composed(text.encode("utf-8", "replace").decode("utf-8")).replace("\r\n", "\n")
    whole = whole.replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    return "".join(c for c in whole if c in "\t\n" or not _is_control(c))


def _is_control(character: str) -> bool:
    code = ord(character)
    return code < 32 or 0x7F <= code < 0xA0 or character == "\ufeff"


def _filled(rows: Iterable[Sequence[str]]) -> list[list[str]]:
    return [list(row) for row in rows if any(row) and not is_ruler(row)]
