"""What a programme marks as learnt at the company."""

from pathlib import Path

import pytest
from files import written

from corpora import Passage
from corpora.readers import read
from mapper.matching.teaching import split_programme

PROGRAMME = Path(__file__).resolve().parent / "data" / "dual" / "electricidad.md"


def of(path: Path) -> list[Passage]:
    return list(split_programme(read(path)).passages)


def marks(folder: Path, text: str) -> dict[str, str | None]:
    return {p.text: p.dual for p in of(written(folder / "programa.md", text))}


def test_marks_of_outcomes_units_and_criteria_reach_what_stands_below_them() -> None:
    """One outcome, one unit (marked only in the table), one criterion, and one unit filed under a criterion.

    The legend says that what is marked is learnt at the company; beside the programme stands all that has a mark.
    """
    marked = [f"{p.dual}\t{p.text}" for p in of(PROGRAMME) if p.dual]
    assert marked == PROGRAMME.with_suffix(".tsv").read_text(encoding="utf-8").splitlines()
    assert all(p.dual is None for p in split_programme(read(PROGRAMME)).passages if "etiqueta" in p.text)


def test_a_sign_means_what_the_document_says_of_it(tmp_path: Path) -> None:
    text = (
        "# Torneado\n\n## Contenidos\n\nLos temas señalados con un asterisco se aprenden en la empresa.\n\n"
        "### Unidad 1. Torneado cilíndrico de ejes *\n\n- Montaje entre puntos\n\n"
        "### Unidad 2. Roscado\n\n- Cálculo de 3 * 4 pasadas\n"
    )
    found = marks(tmp_path, text)
    assert found["Montaje entre puntos"] == "company"
    unmarked = marks(tmp_path, text.replace("Los temas señalados con un asterisco se aprenden en la empresa.", ""))
    assert unmarked["Montaje entre puntos"] is None


@pytest.mark.parametrize(
    ("column", "cell", "expected"),
    [
        ("Empresa", "x", "company"),
        ("Empresa", "", None),
        ("Formación dual", "Sí", "both"),
        ("Horas en la empresa", "20", "both"),
        ("Horas en la empresa", "0", None),
        ("Lugar", "Empresa", "company"),
        ("Lugar", "Centro educativo y empresa", "both"),
        ("Lugar", "Taller", None),
        ("Empresas visitadas", "3", None),
    ],
)
def test_a_column_marks_the_rows_it_ticks(tmp_path: Path, column: str, cell: str, expected: str | None) -> None:
    table = f"|Unidad didáctica|{column}|\n|---|---|\n|1. Roscado con macho|{cell}|\n|2. Rectificado plano||"
    found = marks(tmp_path, f"# Torneado\n\n## Contenidos\n\n{table}\n")
    assert found["Roscado con macho"] == expected
    assert found["Rectificado plano"] is None


# On public material, where it is at hand.
