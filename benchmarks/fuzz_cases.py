"""What is fuzzed: files that this project wrote itself, the way each is damaged, and what reads it."""

from __future__ import annotations

import dataclasses
import datetime
import io
import json
import os
import random
import re
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import fuzz_mutations as by

from corpora import Document, Framework, InputError, frameworks, readers
from corpora.frameworks.writers import WRITERS, write
from corpora.split import split_document
from mapper.industry.ad_lines import load as load_ads

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "mapper" / "samples"
DATA = ROOT / "tests" / "data"
sys.path.insert(0, str(ROOT / "tests"))

Damage = Callable[[bytes, random.Random], bytes]
Check = Callable[[Path], None]
READERS_AND_LOADERS = frozenset(
    {"docx", "odt", "xlsx", "pdf", "html", "mail", "plain", "picture", *(frameworks.FRAMEWORKS)}
)
_PROSE = ("Unidad 1. Corte y confección", "Al finalizar, el alumno será capaz de cortar telas.", "a) Traza el patrón.")


@dataclass(frozen=True, slots=True)
class Target:
    """One kind of input: its name, the files to start from, how they are damaged, what has to take or refuse them."""

    name: str
    seeds: tuple[Path, ...]
    damages: tuple[Damage, ...]
    check: Check


def targets(folder: Path) -> tuple[Target, ...]:
    """Return all of them; the files that are made for them are written to `folder`."""
    text = (by.damaged_text, by.damaged_text, by.damaged_bytes)
    table = (by.damaged_csv, by.damaged_csv, by.damaged_bytes)
    packed, lines = (by.damaged_zip,), (by.damaged_json, by.damaged_json, by.damaged_bytes)
    pdf, rdf = (by.damaged_pdf,), (by.damaged_text, by.damaged_bytes)
    xml = (by.damaged_xml, by.damaged_xml, by.damaged_text)
    norms = {form: _written(folder, form) for form in WRITERS}
    ads = _ads(folder)
    pages = [*sorted(DATA.glob("programmes/*.html")), *sorted(DATA.glob("blocks/*.html"))]
    programmes = sorted((DATA / "programmes").glob("*.md")) + sorted((DATA / "programmes").glob("*.txt"))
    programmes += [*sorted(DATA.glob("blocks/*.md")), *sorted(DATA.glob("blocks/*.txt"))]
    return (
        Target("docx", (SAMPLES / "programa.docx", _docx(folder), _docx(folder)), packed, check_document),
        Target("odt", (SAMPLES / "programa.odt", _odt(folder)), packed, check_document),
        Target("xlsx", (SAMPLES / "programa.xlsx", _with_shapes(folder)), packed, check_document),
        Target("pdf", (_pdf(folder), _pdf_form(folder), *DATA.glob("pdf/*.pdf")), pdf, check_document),
        Target("html", (DATA / "guia.html", _styled(folder), *pages), text, check_document),
        Target("mail", (DATA / "programa.eml", _mail(folder)), text, check_document),
        Target("html-declared", (_declared(folder),), (_charset,), check_document),
        Target("plain", (_edited(folder), *programmes), text, check_document),
        Target("picture", _pictures(folder), (by.damaged_picture,), check_document),
        Target("case", (DATA / "frameworks/case.json", norms["case"]), lines, _framework("case")),
        Target("skos", (DATA / "frameworks/skos.ttl", norms["skos"]), rdf, _framework("skos")),
        Target("skos-xml", (_rdf_xml(folder),), xml, _framework("skos")),
        Target("moodle", (DATA / "frameworks/moodle.csv", norms["moodle"]), table, _framework("moodle")),
        Target("canvas", (DATA / "frameworks/canvas.csv", norms["canvas"]), table, _framework("canvas")),
        Target("onet", tuple(sorted(DATA.glob("frameworks/onet/*.txt"))), table, check_folder("onet")),
        Target("esco", tuple(sorted(DATA.glob("frameworks/esco/*.csv"))), table, check_folder("esco")),
        Target("renec", (DATA / "frameworks/renec.json",), lines, _framework("renec")),
        Target("ntcl", (DATA / "frameworks/ntcl.txt",), text, _framework("ntcl")),
        Target("incual", (DATA / "frameworks/incual.md",), text, _framework("incual")),
        Target("conocer-pdf", (_standard_pdf(folder),), pdf, _framework("conocer")),
        Target("conocer-text", (_standard_text(folder),), text, _framework("conocer")),
        Target(
            "table",
            (SAMPLES / "normas.csv", norms["table"], _ended(folder), *_sena(folder)),
            table,
            _framework("table"),
        ),
        Target("table-xlsx", (_workbook(folder, SAMPLES / "normas.csv"),), packed, _framework("table")),
        Target("table-json", (_norm_lines(folder),), lines, _framework("table")),
        Target("any-framework", (*norms.values(), SAMPLES / "normas.csv"), (by.damaged_bytes,), _framework(None)),
        Target("ads-json", (SAMPLES / "ofertas.jsonl",), lines, check_ads),
        Target("ads-csv", (ads["csv"],), table, check_ads),
        Target("ads-xlsx", (_workbook(folder, ads["csv"]),), packed, check_ads),
        Target("ads-parquet", (ads["parquet"],), (_other_types, by.damaged_bytes), check_ads),
        Target("rows-csv", (ads["csv"],), table, check_rows),
        Target("rows-json", (SAMPLES / "ofertas.jsonl",), lines, check_rows),
        Target("rows-parquet", (ads["parquet"],), (_other_types, by.damaged_bytes), check_rows),
        Target("teachers", (SAMPLES / "docentes.csv",), table, check_teachers),
        Target("teachers-xlsx", (_workbook(folder, SAMPLES / "docentes.csv"),), packed, check_teachers),
        Target("dual", (_dual(folder),), table, check_dual),
        Target("sector", (_sector(folder),), (by.damaged_text, _toml), check_sector),
    )


def itself(folder: Path) -> Target:
    """Return what the harness is tried with.

    A case that is sound, one that fills the memory, one that ends the process.
    """
    ends: tuple[Damage, ...] = tuple(lambda _data, _rng, end=end: end for end in (b"sound", b"full", b"dead"))
    return Target("itself", (_file(folder / "itself.txt", b"sound"),), ends, _end)


def _end(path: Path) -> None:
    match path.read_bytes():
        case b"full":
            bytearray(4 << 30)
        case b"dead":
            os.kill(os.getpid(), signal.SIGKILL)


def check_document(path: Path) -> None:
    """Read the document and split it; every passage has to be where it says."""
    _split(readers.read(path))


def _split(document: Document) -> None:
    for passage in split_document(document).passages:
        if document.text[passage.start : passage.end] != passage.text:
            raise AssertionError(f"not in its place: {passage.text[:80]!r}")
    require_plain(document.title)
    require_plain(document.text)


def _framework(loader: str | None) -> Check:
    def check(path: Path) -> None:
        _whole(frameworks.load([path], loader=loader, name="mine"))

    return check


def check_folder(loader: str) -> Check:
    """Return the damaged file among the sound ones of its folder."""

    def check(path: Path) -> None:
        for other in DATA.glob(f"frameworks/{loader}/*"):
            if other.name != path.name:
                (path.parent / other.name).write_bytes(other.read_bytes())
        _whole(frameworks.load([path.parent], loader=loader, name="mine"))

    return check


def _whole(framework: Framework) -> None:
    """Check that entries have code and text, stand below earlier ones, and can be written and read again."""
    seen: set[str] = set()
    for entry in framework.competencies:
        if not entry.statement or not entry.code or entry.code in seen:
            raise AssertionError(f"no entry: {entry.code!r} {entry.statement[:80]!r}")
        if entry.parent is not None and entry.parent not in seen:
            raise AssertionError(f"{entry.code!r} stands before its parent")
        seen.add(entry.code)
    require_plain(dataclasses.asdict(framework))
    places = [(entry.code, entry.parent) for entry in framework.competencies]
    with tempfile.TemporaryDirectory() as folder:
        for form in WRITERS if len(seen) < 1000 else ():
            path = Path(folder) / form
            path.write_bytes(write(framework, form).data)
            back = [(c.code, c.parent) for c in frameworks.load([path], loader=form, name="mine").competencies]
            # A plain list stands below one entry then, which a table tells among what it cannot hold.
            if form == "table" and {parent for _, parent in places} == {None} and len(back) == len(places) + 1:
                (whole, _), *rest = back
                back = [(code, None if parent == whole else parent) for code, parent in rest]
            if back != places:
                raise AssertionError(f"what was written as {form} does not come back")


def check_ads(path: Path) -> None:
    """Load the ads with all that is made of each."""
    require_plain([dataclasses.asdict(ad) for ad in load_ads(path).ads])


def check_rows(path: Path) -> None:
    """Read the table of documents, the first ones whole."""
    from mapper.catalogues.batch.tables import document, rows

    for number, row in enumerate(rows(path, {"id": "id", "title": "title", "description": "description"})):
        require_plain(row._asdict())
        if number < 20:
            try:
                _split(document(row))
            except InputError:
                continue


def check_teachers(path: Path) -> None:
    """Read the list of what teachers hold."""
    from mapper.programmes.instructors import read_teachers

    require_plain([dataclasses.asdict(person) for person in read_teachers(path)[0]])


def check_dual(path: Path) -> None:
    """Read the sheet of where criteria are learnt."""
    from mapper.programmes.facilities import read_sheet

    require_plain(dict(read_sheet(path)))


def check_sector(path: Path) -> None:
    """Read a sector of one's own."""
    from mapper.industry.sectors import read_sector

    require_plain(dataclasses.asdict(read_sector(path)))


def require_plain(value: object) -> None:
    """Check that what was read goes into JSON and UTF-8: no NaN, no lone surrogate."""
    json.dumps(value, allow_nan=False, ensure_ascii=False).encode()


def _charset(data: bytes, rng: random.Random) -> bytes:
    """Return a page that declares a character set that is none, or none of text."""
    import encodings.aliases

    known = sorted({*encodings.aliases.aliases.values(), *encodings.aliases.aliases, "idna", "punycode", "undefined"})
    name = rng.choice((*known, "unicode_escape", "raw_unicode_escape", "utf-7", "charmap", "x-user-defined", "zzz"))
    found = data.replace(b"@@", name.encode())
    return by.damaged_bytes(found, rng) if rng.random() < 0.3 else found


def _toml(data: bytes, rng: random.Random) -> bytes:
    """Return a value of another type."""
    values = ("nan", "-inf", "1e999", "9" * 5000, "1979-05-27", "[" * 900 + "]" * 900, "{}", '""', "true", "[1]")
    lines = data.decode().split("\n")
    at = rng.choice([n for n, line in enumerate(lines) if "=" in line])
    lines[at] = f"{lines[at].partition('=')[0]}= {rng.choice(values)}"
    return "\n".join(lines).encode()


def _other_types(data: bytes, rng: random.Random) -> bytes:
    """Return parquet with a column of another type, or the same with its bytes damaged."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pq.read_table(io.BytesIO(data))
    rows = table.num_rows
    columns: list[Any] = [
        pa.array([2**62] * rows, pa.timestamp("us")),
        pa.array([2**62] * rows, pa.timestamp("ns")),
        pa.array([-(2**60)] * rows, pa.timestamp("ms", tz="America/Mexico_City")),
        pa.array([0] * rows, pa.timestamp("ms", tz="UTC")),
        pa.array([2**31 - 1] * rows, pa.date32()),
        pa.array([2**61] * rows, pa.duration("us")),
        pa.array([float("nan")] * rows),
        pa.array([float("inf")] * rows),
        pa.array([1e300] * rows),
        pa.array([Decimal("1.5")] * rows),
        pa.array([b"\xff\x00"] * rows),
        pa.array([[["x"], None]] * rows),
        pa.array([[("a", 1)]] * rows, pa.map_(pa.string(), pa.int64())),
        pa.array([{"a": {"b": float("nan")}}] * rows),
        pa.array([None] * rows),
        pa.array([datetime.time(1)] * rows),
        pa.array(["x\0\u2028"] * rows).dictionary_encode(),
        pa.array([True] * rows),
    ]
    at = rng.randrange(table.num_columns)
    made = io.BytesIO()
    pq.write_table(table.set_column(at, table.column_names[at], rng.choice(columns)), made, compression="none")
    return by.damaged_bytes(made.getvalue(), rng) if rng.random() < 0.3 else made.getvalue()


def _file(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def _docx(folder: Path) -> Path:
    """Return everything that the reader looks at: lists, spans, fields, boxes, content controls, changes, styles."""
    import docx
    import test_corpora_readers_docx as build
    from test_corpora_readers_docx import FIELD, MC, W, append, item, number_list, paragraph, run

    word = docx.Document()
    word.add_heading(_PROSE[0], 1)
    styles = word.styles.element
    from docx.oxml import parse_xml

    styles.append(
        parse_xml(
            f'<w:style {W} w:type="paragraph" w:styleId="Mio"><w:name w:val="Título 2"/><w:basedOn w:val="Normal"/>'
            '<w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:sz w:val="30"/></w:rPr></w:style>'
        )
    )
    number_list(word, [("decimal", "%1."), ("lowerLetter", "%2)"), ("upperRoman", "%1.%3")])
    for level, text in enumerate(_PROSE):
        append(word, item(text, level))
    append(word, paragraph(run(_PROSE[1], '<w:b/><w:sz w:val="28"/>'), '<w:pStyle w:val="Mio"/>'))
    append(word, paragraph(run("Oculto", "<w:vanish/>") + '<w:r><w:sym w:font="Symbol" w:char="F0B7"/></w:r>'))
    append(word, paragraph(FIELD("begin", "") + run("TOC") + FIELD("separate", "") + run("Corte 3") + FIELD("end", "")))
    append(
        word,
        f"<w:sdt {W}><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{paragraph(run('A'))}</w:sdtContent></w:sdt>",
    )
    append(
        word,
        f"<w:p {W} xmlns:mc='{MC}'><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>"
        f"<w:txbxContent>{paragraph(run('En un cuadro'))}</w:txbxContent></w:drawing></mc:Choice>"
        "</mc:AlternateContent></w:r></w:p>",
    )
    cell = f"<w:tc><w:tcPr><w:gridSpan w:val='2'/><w:vMerge w:val='restart'/></w:tcPr>{paragraph(run('Tema'))}</w:tc>"
    row = f"<w:tr><w:trPr><w:gridBefore w:val='1'/><w:tblHeader/></w:trPr>{cell}{cell}</w:tr>"
    append(word, f"<w:tbl {W}><w:tblPr/><w:tblGrid/>{row}{row.replace('<w:tblHeader/>', '')}</w:tbl>")
    append(word, paragraph(run("Tachado", "<w:strike/>"), '<w:rPr><w:del w:id="1"/></w:rPr>'))
    for box in (build.ticked_control("1", "<w:t>x</w:t>"), build.form_field('<w:default w:val="0"/>')):
        append(word, paragraph(box + run(" Corta")))
    append(word, build.drawn(word))
    append(word, paragraph(run("Blanco", '<w:color w:val="FFFFFF"/>')))
    append(word, f"<w:tbl {W}><w:tr><w:trPr><w:hidden/></w:trPr>{cell}</w:tr>{row}</w:tbl>")
    word.save(str(folder / "rico.docx"))
    return folder / "rico.docx"


def _odt(folder: Path) -> Path:
    from test_corpora_readers_odt import STYLES, odt

    item = "<text:list-item text:start-value='3'><text:p>Hilo</text:p></text:list-item>"
    styles = STYLES.replace("fo:font-weight", 'fo:font-size="12pt" fo:font-weight').replace(
        '<style:style style:name="T"', '<style:style style:name="T" style:default-outline-level="2"'
    )
    cell = (
        '<table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="2" '
        'table:number-columns-repeated="2"><text:p>Tema</text:p></table:table-cell>'
    )
    body = (
        f'<text:h text:outline-level="2">{_PROSE[0]}</text:h><text:p text:style-name="N">{_PROSE[1]}</text:p>'
        f'<text:list text:style-name="L">{item}{item}</text:list><text:p text:style-name="T">Curso</text:p>'
        '<table:table><table:table-column/><table:table-column table:visibility="collapse" '
        f'table:number-columns-repeated="2"/><table:table-row>{cell}{cell}</table:table-row><table:table-row>{cell}</table:table-row>'
        f'</table:table><text:p>Uno<text:span text:style-name="O">dos</text:span><text:s text:c="3"/></text:p>'
    )
    for name in ("forms-and-hidden-sections", "struck-out"):
        body += (DATA / f"odt/{name}.xml").read_text(encoding="utf-8")
    return odt(folder / "rico.odt", body, styles=styles)


def _with_shapes(folder: Path) -> Path:
    from test_corpora_readers_spreadsheet import with_shapes

    return with_shapes(folder)


def _pdf(folder: Path) -> Path:
    from pdf_writer import Page, write_pdf

    pages = []
    for _ in range(3):
        page = Page()
        y = page.lines(50, 60, "Programa de corte", font="bold", size=16)
        y = page.lines(50, y + 20, *_PROSE, "1. Corte", "2. Costura", "• Hilo")
        page.grid((50, 200, 350), (y + 10, y + 30, y + 50))
        page.text(55, y + 25, "Tema", font="bold")
        page.text(205, y + 25, "Horas")
        page.text(55, y + 45, "Corte")
        page.dot(45, y + 60)
        pages.append(page)
    marks = [("Programa de corte", 1, 1), ("Corte", 2, 2), ("Costura", 1, 3)]
    return write_pdf(folder / "rico.pdf", pages, bookmarks=marks, title="Programa")


def _pdf_form(folder: Path) -> Path:
    """Return a PDF with layers, a form, remarks, free text, a file inside it and a table that lies sideways."""
    import test_corpora_readers_pdf_omissions as omissions
    from pdf_writer import FIRST, write_pdf

    page, form = omissions._ticks(True, False)
    page.text(90, 100, omissions.SAID)
    page.text(90, 124, omissions.UNSAID)
    fields = (
        f"/FT /Tx /Ff 4096 /V ({omissions.SAID}) {omissions._place(200, 60)}",
        f"/FT /Ch /Opt [(Lava) (Seca)] /V (Seca) {omissions._place(240)}",
    )
    written = [*form["objects"], *omissions.OBJECTS]
    moved = {
        number: number + len(written) - len(omissions.OBJECTS)
        for number in (omissions.OFF, omissions.ON, omissions.ANY, omissions.ALL, omissions.NOT)
    }

    def renumbered(text: str) -> str:
        return re.sub(r"(\d+) 0 R", lambda found: f"{moved[int(found[1])]} 0 R", text)

    written[-len(omissions.OBJECTS) :] = map(renumbered, omissions.OBJECTS)
    page.raw("/OC /off BDC")
    page.text(70, 300, omissions.UNSAID)
    page.raw("EMC 3 Tr")
    page.text(70, 320, omissions.UNSAID)
    page.raw("0 Tr")
    page.text(70, 340, omissions.UNSAID)
    page.raw("1 g 60 490 400 20 re f 0 g")
    page.rule(70, 97, 226, 97)
    page.raw("72 441 9 9 re S 72 421 9 9 re S 72 421 m 81 430 l S")
    page.text(90, 400, omissions.UNSAID)
    page.text(90, 420, omissions.SAID)
    page.resources, page.more = renumbered(omissions.PROPERTIES), "/CropBox [0 20 595 842]"
    for field in fields:
        page.annotations.append(f"{FIRST + len(written)} 0 R")
        written.append(f"<< /Type /Annot /Subtype /Widget /T (valor{len(written)}) {field} >>")
    marks = "/Rect [70 698 300 712] /Contents (ya no) /QuadPoints [70 712 300 712 70 698 300 698] >>"
    page.annotations += [
        f"{omissions.FREE} >>",
        *(f"<< /Type /Annot /Subtype /{kind} {marks}" for kind in ("StrikeOut", "Text")),
    ]
    page.annotations.append(
        renumbered(f"{omissions.FREE.replace(omissions.SAID, 'Borda.')} /OC {omissions.OFF} 0 R >>")
    )
    names = "/Names << /EmbeddedFiles << /Names [(a) << /Type /Filespec /F (anexo.docx) >>] >> >>"
    every = " ".join(note for note in page.annotations if note.endswith("R"))
    layers = renumbered(omissions.CATALOG % f"/OFF [{omissions.OFF} 0 R]")
    catalog = f"/AcroForm << /Fields [{every}] >> {layers} {names}"
    return write_pdf(folder / "formulario.pdf", [page, omissions._sideways(90)], objects=written, catalog=catalog)


def _styled(folder: Path) -> Path:
    """Return a page whose style sheet hides what stands within another element, with boxes that it draws itself."""
    style = "main > p.a.b, #c { display: none } .d s { visibility: hidden } p { color: #fff }"
    boxes = "".join(
        f"<li role=checkbox aria-checked={on}>{text}" for on, text in zip(("true", "false"), _PROSE, strict=False)
    )
    page = f"<style>{style}</style><main><p class='b a'>{_PROSE[1]}</p><p id=c>{_PROSE[2]}</p></main><ul>{boxes}</ul>"
    return _file(folder / "estilos.html", page)


def _edited(folder: Path) -> Path:
    """Return a text with the marks of CriticMarkup, comments of Markdown's dialects and combining strokes."""
    struck = "".join(f"{letter}\u0336" for letter in _PROSE[0])
    lines = (f"- {_PROSE[1]} {{--y ya no--}}{{++y más++}}", "- {~~torno~>fresa~~} {>>ver<<}", f"- {struck}", "%%nota%%")
    return _file(
        folder / "editado.md", "\n".join(("# Temario", "[//]: # (nota)", *lines, "- [x] Corta", "- [ ] Suelda"))
    )


def _ended(folder: Path) -> Path:
    """Return a table whose columns say which entries are over."""
    rows = ("A,Corta,,2031-01-01,sí,", "B,~~Suelda~~,A,31/12/2019,no,baja", "C,Borda,B,2015,,vigente")
    return _file(folder / "vigencias.csv", "\n".join(("code,statement,parent,valid_until,vigente,estado", *rows)))


def _mail(folder: Path) -> Path:
    """Return a mail in another, of two forms, with a file."""
    from email.message import EmailMessage

    inner, outer = EmailMessage(), EmailMessage()
    inner.set_content("\n".join(_PROSE), cte="base64")
    inner.add_alternative("".join(f"<p>{text}</p>" for text in _PROSE), subtype="html", cte="quoted-printable")
    inner.add_attachment(b"PK", maintype="application", subtype="zip", filename="programa.docx")
    outer["Subject"] = "Programa de confección"
    outer.set_content("Va el programa.")
    outer.add_attachment(inner)
    return _file(folder / "otro.eml", bytes(outer))


def _declared(folder: Path) -> Path:
    page = (
        '<html><head><meta charset="@@"><title>Guía</title></head><body><h1>Evaluación</h1>'
        "<p>El alumno diseñará la práctica según el año.</p></body></html>"
    )
    return _file(folder / "declarada.html", page.encode("cp1252"))


def _pictures(folder: Path) -> tuple[Path, ...]:
    from PIL import Image

    image = Image.new("L", (60, 40), 200)
    for suffix in ("png", "tiff", "jpeg", "gif", "bmp", "webp"):
        more = {"save_all": True, "append_images": [image, image]} if suffix in ("tiff", "gif") else {}
        image.save(folder / f"hoja.{suffix}", **more)
    return tuple(sorted(folder.glob("hoja.*")))


def _written(folder: Path, form: str) -> Path:
    path = folder / f"normas-{form}.{'ttl' if form == 'skos' else 'json' if form == 'case' else 'csv'}"
    found = frameworks.load([SAMPLES / "normas.csv"], loader="table", name="normas")
    return _file(path, write(found, form).data)


def _rdf_xml(folder: Path) -> Path:
    concepts = "".join(
        f'<skos:Concept rdf:about="https://x.example/{n}">'
        f'<skos:prefLabel xml:lang="es">Cortar telas {n}</skos:prefLabel>'
        f'<skos:notation>{n}</skos:notation><skos:broader rdf:resource="https://x.example/{n // 2}"/></skos:Concept>'
        for n in range(1, 8)
    )
    return _file(
        folder / "normas.rdf",
        '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        f'xmlns:skos="http://www.w3.org/2004/02/skos/core#">{concepts}</rdf:RDF>',
    )


def _standard_pdf(folder: Path) -> Path:
    """Return the sample standard again, by the tests' own writer.

    Its objects are not compressed, so they can be damaged.
    """
    from pdf_writer import Page, write_pdf

    pages = []
    for lines in _standard_pages():
        page = Page()
        page.lines(40, 40, *(line.encode("cp1252", "replace").decode("cp1252") for line in lines if line), size=8)
        pages.append(page)
    return write_pdf(folder / "norma.pdf", pages, title="EC9001")


def _standard_pages() -> Iterator[list[str]]:
    from corpora.frameworks.norm_files import read_pages

    yield from map(list, read_pages(SAMPLES / "EC9001.pdf"))


def _standard_text(folder: Path) -> Path:
    return _file(folder / "norma.txt", "\f".join("\n".join(lines) for lines in _standard_pages()))


def _sena(folder: Path) -> tuple[Path, Path]:
    outcomes = "codigo_competencia,competencia,resultado_de_aprendizaje\n1,Cortar telas,Trazar\n1,Cortar telas,Cortar\n"
    contents = "Área,Subárea,Tema\nCorte,Trazo,Patrones\nCorte,Trazo,Telas\nCostura,Hilo,Agujas\n"
    return _file(folder / "sena.csv", outcomes), _file(folder / "temario.csv", contents)


def _workbook(folder: Path, source: Path) -> Path:
    import csv

    import openpyxl

    book = openpyxl.Workbook()
    with source.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.reader(file):
            book.active.append(row)
    book.active.merge_cells("C2:C3")
    book.active.cell(2, 2).number_format = "0.00"
    book.active.row_dimensions[4].hidden = True
    path = folder / f"{source.stem}.xlsx"
    book.save(path)
    return path


def _norm_lines(folder: Path) -> Path:
    rows = [{"code": f"A{n}", "statement": f"Cortar telas {n}", "level": n, "labels": ["Corte"]} for n in range(5)]
    return _file(folder / "normas.jsonl", "\n".join(map(json.dumps, rows)))


def _ads(folder: Path) -> dict[str, Path]:
    import csv

    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [json.loads(line) for line in (SAMPLES / "ofertas.jsonl").read_text(encoding="utf-8").splitlines()]
    rows = [{**row, "date": "2024-02-03", "company": "Taller"} for row in rows]
    made = {form: folder / f"ofertas.{form}" for form in ("csv", "parquet")}
    with made["csv"].open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    pq.write_table(pa.Table.from_pylist(rows), made["parquet"])
    return made


def _dual(folder: Path) -> Path:
    rows = "".join(f"E{n},Corta la tela,desempeño,escuela,regla,porque sí,empresa\n" for n in range(9))
    return _file(folder / "dual.csv", f"código,criterio,tipo,sugerencia,por,motivo,cambio\n{rows}")


def _sector(folder: Path) -> Path:
    return _file(
        folder / "sector.toml",
        'edition = "SCIAN 2023"\nchecked_by = "Instituto"\nchecked = "2026-10-01"\n[sources]\nindustries = "INEGI"\n'
        '[sectors.mining]\nes = "Minería"\nen = "Mining"\naliases = ["minero"]\ntrades = ["maintenance"]\n'
        'industries = [{ code = "212", es = "Minerales", en = "Minerals", verified = true }]\n'
        'occupations = [{ isco = "8111", es = "Mineros", en = "Miners" }]\nwords = ["minera"]\nplaces = ["mina"]\n'
        'standards = [{ code = "EC0364", words = ["jumbo"], committee = "del Sector" }]\n'
        'note = { es = "Solo metal.", en = "Metal only." }\n',
    )
