"""The command that makes all files for a client at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from journeyeditor.cli.commands.maps import read
from journeyeditor.cli.errors import CommandError, UsageError
from journeyeditor.cli.terminal import Progress, one_line, print_json, print_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from journeyeditor.delivery.pack import Pack


def pack(path: str, output: str, name: str, *, as_json: bool) -> int:
    """Write the pack of a map; return the exit status."""
    from journeyeditor.delivery.pack import PackError, make_pack, save_pack
    from journeyeditor.delivery.profile import ProfileError, read_profile
    from journeyeditor.files import FileError
    from journeyeditor.typography import Faces

    try:
        profile = read_profile(name)
    except ProfileError as error:
        raise UsageError(str(error)) from error
    graph = read(path)
    try:
        with Progress(1) as progress:
            progress.show(0, Path(path).name)
            made = make_pack(graph, profile, Faces())
        written = save_pack(made, Path(output))
    except PackError as error:
        raise CommandError(f"{path}: {error}") from error
    except (FileError, OSError) as error:
        raise CommandError(str(error)) from error
    if as_json:
        print_json({"map": path, "profile": name, "version": made.stamp, "files": _names(written)})
    else:
        _print(path, output, made)
    return 0


def _names(files: Sequence[Path]) -> list[str]:
    return [str(file) for file in files]


def _print(path: str, output: str, made: Pack) -> None:
    lines = [f"{Path(path).name} → {output}: {len(made.files)} files, version {made.stamp}"]
    lines += [f"  {each.name}" for each in made.files]
    print_lines("\n".join(map(one_line, lines)))
