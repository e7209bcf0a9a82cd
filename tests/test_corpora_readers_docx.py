"""DOCX: what python-docx's `.text` loses, automatic numbers, merged cells, and files that are no DOCX."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from files import add_table, written
from reading import Held, refusal, role_of

from corpora.readers import read, sniff

W = nsdecls("w")
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
HeldWord = Callable[[], None]
FIELD = "<w:r><w:fldChar w:fldCharType='{}'/>{}</w:r>".format


@pytest.fixture
def word() -> WordDocument:
    return docx.Document()


@pytest.fixture
def held_word(tmp_path: Path, word: WordDocument, held: Held) -> HeldWord:
    def save_and_compare() -> None:
        word.save(str(tmp_path / "programa.docx"))
        held(read(tmp_path / "programa.docx"))

    return save_and_compare


def append(word: WordDocument, xml: str) -> None:
    word.element.body.insert_element_before(parse_xml(xml), "w:sectPr")


def paragraph(inner: str, properties: str = "") -> str:
    return f"<w:p {W}><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def number_list(word: WordDocument, levels: list[tuple[str, str]], number: int = 90) -> None:
    """Define a list whose levels have this format and this text."""
    root = word.part.numbering_part.element
    inner = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for i, (form, text) in enumerate(levels)
    )
    root.insert(0, parse_xml(f'<w:abstractNum {W} w:abstractNumId="{number}">{inner}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {W} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))


def item(text: str, level: int = 0, number: int = 90) -> str:
    return paragraph(run(text), f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def test_paragraphs_headings_and_tables_stand_in_their_order(word: WordDocument, held_word: HeldWord) -> None:
    word.core_properties.title = "Programa de Soldadura"
    word.add_heading("Módulo I", 1)
    word.add_paragraph("Antes de la tabla.")
    table = add_table(word, [("Tema", "Horas"), ("Proceso MIG", "20")])
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {W}/>"))
    word.add_heading("Contenidos", 3)
    held_word()


def test_headings_by_localised_style_inheritance_and_outline_level(word: WordDocument, held_word: HeldWord) -> None:
    styles = word.styles.element
    names = {"Ttulo2": "<w:name w:val='Título 2'/>", "Mio": "<w:name w:val='Mío'/><w:basedOn w:val='Ttulo2'/>"}
    for id_, inner in names.items():
        styles.append(parse_xml(f'<w:style {W} w:type="paragraph" w:styleId="{id_}">{inner}</w:style>'))
    append(word, paragraph(run("Por nombre"), '<w:pStyle w:val="Ttulo2"/>'))
    append(word, paragraph(run("Heredado"), '<w:pStyle w:val="Mio"/>'))
    append(word, paragraph(run("Por nivel"), '<w:outlineLvl w:val="3"/>'))
    append(word, paragraph(run("Cuerpo"), '<w:pStyle w:val="Mio"/><w:outlineLvl w:val="9"/>'))
    held_word()


def test_automatic_numbers_are_written_into_the_text(word: WordDocument, held_word: HeldWord) -> None:
    number_list(word, [("decimal", "%1."), ("decimal", "%1.%2"), ("lowerLetter", "%3)"), ("bullet", "")])
    texts = ["Uno", "A", "x", "y", "B", "z", "Dos", "C", "punto"]
    for text, level in zip(texts, (0, 1, 2, 2, 1, 2, 0, 1, 3), strict=True):
        append(word, item(text, level))
    held_word()


def test_lists_restart_where_word_restarts_them(word: WordDocument, held_word: HeldWord) -> None:
    number_list(word, [("upperRoman", "%1.-")])
    root = word.part.numbering_part.element
    for number, override in (("91", '<w:startOverride w:val="5"/>'), ("92", "")):
        level = f'<w:lvlOverride w:ilvl="0">{override}</w:lvlOverride>' if override else ""
        root.append(parse_xml(f'<w:num {W} w:numId="{number}"><w:abstractNumId w:val="90"/>{level}</w:num>'))
    for of_list in (90, 90, 91, 91, 92):
        append(word, item("x", 0, of_list))
    word.add_paragraph("estilo", style="List Number")
    word.add_paragraph("viñeta", style="List Bullet")
    append(word, paragraph(run("sin número"), '<w:pStyle w:val="ListNumber"/><w:numPr><w:numId w:val="0"/></w:numPr>'))
    held_word()


def test_content_controls_insertions_fields_and_symbols_are_read(word: WordDocument, held_word: HeldWord) -> None:
    sdt = f"<w:sdt><w:sdtContent>{run('control')}</w:sdtContent></w:sdt>"
    changes = f"<w:ins w:id='1'>{run(' insertado')}</w:ins><w:del w:id='2'><w:r><w:delText>no</w:delText></w:r></w:del>"
    field = FIELD("begin", "<w:instrText>REF x</w:instrText>") + FIELD("separate", "") + run(" campo")
    end = FIELD("end", "<w:tab/><w:t>co</w:t><w:softHyphen/><w:t>rte</w:t><w:noBreakHyphen/>")
    symbol = "<w:r><w:sym w:font='Wingdings' w:char='F0E0'/></w:r>"
    link = f"<w:hyperlink>{run('enlace')}</w:hyperlink>"
    append(word, paragraph(run("Lee ") + sdt + changes + field + end + symbol + link))
    for properties, text in (("", "Bloque en un control"), ("<w:showingPlcHdr/>", "Escriba aquí")):
        content = f"<w:sdtContent>{paragraph(run(text))}</w:sdtContent>"
        append(word, f"<w:sdt {W}><w:sdtPr>{properties}</w:sdtPr>{content}</w:sdt>")
    held_word()


def test_a_text_box_is_read_once(word: WordDocument, held_word: HeldWord) -> None:
    box = f"<w:txbxContent>{paragraph(run('En el cuadro'))}</w:txbxContent>"
    append(
        word,
        f"<w:p {W} xmlns:mc='{MC}' xmlns:v='urn:schemas-microsoft-com:vml'"
        " xmlns:wps='http://schemas.microsoft.com/office/word/2010/wordprocessingShape'><w:r><mc:AlternateContent>"
        f"<mc:Choice Requires='wps'><w:drawing><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        f"{run('Texto')}</w:p>",
    )
    held_word()


def test_merged_and_nested_cells_stand_once(word: WordDocument, held_word: HeldWord) -> None:
    table = add_table(word, [("", "", ""), ("Suelda tubos", "Prepara", "40"), ("", "Limpia", ""), ("", "", "")])
    for cell, text in zip(table.rows[0].cells, ["Resultado", "Criterio", "Peso"], strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(2, 1).merge(table.cell(2, 2))
    inner = table.cell(3, 1).add_table(rows=1, cols=2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "dentro", "fuera"
    held_word()


def test_a_table_that_only_places_text_and_a_form_have_no_header(word: WordDocument, held_word: HeldWord) -> None:
    word.add_table(rows=1, cols=1).cell(0, 0).text = "Recuadro con un párrafo."
    form = [("Módulo:", "MIG"), ("Horas:", "Cien"), ("Sede:", "Norte")]
    numbered = [("4.1 Norma", "Etapa práctica"), ("4.2 Código", "999999999"), ("4.3 Duración", "864 horas")]
    hours = [("Submódulo 1", "Prepara", "96 horas"), ("Submódulo 2", "Cocina", "112 horas"), ("Total", "–", "208")]
    for rows in (form, numbered, hours):
        add_table(word, rows)
    held_word()


def test_tables_of_contents_are_marked(word: WordDocument, held_word: HeldWord) -> None:
    styles = word.styles.element
    styles.append(parse_xml(f'<w:style {W} w:type="paragraph" w:styleId="TDC1"><w:name w:val="toc 1"/></w:style>'))
    append(word, paragraph(run("Por estilo 3"), '<w:pStyle w:val="TDC1"/>'))
    begin = FIELD("begin", "<w:instrText> TOC \\o </w:instrText>") + FIELD("separate", "")
    append(word, paragraph(begin + run("Uno 1")))
    append(word, paragraph(run("Dos 2")))
    append(word, paragraph(run("Tres 3") + FIELD("end", "")))
    word.add_paragraph("Cuerpo.")
    held_word()


def test_hidden_text_notes_and_running_headers_are_counted(word: WordDocument, held_word: HeldWord) -> None:
    word.sections[0].header.paragraphs[0].text = "Encabezado"
    note = "<w:r><w:footnoteReference w:id='2'/></w:r>"
    append(word, paragraph(run("Visible") + run(" oculto", "<w:vanish/>") + note))
    held_word()


def test_line_breaks_part_items_but_not_a_sentence(word: WordDocument, held_word: HeldWord) -> None:
    word.add_paragraph("a) Se ha medido\nb) Se ha pesado con\nla balanza")
    held_word()


def package(tmp_path: Path, members: dict[str, bytes]) -> Path:
    path = tmp_path / "mal.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    return path


def test_a_zip_bomb_is_not_opened(tmp_path: Path) -> None:
    path = package(tmp_path, {"word/document.xml": b"0" * (30 << 20)})
    assert sniff(path) == "docx"
    assert "bomb" in refusal(path).en


def test_damaged_and_incomplete_packages_are_refused(tmp_path: Path) -> None:
    empty = tmp_path / "sin_texto.docx"
    docx.Document().save(str(empty))
    assert "no text" in refusal(empty).en
    assert "damaged" in refusal(written(tmp_path / "cortado.docx", empty.read_bytes()[:-2000])).en
    assert "no complete DOCX" in refusal(package(tmp_path, {"word/document.xml": b"<x/>"})).en


def test_numbers_survive_without_a_numbering_part(word: WordDocument, held_word: HeldWord) -> None:
    append(word, item("x", 0, 777))
    held_word()


def test_a_header_of_two_rows_names_each_column(word: WordDocument, held_word: HeldWord) -> None:
    names = [("Temas", "Contenidos", "", ""), ("", "Saber", "Saber hacer", "Ser")]
    table = add_table(word, [*names, ("", "Fibras", "Coser un dobladillo", "Orden")])
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 1).merge(table.cell(0, 3))
    # A name that is cut short is one of a column too.
    add_table(word, [("No.", "Competencias profesionales", "Situaciones"), ("1", "Poncha el cable", "Con la norma")])
    held_word()


def test_a_remark_behind_a_name_in_capitals_leaves_the_heading_beside_the_others(
    tmp_path: Path, word: WordDocument
) -> None:
    outcomes = "LEARNING OUTCOMES (SLOs) – Upon completion the student will be able to:"
    aside, taught = "record vital signs in a patient chart", "Draw venous blood with a butterfly."
    assignments = ("Typical assignments", "Label ten tubes.")
    for heading, text in [("REQUISITE SKILLS", aside), (outcomes, taught), assignments]:
        word.add_paragraph().add_run(heading).bold = True
        word.add_paragraph(text, style="List Bullet")
    word.add_paragraph("The course is offered on campus only. " * 20)
    word.save(str(tmp_path / "outline.docx"))
    found = role_of(read(tmp_path / "outline.docx"))
    assert (found[aside], found[taught]) == ("other", "outcome")
