"""Models that were fitted and ship as one file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, ClassVar, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A fitted model; a subclass adds its coefficients, and may keep them in another form than JSON."""

    FILE: ClassVar[str]  # where the one that ships lies in `mapper/data`

    encoder: str  # revision of the encoder that it was fitted with
    about: Mapping[str, Any]  # what it was fitted on and the figures that it reached; for reports

    def to_bytes(self) -> bytes:
        """Write the model as a file: the same bytes for the same model."""
        from pydantic import TypeAdapter  # here, since pydantic takes a while

        values = TypeAdapter(type(self)).dump_python(self, mode="json")
        return (json.dumps(values, ensure_ascii=False, sort_keys=True) + "\n").encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """Return what `to_bytes` gave."""
        from pydantic import TypeAdapter

        return TypeAdapter(cls).validate_json(content)

    @property
    def revision(self) -> str:
        """Hash of what an answer depends on, 16 hexadecimal digits; the figures in `about` change none."""
        return hashlib.sha256(replace(self, about={}).to_bytes()).hexdigest()[:16]

    @classmethod
    @cache
    def shipped(cls) -> Self:
        """Return the one that comes with the installation, read once."""
        return cls.from_bytes((files("mapper") / "data" / cls.FILE).read_bytes())
