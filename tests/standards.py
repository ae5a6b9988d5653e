"""What a program can check of PDF/UA-1, PDF/A-3b and PDF/X-4, read with pikepdf and fontTools.

Rules of PDF/UA carry their numbers in the Matterhorn Protocol, others their clause of ISO 19005-3
or ISO 15930-7. This is not a statement of conformance: what needs a person, and what veraPDF checks
beyond it, is not here.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import pikepdf
from fontTools.ttLib import TTFont

#: Operators that paint, and those that set colours of one device.
PAINTING = {"f", "f*", "F", "S", "s", "B", "B*", "b", "b*", "Do", "Tj", "TJ", "sh"}
DEVICE_OPERATORS = {"rg": "RGB", "RG": "RGB", "k": "CMYK", "K": "CMYK"}
STANDARD_TYPES = set(
    "Document Part Sect Div P H1 H2 H3 L LI Lbl LBody Table TR TH TD Figure Link Span".split()
)
#: Structure type → the types that may hold it (ISO 32000-1, 14.8.4.3).
PARENTS = {
    "LI": {"L"},
    "LBody": {"LI"},
    "TR": {"Table"},
    "TH": {"TR"},
    "TD": {"TR"},
}
#: Structure type → the only types it may hold.
CHILDREN = {"L": {"LI"}, "LI": {"Lbl", "LBody"}, "Table": {"TR"}, "TR": {"TH", "TD"}}
NAMES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
}
#: Namespaces whose properties PDF/A knows without a description.
PREDEFINED = {NAMES[prefix] for prefix in ("dc", "xmp", "pdf", "pdfaid", "rdf", "pdfaExtension")}


@dataclass
class ContentFacts:
    """What the content streams of a page use."""

    marks: list[int] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    devices: set[str] = field(default_factory=set)
    codes: dict[str, set[int]] = field(default_factory=dict)
    text_colours: set[tuple[str, tuple[float, ...]]] = field(default_factory=set)


def metadata_of(document: pikepdf.Pdf) -> ElementTree.Element:
    """Return the XMP packet; raises if there is none or if it is packed."""
    stream = document.Root.Metadata
    assert "/Filter" not in stream
    return ElementTree.fromstring(stream.read_bytes().decode("utf-8"))


def words_of(xmp: ElementTree.Element, path: str) -> str:
    """Return the text of the first element at a path, "" without one."""
    found = xmp.find(f".//{path}", NAMES)
    return "" if found is None else "".join(found.itertext()).strip()


def universal_access_faults(document: pikepdf.Pdf) -> list[str]:
    """Return what breaks PDF/UA-1."""
    return [
        *_catalogue_faults(document),
        *_structure_faults(document),
        *_content_faults(document),
        *_annotation_faults(document),
        *_text_faults(document),
    ]


def archive_faults(document: pikepdf.Pdf) -> list[str]:
    """Return what breaks PDF/A-3b."""
    return [
        *_archive_metadata_faults(document),
        *_intent_faults(document, "/GTS_PDFA1", 3),
        *_attachment_faults(document),
        *_object_faults(document),
        *_font_faults(document),
        *[
            f"6.2.4.3: page {number} uses Device{device}"
            for number, page in enumerate(document.pages, 1)
            for device in content_facts(page).devices - {"RGB"}
        ],
    ]


def press_faults(document: pikepdf.Pdf) -> list[str]:
    """Return what breaks PDF/X-4."""
    xmp = metadata_of(document)
    faults = [*_intent_faults(document, "/GTS_PDFX", 4), *_font_faults(document)]
    faults += [*_object_faults(document)]
    if words_of(xmp, "pdfxid:GTS_PDFXVersion") != "PDF/X-4":
        faults.append("6.3: the version is not in the XMP")
    if words_of(xmp, "pdf:Trapped") != "False" or str(document.docinfo.get("/Trapped")) != "/False":
        faults.append("6.3: Trapped is not known")
    if "/AF" in document.Root or "/Names" in document.Root:
        faults.append("6.x: a file is attached")
    for number, page in enumerate(document.pages, 1):
        if "/TrimBox" not in page or not _inside(page.TrimBox, page.BleedBox, page.mediabox):
            faults.append(f"6.5: boxes of page {number}")
        if "/Annots" in page:
            faults.append(f"6.17: page {number} has annotations")
        faults += [
            f"6.2: page {number} uses Device{device}"
            for device in content_facts(page).devices - {"CMYK"}
        ]
    return faults


def _inside(*boxes: Any) -> bool:
    """Whether each box lies inside the next."""
    corners = [[float(value) for value in box] for box in boxes]
    return all(
        outer[0] <= inner[0]
        and outer[1] <= inner[1]
        and outer[2] >= inner[2]
        and outer[3] >= inner[3]
        for inner, outer in itertools.pairwise(corners)
    )


def _catalogue_faults(document: pikepdf.Pdf) -> Iterator[str]:
    root: Any = document.Root
    xmp = metadata_of(document)
    if not ("/MarkInfo" in root and bool(root.MarkInfo.Marked)):
        yield "06-001: not marked"
    if words_of(xmp, "pdfuaid:part") != "1":
        yield "06-002: pdfuaid:part"
    if not words_of(xmp, "dc:title"):
        yield "06-003: dc:title"
    if not ("/ViewerPreferences" in root and bool(root.ViewerPreferences.DisplayDocTitle)):
        yield "07-002: DisplayDocTitle"
    if not re.fullmatch("[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*", str(root.get("/Lang", ""))):
        yield "11-006: Lang"
    if "/RoleMap" in root.StructTreeRoot:
        yield "02-001: types of our own"
    if document.is_encrypted or "/OCProperties" in root or "/AcroForm" in root:
        yield "20, 25, 26: layers, forms or encryption"


def kids_of(element: Any) -> list[Any]:
    """Return the kids of an element, which stand alone if there is one."""
    kids = element.get("/K", [])
    if isinstance(kids, pikepdf.Array):
        return list(kids)
    return [] if isinstance(kids, list) else [kids]


def elements_of(document: pikepdf.Pdf) -> Iterator[tuple[Any, Any]]:
    """Yield each structure element with its parent, in reading order."""
    waiting: list[tuple[Any, Any]] = [(document.Root.StructTreeRoot, None)]
    while waiting:
        element, parent = waiting.pop()
        if parent is not None:
            yield element, parent
        children = [kid for kid in kids_of(element) if not isinstance(kid, int) and "/S" in kid]
        waiting += [(kid, element) for kid in reversed(children)]


def _structure_faults(document: pikepdf.Pdf) -> Iterator[str]:  # noqa: C901 (a branch for each rule)
    level = 0
    for element, parent in elements_of(document):
        role = str(element.S)[1:]
        above = str(parent.get("/S", "/"))[1:]
        if role not in STANDARD_TYPES:
            yield f"02-001: {role} is no standard type"
        if role in PARENTS and above not in PARENTS[role]:
            yield f"09-004: {role} in {above}"
        if above in CHILDREN and role not in CHILDREN[above]:
            yield f"09-004: {above} holds {role}"
        if role in CHILDREN and any(isinstance(kid, int) for kid in kids_of(element)):
            yield f"09-004: {role} holds content"
        if element.P.objgen != parent.objgen:
            yield f"{role} names another parent"
        if role == "Figure" and not str(element.get("/Alt", "")).strip():
            yield "13-004: a figure without words"
        if role == "TH" and str(element.A.Scope) not in ("/Row", "/Column"):
            yield "15-003: a header cell without scope"
        if role == "Table" and len({len(kids_of(row)) for row in kids_of(element)}) > 1:
            yield "15-002: rows of different lengths"
        if re.fullmatch("H[1-6]", role):
            if int(role[1]) > level + 1:
                yield f"14-003: {role} after H{level}" if level else f"14-002: begins with {role}"
            level = int(role[1])


def _content_faults(document: pikepdf.Pdf) -> Iterator[str]:
    numbers: Any = document.Root.StructTreeRoot.ParentTree.Nums
    owners = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
    claimed: dict[Any, list[int]] = {}
    for element, _ in elements_of(document):
        for kid in kids_of(element):
            if isinstance(kid, int):
                claimed.setdefault(element.Pg.objgen, []).append(int(kid))
    for number, page in enumerate(document.pages, 1):
        facts = content_facts(page)
        yield from (f"page {number}: {fault}" for fault in facts.faults)
        if sorted(facts.marks) != sorted(claimed.get(page.objgen, [])):
            yield f"01-005: page {number} has marks that no element claims"
        if len(owners[int(page.StructParents)]) != len(facts.marks):
            yield f"ParentTree of page {number}"
        if str(page.get("/Tabs", "")) != "/S":
            yield f"28-008: tab order of page {number}"


def content_facts(page: Any) -> ContentFacts:
    """Read a page's content stream and the forms it shows."""
    facts = ContentFacts()
    _read(page, page.Resources, facts, is_form=False, seen=set())
    return facts


def _read(  # noqa: C901, PLR0912 (a branch for each operator)
    stream: Any, resources: Any, facts: ContentFacts, *, is_form: bool, seen: set[str]
) -> None:
    marks: list[str] = []
    fonts: list[str] = [""]
    fills: list[tuple[str, tuple[float, ...]]] = [("g", (0.0,))]
    for instruction in pikepdf.parse_content_stream(stream):
        operands, name = instruction.operands, str(instruction.operator)
        if name in ("BDC", "BMC"):
            if marks:
                facts.faults.append("01-003: a mark inside a mark")
            marks.append(str(operands[0]))
            if name == "BDC":
                facts.marks.append(int(operands[1].MCID))
        elif name == "EMC":
            marks.pop()
        elif name in PAINTING and not (marks or is_form):
            facts.faults.append(f"01-005: {name} is neither tagged nor an artifact")
        if name == "q":
            fonts.append(fonts[-1])
            fills.append(fills[-1])
        elif name == "Q":
            fonts.pop()
            fills.pop()
        elif name == "Tf":
            fonts[-1] = str(operands[0])
        elif name in ("g", "rg", "k"):
            fills[-1] = name, tuple(float(value) for value in operands)
        if name in DEVICE_OPERATORS:
            facts.devices.add(DEVICE_OPERATORS[name])
        if name == "TJ":
            facts.text_colours.add(fills[-1])
            wide = str(resources.Font[fonts[-1]].Subtype) == "/Type0"
            used = facts.codes.setdefault(fonts[-1], set())
            for text in operands[0]:
                if isinstance(text, pikepdf.String):
                    used.update(_codes(bytes(text), 2 if wide else 1))
        elif name == "Do":
            shown = resources.XObject[operands[0]]
            if str(shown.Subtype) == "/Form" and str(operands[0]) not in seen:
                seen.add(str(operands[0]))
                _read(shown, shown.Resources, facts, is_form=True, seen=seen)


def _codes(data: bytes, length: int) -> Iterator[int]:
    for i in range(0, len(data), length):
        yield int.from_bytes(data[i : i + length], "big")


def _annotation_faults(document: pikepdf.Pdf) -> Iterator[str]:
    numbers: Any = document.Root.StructTreeRoot.ParentTree.Nums
    owners = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
    for page in document.pages:
        for annotation in page.get("/Annots", []):
            owner = owners.get(int(annotation.get("/StructParent", -1)))
            if owner is None or str(owner.get("/S", "")) != "/Link":
                yield "28-011: a link outside a Link"
            elif not any(
                not isinstance(kid, int) and kid.get("/Obj", kid).objgen == annotation.objgen
                for kid in kids_of(owner)
            ):
                yield "28-011: a Link that does not name its link"
            if not str(annotation.get("/Contents", "")):
                yield "28-004: a link without Contents"
            if int(annotation.F) & 4 == 0:
                yield "19005-3, 6.3.2: a link that is not printed"


def _fonts(document: pikepdf.Pdf) -> Iterator[tuple[str, Any, set[int]]]:
    """Yield each font with the codes that pages show in it."""
    used: dict[str, set[int]] = {}
    for page in document.pages:
        for name, codes in content_facts(page).codes.items():
            used.setdefault(name, set()).update(codes)
    for name, codes in used.items():
        yield name, document.pages[0].Resources.Font[name], codes


def _to_unicode(font: Any) -> dict[int, str]:
    pairs = re.findall(rb"<([0-9A-F]+)> <([0-9A-F]*)>\n", font.ToUnicode.read_bytes())
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}


def _text_faults(document: pikepdf.Pdf) -> Iterator[str]:
    for name, font, codes in _fonts(document):
        texts = _to_unicode(font)
        missing = [code for code in codes if not texts.get(code)]
        if missing:
            yield f"10-001: codes of {name} without text: {missing}"
        if any(set(text) & set("\0\ufeff\ufffe") for text in texts.values()):
            yield f"31-028: forbidden text in {name}"


def _font_faults(document: pikepdf.Pdf) -> Iterator[str]:  # noqa: C901 (a branch for each rule)
    for name, font, codes in _fonts(document):
        if str(font.Subtype) == "/Type3":
            if "/FontDescriptor" not in font:
                yield f"{name}: a Type 3 font without descriptor"
            continue
        below = font.DescendantFonts[0]
        file = TTFont(BytesIO(below.FontDescriptor.FontFile2.read_bytes()))
        widths: dict[int, float] = {}
        for i in range(0, len(below.W), 2):
            for place, width in enumerate(below.W[i + 1]):
                widths[int(below.W[i]) + place] = float(width)
        places = below.CIDToGIDMap.read_bytes()
        scale = 1000 / file["head"].unitsPerEm
        for code in codes:
            glyph = int.from_bytes(places[2 * code : 2 * code + 2], "big")
            if glyph == 0:
                yield f"6.2.11.8: {name} shows .notdef"
            elif abs(file["hmtx"][file.getGlyphName(glyph)][0] * scale - widths[code]) > 1:
                yield f"6.2.11.5: width of {code} in {name}"


def _archive_metadata_faults(document: pikepdf.Pdf) -> Iterator[str]:  # noqa: C901 (a branch for each rule)
    xmp, info = metadata_of(document), document.docinfo
    if (words_of(xmp, "pdfaid:part"), words_of(xmp, "pdfaid:conformance")) != ("3", "B"):
        yield "6.6.4: pdfaid"
    for key, path in {
        "/Title": "dc:title",
        "/Author": "dc:creator",
        "/Subject": "dc:description",
        "/Creator": "xmp:CreatorTool",
        "/Producer": "pdf:Producer",
    }.items():
        if str(info.get(key, "")) != words_of(xmp, path):
            yield f"6.6.3: {key} differs from {path}"
    for key, path in {"/CreationDate": "xmp:CreateDate", "/ModDate": "xmp:ModifyDate"}.items():
        if (
            re.sub(r"\D", "", str(info.get(key, "")))[:14]
            != re.sub(r"\D", "", words_of(xmp, path))[:14]
        ):
            yield f"6.6.3: {key} differs from {path}"
    described = {node.text for node in xmp.iter(f"{{{NAMES['pdfaSchema']}}}namespaceURI")}
    for node in xmp.find(".//rdf:Description", NAMES) or ():
        namespace = node.tag[1:].partition("}")[0]
        if namespace not in PREDEFINED | described:
            yield f"6.6.2.3: {node.tag} is not described"
    if "/ID" not in document.trailer:
        yield "6.1.3: no identifier"


def _intent_faults(document: pikepdf.Pdf, kind: str, components: int) -> Iterator[str]:
    intents = [each for each in document.Root.get("/OutputIntents", []) if str(each.S) == kind]
    if len(intents) != 1:
        yield f"6.2.3: {len(intents)} intents {kind}"
        return
    profile = intents[0].DestOutputProfile
    spaces = {3: b"RGB ", 4: b"CMYK"}
    data = profile.read_bytes()
    if int(profile.N) != components or data[16:20] != spaces[components]:
        yield "6.2.3: the profile is of another kind"
    if data[36:40] != b"acsp" or data[12:16] not in (b"mntr", b"prtr"):
        yield "6.2.3: the profile is none of an output device"


def _attachment_faults(document: pikepdf.Pdf) -> Iterator[str]:
    root: Any = document.Root
    named: Any = root.Names.EmbeddedFiles.Names if "/Names" in root else []
    associated = {each.objgen for each in root.get("/AF", [])}
    for i in range(1, len(named), 2):
        file = named[i]
        if file.objgen not in associated:
            yield "6.8: a file that is not associated"
        if not {"/F", "/UF", "/AFRelationship", "/Desc", "/EF"} <= set(file.keys()):
            yield "6.8: an incomplete file specification"
        stream = file.EF.F
        if "/Subtype" not in stream or "/ModDate" not in stream.Params:
            yield "6.8: an incomplete embedded file"


def _object_faults(document: pikepdf.Pdf) -> Iterator[str]:
    for each in document.objects:
        if not isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
            continue
        if isinstance(each, pikepdf.Stream) and "LZW" in str(each.get("/Filter", "")):
            yield "6.1.7.2: LZW"
        if bool(each.get("/Interpolate", False)):
            yield "6.2.8: Interpolate"
        if str(each.get("/S", "")) in ("/JavaScript", "/Launch", "/Movie", "/Sound", "/Hide"):
            yield f"6.5.1: {each.S}"
        if "/JS" in each or "/AA" in each or "/OpenAction" in each:
            yield "6.5.2: an action by itself"
