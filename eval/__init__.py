"""Rankings and probabilities against judgements. Knows neither encoders nor documents.

    >>> from eval import benchmarks                               # folders in BEIR's form, Hugging Face, TREC, XLSX
    >>> benchmark = benchmarks.load(Path("mapper/samples/benchmark"))
    >>> from eval.runs import from_scores, read_run, write_run    # rankings from scores, and as TREC files
    >>> from eval.measures import MEASURES                        # MEASURES["MAP"](benchmark.qrels, run) by query
    >>> from eval.significance import difference, gate, intervals # over groups: bootstrap, permutation, Holm
    >>> from eval.calibration import calibration, measure           # debiased error, Brier score, AUROC
    >>> from eval.judging import agreement                        # Krippendorff's alpha, Cohen's kappa

`eval` is also a function of Python: import from the package, never the bare name. docs/evaluation.md says what each
figure means. Errors are `eval.errors.InputError`.
"""
