"""Disks that can be filled, locked and pulled out: tmpfs in a mount namespace of the test's own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path


class Sandbox:
    """A mount namespace; what is mounted in it goes with it, and nobody else sees it."""

    def __init__(self) -> None:
        is_root = os.geteuid() == 0
        own = [] if is_root else ["--user", "--map-root-user"]
        command = ["unshare", *own, "--mount", "--propagation", "private", "sh", "-c"]
        self._process = subprocess.Popen(
            [*command, "echo ready; exec cat"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._process.stdout is not None
        if self._process.stdout.readline() != "ready\n":
            self.close()
            raise OSError("no mount namespace")
        user = [] if is_root else ["--user", "--preserve-credentials"]
        #: What a command line begins with that is to run inside.
        self.enter = ["nsenter", "--target", str(self._process.pid), "--mount", *user]

    def run(self, *command: object) -> None:
        subprocess.run([*self.enter, *map(str, command)], check=True, capture_output=True)

    def mount(self, folder: Path, size: str) -> None:
        self.run("mount", "-t", "tmpfs", "-o", f"size={size},mode=755", "tmpfs", folder)

    def pull(self, folder: Path) -> None:
        self.run("umount", "--lazy", folder)

    def make_read_only(self, folder: Path, *, is_read_only: bool = True) -> None:
        self.run("mount", "-o", f"remount,{'ro' if is_read_only else 'rw'}", folder)

    def seen(self, path: Path) -> Path:
        return Path(f"/proc/{self._process.pid}/root", *path.parts[1:])

    def fill(self, folder: Path) -> None:
        with self.seen(folder / "filling").open("wb", buffering=0) as file:
            size = 1 << 20
            while size:
                try:
                    file.write(bytes(size))
                except OSError:
                    size //= 2

    def make_room(self, folder: Path) -> None:
        self.seen(folder / "filling").unlink()

    def close(self) -> None:
        """End it; the mounts end with the last process inside."""
        self._process.communicate()


@cache
def missing() -> str:
    """Return why there can be no such sandbox here, or ""."""
    if sys.platform != "linux":
        return "mount namespaces are Linux's"
    if shutil.which("unshare") is None or shutil.which("nsenter") is None:
        return "util-linux is not installed"
    try:
        with sandbox() as here:
            here.mount(Path("/tmp"), "64k")
    except (OSError, subprocess.CalledProcessError):
        return "the kernel lets this user make no mount namespace"
    return ""


@contextmanager
def sandbox() -> Iterator[Sandbox]:
    made = Sandbox()
    try:
        yield made
    finally:
        made.close()
