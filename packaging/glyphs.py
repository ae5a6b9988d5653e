"""Turn icons of the Lucide set (npm package lucide-static) into the form the program reads.

    python packaging/glyphs.py NODE_MODULES

Every icon becomes one SVG with one path of absolute M, L, C and Z: outlines that a drawing can hold
without a reader for SVG. The signs inside Qt's own widgets come from files, in the colours of the
window's themes. Needs fontTools (for arcs and shapes); run by hand when set or themes change.
"""

from __future__ import annotations

import json
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
    # the window: tools and what is done to the map
    "undo": "undo-2",
    "redo": "redo-2",
    "select": "mouse-pointer-2",
    "hand": "hand",
    "connect": "waypoints",
    "curve": "spline",
    "zoom_in": "zoom-in",
    "zoom_out": "zoom-out",
    "zoom_fit": "maximize",
    "zoom_selection": "scan",
    "find": "search",
    "replace": "replace",
    "filter": "list-filter",
    "present": "play",
    "pause": "pause",
    "replay": "route",
    "flow": "chart-network",
    "cut": "scissors",
    "copy": "copy",
    "paste": "clipboard-paste",
    "duplicate": "copy-plus",
    "delete": "trash-2",
    "rename": "pencil",
    "align": "crosshair",
    # the window: files
    "new": "file-plus",
    "file": "file",
    "folder": "folder",
    "open": "folder-open",
    "save": "save",
    "save_as": "save-all",
    "export": "download",
    "import": "upload",
    "print": "printer",
    "template": "layout-template",
    "quit": "log-out",
    # the window: views and settings
    "settings": "settings-2",
    "help": "circle-question-mark",
    "keyboard": "keyboard",
    "info": "info",
    "error": "circle-alert",
    "done": "circle-check",
    "panel_left": "panel-left",
    "panel_right": "panel-right",
    "panel_bottom": "panel-bottom",
    "form": "sliders-horizontal",
    "outline": "list-tree",
    "history": "history",
    "map": "map",
    "light": "sun",
    "dark": "moon",
    "language": "languages",
    "screen": "monitor",
    "colour": "palette",
    "calendar": "calendar",
    "tag": "tag",
    "link": "link",
    "unlink": "unlink",
    "external": "external-link",
    "reload": "refresh-cw",
    # the window: small signs
    "plus": "plus",
    "minus": "minus",
    "check": "check",
    "close": "x",
    "more": "ellipsis",
    "grip": "grip-vertical",
    "shown": "eye",
    "hidden": "eye-off",
    "crop": "crop",
    "add_person": "user-plus",
    "add_picture": "image-plus",
    "chevron_down": "chevron-down",
    "chevron_right": "chevron-right",
    "chevron_left": "chevron-left",
    "chevron_up": "chevron-up",
    "arrow_down": "arrow-down",
    "arrow_right": "arrow-right",
    "arrow_left": "arrow-left",
    "arrow_up": "arrow-up",
    "enter": "corner-down-left",
}

#: Signs inside Qt's own widgets, which take them from files: name → (icon, role of the theme).
SIGNS = {
    "check": ("check", "ink"),
    "check_on": ("check", "accent_ink"),
    "minus_on": ("minus", "accent_ink"),
    "chevron_down": ("chevron-down", "quiet"),
    "chevron_up": ("chevron-up", "quiet"),
    "chevron_right": ("chevron-right", "quiet"),
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
    for theme in target.with_name("themes").glob("window/*.json"):
        colours = json.loads(theme.read_text())
        folder = theme.with_suffix("")
        folder.mkdir(exist_ok=True)
        for name, (icon, role) in SIGNS.items():
            sign = converted(package / "icons" / f"{icon}.svg").replace("black", colours[role])
            (folder / f"{name}.svg").write_text(sign)
    (target / "LICENSE.txt").write_text((package / "LICENSE").read_text())


if __name__ == "__main__":
    main(sys.argv[1])
