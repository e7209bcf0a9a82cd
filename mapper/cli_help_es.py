"""What `--help` says, in Spanish: each text by the English one that stands in the code."""

from __future__ import annotations

SPANISH = {
    # Of all commands
    "Show this message and exit.": "Muestra esta ayuda y termina.",
    "Language of what is shown.": "Idioma de lo que se muestra.",
    "Print one JSON document instead of a table.": "Imprime un documento JSON en lugar de una tabla.",
    "Folder for the reports.": "Carpeta para los informes.",
    "competency, or sentence_transformer:MODEL (a name or a folder).": (
        "competency o sentence_transformer:MODELO (un nombre o una carpeta)."
    ),
    "Programmes: PDF, DOCX, ODT, HTML, XLSX, Markdown or text; or folders.": (
        "Programas: PDF, DOCX, ODT, HTML, XLSX, Markdown o texto; o carpetas."
    ),
    "A programme: PDF, DOCX, ODT, HTML, XLSX, Markdown or text.": (
        "Un programa: PDF, DOCX, ODT, HTML, XLSX, Markdown o texto."
    ),
    "Framework to map to; repeat it for several.": "Marco con el que se relaciona; repítalo para varios.",
    "Framework, or one standard of it; repeat it for several.": (
        "Marco, o un solo estándar de él; repítalo para varios."
    ),
    "dual.csv, with the places of learning that somebody changed.": (
        "dual.csv, con los lugares de aprendizaje que alguien corrigió."
    ),
    "File to write.": "Archivo que se escribe.",
    "Name of the framework.": "Nombre del marco.",
    "Name of the collection.": "Nombre de la colección.",
    "CODE, or FRAMEWORK/CODE.": "CÓDIGO, o MARCO/CÓDIGO.",
    "Write a mapping in a format that other systems read, and say what that format cannot hold.": (
        "Escribe las correspondencias en un formato que leen otros sistemas, y dice qué no cabe en él."
    ),
    # curmap, map, demo
    "Maps curricula and job descriptions to competency standards, with the evidence beside each match.": (
        "Relaciona programas de estudio y ofertas de empleo con normas de competencia, con las palabras que lo"
        " muestran junto a cada correspondencia."
    ),
    "This help in English: curmap --lang en --help": "En inglés: curmap --lang en --help",
    "Folder of frameworks and indexes, named before the command; by default the user's data folder.": (
        "Carpeta de los marcos y los índices, antes de la orden; si no se indica, la de datos del usuario."
    ),
    "Map programmes to frameworks: what each passage corresponds to, and with what probability.": (
        "Relaciona programas con marcos: a qué corresponde cada pasaje y con qué probabilidad."
    ),
    "Folder for report.html, report.xlsx, report.docx and alignment.json.": (
        "Carpeta para report.html, report.xlsx, report.docx y alignment.json."
    ),
    "School, for the head of the Word document.": "Plantel, para el encabezado del documento de Word.",
    "Programme's name, for the head of the Word document.": "Nombre del programa, para el mismo encabezado.",
    "Who answers for it, likewise.": "Responsable, para el mismo encabezado.",
    "Its date as it is to be written, likewise.": "Fecha como ha de escribirse, para el mismo encabezado.",
    "Map also what does not seem to teach.": "Relaciona también lo que no parece enseñar.",
    "Cross-encoder (a name or a folder) that orders the matches shown.": (
        "Codificador cruzado (un nombre o una carpeta) que ordena las correspondencias mostradas."
    ),
    "A review: the page's JSON, or a workbook in which people marked. What they decided on this same document counts as"
    " it is; on another it informs.": (
        "Revisión: el JSON de la página, o un libro en el que se marcó. Lo decidido sobre este mismo documento vale tal"
        " cual; lo de otro orienta."
    ),
    "Map the programme that ships with curmap to the norms that ship with it, and set it against the shipped ads.": (
        "Relaciona el programa de muestra con las normas de muestra, y lo compara con las ofertas de muestra."
    ),
    "Folder for the reports and the demonstration's own workspace.": (
        "Carpeta para los informes y los marcos de la demostración."
    ),
    # framework
    "Add, list, show, remove and export competency frameworks.": (
        "Agrega, lista, muestra, quita y exporta marcos de competencias."
    ),
    "Add a framework from files; `renec` alone, or with an address, fetches the Mexican registry.": (
        "Agrega un marco desde archivos; «renec» solo, o con una dirección, descarga el registro mexicano."
    ),
    "A loader's name (conocer, ntcl, incual, renec, esco, case, skos, moodle, canvas, onet, table), then files and"
    " folders, or an address.": (
        "El nombre de un cargador (conocer, ntcl, incual, renec, esco, case, skos, moodle, canvas, onet, table) y"
        " después archivos y carpetas, o una dirección."
    ),
    "Loader to use, whatever the content looks like.": "Cargador que se usa, parezca lo que parezca el contenido.",
    "Name to call it by; by default the loader's.": "Nombre que se le da; si no se indica, el del cargador.",
    "List the frameworks in the workspace.": "Lista los marcos agregados.",
    "Show a standard, element, criterion or skill with what stands below it.": (
        "Muestra un estándar, elemento, criterio o habilidad con lo que contiene."
    ),
    "Remove a framework and its indexes from the workspace.": "Quita un marco y sus índices.",
    "Write a framework in a format that other systems read, and say what that format cannot hold.": (
        "Escribe un marco en un formato que leen otros sistemas, y dice qué no cabe en él."
    ),
    "case, skos, moodle, canvas or table.": "case, skos, moodle, canvas o table.",
    # coverage, gap
    "What programmes show of competency standards: per element and kind, with intervals and the chance level.": (
        "Qué muestran los programas de cada estándar: por elemento y tipo de criterio, con intervalos y el nivel del"
        " azar."
    ),
    "What employers ask for against what programmes teach: shares of ads, coverage, and the gap between them.": (
        "Lo que piden los empleadores frente a lo que enseñan los programas: proporción de las ofertas, cobertura y"
        " brecha."
    ),
    "Job ads: CSV, XLSX, JSON lines, Parquet, or a folder of texts.": (
        "Ofertas de empleo: CSV, XLSX, JSON por líneas, Parquet o una carpeta de textos."
    ),
    "Sets of ads side by side: by month, quarter or year of publication, or each --jobs a set (file).": (
        "Conjuntos de ofertas lado a lado: por mes (month), trimestre (quarter) o año (year) de publicación, o cada"
        " --jobs uno (file)."
    ),
    "Only the ads and standards of a sector.": "Solo las ofertas y los estándares de un sector.",
    "A column of the table of ads, as in description=Texto.": (
        "Una columna de la tabla de ofertas, como en description=Texto."
    ),
    "Write a blind sheet of N ads to be judged.": "Escribe una hoja ciega de N ofertas para que alguien las juzgue.",
    "A sheet that somebody filled in; it corrects the shares.": (
        "Una hoja que alguien llenó; con ella se corrigen las proporciones."
    ),
    # collection, index, search, who-teaches
    "List collections and look after their versions.": "Lista las colecciones y cuida sus versiones.",
    "List the collections in the workspace.": "Lista las colecciones.",
    "List the versions of a collection, the oldest first; a star marks the one in force.": (
        "Lista las versiones de una colección, primero la más antigua; un asterisco marca la vigente."
    ),
    "List the documents of the version in force that could not be read, and why.": (
        "Lista los documentos de la versión vigente que no se pudieron leer, y por qué."
    ),
    "Put an earlier version of a collection back in force.": "Vuelve a poner en vigor una versión anterior.",
    "Any version; by default the one before.": "Cualquier versión; si no se indica, la anterior.",
    "Remove old versions of a collection, and the files that only they use.": (
        "Borra versiones antiguas de una colección, y los archivos que solo ellas usan."
    ),
    "How many versions stay, the one in force among them.": "Cuántas versiones se conservan, contando la vigente.",
    "Check every file of a collection against its checksum.": (
        "Comprueba cada archivo de una colección con su suma de verificación."
    ),
    "Index a catalogue into a collection that can be searched, mapped to frameworks.": (
        "Hace de un catálogo una colección que se puede consultar, relacionada con marcos."
    ),
    "Files, folders, patterns, and tables of documents (CSV, JSONL, Parquet).": (
        "Archivos, carpetas, patrones y tablas de documentos (CSV, JSONL, Parquet)."
    ),
    "Do only what changed since the version in force.": "Trabaja solo en lo que cambió desde la versión vigente.",
    "Where the work is done.": "Dónde se hace el trabajo.",
    "Running dask scheduler, tcp://HOST:PORT.": "Planificador de dask en marcha, tcp://EQUIPO:PUERTO.",
    "How long to wait for a scheduler that was lost.": "Cuánto se espera a un planificador que se perdió.",
    "Processes on this machine; 0 for one per processor, 1 for this process alone.": (
        "Procesos en esta máquina; 0: uno por procesador; 1: solo este proceso."
    ),
    "Which column of a table is its id, title or description; repeatable.": (
        "Qué columna de una tabla es su id, title o description; se puede repetir."
    ),
    "Encoder; by default competency, on an update that of the version.": (
        "Codificador; si no se indica, competency, y al actualizar el de la versión."
    ),
    "Time that reading one document may take.": "Tiempo que puede tomar la lectura de un documento.",
    "Give up when more documents cannot be read.": "Desiste si son más los documentos que no se pueden leer.",
    "Kind of index; auto goes by size; hnsw is ivf.": "Tipo de índice; auto va por el tamaño; hnsw es ivf.",
    "Of an approximate index's answer, so many are scored again from their vectors.": (
        "De la respuesta de un índice aproximado, cuántos se vuelven a calificar con sus vectores."
    ),
    "Weight of the documents that are worked on together.": "Peso de los documentos que se trabajan juntos.",
    "Look first whether the disk has room enough.": "Revisa antes si hay espacio suficiente en el disco.",
    "Refuse a version that maps worse on it (exit code 4); repeatable.": (
        "Rechaza una versión que relacione peor en este banco (código de salida 4); se puede repetir."
    ),
    "Progress as JSON lines on standard error.": "Avance en líneas JSON por la salida de errores.",
    "Find the passages of a collection that are nearest to a text, with the norms that they meet.": (
        "Busca los pasajes de una colección más cercanos a un texto, con las normas que cumplen."
    ),
    "What to look for, in Spanish or English.": "Lo que se busca, en español o inglés.",
    "How many at most.": "Cuántos, a lo sumo.",
    "List the documents of a collection that teach a competency, or one below it.": (
        "Lista los documentos de una colección que enseñan una competencia, o una que forma parte de ella."
    ),
    "CODE of a competency, or FRAMEWORK/CODE.": "CÓDIGO de una competencia, o MARCO/CÓDIGO.",
    # eval
    "Measure systems on benchmarks, compare them, and let people judge.": (
        "Mide sistemas en bancos de prueba, los compara y prepara lo que juzgan personas."
    ),
    "Run systems on benchmarks and write run folders: ranking, figures with intervals, settings, checksums.": (
        "Corre sistemas en bancos de prueba y escribe carpetas de corrida: ordenamiento, cifras con intervalos,"
        " opciones, sumas de verificación."
    ),
    "Name or folder of a benchmark; repeat for several.": (
        "Nombre o carpeta de un banco de prueba; repítalo para varios."
    ),
    "Folder of benchmarks; repeatable.": "Carpeta de bancos de prueba; se puede repetir.",
    "matcher, bm25, char, use, use+char, an encoder (sentence_transformer:MODEL) or run:FILE; repeatable.": (
        "matcher, bm25, char, use, use+char, un codificador (sentence_transformer:MODELO) o run:ARCHIVO; se puede"
        " repetir."
    ),
    "group: queries of one module, programme or document inform each other.": (
        "group: las consultas de un mismo módulo, programa o documento se toman en cuenta unas a otras."
    ),
    "Run folder; by default one in the workspace.": (
        "Carpeta de la corrida; si no se indica, una en la carpeta de trabajo."
    ),
    "Measure the probabilities shown against graded pairs: order, bands, calibration, what is shown in vain.": (
        "Mide las probabilidades mostradas con pares calificados: orden, franjas, calibración, lo mostrado en vano."
    ),
    "Passages with graded candidates.": "Pasajes con candidatos calificados.",
    "Framework whose candidates are measured; repeat it for several.": (
        "Marco cuyos candidatos se miden; repítalo para varios."
    ),
    "Compare two runs; refuses (exit code 4) where B falls by more than the margin.": (
        "Compara dos corridas; rechaza (código de salida 4) si B cae más que el margen."
    ),
    "Run folder of the system that is there.": "Carpeta de la corrida del sistema actual.",
    "Run folder of the one that may take its place.": "Carpeta de la corrida del que podría sustituirlo.",
    "Pass only what is shown to be no worse.": "Acepta solo lo que demuestre no ser peor.",
    "Fall that is put up with.": "Caída que se tolera.",
    "Make one page of all runs: tables with intervals, pictures, the worst and the best queries.": (
        "Hace una página con todas las corridas: tablas con intervalos, gráficas, las peores y las mejores consultas."
    ),
    "Run folders; by default those in the workspace.": (
        "Carpetas de corridas; si no se indican, las de la carpeta de trabajo."
    ),
    "Folder for evaluation.html and evaluation.md.": "Carpeta para evaluation.html y evaluation.md.",
    "Write a blind sheet to judge: the best answers of three systems and some drawn from below.": (
        "Escribe una hoja ciega para juzgar: las mejores respuestas de tres sistemas y algunas sorteadas del resto."
    ),
    "Programmes whose passages are judged.": "Programas cuyos pasajes se juzgan.",
    "Framework to judge against.": "Marco con el que se juzga.",
    "Judge a benchmark's queries.": "Juzga las consultas de un banco de prueba.",
    "Folder for the sheets.": "Carpeta para las hojas.",
    "How many passages are drawn.": "Cuántos pasajes se sortean.",
    "Of the drawing and the order.": "Semilla del sorteo y del orden.",
    "Say how far judges agree, and where they do not.": (
        "Dice qué tanto coinciden quienes juzgan, y en qué no coinciden."
    ),
    "Two or more filled sheets.": "Dos o más hojas llenas.",
    "Make a benchmark of filled sheets, with the pairs judged not relevant, who judged and when.": (
        "Hace un banco de prueba con hojas llenas, con los pares no pertinentes, quién juzgó y cuándo."
    ),
    "Filled sheets, one per judge.": "Hojas llenas, una por cada persona que juzgó.",
    "Folder that `curmap eval pool` wrote.": "Carpeta que escribió «curmap eval pool».",
    "Sheet of open pairs, filled in after talking.": "Hoja de los pares sin acuerdo, llena después de conversarlos.",
    "Folder for the benchmark.": "Carpeta para el banco de prueba.",
    # export, columns, crosswalk, diff, overlaps
    "alignment.json, a review, crosswalk.json or diff.json.": (
        "alignment.json, una revisión, crosswalk.json o diff.json."
    ),
    "case, sssom or csv.": "case, sssom o csv.",
    "Show what the columns of a workbook are taken for; --set says it where their names do not.": (
        "Muestra por qué se toman las columnas de un libro de Excel; --set lo dice donde sus nombres no lo dicen."
    ),
    "A programme as a workbook.": "Un programa como libro de Excel.",
    "Say what a column holds: module, unit, competency, outcome, criterion, content, activity, evaluation, other, or"
    " ignore. Kept in curmap-columns.json beside the workbook, for all of that folder.": (
        "Dice qué trae una columna: module, unit, competency, outcome, criterion, content, activity, evaluation, other"
        " o ignore. Se guarda en curmap-columns.json junto al libro, para toda esa carpeta."
    ),
    "Propose which entries of one framework correspond to which of another, and how, for a person to review.": (
        "Propone qué entradas de un marco corresponden a cuáles de otro, y cómo, para que una persona lo revise."
    ),
    "A framework, or a standard as FRAMEWORK/CODE.": "Un marco, o un estándar como MARCO/CÓDIGO.",
    "The other framework, or a standard of it.": "El otro marco, o un estándar de él.",
    "Compare two editions of a standard or of a programme: what was added, removed, reworded, moved.": (
        "Compara dos ediciones de una norma o de un programa: qué se agregó, se quitó, cambió de palabras o de lugar."
    ),
    "A document, or the code of a standard in the workspace.": "Un documento, o el código de un estándar agregado.",
    "Its new edition; without it A is, and the old one the one that it updates.": (
        "Su nueva edición; si no se indica, lo es A, y la anterior es la que A actualiza."
    ),
    "alignment.json, or a report's workbook with its review: what of it still holds.": (
        "alignment.json, o el libro de un informe con su revisión: qué de él sigue valiendo."
    ),
    "List the standards of a registry that say nearly the same, those of different committees first.": (
        "Lista los estándares de un registro que dicen casi lo mismo, primero los de distintos comités."
    ),
    "A registry in the workspace, such as renec.": "Un registro agregado, como renec.",
    # credentials, evidence, instructors, serve
    "Bundles worth certifying: which units teach which criteria fully, with hours, gaps, overlaps and badges.": (
        "Qué vale la pena certificar: qué unidades enseñan por completo qué criterios, con horas, faltantes, traslapes"
        " e insignias."
    ),
    "Where standards without an address of their own are published.": (
        "Dónde se publican los estándares que no tienen dirección propia."
    ),
    "The evidence matrix of a standard: each criterion against the programme's evaluation activities.": (
        "La matriz de evidencias de un estándar: cada criterio frente a las actividades de evaluación del programa."
    ),
    "The standard.": "El estándar.",
    "Whom to train in what: the standards for teaching and the technical ones against what teachers hold.": (
        "A quién capacitar en qué: los estándares para enseñar y los técnicos frente a los que tienen los docentes."
    ),
    "What teachers hold: name, code, date, expires.": "Lo que tienen los docentes: nombre, código, fecha, vence.",
    "Day on which validity is judged, as 2026-03-31.": "Día en que se juzga la vigencia, como 2026-03-31.",
    "Serve the page: upload programmes, review what they correspond to, browse frameworks.": (
        "Sirve la página: subir programas, revisar a qué corresponden, consultar marcos."
    ),
    "Address to listen on.": "Dirección en la que atiende.",
    "Port to listen on.": "Puerto en el que atiende.",
    "Whoever opens the page types a name; only on this machine (default).": (
        "Quien abre la página escribe un nombre; solo en esta máquina (así es si no se indica otra cosa)."
    ),
    "Header in which a reverse proxy says who signed in.": (
        "Encabezado en el que un proxy inverso dice quién inició sesión."
    ),
    "Address whose word in that header is believed; repeat it.": (
        "Dirección a la que se le cree ese encabezado; se puede repetir."
    ),
    # judge
    "Chat API (OpenAI-compatible) of a language model that reads what the score leaves open; its key stands in"
    " CURMAP_JUDGE_KEY. Only criteria and the passages near them go there.": (
        "API de chat (compatible con la de OpenAI) de un modelo de lenguaje que lee lo que la puntuación deja abierto;"
        " su clave va en CURMAP_JUDGE_KEY. Solo van allá criterios y los pasajes cercanos."
    ),
    "Its model; without --judge, whose answers of before count.": (
        "Su modelo; sin --judge, de quién son las respuestas que ya se dieron."
    ),
    "Allow an address that is not on this computer.": "Permite una dirección que no es de este equipo.",
    "Most questions, the most uncertain ones first; 0 for all.": (
        "Máximo de preguntas, primero las más inciertas; 0 para todas."
    ),
    "Have a person or a language model read what the score leaves open.": (
        "Hace que una persona o un modelo de lenguaje lea lo que la puntuación deja abierto."
    ),
    "Write the questions on programmes and standards as JSON lines; `curmap judge guidelines` says how to answer.": (
        "Escribe las preguntas sobre programas y estándares como JSON por líneas; «curmap judge guidelines» dice cómo"
        " se contestan."
    ),
    "Take answers from a file: those whose quotations stand in their passages count in later reports.": (
        "Toma respuestas de un archivo: las que citan palabras de sus pasajes cuentan en los informes que sigan."
    ),
    "Answers as JSON lines.": "Respuestas como JSON por líneas.",
    "Who answered; else the file says it, or its name.": (
        "Quién contestó; si no se indica, lo dice el archivo, o su nombre."
    ),
    "Print what a reader is told: what the states mean, how to quote, the form of an answer.": (
        "Imprime lo que se le dice a quien lee: qué significan los estados, cómo citar, la forma de la respuesta."
    ),
    "Measure a judge on programmes of known truth; after that its verdicts have probabilities.": (
        "Mide a quien juzga con programas de verdad conocida; después, sus veredictos tienen probabilidades."
    ),
    "Programmes of known truth.": "Programas de verdad conocida.",
    "Answers as JSON lines, in place of asking.": "Respuestas como JSON por líneas, en lugar de preguntar.",
    "Only write the questions, for a reader of files.": "Solo escribe las preguntas, para quien lee archivos.",
    "Let the result give this judge's verdicts probabilities.": (
        "Que el resultado dé probabilidades a los veredictos de quien juzga."
    ),
}
