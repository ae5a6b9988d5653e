"""Packs from the command line and in one piece: all files or none, one version, profiles."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from journeyeditor import resources
from journeyeditor.cli import main
from journeyeditor.delivery.pack import (
    DELIVERABLES,
    PackError,
    deliverable_names,
    file_stem,
    make_pack,
    zipped,
)
from journeyeditor.delivery.pictures import without_metadata
from journeyeditor.delivery.profile import (
    Audience,
    Profile,
    ProfileError,
    profile_names,
    read_profile,
    write_profile,
)
from journeyeditor.files import read_map
from tests.delivery.test_leaks import photo, picture
from tests.delivery.unpacking import everything, holds
from tests.poster.sheets import SAMPLES, faces, sample

SAMPLE = resources.path("samples", "toothbrush.sv.journey.json")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("journeyeditor.resources.data_folder", lambda: tmp_path / "data")
    return tmp_path / "data"


def test_a_folder_has_all_files_with_one_version(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        main(["pack", str(SAMPLE), "-o", str(tmp_path / "out"), "--profile", "client", "--json"])
        == 0
    )
    report = json.loads(capsys.readouterr().out)
    files = sorted((tmp_path / "out").iterdir())
    assert sorted(report["files"]) == [str(file) for file in files]
    assert {"Att köpa en ny eltandborste – Affisch.pdf", "Att köpa en ny eltandborste.html"} <= {
        file.name for file in files
    }
    version = report["version"].rpartition(" · ")[0]
    assert version.startswith("1.4 · ")
    for file in files:
        if file.suffix != ".png":
            assert holds(everything(file.read_bytes()), version), file.name


def test_an_archive_is_a_pack_too(tmp_path: Path) -> None:
    path = tmp_path / "pack.zip"
    assert main(["pack", str(SAMPLE), "-o", str(path), "--profile", "public"]) == 0
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == 4
        assert not [name for name in archive.namelist() if "/" in name or "\\" in name]


def test_the_map_of_a_pack_opens_and_names_nobody(tmp_path: Path) -> None:
    pack = make_pack(
        sample(SAMPLES[0]), Profile(audience=Audience(pseudonyms=True), files=("map",)), faces()
    )
    path = tmp_path / "seen.journey.json"
    path.write_bytes(pack.files[0].data)
    graph = read_map(path)
    assert len(graph.stages()) == len(sample(SAMPLES[0]).stages())
    text = path.read_text("utf-8").casefold()
    assert not [name for name in ("sara", "karlsson", "tandverket", "sandberg") if name in text]


@pytest.mark.parametrize("files", [("poster", "xlsx", "csv"), ("poster", "xlsx", "csv", "map")])
def test_documents_carry_a_map_only_for_those_who_get_its_file(
    files: tuple[str, ...], tmp_path: Path
) -> None:
    poster, _, table, *_ = make_pack(sample(SAMPLES[0]), Profile(files=files), faces()).files
    path = tmp_path / "poster.pdf"
    path.write_bytes(poster.data)
    made = tmp_path / "made.journey.json"
    assert main(["import", str(path), "-o", str(made)]) == (0 if "map" in files else 1)
    assert (max(map(len, table.data.splitlines())) > 2000) == ("map" in files)


def test_a_language_and_a_look_may_be_the_profiles_own() -> None:
    made = Profile(language="fi", colour="#225533", logo=picture("x"), files=("html", "poster"))
    pack = make_pack(sample(SAMPLES[3]), made, faces())
    assert '<html lang="fi"' in pack.files[0].data.decode()
    assert "#225533" in pack.files[0].data.decode()
    assert pack.files[1].name.endswith("– Juliste.pdf")


@pytest.mark.parametrize("name", ["client", "public", "team"])
def test_built_in_profiles_are_complete(name: str) -> None:
    profile = read_profile(name)
    assert profile.title
    assert set(profile.files) <= set(deliverable_names())


def test_ones_own_profiles_are_saved_listed_and_go_first(home: Path) -> None:
    made = Profile(
        title="Board", audience=Audience(notes=False, names={"Åsa": "Kim"}), files=("html",)
    )
    path = write_profile("board", made)
    assert path.is_relative_to(home)
    assert read_profile("board") == made
    assert read_profile(str(path)) == made
    assert profile_names() == ["client", "public", "team", "board"]
    write_profile("client", made)
    assert read_profile("client") == made


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "is not a valid profile"),
        ('{"audience": {"notes": 3}}', "audience → notes"),
        ('{"secret": true}', "secret"),
        ('{"logo": "data:image/png;base64,AAAA"}', "is not a valid PNG"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_a_broken_profile_is_refused_in_one_sentence(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "broken.json"
    path.write_text(text)
    with pytest.raises(ProfileError) as failure:
        read_profile(str(path))
    assert "\n" not in str(failure.value)
    assert words in str(failure.value)


def test_an_unknown_profile_or_file_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["pack", str(SAMPLE), "-o", str(tmp_path / "a"), "--profile", "nobody"]) == 2
    assert 'no profile called "nobody"; use client, public, team' in capsys.readouterr().err
    assert main(["pack", str(SAMPLE), "-o", str(tmp_path / "a"), "--profile", "../client"]) == 2
    with pytest.raises(PackError, match="doodle"):
        make_pack(sample(SAMPLES[0]), Profile(files=("doodle",)), faces())


def test_nothing_is_written_if_one_file_cannot_be_made(tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    path.write_text('{"files": ["html", "poster"], "paper": "A99"}')
    out = tmp_path / "out"
    assert main(["pack", str(SAMPLE), "-o", str(out), "--profile", str(path)]) == 1
    assert not out.exists()


def test_progress_rises_to_the_end_and_can_cancel() -> None:
    class Cancelled(Exception): ...

    shares: list[float] = []
    make_pack(sample(SAMPLES[0]), Profile(files=("html", "png")), faces(), shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0

    def cancel(share: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        make_pack(sample(SAMPLES[0]), Profile(files=("png",)), faces(), cancel, (Cancelled,))


def test_file_names_suit_every_system() -> None:
    assert file_stem('a/b\\c: "d"? <e>|*\n\x00') == "a b c d e"
    assert file_stem(" . ") == "map"
    assert len(file_stem("x" * 500)) == 80


def test_the_same_map_makes_the_same_archive() -> None:
    profile = Profile(files=("html", "map"))
    one, other = (zipped(make_pack(sample(SAMPLES[0]), profile, faces())) for _ in range(2))
    assert one == other


def test_pictures_look_the_same_without_what_was_written_into_them() -> None:
    from PIL import Image

    from journeyeditor.files import decode_image

    for url in (picture("Qx author"), photo("Qx author")):
        clean = without_metadata(url)
        before, after = (Image.open(io.BytesIO(decode_image(each)[1])) for each in (url, clean))
        assert before.convert("RGB").tobytes() == after.convert("RGB").tobytes()
        assert b"Qx author" in decode_image(url)[1]
        assert b"Qx author" not in decode_image(clean)[1]
    assert without_metadata("data:image/png;base64,AAAA") == ""


def test_every_poster_of_a_pack_has_a_name_of_its_own() -> None:
    pack = make_pack(sample(SAMPLES[3]), Profile(files=tuple(DELIVERABLES)), faces())
    names = [each.name for each in pack.files]
    assert len(set(names)) == len(names) == len(DELIVERABLES) + 1


def test_the_document_describes_every_key_and_its_example_is_a_profile(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "journeyeditor/docs/profiles.md").read_text("utf-8")
    example = tmp_path / "board.json"
    example.write_text(text.partition("```json\n")[2].partition("```")[0], "utf-8")
    assert read_profile(str(example)).title == "Board"
    keys = {*Profile.model_fields, *Audience.model_fields} - {"extras", "audience"}
    assert not [key for key in keys if f"`{key}`" not in text]
