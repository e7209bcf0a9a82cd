"""OpenDocument texts: lists, tables, tracked changes, hidden parts; the sample reads like the same page as DOCX."""

import zipfile
from pathlib import Path

import pytest
from files import written
from reading import refusal, table

from corpora.readers import read
from corpora.readers.odt import NS
from corpora.split import split_document

ROOT = Path(__file__).resolve().parent.parent
MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
DECLARED = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in NS.items())
STYLES = """
<style:style style:name="N" style:family="paragraph"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="O" style:family="text"><style:text-properties text:display="none"/></style:style>
<style:style style:name="S" style:family="text">
<style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="Z" style:family="paragraph" style:parent-style-name="Y"/>
<style:style style:name="Y" style:family="paragraph">
<style:text-properties style:text-line-through-type="double"/></style:style>
<style:style style:name="V" style:family="text">
<style:text-properties style:text-line-through-style="none"/></style:style>
<style:style style:name="T" style:family="paragraph" style:parent-style-name="Title"/>
<text:list-style style:name="L">
<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>
<text:list-level-style-number text:level="2" style:num-format="1" style:num-suffix="" text:display-levels="2"/>
</text:list-style>"""


def odt(path: Path, body: str, *, styles: str = STYLES, manifest: str = "", content: bytes | None = None) -> Path:
    text = (
        f"<office:document-content {DECLARED}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", MEDIA_TYPE, zipfile.ZIP_STORED)
        package.writestr("content.xml", text.encode() if content is None else content)
        package.writestr("META-INF/manifest.xml", f"<manifest:manifest {DECLARED}>{manifest}</manifest:manifest>")
    return path


def test_the_sample_gives_the_passages_of_the_same_page_as_docx() -> None:
    found, same = (
        [
            (p.role, p.section, p.text)
            for p in split_document(read(ROOT / "mapper/samples" / f"programa.{suffix}")).passages
        ]
        for suffix in ("odt", "docx")
    )
    assert found == same
    assert len(found) > 100


@pytest.mark.parametrize("path", sorted((ROOT / "tests/data/odt").glob("*.xml")), ids=lambda path: path.stem)
def test_a_text_in_xml_is_read_as_its_table_says(tmp_path: Path, path: Path) -> None:
    document = read(odt(tmp_path / "a.odt", path.read_text(encoding="utf-8").strip()))
    assert table(document) == path.with_suffix(".tsv").read_text(encoding="utf-8").splitlines()


def test_the_words_of_a_chart_and_the_signs_of_a_formula_are_read(tmp_path: Path) -> None:
    frames = "".join(f'<draw:object xlink:href="./{name}"/>' for name in ("Chart", "Formula", "Lost"))
    path = odt(tmp_path / "a.odt", f"<text:p>Horas<draw:frame>{frames}</draw:frame></text:p>")
    with zipfile.ZipFile(path, "a") as package:
        words = "<text:p>Corte</text:p><text:p>20</text:p><text:p>Corte</text:p>"
        package.writestr("Chart/content.xml", f"<office:document-content {DECLARED}>{words}</office:document-content>")
        formula = "<semantics><mi>a</mi><mo>=</mo><mn>2</mn><annotation>a = 2</annotation></semantics>"
        package.writestr("Formula/content.xml", f'<math xmlns="http://www.w3.org/1998/Math/MathML">{formula}</math>')
    document = read(path)
    assert document.text.splitlines() == ["Horas", "Corte", "a=2"]
    assert [entry.why.en for entry in document.skipped] == ["Embedded objects of other programs, not read: 1."]


def test_bad_files_are_refused_with_a_remedy(tmp_path: Path) -> None:
    cases = (
        (odt(tmp_path / "roto.odt", "<text:p>"), "damaged"),
        (odt(tmp_path / "hoja.odt", "", content=b"<x/>"), "damaged"),
        (odt(tmp_path / "vacío.odt", "<text:p/>"), "no text"),
        (odt(tmp_path / "cerrado.odt", "", manifest="<manifest:encryption-data/>"), "protected by a password"),
        (odt(tmp_path / "bomba.odt", "", content=b" " * (30 << 20)), "zip bomb"),
    )
    for path, words in cases:
        assert words in refusal(path).en


def test_an_entity_is_not_followed(tmp_path: Path) -> None:
    secret = written(tmp_path / "secreto.txt", "secreto")
    content = (
        f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret}">]><office:document-content {DECLARED}><office:body>'
        "<office:text><text:p>Cose &e; a mano.</text:p></office:text></office:body></office:document-content>"
    )
    assert "secreto" not in read(odt(tmp_path / "a.odt", "", content=content.encode())).text
