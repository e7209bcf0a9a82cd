"""Alignments made by hand from records, for the tests of reports: a programme in Spanish, a syllabus in English."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from corpora import Block, Competency, Document, Framework, Label, Passage, Role, Skipped, Text
from mapper.matching.records import Corresponding, MappedPassage, Match
from mapper.matching.scorer import shipped
from mapper.programmes import Alignment, Coverage

SETTINGS = {"encoder": "e5", "all_passages": False, "candidates": 3, "matcher": "5b1d0c2e9a77"}
ENCODER = {"name": "e5", "revision": "1f6c2a9d40be"}


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


@dataclass
class Draft:
    """A document that grows line by line; each passage is a line or a part of one."""

    name: str
    lines: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    passages: list[MappedPassage] = field(default_factory=list)
    section: tuple[str, ...] = ()
    page: int | None = 1

    @property
    def length(self) -> int:
        return sum(len(line) + 1 for line in self.lines)

    def line(self, text: str) -> int:
        start = self.length
        self.lines.append(text)
        self.blocks.append(Block(start, start + len(text), page=self.page))
        return start

    def passage(
        self,
        text: str,
        role: Role,
        *matches: Match,
        line: str | None = None,
        language: str | None = "es",
        mapped: bool = True,
    ) -> None:
        line = text if line is None else line
        start = self.line(line) + line.index(text)
        occurrence = f"{'/'.join(self.section)}|{role}|{text}|{len(self.passages)}"
        passage = Passage(
            id=digest(occurrence)[:16],
            text_id=digest(f"{role}|{text}")[:16],
            text=text,
            start=start,
            end=start + len(text),
            page=self.page,
            box=None if self.page is None else (72.0, 100.123456789, 540.0, 118.5),
            section=self.section,
            role=role,
            language=language,
        )
        self.passages.append(MappedPassage(passage, matches, mapped=mapped))

    def alignment(
        self,
        *frameworks: Framework,
        coverage: tuple[Coverage, ...] = (),
        unreadable: tuple[int, ...] = (),
        skipped: tuple[Skipped, ...] = (),
    ) -> Alignment:
        document = Document(
            name=self.name,
            sha256=digest(self.name),
            format="pdf",
            text="\n".join(self.lines),
            blocks=tuple(self.blocks),
            pages=self.page,
            unreadable_pages=unreadable,
            skipped=skipped,
            title=self.lines[0] if self.lines else "",
        )
        return Alignment(document, SETTINGS, frameworks, ENCODER, tuple(self.passages), coverage)


def words(text: str, *parts: str) -> tuple[tuple[int, int], ...]:
    """Offsets of these parts of a text."""
    return tuple((text.index(part), text.index(part) + len(part)) for part in parts)


def entry(code: str, statement: str, level: str | None = None) -> Competency:
    """An entry of a standard, whose code tells its kind and what it stands below: EC1, EC1/E1, EC1/E1/producto/1."""
    standard, *below = code.split("/")
    kind = below[1] if len(below) > 1 else "element" if below else "standard"
    parent = None if not below else standard if len(below) == 1 else f"{standard}/{below[0]}"
    return Competency(code, statement, kind, parent, level=level)


FIXES = "Fija los módulos"

SOLAR = Framework(
    name="solar",
    title="Estándar de competencia de ejemplo: instalaciones fotovoltaicas",
    version="2024-03",
    sha256=digest("solar"),
    source="solar.pdf",
    licence="CC BY 4.0",
    competencies=(
        entry("EC9901", "Instalación de sistemas fotovoltaicos en viviendas", level="3"),
        entry("EC9901/E1", "Preparar la instalación del sistema fotovoltaico"),
        entry("EC9901/E1/desempeno/1", "Verifica la orientación y la inclinación de la cubierta"),
        entry("EC9901/E1/producto/1", "El diagrama unifilar de la instalación elaborado"),
        entry("EC9901/E1/conocimiento/1", "Ley de Ohm", level="Comprensión"),
        entry("EC9901/E2", "Instalar los módulos y el inversor"),
        entry("EC9901/E2/desempeno/1", f"{FIXES} a la estructura con el par de apriete que indica el fabricante"),
        entry("EC9901/E2/actitud/1", "Responsabilidad"),
    ),
)

REGISTRY = Framework(
    name="renec",
    title="Registro Nacional de Estándares de Competencia",
    version="9c1e07ab33d2",
    sha256=digest("renec"),
    source="ec_standards_api.json",
    competencies=(
        Competency("EC9950", "Mantenimiento a instalaciones eléctricas residenciales", "standard", title_only=True),
        Competency("EC9951", "Atención a clientes por medios digitales", "standard", title_only=True),
    ),
    skipped=(
        Skipped("3 códigos", Text("tenían espacios al final; se quitaron", "had trailing blanks, which were removed")),
    ),
)

SKILLS = Framework(
    name="esco",
    title="ESCO: European Skills, Competences, Qualifications and Occupations",
    version="1.2.0",
    sha256=digest("esco"),
    source="esco",
    competencies=(
        Competency("S7", "construcción", "group", labels=(Label("constructing", "en", "preferred"),)),
        Competency("S7.1", "instalación de equipos eléctricos", "group", "S7"),
        Competency(
            "a1b2",
            "instalar paneles solares",
            "skill",
            "S7.1",
            labels=(Label("install photovoltaic systems", "en", "preferred"),),
        ),
        Competency("c3d4", "leer planos eléctricos", "skill", "S7.1"),
    ),
)

COVERAGE = (
    Coverage("solar", "EC9901/E1", "desempeno", covered=1, partly=0, not_found=0, uncertain=0, of=1),
    Coverage("solar", "EC9901/E1", "producto", covered=0, partly=0, not_found=0, uncertain=1, of=1),
    Coverage("solar", "EC9901/E1", "conocimiento", covered=0, partly=1, not_found=0, uncertain=0, of=1),
    Coverage("solar", "EC9901/E2", "desempeno", covered=1, partly=0, not_found=0, uncertain=0, of=1),
    Coverage("solar", "EC9901/E2", "actitud", covered=0, partly=0, not_found=1, uncertain=0, of=1),
)


def match(framework: Framework, code: str, probability: float, evidence: tuple[tuple[int, int], ...] = ()) -> Match:
    statement = next(c.statement for c in framework.competencies if c.code == code)
    return Match(framework.name, code, statement, probability, probability * 1.7 - 0.3, evidence)


def programme() -> Alignment:
    """A programme in Spanish: matches of three frameworks, passages without any, passages only listed."""
    draft = Draft("programa-fotovoltaico.pdf")
    draft.line("Programa de estudios: Técnico en energía solar fotovoltaica")
    draft.section = ("Módulo 1. Preparación de la instalación", "Resultado de aprendizaje 1.1")
    draft.line("Módulo 1. Preparación de la instalación")
    outcome = "Verifica la orientación e inclinación de la cubierta antes de montar los módulos"
    said = words(outcome, "Verifica la orientación", "inclinación", "cubierta")
    draft.passage(
        outcome,
        "outcome",
        match(SOLAR, "EC9901/E1/desempeno/1", 0.93, said),
        match(SOLAR, "EC9901/E1/producto/1", 0.41, words(outcome, "montar los módulos")),
        match(REGISTRY, "EC9950", 0.27),
        line=f"1.1 {outcome}, con brújula e inclinómetro. Duración: 12 horas.",
    )
    diagram = match(SOLAR, "EC9901/E1/producto/1", 0.64, ((0, 28),))
    draft.passage("Elabora el diagrama unifilar", "criterion", diagram)
    draft.page = 2
    draft.section = ("Módulo 1. Preparación de la instalación", "Contenidos")
    knows = match(SOLAR, "EC9901/E1/conocimiento/1", 0.88, ((0, 10),))
    draft.passage("Ley de Ohm y leyes de Kirchhoff", "content", knows)
    draft.passage("Historia de la energía solar en el mundo", "content")
    draft.section = ("Módulo 2. Montaje",)
    mounting = "Fija los módulos fotovoltaicos con el par de apriete del fabricante"
    draft.passage(
        mounting,
        "outcome",
        match(SOLAR, "EC9901/E2/desempeno/1", 0.9971, words(mounting, "Fija los módulos", "par de apriete")),
        match(SKILLS, "a1b2", 0.71, words(mounting, "módulos fotovoltaicos")),
    )
    draft.page = 3
    draft.passage("Elabora el diagrama unifilar", "criterion", diagram)
    draft.section = ("Evaluación",)
    draft.passage("Examen escrito: 40 % de la calificación final", "evaluation", mapped=False)
    draft.passage("Els alumnes coneixeran el règim retributiu", "content", language=None, mapped=False)
    draft.passage("Profesora: M. Rivas, laboratorio 4", "other", mapped=False)
    draft.page = 4
    skipped = (
        Skipped("«Página 1 de 4»", Text("8 encabezados y pies que se repiten.", "8 running headers and footers.")),
    )
    return draft.alignment(SOLAR, REGISTRY, SKILLS, coverage=COVERAGE, unreadable=(4,), skipped=skipped)


def syllabus() -> Alignment:
    """A syllabus in English without pages or coverage."""
    draft = Draft("syllabus.html", page=None)
    draft.section = ("Learning outcomes",)
    text = "Students will be able to install photovoltaic systems safely"
    skill = "install photovoltaic systems"
    draft.passage(text, "outcome", Match("esco", "a1b2", skill, 0.97, 1.2, words(text, skill)), language="en")
    draft.passage("Students will be able to write a lab report", "outcome", language="en")
    return draft.alignment(SKILLS)


def empty() -> Alignment:
    """A document in which nothing was found."""
    return Draft("vacío.txt", page=None).alignment(SOLAR)


def unmatched() -> Alignment:
    """A document in which nothing corresponds to anything."""
    draft = Draft("poesía.txt", page=None)
    draft.section = ("Contenidos",)
    draft.passage("Reconoce las figuras retóricas de un poema", "outcome")
    draft.passage("Sonetos del siglo de oro", "content")
    return draft.alignment(SOLAR)


HOSTILE = (
    '<script>alert("1")</script>',
    '=HYPERLINK("http://example.org","x")',
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "{{ 7 * 7 }}{% raw %}",
    "[bold red]rich[/bold red] [/nothing]",
    "nul \x00 escape \x1b[31m bell \x07 bom \ufeff last \uffff",
    "lone \ud800 surrogate",
    "</title></style></script><img src=x onerror=alert(1)>",
    "_x0041_ & < > ' \" ]]> <!-- -->",
    "x" * 40_000,
    "\u202egnirts desrever\u202c",
    "",
)


def hostile() -> Alignment:
    """Everything that a document or a framework could hold to break a report, in every field."""
    competencies = tuple(Competency(f"{text[:60]}#{n}", text, text[:40] or "kind") for n, text in enumerate(HOSTILE))
    framework = Framework("=evil", HOSTILE[0], HOSTILE[1], digest("evil"), HOSTILE[2], competencies, HOSTILE[4])
    draft = Draft('"><script>alert(2)</script>.pdf')
    for text, competency in zip(HOSTILE, competencies, strict=True):
        draft.section = (text[:60], HOSTILE[11])
        # Evidence that leaves the text, overlaps, stands in the wrong order or is empty must not break a report.
        spans = ((0, len(text) + 9), (3, 1), (2, 5), (0, 0))
        found = Match("=evil", competency.code, text, 0.5, 0.1, spans)
        draft.passage(text, "outcome", found, Match("gone", text[:60], text, 0.2, 0.0))
        draft.passage(text, "content")
        draft.passage(text, "other", mapped=False)
    rows = tuple(Coverage("=evil", c.code, c.kind, 1, 0, 1, 1, 3) for c in competencies)
    skipped = tuple(Skipped(text, Text(text, text)) for text in HOSTILE)
    return draft.alignment(framework, coverage=rows, skipped=skipped)


def large(passages: int = 2000) -> Alignment:
    """As long as a document gets: a passage with five matches over and over, ten in a section."""
    alignment = programme()
    first, mounting = alignment.passages[0], alignment.passages[4]
    five = replace(first, matches=(*first.matches, *mounting.matches))
    found = (replace(first.passage, section=(f"Resultado de aprendizaje {n // 10}",)) for n in range(passages))
    return replace(alignment, passages=tuple(replace(five, passage=passage) for passage in found))


def in_alignment(passages: Iterable[MappedPassage]) -> Corresponding:
    """The passages of probable matches by entry, as reports on more than the matches take them."""
    found: dict[tuple[str, str], list[Passage]] = {}
    for mapped in passages:
        for match in mapped.matches:
            if match.probability >= shipped().limits_of_skills[0]:
                found.setdefault((match.framework, match.code), []).append(mapped.passage)
    return found
