"""A report's workbook, filled in by a person, as a benchmark."""

import json
from pathlib import Path
from typing import Any

import alignments
import openpyxl
import pytest
from typer.testing import CliRunner

from corpora import TEACHING_ROLES
from eval import benchmarks
from eval.benchmarks.workbook import HEADERS
from eval.errors import InputError
from mapper.actions import demonstrate
from mapper.cli.evaluation import app
from mapper.matching.matcher import NOT_FOR_PROGRAMMES
from mapper.reports import mapping, workbook
from mapper.workspace.store import Workspace

# Sheet, words of the review, header of the missed codes.
WORDS = {
    "es": ("Correspondencias", "Sin correspondencia", "sí", "en parte", "sin correspondencia", "Códigos que faltan"),
    "en": ("Matches", "No match", "yes", "partly", "no correspondence", "Missed codes"),
}


MATCHES, NO_MATCH = WORDS["es"][:2]


class Review:
    """The workbook of a report, open to be filled in."""

    def __init__(self, path: Path, lang: str = "es") -> None:
        self.path, self.lang = path, lang
        self.matches, self.no_match, self.yes, self.partly, self.none, self.missed = WORDS[lang]
        self.review = "Revisión" if lang == "es" else "Review"
        path.write_bytes(workbook.paged(mapping.report([alignments.programme()], lang=lang)))
        self.book = openpyxl.load_workbook(path)

    def rows(self, sheet: str) -> list[dict[str, Any]]:
        header, *rows = self.book[sheet].iter_rows()
        return [{str(h.value): cell for h, cell in zip(header, row, strict=True)} for row in rows]

    def by_text(self) -> dict[str, list[dict[str, Any]]]:
        """The rows of the matches of each passage."""
        found: dict[str, list[dict[str, Any]]] = {}
        for row in self.rows(self.matches):
            found.setdefault(row["text_id"].value, []).append(row)
        return found

    def save(self) -> Path:
        self.book.save(self.path)
        return self.path


def column(review: Review, spanish: str) -> str:
    return spanish if review.lang == "es" else dict(HEADERS.values())[spanish]


@pytest.mark.parametrize("lang", ["es", "en"])
def test_what_a_person_says_becomes_judgements(tmp_path: Path, lang: str) -> None:
    review = Review(tmp_path / "informe.xlsx", lang)
    rows = review.rows(review.matches)
    by_text = review.by_text()
    several, alone = (next(group for group in by_text.values() if (len(group) > 2) == more) for more in (True, False))
    several[0][review.review].value = review.yes
    several[1][review.review].value = "No"
    several[2][review.review].value = review.partly
    alone[0][review.review].value = "no"
    without, missed = review.rows(review.no_match)[:2]
    without[review.review].value = review.none
    code = next(row[column(review, "Código")].value for row in rows if "/" in str(row[column(review, "Código")].value))
    missed[review.missed].value = f" {code} "
    found = benchmarks.load(review.save())
    assert found.name == "informe"
    decided = {row["text_id"].value for row in (several[0], alone[0], without, missed)}
    assert {query.id for query in found.queries} == decided
    named = [f"{row[column(review, 'Marco')].value}/{row[column(review, 'Código')].value}" for row in several[:3]]
    assert found.qrels[several[0]["text_id"].value] == {named[0]: 2, named[1]: 0, named[2]: 1}
    assert list(found.qrels[alone[0]["text_id"].value].values()) == [0]
    assert without["text_id"].value not in found.qrels
    assert [t.partition("/")[2] for t in found.qrels[missed["text_id"].value]] == [code]
    wanted = {
        f"{f.name}/{c.code}"
        for f in alignments.programme().frameworks
        for c in f.competencies
        if c.kind not in NOT_FOR_PROGRAMMES
    }
    assert {target.id for target in found.corpus} == wanted
    assert {query.group for query in found.queries} == {"programa-fotovoltaico.pdf"}
    first = next(p.passage for p in alignments.programme().passages if p.passage.text_id == several[0]["text_id"].value)
    query = next(query for query in found.queries if query.id == first.text_id)
    assert (query.text, query.language) == (first.text, first.language)
    for row in several:  # as of another document of the same name
        row["sha256"].value = "0" * 64
    sha256 = alignments.programme().document.sha256
    groups = {query.group for query in benchmarks.load(review.save()).queries}
    assert groups == {f"programa-fotovoltaico.pdf {one[:8]}" for one in ("0" * 64, sha256)}


def test_a_passage_of_which_only_some_matches_were_rejected_is_undecided(tmp_path: Path) -> None:
    review = Review(tmp_path / "r.xlsx")
    by_text = review.by_text()
    partly, *rest = sorted(by_text.values(), key=len, reverse=True)
    partly[0]["Revisión"].value = "no"
    rest[0][0]["Revisión"].value = "sí"
    found = benchmarks.load(review.save())
    assert [query.id for query in found.queries] == [rest[0][0]["text_id"].value]
    assert found.about["undecided"] == 1


def set_cell(review: Review, sheet: str, number: int, header: str, value: str) -> None:
    review.rows(sheet)[number][header].value = value


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ([(MATCHES, 0, "Revisión", "quizá")], "sheet 'Correspondencias', row 2: 'quizá' is not understood"),
        ([(NO_MATCH, 1, "Revisión", "sí")], "sheet 'Sin correspondencia', row 3: 'sí' is not understood"),
        ([(MATCHES, 1, "Códigos que faltan", "EC0")], "row 3: the code 'EC0' is not in the sheet"),
        ([(MATCHES, 0, "text_id", "")], "row 2: the passage's identifier is missing"),
        ([(MATCHES, 0, "Código", "")], "row 2: framework or code is missing"),
        (
            [(NO_MATCH, 0, "Revisión", "sin correspondencia"), (NO_MATCH, 0, "Códigos que faltan", "EC9901/E1")],
            "row 2: the passage is marked as without correspondence, and has",
        ),
        (
            [(MATCHES, 0, "Revisión", "no"), (MATCHES, 0, "Códigos que faltan", "EC9901/E1/desempeno/1")],
            "row 2: .* already has another decision",
        ),
        ([], "nobody has reviewed this workbook"),
    ],
)
def test_faults_name_sheet_and_row(tmp_path: Path, cells: list[tuple[str, int, str, str]], says: str) -> None:
    review = Review(tmp_path / "r.xlsx")
    for cell in cells:
        set_cell(review, *cell)
    with pytest.raises(InputError, match=says) as error:
        benchmarks.load(review.save())
    assert str(tmp_path / "r.xlsx") in error.value.es
    assert error.value.es != error.value.en
    sheet = review.book["Correspondencias"]
    sheet.delete_cols(sheet.max_column)
    with pytest.raises(InputError, match=r"row 1: columns are missing \(Review\)"):
        benchmarks.load(review.save())


def test_workbooks_are_found_by_name(tmp_path: Path) -> None:
    review = Review(tmp_path / "uno.xlsx")
    set_cell(review, "Correspondencias", 0, "Revisión", "sí")
    path = review.save()
    (tmp_path / "~$uno.xlsx").write_bytes(b"lock")
    openpyxl.Workbook().save(tmp_path / "otro.xlsx")
    assert benchmarks.known([tmp_path]) == {"uno": path}
    assert benchmarks.known([path]) == {"uno": path}
    assert benchmarks.find("uno", [tmp_path]) == path


@pytest.mark.slow
def test_a_mapping_is_measured_through_the_command(tmp_path: Path) -> None:
    """From the shipped samples to a report, a review and figures, as a person does it."""
    made = demonstrate(tmp_path)
    (tmp_path / "informe.xlsx").write_bytes(workbook.paged(mapping.report(made.report, lang="es")))
    book = openpyxl.load_workbook(tmp_path / "informe.xlsx")
    sheet = book["Correspondencias"]
    header = [cell.value for cell in sheet[1]]
    last: dict[str, int] = {}
    for row in sheet.iter_rows(min_row=2):
        key = row[header.index("text_id")].value
        row[header.index("Revisión")].value = "no" if key in last else "sí"
        last[key] = 1
    book.save(tmp_path / "informe.xlsx")
    arguments = ["run", "--benchmark", str(tmp_path / "informe.xlsx"), "--out", str(tmp_path / "run"), "--json"]
    done = CliRunner().invoke(app, arguments, obj=Workspace(tmp_path / "workspace"))
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    matched = {p.passage.text_id for p in made.report[0].passages if p.matches}
    assert found["queries"] == len(matched)
    assert found["groups"] == 1
    # The first match of each passage was accepted; here both frameworks are ranked together and each passage alone.
    assert found["measures"]["A@5"]["value"] > 0.5
    assert found["judged"]["Judged@10"] > 0
    assert set(found["directions"]) == {"es-es"}
    assert all(p.passage.role in TEACHING_ROLES for p in made.report[0].passages if p.matches)
