"""Which clusters are emoji, and how their sequences are spelt in full."""

from __future__ import annotations

import re
from collections.abc import Iterable

from journeyeditor.typography.graphemes import EMOJI_STYLE, KEYCAP, TEXT_STYLE

#: Characters with emoji presentation by default. From U+1F000 on everything counts: a few are
#: text by default there, but nobody expects 🌡 without colour.
_PICTORIAL = (
    "[⌚⌛⏩-⏬⏰⏳◽◾☔☕♈-♓♿⚓⚡⚪⚫⚽⚾⛄⛅⛎⛔⛪⛲⛳⛵⛺⛽✅✊✋✨"
    "❌❎❓-❕❗➕-➗➰➿⬛⬜⭐⭕🀀-\U0001ffff]"
)
#: A text character inside a sequence that lacks its variation selector.
_UNQUALIFIED = "([☠♀♂⚕⚖⚧⛓⛹❄❤✈➡↔↕🌫🏋🏌🏳👁🕵🗨])(?=\u200d|$)|([#*0-9])(?=\u20e3)"


def is_emoji(cluster: str) -> bool:
    """Tell whether the cluster wants to be drawn as a picture rather than as text."""
    if TEXT_STYLE in cluster:
        return False
    spelt = qualified(cluster)
    return EMOJI_STYLE in spelt or KEYCAP in spelt or bool(re.search(_PICTORIAL, spelt))


def without_emoji(chars: Iterable[str]) -> frozenset[str]:
    """Return the single characters that are not emoji by themselves."""
    return frozenset(re.sub(_PICTORIAL, "", "".join(chars)))


def qualified(cluster: str) -> str:
    """Return the sequence with the variation selectors that writers leave out, as fonts want it."""
    if len(cluster) == 1:
        return cluster
    return re.sub(_UNQUALIFIED, lambda found: found[0] + EMOJI_STYLE, cluster)
