"""What can be wrong with a photo."""

from __future__ import annotations

from journeyeditor.i18n import PhraseError


class PhotoError(PhraseError):
    """A photo that cannot be read: a clause with the remedy, to follow its name."""
