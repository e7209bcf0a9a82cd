"""Makes the shipped samples from their sources in this folder: `python lab/samples/build.py`.

Needs chromium for the PDFs. The results are committed, so that nobody else needs to run this. Dates are taken out of
them: the same source gives the same bytes with the same release of chromium.
"""

import io
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import build_office  # type: ignore[import-not-found]  # it stands beside this script
import docx
from build_office import write_without_dates
from docx.document import Document
from lxml import html

SOURCES = Path(__file__).resolve().parent
SAMPLES = SOURCES.parents[1] / "mapper" / "samples"
PDFS = {"programa.html": "programa.pdf", "syllabus.html": "syllabus.pdf", "EC9001.html": "EC9001.pdf"}


def main() -> None:
    """Write every sample that has a source here."""
    for source, target in PDFS.items():
        _pdf(SOURCES / source, SAMPLES / target)
    _docx(SOURCES / "programa.html", SAMPLES / "programa.docx")
    build_office.opendocument(SOURCES / "programa.html", SAMPLES / "programa.odt")
    build_office.workbook(SAMPLES / "programa.xlsx")
    build_office.scan(SAMPLES / "programa.pdf", SAMPLES / "escaneo.pdf")


def _pdf(source: Path, target: Path) -> None:
    chromium = shutil.which("chromium") or sys.exit("chromium is missing: apt-get install chromium")
    with tempfile.TemporaryDirectory() as profile:
        command = [
            chromium,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            f"--user-data-dir={profile}",
            "--no-pdf-header-footer",
            "--generate-pdf-document-outline",
            f"--print-to-pdf={target}",
            source.as_uri(),
        ]
        subprocess.run(command, check=True, capture_output=True)
    # Of the same length, so that no offset in the file moves.
    content = re.sub(
        rb"(/(?:CreationDate|ModDate) \(D:)\d{14}", lambda m: m.group(1) + b"20000101000000", target.read_bytes()
    )
    target.write_bytes(content)


def _docx(source: Path, target: Path) -> None:
    document = docx.Document()
    page = html.fromstring(source.read_text(encoding="utf-8"))
    document.core_properties.title = page.findtext(".//title") or ""
    document.core_properties.author = "curmap"
    for element in page.find("body"):
        _add(document, element)
    made = io.BytesIO()
    document.save(made)
    write_without_dates(made.getvalue(), target)


def _add(document: Document, element: html.HtmlElement) -> None:
    if re.fullmatch(r"h[1-4]", element.tag):
        document.add_heading(_text(element), int(element.tag[1]))
    elif element.tag == "p":
        document.add_paragraph(_text(element))
    elif element.tag == "ul":
        for item in element:
            document.add_paragraph(_text(item), style="List Bullet")
    elif element.tag == "ol":
        for letter, item in zip("abcdefgh", element, strict=False):
            document.add_paragraph(f"{letter}) {_text(item)}")
    elif element.tag == "table":
        rows = [[_text(cell) for cell in row] for row in element.iter("tr")]
        table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
        for values, row in zip(rows, table.rows, strict=True):
            for value, cell in zip(values, row.cells, strict=True):
                cell.text = value


def _text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


if __name__ == "__main__":
    main()
