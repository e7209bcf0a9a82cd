"""A benchmark of Mexican standards, in the folders that `curmap eval` reads: which standard is a criterion of?

    python benchmarks/standards.py ../shared/data FOLDER
    curmap eval run --benchmark FOLDER --system matcher [--context group]

What is asked and what counts as right is said in `lab.training.standards`; in context the others of a criterion's
element and standard stand around it. The standards are few, so intervals are wide.
"""

from __future__ import annotations

from arguments import given

from eval.judging import write_qrels, write_texts
from eval.records import Query, Target
from lab.training.standards import criteria


def main() -> None:
    """Write the benchmark."""
    data, out = given(__doc__, data=None, folder=None)
    asked, titles = criteria(data)
    corpus = [Target(code, title, language="es") for code, title in sorted(titles.items())]
    queries = [Query(one.code, one.text, one.standard, "es", {"module": one.element}) for one in asked]
    write_texts(out, queries, corpus)
    write_qrels(out, [(one.code, code, 1) for one in asked for code in sorted(one.right)])


if __name__ == "__main__":
    main()
