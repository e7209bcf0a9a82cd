"""The arguments of the scripts here that take files and folders alone."""

from __future__ import annotations

import argparse
from pathlib import Path


def given(said: str | None, **places: Path | None) -> list[Path]:
    """Return the places that were named, or their defaults.

    A name without one has to be given, and `--help` shows `said`.
    """
    parser = argparse.ArgumentParser(description=said, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in places.items():
        parser.add_argument(
            name, metavar=name.upper(), type=Path, nargs=None if default is None else "?", default=default
        )
    return list(vars(parser.parse_args()).values())
