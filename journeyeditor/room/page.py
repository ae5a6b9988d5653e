"""The page of a phone: one file that fetches nothing, with words in all languages of the window."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from journeyeditor import resources
from journeyeditor.i18n import N_, window_languages, window_texts
from journeyeditor.room.messages import KINDS, REACTIONS
from journeyeditor.vocabulary import kind_class

#: The words of the page; its script names them.
WORDS = MappingProxyType(
    {
        "join_title": N_("Welcome to the workshop"),
        "join_hint": N_("You only need the code on the screen."),
        "pin_label": N_("Enter the code from the screen"),
        "name_label": N_("Name (optional)"),
        "join": N_("Join"),
        "join_note": N_("No account needed. Others on the same network could read along."),
        "wrong_pin": N_("Wrong code. Tries left: {count}"),
        "blocked": N_("Too many wrong codes. Wait a minute and try again."),
        "room_full": N_("The room is full."),
        "unreachable": N_("The room cannot be reached. Are you on the right network?"),
        "language": N_("Language"),
        "delete_digit": N_("Delete digit"),
        "closed": N_("The room is closed"),
        "closed_hint": N_("Thank you for taking part!"),
        "offline": N_("No connection. What you write is kept and sent later."),
        "not_connected": N_("Not connected"),
        "here": N_("{count} here"),
        "tab_write": N_("Write"),
        "tab_rate": N_("Emotion"),
        "tab_vote": N_("Vote"),
        "tab_map": N_("Map"),
        "new_card": N_("New card"),
        "where": N_("Where in the journey?"),
        "what": N_("What is it?"),
        "no_stage": N_("Not sure"),
        "untitled": N_("Untitled"),
        "text_label": N_("In one sentence"),
        "of": N_("{count} of {most}"),
        "private": N_("Only I see it until it is revealed"),
        "send": N_("Send"),
        "sent": N_("Sent: {count}"),
        "waiting": N_("Waiting for the network: {count}"),
        "rate_title": N_("How does it feel?"),
        "rate_hint": N_("Drag each point. Stages that you leave alone are not counted."),
        "rate_as": N_("Drag each point. You are {name}."),
        "stage_of": N_("Stage {number} of {count}"),
        "not_rated": N_("Not rated"),
        "lower": N_("Lower"),
        "higher": N_("Higher"),
        "reason": N_("Why? (optional)"),
        "previous": N_("Previous"),
        "next": N_("Next"),
        "done": N_("Done"),
        "vote_title": N_("Vote"),
        "dots_left": N_("Dots left: {count}"),
        "of_dots": N_("of {count}"),
        "none_left": N_("Take one back first"),
        "add_dot": N_("Add a dot"),
        "take_dot": N_("Take back"),
        "from_you": N_("From you: {count}"),
        "react": N_("Reactions"),
        "hidden_votes": N_("Votes are shown when the vote is closed"),
        "vote_closed": N_("The vote is closed"),
        "nothing_to_vote": N_("There are no pain points or opportunities to vote on yet."),
        "map_title": N_("Map"),
        "follow": N_("Follow the facilitator"),
        "empty_stage": N_("Nothing here yet."),
    }
)
#: Glyphs of the page, beside those of the kinds.
_GLYPHS = (
    "arrow_left arrow_right check emotion enter hidden language map minus note persona plus reload "
    "screen votes"
)
#: The role whose shade marks what is chosen, dark enough for white text.
_CHOSEN_STAGE = {"light": "#227088", "dark": "#1D6A82"}


class Page(NamedTuple):
    """The page and the headers of every answer."""

    body: bytes
    headers: Mapping[str, str]


@cache
def page(address: str) -> Page:
    """Put together the page of a room, whose address is "host:port".

    Older browsers do not count a WebSocket to the page's own address as its own, hence `address`.
    """
    parts = {
        "style": _colours() + _text("page.css"),
        "icons": _icons(),
        "words": _words(),
        "script": _text("page.js"),
    }
    html = re.sub(r"\{(style|icons|words|script)\}", lambda m: parts[m[1]], _text("page.html"))
    policy = (
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        f"connect-src 'self' ws://{address}; frame-src http://{address}; script-src {_hash(parts['script'])}; "
        f"style-src {_hash(parts['style'])}"
    )
    headers = {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    return Page(html.encode(), MappingProxyType(headers))


def map_policy(address: str) -> str:
    """Return what the map's page may do beside what it forbids itself: be in the room's page, as a stranger."""
    return f"sandbox allow-scripts; frame-ancestors http://{address}"


def _text(name: str) -> str:
    return resources.path("room", name).read_text(encoding="utf-8")


def _words() -> str:
    """The words by language, as JSON that cannot end its element."""
    words = {}
    for code, language in window_languages().items():
        texts = window_texts(code)
        kinds = {kind: texts(kind_class(kind).look.title) for kind in (*KINDS, "emotion")}
        own = {key: texts(message) for key, message in WORDS.items()}
        answers: dict[str, str] = {key: texts(each.name) for key, each in REACTIONS.items()}
        words[code] = {
            **own,
            **kinds,
            **answers,
            "reactions": {key: each.emoji for key, each in REACTIONS.items()},
            "language_name": language.name,
            "decimal": texts.style.decimal,
        }
    return json.dumps(words, ensure_ascii=False).replace("<", "\\u003c")


def _icons() -> str:
    names = {name: name for name in _GLYPHS.split()}
    names.update({kind: kind_class(kind).look.glyph for kind in KINDS})
    return "".join(_symbol(name, glyph) for name, glyph in sorted(names.items()))


def _symbol(name: str, glyph: str) -> str:
    svg = resources.path("glyphs", f"{glyph}.svg").read_text(encoding="utf-8")
    inner = svg[svg.index(">") + 1 : svg.rindex("</svg>")].strip()
    return f'<symbol id="i-{name}" viewBox="0 0 24 24">{inner}</symbol>'


def _colours() -> str:
    """The colours of the window's themes, by day and by night."""
    by_theme = {}
    for name, chosen in _CHOSEN_STAGE.items():
        text = resources.path("themes", "window", f"{name}.json").read_text(encoding="utf-8")
        roles = json.loads(text)
        values = {role: value for role, value in roles.items() if isinstance(value, str)}
        by_theme[name] = "".join(
            f"--{role}:{value};" for role, value in {**values, "ramp_chosen": chosen}.items()
        )
    light, dark = by_theme["light"], by_theme["dark"]
    return f":root{{{light}}}@media (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
