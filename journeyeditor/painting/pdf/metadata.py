"""What a file says about itself: information dictionary and XMP, which agree; and its colours.

XMP also names the standards that the file follows: PDF/UA-1 and PDF/A-3b, or PDF/X-4 for a press.
"""

from __future__ import annotations

import re
from datetime import datetime
from html import escape
from typing import NamedTuple

from journeyeditor import __version__
from journeyeditor.display.primitives import Attachment, Metadata
from journeyeditor.painting.pdf.document import Document, Reference, text_string
from journeyeditor.painting.xml_characters import legal

CREATOR = f"Journey Editor {__version__}"
#: The namespace of our own property; it names the state of the map that a file shows.
MAP_NAMESPACE = "https://journeyeditor.org/ns/map/1.0/"
#: BCP 47 as far as PDF readers care.
_LANGUAGE = re.compile("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_SRGB_NAME = "sRGB IEC61966-2.1"


class Press(NamedTuple):
    """A printing condition: an ICC profile of CMYK and its description."""

    profile: bytes
    name: str


def language_of(metadata: Metadata) -> str:
    """The document's language; English where the map's is none."""
    return metadata.language if _LANGUAGE.fullmatch(metadata.language) else "en"


def information(metadata: Metadata, press: Press | None) -> str:
    facts = {
        "Title": metadata.title,
        "Author": metadata.author,
        "Subject": metadata.subject,
        "Creator": CREATOR,
        "Producer": CREATOR,
    }
    entries = [f"/{key}{text_string(_line(text))}" for key, text in facts.items() if _line(text)]
    if metadata.created is not None:
        date = _pdf_date(metadata.created)
        entries.append(f"/CreationDate({date})/ModDate({date})")
    if press is not None:
        entries.append("/Trapped/False/GTS_PDFXVersion(PDF/X-4)")
    return "".join(entries)


def write_metadata(document: Document, metadata: Metadata, press: Press | None) -> Reference:
    """Write the XMP packet, uncompressed, so that any program finds it."""
    data = _xmp(metadata, press).encode("utf-8")
    return document.stream(data, "/Type/Metadata/Subtype/XML", compressed=False)


def write_output_intent(document: Document, srgb: bytes, press: Press | None) -> Reference:
    """Write the printing condition that the colours are meant for."""
    if press is None:
        profile = document.stream(srgb, "/N 3")
        name, kind = text_string(_SRGB_NAME), "GTS_PDFA1"
    else:
        profile = document.stream(press.profile, "/N 4")
        name, kind = text_string(press.name), "GTS_PDFX"
    return document.add(
        f"<</Type/OutputIntent/S/{kind}/OutputConditionIdentifier{name}/Info{name}"
        f"/RegistryName(http://www.color.org)/DestOutputProfile {profile}>>"
    )


def write_attachment(document: Document, attachment: Attachment, metadata: Metadata) -> Reference:
    """Write a file specification: the source of what the document shows (PDF/A-3, AFRelationship)."""
    from hashlib import md5

    check = md5(attachment.data, usedforsecurity=False).hexdigest()
    date = f"/ModDate({_pdf_date(metadata.created)})" if metadata.created else ""
    kind = attachment.media_type.replace("/", "#2F")
    file = document.stream(
        attachment.data,
        f"/Type/EmbeddedFile/Subtype/{kind}"
        f"/Params<</Size {len(attachment.data)}/CheckSum<{check}>{date}>>",
    )
    name = text_string(attachment.name)
    return document.add(
        f"<</Type/Filespec/F{name}/UF{name}/Desc{text_string(attachment.description)}"
        f"/AFRelationship/Source/EF<</F {file}/UF {file}>>>>"
    )


def _xmp(metadata: Metadata, press: Press | None) -> str:
    """The metadata as RDF; sorted and without padding, as it is not edited in place."""
    title, author, subject = (
        _text(words) for words in (metadata.title, metadata.author, metadata.subject)
    )
    lines = [
        "<dc:format>application/pdf</dc:format>",
        f"<dc:language><rdf:Bag><rdf:li>{language_of(metadata)}</rdf:li></rdf:Bag></dc:language>",
        f"<xmp:CreatorTool>{CREATOR}</xmp:CreatorTool>",
        f"<pdf:Producer>{CREATOR}</pdf:Producer>",
    ]
    if title:
        lines.append(f"<dc:title>{_alternatives(title)}</dc:title>")
    if author:
        lines.append(f"<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>")
    if subject:
        lines.append(f"<dc:description>{_alternatives(subject)}</dc:description>")
    if metadata.created is not None:
        date = metadata.created.isoformat(timespec="seconds")
        lines += [f"<xmp:{name}Date>{date}</xmp:{name}Date>" for name in ("Create", "Modify")]
    if press is not None:
        lines.append("<pdf:Trapped>False</pdf:Trapped>")
        lines.append("<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>")
        lines.append("<xmpMM:VersionID>1</xmpMM:VersionID>")
        lines.append("<xmpMM:RenditionClass>default</xmpMM:RenditionClass>")
    else:
        lines.append("<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>")
        lines.append("<pdfuaid:part>1</pdfuaid:part>")
        lines.append(_EXTENSIONS)
    if metadata.source_hash:
        lines.append(f"<journeymap:hash>{_text(metadata.source_hash)}</journeymap:hash>")
    body = "\n".join(lines)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        f'<rdf:Description rdf:about=""{_NAMESPACES}>\n{body}\n</rdf:Description>\n'
        '</rdf:RDF></x:xmpmeta>\n<?xpacket end="r"?>'
    )


_NAMESPACES = "".join(
    f' xmlns:{prefix}="{name}"'
    for prefix, name in {
        "dc": "http://purl.org/dc/elements/1.1/",
        "xmp": "http://ns.adobe.com/xap/1.0/",
        "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
        "pdf": "http://ns.adobe.com/pdf/1.3/",
        "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
        "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
        "pdfxid": "http://www.npes.org/pdfx/ns/id/",
        "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
        "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
        "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
        "journeymap": MAP_NAMESPACE,
    }.items()
)


def _schema(
    title: str, namespace: str, prefix: str, name: str, type_: str, category: str, words: str
) -> str:
    """The description of a property that PDF/A does not know."""
    return (
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaSchema:schema>{title}</pdfaSchema:schema>"
        f"<pdfaSchema:namespaceURI>{namespace}</pdfaSchema:namespaceURI>"
        f"<pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>"
        '<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{name}</pdfaProperty:name>"
        f"<pdfaProperty:valueType>{type_}</pdfaProperty:valueType>"
        f"<pdfaProperty:category>{category}</pdfaProperty:category>"
        f"<pdfaProperty:description>{words}</pdfaProperty:description>"
        "</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li>"
    )


_EXTENSIONS = (
    "<pdfaExtension:schemas><rdf:Bag>"
    + _schema(
        "PDF/UA identification",
        "http://www.aiim.org/pdfua/ns/id/",
        "pdfuaid",
        "part",
        "Integer",
        "internal",
        "Part of ISO 14289",
    )
    + _schema(
        "Journey map",
        MAP_NAMESPACE,
        "journeymap",
        "hash",
        "Text",
        "external",
        "First eight hexadecimal digits of the SHA-256 of the map shown",
    )
    + "</rdf:Bag></pdfaExtension:schemas>"
)


def _alternatives(text: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{text}</rdf:li></rdf:Alt>'


def _text(text: str) -> str:
    return escape(_line(text), quote=False)


def _line(text: str) -> str:
    """The text on one line, without what neither XML nor UTF-16 can hold."""
    return " ".join(legal(text).split())


def _pdf_date(moment: datetime) -> str:
    """A date as PDF writes it: D:20260131120000+01'00."""
    zone = moment.strftime("%z") or "+0000"
    return f"D:{moment:%Y%m%d%H%M%S}{zone[:3]}'{zone[3:5]}"
