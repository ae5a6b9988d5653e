"""Write the man page and the completion of bash, zsh and fish, from the parser of arguments.

    python packaging/shell.py FOLDER     # a folder such as /usr/share

They are made at each build and never edited, so they name every command and option there is.
"""

from __future__ import annotations

import argparse
import gzip
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from journeyeditor import __version__
from journeyeditor.cli.arguments import parser

NAME = "journeyeditor"
EXIT_STATUS = (
    ("0", "Success."),
    ("1", "The input or the disk is at fault; one sentence on standard error says how."),
    ("2", "Wrong usage."),
)


def commands(top: argparse.ArgumentParser) -> Iterator[tuple[str, str, argparse.ArgumentParser]]:
    """Yield each command's name, summary and parser."""
    for action in top._actions:
        if isinstance(action, argparse._SubParsersAction):
            summaries = {choice.dest: choice.help or "" for choice in action._choices_actions}
            for name, command in action.choices.items():
                yield name, summaries.get(name, ""), command


def options(command: argparse.ArgumentParser) -> list[argparse.Action]:
    return [action for action in command._actions if action.option_strings]


def summary(action: argparse.Action) -> str:
    """Return an option's help, with its percent signs as they are read."""
    return " ".join((action.help or "").replace("%%", "%").split())


# ---- the man page


def man_page(top: argparse.ArgumentParser, date: str) -> str:
    """Return the manual in the language of man."""
    lines = [
        f'.TH JOURNEYEDITOR 1 "{date}" "Journey Editor {__version__}" "User commands"',
        ".SH NAME",
        f"{NAME} \\- edit, import, check and print customer journey maps",
        ".SH SYNOPSIS",
        f".B {NAME}\n[\\fIMAP\\fR ...]\n.br\n.B {NAME}\n\\fICOMMAND\\fR ...",
        ".SH DESCRIPTION",
        _roff(top.description or ""),
        ".SH OPTIONS",
        *_entries(top),
        ".SH COMMANDS",
    ]
    for name, _, command in commands(top):
        usage = command.format_usage().removeprefix("usage: ").rstrip()
        lines += [f".SS {name}", _roff(command.description or ""), *_verbatim(usage)]
        lines += _entries(command)
        if command.epilog:
            heading, _, examples = command.epilog.partition("\n")
            lines += [".PP", _roff(heading.capitalize()), *_verbatim(examples.rstrip())]
    lines.append(".SH EXIT STATUS")
    for status, meaning in EXIT_STATUS:
        lines += [".TP", f".B {status}", _roff(meaning)]
    return "\n".join(lines) + "\n"


def _entries(command: argparse.ArgumentParser) -> Iterator[str]:
    """Yield what a command takes: its arguments, then its options."""
    for action in command._actions:
        if isinstance(action, argparse._SubParsersAction):
            continue
        value = str(action.metavar or action.dest.upper())
        names = ", ".join(f"\\fB{_roff(name)}\\fR" for name in action.option_strings)
        takes_value = action.nargs != 0
        words = " ".join(filter(None, (names, f"\\fI{_roff(value)}\\fR" if takes_value else "")))
        yield from (".TP", words, _roff(summary(action)))


def _verbatim(text: str) -> Iterator[str]:
    yield from (".PP", ".nf", _roff(text), ".fi")


def _roff(text: str) -> str:
    """Return text in which nothing is a command of roff."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"^([.'])", r"\\&\1", escaped, flags=re.MULTILINE)


# ---- completion


def bash(top: argparse.ArgumentParser) -> str:
    """Return the completion of bash: commands, options, values of choices, else files."""
    cases, values = [], []
    for name, _, command in commands(top):
        words = [word for action in options(command) for word in action.option_strings]
        cases.append(f"        {name}) words={_quoted(' '.join(words))} ;;")
        for action in options(command):
            if action.choices:
                names = "|".join(f"{name}:{word}" for word in action.option_strings)
                choices = _quoted(" ".join(map(str, action.choices)))
                values.append(f"        {names}) values={choices} ;;")
    names = " ".join(name for name, _, _ in commands(top))
    first = " ".join(word for action in options(top) for word in action.option_strings)
    return "\n".join(
        [
            f"# bash completion for {NAME}",
            "_journeyeditor() {",
            '    local current="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}"',
            '    local command="${COMP_WORDS[1]}" words="" values=""',
            '    case "$command:$before" in',
            *values,
            "    esac",
            '    case "$command" in',
            *cases,
            "    esac",
            f"    (( COMP_CWORD == 1 )) && words={_quoted(f'{names} {first}')}",
            '    if [[ -n "$values" ]]; then',
            '        COMPREPLY=($(compgen -W "$values" -- "$current"))',
            '    elif [[ "$current" == -* || COMP_CWORD -eq 1 ]]; then',
            '        COMPREPLY=($(compgen -W "$words" -- "$current"))',
            "    fi",
            "}",
            f"complete -o default -F _journeyeditor {NAME}",
            "",
        ]
    )


def zsh(top: argparse.ArgumentParser) -> str:
    """Return the completion of zsh, with what each command and option is for."""
    lines = [f"#compdef {NAME}", "", f"_{NAME}() {{", "    local -a commands", "    commands=("]
    lines += [f"        {_quoted(f'{name}:{text}')}" for name, text, _ in commands(top)]
    lines += ["    )", "    if (( CURRENT == 2 )); then"]
    lines += ["        _describe command commands"]
    lines += [
        f"        _arguments {' '.join(_zsh_options(top))}",
        "        _files",
        "        return",
    ]
    lines += ["    fi", "    local command=$words[2]", "    shift words", "    (( CURRENT-- ))"]
    lines += ["    case $command in"]
    for name, _, command in commands(top):
        lines += [f"        ({name}) _arguments \\"]
        lines += [f"            {option} \\" for option in _zsh_options(command)]
        lines += ["            '*:file:_files' ;;"]
    return "\n".join([*lines, "        (*) _files ;;", "    esac", "}", f'_{NAME} "$@"', ""])


def _zsh_options(command: argparse.ArgumentParser) -> Iterator[str]:
    for action in options(command):
        text = re.sub(r"([\[\]:\\])", r"\\\1", summary(action))
        value = ""
        if action.nargs != 0:
            name = str(action.metavar or action.dest).replace(":", " ")
            found = f"({' '.join(map(str, action.choices))})" if action.choices else "_files"
            value = f":{name}:{found}"
        for word in action.option_strings:
            yield _quoted(f"*{word}[{text}]{value}")


def fish(top: argparse.ArgumentParser) -> str:
    """Return the completion of fish, with what each command and option is for."""
    lines = [f"# fish completion for {NAME}"]
    for action in options(top):
        lines.append(f"complete -c {NAME} -n __fish_use_subcommand {_fish_option(action)}")
    for name, text, command in commands(top):
        lines.append(f"complete -c {NAME} -n __fish_use_subcommand -a {name} -d {_quoted(text)}")
        seen = f'"__fish_seen_subcommand_from {name}"'
        for action in options(command):
            lines.append(f"complete -c {NAME} -n {seen} {_fish_option(action)}")
    return "\n".join([*lines, ""])


def _fish_option(action: argparse.Action) -> str:
    words = [
        f"-l {word[2:]}" if word.startswith("--") else f"-s {word[1:]}"
        for word in action.option_strings
    ]
    if action.choices:
        words.append(f"-x -a {_quoted(' '.join(map(str, action.choices)))}")
    elif action.nargs != 0:
        words.append("-r")
    return " ".join([*words, f"-d {_quoted(summary(action))}"])


def _quoted(text: str) -> str:
    """Return a word in single quotes, for all three shells."""
    return "'" + text.replace("'", "'\\''") + "'"


def main(share: Path, epoch: int) -> None:
    """Write all four below a folder such as /usr/share."""
    top = parser()
    date = time.strftime("%Y-%m-%d", time.gmtime(epoch))
    page = gzip.compress(man_page(top, date).encode(), mtime=0)
    for path, content in (
        (f"man/man1/{NAME}.1.gz", page),
        (f"bash-completion/completions/{NAME}", bash(top).encode()),
        (f"zsh/vendor-completions/_{NAME}", zsh(top).encode()),
        (f"fish/vendor_completions.d/{NAME}.fish", fish(top).encode()),
    ):
        target = share / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
