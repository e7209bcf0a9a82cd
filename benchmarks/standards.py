"""A benchmark of Mexican standards, in the folders that `curmap eval` reads: which standard is a criterion of?

    python benchmarks/standards.py ../shared/data FOLDER
    curmap eval run --benchmark FOLDER --system matcher [--context group]

What is asked and what counts as right is said in `lab.training.standards`; in context the others of a criterion's
element and standard stand around it. The standards are few, so intervals are wide.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from eval.judging import write_qrels, write_texts
from eval.records import Query, Target
from lab.training.standards import criteria


def main() -> None:
    """Write the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder with renec/ and conocer/")
    parser.add_argument("out", type=Path, help="folder to write")
    options = parser.parse_args()
    asked, titles = criteria(options.data)
    corpus = [Target(code, title, language="es") for code, title in sorted(titles.items())]
    queries = [Query(one.code, one.text, one.standard, "es", {"module": one.element}) for one in asked]
    write_texts(options.out, queries, corpus)
    write_qrels(options.out, [(one.code, code, 1) for one in asked for code in sorted(one.right)])


if __name__ == "__main__":
    main()
