"""Make the program's icon in the sizes and formats of all systems, from resources/icon.

python packaging/icons.py FOLDER     # NAME-SIZE.png, NAME.ico and NAME.icns
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

NAME = "journeyeditor"
SOURCE = Path(__file__).parent.parent / "resources" / "icon" / f"{NAME}.svg"
#: What desktops ask for, in pixels.
SIZES = (16, 22, 24, 32, 48, 64, 96, 128, 256, 512)
ICO_SIZES = (16, 24, 32, 48, 64, 256)
ICNS_SIZES = (16, 32, 64, 128, 256, 512, 1024)


def main(folder: Path) -> None:
    """Write all of them into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    renderer = QSvgRenderer(str(SOURCE))
    paths = {size: folder / f"{NAME}-{size}.png" for size in {*SIZES, *ICO_SIZES, *ICNS_SIZES}}
    for size, path in paths.items():
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        if not image.save(str(path)):
            raise OSError(f"{path}: could not be written")
    for suffix, sizes in (("ico", ICO_SIZES), ("icns", ICNS_SIZES)):
        images = [Image.open(paths[size]) for size in reversed(sizes)]
        images[0].save(
            folder / f"{NAME}.{suffix}",
            sizes=[image.size for image in images],
            append_images=images[1:],
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
