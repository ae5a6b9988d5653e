"""The glossary behind a poster: the map's terms with their synonyms."""

from __future__ import annotations

from journeyeditor.geometry import Size
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.style import BODY, SEMIBOLD
from journeyeditor.poster.appendix.sheet import AppendixData, Bodies, column_width, flowed
from journeyeditor.poster.blocks import Block
from journeyeditor.vocabulary import info_of


def glossary_pages(data: AppendixData, inner: Size, context: RenderContext) -> Bodies:
    """None without terms."""
    terms = info_of(data.graph).glossary
    if not terms:
        return []
    count, width = column_width(inner, 240.0)
    blocks = [_term(term, terms[term], width, context) for term in sorted(terms, key=str.casefold)]
    texts = context.texts
    fact = texts.plural("{count} term", "{count} terms", len(terms))
    facts = [fact.format(count=texts.number(len(terms)))]
    return flowed(texts("Glossary"), facts, blocks, count, inner, context)


def _term(term: str, meaning: str | tuple[str, ...], width: float, context: RenderContext) -> Block:
    words = meaning if isinstance(meaning, str) else ", ".join(meaning)
    name = context.text(term, BODY + 1, width, weight=SEMIBOLD)
    drawing = context.place(name, 0, 0, context.theme["title"], width=width)
    line = context.text(words, BODY, width, max_lines=30)
    drawing += context.place(line, 0, name.height + 1, context.theme["quiet"], width=width)
    return Block(tuple(drawing), name.height + 1 + line.height, 9.0, role="LI")
