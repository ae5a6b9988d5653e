"""Write what the program consists of as a CycloneDX list, from the packages of this environment.

python packaging/sbom.py FILE     # build.py sbom runs it in its environment
"""

from __future__ import annotations

import json
import platform
import re
import sys
import time
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

from journeyeditor import __version__

#: What makes the program and is not in it.
TOOLS = {
    "altgraph",
    "hatchling",
    "packaging",
    "pathspec",
    "pip",
    "pluggy",
    "pyinstaller-hooks-contrib",
    "setuptools",
    "tomlkit",
    "trove-classifiers",
}


def main(file: Path, epoch: int) -> None:
    packages = {name_of(each): each for each in distributions()}
    parts = [component(name, packages[name]) for name in sorted(packages.keys() - TOOLS)]
    python = {
        "type": "platform",
        "bom-ref": "python",
        "name": "Python",
        "version": platform.python_version(),
        "licenses": [{"license": {"id": "PSF-2.0"}}],
    }
    program = {
        "type": "application",
        "bom-ref": "journeyeditor",
        "name": "journeyeditor",
        "version": __version__,
        "purl": f"pkg:pypi/journeyeditor@{__version__}",
        "licenses": [{"license": {"id": "MIT"}}],
    }
    references = [each["bom-ref"] for each in (python, *parts)]
    bill = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(epoch)),
            "component": program,
        },
        "components": [python, *parts],
        "dependencies": [{"ref": "journeyeditor", "dependsOn": references}],
    }
    file.write_text(json.dumps(bill, indent=2) + "\n", encoding="utf-8")


def name_of(package: Distribution) -> str:
    """Return a package's name as indexes spell it."""
    return re.sub(r"[-_.]+", "-", package.metadata["Name"]).lower()


def component(name: str, package: Distribution) -> dict[str, Any]:
    reference = f"pkg:pypi/{name}@{package.version}"
    found: dict[str, Any] = {
        "type": "library",
        "bom-ref": reference,
        "name": name,
        "version": package.version,
        "purl": reference,
    }
    if expression := package.metadata.get("License-Expression"):
        found["licenses"] = [{"expression": expression}]
    elif named := named_licence(package):
        found["licenses"] = [{"license": {"name": named}}]
    return found


def named_licence(package: Distribution) -> str:
    """Return the licence as older packages name it, "" if they do not."""
    classifiers = package.metadata.get_all("Classifier") or []
    names = [each.rpartition(" :: ")[2] for each in classifiers if each.startswith("License")]
    words = (package.metadata.get("License") or "").splitlines()
    return " / ".join(names) or (words[0][:80] if words else "")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
