"""A report's workbook, filled in by a person, as a benchmark."""

from pathlib import Path

import alignments
import openpyxl
import pytest
from files import cells
from openpyxl.cell import Cell

from eval import benchmarks
from eval.errors import InputError
from mapper.matching.matcher import NOT_FOR_PROGRAMMES
from mapper.reports import mapping, workbook
from mapper.reports.blocks import Report

# Sheet, words of the review, headers.
WORDS = {
    "es": ("Correspondencias", "Sin correspondencia", "sí", "en parte", "sin correspondencia", "Códigos que faltan"),
    "en": ("Matches", "No match", "yes", "partly", "no correspondence", "Missed codes"),
}
OTHERS = {"es": ("Revisión", "Marco", "Código"), "en": ("Review", "Framework", "Code")}
MATCHES, NO_MATCH = WORDS["es"][:2]


class Review:
    """The workbook of a report, open to be filled in."""

    def __init__(self, path: Path, lang: str = "es", report: Report | None = None) -> None:
        self.path = path
        path.write_bytes(workbook.paged(report or mapping.report([alignments.programme()], lang=lang)))
        self.book = openpyxl.load_workbook(path)

    def rows(self, sheet: str = MATCHES) -> list[dict[str, Cell]]:
        return cells(self.book[sheet])

    def by_text(self, sheet: str = MATCHES) -> list[list[dict[str, Cell]]]:
        """The rows of the matches of each passage."""
        found: dict[object, list[dict[str, Cell]]] = {}
        for row in self.rows(sheet):
            found.setdefault(row["text_id"].value, []).append(row)
        return list(found.values())

    def save(self) -> Path:
        self.book.save(self.path)
        return self.path


@pytest.mark.parametrize("lang", ["es", "en"])
def test_what_a_person_says_becomes_judgements(tmp_path: Path, lang: str) -> None:
    matches, no_match, yes, partly, none, codes_missed = WORDS[lang]
    said, framework, code = OTHERS[lang]
    review = Review(tmp_path / "informe.xlsx", lang)
    by_text = review.by_text(matches)
    several, alone = (next(group for group in by_text if (len(group) > 2) == more) for more in (True, False))
    for row, word in zip((*several, alone[0]), (yes, "No", partly, *[None] * (len(several) - 3), "no"), strict=True):
        row[said].value = word
    without, missed = review.rows(no_match)[:2]
    without[said].value = none
    below = next(row[code].value for row in review.rows(matches) if "/" in str(row[code].value))
    missed[codes_missed].value = f" {below} "
    found = benchmarks.load(review.save())
    assert found.name == "informe"
    graded, refused, unmatched, added = ids = [row["text_id"].value for row in (several[0], alone[0], without, missed)]
    assert {query.id for query in found.queries} == {*ids}
    named = [f"{row[framework].value}/{row[code].value}" for row in several[:3]]
    assert found.qrels[graded] == {named[0]: 2, named[1]: 0, named[2]: 1}
    assert list(found.qrels[refused].values()) == [0]
    assert unmatched not in found.qrels
    assert [t.partition("/")[2] for t in found.qrels[added]] == [below]
    mapped = alignments.programme()
    entries = ((f.name, c) for f in mapped.frameworks for c in f.competencies)
    wanted = {f"{name}/{entry.code}" for name, entry in entries if entry.kind not in NOT_FOR_PROGRAMMES}
    assert {target.id for target in found.corpus} == wanted
    assert {query.group for query in found.queries} == {"programa-fotovoltaico.pdf"}
    first = next(p.passage for p in mapped.passages if p.passage.text_id == graded)
    assert (first.text, first.language) in {(query.text, query.language) for query in found.queries}
    for row in several:  # as of another document of the same name
        row["sha256"].value = "0" * 64
    groups = {query.group for query in benchmarks.load(review.save()).queries}
    assert groups == {f"programa-fotovoltaico.pdf {one[:8]}" for one in ("0" * 64, mapped.document.sha256)}


@pytest.mark.parametrize(
    ("filled", "says"),
    [
        ([(MATCHES, 0, "Revisión", "quizá")], "sheet 'Correspondencias', row 2: 'quizá' is not understood"),
        (
            [(MATCHES, 0, "Revisión", "quizá"), (MATCHES, 1, "Revisión", "✓"), (MATCHES, 2, "Revisión", "casi")],
            r"row 2: 'quizá' is not understood \(nor row 4 'casi'\); write one of these: yes, partly, no",
        ),
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
def test_faults_name_sheet_and_row(tmp_path: Path, filled: list[tuple[str, int, str, str]], says: str) -> None:
    review = Review(tmp_path / "r.xlsx")
    for sheet, number, header, value in filled:
        review.rows(sheet)[number][header].value = value
    with pytest.raises(InputError, match=says) as error:
        benchmarks.load(review.save())
    assert str(tmp_path / "r.xlsx") in error.value.es
    assert error.value.es != error.value.en


def test_a_workbook_without_the_column_of_the_review_is_refused(tmp_path: Path) -> None:
    review = Review(tmp_path / "r.xlsx")
    review.book[MATCHES].delete_cols(review.book[MATCHES].max_column)
    with pytest.raises(InputError, match=r"row 1: columns are missing \(Review\)"):
        benchmarks.load(review.save())


def test_workbooks_are_found_by_name(tmp_path: Path) -> None:
    review = Review(tmp_path / "uno.xlsx")
    review.rows()[0]["Revisión"].value = "sí"
    path = review.save()
    (tmp_path / "~$uno.xlsx").write_bytes(b"lock")
    openpyxl.Workbook().save(tmp_path / "otro.xlsx")
    assert benchmarks.known([tmp_path]) == {"uno": path}
    assert benchmarks.known([path]) == {"uno": path}
    assert benchmarks.find("uno", [tmp_path]) == path
