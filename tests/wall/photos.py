"""Photos of walls that never were: printed cards and sticky notes, seen by a camera at an angle.

Everything is drawn: the cards are the printed sheets themselves, cut up; a wall of light plaster,
shadows, uneven light, perspective, noise, blur and JPEG make a photo of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from typing import TypeAlias

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from journeyeditor import resources
from journeyeditor.exporters import Export, pdf
from journeyeditor.geometry import POINTS_PER_MM
from journeyeditor.model import JourneyGraph
from journeyeditor.poster import PosterOptions, compose
from journeyeditor.wall.measures import SIDE_MM
from tests.poster.sheets import faces
from tests.poster.test_cards import cards_of

Pixels: TypeAlias = NDArray[np.uint8]

#: Pixels per millimetre of the flat wall; the photo has fewer.
FLAT = 2.2
#: Those of a printed sheet.
SHARP = 4.0
COLOURS = {
    "yellow": (250, 226, 96),
    "pink": (248, 150, 182),
    "green": (172, 216, 116),
    "blue": (128, 196, 232),
    "orange": (250, 172, 84),
}
PLASTER, WOOD = (226, 224, 218), (176, 142, 104)


@dataclass
class Hung:
    """Something on the wall: its picture, its middle in millimetres, and how it is turned (degrees)."""

    picture: Image.Image
    x: float
    y: float
    turn: float = 0.0
    what: str = ""
    size: float = SIDE_MM


@dataclass
class Wall:
    """A wall of so many millimetres."""

    width: float
    height: float
    ground: tuple[int, int, int] = PLASTER
    hung: list[Hung] = field(default_factory=list)

    def hang(
        self,
        picture: Image.Image,
        x: float,
        y: float,
        turn: float = 0.0,
        what: str = "",
        size: float = SIDE_MM,
    ) -> None:
        """Hang a picture whose longer side has this length (mm)."""
        self.hung.append(Hung(picture, x, y, turn, what, size))

    def photo(
        self,
        *,
        width: int = 4000,
        tilt: tuple[float, float] = (0.0, 0.0),
        light: float = 0.25,
        shadow: float = 0.25,
        noise: float = 5.0,
        blur: float = 0.6,
        quality: int = 88,
        seed: int = 1,
    ) -> bytes:
        """A JPEG of the wall; `tilt` is how much nearer the right and the lower edge are (0..1)."""
        flat = self._flat()
        matrix, size = self._camera(flat, width, tilt)
        warped = cv2.warpPerspective(
            flat, matrix, size, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE
        )
        seen = np.asarray(warped, np.float32)
        rows, columns = seen.shape[:2]
        y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
        falling = 1 - light * ((x / columns - 0.35) ** 2 + (y / rows - 0.3) ** 2) * 1.6
        edge = 1 / (1 + np.exp(-(x * 0.6 + y - 1.05 * rows) / (0.03 * columns)))
        seen *= (falling * (1 - shadow * edge))[:, :, None]
        if blur:
            seen = np.asarray(cv2.GaussianBlur(seen, (0, 0), blur), np.float32)
        random = np.random.default_rng(seed)
        grain = random.normal(0, noise, (rows, columns, 1)) + random.normal(
            0, noise / 2, seen.shape
        )
        pixels = np.clip(seen + grain, 0, 255).astype(np.uint8)
        buffer = BytesIO()
        Image.fromarray(pixels).save(buffer, "JPEG", quality=quality)
        return buffer.getvalue()

    def places(self, width: int, tilt: tuple[float, float]) -> list[tuple[float, float]]:
        """Where the middles of what hangs are in the photo, as shares of its width and height."""
        flat = np.empty((round(self.height * FLAT), round(self.width * FLAT), 3), np.uint8)
        matrix, (across, down) = self._camera(flat, width, tilt)
        found = []
        for each in self.hung:
            point = matrix @ np.array([each.x * FLAT, each.y * FLAT, 1.0])
            found.append((point[0] / point[2] / across, point[1] / point[2] / down))
        return found

    def _flat(self) -> Pixels:
        size = (round(self.width * FLAT), round(self.height * FLAT))
        wall = Image.new("RGB", size, self.ground)
        for each in self.hung:
            side = round(each.size * FLAT * each.picture.width / max(each.picture.size))
            other = round(each.size * FLAT * each.picture.height / max(each.picture.size))
            picture = each.picture.resize((side, other), Image.Resampling.LANCZOS).convert("RGBA")
            turned = picture.rotate(each.turn, Image.Resampling.BICUBIC, expand=True)
            left = round(each.x * FLAT - turned.width / 2)
            top = round(each.y * FLAT - turned.height / 2)
            black = Image.new("RGBA", turned.size, (40, 35, 30, 255))
            black.putalpha(turned.getchannel("A").point(lambda a: a * 0.35))
            wall.paste(black, (left + 4, top + 6), black)
            wall.paste(turned, (left, top), turned)
        return np.asarray(wall)

    def _camera(
        self, flat: Pixels, width: int, tilt: tuple[float, float]
    ) -> tuple[NDArray[np.float64], tuple[int, int]]:
        rows, columns = flat.shape[:2]
        size = (width, round(width * rows / columns))
        across, down = tilt
        edge = 0.02
        right, bottom = edge + max(0.0, -across) * 0.2, edge + max(0.0, -down) * 0.2
        left, top = edge + max(0.0, across) * 0.2, edge + max(0.0, down) * 0.2
        corners = [
            (edge + top * 0.7, edge + left * 0.7),
            (1 - edge - top * 0.7, edge + right * 0.7),
            (1 - edge - bottom * 0.7, 1 - edge - right * 0.7),
            (edge + bottom * 0.7, 1 - edge - left * 0.7),
        ]
        ends = np.array([(x * size[0], y * size[1]) for x, y in corners], np.float32)
        begins = np.array([(0, 0), (columns, 0), (columns, rows), (0, rows)], np.float32)
        return np.asarray(cv2.getPerspectiveTransform(begins, ends)), size


@cache
def font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(next(resources.path("fonts").glob(f"{name}*.ttf"))), size)


def sticky(colour: str, words: str = "", *, size: int = 31) -> Image.Image:
    """A sticky note on which somebody printed some words."""
    side = 240
    note = Image.new("RGB", (side, side), COLOURS[colour])
    draw = ImageDraw.Draw(note)
    draw.multiline_text((17, 30), words, (32, 34, 40), font("Inter", size), spacing=7)
    return note


@cache
def _printed(graph_key: int, sort: str) -> dict[str, Image.Image]:
    graph = _GRAPHS[graph_key]
    options = PosterOptions(cards=sort)
    [data] = pdf.write(Export(graph, options, faces(), has_source=False))
    pictures: dict[str, Image.Image] = {}
    scale = SHARP / POINTS_PER_MM
    with pypdfium2.PdfDocument(BytesIO(data)) as document:
        for page, drawn in zip(document, compose(graph, options, faces()).pages, strict=True):
            sheet = page.render(scale=scale).to_pil().convert("RGB")
            for key, corners in cards_of(drawn).items():
                at = corners[0]
                box = (at.x, at.y, at.x + SIDE_MM, at.y + SIDE_MM)
                pictures[key] = sheet.crop(tuple(round(value * SHARP) for value in box))
    return pictures


_GRAPHS: dict[int, JourneyGraph] = {}


def printed(graph: JourneyGraph, sort: str = "cut") -> dict[str, Image.Image]:
    """The printed cards of a map, cut up, by their keys."""
    _GRAPHS[id(graph)] = graph
    return _printed(id(graph), sort)
