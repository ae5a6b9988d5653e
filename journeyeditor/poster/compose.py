"""Compose a poster: graph and options in, finished pages and findings out."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from copy import copy
from dataclasses import replace
from functools import cache, partial
from itertools import chain, islice
from typing import NamedTuple

from journeyeditor.display.primitives import Group, Metadata, Page, Primitive, Tag
from journeyeditor.files import content_hash, dump_map
from journeyeditor.geometry import POINTS_PER_MM, Rect, Size, scaling, shift
from journeyeditor.i18n import N_, Texts, resolve
from journeyeditor.i18n import texts as texts_of
from journeyeditor.insight.evidence import share_of_evidence
from journeyeditor.insight.replay.volumes import volumes
from journeyeditor.layout.grid import STACK_LIMIT, Grid, plan
from journeyeditor.layout.lanes import is_card
from journeyeditor.layout.recipes.personas import persona_styles
from journeyeditor.layout.style import PRINT, WITH_FLOW
from journeyeditor.model import JourneyGraph
from journeyeditor.poster import title_block
from journeyeditor.poster.appendix import AppendixData, appendix_pages, finished, sheet_of
from journeyeditor.poster.context import imprint_of, print_context
from journeyeditor.poster.legend import LegendEntry, legend_entries
from journeyeditor.poster.map_rows import MapRows
from journeyeditor.poster.options import (
    DEFAULT_PAPER,
    PosterError,
    PosterOptions,
    check_size,
    creation_date,
    no_lanes,
    requested_persona,
)
from journeyeditor.poster.pagination import (
    Growth,
    Limits,
    Pagination,
    has_full_type,
    is_readable,
    paginate,
)
from journeyeditor.poster.paper import SheetEdge, frame_scale, orientation_of, page_of, paper_size
from journeyeditor.poster.preflight.checks import (
    PreflightFinding,
    bold_findings,
    contrast_findings,
    has_large_type,
    least_map_size,
    least_title_size,
    preflight,
    text_findings,
)
from journeyeditor.poster.preflight.omissions import (
    PrintedTexts,
    cards_in_hidden_lanes,
    collapsed_cards,
    omissions,
    undrawn_relations,
    waiting_cards,
)
from journeyeditor.poster.sheets import Frame, Sheets, TrialLayout
from journeyeditor.poster.side_panel import (
    FULL_STRIP,
    STRIPS,
    WIDTH,
    PanelData,
    StripSize,
    panel_strip,
    side_panel,
)
from journeyeditor.poster.side_panel import MAX_SCALE as MAX_PANEL_SCALE
from journeyeditor.poster.side_panel import MIN_SCALE as MIN_PANEL_SCALE
from journeyeditor.poster.side_panel import TEXT as PANEL_TEXT
from journeyeditor.poster.tiling import tiled
from journeyeditor.typography import Faces
from journeyeditor.vocabulary import MapInfo, Persona, info_of

#: Margins in frame units, and between the panel and the map.
MARGIN, COLUMN_GAP, BELOW_TITLE_BLOCK = 26.0, 12.0, 8.0
#: The lanes of a working sheet, whatever the map has so far.
WORKSHOP_KINDS = ("step", "touchpoint", "thought", "emotion", "pain_point", "opportunity")
#: The map is enlarged at most by this factor, relative to the frame.
MAX_SCALE = 1.75
#: Paper on which type has this share of the least size by proportion is worth a trial.
HOPEFUL = 0.8
#: How many cards are on one another at most in other layouts than the regular one.
LOWER_STACKS = (2, 3)
#: Trials of other layouts measure together at most so many cards.
MOST_TRIED = 4_000
#: Fewer are not worth their time: the map is far too large for its sheet.
FEWEST_TRIALS = 5
#: Trials of advice measure together at most so many cards and stages.
MOST_MEASURED = 2_000


class Poster(NamedTuple):
    """Finished pages in order, document metadata, and the results of the pre-flight."""

    pages: tuple[Page, ...]
    metadata: Metadata
    findings: tuple[PreflightFinding, ...]


def compose(
    graph: JourneyGraph,
    options: PosterOptions,
    faces: Faces,
    language: str = "en",
    *,
    data: bytes = b"",
) -> Poster:
    """Compose the poster of a map; `language` is that of the findings, not of the map.

    `data` is the map as a file, if that is written already.

    Raises PaperError for a paper that does not exist, PosterError for a persona, a lane or a
    theme that the map does not have, and for more elements or relations than a poster can show.
    """
    info = info_of(graph)
    if options.logo:
        info = info.replaced(brand=info.brand.model_copy(update={"logo": options.logo}))
    composition = _Composition(graph, info, options, faces, texts_of(language))
    pages = composition.pages()
    appendix = composition.appendix(len(pages)) if options.appendix else []
    composition.check_omissions([*pages, *appendix])
    findings = [
        *preflight(
            [*pages, *appendix],
            composition.context.text_issues,
            titled(graph),
            composition.messages,
            composition.advice,
        )
    ]
    findings += bold_findings([*pages, *appendix], faces.without_bold, composition.messages)
    findings += composition.findings
    if options.tile:
        title = composition.title
        pages = tiled(pages, options.tile, options.overlap_mm, title, composition.context)
    pages += appendix
    metadata = Metadata(
        composition.title or composition.context.texts("Customer journey map"),
        info.author,
        title_block.subject(info, composition.context),
        info.language or "en",
        creation_date(),
        content_hash(data or dump_map(graph)),
    )
    return Poster(tuple(pages), metadata, tuple(findings))


def titled(graph: JourneyGraph) -> set[str]:
    """Return the ids of the elements that have a title."""
    return {element.id for element in graph.elements() if element.title}


def _shown(graph: JourneyGraph, grid: Grid, persona: str) -> tuple[int, int]:
    """How many elements and relations are not left out by a persona, the lanes or a hidden lane."""
    left_out = {
        element.id
        for element in graph.elements()
        if (is_card(element) and element.id not in grid.slot_of)
        or (persona and isinstance(element, Persona) and element.id != persona)
    }
    relations = sum(
        relation.source not in left_out and relation.target not in left_out
        for relation in graph.relations()
    )
    return len(graph) - len(left_out), relations


class _Composition:
    """A composition in progress: the state shared by all sheets."""

    def __init__(
        self,
        graph: JourneyGraph,
        info: MapInfo,
        options: PosterOptions,
        faces: Faces,
        messages: Texts,
    ) -> None:
        self.graph, self.info, self.options, self.messages = graph, info, options, messages
        self.context = print_context(graph, info, options, faces)
        self.persona = requested_persona(graph, options.persona or info.poster.persona or "")
        if options.flow:
            self.context.flow = volumes(graph, self.persona)
            self.context.format = WITH_FLOW
        name = graph.element(self.persona).title if self.persona else ""
        self.title = " – ".join(words for words in (info.title, name) if words)
        self._lanes = options.lanes or info.poster.lanes
        planned = self._planned(STACK_LIMIT)
        if not planned.lanes and self._lanes:
            raise no_lanes(self._lanes)
        check_size(*_shown(graph, planned, self.persona))
        self.persona_styles = persona_styles(graph, self.context.theme)
        self._evidence = share_of_evidence(graph)
        self.map = self._map_rows(planned)
        #: The layouts of the map, by how many cards are on one another at most.
        self._rows = {STACK_LIMIT: self.map}
        self.findings: list[PreflightFinding] = []
        self._legends: dict[MapRows, list[LegendEntry]] = {}
        self._drawn: set[str] = set()
        self._printed_times: Collection[str] = ()
        self._printed_evidence: frozenset[str] = frozenset()
        if info.language and resolve(info.language) is None:
            text = messages(
                "The language of the map ({language}) is not available. The poster uses English words, dates and numbers."
            )
            self._add_finding("language-missing", "warning", text.format(language=info.language))

    def _planned(self, stack_limit: int) -> Grid:
        return plan(
            self.graph,
            persona=self.persona,
            lanes=self._lanes,
            keep_empty=WORKSHOP_KINDS if self.options.working_sheet else (),
            stack_limit=stack_limit,
        )

    def _map_rows(self, planned: Grid) -> MapRows:
        return MapRows(
            self.graph,
            planned,
            self.persona,
            self.persona_styles,
            self.context,
            has_ribbon=self.options.ribbon,
            has_fields=self.options.working_sheet,
        )

    def with_options(self, options: PosterOptions) -> _Composition:
        """Return a composition that differs in the paper and the number of sheets only."""
        other = copy(self)
        other.begin_anew(options)
        return other

    def begin_anew(self, options: PosterOptions) -> None:
        """Forget what was drawn, but not what the map says and how it is laid out."""
        self.options, self.findings, self._legends = options, [], {}
        self.context = replace(self.context, text_issues={})
        self._rows = {limit: rows.drawn_in(self.context) for limit, rows in self._rows.items()}
        self.map = self._rows[STACK_LIMIT]

    def _rows_of(self, stack_limit: int) -> MapRows:
        if stack_limit not in self._rows:
            self._rows[stack_limit] = self._map_rows(self._planned(stack_limit))
        return self._rows[stack_limit]

    def pages(self) -> list[Page]:
        options, info = self.options, self.info
        trim = self._trim()
        count = max(1, min(options.sheets, len(self.map.grid.columns)))
        if count < options.sheets:
            self._add_finding(
                "sheets",
                "info",
                self.messages(
                    "The map has only {count} stages, so it is split across that many sheets."
                ).format(count=count),
            )
        layouts = self._layouts(trim, count)
        if len(layouts) > 1 and self._panel_data().is_brief:
            wide, limits = layouts[-1], self._limits(trim)
            if has_full_type(wide, limits, self._growth(trim)):
                layouts = [wide]
        result = paginate(layouts, self._limits(trim), self._growth(trim))
        self.map, sheets = layouts[result.layout].map, layouts[result.layout].sheets
        unit, margin, inner, headers, frame, areas = sheets
        panel = frame.panel
        if panel is None:
            scale = PRINT.sizes.note * result.scale / unit / PANEL_TEXT
            scale = max(MIN_PANEL_SCALE, min(scale, MAX_PANEL_SCALE))
            panel = side_panel(
                self._panel_data(), areas[0].height, scale, self.context, self.messages
            )
        for words in panel.omitted:
            self._add_finding("panel-shortened", "info", words)
        self._check(result, panel.detail.fields)
        render_data = self.map.render_data()
        map_context = self.map.context_at(result.scale, trim)
        below = self.map.room_below_bars(chain(*result.sheets), render_data, map_context)
        render_data = render_data._replace(below_bars=below)
        pages = []
        for number, rows in enumerate(result.sheets):
            imprint = imprint_of(self.options, self.graph, self.context)
            note = self._foot_notes(has_funnel=render_data.top > 0)
            header = headers[number][0]
            # What recurs on each sheet is read once.
            repeated = Group(tuple(header), tag=Tag("Artifact"))
            drawing: list[Primitive] = [repeated] if number else [*header]
            if number == 0:
                drawing.append(Group(panel.drawing, frame.panel_at, name="panel", tag=Tag("Sect")))
            drawing.append(
                self.map.depict(rows, areas[number], result.scale / unit, render_data, map_context)
            )
            footer = title_block.depict_footer(info, note, imprint, inner.width, self.context)
            drawing.append(
                Group(tuple(footer), scaling(1, 0, inner.height - title_block.FOOT_HEIGHT))
            )
            pages.append(
                page_of(
                    tuple(drawing),
                    trim,
                    unit,
                    margin,
                    self._edge(),
                    number,
                    self.context.theme["paper"],
                    is_mirrored=self.context.is_mirrored,
                )
            )
        return pages

    def _sheets(self, trim: Size, count: int, strip: StripSize | None) -> Sheets:
        """The sheets with a panel beside the map, or as a strip."""
        unit = frame_scale(trim)
        wished = self.options.margin_mm
        margin = MARGIN * unit if wished is None else wished * POINTS_PER_MM
        inner = Size((trim.width - 2 * margin) / unit, (trim.height - 2 * margin) / unit)
        if inner.width < 2 * WIDTH or inner.height < 160:
            raise PosterError(
                N_("the margins leave no room for the map; reduce them or use larger paper")
            )
        headers = [self._header(number, count, inner.width) for number in range(count)]
        top = max(height for _, height in headers) + BELOW_TITLE_BLOCK
        frame = self._frame(inner, top, strip, is_upright=trim.width < trim.height)
        areas = [frame.area(is_first=number == 0) for number in range(count)]
        return Sheets(unit, margin, inner, headers, frame, areas)

    def _limits(self, trim: Size) -> Limits:
        """At the least scale, titles of cards have the least size that a sheet asks for."""
        unit = frame_scale(trim)
        least = least_title_size(trim.width, trim.height) / PRINT.largest_title
        trials = MOST_TRIED // (len(self.map.grid.slot_of) + 1)
        return Limits(unit, MAX_SCALE * unit, least, trials if trials >= FEWEST_TRIALS else 0)

    def _growth(self, trim: Size) -> Growth:
        smallest = least_map_size(trim.width, trim.height)
        return Growth(
            self.map.label_width, lambda scale: PRINT.with_sizes_from(smallest / scale).growth
        )

    def _layouts(self, trim: Size, count: int) -> list[TrialLayout]:
        """The layouts worth a trial, the best one to look at first.

        A panel across the sheet leaves the map its whole width, and lower stacks more of its height.
        """
        is_upright = trim.width < trim.height
        strips = STRIPS if is_upright else (None, FULL_STRIP)
        sheets = [cache(partial(self._sheets, trim, count, strip)) for strip in strips]
        regular = [TrialLayout(trim, partial(self._rows_of, STACK_LIMIT), one) for one in sheets]
        rows = [partial(self._rows_of, limit) for limit in LOWER_STACKS]
        others = [TrialLayout(trim, one, other) for one in rows for other in sheets]
        return [regular[0], *others, *regular[1:]]

    def advice(self, share: float) -> str:
        """The paper, or else the number of sheets, on which a trial finds type large enough.

        `share` is the present size of the type relative to the least one.
        """
        measured = len(self.map.grid.slot_of) + len(self.map.grid.columns)
        trials = MOST_MEASURED // (measured + 1)
        for options, words in islice(self._larger(share), trials):
            if self.with_options(options).has_readable_text():
                return words
        return self.messages(
            "The map is too dense for any paper size. Print fewer lanes or one persona, or split the map."
        )

    def _larger(self, share: float) -> Iterator[tuple[PosterOptions, str]]:
        """Yield papers, then numbers of sheets, that may be large enough, with the advice to use them."""
        texts, trim = self.messages, self._trim()
        orientation = orientation_of(trim)
        for paper in ("A5", "A4", "A3", "A2", "A1", "A0"):
            larger = paper_size(paper, orientation)
            growth = (larger.width * larger.height / trim.width / trim.height) ** 0.5
            least = least_map_size(larger.width, larger.height)
            needed = least / least_map_size(trim.width, trim.height)
            if growth > 1.01 and share * growth >= HOPEFUL * needed:
                words = texts("The map is too dense for this paper size. Use {paper}.")
                options = replace(self.options, paper=paper, sheets=1, orientation=orientation)
                yield options, words.format(paper=paper)
        # Type grows at most in proportion to the sheets.
        sheets = self.options.sheets
        count = max(sheets + 1, math.ceil(sheets * HOPEFUL / share))
        while count <= len(self.map.grid.columns):
            words = texts(
                "The map is too dense for this paper size. Split it across {count} sheets."
            )
            yield replace(self.options, sheets=count), words.format(count=texts.number(count))
            count = count + max(1, count // 2)

    def has_readable_text(self) -> bool:
        """Whether no text is cut or too small; the scale, which is found quickly, mostly tells."""
        trim = self._trim()
        layouts = self._layouts(trim, self.options.sheets)
        if not is_readable(layouts, self._limits(trim), self._growth(trim)):
            return False
        pages = self.pages()
        issues = text_findings(self.context.text_issues, self.messages)
        is_cut = any(finding.rule == "text-cut" for finding in issues)
        return not is_cut and has_large_type(pages, titled(self.graph))

    def _header(self, number: int, count: int, width: float) -> tuple[list[Primitive], float]:
        """The title block of a sheet, which says so if it continues another one."""
        sheet = ""
        if count > 1:
            words = (
                N_("Sheet {number} of {count}, continued")
                if number
                else N_("Sheet {number} of {count}")
            )
            sheet = self.context.texts(words).format(number=number + 1, count=count)
        personas = ", ".join(self._persona_names())
        return title_block.depict_title_block(
            self.info, self.title, personas, sheet, width, self.context
        )

    def _frame(
        self, inner: Size, top: float, strip: StripSize | None, *, is_upright: bool
    ) -> Frame:
        """Where the map and its panel are on a sheet with these inner measures, in frame units."""
        room = Rect(0, top, inner.width, inner.height - top - title_block.FOOT_HEIGHT)
        data = self._panel_data()
        if not data.is_empty and strip is None:
            left = WIDTH + COLUMN_GAP
            first = room._replace(x=left, width=room.width - left)
            return Frame(first, room, None, shift(0, top))
        panel = panel_strip(
            data, inner.width, inner.height, self.context, self.messages, strip or FULL_STRIP
        )
        below = room._replace(
            height=room.height - panel.height - (COLUMN_GAP if panel.height else 0)
        )
        if data.is_empty or not is_upright:
            return Frame(below, room, panel, shift(0, room.bottom - panel.height))
        below = below._replace(y=room.bottom - below.height)
        return Frame(below, room, panel, shift(0, top))

    def _legend(self) -> list[LegendEntry]:
        """The signs on the map as it is laid out now, found once for each layout."""
        known = self._legends.get(self.map)
        if known is None:
            known = self._legends[self.map] = legend_entries(
                self.graph,
                self.map.grid,
                self.map.relations,
                has_arcs=bool(self.map.arcs),
                has_numbers=self.map.has_numbers,
                context=self.context,
            )
        return known

    def _panel_data(self) -> PanelData:
        return PanelData(
            self.graph,
            self._people(),
            self.persona_styles,
            self.map.sources,
            self._legend(),
            self._evidence,
            has_source_list="sources" in self.options.appendix,
            has_persona_sheets="personas" in self.options.appendix,
        )

    def appendix(self, before: int) -> list[Page]:
        """The pages behind the poster, at reading size if the poster is tiled."""
        options, trim = self.options, self._trim()
        if "sources" in options.appendix and not self.map.sources:
            self._add_finding(
                "no-sources", "info", self.messages("The map has no sources to list.")
            )
        unit, edge = frame_scale(trim), self._edge()
        margin = None if options.margin_mm is None else options.margin_mm * POINTS_PER_MM
        sheet = sheet_of(trim, unit, margin)
        if options.tile:
            sheet = sheet_of(paper_size(options.tile, orientation_of(trim)), 0.0)
            edge = SheetEdge()
        data = AppendixData(self.graph, self._people(), self.persona_styles, self.map.sources)
        imprint = imprint_of(options, self.graph, self.context)
        pages = appendix_pages(options.appendix, data, sheet, before + 1, imprint, self.context)
        return finished(pages, edge, before, self.context)

    def _people(self) -> list[Persona]:
        return [each for each in self._personas() if not self.persona or each.id == self.persona]

    def _trim(self) -> Size:
        options, saved = self.options, self.info.poster
        paper = options.paper or saved.paper or DEFAULT_PAPER
        return paper_size(paper, options.orientation or saved.orientation)

    def _edge(self) -> SheetEdge:
        """Bleed and marks; tiles are cut along marks of their own."""
        options = self.options
        return SheetEdge(options.bleed_mm * POINTS_PER_MM, options.marks and not options.tile)

    def _foot_notes(self, *, has_funnel: bool) -> str:
        """What the foot says about the figures and the lanes."""
        texts, notes = self.context.texts, []
        if has_funnel:
            notes.append(
                texts("Rates are computed from the counts. Stated rates that differ are marked.")
            )
        if self.map.hidden_lanes:
            notes.append(texts("Empty lanes are left out."))
        return " ".join(notes)

    def _personas(self) -> list[Persona]:
        return [each for each in self.graph.personas() if isinstance(each, Persona)]

    def _persona_names(self) -> list[str]:
        """The personas shown, for the subtitle; a single one with its role."""
        shown = self._people()
        if self.persona:  # the title has the name
            return [persona.role for persona in shown if persona.role]
        if len(shown) == 1:
            return [word for word in (shown[0].title, shown[0].role) if word]
        return [persona.title for persona in shown if persona.title]

    def _check(self, result: Pagination, evidence: frozenset[str]) -> None:
        texts = self.messages
        routes = {
            route.relation.id for rows in result.sheets for row in rows for route in row.routes
        }
        arcs = {arc.relation.id for rows in result.sheets for row in rows for arc in row.arcs}
        numbered = 0 if result.trial.has_origins else self.map.origins_named_twice
        origins = texts.plural(
            "{count} card shows the number of its source, but not the name that is on the card.",
            "{count} cards show the numbers of their sources, but not the names that are on the cards.",
            numbered,
        ).format(count=texts.number(numbered))
        for words in (
            origins if numbered else "",
            cards_in_hidden_lanes(self.map.planned, texts),
            waiting_cards(self.graph, texts),
            collapsed_cards(self.map.planned, texts),
            undrawn_relations(self.graph, self.map.relations, routes, texts),
        ):
            if words:
                self._add_finding("not-shown", "info", words)
        self._drawn, self._printed_evidence = routes | arcs, evidence
        self._printed_times = self.map.printed_times(result.sheets)
        paper = self.context.theme["paper"]
        client = self.options.brand or self.info.brand.colour
        pairs = [(texts("The brand colour"), "", client, paper)] if client else []
        pairs += [
            (persona.title, persona.id, persona.colour, paper)
            for persona in self._personas()
            if persona.colour
        ]
        self.findings += contrast_findings(pairs, texts)

    def check_omissions(self, pages: Sequence[Page]) -> None:
        """Add what the finished pages do not show of the map."""
        words = omissions(
            self.graph,
            self._drawn,
            self._printed_times,
            evidence=self._printed_evidence,
            sections=self.options.appendix,
            printed=PrintedTexts(pages),
            texts=self.messages,
        )
        if words:
            self._add_finding("not-shown", "info", words)

    def _add_finding(self, rule: str, severity: str, message: str) -> None:
        self.findings.append(PreflightFinding(rule, severity, "", message))
