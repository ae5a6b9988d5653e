"""Profiles: whom a pack is for, what they see, and which files they get."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import Field, Strict, ValidationError

from journeyeditor import resources
from journeyeditor.files import decode_image
from journeyeditor.model import Value
from journeyeditor.vocabulary.kind import Colour, Image, Texts

SUFFIX = ".json"
#: The profile that is used unless another one is named.
DEFAULT = "client"
MAX_BYTES = 24 * 1024 * 1024
_FOLDER = "profiles"


class ProfileError(ValueError):
    """A profile that does not exist or cannot be read; the message is one sentence."""


class Audience(Value):
    """What readers see of a map; what they do not see is in none of their files.

    `hidden_lanes` are kinds, titles or ids of lanes, `hidden_tags` those of cards and stages that
    stay out. `notes` are notes and sticky notes, `status` also due dates and votes, `figures` the
    funnel and all metrics. Without `evidence` the sources have numbers, but no names and contents.
    With `pseudonyms` personas, author and client have other names, the same ones everywhere and
    each time; `names` gives some of them.
    """

    hidden_lanes: Texts = ()
    hidden_tags: Texts = ("internal",)
    notes: bool = True
    owners: bool = True
    status: bool = True
    tags: bool = True
    evidence: bool = True
    figures: bool = True
    pseudonyms: bool = False
    names: Annotated[dict[str, str], Strict(False)] = Field(default_factory=dict)


class Profile(Value):
    """An audience, the look of what it gets, and the names of the files (see `pack.DELIVERABLES`).

    `language` is that of the words around the map, and of its own texts as far as they are
    translated, "" for the map's own; `paper` that of the poster.
    """

    title: str = ""
    language: str = ""
    colour: Colour = ""
    logo: Image = ""
    paper: str = ""
    audience: Audience = Audience.model_construct()
    files: Texts = ("poster", "reading", "html", "png")


def user_folder() -> Path:
    """Where people's own profiles are."""
    return resources.data_folder() / _FOLDER


def profile_names() -> list[str]:
    """The names of all profiles, people's own ones last."""
    built_in = sorted(path.stem for path in resources.path(_FOLDER).glob(f"*{SUFFIX}"))
    own = sorted(path.stem for path in user_folder().glob(f"*{SUFFIX}"))
    return [*built_in, *(name for name in own if name not in built_in)]


def read_profile(name: str) -> Profile:
    """Return a profile by its name, or that of a file; raises ProfileError."""
    path = next(iter(_places(name)), None)
    if path is None:
        known = ", ".join(profile_names())
        raise ProfileError(f'there is no profile called "{name}"; use {known}, or a *.json file')
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ProfileError(
                f"{path}: is larger than {MAX_BYTES // 2**20} MiB; use a smaller logo"
            )
        profile = Profile.model_validate(json.loads(path.read_text(encoding="utf-8")))
        if profile.logo:
            decode_image(profile.logo)
    except OSError as error:
        raise ProfileError(f"{path}: cannot be read ({error.strerror}); check the name") from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = " → ".join(map(str, first["loc"])) or "the profile"
        message = f"{path}: {where}: {first['msg'].casefold()}; correct it"
        raise ProfileError(" ".join(message.split())) from None
    except RecursionError:
        raise ProfileError(f"{path}: is nested too deeply; simplify it") from None
    except ValueError as error:
        raise ProfileError(f"{path}: is not a valid profile ({error}); correct it") from None
    return profile


def write_profile(name: str, profile: Profile) -> Path:
    """Save a profile of the user's own; raises FileError."""
    from journeyeditor.files.atomic import write_into

    values = profile.model_dump(mode="json", exclude_defaults=True, exclude={"extras"})
    text = json.dumps(values, ensure_ascii=False, indent=2)
    (path,) = write_into(user_folder(), {f"{name}{SUFFIX}": f"{text}\n".encode()})
    return path


def _places(name: str) -> Iterator[Path]:
    """Yield the files that a name may mean: people's own profiles go before built-in ones."""
    if name.endswith(SUFFIX):
        yield Path(name)
        return
    is_plain = bool(name) and not set(name) & set("/\\:.")
    for folder in (user_folder(), resources.path(_FOLDER)) if is_plain else ():
        if (path := folder / f"{name}{SUFFIX}").is_file():
            yield path
