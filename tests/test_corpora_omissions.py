"""What a document holds and does not say, in each format: it is left out and counted by its reason."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from files import workbook, written
from reading import refusal

from corpora import Document
from corpora.readers import files, read
from corpora.readers.odt import NS

SAID, ALSO, UNSAID = "Calibra la tensión del hilo.", "Sincroniza la aguja.", "Suelda tubería."
UNTICKED, HIDDEN = "Choices that are not ticked: 1.", "Pieces of hidden text: 1."
DRAWN = nsdecls("w", "wp", "a") + ' xmlns:v="urn:schemas-microsoft-com:vml"'


def told(document: Document) -> list[str]:
    return [entry.why.en for entry in document.skipped if entry.what in ("unticked", "hidden")]


def says_both(document: Document, why: str) -> None:
    assert UNSAID not in document.text
    assert document.text.index(SAID) < document.text.index(ALSO)
    assert told(document) == [why]


@pytest.mark.parametrize(
    ("on", "off"),
    [("✓", "☐"), ("✔", "□"), ("✅", "❌"), ("✓", "✗"), ("✔", "❏"), ("☑", "☐"), ("[x]", "[ ]")],
)
def test_what_stands_beside_an_empty_box_or_a_cross_is_not_chosen(tmp_path: Path, on: str, off: str) -> None:
    lines = "\n".join(("Temario", "", f"{on} {SAID}", f"{off} {UNSAID}", f"{on} {ALSO}"))
    says_both(read(written(tmp_path / "a.txt", lines)), UNTICKED)


@pytest.mark.parametrize(("yes", "no"), [("☒", "☐"), ("X", "")])
def test_a_row_that_is_ticked_below_no_is_not_chosen(tmp_path: Path, yes: str, no: str) -> None:
    rows = ((SAID, yes, no), (UNSAID, no, yes), (ALSO, yes, no))
    cells = "".join(f"<tr>{''.join(f'<td>{cell}' for cell in row)}" for row in rows)
    page = f"<meta charset=utf-8><table><tr><th>Resultado<th>Sí<th>No aplica{cells}</table>"
    says_both(read(written(tmp_path / "a.html", page)), UNTICKED)


def test_what_is_answered_with_no_in_its_own_line_is_not_chosen(tmp_path: Path) -> None:
    lines = (f"{SAID} Sí [x] No [ ]", f"{UNSAID} Sí [ ] No [x]", f"{ALSO} Sí [x] No [ ]")
    document = read(written(tmp_path / "a.txt", "\n".join(lines)))
    assert document.text.split("\n") == [f"{SAID} Sí", f"{ALSO} Sí"]


@pytest.mark.parametrize(
    ("style", "hidden"),
    [
        (".old p { display: none }", f"<div class=old><p>{UNSAID}</div>"),
        ("#old { visibility: hidden }", f"<p id=old>{UNSAID}"),
        ("main > p.a.b, h6 { display: none }", f"<main><p class='b a'>{UNSAID}</main>"),
        ("", f"<p style='opacity: 0'>{UNSAID}"),
        ("", f"<p style='font-size:0px'>{UNSAID}"),
        ("", f"<p style='color: #FFF'>{UNSAID}"),
        ("", f"<p style='color: transparent'>{UNSAID}"),
        ("", f"<p><font color=white>{UNSAID}</font>"),
        ("", f"<p style='mso-hide:all'>{UNSAID}"),
        ("", f"<p style='position:absolute; clip: rect(0, 0, 0, 0)'>{UNSAID}"),
        ("", f"<div style='max-height:0; overflow: hidden'>{UNSAID}</div>"),
        ("main .a > .b .c { display: none }", f"<main><p class=a><b class=b><i><u class=c>{UNSAID}</u></i></b></main>"),
    ],
)
def test_what_the_styles_of_a_page_hide_is_not_said(tmp_path: Path, style: str, hidden: str) -> None:
    page = f"<meta charset=utf-8><style>{style}</style><p>{SAID}</p>{hidden}<p>{ALSO}</p>"
    says_both(read(written(tmp_path / "a.html", page)), HIDDEN)


def test_boxes_that_a_page_draws_itself_are_boxes(tmp_path: Path) -> None:
    lines = ((SAID, "true"), (UNSAID, "false"), (ALSO, "true"))
    items = "".join(f"<li role=checkbox aria-checked={on}>{text}" for text, on in lines)
    says_both(read(written(tmp_path / "a.html", f"<meta charset=utf-8><ul>{items}</ul>")), UNTICKED)


PARAGRAPH = f"<w:p><w:r><w:t>{UNSAID}</w:t></w:r></w:p>"
BOX = f"<w:txbxContent>{PARAGRAPH}</w:txbxContent>"


@pytest.mark.parametrize(
    "hidden",
    [
        PARAGRAPH.replace("<w:t>", "<w:rPr><w:color w:val='FFFFFF'/></w:rPr><w:t>"),
        PARAGRAPH.replace("<w:t>", "<w:rPr><w:sz w:val='2'/></w:rPr><w:t>"),
        "<w:p><w:r><w:drawing><wp:inline><wp:docPr id='1' name='x' hidden='1'/>"
        f"<a:graphic>{BOX}</a:graphic></wp:inline></w:drawing></w:r></w:p>",
        "<w:p><w:r><w:pict><v:shape style='width:9pt;visibility:hidden'>"
        f"<v:textbox>{BOX}</v:textbox></v:shape></w:pict></w:r></w:p>",
        "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr>"
        f"<w:tr><w:trPr><w:hidden/></w:trPr><w:tc>{PARAGRAPH}</w:tc></w:tr></w:tbl>",
    ],
)
def test_white_text_and_hidden_shapes_and_rows_of_word_are_not_said(tmp_path: Path, hidden: str) -> None:
    word = docx.Document()
    word.add_paragraph(SAID)
    word.element.body[-1].addprevious(parse_xml(hidden.replace(">", f" {DRAWN}>", 1)))
    word.add_paragraph(ALSO)
    word.save(str(tmp_path / "a.docx"))
    says_both(read(tmp_path / "a.docx"), HIDDEN)


def test_a_tick_of_wingdings_is_one_beside_its_empty_boxes(tmp_path: Path) -> None:
    word = docx.Document()
    for text, code in (SAID, "F0FC"), (UNSAID, "F06F"), (ALSO, "F0FC"):
        run = word.add_paragraph().add_run()
        run._r.append(parse_xml(f"<w:sym {nsdecls('w')} w:font='Wingdings' w:char='{code}'/>"))
        run.add_text(f" {text}")
    word.save(str(tmp_path / "a.docx"))
    says_both(read(tmp_path / "a.docx"), UNTICKED)


def open_document(path: Path, body: str, styles: str = "") -> Path:
    declared = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in NS.items())
    automatic = f"<office:automatic-styles>{styles}</office:automatic-styles>"
    text = f"{automatic}<office:body><office:text>{body}</office:text></office:body>"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", f"<office:document-content {declared}>{text}</office:document-content>")
    return path


def test_a_row_that_an_open_document_does_not_show_is_not_said(tmp_path: Path) -> None:
    rows = "".join(
        f"<table:table-row{seen}><table:table-cell><text:p>{text}</text:p></table:table-cell></table:table-row>"
        for text, seen in ((SAID, ""), (UNSAID, ' table:visibility="collapse"'), (ALSO, ""))
    )
    says_both(read(open_document(tmp_path / "a.odt", f"<table:table>{rows}</table:table>")), HIDDEN)


def test_a_column_that_an_open_document_does_not_show_is_not_said(tmp_path: Path) -> None:
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/><table:table-column/>'
    cells = "".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in (SAID, UNSAID, ALSO))
    table = f"<table:table>{columns}<table:table-row>{cells}</table:table-row></table:table>"
    says_both(read(open_document(tmp_path / "a.odt", table)), HIDDEN)


def test_white_letters_of_an_open_document_are_said_only_upon_a_colour(tmp_path: Path) -> None:
    white = '<style:text-properties fo:color="#ffffff" fo:background-color="{}"/>'
    styles = "".join(
        f'<style:style style:name="{name}" style:family="text">{white.format(ground)}</style:style>'
        for name, ground in (("bare", "transparent"), ("upon", "#000080"))
    )
    body = "".join(
        f'<text:p><text:span text:style-name="{style}">{text}</text:span></text:p>'
        for style, text in (("upon", SAID), ("bare", UNSAID), ("upon", ALSO))
    )
    says_both(read(open_document(tmp_path / "a.odt", body, styles)), HIDDEN)


@pytest.mark.parametrize(
    ("header", "yes", "no"),
    [
        ("Seleccionado", True, False),
        ("¿Se imparte?", "Sí", "No"),
        ("Incluir", "VERDADERO", "FALSO"),
        ("Impartido", 1, 0),
        ("Se imparte", "✓", "✗"),
        ("Se imparte", "x", None),
        ("☑", True, False),
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_a_row_that_a_column_of_choices_says_no_to_is_not_said(
    tmp_path: Path, header: str, yes: object, no: object, first: bool
) -> None:
    rows = [("Contenidos", header), (SAID, yes), (UNSAID, no), (ALSO, yes)]
    says_both(read(workbook(tmp_path / "a.xlsx", [row[::-1] if first else row for row in rows])), UNTICKED)


def test_a_column_that_tells_something_else_by_yes_and_no_chooses_nothing(tmp_path: Path) -> None:
    rows = [("Contenidos", "Obligatorio"), (SAID, "Sí"), (UNSAID, "No")]
    assert UNSAID in read(workbook(tmp_path / "a.xlsx", rows)).text


def struck(text: str) -> str:
    return "".join(f"{letter}\u0336" for letter in text)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", f"{SAID}\n\n{struck(UNSAID)}\n\n{ALSO}"),
        ("a.html", f"<meta charset=utf-8><p>{SAID}<p>{struck(UNSAID)}<p>{ALSO}"),
        ("a.md", f"- {SAID}\n- ~~{UNSAID}~~\n- {ALSO}"),
        ("b.md", f"- {SAID}\n- {{--{UNSAID}--}}\n- {ALSO}"),
        ("c.md", f"- {SAID}\n- {{~~{UNSAID}~>{ALSO}~~}}"),
        ("d.md", f"# Temario\n\n{SAID} {{>>{UNSAID}<<}}\n\n[//]: # ({UNSAID})\n\n%%{UNSAID}%%\n\n{{++{ALSO}++}}"),
        ("b.txt", f"{SAID}\n\n{{--{UNSAID}--}}\n\n{ALSO}"),
    ],
)
def test_what_an_author_took_back_by_signs_is_not_said(tmp_path: Path, name: str, content: str) -> None:
    document = read(written(tmp_path / name, content))
    assert UNSAID not in document.text
    assert struck(UNSAID) not in document.text
    assert document.text.index(SAID) < document.text.index(ALSO)
    assert {entry.what for entry in document.skipped} <= {"struck", "deleted", "comment"}
    assert document.skipped


def test_shortcuts_to_documents_elsewhere_are_passed_over_and_named(tmp_path: Path) -> None:
    link = '{"url": "https://docs.google.com/open?id=1", "doc_id": "1", "email": "a@b.example"}'
    written(tmp_path / "programa.txt", SAID)
    for name in ("Plan.gdoc", "Horas.gsheet", "Icon\r"):
        written(tmp_path / name, link)
    found = files([tmp_path])
    assert [path.name for path in found.files] == ["programa.txt"]
    assert all(name in found.skipped[0].why.en for name in ("Plan.gdoc", "Horas.gsheet"))
    assert "is a shortcut" in refusal(written(tmp_path / "plan.json", link)).en
    assert "is a shortcut" in refusal(written(tmp_path / "alias", b"book\0\0\0\0mark" + bytes(90))).en
