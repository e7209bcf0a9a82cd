"""Files appear whole or not at all."""

import os
import resource
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mapper.workspace.files import REPORT, clear_abandoned, require_folder, write_atomically, write_folder


def test_writes_text_as_utf8_and_makes_folders(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "año.txt"
    write_atomically(path, "ñ\n")
    assert path.read_bytes() == b"\xc3\xb1\n"
    assert [p.name for p in path.parent.iterdir()] == ["año.txt"]
    write_atomically(Path("/dev/null"), b"x")
    assert Path("/dev/null").is_char_device()


def test_replaces_what_was_there_as_an_ordinary_file(tmp_path: Path) -> None:
    path, ordinary = tmp_path / ("n" * 255), tmp_path / "ordinary"  # the longest name
    ordinary.write_bytes(b"")
    path.write_bytes(b"a longer content than the new one")
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(ordinary.stat().st_mode)


@contextmanager
def limited(size: int) -> Iterator[None]:
    """A limit on the size of files stands in for a full disk: write() fails in the middle in the same way."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_file_that_cannot_grow_leaves_the_old_one_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_bytes(b"old")
    with limited(1024), pytest.raises(OSError, match="too large") as caught:
        write_atomically(path, b"x" * 100_000)
    assert caught.value.filename == str(path)
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["report.html"]


def test_a_folder_in_its_place_is_an_error_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "report.html").mkdir()
    with pytest.raises(IsADirectoryError) as caught:
        write_atomically(tmp_path / "report.html", b"x")
    assert caught.value.filename == str(tmp_path / "report.html")
    assert [p.name for p in tmp_path.iterdir()] == ["report.html"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_no_permission_is_an_error(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(PermissionError):
        write_atomically(tmp_path / "x", b"x")


def test_follows_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link.txt").symlink_to(tmp_path / "real" / "target.txt")
    write_atomically(tmp_path / "link.txt", b"x")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real" / "target.txt").read_bytes() == b"x"


def test_files_written_together_appear_together(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    with write_folder(folder) as fresh:
        (fresh / "one").write_text("1", encoding="utf-8")
        (fresh / "two").write_text("2", encoding="utf-8")
        assert not (folder / "one").exists()
    assert sorted(path.name for path in folder.iterdir()) == ["one", "two"]


def test_of_files_written_together_none_appears_where_one_fails(tmp_path: Path) -> None:
    (tmp_path / "one").write_text("old", encoding="utf-8")

    def write(folder: Path, name: str | None) -> None:
        with write_folder(folder) as fresh:
            (fresh / "one").write_text("new", encoding="utf-8")
            raise OSError(28, "No space left on device", str(fresh / name) if name else None)

    # A folder made for nothing does not stay.
    for folder, name, said in ((tmp_path, "two", tmp_path / "two"), (tmp_path / "new", None, tmp_path / "new")):
        with pytest.raises(OSError, match="No space") as caught:
            write(folder, name)
        assert caught.value.filename == str(said)
        assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [("one", "old")]


def test_a_folder_that_can_be_made_is_not_made(tmp_path: Path) -> None:
    require_folder(tmp_path / "a" / "b")
    require_folder(tmp_path)
    assert not list(tmp_path.iterdir())
    (tmp_path / "file").touch()
    for folder in (tmp_path / "file", tmp_path / "file" / "b"):
        with pytest.raises((FileExistsError, NotADirectoryError)) as caught:
            require_folder(folder)
        assert caught.value.filename == str(tmp_path / "file")


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="not Linux")
def test_a_folder_in_which_nothing_can_be_made_is_told_even_to_root() -> None:
    with pytest.raises(OSError, match=r"No such file|denied") as caught:
        require_folder(Path("/proc/nope"))
    assert caught.value.filename == "/proc"


def test_a_folder_on_a_full_disk_is_told(tmp_path: Path) -> None:
    with limited(4096), pytest.raises(OSError, match="too large") as caught:
        require_folder(tmp_path / "a", room=REPORT)
    assert caught.value.filename == str(tmp_path)
    assert not list(tmp_path.iterdir())


def test_only_what_was_left_long_ago_is_cleared_and_nothing_of_others(tmp_path: Path) -> None:
    for name in (".curmap-old", ".curmap-new", ".others", "old"):
        (tmp_path / "part" / name).mkdir(parents=True)
        (tmp_path / "part" / name / "x").touch()
    (tmp_path / ".curmap-1.tmp").touch()
    (tmp_path / ".gitignore").touch()
    old = (".curmap-1.tmp", ".gitignore", "part/.curmap-old", "part/.others", "part/old")
    for path in old:
        os.utime(tmp_path / path, (0, 0))
    clear_abandoned(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".gitignore", "part"]
    assert sorted(path.name for path in (tmp_path / "part").iterdir()) == [".curmap-new", ".others", "old"]
