"""Runs the command line: `curmap`, or `python -m mapper`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run it; who interrupts it while it is still being imported is told nothing, since nothing had begun."""
    try:
        from mapper.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
