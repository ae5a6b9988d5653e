"""What the fuzzer feeds with hostile inputs, and what must hold for each: one class, one entrance.

A target makes an input by chance and judges what the program does with it; it raises where that is
neither success nor one sentence. `sandbox` adds the bounds.
"""

from __future__ import annotations

import base64
import copy
import json
import struct
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from journeyeditor import resources
from tests.fuzz import commands, drops, event_logs, mutations

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = sorted(resources.path("samples").glob("*.journey.json"))
EVERYTHING = ROOT / "files" / "samples" / "v0001" / "everything.journey.json"


class Target(NamedTuple):
    """An entrance of the program: `judge` gets the input's bytes and an empty folder.

    `calm` is an input that nobody could object to.
    """

    suffix: str
    calm: Callable[[], bytes]
    make: Callable[[Random], bytes]
    judge: Callable[[bytes, Path], None]
    memory: int = 500


# ---- maps

MAP = "map.journey.json"


@cache
def _documents() -> list[Any]:
    return [json.loads(path.read_bytes()) for path in (EVERYTHING, EVERYTHING, *SAMPLES)]


def make_map(chance: Random) -> bytes:
    """A map with one to three places changed, some bytes changed, or of an unusual shape."""
    match chance.randrange(10):
        case 0:
            return mutations.broken(chance.choice([EVERYTHING, *SAMPLES]).read_bytes(), chance)
        case 1:
            return mutations.encoded(_shaped(chance))
        case 2:
            return mutations.encoded(_crossed(chance))
        case 3 | 4 | 5:
            return mutations.encoded(_reworded(chance))
        case _:
            values = chance.choice(_documents())
            for _ in range(chance.choice([1, 1, 2, 3])):
                values = mutations.changed(values, chance)
                if not isinstance(values, dict) or not values:
                    break
            return mutations.encoded(values)


#: Fields that may hold any text.
_WORDS = (
    "title note owner customer_goal quote role reason claim source caption segment unit system "
    "hypothesis subtitle client author goal alt"
).split()


def _reworded(chance: Random) -> Any:
    """A map that is sound, with odd texts in some places."""
    values = copy.deepcopy(chance.choice(_documents()))
    rows = [values["graph"], *values["nodes"]]
    for row in chance.sample(rows, min(len(rows), chance.choice([1, 4, 30]))):
        words = mutations.text(chance).encode("utf-8", "replace").decode()
        for field in {*_WORDS} & {*row}:
            row[field] = words
    return values


def _shaped(chance: Random) -> Any:
    """A map of many elements of a kind, a chain, a star or a clique of relations, or a long text."""
    count = chance.choice([50, 400, 3_000, 10_000, 99_990])
    kind = chance.choice(
        "stage lane persona step touchpoint thought emotion pain_point opportunity backstage metric "
        "evidence note".split()
    )
    is_card = kind not in ("stage", "lane", "persona")
    fields: dict[str, Any] = {"stage": "s"} if is_card and chance.random() < 0.8 else {}
    title = mutations.text(chance, 1_000_000) if chance.random() < 0.2 else ""
    nodes: list[dict[str, Any]] = [
        {"id": "s", "kind": "stage", "title": title if chance.random() < 0.5 else "S"}
    ]
    nodes += [{"id": f"n{i}", "kind": kind, "title": f"T {i}", **fields} for i in range(count)]
    nodes[-1]["title"] = title
    if kind == "emotion":
        for i, node in enumerate(nodes[1:]):
            node["score"] = i % 5 - 2
    ends: list[tuple[int, int]] = []
    if kind in ("step", "touchpoint", "stage"):
        match chance.randrange(4):
            case 0:
                ends = [(i, i + 1) for i in range(count - 1)]
            case 1:
                ends = [(0, i) for i in range(1, count)]
            case 2:
                side = min(count, chance.choice([30, 95, 250, 440]))
                ends = [(i, j) for i in range(side) for j in range(side) if i != j]
    edges = [
        {"source": f"n{a}", "target": f"n{b}", "key": f"r{i}", "kind": "follows"}
        for i, (a, b) in enumerate(ends)
    ]
    graph = {"title": title if chance.random() < 0.3 else "T", "language": "sv"}
    return {**_documents()[0], "graph": graph, "nodes": nodes, "edges": edges}


def _crossed(chance: Random) -> Any:
    """A map of many stages, personas and cards in all of them, and relations between any."""
    kind = chance.choice(["step", "touchpoint", "pain_point", "emotion", "stage"])
    count = chance.choice([400, 3_000, 5_900])
    personas = chance.choice([1, 30, 1_000]) if kind in ("step", "emotion") else 0
    nodes: list[dict[str, Any]] = [
        {"id": f"s{i}", "kind": "stage", "title": f"S {i}"} for i in range(count)
    ]
    nodes += [{"id": f"q{i}", "kind": "persona", "title": f"Q {i}"} for i in range(personas)]
    for i in range(min(count, 11_900 - len(nodes)) if kind != "stage" else 0):
        node: dict[str, Any] = {"id": f"n{i}", "kind": kind, "title": f"T {i}", "stage": f"s{i}"}
        if kind == "emotion":
            node |= {"persona": f"q{i % personas}", "score": i % 5 - 2}
        elif personas:
            node["persona"] = [f"q{i % personas}"]
        nodes.append(node)
    ids = [node["id"] for node in nodes if node["kind"] == kind]
    ends = {(chance.choice(ids), chance.choice(ids)) for _ in range(chance.choice([0, 900, 8_900]))}
    edges = [
        {"source": a, "target": b, "key": f"r{i}", "kind": "follows"}
        for i, (a, b) in enumerate(sorted(ends))
        if a != b and kind in ("step", "touchpoint", "stage")
    ]
    graph = {"title": "T", "language": "sv"}
    return {**_documents()[0], "graph": graph, "nodes": nodes, "edges": edges}


def judge_map(data: bytes, folder: Path) -> None:
    """Info, check, compare and export answer; what was read can be written and read again."""
    from journeyeditor.files import FileError, dump_map, parse_map

    path = folder / MAP
    path.write_bytes(data)
    is_map = commands.call("info", path).status == 0
    with suppress(FileError):
        calm = dump_map(parse_map(data, "map"))
        assert is_map, "info refuses what is read"
        assert dump_map(parse_map(calm, "map")) == calm, "written otherwise than read"
    if not is_map:
        assert commands.call("export", path, "-o", folder / "a.pdf").status == 1
        return
    number = zlib.crc32(data) % 7
    format_ = "svg" if number == 0 else "pdf"
    options: dict[int, list[str]] = {
        1: ["--ribbon"],
        2: ["--appendix"],
        3: ["--sheets", "3"],
        4: ["--tile", "A4"],
    }
    assert commands.call("check", path).status == 0
    commands.call("export", path, "-o", folder / f"a.{format_}", *options.get(number, []))
    if number == 1:
        commands.call("compare", EVERYTHING, path, "-o", folder / "b.pdf")
        commands.call("reminder", path, "-o", folder / "b.ics")


# ---- diagrams

_DIAGRAM_LINES = (
    "journey", "%%{init}%%", "%%{init: {'a': 1}}%%", "%% comment", "section S", "section", "title T",
    "A: 5: Me", "A: 9e9: Me", "A:::", ": 5: Me", "accTitle: x", "accDescr {", "accDescr { a }", "}",
    "---", "title: [*a, *a]", "a: &a [*a]", "```mermaid", "```", "> ", "A <b: 5", "#35; : 5", "A; B: 1: x",
    "```mermaid\njourney\n A: 3: b", "a: &a [x, x, x, x, x, x, x, x, x]", "b: &b {<<: *a}", "? - *a",
    "<script>: 3: a", "A: NaN: b", "A: 0x10: b", "A: 1" + "0" * 400 + ": b", "A: 5: " + "," * 400,
    "A: 5: " + ", ".join(f"P{i}" for i in range(400)),
)  # fmt: skip


@cache
def _diagrams() -> list[str]:
    paths = sorted((ROOT / "exchange" / "corpus").rglob("*.mmd"))
    return [path.read_bytes().decode("utf-8", "replace") for path in paths]


def make_diagram(chance: Random) -> bytes:
    """A Mermaid diagram with lines changed, front matter of aliases, inside Markdown, or broken."""
    words = chance.choice(_diagrams())
    words = mutations.lines_changed(words, chance, (*_DIAGRAM_LINES, *mutations.ODD_TEXTS))
    if chance.random() < 0.3:
        words = f"---\n{_front_matter(chance)}\n---\n{words}"
    if chance.random() < 0.15:
        words = f"# Heading\n\n```mermaid\n{words}\n```\n"
    data = words.encode("utf-8", chance.choice(["replace", "surrogatepass"]))
    return mutations.broken(data, chance) if chance.random() < 0.15 else data


def _front_matter(chance: Random) -> str:
    """YAML of aliases of aliases, of deep lists, of odd keys."""
    match chance.randrange(4):
        case 0:
            names = "abcdefghij"[: chance.choice([2, 5, 10])]
            lines = [
                f"{name}: &{name} [{','.join(['*' + above if above else 'x'] * 9)}]"
                for above, name in zip(("", *names), names, strict=False)
            ]
            return "\n".join([*lines, f"title: *{names[-1]}"])
        case 1:
            depth = chance.choice([5, 100, 400, 5000])
            return "title: " + "[" * depth + "x" + "]" * depth
        case 2:
            return "\n".join(f"k{i}: {chance.choice(mutations.ODD_TEXTS)!r}" for i in range(30))
        case _:
            return mutations.lines_changed(
                "title: x\nconfig:\n  a: &a b\n  c: *a", chance, _DIAGRAM_LINES
            )


def judge_diagram(data: bytes, folder: Path) -> None:
    """Import answers, strictly and leniently; what it makes is a map that can be printed."""
    path, made = folder / "a.mmd", folder / MAP
    path.write_bytes(data)
    strict = commands.call("import", path, "-o", made).status
    lenient = commands.call("import", path, "-o", made, "--lenient").status
    assert lenient <= strict, "refused leniently what is read strictly"
    if made.exists():
        assert commands.call("info", made).status == 0
        commands.call("export", made, "-o", folder / "a.pdf")


# ---- tables of funnels

_CELLS = (
    "", "0", "1", "-1", "1.204", "1,5 %", "100%", "1e999", "9" * 300, "NaN", "12 345", "1.2.3.4", "~5",
    "2026-11-21", "00:10", "Total", "step", "users", "antal", "Andel", "segment", '"', '""', "|", "---",
    "kr 5,-", "=cmd()", "½", "٣", "１２", "1\u00a0000", "∞", "-", "#N/A", "1" + " " * 9000 + "x",
)  # fmt: skip


@cache
def _tables() -> list[str]:
    paths = sorted((ROOT / "exchange" / "corpus" / "funnel").iterdir())
    return [path.read_bytes().decode("utf-8", "replace") for path in paths if path.is_file()]


def make_table(chance: Random) -> bytes:
    """A table of a corpus with lines changed, or one put together of odd cells."""
    if chance.random() < 0.5:
        words = mutations.lines_changed(chance.choice(_tables()), chance, _CELLS)
    else:
        separator = chance.choice(",;\t|")
        width, height = chance.choice([(2, 5), (3, 20), (30, 3), (400, 50), (3, 20_000)])
        few = [[_cell(chance) for _ in range(width)] for _ in range(min(height, 20))]
        words = "\n".join(separator.join(few[i % len(few)]) for i in range(height))
    data = words.encode("utf-8", "replace")
    return mutations.broken(data, chance) if chance.random() < 0.2 else data


def _cell(chance: Random) -> str:
    return chance.choice(_CELLS) if chance.random() < 0.6 else mutations.text(chance, 5000)


def judge_table(data: bytes, folder: Path) -> None:
    """Every table of it is read one way or another, or refused in a sentence of all languages."""
    from journeyeditor.app.importing.funnel_dialog import likeliest, of_file
    from journeyeditor.exchange.funnel_tables import (
        Reading,
        Role,
        convention,
        guess,
        parts,
        steps_of,
    )
    from journeyeditor.exchange.funnel_text import TableError
    from journeyeditor.i18n import texts

    path = folder / "a.csv"
    path.write_bytes(data)
    try:
        tables = of_file(str(path))
        likeliest(tables)
        for table in tables[:5]:
            width = len(table.header)
            others = Reading((Role.STEP, *[Role.COUNT] * (width - 1)))
            for reading in (guess(table), others, others._replace(is_wide=True)):
                parts(table, reading)
                with suppress(TableError):
                    convention(steps_of(table, reading))
    except TableError as error:
        for language in ("en", "sv", "nb", "da"):
            _judge_sentence(error.message(texts(language)))


def _judge_sentence(sentence: str) -> None:
    assert sentence, "an empty sentence"
    assert len(sentence) <= commands.MAX_SENTENCE, "an endless sentence"
    assert "\n" not in sentence, "more than one line"


# ---- journeys in tables and lists

_JOURNEY_LINES = (
    "| Stage | Actions | Emotion |", "|---|---|---|", "| | | |", "# Stage 1: x", "- **Actions:** y", "Persona: z", "+---+---+", "| a |", "|" * 400,
    "1. a", "\t\tx", "**Pain points:**", "<table><tr><td rowspan=999>x", "a → b → c", "```", "---", "===", "| " + "*" * 9000 + " |", "Phase;Handlung;Gefühl",
    "| x | " + "😐→" * 999 + " | 4/5 |", "  - a: b", "> | q | r |", "&#9;<br>" * 99,
)  # fmt: skip


@cache
def _journeys() -> list[bytes]:
    folder = ROOT / "exchange" / "corpus" / "tables"
    return [path.read_bytes() for path in sorted(folder.iterdir()) if path.suffix != ".expected"]


def make_journey(chance: Random) -> bytes:
    """A page, table or workbook of the corpus with lines or bytes changed."""
    data = chance.choice(_journeys())
    if data.startswith(b"PK") or chance.random() < 0.2:
        return mutations.broken(data, chance)
    words = mutations.lines_changed(data.decode("utf-8", "replace"), chance, _JOURNEY_LINES)
    return words.encode("utf-8", "replace")


def judge_journey(data: bytes, folder: Path) -> None:
    """Whatever is found is listed, and what is imported is a sound map."""
    path, made = folder / "a.md", folder / MAP
    path.write_bytes(data)
    listed = commands.call("import", path, "--list").status
    status = commands.call("import", path, "-o", made).status
    assert status >= listed, "imported although it cannot be listed"
    if made.exists():
        assert commands.call("info", made).status == 0


# ---- the clipboard

_PASTED = (
    "Search\nCompare\nBuy", "- a\n- b\n\t- c", "Stage\tStep\tNote\nA\tB\tC", "| a | b |\n|---|---|\n| 1 | 2 |",
    "Step;Count\nA;100\nB;50", "😀 happy\n😡 angry\n+2\n-1", "steg,kontaktpunkt\nKöp,Butik", "1. a\n2) b\n[x] c",
    "stage\tVisit\tBuy\nstep\ta\tb\nemotion\t+1\t-2", "persona\tquote\nSara\t“x”", "figure\tdate\n12 %\t2026-11-21",
)  # fmt: skip


#: Some more than the program takes.
_MAX_PASTED = 3_000_000


def make_text(chance: Random) -> bytes:
    """Lists and tables as they are copied, with lines changed."""
    if chance.random() < 0.2:
        separator = chance.choice("\t;,|")
        rows = [[_cell(chance) for _ in range(chance.choice([2, 9, 40]))] for _ in range(12)]
        words = "\n".join(map(separator.join, rows))
    else:
        words = chance.choice(_PASTED)
    words = mutations.lines_changed(words, chance, (*_CELLS, *mutations.ODD_TEXTS))
    return words[:_MAX_PASTED].encode("utf-8", "surrogatepass")


def judge_text(data: bytes, _: Path) -> None:
    """It is pasted or refused, as any kind; the map can be saved, read, undone."""
    from journeyeditor.editing import operations
    from journeyeditor.vocabulary import KINDS

    kinds = [cls.kind_name() for cls in KINDS]
    kind = kinds[zlib.crc32(data) % len(kinds)]
    words = data.decode("utf-8", "surrogatepass")
    _judge_paste(lambda session: operations.paste_text(session, words, kind))


#: HTML as spreadsheets, browsers, word processors and boards copy it.
_COPIED = (
    "<meta charset='utf-8'><table><tr><td>Stage</td><td colspan=2>Aware</td></tr><tr><td>Step</td>\n"
    "<td rowspan=2 style='background:#ff0'>a</td><td>b</td></tr><tr><td>Pain</td><td>c</td></tr></table>",
    "<!--StartFragment--><p><b>One</b> &amp; two</p>\n<ul><li>a<ul><li>b</li></ul></li></ul><!--EndFragment-->",
    "<h1>Buy</h1>\n<p style='mso-list:l0 level1'>Compare</p><br>\n<a href='file:///etc/passwd'>Pay</a>",
    "<google-sheets-html-origin><table><tbody><tr><td>Köp</td></tr></tbody></table>\n<img src='http://a/b.png'>",
    "<span data-meta='(miro-data-v1)AAAA(/miro-data-v1)'>x</span>",
)  # fmt: skip
_HTML_LINES = (
    "<table>" * 300, "</table>", "<td colspan=99999999>", "<tr rowspan=-1>", "<ul><li>" * 500, "<script>alert(1)</script>",
    "<style>", "</p>" * 900, "<!--", "-->", "<![CDATA[", "&#xd800;&#0;&#99999999;", "<td", "<a href='" + "x" * 9000,
    "<svg><foreignObject>", "<td style='background:rgb(1,2,3)'>", "<tr><td>x</td></tr>" * 2_000, "<b>" * 5_000,
)  # fmt: skip


def make_html(chance: Random) -> bytes:
    """HTML as it is copied, with lines changed or bytes broken."""
    words = mutations.lines_changed(chance.choice(_COPIED), chance, (*_HTML_LINES, *_CELLS))
    data = words[:_MAX_PASTED].encode("utf-8", "surrogatepass")
    return mutations.broken(data, chance) if chance.random() < 0.2 else data


def judge_html(data: bytes, _: Path) -> None:
    """A clipboard of HTML alone is a journey, cards, or refused; never half of each."""
    from journeyeditor.app.importing.import_map import pasted_journeys
    from journeyeditor.editing import operations
    from journeyeditor.exchange.importers import ImportFailure
    from journeyeditor.exchange.tables.web import plain_text
    from journeyeditor.files import dump_map, parse_map

    words = data.decode("utf-8", "replace")
    plain = plain_text(words)
    for journey in pasted_journeys(plain, words):
        with suppress(ImportFailure):
            made = dump_map(journey.read().graph)
            assert dump_map(parse_map(made, "map")) == made, "imported what cannot be read again"
    if plain.strip():
        _judge_paste(lambda session: operations.paste_text(session, plain, "step"))


def make_clip(chance: Random) -> bytes:
    """Cards of ours in the clipboard, changed."""
    from journeyeditor.editing import operations
    from journeyeditor.files import read_map
    from tests.editing.driver import a_session

    session = a_session(read_map(chance.choice(SAMPLES)))
    ids = [element.id for element in session.graph.elements()]
    clip = json.loads(operations.copy(session, chance.sample(ids, min(len(ids), 6))).json)
    for _ in range(chance.choice([0, 1, 2])):
        clip = mutations.changed(clip, chance)
        if not isinstance(clip, dict) or not clip:
            break
    return mutations.encoded(clip)


def judge_clip(data: bytes, _: Path) -> None:
    """Cards are pasted or refused, from the clipboard's own format and as text."""
    from journeyeditor.editing import operations

    words = data.decode("utf-8", "replace")
    _judge_paste(lambda session: operations.paste_clip(session, words))
    _judge_paste(lambda session: operations.paste_text(session, words, "step"))


def _judge_paste(paste: Callable[[Any], object]) -> None:
    from journeyeditor.editing.errors import PasteError
    from journeyeditor.files import dump_map, parse_map, read_map
    from journeyeditor.i18n import texts
    from tests.editing.driver import a_session

    session = a_session(read_map(SAMPLES[-1]))
    before = dump_map(session.graph)
    try:
        paste(session)
    except PasteError as error:
        for language in ("en", "sv", "nb", "da"):
            _judge_sentence(error.message(texts(language)))
        assert dump_map(session.graph) == before, "refused, and yet changed"
        return
    after = dump_map(session.graph)
    assert dump_map(parse_map(after, "map")) == after, "pasted what cannot be read again"
    session.undo()
    assert dump_map(session.graph) == before, "not undone"


# ---- pictures


def make_picture(chance: Random) -> bytes:
    """A PNG or JPEG that is broken, large, of an unusual mode, or says what it is not."""
    from PIL import Image

    if chance.random() < 0.3:
        return _chunked(chance)
    is_large = chance.random() < 0.15
    size = chance.choice([(7900, 7900), (60_000, 900), (3, 60_000), (9000, 7500)]) if is_large else (
        chance.choice([1, 7, 300]), chance.choice([1, 5, 200])
    )  # fmt: skip
    format_ = chance.choice(["PNG", "JPEG"])
    modes = (
        ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"] if format_ == "PNG" else ["L", "RGB", "CMYK"]
    )
    options: dict[str, Any] = {}
    if chance.random() < 0.3:
        exif = Image.Exif()
        exif[0x0112] = chance.choice([0, 3, 6, 8, 99])
        options["exif"] = exif
    if format_ == "PNG":
        options |= {"compress_level": 1}
    else:
        options |= {"progressive": chance.random() < 0.5}
    file = BytesIO()
    Image.new(chance.choice(modes), size).save(file, format_, **options)
    data = file.getvalue()
    return data if is_large or chance.random() < 0.2 else mutations.broken(data, chance)


def _chunked(chance: Random) -> bytes:
    sides = (0, 1, 8, 70_000, 2**31 - 1)
    head = struct.pack(
        ">IIBBBBB", chance.choice(sides), chance.choice(sides), chance.choice([1, 2, 8, 16]),
        chance.choice([0, 2, 3, 4, 6, 9]), 0, 0, chance.choice([0, 1]),
    )  # fmt: skip
    bodies = [
        (b"IDAT", zlib.compress(b"\0" * chance.choice([0, 100, 5_000_000]))),
        (b"PLTE", b"\1\2\3" * chance.choice([0, 1, 256, 300])),
        (b"tRNS", b"\0" * chance.choice([0, 1, 256])),
        (b"zTXt", b"a\0\0" + zlib.compress(b"x" * 5_000_000)),
        (b"iCCP", b"a\0\0" + zlib.compress(b"x" * 100_000)),
        (b"eXIf", b"MM\0*" + chance.randbytes(40)),
        (b"IDAT", b""),
    ]
    chunks = [
        (b"IHDR", head),
        *chance.choices(bodies, k=chance.choice([1, 3, 2000])),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


def judge_picture(data: bytes, folder: Path) -> None:
    """A logo, and a picture of a map: read, printed and shown, or refused."""
    from PySide6.QtGui import QGuiApplication

    from journeyeditor.i18n import texts
    from journeyeditor.panels.pictures import PictureError, image_of, pixmap_of, read_picture

    file, path = folder / "a.png", folder / MAP
    file.write_bytes(data)
    kind = "jpeg" if data.startswith(b"\xff\xd8") else "png"
    words = f"data:image/{kind};base64,{base64.b64encode(data).decode()}"
    nodes = [
        {"id": "s", "kind": "stage", "title": "S"},
        {"id": "p", "kind": "picture", "stage": "s", "image": words},
        {"id": "q", "kind": "persona", "title": "Q", "image": words},
    ]
    whole = {**_documents()[0], "graph": {"title": "T"}, "nodes": nodes, "edges": []}
    path.write_bytes(json.dumps(whole).encode())
    for suffix in ("pdf", "svg"):
        commands.call("export", path, "-o", folder / f"a.{suffix}")
    commands.call("export", SAMPLES[0], "-o", folder / "a.pdf", "--logo", file)
    app = QGuiApplication.instance() or QGuiApplication([])
    try:
        shown = read_picture(str(file), texts("sv"))
        assert image_of(shown) is not None or pixmap_of(shown) is None
    except PictureError as error:
        _judge_sentence(str(error))
    del app


# ---- what is dragged onto a window


def make_drop(chance: Random) -> bytes:
    made = {"map": make_map, "journey": make_journey, "picture": make_picture, "html": make_html}
    return drops.make_drop(chance, made)


def judge_drop(data: bytes, folder: Path) -> None:
    drops.judge_drop(data, folder, _judge_sentence)


TARGETS: Mapping[str, Target] = {
    "map": Target(".journey.json", SAMPLES[0].read_bytes, make_map, judge_map),
    "diagram": Target(".mmd", _diagrams()[0].encode, make_diagram, judge_diagram),
    "table": Target(".csv", lambda: b"step,users\na,9\nb,5", make_table, judge_table),
    "journey": Target(".md", lambda: _journeys()[0], make_journey, judge_journey),
    "text": Target(".txt", _PASTED[0].encode, make_text, judge_text),
    "html": Target(".html", _COPIED[0].encode, make_html, judge_html),
    "clip": Target(".json", SAMPLES[0].read_bytes, make_clip, judge_clip),
    "picture": Target(".png", lambda: b"none", make_picture, judge_picture),
    "drop": Target(".drop.json", drops.calm, make_drop, judge_drop, 700),  # a window: 200 MB
    "events": Target(
        ".log", lambda: event_logs.seeds()[0], event_logs.make_log, event_logs.judge_log
    ),
}
