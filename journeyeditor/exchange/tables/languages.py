"""The language of a text, by its most frequent words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from types import MappingProxyType

#: Words that are frequent in one language and rare in the others.
_WORDS = MappingProxyType(
    {
        "en": """the and is for not with this that are you what how too on stage actions feelings emotions thoughts pain opportunities user customer
            opens reads pays searches""",
        "sv": """och att det är för inte med som på ett av till fas handlingar känslor tankar smärtpunkter möjligheter kund kunden läser betalar söker
            väljer får vad hur kontaktpunkter beröringspunkter kanaler åtgärder""",
        "nb": """og å ikke med som på et av til hva hvordan fase handlinger følelser tanker smertepunkter muligheter kunden leser betaler søker velger
            får berøringspunkter utfordringer tiltak kjøpe etter jeg""",
        "da": """og at ikke med som på et af til hvad hvordan fase handlinger følelser tanker smertepunkter muligheder kunden læser betaler søger vælger
            får kontaktpunkter udfordringer trin køb køber efter jeg""",
        "de": """und der die das ist nicht mit ein eine auf für zu wie was phase handlungen gefühle gedanken schmerzpunkte chancen kunde liest bezahlt sucht
            wählt kontaktpunkte emotionen""",
        "fi": """ja on ei että mitä miten vaihe toiminta tunteet ajatukset kipupisteet mahdollisuudet kehitysideat asiakas asiakkaan lukee maksaa etsii
            valitsee kosketuspisteet osto""",
    }
)
_SETS = {language: frozenset(words.split()) for language, words in _WORDS.items()}
_WORD = re.compile(r"[^\W\d_]{2,}")
#: Words that are looked at, and the least that decide, as a number and as a share.
_MAX_WORDS, _LEAST, _SHARE = 2_000, 2, 0.06


def language_of(texts: Iterable[str]) -> str:
    """The language that most words of the texts are in, "" if that is not clear."""
    counts: Counter[str] = Counter()
    seen = 0
    for text in texts:
        words = _WORD.findall(text.casefold())
        seen += len(words)
        for language, known in _SETS.items():
            counts[language] += sum(word in known for word in words)
        if seen > _MAX_WORDS:
            break
    (best, first), (_, second) = counts.most_common(2) if counts else (("", 0), ("", 0))
    is_clear = first >= _LEAST and first > second and first >= _SHARE * seen
    return best if is_clear else ""
