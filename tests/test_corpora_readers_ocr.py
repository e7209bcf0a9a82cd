"""Scanned pages and pictures: recognised where tesseract is installed, else counted with the command to install it."""

import io
import os
from pathlib import Path

import pytest
from command import done, refused
from files import written
from pdf_writer import Page, write_pdf
from PIL import Image, ImageFilter
from reading import refusal, require_tesseract

from corpora import Document
from corpora.readers import ocr, read
from corpora.split import split_document

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
SCAN = ROOT / "mapper/samples/escaneo.pdf"
PICTURE = ROOT / "tests/data/recorte.png"


def told(document: Document) -> str:
    return "\n".join(entry.why.en for entry in document.skipped)


@pytest.fixture(scope="module")
def scanned() -> Document:
    require_tesseract()
    return read(SCAN)


def test_a_scanned_page_gives_the_words_of_the_page_it_was_made_of(scanned: Document) -> None:
    printed = read(ROOT / "mapper/samples/programa.pdf")
    blocks = [block for block in printed.blocks if block.page == 2]
    words = " ".join(printed.text[block.start : block.end] for block in blocks).split()
    recognised = set(scanned.text.split())
    assert sum(word in recognised for word in words) >= 0.95 * len(words)
    assert scanned.unreadable_pages == ()
    assert scanned.pages == 1


def test_a_scanned_page_has_items_and_places(scanned: Document) -> None:
    found = {passage.text: passage for passage in split_document(scanned).passages}
    criterion = found["Interpreta la orden de trabajo y la ficha técnica de la máquina de coser."]
    assert criterion.page == 1
    assert criterion.box is not None
    assert "Aceites, grasas y solventes de uso en máquinas de coser." in found


def test_the_confidence_is_told_and_no_good_page_is_doubtful(scanned: Document) -> None:
    assert "Scanned pages, read with tesseract (spa+eng), with the confidence of their words: 1 (9" in told(scanned)
    assert "Doubtful" not in told(scanned)


def test_a_page_that_can_hardly_be_read_is_marked_as_doubtful(tmp_path: Path) -> None:
    require_tesseract()
    with Image.open(PICTURE) as picture:
        blurred = picture.convert("L").filter(ImageFilter.GaussianBlur(2.6))
    blurred.save(tmp_path / "borroso.png", dpi=(150, 150))
    document = read(tmp_path / "borroso.png")
    assert "Doubtful pages (confidence below 75%); check them in the original: 1." in told(document)
    assert "Words recognised with a confidence below 60%" in told(document)


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """A page of text, and a picture of nothing."""
    page, blank = Page(), Page()
    page.lines(70, 100, *["Texto corrido que llena los renglones de la hoja con palabras sencillas."] * 4)
    blank.picture()
    return write_pdf(tmp_path / "mixto.pdf", [page, blank])


def test_only_pages_without_text_are_recognised(mixed: Path) -> None:
    require_tesseract()
    document = read(mixed)
    assert document.unreadable_pages == (2,)
    assert "tesseract" not in told(document)


def test_without_tesseract_pages_are_counted_with_the_command_that_installs_it(
    norms: Path, mixed: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    document = read(mixed)
    assert document.unreadable_pages == (2,)
    assert f"install tesseract: {ocr.INSTALL}" in told(document)
    for path in (SCAN, PICTURE):
        assert "install tesseract" in refusal(path).en
    assert "tesseract" in refused("--workspace", norms, "map", SCAN, "--framework", "table")


def test_a_scan_is_mapped_and_ends_well(norms: Path) -> None:
    require_tesseract()
    ran = done("--workspace", norms, "map", SCAN, "--framework", "table", "--json")
    assert any(passage["matches"] for passage in ran.json["passages"])


def test_a_tiff_of_two_pages_and_a_transparent_picture(tmp_path: Path) -> None:
    require_tesseract()
    with Image.open(PICTURE) as picture:
        page = picture.convert("L")
    page.save(tmp_path / "fax.tiff", save_all=True, append_images=[page], dpi=(150, 150))
    document = read(tmp_path / "fax.tiff")
    assert (document.pages, document.format) == (2, "image")
    clear = Image.new("RGBA", page.size, (0, 0, 0, 0))
    clear.paste("black", mask=page.point(lambda grey: 255 - grey))
    clear.save(tmp_path / "claro.png", dpi=(150, 150))
    # A name that is no UTF-8 is told as those of other formats are.
    document = read((tmp_path / "claro.png").rename(tmp_path / os.fsdecode(b"m\xf3vil.png")))
    assert "Procedimiento de bloqueo" in document.text
    assert document.name == "m\\xf3vil.png"


def test_bad_pictures_are_refused_with_a_remedy(tmp_path: Path) -> None:
    require_tesseract()
    huge, blank = io.BytesIO(), io.BytesIO()
    Image.new("1", (10_000, 9_000)).save(huge, "PNG")
    Image.new("L", (800, 800), 255).save(blank, "PNG")
    cases = {
        "cortada.png": (PICTURE.read_bytes()[:9000], "damaged or incomplete"),
        "rota.jpg": (b"\xff\xd8\xff\xe0" + bytes(500), "damaged or incomplete"),
        "enorme.png": (huge.getvalue(), "too large"),
        "blanca.png": (blank.getvalue(), "no text was recognised"),
    }
    for name, (content, words) in cases.items():
        assert words in refusal(written(tmp_path / name, content)).en
