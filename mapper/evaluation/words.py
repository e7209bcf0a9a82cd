"""What the page of results says, in both languages."""

from __future__ import annotations

from corpora import _, _p

TITLE = _("Evaluation")
LEAD = _(
    "Each figure measures how a system ranks the competencies of a benchmark for each query. In brackets stands the 95"
    " % interval, which resamples groups (programme, decree, employer), not single queries."
)
SYSTEMS = _("Systems and benchmarks")
SYSTEM = _("System")
BENCHMARK = _("Benchmark")
MEAN = _("Mean")
MEASURE = _("measure")
QUERIES = _("queries / groups")
PUBLISHED_MARK = _("published, not measured here")
PUBLISHED = _("Figures published by others")
PUBLISHED_NOTE = _("Cited, not measured with this program; the part measured may be another.")
PART = _("part")
PARTS = {
    "same": _("the same as measured here"),
    "test": _("another: test, not the validation part here"),
}
SOURCE = _p("publication", "source")
VALUE = _("value")
LEFT_OUT = _(
    "{n} queries of {name} have no competency that corresponds: they are left out of these measures and enter 'no"
    " match' only."
)
TIES = _("Ties")
TIED = _(
    "Share of queries whose best right answer has the same score as a wrong one (two competencies with the same text,"
    " for instance): there the identifier decides, not the system."
)
POSITIVES = _(
    "Positives only: in {names} nobody judged what does not correspond, so an unjudged target counts as wrong."
)
LEAKAGE = _(
    "The targets of {names} are labels of {labels}, on which the encoder that ships (competency) was trained: it has"
    " seen these texts, not the queries or judgements. 'use' is the same one untrained."
)
TRAINED = _(
    "The encoder that ships was trained on the training part of {names}: it knows texts of this kind, not these"
    " queries. 'use' is the same one untrained."
)
COUNTRIES = _(
    "Every judged curriculum benchmark so far is from Spain or Colombia ({names}); none is from Mexico. How a system"
    " does on Mexican programmes, these figures do not say."
)
COMPARED = _("Differences from {system}")
COMPARED_NOTE = _(
    "Difference of means (system − {system}) with its interval. p: paired permutation over groups, Holm over systems;"
    " under 6 groups nothing is tested."
)
NO_TEST = _("no test: {groups} groups")
DIRECTIONS = _("Per direction")
ALL_MEASURES = _("All measures")
NO_MATCH = _("No match")
NO_MATCH_NOTE = _(
    "Each query is asked with its answers in the corpus and without them. AUROC of 'the best answer is right': .5 is"
    " chance. Beside it the AUROC of 'there was an answer', whose ceiling is (1 + A@1) / 2."
)
AUROC = _("AUROC, right")
WITH_WITHOUT = _("AUROC, there was an answer")
CEILING = _("ceiling")
AREA = _("area under risk")
RISK = _("Risk and coverage (mean over benchmarks)")
CALIBRATION = _("Probabilities shown")
CALIBRATION_NOTE = _(
    "Best answer of each query, all benchmarks together (n = {n}). The ECE of a perfect system is not zero at this n:"
    " compare with it."
)
TOO_FEW = _("These are fewer than {enough} queries: do not cite them.")
RMSCE = _("calibration error (RMS, debiased)")
PERFECT = _("ECE of a perfect system")
MAPPING = _("Stated correspondences (with threshold)")
PRECISION = _("precision")
RECALL = _("recall")
MICRO = _("per correspondence")
MACRO = _("per document")
EXAMPLES = _("The worst and the best queries of {system}")
WORST = _("worst")
BEST = _("best")
QUERY = _("query")
ANSWERS = _("first answers")
RELEVANT = _("corresponds")
SPEED = _("Speed and accuracy")
PER_SECOND = _("queries per second")
PREPARING = _("preparing (s)")
SECONDS = _("answering (s)")
MEMORY = _("peak memory (MB)")
CITE = _("How to cite")
CITE_NOTE = _(
    "Cite the program with its version, the benchmark with its checksum and, beside each figure, its interval and the"
    " number of queries and groups."
)
CHECKSUM = _("checksum")
JUDGED = _("Judged only")
JUDGED_NOTE = _("These benchmarks also hold targets judged as not corresponding.")
CONTEXT = _("with context")
