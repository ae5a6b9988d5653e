"""Words, numbers and dates in the language of the window or of a map.

English is the key of every catalogue, so it costs nothing and a gap reads as English. The languages
are the .po files of the folders in `catalogues`: a file put there is a language of the program.
Must not know what the words are used for.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from journeyeditor.i18n.catalogues import (
    CONTEXT_END,
    ENGLISH,
    MINUS,
    NO_BREAK_SPACE,
    SOURCE_LANGUAGE,
    Language,
    Style,
    plural_rule,
    read,
    style_of,
    where,
)
from journeyeditor.i18n.catalogues import languages as languages

if TYPE_CHECKING:
    import datetime
    from decimal import Decimal

__all__ = [
    "MINUS",
    "MONTHS",
    "NO_BREAK_SPACE",
    "N_",
    "Language",
    "N_plural",
    "OwnPhrase",
    "Phrase",
    "PhraseError",
    "Sentence",
    "Style",
    "Texts",
    "english",
    "language_name",
    "languages",
    "resolve",
    "system_language",
    "texts",
    "translated",
    "window_languages",
    "window_texts",
]

#: Sign, whole part and decimals of a number in Python's notation.
_PARTS = re.compile(r"(-?)([\d,]+)(?:\.(\d+))?")
#: The fields of a date pattern (CLDR), and quoted literal text.
_DATE_FIELDS = re.compile(r"'([^']*)'|MMMM|d|y")


def N_(text: str, context: str = "") -> str:  # noqa: N802 - the name that every gettext tool knows
    """Mark a text for the catalogues; it is translated where it is shown.

    A context tells apart the meanings of one English word.
    """
    return f"{context}{CONTEXT_END}{text}" if context else text


def N_plural(one: str, many: str) -> tuple[str, str]:  # noqa: N802 - as above
    """Mark a text that counts things, as two English forms for `Texts.plural`."""
    return one, many


MONTHS = (
    N_("January", "date"),
    N_("February", "date"),
    N_("March", "date"),
    N_("April", "date"),
    N_("May", "date"),
    N_("June", "date"),
    N_("July", "date"),
    N_("August", "date"),
    N_("September", "date"),
    N_("October", "date"),
    N_("November", "date"),
    N_("December", "date"),
)
_MORE = N_("and {count} more")


class Texts(NamedTuple):
    """The texts, numbers and dates of one language."""

    language: str
    style: Style
    messages: Mapping[str, str]
    plurals: Mapping[str, tuple[str, ...]]
    plural_rule: Callable[[float], int]

    def __call__(self, message: str, context: str = "") -> str:
        """Translate a text; without a translation it stays English."""
        key = f"{context}{CONTEXT_END}{message}" if context else message
        translated = self.messages.get(key)
        if translated is None:
            return key.rpartition(CONTEXT_END)[2] if CONTEXT_END in key else message
        return translated

    def plural(self, one: str, many: str, n: float | Decimal) -> str:
        """Pick the form for n things by the rule of the language."""
        forms = self.plurals.get(one)
        if forms is None:
            return one if n == 1 else many
        form = self.plural_rule(abs(float(n)))
        return forms[form if 0 <= form < len(forms) else -1]

    def plural_forms(self, one: str, many: str) -> tuple[str, ...]:
        return self.plurals.get(one, (one, many))

    def number(
        self, value: float | Decimal, digits: int | None = None, *, fixed: bool = False
    ) -> str:
        """Write a number rounded half up to `digits` decimals (all it has, if None).

        Trailing zeros are dropped unless the decimals are fixed. Raises ValueError for NaN and
        infinity.
        """
        if isinstance(value, int) and not digits:
            plain = format(value, ",")
        else:
            plain = _rounded(value, digits)
        parts = _PARTS.fullmatch(plain)
        if parts is None:
            raise ValueError(f"{value} is no finite number")
        sign, whole, decimals = parts[1], parts[2], parts[3] or ""
        if not fixed:
            decimals = decimals.rstrip("0")
        is_zero = not (whole + decimals).strip("0,")
        is_grouped = len(whole) >= self.style.grouped_from
        words = whole.replace(",", self.style.thousands if is_grouped else "")
        if decimals:
            words += self.style.decimal + decimals
        return MINUS + words if sign and not is_zero else words

    def percent(self, share: float, digits: int = 0) -> str:
        """Write a share (1 is the whole) in percent."""
        from decimal import Decimal

        return self.style.percent.format(self.number(Decimal(repr(share)) * 100, digits))

    def signed(self, score: float) -> str:
        """Write a score with its sign and one decimal; zero has no sign."""
        words = self.number(score, 1, fixed=True)
        return words if words[0] == MINUS or not words.strip("0.,") else f"+{words}"

    def more(self, count: int) -> str:
        """Say that a list goes on with so many that are not shown."""
        return self(_MORE).format(count=self.number(count))

    def listed(self, items: Sequence[str], most: int, separator: str = ", ") -> str:
        """Join the first items, and say how many more there are."""
        words = separator.join(items[:most])
        if len(items) <= most:
            return words
        return words + separator.lstrip(",;") + self.more(len(items) - most)

    def inside_sentence(self, noun: str) -> str:
        """Write a noun that begins with a capital as it is inside a sentence."""
        return noun if self.style.capitalises_nouns else noun[:1].lower() + noun[1:]

    def date(self, day: datetime.date) -> str:
        """Write a date in words, such as 21 November 2026."""
        fields = {"d": str(day.day), "MMMM": self(MONTHS[day.month - 1]), "y": str(day.year)}
        return _DATE_FIELDS.sub(lambda f: fields.get(f[0], f[1] or ""), self.style.date)


def _rounded(value: float | Decimal, digits: int | None) -> str:
    """Write a number in Python's notation, rounded half up."""
    from decimal import ROUND_HALF_UP, Decimal, localcontext  # a window starts without

    # Through repr, so that 2.675 means what was typed and not the binary fraction below it.
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    with localcontext(rounding=ROUND_HALF_UP):
        return format(exact, ",f" if digits is None else f",.{digits}f")


class Phrase:
    """A part of a sentence: an English message, and values or phrases for its placeholders.

    Instead of a message there may be the two forms of `N_plural`, chosen by the value of `count`.
    """

    def __init__(self, message: str | tuple[str, str], **values: object) -> None:
        self.message = message
        self.values = values

    def __str__(self) -> str:
        return self.text(english())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Phrase) and (self.message, self.values) == (
            other.message,
            other.values,
        )

    def __hash__(self) -> int:
        return hash((self.message, *self.values))

    def text(self, texts: Texts) -> str:
        if isinstance(self.message, tuple):
            one, many = self.message
            words = texts.plural(one, many, self._count)
        else:
            words = texts(self.message)
        return words.format(**self._filled(texts)) if self.values else words

    @property
    def _count(self) -> int:
        count = self.values["count"]
        assert isinstance(count, int)
        return count

    def _filled(self, texts: Texts) -> dict[str, object]:
        return {name: _words(name, value, texts) for name, value in self.values.items()}


class OwnPhrase(Phrase):
    """A sentence of another package, which brings its words in each language that it knows.

    `words` are by language, English among them.
    """

    def __init__(self, words: Mapping[str, str], **values: object) -> None:
        super().__init__(words[SOURCE_LANGUAGE], **values)
        self.words = words

    def text(self, texts: Texts) -> str:
        words = self.words.get(texts.language)
        if words is None:
            return super().text(texts)
        return words.format(**self._filled(texts)) if self.values else words


def _words(name: str, value: object, texts: Texts) -> object:
    if isinstance(value, Phrase):
        return value.text(texts)
    is_number = isinstance(value, int) and name in {"count", "most"}
    return texts.number(int(str(value))) if is_number else value


#: A sentence of our own, or the words of somebody else's package.
Sentence: TypeAlias = str | Phrase


def translated(sentence: Sentence, texts: Texts) -> str:
    return sentence.text(texts) if isinstance(sentence, Phrase) else sentence


class PhraseError(Exception):
    """An error with a sentence for the user; `str()` is it in English."""

    def __init__(self, words: Sentence) -> None:
        super().__init__(str(words))
        self.words = words

    def sentence(self, texts: Texts) -> str:
        return translated(self.words, texts)


def window_languages() -> Mapping[str, Language]:
    """The languages of the window: those with every message, not only the poster's."""
    available = languages()
    return {code: language for code, language in available.items() if not language.is_poster_only}


def resolve(tag: str) -> str | None:
    """Find the language of a tag such as "sv", "sv-SE" or "no"; None if there is none."""
    return _resolve(tag, languages())


def system_language() -> str:
    """The language of the window in which a program without one starts; English if there is no such.

    Set by the variables that gettext knows, in its order, or by Windows.
    """
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    tag = next((value for name in names if (value := os.environ.get(name))), "")
    if not tag and sys.platform == "win32":
        import ctypes
        import locale

        tag = locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
    wished = os.environ.get("LANGUAGE", "").split(":") if tag not in ("", "C", "POSIX") else []
    tags = (re.split("[.@]", each)[0] for each in (*wished, tag))
    found = (_resolve(each, window_languages()) for each in tags)
    return next((code for code in found if code), SOURCE_LANGUAGE)


def english() -> Texts:
    """The texts as the code has them; reads no catalogue."""
    return _texts(SOURCE_LANGUAGE)


def texts(tag: str) -> Texts:
    """The texts of a language by its tag; English if there is no catalogue."""
    return _texts(resolve(tag) or SOURCE_LANGUAGE)


def window_texts(tag: str) -> Texts:
    """The texts for a window; English if the language is unknown or only translated for posters."""
    return _texts(_resolve(tag, window_languages()) or SOURCE_LANGUAGE)


def language_name(tag: str) -> str:
    """The name of a language in itself, such as "Svenska"; of an unknown one its tag."""
    code = resolve(tag)
    return languages()[code].name if code else tag


def _resolve(tag: str, available: Mapping[str, Language]) -> str | None:
    parts = re.split("[-_]", tag.casefold())
    for end in range(len(parts), 0, -1):
        wanted = "_".join(parts[:end])
        for code, language in available.items():
            if wanted == code.casefold() or wanted in language.aliases:
                return code
    return None


@cache
def _texts(code: str) -> Texts:
    """The texts of a known language; each catalogue is read once."""
    if code == SOURCE_LANGUAGE:
        return Texts(code, ENGLISH, MappingProxyType({}), MappingProxyType({}), plural_rule(""))
    catalogue = read(where(code))
    return Texts(
        code,
        style_of(catalogue.header),
        MappingProxyType(catalogue.messages),
        MappingProxyType(catalogue.plurals),
        plural_rule(catalogue.header.get("Plural-Forms", "")),
    )
