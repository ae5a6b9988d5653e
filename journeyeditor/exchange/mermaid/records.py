"""Convert a diagram to records: sections are stages, tasks steps, actors personas, scores emotions.

Mermaid scores from 1 (bad) to 5 (good) and draws a neutral face at 3, so a score is three above our
valence, -2 to 2; where several scores do not fit, the scale that they all fit is used. Personas come in the order of Mermaid's own legend, by code unit. Adjacent
sections of one name are one stage, as they are drawn; a section without tasks is a stage too.
"""

from __future__ import annotations

import math
import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from journeyeditor.exchange.checkpoints import checkpoint
from journeyeditor.exchange.mermaid.source import MermaidError, quoted
from journeyeditor.exchange.scales import FIVE, Scale, scale_of
from journeyeditor.i18n import N_, Phrase
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import At, Emotion, Follows, MapInfo, Persona, Stage, Step

if TYPE_CHECKING:
    from journeyeditor.exchange.mermaid.parser import Diagram, Task


#: The limit of the map file.
MAX_ELEMENTS = 100_000


def graph_of(diagram: Diagram) -> JourneyGraph:
    """The map of a diagram; notes of what is lost are added to the diagram.

    Raises:
        MermaidError: the map would hold more elements than a file may.
    """
    builder = _GraphBuilder(diagram)
    info = builder.info()
    builder.write()
    steps = [step.id for step in builder.steps]
    follows = [
        Follows(id=f"r{number}", source=step, target=later)
        for number, (step, later) in enumerate(pairwise(steps), 1)
    ]
    ats = [
        At(id=f"r{number}", source=emotion, target=step)
        for number, (emotion, step) in enumerate(builder.emotion_steps, len(follows) + 1)
    ]
    elements = (*builder.stages, *builder.personas.values(), *builder.steps, *builder.emotions)
    return JourneyGraph.of(info, [*elements, *follows, *ats])


class _GraphBuilder:
    """One conversion in progress."""

    def __init__(self, diagram: Diagram) -> None:
        self.diagram = diagram
        self.stages: list[Stage] = []
        self.personas: dict[str, Persona] = {}
        self.steps: list[Step] = []
        self.emotions: list[Emotion] = []
        self.emotion_steps: list[tuple[str, str]] = []  # ids of an emotion and its step
        self.scale = self._scale()

    def info(self) -> MapInfo:
        """The map's own record; there is no place for accTitle in it."""
        diagram = self.diagram
        title = self._name(diagram.title, diagram.title_line)
        acc_title = self._name(diagram.acc_title, diagram.acc_title_line)
        if acc_title not in {"", title}:
            skipped = N_("accTitle differs from the title and was skipped ({text}).")
            diagram.note(diagram.acc_title_line, skipped, text=quoted(acc_title))
        return MapInfo(title=title, note=self._name(diagram.acc_descr, diagram.acc_descr_line))

    def write(self) -> None:
        """Create the elements.

        Raises:
            MermaidError: there are more than a file may hold.
        """
        tasks = [(task, self._people(task)) for s in self.diagram.sections for task in s.tasks]
        names = {name for _, people in tasks for name in people}
        for number, name in enumerate(sorted(names, key=_code_units), 1):
            self.personas[name] = Persona(id=f"p{number}", title=name)
        waiting = iter(tasks)
        for section in self.diagram.sections:
            checkpoint()
            stage = self._stage(self._name(section.name, section.line), section.line)
            for _ in section.tasks:
                self._step(stage, *next(waiting))
                self._check_size()
        self._check_size()

    def _stage(self, title: str, line: int) -> str:
        """The id of a section's stage, which may continue the previous one."""
        if self.stages and self.stages[-1].title == title:
            merged = N_("the section {title} was merged with the previous stage of the same name.")
            self.diagram.note(line, merged, title=quoted(title))
        else:
            self.stages.append(Stage(id=f"s{len(self.stages) + 1}", title=title))
        return self.stages[-1].id

    def _step(self, stage: str, task: Task, people: tuple[str, ...]) -> None:
        title = self._name(task.name, task.line)
        personas = tuple(self.personas[name].id for name in people)
        note = f"{task.score:g}" if self.scale is None and not math.isnan(task.score) else ""
        step = Step(
            id=f"t{len(self.steps) + 1}", title=title, note=note, stage=stage, persona=personas
        )
        self.steps.append(step)
        valence = self._valence(task, title)
        if valence is None:
            return
        for persona in personas or (None,):
            emotion = Emotion(
                id=f"e{len(self.emotions) + 1}", stage=stage, persona=persona, score=valence
            )
            self.emotions.append(emotion)
            self.emotion_steps.append((emotion.id, step.id))

    def _valence(self, task: Task, title: str) -> float | None:
        if math.isnan(task.score):
            if task.score_text is not None:
                lost = N_(
                    "the score {score} of {title} is not a number, so the step has no emotion."
                )
                self._note_score(task, title, lost)
            return None
        if self.scale is None:
            return None
        if not self.scale.holds(task.score):
            held = max(self.scale.worst, min(self.scale.best, task.score))
            outside = N_(
                "the score {score} of {title} was set to {held}, as scores range from {scale}."
            )
            self._note_score(task, title, outside, held=f"{held:g}", scale=self.scale.phrase)
        return self.scale.valence(task.score)

    def _scale(self) -> Scale | None:
        """The scale of all scores; None if they are none, such as counts of customers."""
        scores = [task.score for section in self.diagram.sections for task in section.tasks]
        scale = scale_of(scores)
        if scale is None:
            self.diagram.guesses.append(
                Phrase(N_("The scores fit no scale, so they are kept in the notes of the steps."))
            )
        elif scale != FIVE:
            read = N_("The scores were read on a scale from {scale}.")
            self.diagram.guesses.append(Phrase(read, scale=scale.phrase))
        return scale

    def _note_score(self, task: Task, title: str, message: str, **values: object) -> None:
        score = quoted(task.score_text or "")
        self.diagram.note(task.line, message, score=score, title=quoted(title), **values)

    def _people(self, task: Task) -> tuple[str, ...]:
        """The distinct names of a task in their written order."""
        names = [self._name(person, task.line) for person in task.people]
        if len(names) > 1 and "" in names:
            self.diagram.note(task.line, N_("an actor without a name was skipped."))
        return tuple(dict.fromkeys(filter(None, names)))

    def _name(self, text: str, line: int) -> str:
        name, lost = plain(text)
        if lost:
            tags = ", ".join(dict.fromkeys(lost))
            removed = N_("tags and codes that have no meaning here were removed ({tags}).")
            self.diagram.note(line, removed, tags=tags)
        return name

    def _check_size(self) -> None:
        size = sum(map(len, (self.stages, self.personas, self.steps, self.emotions)))
        if size > MAX_ELEMENTS:
            reason = Phrase(N_("the map would have more than {count} elements"), count=MAX_ELEMENTS)
            raise MermaidError(reason, N_("split the diagram"))


def _code_units(name: str) -> bytes:
    return name.encode("utf-16-be", "surrogatepass")


# Possessive, so that many unclosed tags cost one pass.
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*+)[^<>]*+>")
_CODE = re.compile(r"#(\w+);", re.ASCII)
_MAX_DIGITS = 100
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
_INTERESTING = re.compile(r"[<#\n\r]")
#: Elements whose content is not displayed.
_HIDDEN = re.compile("script|style|iframe|object|template|noscript")
#: Other tags that occur in names; anything else, like List<String> or <customer>, is text.
_KNOWN = re.compile(
    "a|abbr|b|big|blockquote|center|cite|code|del|div|em|embed|font|form|h[1-6]|hr|i|img|input|ins|kbd"
    "|li|link|mark|meta|ol|p|pre|q|s|samp|small|span|strike|strong|sub|sup|svg|table|tbody|td|th|thead"
    "|tr|tt|u|ul|var|wbr"
)
_MAX_DIGITS = 100


class PlainText(NamedTuple):
    """A text without markup, and the tags and codes in it that were dropped."""

    text: str
    lost: tuple[str, ...]


def plain(text: str) -> PlainText:
    """The displayed text: `<br>` is a line break, other HTML is removed, codes are decoded.

    Tags are removed before codes are decoded, so an escaped `#lt;b#gt;` is kept as literal text.
    """
    lost: list[str] = []
    if _INTERESTING.search(text):
        text = _without_tags(text, lost)
        text = _CODE.sub(lambda code: _decoded(code, lost), text)
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        text = "\n".join(line.strip() for line in _UNPRINTABLE.sub(" ", text).split("\n"))
    return PlainText(_UNPRINTABLE.sub(" ", text).strip(), tuple(lost))


def _without_tags(text: str, lost: list[str]) -> str:
    pieces: list[str] = []
    hidden = ""
    done = 0
    for tag in _TAG.finditer(text):
        name = tag[2].lower()
        if hidden:
            if tag[1] and name == hidden:
                hidden, done = "", tag.end()
            continue
        is_hidden = _HIDDEN.fullmatch(name) is not None
        if name != "br" and not is_hidden and not _KNOWN.fullmatch(name):
            continue
        pieces.append(text[done : tag.start()])
        done = tag.end()
        if name == "br":
            pieces.append("\n")
        elif not tag[1]:
            lost.append(f"<{name}>")
            hidden = name if is_hidden else ""
    return "".join(pieces) + ("" if hidden else text[done:])


def _decoded(code: re.Match[str], lost: list[str]) -> str:
    import html  # loads a table of 2 000 names, which few maps need

    name = code[1]
    if name.isdecimal():
        # Python's int() rejects texts of more than 4 300 digits.
        return html.unescape(f"&#{name};") if len(name) <= _MAX_DIGITS else "\ufffd"
    character = html.unescape(f"&{name};")
    if character == f"&{name};":
        lost.append(code.group())
    return character
