"""What a workspace holds: frameworks, how a user names them, and files that appear whole."""

from __future__ import annotations

from corpora import InputError


class ChangedElsewhereError(InputError):
    """Another machine has changed the same framework or collection: the change stands on what is no more."""
