"""What a user can ask for: a framework or a mapping in a file that another system reads."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from corpora import Skipped
from corpora.frameworks import written
from mapper.files import write_atomically
from mapper.store import Workspace


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was written.

    Attributes:
        what: name of the framework, or of the mapped document.
        form: format.
        path: the file, as given.
        entries: entries of the framework, or correspondences.
        left_out: what the format cannot hold, counted.
    """

    what: str
    form: str
    path: Path
    entries: int
    left_out: tuple[Skipped, ...]


def export_framework(workspace: Workspace, name: str, form: str, path: Path) -> Exported:
    """Write a stored framework to a file.

    Args:
        workspace: that holds it.
        name: of the framework.
        form: a name in `corpora.frameworks.written.WRITERS`.
        path: the file, whole or not at all.

    Raises:
        InputError: unknown framework or format.
        OSError: the file cannot be written.
    """
    framework = workspace.load(name)
    made = written.write(framework, form)
    write_atomically(path, made.data)
    return Exported(name, form, path, len(framework.competencies), made.left_out)
