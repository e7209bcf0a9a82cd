"""PDF: what a page holds and does not say is left out and counted; what is seen on it is read or named as not read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pdf_writer import FIRST, Page, escaped, stream, write_pdf
from reading import refusal

from corpora import Document
from corpora.readers.pdf import read

SAID, UNSAID = "Sincroniza la aguja con el garfio.", "Suelda tubería con electrodo revestido."
FREE = f"<< /Type /Annot /Subtype /FreeText /Rect [70 600 500 620] /DA (/Helv 10 Tf) /Contents ({SAID})"
# Two layers, of one name, and memberships in them.
OFF, ON, ANY, ALL, NOT = range(FIRST, FIRST + 5)
OBJECTS = (
    "<< /Type /OCG /Name (Nivel) >>",
    "<< /Type /OCG /Name (Nivel) >>",
    f"<< /Type /OCMD /OCGs [{OFF} 0 R {ON} 0 R] /P /AnyOn >>",
    f"<< /Type /OCMD /OCGs [{OFF} 0 R {ON} 0 R] /P /AllOn >>",
    f"<< /Type /OCMD /VE [/Not {ON} 0 R] >>",
)
CATALOG = f"/OCProperties << /OCGs [{OFF} 0 R {ON} 0 R] /D << %s >> >>"
PROPERTIES = f"/Properties << /off {OFF} 0 R /on {ON} 0 R /any {ANY} 0 R /all {ALL} 0 R /not {NOT} 0 R >>"


@pytest.fixture
def page() -> Page:
    """A page that says something."""
    page = Page()
    page.text(70, 100, SAID)
    return page


@pytest.fixture
def left_out(tmp_path: Path) -> Callable[..., str]:
    """Reads a page, sees that it says `SAID` alone and gives back what the document tells of what was left out."""

    def check(page: Page, **more: object) -> str:
        document = read(write_pdf(tmp_path / "a.pdf", [page], **more))  # type: ignore[arg-type]
        assert document.text == SAID
        return " ".join(entry.why.en for entry in document.skipped)

    return check


@pytest.mark.parametrize("layer", ["off", "all", "not"])
@pytest.mark.parametrize("default", [f"/OFF [{OFF} 0 R]", f"/BaseState /OFF /ON [{ON} 0 R]"])
def test_text_on_a_layer_that_is_off(page: Page, left_out: Callable[..., str], layer: str, default: str) -> None:
    page.content.insert(0, "/OC /on BDC")
    page.raw(f"EMC /OC /{layer} BDC")
    page.text(70, 120, UNSAID)
    page.text(70, 132, UNSAID)
    page.raw("EMC")
    page.resources = PROPERTIES
    told = left_out(page, objects=OBJECTS, catalog=CATALOG % default)
    assert told == "Pieces of text on a layer that is switched off (pages 1): 2."


@pytest.mark.parametrize("entry", [f"/OC {OFF} 0 R", "", f"/OC {NOT} 0 R"])
def test_a_form_on_a_layer_that_is_off_or_with_text_on_one(
    page: Page, left_out: Callable[..., str], entry: str
) -> None:
    text = f"BT /plain 10 Tf 70 500 Td ({escaped(UNSAID)}) Tj ET"
    inner = Page().content
    fonts = f"/Resources << /Font << /plain 1 0 R >> {PROPERTIES} >>"
    form = f"/Type /XObject /Subtype /Form /BBox [0 0 595 842] {fonts}"
    content = text if entry else f"/OC /off BDC {text} EMC"
    nested = stream(f"q /inner Do Q {''.join(inner)}", f"{form[:-3]} /XObject << /inner {FIRST + 5} 0 R >> >>")
    page.resources = f"/XObject << /outer {FIRST + 6} 0 R >>"
    page.raw("q /outer Do Q")
    objects = (*OBJECTS, stream(content, f"{form} {entry}"), nested)
    told = left_out(page, objects=objects, catalog=CATALOG % f"/OFF [{OFF} 0 R]")
    assert told == "Pieces of text on a layer that is switched off (pages 1): 1."


@pytest.mark.parametrize("more", ["/CropBox [0 200 595 842]", "/CropBox [0 200 595 842] /UserUnit 2", ""])
@pytest.mark.parametrize("rotate", [0, 90])
def test_text_outside_the_page(page: Page, left_out: Callable[..., str], more: str, rotate: int) -> None:
    page.text(70, 700 if more else 900, UNSAID)
    page.text(-400, 300, UNSAID)
    page.more, page.rotate = more, rotate
    assert left_out(page) == "Pieces of text outside the visible page (pages 1): 2."


def test_text_beyond_the_edge_of_a_form(page: Page, left_out: Callable[..., str]) -> None:
    text = f"BT /plain 10 Tf 70 500 Td ({UNSAID}) Tj ET"
    form = "/Type /XObject /Subtype /Form /BBox [0 600 595 842] /Resources << /Font << /plain 1 0 R >> >>"
    page.resources = f"/XObject << /outer {FIRST} 0 R >>"
    page.raw("q 0.5 0 0 0.5 0 0 cm /outer Do Q")
    assert left_out(page, objects=[stream(text, form)]) == "Pieces of text outside the visible page (pages 1): 1."


def test_invisible_and_white_text(page: Page, left_out: Callable[..., str]) -> None:
    page.raw("3 Tr")
    page.text(70, 120, UNSAID)
    page.raw("0 Tr 1 1 1 rg 60 600 400 20 re f")
    page.text(70, 140, UNSAID)
    assert left_out(page) == "Pieces of hidden text (pages 1): 2."


@pytest.mark.parametrize("colour", ["1 1 1 rg", "0 g"])
def test_what_is_covered_is_not_said_but_what_stands_upon_a_colour_is(
    page: Page, left_out: Callable[..., str], colour: str
) -> None:
    page.content.insert(0, "0.9 0.9 0.5 rg 60 735 400 16 re f 0 g")  # below what is said
    page.text(70, 150, UNSAID)
    page.raw(f"{colour} 60 687 400 16 re f 0 g")
    assert left_out(page) == "Pieces of hidden text (pages 1): 1."


@pytest.mark.parametrize("cross", ["lines", "letter"])
def test_boxes_drawn_as_squares_are_ticked_by_lines_or_a_letter(page: Page, tmp_path: Path, cross: str) -> None:
    for y, text, ticked in ((140, "Borda.", True), (160, UNSAID, False), (180, "Plancha.", True)):
        page.raw(f"0.8 w 72 {841 - y} 9 9 re S")
        if ticked and cross == "lines":
            page.raw(f"72 {841 - y} m 81 {850 - y} l S 72 {850 - y} m 81 {841 - y} l S")
        elif ticked:
            page.text(73.5, y, "X")
        page.text(90, y, text)
    document = read(write_pdf(tmp_path / "a.pdf", [page]))
    assert [line.lstrip("☒ ") for line in document.text.split("\n")] == [SAID, "Borda.", "Plancha."]
    assert [entry.what for entry in document.skipped] == ["unticked"]


def test_a_large_picture_beside_text_is_named_as_not_read(page: Page, tmp_path: Path) -> None:
    page.raw("q 400 0 0 300 70 300 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x80 EI Q")
    page.raw("q 40 0 0 30 70 700 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x80 EI Q")  # a logo
    document = read(write_pdf(tmp_path / "a.pdf", [page]))
    assert document.text == SAID
    assert [entry.why.en for entry in document.skipped] == ["Pictures, whose words are not read: 1."]


@pytest.mark.parametrize("layer", [OFF, ALL, ON, ANY])
@pytest.mark.parametrize("kind", ["/FreeText /Contents", "/Widget /FT /Tx /T (a) /V"])
def test_an_annotation_on_a_layer_that_is_off_is_not_said(page: Page, tmp_path: Path, layer: int, kind: str) -> None:
    said = f"({escaped(UNSAID)})".encode("cp1252").decode("latin-1")
    page.annotations = [f"<< /Type /Annot /Rect [70 600 500 620] /OC {layer} 0 R /Subtype {kind} {said} >>"]
    catalog = f"{CATALOG % f'/OFF [{OFF} 0 R]'} /AcroForm << /Fields [] >>"
    document = read(write_pdf(tmp_path / "a.pdf", [page], objects=OBJECTS, catalog=catalog))
    is_on = layer in (ON, ANY)
    assert document.text == (f"{SAID}\n{UNSAID}" if is_on else SAID)
    off = "Pieces of text on a layer that is switched off (pages 1): 1."
    assert [entry.why.en for entry in document.skipped] == ([] if is_on else [off])


def test_the_text_layer_of_a_scan_and_white_text_on_colour_are_read(tmp_path: Path) -> None:
    scan, stamped, coloured = Page(), Page(), Page()
    for page, text in (scan, SAID), (stamped, UNSAID):
        page.picture()
        page.raw("3 Tr")
        page.text(70, 100, text)
    stamped.raw("0 Tr")
    stamped.text(70, 40, "1. Sello")
    coloured.raw("0.2 g 60 730 400 30 re f 1 g")
    coloured.text(70, 100, "Borda.")
    drawn = Page()  # the letters as lines
    drawn.text(70, 40, "2. Firma")
    drawn.raw("70 700 200 8 re f 3 Tr")
    drawn.text(70, 141, "Plancha.")
    document = read(write_pdf(tmp_path / "a.pdf", [scan, stamped, coloured, drawn]))
    assert document.text == f"{SAID}\n1. Sello\n{UNSAID}\nBorda.\n2. Firma\nPlancha."
    assert not document.skipped


def test_text_struck_out(page: Page, left_out: Callable[..., str]) -> None:
    page.text(70, 120, UNSAID)
    page.rule(70, 117, 243, 117)
    page.text(70, 140, UNSAID)
    page.annotations.append(
        "<< /Type /Annot /Subtype /StrikeOut /Rect [70 698 300 712] /Contents (ya no) /QuadPoints"
        " [70 712 300 712 70 698 300 698] >>"
    )
    assert left_out(page) == "Pieces of text that are struck out (pages 1): 2. Comments (pages 1): 1."


def test_underlined_text_and_rules_through_a_row_are_no_strikes(page: Page, tmp_path: Path) -> None:
    page.rule(70, 102, 226, 102)
    page.text(70, 140, UNSAID)
    page.rule(40, 137, 500, 137)
    assert read(write_pdf(tmp_path / "a.pdf", [page])).text == f"{SAID}\n{UNSAID}"


def test_remarks_are_counted(page: Page, left_out: Callable[..., str]) -> None:
    for kind in ("Text", "Highlight", "Ink"):
        page.annotations.append(f"<< /Type /Annot /Subtype /{kind} /Rect [70 600 90 620] /Contents ({UNSAID}) >>")
    page.annotations.append("<< /Type /Annot /Subtype /Highlight /Rect [70 600 90 620] >>")
    page.annotations.append(f"<< /Type /Annot /Subtype /Popup /Rect [70 600 90 620] /Contents ({UNSAID}) >>")
    page.annotations.append(f"{FREE.replace(SAID, UNSAID)} /F 2 >>")
    assert left_out(page) == "Pieces of hidden text (pages 1): 1. Comments (pages 1): 3."


def test_free_text_is_read_at_its_place(page: Page, tmp_path: Path) -> None:
    page.content.clear()
    page.text(70, 100, "1. Antes")
    page.text(70, 270, "3. Después")
    page.annotations.append(f"{FREE} >>")
    assert read(write_pdf(tmp_path / "a.pdf", [page])).text == f"1. Antes\n{SAID}\n3. Después"


def _form(page: Page, *fields: str) -> dict[str, object]:
    """The objects of a form with these fields, which stand on the page."""
    numbers = [f"{FIRST + number} 0 R" for number in range(len(fields))]
    page.annotations += numbers
    objects = [f"<< /Type /Annot /Subtype /Widget /T (campo{n}) {field} >>" for n, field in enumerate(fields)]
    return {"objects": objects, "catalog": f"/AcroForm << /Fields [{' '.join(numbers)}] >>"}


def _place(y: float, height: float = 20, x: float = 160) -> str:
    return f"/Rect [{x} {842 - y - height / 2} 500 {842 - y + height / 2}]"


def test_values_of_fields_are_read_at_their_places(page: Page, tmp_path: Path) -> None:
    page.content.clear()
    for number in range(5):
        page.text(70, 100 + 40 * number, f"{number + 1}. Resultado")
    form = _form(
        page,
        f"/FT /Tx /V ({SAID}) {_place(97)}",
        f"/FT /Tx /Ff 4096 /V (Corta tela.\rCose botones y ojales a mano con aguja e hilo.) {_place(148, 40)}",
        f"/FT /Ch /Ff 131072 /Opt [[(01) (Plancha)] [(02) (Borda)]] /V (02) {_place(177)}",
        f"/FT /Tx /Ff 8192 /V (secreto) {_place(217)}",
        f"/FT /Ch /Opt [(Tiñe) (Lava) (Seca)] /V (Lava) /I [1] {_place(257)}",
    )
    document = read(write_pdf(tmp_path / "a.pdf", [page], **form))  # type: ignore[arg-type]
    assert document.text.split("\n") == [
        *("1. Resultado", SAID, "2. Resultado", "Corta tela.", "Cose botones y ojales a mano con aguja e hilo."),
        *("3. Resultado", "Borda", "4. Resultado", "5. Resultado", "Lava"),
    ]
    assert [entry.why.en for entry in document.skipped] == ["Choices that are not ticked (pages 1): 2."]


def _button(number: int, x: float, y: float, *, ticked: bool = False, kind: str = "") -> str:
    """A box at the height of a line, the form's drawing being the object of this number."""
    state = "/Si" if ticked else "/Off"
    place = f"/Rect [{x} {840 - y} {x + 12} {852 - y}]"
    return f"/FT /Btn {kind} /V {state} /AS {state} /AP << /N << /Si {number} 0 R >> >> {place}"


DRAWING = stream("", "/Type /XObject /Subtype /Form /BBox [0 0 12 12]")


def _ticks(*ticked: bool, kind: str = "", x: float = 70) -> tuple[Page, dict[str, object]]:
    """A page with boxes 24 points apart, from 100 down, and what is to be written with it."""
    page = Page()
    drawing = FIRST + len(ticked)
    form = _form(page, *(_button(drawing, x, 100 + 24 * n, ticked=on, kind=kind) for n, on in enumerate(ticked)))
    return page, form | {"objects": [*form["objects"], DRAWING]}  # type: ignore[misc]


@pytest.mark.parametrize("kind", ["", "/Ff 32768"])
@pytest.mark.parametrize(
    "label", ["Cose a máquina", "Capacidades de quien cose a máquina en un taller de ropa interior que"]
)
def test_options_beside_a_box_that_is_not_ticked(tmp_path: Path, kind: str, label: str) -> None:
    page, form = _ticks(True, False, True, False, kind=kind)
    page.text(70, 80, "Capacidades")
    for number, name in enumerate(["Cose a mano", label, "Borda", "Plancha"]):
        page.text(90, 100 + 24 * number, name)
    if label.endswith("que"):
        page.text(90, 136, "usa el pedal.")
    document = read(write_pdf(tmp_path / "a.pdf", [page], **form))  # type: ignore[arg-type]
    assert document.text == "Capacidades\n☒ Cose a mano\n☒ Borda"
    assert [entry.why.en for entry in document.skipped] == ["Choices that are not ticked (pages 1): 2."]


def _sideways(turn: int) -> Page:
    """A page on which a table is set, turned by so many degrees."""
    page, inner = Page(), Page(media_box=(0, 0, 842, 595) if turn % 180 else (0, 0, 595, 842))
    inner.text(60, 60, "Planeación")
    rows = [["Resultado", "Contenido", "Criterio"], ["Lubrica", "Aceites", "Cambia"], ["Sincroniza", "Garfio", "Mide"]]
    inner.table([60, 200, 340, 500], 100, rows)
    page.raw({90: "q 0 -1 1 0 0 842 cm", 180: "q -1 0 0 -1 595 842 cm", 270: "q 0 1 -1 0 595 0 cm", 0: "q"}[turn])
    page.content += [*inner.content, "Q"]
    return page


def _cells(document: Document) -> list[tuple[object, str]]:
    return [(block.cell, document.text[block.start : block.end]) for block in document.blocks]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_set_sideways_is_read_in_its_own_direction(tmp_path: Path, turn: int) -> None:
    upright = read(write_pdf(tmp_path / "a.pdf", [_sideways(0)]))
    turned = read(write_pdf(tmp_path / "b.pdf", [_sideways(turn)]))
    assert _cells(turned) == _cells(upright)
    x0, top, x1, bottom = upright.blocks[0].box or (0, 0, 0, 0)
    corner = {90: (595 - bottom, x0), 180: (595 - x1, 842 - bottom), 270: (top, 842 - x1)}[turn]
    assert turned.blocks[0].box is not None
    assert turned.blocks[0].box[:2] == pytest.approx(corner, abs=0.2)


def test_a_page_in_codes_of_glyphs_is_unreadable(page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")  # without OCR
    shifted = Page()
    line = "Ajusta la máquina de coser y comprueba que la costura queda tensa en toda la pieza antes de cortar el hilo"
    shifted.text(70, 100, "".join(chr(ord(char) - 29) for char in line if "a" <= char <= "z"), size=6)
    assert read(write_pdf(tmp_path / "a.pdf", [page, shifted])).unreadable_pages == (2,)


def test_files_inside_a_pdf_are_named(page: Page, left_out: Callable[..., str], tmp_path: Path) -> None:
    objects = [
        "<< /Type /Filespec /F (anexo.docx) /UF (anexo.docx) /EF << /F 5 0 R >> >>",
        stream("x", "/Type /EmbeddedFile"),
    ]
    catalog = f"/Names << /EmbeddedFiles << /Names [(a) {FIRST} 0 R] >> >>"
    page.annotations.append(f"<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] /FS {FIRST} 0 R >>")
    told = left_out(page, objects=objects, catalog=catalog)
    assert told == "Files inside the PDF, which are not read: 2 (“anexo.docx”, “anexo.docx”)."
    empty = write_pdf(tmp_path / "b.pdf", [Page()], objects=objects, catalog=f"{catalog} /Collection << >>")
    assert "anexo.docx" in refusal(empty, read).es


def test_a_dynamic_form_is_refused_and_one_on_pages_read(
    page: Page, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    catalog = f"/AcroForm << /Fields [] /XFA {FIRST} 0 R >>"
    assert read(write_pdf(tmp_path / "a.pdf", [page], objects=[stream("<xdp/>")], catalog=catalog)).text == SAID
    path = write_pdf(tmp_path / "a.pdf", [page], objects=[stream("<xdp/>")], catalog=f"/NeedsRendering true {catalog}")
    assert "XFA" in refusal(path, read).es
    assert not capfd.readouterr().err
