"""Make what is published, into `dist/`; see USAGE.

Everything is made in an environment of its own, `build/environment`, with the versions of
constraints.txt and build-constraints.txt. Times come from SOURCE_DATE_EPOCH, by default the time
of the last commit, so that the same sources make the same bytes. Standard library only, like
dev.py, because it runs before anything is installed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
import venv
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import dev
from dev import CONSTRAINTS, PIP_OPTIONS, ROOT, Refusal, hashed, why_pip_failed

NAME = "journeyeditor"
PACKAGING = ROOT / "packaging"
LINUX = PACKAGING / "linux"
BUILD = ROOT / "build"
DIST = ROOT / "dist"
ENVIRONMENT = BUILD / "environment"
PYTHON = ENVIRONMENT / dev.PYTHON.relative_to(dev.VENV)
STAMP = ENVIRONMENT / "journeyeditor-stamp.txt"
BUILD_CONSTRAINTS = PACKAGING / "build-constraints.txt"
TOOLS = ("hatchling", "pyinstaller", "setuptools")

#: What the program is called where names must be unique: its desktop file, icon, MIME file, Flatpak.
APP_ID = "org.journeyeditor.JourneyEditor"
#: What the folder takes from the system besides dev.py's QT_LIBRARIES, for printing and networks.
LIBRARIES = ("libcups2", "libgssapi-krb5-2", "libzstd1", "libx11-xcb1", "libxcb-xkb1", "libstdc++6")
#: What Debian calls the processors that Python knows by other names.
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}

USAGE = """usage: python3 packaging/build.py wheel     the Python package
       python3 packaging/build.py dir       a folder that runs without Python (macOS: an app)
       python3 packaging/build.py deb       a package for Debian and Ubuntu
       python3 packaging/build.py appdir    a folder to make an AppImage of
       python3 packaging/build.py sbom      the list of what it consists of (CycloneDX)
       python3 packaging/build.py check     make and install the .deb, use it, and remove it"""


def main(arguments: Sequence[str]) -> int:
    """Make what the first argument names, print where it is, and return the exit status."""
    if len(arguments) != 1 or arguments[0] not in TARGETS:
        is_asked = bool(arguments) and arguments[0] in {"-h", "--help"}
        print(USAGE, file=sys.stdout if is_asked else sys.stderr)
        return 0 if is_asked else 2
    try:
        began = time.monotonic()
        DIST.mkdir(exist_ok=True)
        prepare()
        made = TARGETS[arguments[0]]()
        say(f"{size(made) / 1e6:.1f} MB in {time.monotonic() - began:.0f} s")
        print(made.relative_to(ROOT))
    except (Refusal, OSError) as reason:
        say(str(reason))
        return 1
    except KeyboardInterrupt:
        say("stopped")
        return 130
    return 0


def say(sentence: str) -> None:
    """Tell the person at the terminal."""
    print(f"build.py: {sentence}", file=sys.stderr, flush=True)


def size(path: Path) -> int:
    """Return the bytes of a file, or of all files of a folder."""
    return sum(
        each.lstat().st_size
        for each in (path, *path.rglob("*"))
        if each.is_symlink() or each.is_file()
    )


# ---- the environment


def prepare() -> None:
    """Make the environment, anew whenever something it depends on has changed."""
    key = environment_key()
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text(encoding="utf-8") == key:
        return
    say("making an environment (a minute or two)")
    venv.create(ENVIRONMENT, clear=True, with_pip=True, symlinks=os.name != "nt")
    held = [f"--constraint={path}" for path in (CONSTRAINTS, BUILD_CONSTRAINTS)]
    install = [PYTHON, "-m", "pip", "install", *PIP_OPTIONS, *held, *dependencies(), *TOOLS]
    pip = subprocess.run(install, stdout=sys.stderr, stderr=subprocess.PIPE, text=True, check=False)
    if pip.returncode:
        raise Refusal(why_pip_failed(pip.stderr))
    STAMP.write_text(key, encoding="utf-8")


def environment_key() -> str:
    """Return what the environment depends on, as one hash."""
    held = (path.read_bytes() for path in (CONSTRAINTS, BUILD_CONSTRAINTS))
    words = (f"{sys.version_info[:3]}", *dependencies(), *TOOLS)
    return hashed(*held, *(word.encode() for word in words))


def dependencies() -> list[str]:
    """Return what the program needs."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [str(each) for each in project["dependencies"]]


def run(*command: str | Path) -> str:
    """Run a tool in the project's folder; raises Refusal with the end of what it said."""
    done = subprocess.run(
        command, cwd=ROOT, env=environ(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip())[-600:]
        raise Refusal(f"{Path(command[0]).name} failed: {said}")
    return done.stdout


def environ() -> dict[str, str]:
    """Return the variables of tools that make the same bytes of the same sources."""
    fixed = {
        "SOURCE_DATE_EPOCH": str(source_date()),
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": str(ROOT),
        "LC_ALL": "C.UTF-8",
    }
    return os.environ | fixed


def source_date() -> int:
    """Return the time that files get, in seconds since 1970."""
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(given)
    ask = ["git", "log", "-1", "--format=%ct"]
    try:
        answer = subprocess.run(ask, cwd=ROOT, capture_output=True, text=True, check=False).stdout
    except OSError:
        answer = ""
    return int(answer) if answer.strip() else 315_532_800  # 1980, the first year of ZIP files


def version() -> str:
    """Return the version, whose one place is the package."""
    text = (ROOT / NAME / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "(.+)"$', text, re.MULTILINE)
    if found is None:
        raise Refusal(f"{NAME}/__init__.py: contains no __version__")
    return found[1]


def emptied(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


# ---- for all systems


def wheel() -> Path:
    folder = emptied(BUILD / "wheel")
    run(PYTHON, "-P", "-m", "hatchling", "build", "-t", "wheel", "-d", folder)
    (made,) = folder.glob("*.whl")
    return Path(shutil.move(made, DIST / made.name))


def sbom() -> Path:
    target = DIST / f"{NAME}-{version()}.cdx.json"
    run(PYTHON, "-P", PACKAGING / "sbom.py", target, str(source_date()))
    return target


def program() -> Path:
    """Make the folder, or on macOS the app, that runs without Python."""
    work = emptied(BUILD / "pyinstaller")
    run(PYTHON, "-P", PACKAGING / "icons.py", BUILD / "icons")
    run(
        *(PYTHON, "-P", "-m", "PyInstaller", "--noconfirm", "--log-level=WARN"),
        *(f"--distpath={DIST}", f"--workpath={work}", PACKAGING / f"{NAME}.spec"),
    )
    warnings = (work / NAME / f"warn-{NAME}.txt").read_text(encoding="utf-8")
    if lacking := list(lacking_modules(warnings)):
        raise Refusal(f"modules were left out that others need: {', '.join(lacking)}")
    if sys.platform == "linux":
        run(PYTHON, "-P", PACKAGING / "shrink.py", DIST / NAME / "_internal")
    return DIST / ("Journey Editor.app" if sys.platform == "darwin" else NAME)


def lacking_modules(warnings: str) -> Iterator[str]:
    """Yield what the recipe leaves out and a module imports unconditionally, by PyInstaller's list."""
    for line in warnings.splitlines():
        left_out, _, importers = line.partition(" - imported by ")
        name = left_out.removeprefix("excluded module named ")
        # Python's own import machinery is built in.
        if name != left_out and not name.startswith("_frozen_") and "(top-level)" in importers:
            yield name


# ---- for Linux


def usr(folder: Path) -> Path:
    """Fill a folder such as /usr: the program, its command, and what desktops and shells read."""
    shutil.copytree(program(), folder / "lib" / NAME, symlinks=True)
    (folder / "bin").mkdir()
    (folder / "bin" / NAME).symlink_to(Path("..", "lib", NAME, NAME))
    share = folder / "share"
    run(PYTHON, "-P", PACKAGING / "shell.py", share, str(source_date()))
    for source, place in (
        (LINUX / f"{APP_ID}.desktop", "applications"),
        (LINUX / f"{APP_ID}.xml", "mime/packages"),
        (LINUX / f"{APP_ID}.metainfo.xml", "metainfo"),
    ):
        target = share / place / source.name
        target.parent.mkdir(parents=True)
        words = source.read_text(encoding="utf-8").replace("@RELEASES@", releases())
        target.write_text(words, encoding="utf-8")
    icons(share / "icons" / "hicolor")
    documents = share / "doc" / NAME
    documents.mkdir(parents=True)
    shutil.copy(ROOT / "LICENSE", documents / "copyright")
    shutil.copy(ROOT / "CHANGELOG.md", documents / "changelog.md")
    return folder


def icons(theme: Path) -> None:
    """Fill an icon theme: each size, and the one that fits all."""
    sized = BUILD / "icons"
    run(PYTHON, "-P", PACKAGING / "icons.py", sized)
    sources = {
        f"{number}x{number}": path
        for path in sized.glob("*.png")
        if (number := path.stem.rpartition("-")[2]) != "1024"
    }
    for name, source in {
        **sources,
        "scalable": ROOT / "resources" / "icon" / f"{NAME}.svg",
    }.items():
        target = theme / name / "apps" / f"{APP_ID}{source.suffix}"
        target.parent.mkdir(parents=True)
        shutil.copy(source, target)


def releases() -> str:
    """Return AppStream's list of releases, from the headings of the changelog."""
    today = time.strftime("%Y-%m-%d", time.gmtime(source_date()))
    headings = re.findall(
        r"^## \[(\d\S*)\] - (\S+)$",
        (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    dates = dict(headings) if version() in dict(headings) else {version(): today, **dict(headings)}
    return "".join(f'<release version="{each}" date="{date}"/>' for each, date in dates.items())


def deb() -> Path:
    """Make the package; its maintainer scripts are none, because dpkg's triggers do it all."""
    root = emptied(BUILD / "deb")
    usr(root / "usr")
    (root / "DEBIAN").mkdir()
    architecture = ARCHITECTURES.get(os.uname().machine, os.uname().machine)
    fields = {
        "Package": NAME,
        "Version": version(),
        "Architecture": architecture,
        "Maintainer": "the Journey Editor authors <noreply@journeyeditor.invalid>",
        "Installed-Size": str(size(root / "usr") // 1024),
        "Depends": ", ".join(depends()),
        "Recommends": "shared-mime-info, desktop-file-utils, xdg-utils",
        "Section": "graphics",
        "Priority": "optional",
        "Description": "editor for customer journey maps\n"
        " Stages, touchpoints and emotion curves, drawn in a workshop as fast as people\n"
        " talk, and printed as posters. It works without a network.",
    }
    control = "".join(f"{key}: {value}\n" for key, value in fields.items())
    (root / "DEBIAN" / "control").write_text(control, encoding="utf-8")
    same_times(root)
    target = DIST / f"{NAME}_{version()}_{architecture}.deb"
    # xz, because not every dpkg in use reads zstd.
    run("dpkg-deb", "--root-owner-group", "-Zxz", "-z3", "--build", root, target)
    return target


def depends() -> Iterator[str]:
    """Yield the packages of the system's libraries, under both names of those that changed theirs."""
    yield "libc6 (>= 2.35)"
    for name in (*dev.QT_LIBRARIES, *LIBRARIES):
        renamed = name in {"libglib2.0-0", "libcups2"}
        yield f"{name} | {name}t64" if renamed else name


def appdir() -> Path:
    """Make what appimagetool packs: the same tree, with its starting points at the top."""
    root = emptied(DIST / "JourneyEditor.AppDir")
    share = usr(root / "usr") / "share"
    (root / "AppRun").symlink_to(Path("usr", "bin", NAME))
    (root / f"{APP_ID}.desktop").symlink_to(Path("usr/share/applications", f"{APP_ID}.desktop"))
    (root / f"{APP_ID}.svg").symlink_to(
        Path("usr/share/icons/hicolor/scalable/apps", f"{APP_ID}.svg")
    )
    (root / ".DirIcon").symlink_to(
        (share / "icons/hicolor/256x256/apps" / f"{APP_ID}.png").relative_to(root)
    )
    # The name under which the AppImage tools look for AppStream's file.
    appdata = share / "metainfo" / f"{APP_ID}.appdata.xml"
    appdata.symlink_to(f"{APP_ID}.metainfo.xml")
    same_times(root)
    return root


def same_times(root: Path) -> None:
    """Give all files and folders the time of the sources, and the permissions of a package."""
    moment = source_date()
    for path in (root, *root.rglob("*")):
        if not path.is_symlink():
            is_run = path.is_dir() or (os.access(path, os.X_OK) and ".so" not in path.name)
            path.chmod(0o755 if is_run else 0o644)
        os.utime(path, (moment, moment), follow_symlinks=False)


def check() -> Path:
    """Use the package as people do, and see that nothing of it remains."""
    made = deb()
    done = subprocess.run([PYTHON, "-P", PACKAGING / "check.py", made], cwd=ROOT, check=False)
    if done.returncode:
        raise Refusal("the package does not do what it should; see above")
    return made


TARGETS: dict[str, Callable[[], Path]] = {
    "wheel": wheel,
    "dir": program,
    "sbom": sbom,
    "deb": deb,
    "appdir": appdir,
    "check": check,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
