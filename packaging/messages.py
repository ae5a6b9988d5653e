"""Bring the catalogues up to date: `dev.py messages [LANGUAGE ...]`; new languages are begun.

Babel writes `journeyeditor.pot` from the source, merges it into every .po file and checks these.
Messages are the literal arguments of N_("text"), N_("text", "context"), texts("text"),
texts("text", "context"), N_plural("one", "many") and texts.plural("one", "many", n), and the tips of kinds (the first line
of their docstrings). Catalogues name no places in the source, so moved code does not change them.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from string import Formatter

from babel import Locale, UnknownLocaleError
from babel.dates import get_date_format
from babel.messages.catalog import Catalog, Message
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po, write_po
from babel.numbers import format_decimal, format_percent

from journeyeditor.i18n.catalogues import read_head

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "journeyeditor"
FOLDER = ROOT / "resources" / "locale"
TEMPLATE = FOLDER / "journeyeditor.pot"
#: What marks or translates a text, also as an attribute (context.texts, ui.texts).
SPEAKERS = {"N_", "texts", "messages"}

#: Languages that write 1234 but 12.345: minimumGroupingDigits of the CLDR, which Babel leaves out.
GROUPED_FROM_FIVE = {"bg", "es", "pl", "pt"}
#: context ("" for none), one, many ("" if it is not counted)
Entry = tuple[str, str, str]


def main(arguments: Sequence[str]) -> int:
    """Extract, merge and check; 1 if something is missing or wrong, 2 for an unknown language."""
    template = extract()
    write(TEMPLATE, "# The messages of Journey Editor.", {}, template)
    faults: list[str] = []
    for code in sorted({path.stem for path in FOLDER.glob("*.po")} | set(arguments)):
        path = FOLDER / f"{code}.po"
        try:
            locale = Locale.parse(code)
        except (UnknownLocaleError, ValueError):
            print(f"{code}: the CLDR has no such language", file=sys.stderr)
            return 2
        head = {**cldr_head(locale), **(read_head(path) or {})}
        catalogue = merged(path, template)
        write(path, f"# Journey Editor in {locale.get_display_name('en')}.", head, catalogue)
        missing = sorted(str(m.id) for m in catalogue if m.id and not is_translated(m))
        print(f"{code}: {len(catalogue)} messages, {len(missing)} not translated")
        if head.get("X-Scope") != "poster":
            faults += [f"{code}: not translated: {text}" for text in missing]
        faults += [f"{code}: {fault}" for fault in problems(catalogue)]
    print(*faults, sep="\n", file=sys.stderr, end="\n" if faults else "")
    return 1 if faults else 0


def messages() -> set[Entry]:
    """Find every message of the program."""
    found: set[Entry] = set()
    for file in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(file.read_text("utf-8"))
        found.update(_marked(tree))
        if file.parent.name == "vocabulary":
            found.update(_tips(tree))
    return found


def extract() -> Catalog:
    """Make the template: every message, without a translation."""
    template = Catalog(project="Journey Editor", charset="utf-8", fuzzy=False)
    for context, one, many in messages():
        template.add((one, many) if many else one, context=context or None)
    return template


def _marked(tree: ast.AST) -> Iterator[Entry]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name, arguments = _name(node.func), [_literals(each) for each in node.args]
        is_plural = isinstance(node.func, ast.Attribute) and name == "plural"
        if name == "N_plural" or (is_plural and _name(node.func.value) in SPEAKERS):
            for one, many in zip(arguments[0], arguments[1], strict=True):
                yield "", one, many
        elif name in SPEAKERS and arguments:
            context = arguments[1][0] if len(arguments) > 1 and arguments[1] else ""
            for text in arguments[0]:
                yield context, text, ""


def _literals(node: ast.expr) -> list[str]:
    """The texts that an argument may be: a literal, or a choice between literals."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return _literals(node.body) + _literals(node.orelse)
    return []


def _name(node: ast.expr) -> str:
    """The last part of a dotted name."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _tips(tree: ast.Module) -> Iterator[Entry]:
    """The first line of the docstring of each class with a look."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and _is_kind(node):
            yield "", (ast.get_docstring(node) or "").partition("\n")[0], ""


def _is_kind(node: ast.ClassDef) -> bool:
    targets = [each.target for each in node.body if isinstance(each, ast.AnnAssign) and each.value]
    return any(isinstance(target, ast.Name) and target.id == "look" for target in targets)


def cldr_head(locale: Locale) -> dict[str, str]:
    """What the head of a catalogue says of the language, by the CLDR."""
    code = str(locale)
    name = locale.get_display_name(code) or code
    one, many = get_plural(locale).num_plurals, get_plural(locale).plural_expr
    date = get_date_format("long", locale=locale).pattern
    head = {
        "Language": code,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": f"nplurals={one}; plural={many};",
        "X-Language-Name": name[:1].upper() + name[1:],
        "X-Numbers": " | ".join(_number(digits, locale) for digits in ("1234.5", "12345.6")),
        "X-Percent": format_percent(0.12, locale=locale),
        "X-Date": date,
    }
    # A narrow no-break space is in few fonts; the common one looks the same at these sizes.
    return {name: value.replace("\u202f", "\u00a0") for name, value in head.items()}


def _number(digits: str, locale: Locale) -> str:
    is_short = len(digits.partition(".")[0]) < 5
    is_grouped = not (is_short and locale.language in GROUPED_FROM_FIVE)
    return format_decimal(Decimal(digits), locale=locale, group_separator=is_grouped)


def merged(path: Path, template: Catalog) -> Catalog:
    """The messages of the program with the translations of a file."""
    catalogue = Catalog(locale=path.stem)
    if path.exists():
        with path.open("rb") as file:
            catalogue = read_po(file, locale=path.stem, abort_invalid=True)
    # Guessed translations are worse than none; what is gone is gone, history keeps it.
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    for message in catalogue:
        if message.id and message.fuzzy:  # it counts now, or no longer
            message.flags.discard("fuzzy")
            message.string = ("",) * catalogue.num_plurals if message.pluralizable else ""
    return catalogue


def write(path: Path, title: str, head: Mapping[str, str], catalogue: Catalog) -> None:
    """Write a catalogue, sorted and without places in the source, so that it seldom changes."""
    buffer = BytesIO()
    write_po(buffer, catalogue, width=0, omit_header=True, sort_output=True, no_location=True)
    lines = [title, 'msgid ""', 'msgstr ""', *(f'"{name}: {head[name]}\\n"' for name in head)]
    text = "\n".join(lines) + "\n\n" + buffer.getvalue().decode("utf-8").strip("\n") + "\n"
    if not path.exists() or path.read_text("utf-8") != text:
        path.write_text(text, encoding="utf-8")


def is_translated(message: Message) -> bool:
    """Whether a message has all forms of its translation."""
    return all(message.string) if isinstance(message.string, tuple | list) else bool(message.string)


def problems(catalogue: Catalog) -> Iterator[str]:
    """Tell of translations with other placeholders, line ends or ellipses than their messages."""
    for message in catalogue:
        if not message.id or not is_translated(message):
            continue
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        wanted = set().union(*map(placeholders, ids))
        for text in texts:
            if placeholders(text) - wanted or (len(texts) == 1 and placeholders(text) != wanted):
                yield f"other placeholders: {text}"
            if text.endswith("…") != ids[0].endswith("…"):
                yield f"an ellipsis too many or too few: {text}"


def placeholders(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
