"""The contract of every reader: a reader added to the registry inherits these tests and needs one sample here."""

import hashlib
import random
import re
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from files import written
from reading import refusal, require_tesseract, table

from corpora import Document, InputError
from corpora.readers import READERS, files, read, reader, sniff

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = {
    "pdf": ROOT / "mapper/samples/programa.pdf",
    "docx": ROOT / "mapper/samples/programa.docx",
    "odt": ROOT / "mapper/samples/programa.odt",
    "html": ROOT / "tests/data/guia.html",
    "image": ROOT / "tests/data/recorte.png",
    "mail": ROOT / "tests/data/programa.eml",
    "spreadsheet": ROOT / "mapper/samples/programa.xlsx",
    "plain": ROOT / "tests/data/programa.md",
}
FORBIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\ue000-\uf8ff\ufdd0-\ufdef\ufeff\ufffe\uffff\ufffd]")
SLOW = {"image": pytest.mark.slow}
"""Formats that are recognised letter by letter."""


@pytest.fixture(scope="module", params=[pytest.param(name, marks=SLOW.get(name, ())) for name in sorted(READERS)])
def name(request: pytest.FixtureRequest) -> str:
    if request.param == "image":
        require_tesseract()
    return str(request.param)


@pytest.fixture(scope="module")
def document(name: str) -> Document:
    return reader(name)(SAMPLES[name])


def test_the_sample_is_known_by_its_content_under_any_suffix(name: str, tmp_path: Path) -> None:
    for suffix in (".bin", ".pdf", "", ".docx"):
        if (name, suffix) == ("plain", ".docx"):
            continue  # a DOCX that is no ZIP is refused
        assert sniff(written(tmp_path / f"archivo{suffix}", SAMPLES[name].read_bytes())) == name


def test_blocks_are_in_order_and_hold_the_whole_text(document: Document) -> None:
    assert document.blocks[0].start == 0
    assert document.blocks[-1].end == len(document.text)
    for block, following in pairwise(document.blocks):
        assert document.text[block.end : following.start] == "\n"
    for block in document.blocks:
        text = document.text[block.start : block.end]
        assert text == text.strip() != ""
        assert "\n" not in text


def test_the_text_is_clean(document: Document) -> None:
    assert not FORBIDDEN.search(document.text)
    assert unicodedata.is_normalized("NFC", document.text)
    assert "  " not in document.text


def test_blocks_say_what_they_are(document: Document) -> None:
    for block in document.blocks:
        assert (block.kind == "cell") == (block.cell is not None)
        assert (block.level > 0) == (block.kind in ("heading", "item"))
        assert (block.page is None) == (document.pages is None)
        assert block.page is None or 1 <= block.page <= (document.pages or 0)
        assert block.box is None or (block.box[0] <= block.box[2] and block.box[1] <= block.box[3])
    kinds = {block.kind for block in document.blocks}
    # The picture is cut out of a page: its first line is the name of a part.
    more = set() if document.format == "image" else {"paragraph", "cell"}
    assert {"heading", "item"} | more <= kinds


def test_cells_stand_under_the_header_of_their_column(document: Document) -> None:
    if document.format == "image":
        pytest.skip("tables are not recognised on pictures")
    cells = [(document.text[b.start : b.end], b.cell) for b in document.blocks if b.cell]
    headers = {(cell.table, cell.column): text for text, cell in cells if cell.is_header}
    assert headers
    below = [cell for _, cell in cells if not cell.is_header and (cell.table, cell.column) in headers]
    assert below
    assert all(headers[cell.table, cell.column] in cell.header for cell in below)


def test_name_checksum_and_format(name: str, document: Document) -> None:
    assert document.name == SAMPLES[name].name
    assert document.sha256 == hashlib.sha256(SAMPLES[name].read_bytes()).hexdigest()
    assert document.format == name


def test_the_same_bytes_give_an_equal_document(name: str, document: Document, tmp_path: Path) -> None:
    assert read(written(tmp_path / document.name, SAMPLES[name].read_bytes())) == document


@pytest.mark.parametrize("content", [b"", b"\n \n", random.Random(7).randbytes(5000)], ids=["empty", "blank", "noise"])
def test_what_is_no_document_is_refused_in_both_languages(name: str, content: bytes, tmp_path: Path) -> None:
    path = written(tmp_path / "archivo malo.dat", content)
    for action in (reader(name), read):
        error = refusal(path, action)
        assert error.es != error.en


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.95])
def test_a_damaged_sample_is_read_or_refused_but_never_crashes(name: str, share: float, tmp_path: Path) -> None:
    data = SAMPLES[name].read_bytes()
    path = written(tmp_path / "cortado", data[: int(len(data) * share)])
    try:
        found = read(path)
    except InputError as error:
        messages = [error.es, error.en]
    else:
        messages = []
        assert found.blocks or found.unreadable_pages
    assert all("cortado" in message for message in messages)


BLOCKS = ROOT / "tests/data/blocks"


@pytest.mark.parametrize("path", sorted(BLOCKS.glob("*[!v]")), ids=lambda path: path.name)
def test_a_text_gives_the_blocks_of_its_table(path: Path) -> None:
    assert table(read(path)) == path.with_name(f"{path.name}.tsv").read_text(encoding="utf-8").splitlines()


def test_a_folder_is_read_file_by_file_in_the_order_of_names(tmp_path: Path) -> None:
    for file in (
        "b.md",
        "a/z.md",
        "~$b.docx",
        "b.lnk",
        "a/Plan.URL",
        ".oculto",
        "Thumbs.db",
        ".git/x.md",
        "a/vacío.md",
    ):
        path = tmp_path / "programas" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("" if "vacío" in file else "# Título\n\nTexto.\n", encoding="utf-8")
    found = files([tmp_path / "programas", tmp_path / "programas/b.md", tmp_path / "no.md"])
    names = [path.relative_to(tmp_path).as_posix() for path in found.files]
    assert names == ["programas/b.md", "programas/a/vacío.md", "programas/a/z.md", "no.md"]
    assert [entry.why.en for entry in found.skipped] == [
        "Hidden or temporary files and shortcuts, not read (.git, .oculto, Plan.URL, Thumbs.db, b.lnk, ~$b.docx): 6."
    ]
    refused = {path.name for path in found.files if path.name in ("vacío.md", "no.md") and refusal(path)}
    assert [read(path).name for path in found.files if path.name not in refused] == ["b.md", "z.md"]


def test_a_link_does_not_stand_for_a_file_that_is_there(tmp_path: Path) -> None:
    folder = tmp_path / "programas"
    for name in ("b/b.md", "b/c.md", "a/otro.md", "../otra.md"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        written(folder / name, "# Título\n")
    for link, target in (("a/enlace.md", "b/b.md"), ("d.md", "b/c.md"), ("otra.md", "../otra.md")):
        (folder / link).symlink_to((folder / target).resolve())
    found = files([folder])
    assert [path.relative_to(folder).as_posix() for path in found.files] == ["otra.md", "a/otro.md", "b/b.md", "b/c.md"]
    assert [entry.why.en for entry in found.skipped] == ["Links to files that are read already: 2."]


def test_a_folder_without_files_is_an_error(tmp_path: Path) -> None:
    assert "there is no file to be read" in refusal(tmp_path, lambda path: files([path])).en
    assert files([]) == ((), ())
