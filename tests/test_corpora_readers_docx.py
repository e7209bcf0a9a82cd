"""DOCX: what python-docx's `.text` loses, automatic numbers, merged cells, and files that are no DOCX."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from files import add_table, written
from reading import Held, refusal, table

from corpora.readers import read, sniff

W = nsdecls("w")
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
DRAWN = nsdecls("a", "c", "dgm", "r")
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


def test_hidden_text_notes_and_running_headers_are_counted(word: WordDocument, held_word: HeldWord) -> None:
    word.sections[0].header.paragraphs[0].text = "Encabezado"
    note = "<w:r><w:footnoteReference w:id='2'/></w:r>"
    append(word, paragraph(run("Visible") + run(" oculto", "<w:vanish/>") + note))
    held_word()


def test_line_breaks_part_items_but_not_a_sentence(word: WordDocument, held_word: HeldWord) -> None:
    word.add_paragraph("a) Se ha medido\nb) Se ha pesado con\nla balanza")
    held_word()


def test_what_is_struck_out_or_deleted_is_not_said_and_keeps_its_number(
    word: WordDocument, held_word: HeldWord
) -> None:
    styles = word.styles.element
    for id_, inner in (("Tachado", "<w:rPr><w:dstrike/></w:rPr>"), ("Otro", '<w:basedOn w:val="Tachado"/>')):
        styles.append(parse_xml(f'<w:style {W} w:type="paragraph" w:styleId="{id_}">{inner}</w:style>'))
    number_list(word, [("decimal", "%1.")])
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="90"/></w:numPr>'
    append(word, paragraph(run("Redacta informes", "<w:strike/>"), numbered))
    append(word, paragraph(run("Calibra la tensión ") + run("y opera el torno", "<w:strike/>") + run("."), numbered))
    append(word, paragraph(run("Por su estilo"), '<w:pStyle w:val="Otro"/>'))
    append(word, paragraph(run("Vale", '<w:dstrike w:val="0"/>'), '<w:pStyle w:val="Otro"/>'))
    mark = '<w:rPr><w:del w:id="1"/></w:rPr>'
    append(word, paragraph(run("Ajusta la altura"), mark))
    append(word, paragraph("<w:del w:id='2'><w:r><w:delText>y borra</w:delText></w:r></w:del>", mark))
    append(word, paragraph(run(" de la barra.")))
    append(word, paragraph(run("Antes de la tabla"), mark))
    rows = add_table(word, [("Criterio", "Horas"), ("Borrado", "1"), ("Lubrica", "2")])
    rows.rows[1]._tr.get_or_add_trPr().append(parse_xml(f"<w:del {W} w:id='3'/>"))
    held_word()


def ticked_control(checked: str, sign: str) -> str:
    box = f'<w14:checkbox xmlns:w14="{W14}"><w14:checked w14:val="{checked}"/></w14:checkbox>'
    return f"<w:sdt><w:sdtPr>{box}</w:sdtPr><w:sdtContent><w:r>{sign}</w:r></w:sdtContent></w:sdt>"


def form_field(inner: str, kind: str = "checkBox") -> str:
    form = f"<w:ffData><w:{kind}>{inner}</w:{kind}></w:ffData>"
    begin = f"<w:r><w:fldChar w:fldCharType='begin'>{form}</w:fldChar></w:r>"
    return begin + "<w:r><w:instrText> FORM </w:instrText></w:r>" + FIELD("end", "")


def test_choices_that_are_not_ticked_are_not_said(word: WordDocument, held_word: HeldWord) -> None:
    entries = "".join(f'<w:listEntry w:val="{text}"/>' for text in ("Mañana", "Tarde"))
    wingdings = "<w:rFonts w:ascii='Wingdings'/>"
    lists = [
        [
            ticked_control("1", "<w:t>x</w:t>") + run(" Calibra"),
            ticked_control("0", "<w:sym w:char='F06F'/>") + run(" Mide"),
        ],
        [form_field("<w:checked/>") + run(" Limpia"), form_field('<w:default w:val="0"/>') + run(" Registra")],
        [run("þ", wingdings) + run(" Lubrica"), run("o", wingdings) + run(" Opera")],
        [run("☐ Se comprueba al final"), run("☐ Y al principio")],
    ]
    for number, each in enumerate(lists):
        append(word, paragraph(run(f"Lista {number}:")))
        for choice in each:
            append(word, paragraph(choice))
    append(word, paragraph(run("Por su viñeta:")))
    for number, sign in enumerate(("☐", "☒"), 90):
        number_list(word, [("bullet", sign)], number)
        append(word, item(f"Viñeta {number}", 0, number))
    append(word, paragraph(run("Turno: ") + form_field(f'<w:result w:val="1"/>{entries}', "ddList")))
    table = add_table(
        word, [("", "Criterio", "Horas"), ("☒", "Sustituye bandas", "10"), ("☐", "Rebobina el motor", "9")]
    )
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {W}/>"))
    held_word()


def drawn(word: WordDocument) -> str:
    """A paragraph with a diagram, charts, shapes and controls, whose parts are added to the document."""

    def related(name: str, xml: str) -> str:
        part = Part(PackURI(f"/word/{name}.xml"), "application/xml", xml.encode(), word.part.package)
        return word.part.relate_to(part, "x")

    def text(said: str, look: str = "") -> str:
        return f"<a:p><a:r><a:rPr {look}/><a:t>{said}</a:t></a:r></a:p>"

    points = {"0": ("type='doc'", ""), "2": ("", text("Calibra")), "1": ("", text("Ajusta"))}
    points |= {"3": ("", text("Mide") + text("Tachado", "strike='sngStrike'")), "4": ("type='pres'", text("Copia"))}
    points |= {"5": ("", text("Suelto"))}
    tree = "".join(f"<dgm:pt modelId='{id_}' {kind}><dgm:t>{t}</dgm:t></dgm:pt>" for id_, (kind, t) in points.items())
    order = (("0", "1", "0"), ("0", "3", "1"), ("1", "2", "0"), ("2", "1", "0"))
    lines = "".join(f"<dgm:cxn srcId='{a}' destId='{b}' srcOrd='{n}'/>" for a, b, n in order)
    diagram = related("d", f"<dgm:x {DRAWN}><dgm:ptLst>{tree}</dgm:ptLst><dgm:cxnLst>{lines}</dgm:cxnLst></dgm:x>")
    cached = "<c:strRef><c:strCache><c:pt><c:v>{}</c:v></c:pt></c:strCache></c:strRef>".format
    series = f"<c:ser><c:tx>{cached('Horas')}</c:tx><c:cat>{cached('Corte')}</c:cat></c:ser>"
    title = f"<c:title><c:tx><c:rich>{text('Horas por módulo')}</c:rich></c:tx></c:title>"
    chart = related("c", f"<c:chartSpace {DRAWN}><c:chart>{title}{series}{series}</c:chart></c:chartSpace>")
    broken = related("r", "<no xml")
    shape = f"<a:txSp><a:txBody>{text('En la forma')}</a:txBody></a:txSp>"
    graphics = (
        f"<dgm:relIds r:lo='x' r:dm='{diagram}'/><c:chart r:id='{chart}'/><c:chart r:id='{broken}'/>{shape}"
        "<a:blip/><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textpath string='En letras'/></v:shape>"
    )
    objects = "<w:object><w:control/><o:OLEObject xmlns:o='urn:schemas-microsoft-com:office:office'/></w:object>"
    paragraph = f"<w:p {W} {DRAWN}>{run('Figura')}<w:r><w:drawing>{graphics}</w:drawing>{objects}</w:r>"
    return f"{paragraph}<w:subDoc r:id='x'/></w:p>"


def test_the_words_of_diagrams_charts_and_shapes_are_read(word: WordDocument, held_word: HeldWord) -> None:
    append(word, drawn(word))
    held_word()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("plantilla.dotx", "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"),
        ("macros.docm", "application/vnd.ms-word.document.macroEnabled.main+xml"),
        ("macros.dotm", "application/vnd.ms-word.template.macroEnabledTemplate.main+xml"),
    ],
)
def test_templates_and_documents_with_macros_are_read(tmp_path: Path, word: WordDocument, name: str, kind: str) -> None:
    word.add_paragraph("Calibra la tensión del hilo.")
    word.save(str(tmp_path / "a.docx"))
    usual = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    path = rewritten(tmp_path / "a.docx", tmp_path / name, lambda data: data.replace(usual.encode(), kind.encode()))
    assert read(path).text == "Calibra la tensión del hilo."


def test_a_document_in_strict_open_xml_is_read_as_any_other(tmp_path: Path, word: WordDocument) -> None:
    word.add_heading("Módulo I", 1)
    add_table(word, [("Criterio", "Horas", "Lugar"), ("Lubrica", "2", "Taller")])
    word.save(str(tmp_path / "a.docx"))
    names = re.compile(rb"http://schemas\.openxmlformats\.org/(\w+)/2006/(?!\w+-properties)")
    strict = rewritten(
        tmp_path / "a.docx",
        tmp_path / "b.docx",
        lambda data: data if b"content-types" in data else names.sub(rb"http://purl.oclc.org/ooxml/\1/", data),
    )
    assert b"purl.oclc.org" in zipfile.ZipFile(strict).read("word/document.xml")
    assert table(read(strict)) == table(read(tmp_path / "a.docx"))


def rewritten(source: Path, to: Path, change: Callable[[bytes], bytes]) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(to, "w") as new:
        for member in old.namelist():
            new.writestr(member, change(old.read(member)))
    return to


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


def test_a_header_of_two_rows_names_each_column(word: WordDocument, held_word: HeldWord) -> None:
    names = [("Temas", "Contenidos", "", ""), ("", "Saber", "Saber hacer", "Ser")]
    table = add_table(word, [*names, ("", "Fibras", "Coser un dobladillo", "Orden")])
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 1).merge(table.cell(0, 3))
    # A name that is cut short is one of a column too.
    add_table(word, [("No.", "Competencias profesionales", "Situaciones"), ("1", "Poncha el cable", "Con la norma")])
    held_word()
