"""Turn icons of the Lucide set (npm package lucide-static) into the form the program reads.

    python packaging/glyphs.py NODE_MODULES

Every icon becomes one SVG with one path of absolute M, L, C and Z: outlines that a drawing can hold
without a reader for SVG. Needs fontTools (for arcs and shapes); run by hand when the set changes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib import SVGPath

#: Name in the program, because it says what the icon is for → name in the set.
GLYPHS = {
    # kinds
    "stage": "chevrons-right",
    "lane": "rows-3",
    "persona": "user-round",
    "step": "footprints",
    "touchpoint": "pointer",
    "thought": "quote",
    "emotion": "smile",
    "pain_point": "zap",
    "opportunity": "lightbulb",
    "backstage": "server-cog",
    "metric": "gauge",
    "evidence": "file-check",
    "picture": "image",
    "note": "sticky-note",
    # channels
    "channel_face_to_face": "users",
    "channel_phone": "phone",
    "channel_email": "mail",
    "channel_web": "globe",
    "channel_search": "search",
    "channel_social_media": "share-2",
    "channel_app": "smartphone",
    "channel_shop": "store",
    "channel_chat": "message-circle",
    "channel_mail": "mailbox",
    "channel_review_site": "star",
    "channel_advert": "megaphone",
    "channel_word_of_mouth": "messages-square",
    "channel_event": "calendar-days",
    "channel_sms": "message-square-text",
    "channel_video": "video",
    "channel_survey": "clipboard-list",
    "channel_checkout": "credit-card",
    "channel_delivery": "package",
    "channel_support": "headset",
    "channel_crm": "database",
    "channel_blog": "newspaper",
    "channel_loyalty_programme": "gift",
    "channel_document": "file-text",
    "channel_portal": "layout-dashboard",
    "channel_test_article": "list-checks",
    "channel_basket": "shopping-cart",
    "channel_other": "circle-dot",
    # signs
    "warning": "triangle-alert",
    "votes": "thumbs-up",
    "gate": "lock",
}

LETTERS = {"moveTo": "M", "lineTo": "L", "curveTo": "C", "closePath": "Z"}


def converted(source: Path) -> str:
    """Return the icon as one path of absolute segments."""
    pen = RecordingPen()
    SVGPath(str(source)).draw(pen)
    words: list[str] = []
    for operator, points in pen.value:
        if operator == "endPath":
            continue
        words.append(LETTERS[operator])
        words += [f"{value:.2f}".rstrip("0").rstrip(".") for point in points for value in point]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="black" '
        f'stroke-width="2" stroke-linecap="round" stroke-linejoin="round"><path d="{" ".join(words)}"/></svg>\n'
    )


def main(node_modules: str) -> None:
    """Write every glyph and the licence of the set into resources/glyphs."""
    package = Path(node_modules) / "lucide-static"
    target = Path(__file__).parent.parent / "resources" / "glyphs"
    target.mkdir(parents=True, exist_ok=True)
    for name, icon in GLYPHS.items():
        (target / f"{name}.svg").write_text(converted(package / "icons" / f"{icon}.svg"))
    (target / "LICENSE.txt").write_text((package / "LICENSE").read_text())


if __name__ == "__main__":
    main(sys.argv[1])
