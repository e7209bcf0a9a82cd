"""What the page of results says, in both languages."""

from __future__ import annotations

from corpora import Text

TITLE = Text("Evaluación", "Evaluation")
LEAD = Text(
    "Cada cifra mide cómo ordena un sistema las competencias de un conjunto para cada consulta. Entre paréntesis, el "
    "intervalo del 95 %, que remuestrea grupos (programa, decreto, empleador) y no consultas sueltas.",
    "Each figure measures how a system ranks the competencies of a benchmark for each query. In brackets stands the "
    "95 % interval, which resamples groups (programme, decree, employer), not single queries.",
)
SYSTEMS = Text("Sistemas y conjuntos", "Systems and benchmarks")
SYSTEM = Text("Sistema", "System")
BENCHMARK = Text("Conjunto", "Benchmark")
MEAN = Text("Media", "Mean")
MEASURE = Text("medida", "measure")
QUERIES = Text("consultas / grupos", "queries / groups")
PUBLISHED_MARK = Text("publicado, no medido aquí", "published, not measured here")
PUBLISHED = Text("Cifras publicadas por otros", "Figures published by others")
PUBLISHED_NOTE = Text(
    "Citadas, no medidas con este programa; la parte medida puede ser otra.",
    "Cited, not measured with this program; the part measured may be another.",
)
PART = Text("parte", "part")
PARTS = {
    "same": Text("la misma que se mide aquí", "the same as measured here"),
    "test": Text("otra: prueba, no la de validación que se mide aquí", "another: test, not the validation part here"),
}
SOURCE = Text("fuente", "source")
VALUE = Text("valor", "value")
LEFT_OUT = Text(
    "{n} consultas de {name} no tienen ninguna competencia que corresponda: quedan fuera de estas medidas y entran "
    "solo en «sin correspondencia».",
    "{n} queries of {name} have no competency that corresponds: they are left out of these measures and enter "
    "'no match' only.",
)
TIES = Text("Empates", "Ties")
TIED = Text(
    "Proporción de consultas en que la mejor respuesta correcta tiene la misma puntuación que una equivocada (dos "
    "competencias con el mismo texto, por ejemplo): ahí decide el identificador, no el sistema.",
    "Share of queries whose best right answer has the same score as a wrong one (two competencies with the same text, "
    "for instance): there the identifier decides, not the system.",
)
POSITIVES = Text(
    "Solo positivos: en {names} nadie juzgó qué no corresponde, así que un destino sin juzgar cuenta como error.",
    "Positives only: in {names} nobody judged what does not correspond, so an unjudged target counts as wrong.",
)
LEAKAGE = Text(
    "Los destinos de {names} son etiquetas de {labels}, con las que se entrenó el codificador que trae el programa "
    "(competency): ya vio esos textos, no las consultas ni los juicios. «use» es el mismo sin entrenar.",
    "The targets of {names} are labels of {labels}, on which the encoder that ships (competency) was trained: it has "
    "seen these texts, not the queries or judgements. 'use' is the same one untrained.",
)
TRAINED = Text(
    "El codificador que trae el programa se entrenó con la parte de entrenamiento de {names}: conoce la clase de "
    "textos, no estas consultas. «use» es el mismo sin entrenar.",
    "The encoder that ships was trained on the training part of {names}: it knows texts of this kind, not these "
    "queries. 'use' is the same one untrained.",
)
COUNTRIES = Text(
    "Todos los conjuntos de programas juzgados hasta ahora son de España o Colombia ({names}); ninguno es de México. "
    "Cómo le va a un sistema con programas mexicanos, estas cifras no lo dicen.",
    "Every judged curriculum benchmark so far is from Spain or Colombia ({names}); none is from Mexico. How a system "
    "does on Mexican programmes, these figures do not say.",
)
COMPARED = Text("Diferencias con {system}", "Differences from {system}")
COMPARED_NOTE = Text(
    "Diferencia de medias (sistema − {system}), con su intervalo. p: permutación por pares de grupos, corregida por "
    "Holm entre sistemas; con menos de 6 grupos no se prueba nada.",
    "Difference of means (system − {system}) with its interval. p: paired permutation over groups, Holm over systems; "
    "under 6 groups nothing is tested.",
)
NO_TEST = Text("sin prueba: {groups} grupos", "no test: {groups} groups")
DIRECTIONS = Text("Por dirección", "Per direction")
ALL_MEASURES = Text("Todas las medidas", "All measures")
NO_MATCH = Text("Sin correspondencia", "No match")
NO_MATCH_NOTE = Text(
    "Cada consulta se hace con sus respuestas en el conjunto y sin ellas. AUROC de «la mejor respuesta acierta»: .5 es "
    "azar. Al lado, el AUROC de «había respuesta», cuyo techo es (1 + A@1) / 2.",
    "Each query is asked with its answers in the corpus and without them. AUROC of 'the best answer is right': .5 is "
    "chance. Beside it the AUROC of 'there was an answer', whose ceiling is (1 + A@1) / 2.",
)
AUROC = Text("AUROC, acierta", "AUROC, right")
WITH_WITHOUT = Text("AUROC, había respuesta", "AUROC, there was an answer")
CEILING = Text("techo", "ceiling")
AREA = Text("área de riesgo", "area under risk")
RISK = Text("Riesgo y cobertura (media de los conjuntos)", "Risk and coverage (mean over benchmarks)")
CALIBRATION = Text("Probabilidades que se muestran", "Probabilities shown")
CALIBRATION_NOTE = Text(
    "Mejor respuesta de cada consulta, todos los conjuntos juntos (n = {n}). El ECE de un sistema perfecto no es cero "
    "con este n: compárese con él.",
    "Best answer of each query, all benchmarks together (n = {n}). The ECE of a perfect system is not zero at this n: "
    "compare with it.",
)
TOO_FEW = Text(
    "Son menos de {enough} consultas: no cite estas cifras.", "These are fewer than {enough} queries: do not cite them."
)
RMSCE = Text("error cuadrático de calibración, sin sesgo", "calibration error (RMS, debiased)")
PERFECT = Text("ECE de un sistema perfecto", "ECE of a perfect system")
MAPPING = Text("Correspondencias afirmadas (con umbral)", "Stated correspondences (with threshold)")
PRECISION = Text("precisión", "precision")
RECALL = Text("exhaustividad", "recall")
MICRO = Text("por correspondencia", "per correspondence")
MACRO = Text("por documento", "per document")
EXAMPLES = Text("Las peores y las mejores consultas de {system}", "The worst and the best queries of {system}")
WORST = Text("peores", "worst")
BEST = Text("mejores", "best")
QUERY = Text("consulta", "query")
ANSWERS = Text("primeras respuestas", "first answers")
RELEVANT = Text("corresponde", "corresponds")
SPEED = Text("Velocidad y exactitud", "Speed and accuracy")
PER_SECOND = Text("consultas por segundo", "queries per second")
PREPARING = Text("preparación (s)", "preparing (s)")
SECONDS = Text("respuestas (s)", "answering (s)")
MEMORY = Text("memoria máxima (MB)", "peak memory (MB)")
CITE = Text("Cómo citar", "How to cite")
CITE_NOTE = Text(
    "Cite el programa con su versión, el conjunto con su suma de comprobación y, junto a cada cifra, su intervalo, el "
    "número de consultas y de grupos.",
    "Cite the program with its version, the benchmark with its checksum and, beside each figure, its interval and the "
    "number of queries and groups.",
)
CHECKSUM = Text("suma de comprobación", "checksum")
JUDGED = Text("Solo lo juzgado", "Judged only")
JUDGED_NOTE = Text(
    "Estos conjuntos tienen también destinos juzgados como no correspondientes.",
    "These benchmarks also hold targets judged as not corresponding.",
)
CONTEXT = Text("con contexto", "with context")
