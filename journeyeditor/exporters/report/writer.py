"""Write the report: summary, picture, stages, pain points and opportunities, personas, sources."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import TypeVar

from journeyeditor.exporters.archives import timeless
from journeyeditor.exporters.format import Export
from journeyeditor.exporters.grid import JourneyGrid, grid_of, persona_of
from journeyeditor.exporters.look import document_theme
from journeyeditor.exporters.report.cover import Column
from journeyeditor.exporters.report.document import ReportDocument
from journeyeditor.files import decode_image
from journeyeditor.i18n import N_, Texts
from journeyeditor.i18n import texts as texts_of
from journeyeditor.insight.evidence import share_of_evidence
from journeyeditor.insight.priorities import ranked_opportunities, ranked_pain_points
from journeyeditor.layout.grid import concerns, stage_of
from journeyeditor.layout.markup import marked
from journeyeditor.model import Element, JourneyGraph
from journeyeditor.poster.context import runs_right_to_left
from journeyeditor.vocabulary import (
    Emotion,
    Evidence,
    MapInfo,
    Persona,
    Stage,
    info_of,
    kind_class,
)
from journeyeditor.vocabulary.terms import term

_R = TypeVar("_R", bound=Element)

#: The resolution of the map's picture, and the longest side that it may have (pixels).
DPI, MAX_SIDE = 160.0, 5000.0
#: What a summary names of each sort.
MOST_NAMED = 3
#: The kinds that a summary counts.
COUNTED = ("stage", "persona", "touchpoint", "pain_point", "opportunity")


def write(export: Export) -> list[bytes]:
    """Raises PosterError like a poster, whose picture is in the report."""
    report = _Report(export)
    parts = (
        report.cover,
        report.summary,
        report.picture,
        report.stages,
        report.pain_points,
        report.opportunities,
        report.personas,
        report.sources,
    )
    for number, part in enumerate(parts):
        export.progress(number / len(parts))
        part()
    return [timeless(report.document.content())]


class _Report:
    """The report in progress, in the language of the map."""

    def __init__(self, export: Export) -> None:
        self._export = export
        self._graph: JourneyGraph = export.graph
        self._info: MapInfo = info_of(export.graph)
        self._texts: Texts = texts_of(self._info.language or "en")
        self._persona = persona_of(export)
        self._grid: JourneyGrid = grid_of(export)
        self.document = ReportDocument(
            self._info,
            document_theme(export),
            is_reversed=runs_right_to_left(self._graph, self._info),
        )

    def cover(self) -> None:
        """The first page: what the map is, its figures, its curve, and what matters most."""
        info, texts, cover = self._info, self._texts, self.document.cover
        kind = texts("Customer journey map")
        logo = decode_image(info.brand.logo)[1] if info.brand.logo else None
        cover.title(kind, info.title or kind, info.subtitle, logo)
        facts = (
            (N_("Client"), info.client),
            (N_("Project"), info.project),
            (N_("Author"), info.author),
            (N_("Version"), info.version_label),
            (N_("Date"), texts.date(info.date) if info.date else ""),
        )
        cover.facts([(texts(name), value) for name, value in facts if value])
        if info.goal:
            cover.quote(_line(_plain(info.goal)))
        counts = Counter(element.kind for element in self._shown(self._graph.elements()))
        cover.figures(
            [
                (texts.number(counts[kind]), _small(kind, counts[kind], texts))
                for kind in COUNTED
                if counts[kind]
            ]
        )
        self._add_curve()

    def _add_curve(self) -> None:
        """Add the emotion curve below its stages, if there is one."""
        from journeyeditor.exporters.selection import SelectionExport

        felt = list(self._shown(self._graph.elements("emotion")))
        if sum(getattr(each, "score", None) is not None for each in felt) > 1:
            curve = SelectionExport(self._graph, [each.id for each in felt], self._export.faces)
            self.document.cover.picture(curve.png(), self._texts("Emotion curve from −2 to +2."))

    def summary(self) -> None:
        texts, graph = self._texts, self._graph
        self.document.heading(texts(N_("Summary")))
        columns = []
        worst = self._worst()
        if worst is not None:
            words = f"{_line(worst.title or worst.reason)} ({texts.signed(worst.score or 0.0)})"
            title = texts(N_("Worst moment"))
            columns.append(Column(title, "emotion", [self._placed(worst, words)]))
        for title, role, records in (
            (N_("Most urgent pain points"), "pain", self._shown(ranked_pain_points(graph))),
            (N_("Best opportunities"), "opportunity", self._shown(ranked_opportunities(graph))),
        ):
            titles = [_line(each.title) for each in records if each.title][:MOST_NAMED]
            if titles:
                columns.append(Column(texts(title), role, titles))
        self.document.cover.columns(columns)
        share = share_of_evidence(graph)
        if share is not None:
            words = texts("{share} of cards have a source").format(share=texts.percent(share))
            self.document.paragraph(f"{words}.", "Footer")
        if self._info.note:
            self.document.paragraph(_plain(self._info.note))
        for person in self._people():
            if person.quote:
                self.document.cover.voice(_quoted(person.quote, texts), _line(person.title))
                break

    def picture(self) -> None:
        from journeyeditor.painting.png import write_png

        options = dataclasses.replace(
            self._export.options, tile="", bleed_mm=0.0, marks=False, appendix=(), sheets=1
        )
        page = dataclasses.replace(self._export, options=options).poster.pages[0]
        dpi = min(DPI, MAX_SIDE * 72 / max(page.size))
        file = BytesIO()
        write_png(page, file, self._export.faces, dpi=dpi)
        texts = self._texts
        stages = ", ".join(stage.title for stage in self._graph.stages() if stage.title)
        kind = texts("Customer journey map")
        self.document.picture(file.getvalue(), f"{kind}: {self._info.title}. {stages}")

    def stages(self) -> None:
        texts = self._texts
        self.document.heading(texts(N_("Stages")))
        for number, stage in enumerate(self._grid.stages):
            title = stage.title if stage else texts("Without a stage")
            self.document.heading(f"{number + 1}. {_line(title)}", 2)
            if stage and stage.note:
                self.document.paragraph(_plain(stage.note))
            rows = [
                (row.title, "\n".join(line.words for line in row.cells[number]))
                for row in self._grid.rows
                if row.cells[number]
            ]
            self.document.table((texts(N_("Lane")), texts(N_("Content"))), rows, (1, 3.4))
            self.document.bullets(list(self._noted(number)))

    def _noted(self, number: int) -> Iterator[tuple[str, str]]:
        """Yield the cards of a stage that have a note."""
        for row in self._grid.rows:
            for line in row.cells[number]:
                note = self._graph.element(line.id).note
                if row.kinds and note and line.field != "note":
                    yield f"{line.words}:", _line(_plain(note))

    def pain_points(self) -> None:
        texts, records = self._texts, self._shown(ranked_pain_points(self._graph))
        heads = (N_("Pain point"), N_("Stage"), N_("Severity"), N_("Frequency"), N_("Votes"))
        rows = [
            (
                str(number),
                _described(each),
                self._stage(each),
                _grade(each.severity),
                _grade(each.frequency),
                str(each.votes or ""),
            )
            for number, each in enumerate(records, 1)
        ]
        if rows:
            self.document.heading(texts("Pain points"))
            self.document.paragraph(_sentence(texts("by severity × frequency")))
            self.document.table(
                ("#", *(texts(head) for head in heads)), rows, (0.4, 3.9, 1.6, 1.1, 1.4, 0.9)
            )

    def opportunities(self) -> None:
        texts, records = self._texts, self._shown(ranked_opportunities(self._graph))
        heads = (
            N_("Opportunity"),
            N_("Stage"),
            N_("Impact"),
            N_("Effort"),
            N_("Owner"),
            N_("Due"),
        )
        rows = [
            (
                str(number),
                _described(each),
                self._stage(each),
                _grade(each.impact),
                _grade(each.effort),
                "\n".join(filter(None, (each.owner, term(each.status, texts)))),
                texts.date(each.due) if each.due else "",
            )
            for number, each in enumerate(records, 1)
        ]
        count = self._info.action_count
        parts = ((N_("Action list"), rows[:count]), (N_("More opportunities"), rows[count:]))
        named = ("#", *(texts(head) for head in heads))
        for title, part in parts:
            if part:
                self.document.heading(texts(title))
                self.document.paragraph(_sentence(texts("by impact ÷ effort")))
                self.document.table(named, part, (0.4, 3.0, 1.4, 1.0, 0.95, 1.4, 1.45))

    def personas(self) -> None:
        texts = self._texts
        people = self._people()
        if people:
            self.document.heading(texts("Personas"))
        for person in people:
            self.document.heading(_line(person.title) or texts("Persona"), 2)
            about = ", ".join(filter(None, (person.role, person.segment)))
            for words in (about, person.quote and _quoted(person.quote, texts), person.note):
                if words:
                    self.document.paragraph(_plain(words))
            fields = ("goals", "needs", "frustrations")
            titles = {name: texts(Persona.model_fields[name].title or name) for name in fields}
            lists = [(titles[name], getattr(person, name)) for name in fields]
            self.document.bullets(
                [(f"{title}:", "; ".join(items)) for title, items in lists if items]
            )

    def sources(self) -> None:
        texts = self._texts
        rows = []
        for number, each in enumerate(self._graph.elements("evidence"), 1):
            assert isinstance(each, Evidence)
            claim = "\n".join(filter(None, (each.title, each.claim)))
            date = texts.date(each.date) if each.date else ""
            source = "\n".join(filter(None, (each.source, date)))
            strength = term(each.strength, texts) if each.strength else ""
            rows.append((str(number), claim, str(each.figure), source, strength))
        if rows:
            heads = (N_("Evidence"), N_("Figure"), N_("Source"), N_("Strength"))
            self.document.heading(texts(N_("Evidence and sources")))
            self.document.table(
                ("#", *(texts(head) for head in heads)), rows, (0.4, 4, 1.2, 3, 1.3)
            )

    # ---- of the map

    def _shown(self, records: Sequence[_R]) -> list[_R]:
        return [each for each in records if concerns(each, self._persona)]

    def _people(self) -> list[Persona]:
        people = [each for each in self._graph.personas() if self._persona in ("", each.id)]
        return [each for each in people if isinstance(each, Persona)]

    def _worst(self) -> Emotion | None:
        felt = [e for e in self._shown(self._graph.elements("emotion")) if isinstance(e, Emotion)]
        bad = [e for e in felt if e.score is not None and e.score < 0]
        return min(bad, key=lambda each: each.score or 0, default=None)

    def _stage(self, record: Element) -> str:
        id_ = stage_of(self._graph, record)
        stage = self._graph.element(id_) if id_ else None
        return _line(stage.title) if isinstance(stage, Stage) else ""

    def _placed(self, record: Element, words: str) -> str:
        stage = self._stage(record)
        return f"{stage}: {words}" if stage else words


def _small(kind: str, count: int, texts: Texts) -> str:
    look = kind_class(kind).look
    return texts.inside_sentence(texts(look.title if count == 1 else look.plural))


def _described(record: Element) -> str:
    note = _line(_plain(record.note))
    return "\n".join(filter(None, (_line(record.title), note)))


def _grade(value: int | None) -> str:
    return "" if value is None else f"{value}/5"


def _plain(note: str) -> str:
    return marked(note).text


def _line(words: str) -> str:
    return " ".join(words.split())


def _quoted(words: str, texts: Texts) -> str:
    """What somebody says, in the quotation marks of the language; its own ones stay."""
    line = _line(words)
    return line if line[:1] in "”“„«»\"'‘’‚" else texts("“…”").replace("…", line)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
