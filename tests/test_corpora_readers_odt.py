"""OpenDocument texts: lists, tables, tracked changes, hidden parts; the sample reads like the same page as DOCX."""

import zipfile
from pathlib import Path

from files import written
from reading import Held, refusal

from corpora.readers import read
from corpora.readers.odt import NS
from corpora.split import passages

SAMPLES = Path(__file__).resolve().parent.parent / "mapper/samples"
MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
DECLARED = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in NS.items())
STYLES = """
<style:style style:name="N" style:family="paragraph"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="O" style:family="text"><style:text-properties text:display="none"/></style:style>
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
        [(p.role, p.section, p.text) for p in passages(read(SAMPLES / f"programa.{suffix}")).passages]
        for suffix in ("odt", "docx")
    )
    assert found == same
    assert len(found) > 100


def test_lists_are_numbered_as_printed(tmp_path: Path, held: Held) -> None:
    def item(text: str, below: str = "") -> str:
        return f"<text:list-item><text:p>{text}</text:p>{below}</text:list-item>"

    inner = f"<text:list>{item('Hilos')}{item('Colas')}</text:list>"
    body = (
        f'<text:list text:style-name="L">{item("Cosido", inner)}{item("Encolado")}</text:list>'
        "<text:p>Y además.</text:p>"
        f'<text:list text:style-name="L" text:continue-numbering="true">{item("Prensado")}</text:list>'
        f'<text:list text:style-name="X">{item("Sin número")}</text:list>'
        '<text:list text:style-name="L"><text:list-header><text:p>Otra</text:p></text:list-header>'
        '<text:list-item text:start-value="7"><text:p>Siete</text:p></text:list-item></text:list>'
    )
    held(read(odt(tmp_path / "a.odt", body)))


def test_tracked_changes_show_the_text_as_it_would_be_accepted(tmp_path: Path, held: Held) -> None:
    body = (
        "<text:tracked-changes>"
        "<text:changed-region><text:deletion><text:p>Borrado.</text:p></text:deletion></text:changed-region>"
        "<text:changed-region><text:insertion/></text:changed-region></text:tracked-changes>"
        "<text:p>Cose <text:change/>con <text:change-start/>cadeneta<text:change-end/>.</text:p>"
    )
    held(read(odt(tmp_path / "a.odt", body)))


def test_hidden_text_notes_and_comments_are_counted(tmp_path: Path, held: Held) -> None:
    body = (
        '<text:p>Cose<text:s text:c="3"/>a<text:tab/>mano<text:span text:style-name="O"> en secreto</text:span>'
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Nota</text:p></text:note-body>"
        "</text:note><office:annotation><text:p>Comentario</text:p></office:annotation>.</text:p>"
    )
    held(read(odt(tmp_path / "a.odt", body)))


def test_titles_bold_headings_contents_and_boxes(tmp_path: Path, held: Held) -> None:
    body = (
        '<text:p text:style-name="T">Programa de cosido</text:p>'
        "<text:table-of-content><text:table-of-content-source><text:p>plantilla</text:p></text:table-of-content-source>"
        "<text:index-body><text:p>1. Cosido 3</text:p></text:index-body></text:table-of-content>"
        '<text:p text:style-name="N">Contenidos</text:p><text:p>Hilos de lino y de algodón, agujas y colas.</text:p>'
        "<text:section><text:p>Antes<draw:frame><draw:text-box><text:p>En el cuadro</text:p></draw:text-box>"
        "</draw:frame>.</text:p></text:section>"
    )
    held(read(odt(tmp_path / "a.odt", body)))


def test_merged_cells_stand_once_under_their_header(tmp_path: Path, held: Held) -> None:
    def cell(text: str, more: str = "") -> str:
        return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"

    spanning = "table:number-rows-spanned='2'"
    covered = "<table:covered-table-cell/>"
    body = (
        "<table:table><table:table-header-rows><table:table-row>"
        f"{cell('Resultado de aprendizaje')}{cell('Criterios de evaluación')}</table:table-row>"
        "</table:table-header-rows>"
        f"<table:table-row>{cell('Cose.', spanning)}{cell('Tensa el hilo.')}</table:table-row>"
        f"<table:table-row>{covered}{cell('Remata el hilo.')}</table:table-row></table:table>"
    )
    held(read(odt(tmp_path / "a.odt", body)))


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
