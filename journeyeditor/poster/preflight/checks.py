"""Whether the sheets will be legible, checked on the finished drawings.

Legible size: an x-height of 2.1 mm can be read at one metre (the usual 1/480 of the reading
distance). The reading distance of a sheet is its diagonal: 1.46 m for A0, one metre's share of
it for smaller sheets, but at least 0.35 m.

"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from journeyeditor.display.primitives import Bitmap, Drawing, Group, Page, Primitive, TextRun
from journeyeditor.display.theme import READABLE, contrast
from journeyeditor.geometry import IDENTITY, POINTS_PER_MM, Transform
from journeyeditor.i18n import Texts
from journeyeditor.layout.render_context import TextIssue
from journeyeditor.poster.paper import PAPERS
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
#: Text below this fraction of the legible size cannot be read even from nearby.
ILLEGIBLE = 0.6
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
    pages: Sequence[Page], text_issues: Iterable[TextIssue], texts: Texts
) -> list[PreflightFinding]:
    findings = _text_issue_findings(text_issues, texts)
    findings += _reading_size(pages, texts)
    findings += _pictures(pages, texts)
    order = ("error", "warning", "info")
    return sorted(findings, key=lambda finding: order.index(finding.severity))


def _text_issue_findings(text_issues: Iterable[TextIssue], texts: Texts) -> list[PreflightFinding]:
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
        listed = ", ".join(names[:MAX_NAMED])
        if len(names) > MAX_NAMED:
            listed += " " + texts("and {count} more").format(count=len(names) - MAX_NAMED)
        words = texts(
            "No font contains {character}, so a box is printed instead. Install a font that contains it."
        )
        elements = tuple(dict.fromkeys(element for element in missing.values() if element))
        message = words.format(character=listed)
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
    words = [f"{opening}{_shortened(text)}{closing}" for text in quoted[:MAX_EXAMPLES]]
    listed = ", ".join(words)
    if len(quoted) > MAX_EXAMPLES:
        more = texts("and {count} more")
        listed += " " + more.format(count=texts.number(len(quoted) - MAX_EXAMPLES))
    return listed


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


def _reading_size(pages: Sequence[Page], texts: Texts) -> list[PreflightFinding]:
    """Whether the smallest text is legible, and which paper would suffice if not."""
    worst: tuple[float, float, Page, str] | None = None
    for page in pages:
        needed = needed_size(page.trim.width, page.trim.height)
        for primitive, transform in walk(page.drawing):
            if isinstance(primitive, TextRun):
                size = primitive.size * math.sqrt(
                    abs(transform.a * transform.d - transform.b * transform.c)
                )
                if worst is None or size / needed < worst[0]:
                    worst = (size / needed, size, page, primitive.text)
    if worst is None or worst[0] >= 0.999:
        return []
    share, size, page, words = worst
    severity = "error" if share < ILLEGIBLE else "warning"
    message = texts(
        "The smallest text (“{text}”) has an x-height of {size} mm. This paper size needs {needed} mm."
    ).format(
        text=words[:40],
        size=texts.number(size * X_HEIGHT / POINTS_PER_MM, digits=2),
        needed=texts.number(size * X_HEIGHT / POINTS_PER_MM / share, digits=2),
    )
    paper = _suggested_paper(page, size)
    if paper:
        advice = texts("The map is too dense for this paper size. Use {paper}.").format(paper=paper)
    else:
        advice = texts(
            "The map is too dense for any paper size. Split it across about {count} sheets."
        ).format(count=texts.number(math.ceil(1 / share)))
    return [
        PreflightFinding("text-size", severity, "", message),
        PreflightFinding("map-density", severity, "", advice),
    ]


def _suggested_paper(page: Page, size: float) -> str:
    """The smallest ISO sheet on which text scaled with the sheet is legible; "" if none."""
    long, short = max(page.trim.width, page.trim.height), min(page.trim.width, page.trim.height)
    for name in ("A5", "A4", "A3", "A2", "A1", "A0"):
        width, height = (side * POINTS_PER_MM for side in PAPERS[name])
        factor = min(height / long, width / short)
        if factor > 1 and size * factor >= needed_size(width, height):
            return name
    return ""


def _pictures(pages: Sequence[Page], texts: Texts) -> list[PreflightFinding]:
    """Pictures printed below 100 dpi."""
    coarse: list[tuple[str, float, float]] = []
    for page in pages:
        for primitive, transform in walk(page.drawing):
            if isinstance(primitive, Bitmap):
                inches = primitive.rect.width * math.hypot(transform.a, transform.b) / 72
                dpi = primitive.asset.width_px / inches if inches else math.inf
                if dpi < MIN_DPI:
                    coarse.append((primitive.alt, dpi, inches))
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
