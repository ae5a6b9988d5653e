"""Fonts of the computer: found when needed, preferred by language, never trusted."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTCollection, TTFont

from journeyeditor import resources
from journeyeditor.typography import Faces, Typesetter, system
from journeyeditor.typography.system import SystemFonts


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("NotoSansHebrew-Regular", "NotoSansHebrew-Bold", "NotoSansArabic-Regular"):
        shutil.copy(resources.path("fonts", f"{name}.ttf"), tmp_path)
    (tmp_path / "deeper").mkdir()
    shutil.copy(resources.path("fonts", "NotoSans-Regular.ttf"), tmp_path / "deeper" / "Zebra.ttf")
    (tmp_path / "empty.ttf").touch()
    (tmp_path / "Broken.otf").write_text("no font at all")
    return tmp_path


def found(fonts: SystemFonts, chars: str, *, bold: bool = False, language: str = "") -> list[str]:
    return [path.name for path, _ in fonts.covering(chars, bold=bold, language=language)]


def test_fonts_are_found_by_what_they_cover(folder: Path) -> None:
    fonts = SystemFonts([folder])
    assert found(fonts, "ש") == ["NotoSansHebrew-Regular.ttf", "NotoSansHebrew-Bold.ttf"]
    assert found(fonts, "ש", bold=True) == ["NotoSansHebrew-Bold.ttf", "NotoSansHebrew-Regular.ttf"]
    assert found(fonts, "अ") == ["Zebra.ttf"]
    assert found(fonts, "שअ") == []
    assert found(fonts, "日") == []
    assert found(SystemFonts([folder / "nowhere"]), "a") == []


def test_of_a_collection_the_language_s_face_comes_first(folder: Path) -> None:
    collection = TTCollection()
    for end in ("JP", "KR", "SC"):
        font = TTFont(resources.path("fonts", "NotoSansSymbols2-Regular.ttf"))
        font["name"].setName(f"Noto Sans CJK {end}", 1, 3, 1, 0x409)
        font["cmap"].tables[0].cmap[ord("日")] = font.getGlyphOrder()[5]
        for table in font["cmap"].tables:
            table.cmap[ord("日")] = font.getGlyphOrder()[5]
        collection.fonts.append(font)
    collection.save(folder / "NotoSansCJK-Regular.ttc")
    fonts = SystemFonts([folder])
    for language, index in [("ja", 0), ("ko", 1), ("zh", 2), ("sv", 2)]:
        path, at = next(fonts.covering("日", bold=False, language=language))
        assert (path.name, at) == ("NotoSansCJK-Regular.ttc", index)


@pytest.mark.parametrize(
    ("chars", "language", "hint"),
    [
        ("日", "ja", "ja"),
        ("日", "zh-Hant-TW", "zh-hant"),
        ("日", "zh-CN", "zh"),
        ("日", "sv", "zh"),
        ("か", "zh", "ja"),
        ("한", "ja", "ko"),
        ("अ", "hi-IN", "hi"),
        ("अ", "", ""),
    ],
)
def test_characters_hint_at_their_language(chars: str, language: str, hint: str) -> None:
    assert system.language_hint([ord(char) for char in chars], language) == hint


def test_without_fontconfig_the_folders_are_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr(system, "platform_folders", lambda: [folder])
    assert found(SystemFonts(), "अ") == ["Zebra.ttf"]


def test_a_fontconfig_that_fails_is_not_needed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: "false")
    monkeypatch.setattr(system, "platform_folders", lambda: [folder])
    assert found(SystemFonts(), "अ") == ["Zebra.ttf"]


@pytest.mark.parametrize("platform", ["linux", "win32", "darwin"])
def test_every_platform_has_folders(platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert any("font" in str(folder).lower() for folder in system.platform_folders())


def test_a_font_of_this_system_is_used() -> None:
    typesetter = Typesetter(Faces(), "hy")
    paragraph = typesetter.typeset("Հայերեն", 10, 200, weight=600)
    if paragraph.missing:
        pytest.skip("no font of this system has Armenian")
    [run] = paragraph.lines[0].runs
    face = typesetter.faces.face(run.face)
    assert run.face == f"system:{face.path}#{face.index}"
    assert face.has_outlines
    assert run.width > 20


def test_bundled_faces_alone_report_what_they_lack(typesetter: Typesetter) -> None:
    assert typesetter.typeset("Հա", 10, 200).missing == ("Հ", "ա")


@pytest.mark.parametrize(("css_weight", "is_missing"), [(400, True), (700, False)])
def test_a_regular_font_that_stands_in_for_a_bold_one_is_noted(
    tmp_path: Path, css_weight: int, is_missing: bool
) -> None:
    font = TTFont(resources.path("fonts", "NotoSansSymbols2-Regular.ttf"))
    for table in font["cmap"].tables:
        table.cmap[ord("日")] = font.getGlyphOrder()[5]
    font["OS/2"].usWeightClass = css_weight
    font.save(tmp_path / "NotoSansCJK.ttf")
    faces = Faces()
    vars(faces)["_system"] = SystemFonts([tmp_path])
    Typesetter(faces, "ja").typeset("日", 10, 100)
    assert not faces.without_bold
    Typesetter(faces, "ja").typeset("日", 10, 100, weight=700)
    assert list(faces.without_bold.values()) == (["日"] if is_missing else [])
