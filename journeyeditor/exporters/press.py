"""A printing condition, from an ICC file into the options of an export."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from journeyeditor.painting.pdf import Press

#: Profiles of presses have 0.5 to 3 MB.
MAX_BYTES = 16 * 1024 * 1024


def press_of(data: bytes) -> Press:
    """Return the printing condition of an ICC profile; raises ValueError if it is not one of a CMYK press."""
    from PIL import ImageCms

    from journeyeditor.painting.pdf import Press

    if len(data) > MAX_BYTES:
        raise ValueError("the profile is too large")
    try:
        profile = ImageCms.ImageCmsProfile(BytesIO(data)).profile
    except (OSError, TypeError, ValueError) as error:
        raise ValueError("the file is not an ICC profile") from error
    if (profile.xcolor_space.strip(), profile.device_class) != ("CMYK", "prtr"):
        raise ValueError("the profile is not that of a CMYK press")
    return Press(data, " ".join((profile.profile_description or "CMYK").split())[:127])
