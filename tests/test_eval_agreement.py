"""Agreement against krippendorff and hand arithmetic; pools, sheets and what is made of them."""

import csv
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from files import written

from eval import benchmarks
from eval.errors import InputError
from eval.judging import adjudicate, agreement, pool, write_benchmark
from eval.measures import has_judged_zeros, unanswerable
from eval.records import Query, Ranking, Run, Target
from eval.runs import ranking
from eval.sheets import HEADERS, NONE, JudgedSheet, SheetRow, read_sheet, write_csv, write_xlsx

ROWS = [
    SheetRow("p1", "=Suelda", "Módulo 1", "t1", "Soldar con arco"),
    SheetRow("p1", "=Suelda", "Módulo 1", "t2", "-Coser"),
    SheetRow("p2", "Hornea", "", "t1", "Soldar con arco"),
]


def judged(judge: str, grades: dict[tuple[str, str], int], date: str = "") -> JudgedSheet:
    return JudgedSheet(Path(f"{judge}.csv"), judge, date, grades)


def judges(seed: int, noise: float, count: int = 2, passages: int = 30) -> list[JudgedSheet]:
    rng = np.random.default_rng(seed)
    truth = {(f"p{i:02d}", f"t{j}"): int(rng.integers(0, 4)) for i in range(passages) for j in range(4)}

    def grades() -> dict[tuple[str, str], int]:
        kept = ((pair, grade) for pair, grade in truth.items() if rng.random() < 0.9)
        return {pair: int(rng.integers(0, 4)) if rng.random() < noise else grade for pair, grade in kept}

    return [judged(f"j{k}", grades()) for k in range(count)]


def test_kappa_and_alpha_by_hand() -> None:
    pairs = [("p1", "a"), ("p1", "b"), ("p2", "a"), ("p2", "b")]
    ana, eva = (dict(zip(pairs, grades, strict=True)) for grades in ([0, 0, 3, 3], [0, 1, 3, 3]))
    found = agreement([judged("ana", ana), judged("eva", eva)])
    # Observed 3/4; by chance (2·1 + 0·1 + 2·2)/16 = 6/16.
    assert found.kappas[0].unweighted.value == pytest.approx((3 / 4 - 6 / 16) / (1 - 6 / 16))
    # Linear: observed distance 1/4; by chance 2·(0+1+3+3)/16 + 2·(3+2+0+0)/16 = 24/16.
    assert found.kappas[0].linear.value == pytest.approx(1 - (1 / 4) / (24 / 16))
    # Nominal α on 0/1: coincidences o01 = o10 = 1 of n = 8, n0 = 3, n1 = 5.
    assert found.corresponds.value == pytest.approx(1 - 7 * 2 / (2 * 3 * 5))
    assert [(one.query, one.target, one.spread) for one in found.disagreements] == [("p1", "b", 1)]
    assert (found.pairs, found.passages, found.judges) == (4, 2, ("ana", "eva"))


def test_intervals_resample_documents_where_passages_have_some() -> None:
    sheets = judges(3, 0.4, passages=40)
    # What two passages have in common is drawn together, and one document tells nothing of others.
    alone, paired, one = (
        agreement(sheets, groups=groups)
        for groups in (None, {f"p{i:02d}": f"d{i % 8}" for i in range(40)}, {f"p{i:02d}": "d" for i in range(40)})
    )
    of = [(found.ordinal, found.corresponds, found.kappas[0].unweighted) for found in (alone, paired, one)]
    for by_passage, by_document, by_one in zip(*of, strict=True):
        assert by_passage.value == by_document.value == by_one.value
        assert (by_passage.low, by_passage.high) != (by_document.low, by_document.high)
        assert (by_one.low, by_one.high) == (None, None)


def test_unanimity_is_undefined() -> None:
    pairs = {("p1", "a"): 0, ("p2", "b"): 0}
    found = agreement([judged("ana", pairs), judged("eva", pairs)])
    assert (found.ordinal.value, found.corresponds.value) == (None, None)
    assert (found.kappas[0].unweighted.value, found.kappas[0].linear.low, found.disagreements) == (None, None, ())
    # Grades differ, but all say "corresponds".
    found = agreement([judged("ana", {("p", "a"): 1, ("p", "b"): 2}), judged("eva", {("p", "a"): 3, ("p", "b"): 2})])
    assert (found.corresponds.value, found.ordinal.low) == (None, None)
    # They agree on everything, and grades differ: alpha is 1, and no sample of passages says otherwise.
    grades = {(f"p{n}", "a"): n % 4 for n in range(30)}
    found = agreement([judged("ana", grades), judged("eva", grades)])
    assert (found.ordinal.value, found.ordinal.low, found.ordinal.high) == (1.0, None, None)


def test_agreement_needs_pairs_in_common_and_names() -> None:
    with pytest.raises(InputError, match="no pair was judged by two"):
        agreement([judged("ana", {("p", "a"): 1}), judged("eva", {("p", "b"): 1})])
    with pytest.raises(InputError, match="another sheet is also by 'ana'"):
        agreement([judged("ana", {("p", "a"): 1}), judged("ana", {("p", "a"): 1})])


def systems() -> list[Run]:
    names = [f"t{i:03d}" for i in range(200)]
    runs = []
    for place, system in enumerate(["alpha", "beta", "gamma"]):
        rng = np.random.default_rng(place)
        orders = {f"p{i}": tuple(rng.permutation(names).tolist()) for i in range(3)}
        runs.append(Run(system, {query: Ranking(order, np.arange(200.0, 0, -1)) for query, order in orders.items()}))
    return runs


def test_pool() -> None:
    runs = systems()
    found = pool(runs, ["p0", "p1", "p2"], seed=7)
    for query in ("p0", "p1", "p2"):
        items = [item for item in found if item.query == query]
        first = {target for run in runs for target in run.rankings[query].targets[:5]}
        assert {item.target for item in items if not item.drawn} == first
        drawn = [item for item in items if item.drawn]
        assert len(drawn) == 3
        assert all(6 <= rank <= 50 for item in drawn for rank in item.ranks.values())
        assert [item.target for item in items] != sorted(item.target for item in items)
    assert found == pool(runs[::-1], ["p2", "p0", "p1"], seed=7)
    assert found != pool(runs, ["p0", "p1", "p2"], seed=8)
    # Another passage leaves the others' targets as they were.
    fewer = {(item.query, item.target) for item in pool(runs, ["p0"], seed=7)}
    assert fewer == {(item.query, item.target) for item in found if item.query == "p0"}


def test_what_is_tied_at_the_bottom_is_not_pooled() -> None:
    runs = systems()
    targets = runs[0].rankings["p0"].targets
    scores = np.array([2.0, 1.0] + [0.0] * (len(targets) - 2))
    silent = Run("silent", {"p0": ranking(targets, scores), "p1": ranking(targets, np.zeros(len(targets)))})
    found = pool([*runs, silent], ["p0", "p1"], seed=7)
    told = {(item.query, item.target) for item in found if "silent" in item.ranks}
    assert told == {("p0", target) for target in targets[:2]}


def test_pool_needs_three_different_systems() -> None:
    runs = systems()
    for chosen in (runs[:2], [runs[0], runs[1], Run("delta", runs[0].rankings)], [runs[0]] * 3):
        with pytest.raises(InputError, match="at least 3 different systems"):
            pool(chosen, ["p0"])


def fill(path: Path, grades: dict[tuple[str, str], object], *, judge: str = "Ana") -> None:
    """Fill a sheet in as a person would in a spreadsheet, which saves text with semicolons."""
    book = openpyxl.load_workbook(path) if path.suffix == ".xlsx" else openpyxl.Workbook()
    sheet = book.worksheets[0]
    if path.suffix == ".csv":
        text = path.read_text(encoding="utf-8-sig")
        for row in csv.reader(text.splitlines(), delimiter=";" if ";" in text.partition("\n")[0] else ","):
            sheet.append(row)
    grade, who, when = (list(HEADERS["es"]).index(key) for key in ("grade", "judge", "date"))
    for cells in sheet.iter_rows(min_row=2):
        cells[grade].value = grades.get((str(cells[0].value), str(cells[3].value)))
    sheet[2][who].value, sheet[2][when].value = judge, "2026-03-01"
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, delimiter=";").writerows(sheet.values)
    else:
        book.save(path)


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
@pytest.mark.parametrize("lang", ["es", "en"])
def test_sheet_is_written_and_read_back(tmp_path: Path, suffix: str, lang: str) -> None:
    path, again = (tmp_path / f"{name}.{suffix}" for name in ("sheet", "again"))
    for made in (path, again):
        {"xlsx": write_xlsx, "csv": write_csv}[suffix](ROWS, made, lang=lang)
    assert path.read_bytes() == again.read_bytes()
    with pytest.raises(InputError, match="holds no judgement"):
        read_sheet(path)
    fill(path, {("p1", "t1"): 3, ("p1", "t2"): 0, ("p2", NONE): "x"})
    found = read_sheet(path)
    assert (found.judge, found.date) == ("Ana", "2026-03-01")
    assert found.grades == {("p1", "t1"): 3, ("p1", "t2"): 0, ("p2", "t1"): 0}
    fill(path, {("p1", "t1"): 2}, judge="")
    assert read_sheet(path).grades == {("p1", "t1"): 2}  # an empty cell is not judged
    assert read_sheet(path).judge == "sheet"


def test_text_from_a_document_is_no_formula(tmp_path: Path) -> None:
    write_csv(ROWS, tmp_path / "s.csv", lang="es")
    text = (tmp_path / "s.csv").read_text(encoding="utf-8-sig")
    assert ("'=Suelda" in text, "'-Coser" in text) == (True, True)
    write_xlsx(ROWS, tmp_path / "s.xlsx", lang="es")
    cell = openpyxl.load_workbook(tmp_path / "s.xlsx").worksheets[0]["B2"]
    assert (cell.value, cell.data_type) == ("=Suelda", "s")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("p1,t1,4", "line 2: grade '4' is not 0, 1, 2 or 3"),
        ("p1,t1,1.5", "line 2: grade '1.5'"),
        ("p1,t1,yes", "line 2: grade 'yes'"),
        ("p1,—,2", "line 2: '2' is not understood here"),
        ("p1,—,x\np1,t1,0\np1,t2,1", "line 2: 'p1' is marked as without correspondence, but 't2'"),
        ("p,t,1\np,t,1", "line 3: 'p t' stands twice"),
        (",t,1", "line 2: passage or code is missing"),
        ("p,t,1,Ana\np,u,1,Eva", "line 3: judged by 'Ana' and 'Eva'"),
        ("p,t,1,,1/3/26", "line 2: date '1/3/26' is not"),
        ("\xf1,t,1", "neither an XLSX workbook nor CSV"),
        ("passage,code\np,t\n", "line 1: columns missing in the header: grade;"),
        ("", "is empty"),
    ],
)
def test_faults_of_a_sheet(tmp_path: Path, text: str, says: str) -> None:
    head = "passage,code,grade,judge,date\n" if text and not text.startswith("passage") else ""
    with pytest.raises(InputError) as error:
        read_sheet(written(tmp_path / "s.csv", (head + text).encode("latin-1" if "\xf1" in text else "utf-8")))
    assert says in str(error.value)
    assert ("eval pool" in str(error.value)) == ("missing in the header" in says)


def test_adjudication(tmp_path: Path) -> None:
    sheets = [
        judged("ana", {("p1", "t1"): 3, ("p1", "t2"): 0, ("p2", "t1"): 0, ("p3", "t1"): 1}, "2026-03-01"),
        judged("eva", {("p1", "t1"): 3, ("p1", "t2"): 1, ("p2", "t1"): 0, ("p3", "t2"): 2}, "2026-03-05"),
    ]
    done, still_open = adjudicate(sheets)
    assert [(one.query, one.target, one.grade, one.how) for one in done] == [
        ("p1", "t1", 3, "agreed"), ("p2", "t1", 0, "agreed"), ("p3", "t1", 1, "one"), ("p3", "t2", 2, "one"),
    ]  # fmt: skip
    assert [(one.query, one.target) for one in still_open] == [("p1", "t2")]
    third = judged("ivo", {("p1", "t2"): 0})
    assert adjudicate([*sheets, third])[0][1].how == "majority"
    done, still_open = adjudicate(sheets, decided=judged("final", {("p1", "t2"): 1}, "2026-04-01"))
    assert (done[1].grade, done[1].how, done[1].judged_on, still_open) == (1, "decided", "2026-04-01", ())

    queries = [Query(f"p{i}", "texto", "g", "es", {"section": ["M1"]}) for i in range(1, 5)]
    corpus = [Target("t1", "uno", "", "es"), Target("t2", "dos", "", "es")]
    write_benchmark(tmp_path / "judged", done, queries, corpus, about={"licence": "CC0-1.0"})
    found = benchmarks.load(tmp_path / "judged")
    # p4 was not judged and is no query; p2 was, and has no correspondence.
    assert [query.id for query in found.queries] == ["p1", "p2", "p3"]
    assert found.queries[0].extra == {"section": ["M1"]}
    assert has_judged_zeros(found.qrels)
    assert unanswerable(found.qrels, found.qrels) == ("p2",)
    lines = (tmp_path / "judged" / "judgements.csv").read_text().splitlines()
    assert lines[2] == "p1,t2,1,decided,ana;eva;final,0;1;1,2026-04-01"
    with pytest.raises(InputError, match="the sheets judge 'p1', which is not in the material"):
        write_benchmark(tmp_path / "x", done, queries[1:], corpus, about={})
