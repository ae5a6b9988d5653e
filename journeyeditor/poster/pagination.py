"""How a map fills its sheets: the number of rows it is folded into, and its scale.

The map scales as a whole. The folding that allows the largest text wins, but an unfolded map is
preferred unless folding gains clearly, because a single row is easier to read.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, chain, pairwise
from typing import NamedTuple

from journeyeditor.geometry import Size
from journeyeditor.layout.arrangement import MeasuredRow
from journeyeditor.layout.grid import StageColumn
from journeyeditor.layout.lanes import Band
from journeyeditor.layout.style import SLOT_MIN, SLOT_PREFERRED

MAX_ROWS = 12
#: Folding must be this much better to justify a second row: more if one row already has text of
#: at least COMFORTABLE times its full size.
FOLDING_GAIN, COMFORTABLE_GAIN, COMFORTABLE = 1.05, 1.25, 0.91
#: The weight of a full sheet against large text: an empty half costs about a fifth of the scale.
FULLNESS = 0.35
#: A slot is no wider than this, in map units; the last stage of a row takes what is left.
WIDEST_SLOT = 400.0
#: Rows of one sheet may differ this much in the width of their slots.
JUSTIFIED = 1.45
#: Between two rows of one sheet, in map units.
ROW_GAP = 17.0

#: The search begins with a scale this much larger than the estimate.
OPTIMISM = 1.08
#: A fit is not improved by less than this; nor one that fills so much of its sheet.
CLOSE, ALMOST_FULL = 1.02, 0.992
#: While nothing fits, each trial is smaller than the one before by at least these factors.
QUICKER = (0.99, 0.98, 0.96, 0.93, 0.9, 0.85)
#: Scales tried besides, relative to the largest that fits.
SMALLER = (0.975, 0.975)
#: Type below this share of its full size is not made smaller for the curve.
COMFORTABLE_SIZE = 0.95
MAX_TRIALS = 5
#: Sums of widths may differ by this much, in slots.
ROUNDING = 1e-9
#: Steps in which the scale and the growth of the type are found from one another.
GROWTH_STEPS = 6
#: Type below this share of its least size is not enlarged by other layouts, nor is it on a sheet that is
#: fuller than this at its least size.
HOPELESS, FAR_TOO_FULL = 0.25, 1.8
#: A sheet that is fuller than this, and than with fewer rows, has not room for more of them.
TOO_FULL = 1.15
#: Type that stays too small must grow by this factor for notes to be left out.
WORTH_NOTES = 1.1


class Trial(NamedTuple):
    """A trial of the fit: points per map unit, and rows on the fullest sheet.

    `is_full_size` where the type has at least the size of the format, so that more height is
    better given to the curve than to still larger type. Without `has_origins`, sources that cards
    name both by number and in words are only numbered; without `has_notes`, only cards of the `noted`
    lanes have notes, and the funnel is low. Only what is measured for the final one can be drawn.
    """

    scale: float
    rows: int = 1
    is_full_size: bool = False
    has_origins: bool = True
    has_notes: bool = True
    is_final: bool = False
    noted: frozenset[str] = frozenset()


class Growth(NamedTuple):
    """How lane names and slots grow with the type of a small map.

    `label_width` is that of the lane names in map units; `at` leads from a scale to the factor.
    """

    label_width: float
    at: Callable[[float], float]


#: Columns, slot width and target row width (0: natural), and the trial → the measured row.
Measure = Callable[[Sequence[StageColumn], float, float, Trial], MeasuredRow]


class Pagination(NamedTuple):
    """The rows of the map on each sheet, at most `rows` on one, and the trial in which they fit.

    `layout` is the index of the layout.
    """

    sheets: tuple[tuple[MeasuredRow, ...], ...]
    trial: Trial
    rows: int = 1
    layout: int = 0

    @property
    def scale(self) -> float:
        """Points per map unit."""
        return self.trial.scale

    def merit(self, areas: Sequence[Size]) -> float:
        """How good a fit is: large type, and then a tall curve, of which half counts."""
        curves = []
        for rows, area in zip(self.sheets, areas, strict=True):
            natural, most = _curve_heights(rows)
            spare = area.height / self.scale - _height(rows)
            curves.append(min(natural + spare, most) * self.scale)
        return self.scale * math.sqrt(max(min(curves), 1.0))

    def is_roomy(self, areas: Sequence[Size], full: float) -> bool:
        """Whether the type has its full size, and the curves have room to grow to theirs."""
        heights = [_curve_heights(rows) for rows in self.sheets]
        growth = [most - natural for natural, most in heights]
        return self.scale >= full and all(
            self.scale * (_height(rows) + more) <= area.height
            for rows, more, area in zip(self.sheets, growth, areas, strict=True)
        )


class Limits(NamedTuple):
    """The scale at which type has the format's own sizes, the largest one, and the least one.

    At smaller scales than the least, type is smaller than the sheet asks for; then so many `trials` of
    other layouts are made.
    """

    full: float
    most: float
    least: float
    trials: int

    @property
    def hopeless(self) -> float:
        """The scale below which no other layout brings the type near its least size."""
        return self.least * HOPELESS


class Layout(NamedTuple):
    """The columns of the map, the areas for it in points, one for each sheet, and its measure.

    `least` leads from columns and a trial to a height that a row of them exceeds. `noted` are the keys of
    the lanes with notes, the one with fewest of them first.
    """

    columns: Sequence[StageColumn]
    areas: Sequence[Size]
    measure: Measure
    least: Callable[[Sequence[StageColumn], Trial], float]
    noted: Sequence[str] = ()


def paginate(layouts: Sequence[Callable[[], Layout]], limits: Limits, growth: Growth) -> Pagination:
    """How the map fills its sheets, measured so that it can be drawn.

    The first of the layouts is preferred; the others are tried where its type would be too small.
    """
    fit = _best_fit(layouts, limits, growth)
    trial = fit.trial._replace(is_final=True)
    layout = layouts[fit.layout]()
    folding = _Folding(layout.columns, layout.areas, fit.rows, growth)
    return fit._replace(sheets=folding.measured(trial, layout.measure), trial=trial)


def is_readable(layouts: Sequence[Callable[[], Layout]], limits: Limits, growth: Growth) -> bool:
    """Whether the map fits with type of its least size, tried at that only."""
    trials = limits.trials + 1
    for has_notes in (True, False):
        for make in layouts:
            fullness, layout = math.inf, make()
            for folding in _foldings(layout, growth):
                over = _Search(folding, layout, limits, has_notes=has_notes).fullness(limits.least)
                trials -= over < math.inf
                if over <= 1.0 or not trials:
                    return over <= 1.0
                if max(fullness, TOO_FULL) < over < math.inf:
                    break
                fullness = min(over, fullness)
            if fullness > FAR_TOO_FULL:
                break
    return False


def has_full_type(make: Callable[[], Layout], limits: Limits, growth: Growth) -> bool:
    """Whether a layout has all its words in type of full size."""
    layout = make()
    foldings = list(_foldings(layout, growth))
    if all(_is_too_full(folding, layout, limits) for folding in foldings):
        return False
    fullness = math.inf
    for folding in foldings:
        over = _Search(folding, layout, limits, has_notes=True).fullness(limits.full)
        if over <= 1.0 or max(fullness, TOO_FULL) < over < math.inf:
            return over <= 1.0
        fullness = min(over, fullness)
    return False


def _is_too_full(folding: _Folding, layout: Layout, limits: Limits) -> bool:
    """Whether a folding has no room for its headers and curves at full size, or for its columns."""
    if limits.full > folding.width_scale(SLOT_MIN):
        return True
    trial = Trial(limits.full, folding.fullest)
    return any(
        limits.full * (sum(layout.least(row, trial) + ROW_GAP for row in rows if row) - ROW_GAP)
        > area.height
        for area, rows in zip(layout.areas, folding.parts, strict=True)
    )


def _best_fit(
    layouts: Sequence[Callable[[], Layout]], limits: Limits, growth: Growth
) -> Pagination:
    """The largest type that fits.

    Where type would be too small for the sheet, other layouts are tried, and then without notes in some
    lanes. No text is cut: a map that is too dense even so has small type. The pre-flight reports both. Each
    trial measures every card, so trials are few: another layout has to have larger type than the best
    so far, which takes one trial.
    """
    best = _fit(layouts[0](), limits, growth, has_notes=True)
    if best.scale >= limits.least or best.scale < limits.hopeless:
        return best
    if not limits.trials:
        return best
    best = _larger(best, layouts, limits, growth, has_notes=True)
    if best.scale >= limits.least:
        return best
    brief = _fit(layouts[0](), limits, growth, has_notes=False)
    brief = _larger(brief, layouts, limits, growth, has_notes=False)
    if brief.scale >= limits.least:
        return _with_some_notes(brief, layouts[brief.layout](), limits, growth)
    return brief if brief.scale >= best.scale * WORTH_NOTES else best


def _with_some_notes(
    brief: Pagination, layout: Layout, limits: Limits, growth: Growth
) -> Pagination:
    """Return a fit with the notes of those lanes that have room for them at the least size.

    One more row may have more room for them than as few as can be.
    """
    fit = brief
    for folding in _foldings(layout, growth):
        if not 0 <= folding.rows - brief.rows <= 1 or len(fit.trial.noted) == len(layout.noted):
            continue
        search = _Search(folding, layout, limits, has_notes=False)
        noted = frozenset[str]()
        for lane in layout.noted:
            found = search.with_notes(noted | {lane})
            if found is None:
                break
            noted |= {lane}
            if len(noted) > len(fit.trial.noted):
                fit = found._replace(layout=brief.layout)
    return fit


def _larger(
    best: Pagination,
    layouts: Sequence[Callable[[], Layout]],
    limits: Limits,
    growth: Growth,
    *,
    has_notes: bool,
) -> Pagination:
    """Return the fit of a layout with larger type than the best one, or else that."""
    trials = limits.trials
    for number, make in enumerate(layouts):
        fullness, layout = math.inf, make()
        for folding in _foldings(layout, growth):
            if best.scale >= limits.least or not trials:
                return best
            search = _Search(folding, layout, limits, has_notes=has_notes)
            fit, over = search.improved(best.scale)
            trials -= over < math.inf
            if fit is not None:
                best = fit._replace(layout=number)
            if max(fullness, TOO_FULL) < over < math.inf:  # more rows are fuller still
                break
            fullness = min(over, fullness)
    return best


def _foldings(layout: Layout, growth: Growth) -> Iterator[_Folding]:
    for rows in range(1, MAX_ROWS + 1):
        if rows * len(layout.areas) <= len(layout.columns) or rows == 1:
            yield _Folding(layout.columns, layout.areas, rows, growth)


def _fit(layout: Layout, limits: Limits, growth: Growth, *, has_notes: bool) -> Pagination:
    """Return the largest scale at which the best folding fits."""
    foldings = list(_foldings(layout, growth))
    most = limits.most
    trial = Trial(limits.full, 2, has_notes=has_notes)
    guess = layout.measure(layout.columns, SLOT_PREFERRED, 0.0, trial)
    best = max(foldings, key=lambda folding: folding.merit(guess, most))
    if foldings[0].scale(guess, most) >= COMFORTABLE * limits.full:
        gain = best.merit(guess, most) / foldings[0].merit(guess, most)
        best = best if gain >= COMFORTABLE_GAIN else foldings[0]
    search = _Search(best, layout, limits, has_notes=has_notes)
    start = best.scale(guess, most) * OPTIMISM
    is_roomy = has_notes and start >= limits.full and search.has_room_for_origins()
    return search.run(start, has_origins=is_roomy)


class _Search:
    """The search for the largest scale at which a folding fits."""

    def __init__(
        self,
        folding: _Folding,
        layout: Layout,
        limits: Limits,
        *,
        has_notes: bool,
    ) -> None:
        self._has_notes = has_notes
        self._folding, self._areas, self._limits = folding, layout.areas, limits
        self._measure = layout.measure

    def has_room_for_origins(self) -> bool:
        """Whether type of full size and a tall curve leave room for all words of the cards."""
        most = min(self._folding.width_scale(SLOT_MIN), self._limits.full)
        fit, over = self._try(most, has_origins=True)
        return over <= 1.0 and fit.is_roomy(self._areas, most)

    def fullness(self, scale: float) -> float:
        """Return how full the fullest sheet is at a scale, infinite where slots are too narrow."""
        if scale > min(self._folding.width_scale(SLOT_MIN), self._limits.most):
            return math.inf
        return self._try(scale, has_origins=False)[1]

    def improved(self, least: float) -> tuple[Pagination | None, float]:
        """Return a fit that is clearly larger than a scale, if there is one, and how full that is.

        That is infinite where slots would be too narrow.
        """
        most = min(self._folding.width_scale(SLOT_MIN), self._limits.most)
        scale = least * CLOSE
        if scale < self._limits.least < scale * CLOSE:
            scale = self._limits.least
        if scale > most:
            return None, math.inf
        fit, over = self._try(scale, has_origins=False)
        if over > 1.0:
            return None, over
        return self._narrowed(fit, over, most, has_origins=False), over

    def with_notes(self, noted: frozenset[str]) -> Pagination | None:
        """Return the fit at the least size with the notes of some lanes, if there is one."""
        if self._limits.least > min(self._folding.width_scale(SLOT_MIN), self._limits.most):
            return None
        least, rows = self._limits.least, self._folding.fullest
        trial = Trial(least, rows, has_origins=False, has_notes=False, noted=noted)
        sheets = self._folding.measured(trial, self._measure)
        if _overshoot(sheets, self._areas, trial.scale) > 1.0:
            return None
        return Pagination(sheets, trial, self._folding.rows)

    def run(self, start: float, *, has_origins: bool) -> Pagination:
        """Return the largest fit found: shrunk until it fits, then narrowed down from both sides."""
        most = min(self._folding.width_scale(SLOT_MIN), self._limits.most)
        scale = min(self._folding.width_scale(SLOT_PREFERRED), most, start)
        fit, over = self._try(scale, has_origins=has_origins)
        number = 0
        while over > 1.0:
            most, number = scale, number + 1
            # The smallest type keeps its size, so that heights shrink more slowly than the scale.
            scale *= max(min(over**-0.94, QUICKER[min(number, len(QUICKER)) - 1]), 0.4)
            fit, over = self._try(scale, has_origins=has_origins)
        return self._with_taller_curve(self._narrowed(fit, over, most, has_origins=has_origins))

    def _narrowed(
        self, best: Pagination, over: float, most: float, *, has_origins: bool
    ) -> Pagination:
        """Return the largest fit found between one that fits and a scale that is too large."""
        for _ in range(MAX_TRIALS):
            is_just_too_small = best.scale < self._limits.least < min(most, best.scale * CLOSE)
            is_close = most / best.scale < CLOSE or over > ALMOST_FULL
            if not is_just_too_small and (is_close or best.scale < self._limits.hopeless):
                break
            scale = (best.scale * most) ** 0.5
            scale = self._limits.least if is_just_too_small else scale
            fit, full = self._try(scale, has_origins=has_origins)
            if full <= 1.0:
                best, over = fit, full
            else:
                most = scale
        return best

    def _with_taller_curve(self, best: Pagination) -> Pagination:
        """Give a little of the type's size for a clearly taller curve: fewer lines break."""
        for share in SMALLER:
            is_small = best.scale < COMFORTABLE_SIZE * self._limits.full
            if is_small or best.is_roomy(self._areas, 0.0):
                break
            fit, _ = self._try(best.scale * share, has_origins=best.trial.has_origins)
            if fit.merit(self._areas) > best.merit(self._areas):
                best = fit
        return best

    def _try(self, scale: float, *, has_origins: bool) -> tuple[Pagination, float]:
        """Return the rows at a scale, and the fill level of the fullest sheet."""
        is_full_size = scale > self._limits.full * CLOSE
        trial = Trial(scale, self._folding.fullest, is_full_size, has_origins, self._has_notes)
        sheets = self._folding.measured(trial, self._measure)
        return Pagination(sheets, trial, self._folding.rows), _overshoot(sheets, self._areas, scale)


def _overshoot(
    sheets: Sequence[Sequence[MeasuredRow]], areas: Sequence[Size], scale: float
) -> float:
    """The fill level of the fullest sheet; 1 is full."""
    return max(
        scale * _height(rows) / area.height for rows, area in zip(sheets, areas, strict=True)
    )


def _height(rows: Sequence[MeasuredRow]) -> float:
    """Natural height of a sheet's rows and of the panel above them, in map units."""
    panel = panel_heights(rows)[0]
    above = panel + ROW_GAP if panel else 0.0
    return above + sum(row.height for row in rows) + ROW_GAP * (len(rows) - 1)


def panel_heights(rows: Sequence[MeasuredRow]) -> tuple[float, float]:
    """Return the natural and the greatest height of the panel for the curves above some rows."""
    return (rows[0].heights.panel, rows[0].heights.most_panel) if rows else (0.0, 0.0)


def _curve_heights(rows: Sequence[MeasuredRow]) -> tuple[float, float]:
    """Return the natural and the greatest height of all curves on a sheet."""
    panel, most_panel = panel_heights(rows)
    if panel:
        return panel, most_panel
    natural = sum(row.heights.curve for row in rows)
    return natural, sum(row.heights.most_curve for row in rows)


class _Folding:
    """One way to fold the map: the columns of each row of each sheet."""

    def __init__(
        self,
        columns: Sequence[StageColumn],
        areas: Sequence[Size],
        rows: int,
        growth: Growth,
    ) -> None:
        self.rows = rows
        self._growth = growth
        self._areas = areas
        capacities = [area.width for area in areas for _ in range(rows)]
        parts = split(columns, capacities)
        self.parts = [parts[i * rows : (i + 1) * rows] for i in range(len(areas))]

    @property
    def fullest(self) -> int:
        """The number of rows of the fullest sheet."""
        return max(sum(1 for row in rows if row) for rows in self.parts)

    def width_scale(self, slot: float) -> float:
        """The largest scale at which every row has slots of this width (map units) for its type."""
        widths = [
            (area.width, _slots(row) * slot)
            for area, rows in zip(self._areas, self.parts, strict=True)
            for row in rows
            if row
        ]
        scale = math.inf
        for _ in range(GROWTH_STEPS):  # the smaller the map, the wider lane names and slots in it
            factor = self._growth.at(scale)
            label = self._growth.label_width * factor
            # Slots grow less, since long words can be broken.
            scale = min(width / (label + slots * factor**0.5) for width, slots in widths)
        return scale

    def scale(self, guess: MeasuredRow, most: float) -> float:
        """The approximate scale that this folding allows.

        Heights hardly depend on the slots' width, so those of the unfolded map (`guess`) are used for
        all rows, without the lanes that are empty there.
        """
        scale = min(self.width_scale(SLOT_MIN), most)
        for area, height in zip(self._areas, self._heights(guess), strict=True):
            if height:
                scale = min(scale, area.height / height)
        return scale

    def _heights(self, guess: MeasuredRow) -> list[float]:
        """The approximate height of the rows of each sheet, in map units."""
        panel = guess.heights.panel
        return [
            sum(_height_of(guess, row) + ROW_GAP for row in rows if row) - ROW_GAP + panel
            if any(rows)
            else 0.0
            for rows in self.parts
        ]

    def merit(self, guess: MeasuredRow, most: float) -> float:
        """The scale this layout allows, reduced where it leaves the sheet empty or breaks words."""
        scale = self.scale(guess, most)
        full = max(
            scale * (height + ROW_GAP) / area.height
            for area, height in zip(self._areas, self._heights(guess), strict=True)
        )
        # Slots narrower than preferred break words, which costs as much as smaller text does.
        slot = min(SLOT_PREFERRED, *chain.from_iterable(self.slot_widths(scale)))
        merit = scale * math.pow(min(full, 1.0), FULLNESS) * (slot / SLOT_PREFERRED)
        return merit / (FOLDING_GAIN if self.rows > 1 else 1.0)

    def slot_widths(self, scale: float) -> list[list[float]]:
        """The widths at which the slots of each row of each sheet fill it, in map units."""
        label = self._growth.label_width * self._growth.at(scale)
        return [
            [(area.width / scale - label) / _slots(row) for row in rows if row]
            for area, rows in zip(self._areas, self.parts, strict=True)
        ]

    def measured(self, trial: Trial, measure: Measure) -> tuple[tuple[MeasuredRow, ...], ...]:
        """Every row measured for a trial, justified to the width of its sheet."""
        scale = trial.scale
        sheets = []
        for area, rows, widths in zip(
            self._areas, self.parts, self.slot_widths(scale), strict=True
        ):
            bound = min(min(widths, default=0.0) * JUSTIFIED, WIDEST_SLOT)
            filled = zip(filter(None, rows), widths, strict=True)
            sheets.append(
                tuple(
                    measure(row, min(width, bound), area.width / scale, trial)
                    for row, width in filled
                )
            )
        return tuple(sheets)


def _height_of(guess: MeasuredRow, columns: Sequence[StageColumn]) -> float:
    """The height of a row of some columns, without the lanes that have no cards in them.

    A sheet to write on has all lanes in all rows.
    """
    if guess.heights.field:
        return guess.height
    slots = range(columns[0].first, columns[-1].end)
    empty = [
        lane
        for lane in guess.lanes
        if lane.spec.band is Band.CARDS
        and not any(guess.grid.cells.get((lane.index, slot)) for slot in slots)
    ]
    return guess.height - sum(lane.height + guess.corridors[lane.index] for lane in empty)


def _slots(columns: Sequence[StageColumn]) -> float:
    """The width of columns in slots."""
    return sum(column.weight for column in columns)


def split(columns: Sequence[StageColumn], capacities: Sequence[float]) -> list[list[StageColumn]]:
    """The columns distributed in order over rows, minimising the fullest row.

    Fullness is slots per capacity. Found by bisection on the bound; columns are never broken, and
    no row is empty where there are columns enough.
    """
    # The slots before each column, and before the end.
    before = [0.0, *accumulate(column.weight for column in columns)]
    # Row n ends so early that each later one gets a column.
    is_enough = len(columns) >= len(capacities)
    spare = len(columns) - len(capacities) if is_enough else len(columns)

    def ends(bound: float) -> list[int] | None:
        """Return where each row ends when none is fuller than a bound, if that can be."""
        result = [0]
        for number, capacity in enumerate(capacities, 1):
            start = result[-1]
            end = bisect_right(before, before[start] + bound * capacity + ROUNDING) - 1
            end = min(end, spare + number)
            if end == start < len(columns):
                return None
            result.append(end)
        return result if result[-1] == len(columns) else None

    low, high = before[-1] / sum(capacities), before[-1] / min(capacities) * 1.001
    best = ends(high)
    assert best is not None
    for _ in range(40):
        middle = (low + high) / 2
        tried = ends(middle)
        if tried is None:
            low = middle
        else:
            best, high = tried, middle
    return [list(columns[start:end]) for start, end in pairwise(best)]
