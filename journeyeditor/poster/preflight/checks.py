"""Whether the sheets will be legible, checked on the finished drawings.

Legible size: an x-height of 2.1 mm can be read at one metre (the usual 1/480 of the reading
distance). The reading distance of a sheet is its diagonal: 1.46 m for A0, one metre's share of
it for smaller sheets, but at least 0.35 m. From A3 on, the map's text has at least 6 pt and its
cards' titles 7 pt besides.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from journeyeditor.display.primitives import Bitmap, Drawing, Group, Page, Primitive, TextRun
from journeyeditor.display.theme import READABLE, contrast
from journeyeditor.geometry import IDENTITY, POINTS_PER_MM, Transform
from journeyeditor.i18n import Texts
from journeyeditor.layout.render_context import TextIssue
from journeyeditor.typography import describe_cluster


class PreflightFinding(NamedTuple):
    """A result of the pre-flight.

    `severity` is "error" (do not print this), "warning" (check it) or "info" (left out on
    purpose); `element` is a record's id, or "" for the sheet as a whole. A finding about several
    records names some of them in its message, and has the ids of all in `elements`.
    """

    rule: str
    severity: str
    element: str
    message: str
    elements: tuple[str, ...] = ()


X_HEIGHT_AT_ONE_METRE_MM = 2.1
A0_DIAGONAL_MM = 1456.0
NEAREST_M = 0.35
#: The x-height of the bundled text font (Inter), as a fraction of its size.
X_HEIGHT = 0.546
#: From A3 on, text of the map is no smaller than this, and the titles of its cards, in points.
SMALLEST_PT, SMALLEST_TITLE_PT = 6.0, 7.0
A3_DIAGONAL_MM = 514.0
#: Text below this fraction of the legible size cannot be read even from nearby.
ILLEGIBLE = 0.6
#: Sizes a little below the least one, by rounding, are not reported.
LARGE_ENOUGH = 0.999
MIN_DPI = 100.0
#: This many missing characters are named, the others are counted.
MAX_NAMED = 12
#: So many texts are quoted as examples, each with so many characters.
MAX_EXAMPLES, EXAMPLE_LENGTH = 5, 48


def needed_size(width_pt: float, height_pt: float) -> float:
    """The smallest readable type size in points for a sheet of this size."""
    diagonal = math.hypot(width_pt, height_pt) / POINTS_PER_MM
    distance = max(min(diagonal / A0_DIAGONAL_MM, 1.0), NEAREST_M)
    return X_HEIGHT_AT_ONE_METRE_MM * distance * POINTS_PER_MM / X_HEIGHT


def is_large(width_pt: float, height_pt: float) -> bool:
    """Whether a sheet is at least as large as A3."""
    return math.hypot(width_pt, height_pt) / POINTS_PER_MM > A3_DIAGONAL_MM * 0.99


def least_map_size(width_pt: float, height_pt: float) -> float:
    """The smallest type size in points for the map on a sheet of this size."""
    smallest = SMALLEST_PT if is_large(width_pt, height_pt) else 0.0
    return max(smallest, needed_size(width_pt, height_pt))


def least_title_size(width_pt: float, height_pt: float) -> float:
    """The smallest size in points for the titles of cards on a sheet of this size."""
    least = least_map_size(width_pt, height_pt)
    return max(least, SMALLEST_TITLE_PT) if is_large(width_pt, height_pt) else least


def walk(
    drawing: Drawing, transform: Transform = IDENTITY
) -> Iterator[tuple[Primitive, Transform]]:
    """Every primitive except groups, with its transform to the page."""
    for primitive in drawing:
        if isinstance(primitive, Group):
            yield from walk(primitive.children, transform.after(primitive.transform))
        else:
            yield primitive, transform


def preflight(
    pages: Sequence[Page],
    text_issues: Iterable[TextIssue],
    titled: Collection[str],
    texts: Texts,
    advice: Callable[[float], str],
) -> list[PreflightFinding]:
    """Return the findings, the worst first; `titled` are the ids of elements that have a title.

    `advice` is asked what helps where type has only a share of its least size.
    """
    findings = text_findings(text_issues, texts)
    findings += _sizes(pages, titled, texts, advice)
    findings += _pictures(pages, texts)
    order = ("error", "warning", "info")
    return sorted(findings, key=lambda finding: order.index(finding.severity))


def text_findings(text_issues: Iterable[TextIssue], texts: Texts) -> list[PreflightFinding]:
    findings = []
    missing: dict[str, str] = {}
    cut: list[TextIssue] = []
    without_reason: list[str] = []
    for issue in text_issues:
        if issue.rule == "glyph-missing":
            missing.setdefault(issue.detail, issue.element)
        elif issue.rule == "reason-left-out":
            without_reason.append(issue.element)
        else:
            cut.append(issue)
    if without_reason:
        words = texts.plural(
            "The reason of {count} score has no room beside the curve.",
            "The reasons of {count} scores have no room beside the curve.",
            len(without_reason),
        )
        message = words.format(count=texts.number(len(without_reason)))
        findings.append(_finding("not-shown", "info", message, tuple(without_reason)))
    if cut:
        elements = tuple(dict.fromkeys(issue.element for issue in cut if issue.element))
        message = _cut_words([issue.detail for issue in cut], texts)
        findings.append(_finding("text-cut", "error", message, elements))
    if missing:
        names = [describe_cluster(cluster) for cluster in missing]
        words = texts(
            "No font contains {character}, so a box is printed instead. Install a font that contains it."
        )
        elements = tuple(dict.fromkeys(element for element in missing.values() if element))
        message = words.format(character=texts.listed(names, MAX_NAMED))
        findings.append(_finding("glyph-missing", "error", message, elements))
    return findings


def _cut_words(cut: Sequence[str], texts: Texts) -> str:
    if len(cut) == 1:
        words = texts("“{text}” is cut off. Shorten it or use larger paper.")
        return words.format(text=_shortened(cut[0]))
    words = texts("{count} texts are cut off: {list}. Shorten them or use larger paper.")
    return words.format(count=texts.number(len(cut)), list=_examples(cut, texts))


def _finding(rule: str, severity: str, message: str, elements: tuple[str, ...]) -> PreflightFinding:
    return PreflightFinding(rule, severity, elements[0] if elements else "", message, elements)


def _examples(quoted: Sequence[str], texts: Texts) -> str:
    """The first texts in quotation marks, shortened, and how many more there are."""
    opening, closing = texts("“…”").split("…")
    words = [f"{opening}{_shortened(text)}{closing}" for text in quoted]
    return texts.listed(words, MAX_EXAMPLES)


def _shortened(text: str) -> str:
    """As much of a text as makes it known, without the hyphens of its lines."""
    text = text.replace("\u00ad ", "").replace("\u00ad", "")
    return text if len(text) <= EXAMPLE_LENGTH else f"{text[:EXAMPLE_LENGTH].rstrip()}…"


def bold_findings(
    pages: Sequence[Page], without_bold: Mapping[str, str], texts: Texts
) -> list[PreflightFinding]:
    """A finding for each script whose bold text is printed in a regular face.

    `without_bold` are the faces that stand in for bold ones, each with a character that needed it.
    """
    if not without_bold:
        return []
    used = {
        primitive.face
        for page in pages
        for primitive, _ in walk(page.drawing)
        if isinstance(primitive, TextRun)
    }
    message = texts(
        "No bold font contains {character}, so bold text like it is printed in regular weight. Install a bold font for this script."
    )
    return [
        PreflightFinding("bold-missing", "warning", "", message.format(character=cluster))
        for face, cluster in without_bold.items()
        if face in used
    ]


class _SizedText(NamedTuple):
    """A printed text, its size in points, and the least one that its sheet and its part ask for."""

    words: str
    size: float
    needed: float

    @property
    def share(self) -> float:
        return self.size / self.needed


def _smallest_text(page: Page, titled: Collection[str]) -> _SizedText | None:
    """The text of a page with the least share of what is asked; the first one of a titled card is its title."""
    legible = needed_size(page.trim.width, page.trim.height)
    in_title = least_title_size(page.trim.width, page.trim.height)
    in_map = least_map_size(page.trim.width, page.trim.height)
    smallest: TextRun | None = None
    least, least_size, least_needed = math.inf, 0.0, 1.0
    is_title = False

    def visit(drawing: Drawing, scale: float, needed: float) -> None:
        nonlocal smallest, least, least_size, least_needed, is_title
        for primitive in drawing:
            if isinstance(primitive, TextRun):
                asked = in_title if is_title else needed
                is_title = False
                size = primitive.size * scale
                if size / asked < least:
                    smallest, least = primitive, size / asked
                    least_size, least_needed = size, asked
            elif isinstance(primitive, Group):
                tag, transform = primitive.tag, primitive.transform
                is_card = tag is not None and tag.role == "P" and tag.record in titled
                is_title = is_title or is_card
                inner = in_map if primitive.name == "map" else needed
                own = scale if transform is IDENTITY else scale * transform.magnitude
                visit(primitive.children, own, inner)
                is_title = is_title and not is_card

    visit(page.drawing, 1.0, legible)
    return _SizedText(smallest.text, least_size, least_needed) if smallest else None


def has_large_type(pages: Sequence[Page], titled: Collection[str]) -> bool:
    """Whether no text is smaller than its sheet asks for."""
    found = (_smallest_text(page, titled) for page in pages)
    return all(text is None or text.share >= LARGE_ENOUGH for text in found)


def _sizes(
    pages: Sequence[Page], titled: Collection[str], texts: Texts, advice: Callable[[float], str]
) -> list[PreflightFinding]:
    """Whether the smallest text is large enough, and which paper would suffice if not."""
    found = [(text, page) for page in pages if (text := _smallest_text(page, titled)) is not None]
    if not found:
        return []
    text, page = min(found, key=lambda each: each[0].share)
    share = text.share
    if share >= LARGE_ENOUGH:
        return []
    legible = needed_size(page.trim.width, page.trim.height)
    severity = "error" if text.size < ILLEGIBLE * legible else "warning"
    message = texts(
        "The smallest text (“{text}”) is {size} pt. This paper size needs at least {needed} pt for it."
    ).format(
        text=_shortened(text.words),
        size=texts.number(text.size, digits=1),
        needed=texts.number(text.needed, digits=1),
    )
    return [
        PreflightFinding("text-size", severity, "", message),
        PreflightFinding("map-density", severity, "", advice(share)),
    ]


def _bitmaps(drawing: Drawing) -> list[tuple[Bitmap, Transform]]:
    """Every bitmap with its transform to the drawing."""
    found: list[tuple[Bitmap, Transform]] = []
    for primitive in drawing:
        if isinstance(primitive, Bitmap):
            found.append((primitive, IDENTITY))
        elif isinstance(primitive, Group) and (inner := _bitmaps(primitive.children)):
            found += [(one, primitive.transform.after(placed)) for one, placed in inner]
    return found


def _pictures(pages: Sequence[Page], texts: Texts) -> list[PreflightFinding]:
    """Pictures printed below 100 dpi."""
    coarse: list[tuple[str, float, float]] = []
    for page in pages:
        for picture, transform in _bitmaps(page.drawing):
            inches = picture.rect.width * math.hypot(transform.a, transform.b) / 72
            dpi = picture.asset.width_px / inches if inches else math.inf
            if dpi < MIN_DPI:
                coarse.append((picture.alt, dpi, inches))
    if not coarse:
        return []
    if len(coarse) == 1:
        [(name, dpi, inches)] = coarse
        message = texts(
            "The picture “{name}” prints at only {dpi} dpi. Use an image at least {pixels} pixels wide."
        ).format(
            name=name,
            dpi=texts.number(dpi, digits=0),
            pixels=texts.number(math.ceil(inches * MIN_DPI)),
        )
    else:
        message = texts(
            "{count} pictures print at less than {dpi} dpi: {list}. Use larger images."
        ).format(
            count=texts.number(len(coarse)),
            dpi=texts.number(MIN_DPI),
            list=_examples([name for name, _, _ in coarse], texts),
        )
    return [PreflightFinding("picture-resolution", "warning", "", message)]


def contrast_findings(
    pairs: Iterable[tuple[str, str, str, str]], texts: Texts
) -> list[PreflightFinding]:
    """Pairs (name, element id, text colour, background) whose contrast is too low."""
    findings = []
    for what, element, colour, ground in pairs:
        ratio = contrast(colour, ground)
        if ratio < READABLE:
            words = texts(
                "{what} has a contrast ratio of {ratio} on this paper. At least {needed} is needed."
            )
            message = words.format(
                what=what,
                ratio=texts.number(ratio, digits=1),
                needed=texts.number(READABLE, digits=1),
            )
            findings.append(PreflightFinding("contrast", "warning", element, message))
    return findings
