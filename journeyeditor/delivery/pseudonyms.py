"""Other names for persons and clients, in all texts of a map: the same name has always the same one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from unicodedata import normalize

#: Names that say neither sex nor country.
_FIRST_NAMES = (
    "Alex Kim Robin Sam Charlie Noa Mika Billie Eli Juno Kaj Mio Nico Sascha Toni Vanja Andrea Bo"
    " Chris Dana Emery Florin Gabi Jona Jules Luca Maxi Quinn Rene Uli"
).split()
_LEGAL_FORMS = frozenset(
    "ab as a/s asa aps oy oyj gmbh ag kg ltd limited inc llc sa sarl bv nv plc".split()
)
#: Words inside of names, and how many words a name has.
_PARTICLES = frozenset("von van der den de da di del af av la le el bin ibn".split())
_MOST_WORDS = 4
#: Parts of names that are shorter are replaced only together with the rest.
_SHORTEST = 3
#: How many letters may follow a part of a name: the endings of cases.
_ENDING = 4
#: Parts of a client's name of this length are found inside of other words too: in compounds.
_DISTINCT = 5
#: What stands for the address of a person.
_ADDRESS = "…@…"
_EMAIL = re.compile(
    r"(?:mailto:)?(?<![^\s<>()\[\]\",;:@])[^\s<>()\[\]\",;:@]++@[^\s<>()\[\]\",;:@]+\.[^\W\d_]{2,}"
)
#: Addresses, paths and names of files, in which names are written small.
_ADDRESSES = re.compile(r"(?<!\S)\S*[@/\\_]\S*|(?<!\w)\w++(?:\.\w+)+")
#: Signs that are not seen, which could divide a name: soft hyphens, joiners, marks of direction.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[^\W\d_]+")


class Pseudonyms:
    """The replacements in the texts of one map."""

    def __init__(
        self,
        persons: Iterable[str],
        client: str,
        client_name: str,
        given: Mapping[str, str],
        texts: Iterable[str],
        *,
        hides_addresses: bool = True,
    ) -> None:
        """`client_name` stands for `client`; `texts` are all texts, to tell names from words.

        `hides_addresses` takes e-mail addresses out, whoever they belong to.
        """
        words = set(_WORD.findall(_ADDRESSES.sub(" ", _plain("\n".join(texts)))))
        lower = {word for word in words if word.islower()}
        self._names: dict[str, str] = {}
        self._anywhere: set[str] = set()
        for name, other in given.items():
            self._add(name, other, anywhere=True)
        taken = words | set(given.values())
        taken_persons = sorted(set(filter(None, map(_plain, persons))), key=str.casefold)
        for person in taken_persons:
            other = self._names.get(person.casefold()) or _name_for(person, taken)
            taken.add(other)
            self._add(person, other, anywhere=True)
            for part in _parts(person, lower):
                self._add(part, other)
        if client:
            self._add(client, client_name, anywhere=True)
            for part in _parts(client, lower):
                self._add(part, client_name, anywhere=len(part) >= _DISTINCT)
        self._hides_addresses = hides_addresses
        self._pattern = _pattern(self._names, self._anywhere)

    def replaced(self, text: str) -> str:
        """Return a text with all names replaced; endings stay."""
        if self._hides_addresses and "@" in text:
            text = _EMAIL.sub(_ADDRESS, text)
        if self._pattern is None or not text:
            return text
        plain = _plain(text)
        replaced = self._pattern.sub(lambda match: self._names[_key(match[0])], plain)
        return text if replaced == plain else replaced

    def _add(self, name: str, other: str, *, anywhere: bool = False) -> None:
        key = _key(_plain(name))
        if key and key not in self._names:
            self._names[key] = other
            if anywhere:
                self._anywhere.add(key)


def _plain(text: str) -> str:
    """A text in which a name is spelt in one way."""
    return normalize("NFC", _UNSEEN.sub("", text))


def _key(name: str) -> str:
    return _SPACE.sub(" ", name.strip()).casefold()


def _pattern(names: Iterable[str], anywhere: set[str]) -> re.Pattern[str] | None:
    """Return what finds names, long ones first; whole ones also inside of other words."""
    ordered = sorted(names, key=len, reverse=True)
    choices = [
        _spelt(name)
        if name in anywhere and len(name) > _SHORTEST
        else rf"(?<![^\W_]){_spelt(name)}(?=\w{{0,{_ENDING if len(name) >= _SHORTEST else 0}}}(?!\w)|_)"
        for name in ordered
    ]
    return re.compile("|".join(choices), re.IGNORECASE) if choices else None


def _spelt(name: str) -> str:
    """What finds a name however its words are divided."""
    return r"\s+".join(map(re.escape, name.split(" ")))


def _parts(name: str, lower: set[str]) -> Iterator[str]:
    """Yield the words of a name that are no ordinary words: these are written small elsewhere."""
    words = _WORD.findall(name)
    for word in words if len(words) > 1 else ():
        is_name = word[:1].isupper() and word.casefold() not in lower
        if is_name and len(word) >= _SHORTEST and word.casefold() not in _LEGAL_FORMS:
            yield word


def persons_among(names: Iterable[str]) -> Iterator[str]:
    """Yield the names that look like those of persons: a first name and a last one or more."""
    for name in names:
        words = [word for word in name.split() if word.casefold() not in _PARTICLES]
        is_name = 2 <= len(words) <= _MOST_WORDS and all(map(_is_name, words))
        if is_name and not _LEGAL_FORMS.intersection(word.casefold() for word in words):
            yield name


def _is_name(word: str) -> bool:
    letters = word.replace("-", "").replace("’", "").replace("'", "").removesuffix(".")
    return letters.isalpha() and word[:1].isupper() and not (len(letters) > 1 and word.isupper())


def _name_for(person: str, taken: set[str]) -> str:
    """Return the name that a person always gets, or the next one if that is in use."""
    start = int.from_bytes(sha256(person.casefold().encode()).digest()[:4], "big")
    count = len(_FIRST_NAMES)
    for step in range(count):
        if (name := _FIRST_NAMES[(start + step) % count]) not in taken:
            return name
    number = 1
    while (name := f"{_FIRST_NAMES[start % count]} {number}") in taken:
        number += 1
    return name
