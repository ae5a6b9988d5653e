"""What a stage stands for, whatever it is called, so that models can be compared (docs/domain.md, Archetypes)."""

from __future__ import annotations

import re
from functools import lru_cache

from journeyeditor.vocabulary import Stage

#: Beginnings of words in English, Swedish, Norwegian and Danish; the first line that fits decides,
#: so what contains another word ("post-purchase", "köpbeslut") stands before it.
_WORDS: tuple[tuple[str, str], ...] = (
    ("repurchase", r"re-?purchase|återköp|gjenkjøp|genkøb"),
    (
        "post_purchase",
        r"post-?purchase|after (the )?purchase|efterköp|etter (kjøp|et kjøp)|efter (et )?køb|efterlevelse|efter ett? köp",
    ),
    ("awareness", r"aware|medvet|bevisst|bevidst|discover|upptäck|oppdag|opdag"),
    ("interest", r"interest|intress|interess"),
    ("evaluation", r"evaluat|utvärder|evaluer"),
    ("consideration", r"consider|överväg|vurder|overvej|compar|jämför|sammenlign"),
    ("decision", r"decision|decid|beslut"),
    ("purchase", r"purchas|\bbuy|\border|köp|kjøp|\bkøb|checkout|betal"),
    ("use", r"\buse\b|\busing|onboard|användning|använd|bruk"),
    ("retention", r"retention|\bretain|fasthold|behåll|renewal|förny|forny"),
    ("advocacy", r"advoca|förespråk|ambassad|fortaler|recommend|rekommend|anbefal"),
    ("referral", r"referr|referen"),
    ("loyalty", r"loyal|lojal"),
)
_PATTERNS = tuple((name, re.compile(words, re.IGNORECASE)) for name, words in _WORDS)

#: The archetypes in which the customer buys, and those that can only come later.
BUYING = frozenset({"purchase", "decision"})
AFTER = frozenset(
    {"post_purchase", "use", "retention", "loyalty", "repurchase", "advocacy", "referral"}
)


def archetype(stage: Stage) -> str:
    """Return a stage's archetype: its own, or the one that its title suggests, or ""."""
    return stage.archetype or _suggested(stage.title)


@lru_cache(maxsize=1024)
def _suggested(title: str) -> str:
    """Return the archetype that a title suggests, or ""."""
    return next((name for name, pattern in _PATTERNS if pattern.search(title)), "")
