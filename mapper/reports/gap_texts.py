"""Every word that gap reports show besides those of programmes, ads and frameworks, in both languages."""

from __future__ import annotations

from corpora import Text
from mapper.reports.coverage_texts import STANDARDS

GAP: dict[str, Text] = {
    **STANDARDS,
    "title": Text("Lo que piden las ofertas y lo que enseña el programa", "What job ads ask for and programmes teach"),
    "first": Text("De qué trata este informe", "What this report is about"),
    # Sheets: at most 31 characters
    "sheet.first": Text("Portada", "First page"),
    "sheet.gap": Text("Brecha", "Gap"),
    "sheet.needs": Text("Necesidades transversales", "Needs of every trade"),
    "sheet.green": Text("Habilidades verdes", "Green skills"),
    "sheet.equipment": Text("Espacios y equipo", "Rooms and equipment"),
    "sheet.dual": Text("Formación dual", "Dual training"),
    "sheet.staff": Text("Docentes y evaluadores", "Staff"),
    "sheet.others": Text("Qué más piden", "What else is asked"),
    "sheet.skipped": Text("Lo que no se usó", "Not used"),
    "standard.of": Text("Marco", "Framework"),
    "instead.head": Text("Sí enseña", "It does teach"),
    # First page
    "f.ads": Text("Ofertas", "Job ads"),
    "f.ads.value": Text(
        "{groups} distintas. Se leyeron {read} y {unread} no se pudieron leer; los duplicados cuentan una vez.",
        "{groups} distinct ones. {read} were read, {unread} could not be; duplicates count once.",
    ),
    "f.asking": Text("Piden algo", "Ask for something"),
    "f.asking.value": Text(
        "{asking} de {groups} piden al menos una tarea, habilidad o conocimiento; las demás también cuentan.",
        "{asking} of {groups} ask for at least one task, skill or knowledge; the others count too.",
    ),
    "f.source": Text("Archivos de ofertas", "Files of ads"),
    "f.dates": Text("Fechas", "Dates"),
    "f.dates.value": Text("del {first} al {last}", "from {first} to {last}"),
    "f.countries": Text("País", "Country"),
    "f.countries.value": Text("{name} ({n})", "{name} ({n})"),
    "f.employers": Text("Empleadores", "Employers"),
    "f.audited": Text("Auditado", "Audited"),
    "f.audited.yes": Text(
        "Sí: {judges} juzgó {n} ofertas, y las cifras están corregidas con ello.",
        "Yes: {judges} judged {n} ads, and the figures are corrected by that.",
    ),
    "f.audited.no": Text(
        "No: nadie ha juzgado una muestra de estas ofertas, así que las cifras son estimaciones sin comprobar.",
        "No: nobody has judged a sample of these ads, so the figures are estimates that were not checked.",
    ),
    "f.judge": Text("una persona", "somebody"),
    "f.sector": Text("Sector", "Sector"),
    "f.sector.all": Text("todas las ofertas, sin elegir sector", "all ads, no sector was chosen"),
    "f.frameworks": Text("Comparado con", "Compared with"),
    "f.calibrated": Text("Probabilidades", "Probabilities"),
    "sector.by": Text(
        "{title}. De las ofertas distintas, {column} son del sector por su propia columna y {words} por palabras del"
        " anuncio; no se usan {others} de otro sector ni {without} en las que nada dice el sector.",
        "{title}. Of the distinct ads, {column} are of the sector by their own column and {words} by words of the ad;"
        " {others} of another sector are not used, nor {without} in which nothing says the sector.",
    ),
    "sector.words": Text("Palabras que decidieron: {words}.", "Words that decided: {words}."),
    # Headline
    "headline": Text("En una cifra", "In one figure"),
    "headline.lead": Text(
        "De lo que piden estas ofertas, el documento {name} muestra alrededor de {share}: con 90 % de"
        " confianza, entre {low} y {high}.",
        "Of what these ads ask for, the document {name} shows about {share}: with 90% confidence between {low} and"
        " {high}.",
    ),
    "headline.single": Text(
        "La cifra sale de las competencias que piden bastantes ofertas: {n}. Cada una pesa según sus ofertas.",
        "The figure is made from the competencies that enough ads ask for: {n}. Each weighs by its ads.",
    ),
    "headline.groups": Text(
        "La cifra sale de los grupos de competencias que se piden: {n}. Cada uno pesa según sus ofertas.",
        "The figure is made from the groups of competencies that are asked for: {n}. Each weighs by its ads.",
    ),
    "headline.wide": Text(
        "El intervalo es tan ancho que la cifra dice muy poco; hacen falta más ofertas o un marco más cercano.",
        "The interval is so wide that the figure says very little; it takes more ads or a framework closer to them.",
    ),
    "headline.none": Text(
        "No se da una cifra de conjunto: con {n} ofertas distintas no se puede hablar de proporciones.",
        "No overall figure is given: {n} distinct ads do not allow to speak of shares.",
    ),
    "headline.nothing": Text(
        "No se da una cifra de conjunto: ninguna competencia de los marcos elegidos la piden bastantes ofertas.",
        "No overall figure is given: no competency of the frameworks chosen is asked for by enough ads.",
    ),
    "taught": Text("Enseñado de lo que se pide", "Taught of what is asked for"),
    # How to read
    "how.share": Text(
        "«Ofertas» es la parte de las ofertas que se estima que pide algo; detrás va el intervalo en que está con 90 %"
        " de confianza. Si el intervalo es ancho, la cifra es insegura.",
        "'Ads' is the part of the ads that is estimated to ask for something; behind it stands the interval in which it"
        " lies with 90% confidence. If the interval is wide, the figure is unsure.",
    ),
    "how.found": Text(
        "«Hallado» y «no hallado» se dicen del documento: un programa puede enseñar lo que su documento no dice.",
        "'Found' and 'not found' are said of the document: a programme may teach what its document does not say.",
    ),
    "how.sure": Text(
        "Algo se da por pedido y no hallado solo si lo piden con seguridad al menos 2 % de las ofertas y la cobertura"
        " lo da por no encontrado en el programa. Lo que queda por confirmar en la cobertura se llama incierto.",
        "Something counts as asked for and not found only if at least 2% of the ads surely ask for it and coverage says"
        " that the programme does not show it. What coverage leaves to be confirmed is called uncertain.",
    ),
    "how.gap": Text(
        "La brecha de una competencia es la parte de las ofertas que la piden sin que el programa la muestre.",
        "The gap in a competency is the part of the ads that ask for it without the programme showing it.",
    ),
    # Withheld
    "withheld": Text("Lo que no se muestra, y por qué", "What is not shown, and why"),
    "withheld.10": Text(
        "Hay {n} ofertas distintas. Con menos de 10 no se muestran proporciones, ni competencias pedidas, ni brecha:"
        " una sola oferta cambiaría la cifra en más de diez puntos. Sí se muestra lo que no depende del número de"
        " ofertas.",
        "There are {n} distinct ads. With fewer than 10 neither shares nor competencies asked for nor a gap are shown:"
        " a single ad would change a figure by more than ten points. What does not depend on the number of ads is"
        " shown.",
    ),
    "withheld.30": Text(
        "Hay {n} ofertas distintas. Con menos de 30 se muestran proporciones, pero no un orden de lo más pedido: los"
        " intervalos se traslapan tanto que el orden sería casualidad.",
        "There are {n} distinct ads. With fewer than 30 shares are shown, but no order of what is most asked for: the"
        " intervals overlap so much that the order would be chance.",
    ),
    "withheld.single": Text(
        "De ninguna competencia por separado se espera que la pidan al menos cinco ofertas; por eso solo se muestran"
        " grupos de competencias.",
        "No single competency is expected to be asked for by at least five ads; therefore only groups of competencies"
        " are shown.",
    ),
    # States
    "gap.demanded_not_found": Text("Pedido y no hallado", "Asked for and not found"),
    "gap.demanded_not_found.what": Text(
        "Lo que las ofertas piden y el documento del programa no muestra, lo más pedido primero.",
        "What the ads ask for and the programme's document does not show, the most asked for first.",
    ),
    "gap.demanded_found": Text("Pedido y hallado", "Asked for and found"),
    "gap.demanded_found.what": Text(
        "Lo que las ofertas piden y el programa muestra.", "What the ads ask for and the programme shows."
    ),
    "gap.uncertain": Text("Incierto", "Uncertain"),
    "gap.uncertain.what": Text(
        "De esto no se puede decir con seguridad: o bien no es seguro que las ofertas lo pidan, o no es seguro que el"
        " programa lo enseñe.",
        "Of this nothing can be said with certainty: it is not sure that the ads ask for it, or that the programme"
        " teaches it.",
    ),
    "gap.found_not_in_ads": Text("Enseñado y no pedido en estas ofertas", "Taught and not in these ads"),
    "gap.found_not_in_ads.what": Text(
        "El programa lo muestra y estas ofertas no lo piden. Otras pueden pedirlo: no es una razón para quitarlo.",
        "The programme shows it and these ads do not ask for it. Others may: it is no reason to drop it.",
    ),
    "rows.withheld": Text(
        "No se dice qué se pide ni qué falta: hay {n} ofertas distintas y hacen falta al menos 10. Lo que sigue solo"
        " dice qué muestra el programa.",
        "It is not told what is asked for and what is missing: there are {n} distinct ads, and it takes at least 10."
        " What follows only says what the programme shows.",
    ),
    "rows.none": Text("Nada.", "Nothing."),
    "matrix": Text("Los programas lado a lado", "The programmes side by side"),
    "matrix.what": Text(
        "Una fila por cada competencia o grupo que se pide, una columna por programa: el resultado y la probabilidad de"
        " que la enseñe. La brecha más ancha va primero.",
        "A row for each competency or group asked for, a column for each programme: the result and the probability"
        " that it teaches it. The widest gap comes first.",
    ),
    "demand": Text("Ofertas", "Ads"),
    "first_ten": Text("Entre las diez más pedidas", "Among the ten most asked for"),
    "taught.probability": Text("Enseñado", "Taught"),
    "gap": Text("Brecha", "Gap"),
    "nearest": Text("Lo más cercano del programa", "Nearest in the programme"),
    "nearest.none": Text("ninguna", "none"),
    "instead": Text("Sí enseña: {statement}", "It does teach: {statement}"),
    "examples": Text("Frases de las ofertas", "Sentences of the ads"),
    "is_group": Text("grupo", "group"),
    "is_group.head": Text("Es un grupo", "Is a group"),
    # Pictures
    "picture.demand": Text("Lo más pedido, con su intervalo", "What is asked for most, with its interval"),
    "picture.demand.how": Text(
        "La barra es la parte de las ofertas que se estima que lo pide; la línea, el intervalo del 90 %.",
        "The bar is the part of the ads that is estimated to ask for it; the line is the 90% interval.",
    ),
    "picture.gap": Text("La brecha: lo pedido y lo que de ello se enseña", "The gap: asked for, and taught of it"),
    "picture.gap.how": Text(
        "El círculo lleno es la parte de las ofertas que lo pide. El rombo hueco es esa parte por la probabilidad de"
        " que el programa lo enseñe. La línea entre ambos es la brecha.",
        "The filled circle is the part of the ads that asks for it. The hollow diamond is that part times the"
        " probability that the programme teaches it. The line between them is the gap.",
    ),
    "asked": Text("pedido", "asked for"),
    "asked.taught": Text("pedido y enseñado", "asked for and taught"),
    "axis.ads": Text("parte de las ofertas", "share of the ads"),
    "demand.heading": Text("Lo que se pide y lo que falta", "What is asked for and what is missing"),
    # The offer of several programmes
    "sheet.offer": Text("Oferta", "Offer"),
    "sheet.trend": Text("Periodos", "Periods"),
    "between": Text("{low} a {high}", "{low} to {high}"),
    "offer": Text("La oferta: qué programa enseña lo que se pide", "The offer: which programme teaches what is asked"),
    "offer.any": Text("Alguno", "Any of them"),
    "offer.by": Text("Lo enseña", "Taught by"),
    "offer.none": Text("ninguno", "none"),
    "offer.more": Text(" y {n} más", " and {n} more"),
    "offer.headline": Text(
        "De lo que piden estas ofertas, los programas juntos muestran alrededor de {share} ({between}).",
        "Of what these ads ask for, the programmes together show about {share} ({between}).",
    ),
    "offer.demanded_not_found": Text("Ninguno lo enseña, según su documento ({n}){named}", "None teaches ({n}){named}"),
    "offer.uncertain": Text("No se puede decir ({n}){named}", "Cannot be told ({n}){named}"),
    "offer.demanded_found": Text("Alguno lo enseña ({n}){named}", "Some programme teaches ({n}){named}"),
    "offer.how": Text(
        "«Alguno» es la probabilidad de que lo enseñe el programa que más probablemente lo enseña. Varios programas"
        " inseguros no hacen uno seguro.",
        "'Any of them' is the probability that the programme which most probably teaches it does. Several unsure"
        " programmes do not make a sure one.",
    ),
    "offer.signs": Text("✓ hallado; ? incierto; – no hallado.", "✓ found; ? uncertain; – not found."),
    "picture.offer": Text("Qué programa enseña lo más pedido", "Which programme teaches what is asked for most"),
    # Periods
    "trend": Text("Periodos lado a lado: qué sube y qué baja", "Periods side by side: what rises and what falls"),
    "trend.quarter": Text("-T", "-Q"),
    "trend.period": Text("{name}: {groups} ({asking} piden algo)", "{name}: {groups} ({asking} ask for something)"),
    "trend.periods": Text("Ofertas distintas. {counts}.", "Distinct ads. {counts}."),
    "trend.undated": Text(
        "Ofertas sin fecha, en ningún periodo: {n}.", "Ads without a date, which stand in no period: {n}."
    ),
    "trend.rises.lead": Text("Sube de {first} a {last} ({n}){named}", "Rises from {first} to {last} ({n}){named}"),
    "trend.falls.lead": Text("Baja de {first} a {last} ({n}){named}", "Falls from {first} to {last} ({n}){named}"),
    "trend.change": Text("Cambio", "Change"),
    "trend.direction": Text("¿Sube o baja?", "Rises or falls?"),
    "trend.rises": Text("sube", "rises"),
    "trend.falls": Text("baja", "falls"),
    "trend.unclear": Text("no se puede decir", "cannot be told"),
    "trend.how": Text(
        "El cambio es la última parte menos la primera, en puntos, con su intervalo de 90 %. Se dice que algo sube o"
        " baja solo de modo que, de todo lo que se dice, a lo sumo una de cada diez veces no cambie.",
        "The change is the last share minus the first, in points, with its 90% interval. Something is said to rise or"
        " fall only so that of all that is said at most one in ten is expected not to change.",
    ),
    "picture.trend": Text("Lo que cambia, periodo por periodo", "What changes, period by period"),
    # Needs
    "needs": Text("Cuatro necesidades transversales", "Four needs of every trade"),
    "needs.how": Text(
        "Se busca en todo el documento, también en metodología y recursos. Solo lo que está en un resultado de"
        " aprendizaje o un criterio cuenta como enseñado; lo demás es método o mención.",
        "The whole document is searched, methodology and resources too. Only what stands in a learning outcome or a"
        " criterion counts as taught; the rest is method or mention.",
    ),
    "need": Text("Necesidad", "Need"),
    "need.taught": Text("¿La enseña?", "Taught?"),
    "need.asked": Text("La piden", "Asked for by"),
    "need.ads": Text("{asking} de {ads} ofertas", "{asking} of {ads} ads"),
    "need.lacking": Text("Se pide y no se halló en un resultado", "Asked for and not found in an outcome"),
    "need.standards.head": Text("Estándares del registro", "Standards of the registry"),
    "need.absent": Text("ya no está en el registro", "no longer in the registry"),
    "need.levels": Text("Niveles que piden las ofertas: ", "Levels that the ads ask for: "),
    "need.areas": Text("Áreas de DigComp", "Areas of DigComp"),
    "use.outcome": Text("enseñado", "taught"),
    "use.method": Text("método", "method"),
    "use.mention": Text("mención", "mention"),
    "green": Text("Habilidades verdes", "Green skills"),
    "green.how": Text(
        "Habilidades de la colección verde de ESCO con las que el programa se corresponde.",
        "Skills of ESCO's green collection that the programme corresponds to.",
    ),
    "green.none": Text(
        "No se halló ninguna habilidad verde de ESCO en el programa, o la colección de ESCO no está cargada.",
        "No green skill of ESCO was found in the programme, or ESCO's collection is not loaded.",
    ),
    # Equipment, staff, dual
    "brings": Text("Lo que los estándares traen consigo", "What the standards bring with them"),
    "equipment": Text("Espacios y equipo", "Rooms and equipment"),
    "equipment.how": Text(
        "Lo que el estándar exige o nombra, frente a lo que nombra el programa. Que el programa no lo nombre no quiere"
        " decir que la escuela no lo tenga: es lo que conviene revisar, o compartir con una empresa.",
        "What the standard requires or names, against what the programme names. That the programme does not name it"
        " does not mean that the school lacks it: it is what to check, or to share with a company.",
    ),
    "equipment.unsaid": Text(
        "El documento del estándar no dice qué apoyos requiere su evaluación.",
        "The standard's document does not say what its assessment requires.",
    ),
    "equipment.none": Text("No se halló nada en el estándar.", "Nothing was found in the standard."),
    "thing": Text("Qué", "What"),
    "origin": Text("Lo dice", "Said in"),
    "origin.requirements": Text("los requerimientos de la evaluación", "the requirements of its assessment"),
    "origin.criterion": Text("el criterio {code}", "the criterion {code}"),
    "named": Text("En el programa", "In the programme"),
    "named.no": Text("no lo nombra", "not named"),
    "thing.room": Text("espacio", "room"),
    "thing.equipment": Text("equipo", "equipment"),
    "thing.material": Text("material", "material"),
    "thing.software": Text("software", "software"),
    "thing.staff": Text("personal", "staff"),
    "thing.other": Text("otro", "other"),
    "staff": Text("Estándares para quienes enseñan y evalúan", "Standards for those who teach and assess"),
    "purpose": Text("Para", "For"),
    "title.unloaded": Text("(el registro no está cargado)", "(the registry is not loaded)"),
    "dual": Text("Formación dual: dónde puede aprenderse cada criterio", "Dual training: where each criterion fits"),
    "dual.how": Text(
        "Es una sugerencia: las marcas del propio programa mandan, y una persona puede cambiarla.",
        "It is a suggestion: the programme's own marks win, and a person can change it.",
    ),
    "dual.marks": Text("Lo que el programa marca para la empresa", "What the programme marks for the company"),
    "dual.marks.how": Text(
        "El programa marca como aprendido en la empresa, o allí y en la escuela, {n} de los textos que enseñan, con lo"
        " que está debajo de lo marcado. Ninguna sugerencia lo contradice.",
        "The programme marks {n} of the texts that teach as learnt at the company, or there and in school, with what"
        " stands below what is marked. No suggestion contradicts that.",
    ),
    "dual.sheet": Text(
        "Junto a este informe está dual.csv; escriba escuela, empresa o ambas en su última columna y vuelva a hacer el"
        " informe con --dual dual.csv.",
        "Beside this report lies dual.csv; write school, company or both into its last column and make the report again"
        " with --dual dual.csv.",
    ),
    "dual.setting": Text("Sugerencia", "Suggestion"),
    "dual.by": Text("Por", "By"),
    "setting.school": Text("escuela", "school"),
    "setting.company": Text("empresa", "company"),
    "setting.both": Text("ambas", "both"),
    "by.rule": Text("regla", "rule"),
    "by.programme": Text("el programa", "the programme"),
    "by.person": Text("una persona", "a person"),
    "unused_changes": Text(
        "Cambios que no son de ningún criterio de este informe: {codes}",
        "Changes that are of no criterion of this report: {codes}",
    ),
    # Others
    "others": Text("Qué más piden las ofertas", "What else the ads ask for"),
    "others.how": Text(
        "Títulos, licencias, experiencia, idiomas y condiciones se cuentan, no se comparan con el programa.",
        "Degrees, licences, experience, languages and conditions are counted, not compared with the programme.",
    ),
    "others.none": Text("Las ofertas no piden nada de esto.", "The ads ask for nothing of this."),
    "others.what": Text("Lo que piden", "What they ask for"),
    "others.ads": Text("Ofertas", "Ads"),
    "others.required": Text("De ellas, exigido", "Of them, required"),
    "other.degree": Text("título o estudios", "degree"),
    "other.licence": Text("licencia o carné", "licence"),
    "other.experience": Text("experiencia", "experience"),
    "other.language": Text("idioma", "language"),
    "other.condition": Text("condición", "condition"),
    "left.where": Text("De dónde", "Where from"),
    "ads.skipped": Text("Lo que no se usó de las ofertas", "What was not used of the ads"),
    "columns": Text("Columnas de las ofertas", "Columns of the ads"),
}
