"""Which clusters are emoji, and how their sequences are spelt in full."""

from __future__ import annotations

import re

from journeyeditor.typography.clusters import EMOJI_STYLE, KEYCAP, TEXT_STYLE

#: Characters with emoji presentation by default. From U+1F000 on everything counts: a few are
#: text by default there, but nobody expects 🌡 without colour.
_PICTORIAL = re.compile(
    "[⌚⌛⏩-⏬⏰⏳◽◾☔☕♈-♓♿⚓⚡⚪⚫⚽⚾⛄⛅⛎⛔⛪⛲⛳⛵⛺⛽✅✊✋✨❌❎❓-❕❗➕-➗➰➿⬛⬜⭐⭕🀀-\U0001ffff]"
)
#: A text character inside a sequence that lacks its variation selector.
_UNQUALIFIED = re.compile("([☠♀♂⚕⚖⚧⛓⛹❄❤✈➡↔↕🌫🏋🏌🏳👁🕵🗨])(?=\u200d|$)|([#*0-9])(?=\u20e3)")


def is_emoji(cluster: str) -> bool:
    """Tell whether the cluster wants to be drawn as a picture rather than as text."""
    if TEXT_STYLE in cluster:
        return False
    spelt = qualified(cluster)
    return EMOJI_STYLE in spelt or KEYCAP in spelt or bool(_PICTORIAL.search(spelt))


def qualified(cluster: str) -> str:
    """Return the sequence with the variation selectors that writers leave out, as fonts want it."""
    if len(cluster) == 1:
        return cluster
    return _UNQUALIFIED.sub(lambda found: found[0] + EMOJI_STYLE, cluster)
