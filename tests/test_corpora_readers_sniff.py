"""Files known by their content; what no reader takes is refused with a remedy, in both languages."""

import io
import os
import zipfile
from pathlib import Path

import pytest
from files import written
from reading import refusal

from corpora.readers import sniff

OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def zipped(members: dict[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\n\n%PDF-1.7\n%\xe2\xe3", "pdf"),
        (b"<!-- x --><!DOCTYPE html>\n<html>", "html"),
        (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">', "html"),
        (b"\xef\xbb\xbf<html>", "html"),
        (b"<div><p>Programa</p></div>", "html"),
        ("<html><p>año".encode("utf-16"), "html"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "image"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "image"),
        (b"# Programa\n\nUsa <div> en HTML", "plain"),
        (b"[Programa](x.md)\n\ntexto", "plain"),
        (b"Uno, dos, tres\nCuatro, cinco, seis\nSiete, ocho, nueve\nDiez, once, doce\n", "plain"),
        ("Evaluación del año".encode("cp1252"), "plain"),
    ],
)
def test_the_content_decides_but_about_tags_at_the_beginning_of_markdown(
    tmp_path: Path, content: bytes, kind: str
) -> None:
    for name in ("archivo.pdf", "LEEME.md"):
        (tmp_path / name).write_bytes(content)
    assert sniff(tmp_path / "archivo.pdf") == kind
    assert sniff(tmp_path / "LEEME.md") == ("plain" if content.startswith(b"<div") else kind)


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"\0\0\0\x18ftypheic" + bytes(50), "photograph"),
        (b"{\\rtf1\\ansi Programa}", "RTF"),
        (b"\x1f\x8b\x08" + bytes(50), "archive"),
        (b'{"title": "Programa"}', "JSON"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>', "Word"),
        (b'<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>', "OpenDocument"),
        (zipped({"Index/Document.iwa": ""}), "Pages"),
        (b'<?xml version="1.0"?><rdf:RDF/>', "XML"),
        (b"clave;tema;horas\n1;Suelos;3\n2;Agua;4\n3;Aire;5\n", "spreadsheet"),
        (b'clave,tema\tx,horas\n1,"Suelos, y agua",3\n2,Agua,4\n3,Aire,5\n', "spreadsheet"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        (OLE + "WordDocument".encode("utf-16-le"), "old Word"),
        (OLE + "Workbook".encode("utf-16-le"), "spreadsheet"),
        (b"PK\x03\x04" + bytes(range(200)), "damaged"),
        (b"Programa de estudios\n\nMide la longitud de onda.\n", "no DOCX"),
        (zipped({"mimetype": f"{OPEN_DOCUMENT}.graphics", "content.xml": "<x/>"}), "archive"),
        (zipped({"mimetype": f"{OPEN_DOCUMENT}.spreadsheet", "content.xml": "<x/>"}), "spreadsheet"),
        (zipped({"ppt/presentation.xml": "<x/>"}), "presentation"),
        (zipped({"mimetype": "application/epub+zip", "META-INF/container.xml": "<x/>"}), "EPUB"),
        (zipped({"programa.pdf": "%PDF-1.4"}), "archive"),
        (b"L\0\0\0\x01\x14\x02\0" + bytes(90), "shortcut"),
        (b"[InternetShortcut]\r\nURL=https://escuela.mx/programa.pdf\r\n", "shortcut"),
    ],
)
def test_other_formats_are_refused_with_a_remedy(tmp_path: Path, content: bytes, word: str) -> None:
    path = written(tmp_path / "programa.docx", content)
    error = refusal(path, sniff)
    assert word in error.en
    assert ";" in error.en  # what is wrong; the remedy


@pytest.mark.parametrize(
    ("content", "kind"), [("no una foto", ""), ("%PDF-1.7\n", "pdf"), ("<html><p>Programa</p></html>", "html")]
)
def test_text_called_a_picture_is_refused_and_what_is_known_by_its_content_read(
    tmp_path: Path, content: str, kind: str
) -> None:
    for suffix in ("jpg", "JPEG", "png", "tif", "webp"):
        path = written(tmp_path / f"foto.{suffix}", content)
        assert sniff(path) == kind if kind else "no picture, but text; scan or" in refusal(path, sniff).en


def test_missing_folder_special_and_forbidden_files(tmp_path: Path) -> None:
    assert "does not exist" in refusal(tmp_path / "no.pdf", sniff).en
    assert "folder" in refusal(tmp_path, sniff).en
    os.mkfifo(tmp_path / "tubo")
    assert "not an ordinary file" in refusal(tmp_path / "tubo", sniff).en
    closed = written(tmp_path / "cerrado.pdf", "x")
    closed.chmod(0)
    if os.access(closed, os.R_OK):
        pytest.skip("the superuser may read everything")
    assert "may not be read" in refusal(closed, sniff).en


def test_a_text_of_300_megabytes_is_refused_by_its_size(tmp_path: Path) -> None:
    path = written(tmp_path / "grande.txt", "Programa de estudios. " * 4000)
    os.truncate(path, 300 << 20)
    error = refusal(path, sniff)
    assert "300 MB" in error.en
    assert "50 MB" in error.es
