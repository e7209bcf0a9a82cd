"""Mappings in the formats of other systems: one file each, opened by name when needed.

Seam: a module has `write(mapping: MappingSet) -> Written`, the file's content and what it cannot hold, counted.
"""

from __future__ import annotations

EXPORTS: dict[str, str] = {}
"""Format to its module."""
