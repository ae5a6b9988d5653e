"""An extension as somebody else would write it: maps as indented outlines, in and out."""

from __future__ import annotations

from journeyeditor.exchange.importers import Imported, Importer, ImportFailure
from journeyeditor.exchange.sources import SourceFile
from journeyeditor.exporters import Export, ExportFormat
from journeyeditor.i18n import OwnPhrase
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import MapInfo, Stage, Step

MARK = "# outline"


def write(export: Export) -> list[bytes]:
    if getattr(export.graph.info, "title", "") == "Fail":
        raise RuntimeError("no such\ncolour")
    lines = [MARK]
    for stage in export.graph.stages():
        lines.append(stage.title)
        steps = export.graph.elements("step")
        lines += [f"  {step.title}" for step in steps if getattr(step, "stage", "") == stage.id]
    return ["\n".join(lines).encode("utf-8")]


def read(source: SourceFile, lenient: bool) -> Imported:
    records: list[Stage | Step] = []
    stage = None
    for number, line in enumerate(source.text.splitlines()[1:]):
        if not line.startswith(" "):
            stage = Stage(id=f"s{number}", title=line)
            records.append(stage)
        elif stage is None:
            raise ImportFailure("line 2: a step comes before the first stage; begin with a stage")
        elif line.strip() == "fail":
            raise ZeroDivisionError("by\nzero")
        else:
            records.append(Step(id=f"t{number}", title=line.strip(), stage=stage.id))
    note = OwnPhrase({"en": "{count} note", "sv": "{count} anteckning"}, count=1)
    return Imported(JourneyGraph.of(MapInfo(title="Outline"), records), (note,))


EXPORTER = ExportFormat("outline", "Outline", write)
IMPORTER = Importer("outline", "Outlines", ("outline",), lambda s: s.text.startswith(MARK), read)
BROKEN = "not a format"
