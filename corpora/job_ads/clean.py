"""A description as it is kept: plain text in which nothing leads to a person.

Out of databases and feeds come HTML with its lists, entities and line ends written out; e-mail, telephone, web
addresses, names behind "contacto" and contact blocks go.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator

from corpora.text import clean_lines, fix_mojibake, without_markup

# Tokens are bounded, and begin where nothing of the kind stands before: long texts without a blank stay cheap.
_EMAIL = (
    r"(?<![\w.+'-])[\w.+'-]{1,80}\s?(?:@|\(at\)|\[at\]|\(arroba\))\s?[\w-]+(?:\.[\w-]+)*|<e-?mail>"
    r"|(?<!\S)[^\s@]{0,80}@\S*|@\S*|\((?:at|arroba)\)"
)
_DOMAINS = (
    r"(?:(?:com|co|org|gob|gov|edu|ac)\.[a-z]{2}|com|es|mx|org|gob|gov|edu|info|eu|cat|gal|eus|uk|us|io|net|co|ie|ca|au"
    r"|nz|cl|pe|ar|uy|ec)"
)
# "ASP.NET" and "Node.js" are no addresses: a bare name needs a part before its domain that is none of Microsoft's.
_URL = (
    r"(?:https?|ftp)\s?:\s?//\S+|www\.\S+"
    rf"|(?<![\w@.-])(?!(?:asp|vb|ado|ml|booking)\.)(?:[\w-]{{1,63}}\.){{1,6}}{_DOMAINS}(?:/\S*|(?![\w-]|\.\w))"
)
_PHONE_WORD = r"(?:tel[eé]?f?o?n?o?s?|tfn?o?s?|tlfn?o?s?|m[oó]vil|cel(?:ular)?|whats?app|phone|fax)"
_LABELLED_PHONE = (
    rf"\b{_PHONE_WORD}\b\s?[.:]*\s?(?:<tel>|\+?[\d(][\d\s().-]{{3,}}\d)(?:\s*\([^()\d]{{2,40}}\))?|<tel>"
    r"|\bext(?:ensi[oó]n)?\b\.?\s?\d+"
)
_NUMBER = re.compile(
    r"(?<![\w$€£])(?<!\d[.,/-])\+?\(?\d[\d \t().-]{6,}\d(?!\d|\s?(?:€|eur|pesos|usd|mxn|d[oó]lares|h\b))", re.IGNORECASE
)
_STANDARD = re.compile(
    r"(?:ISO|UNE|NOM|EN|norma|norm|standard|c[oó]digo|ref\w*|oferta|n[º°o.]+)\W{0,3}$", re.IGNORECASE
)
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+(?:[-\s]+\d{1,3}(?:[.,]\d{3})+)*")
_DATE_OR_TIME = re.compile(
    r"\d{1,4}[-./ ]\d{1,2}[-./ ]\d{2,4}|(?:\d{1,2}[.]\d{2}[\s-]*){2,}|(?:19|20)\d\d[\s-]+(?:19|20)\d\d"
)

_MOST_TIMES = 20
_DETAIL = re.compile(rf"{_EMAIL}|{_URL}|{_LABELLED_PHONE}", re.IGNORECASE)

# What a feed makes of bullets, dashes, quotes and of details that it blanked, and "mended" cannot know.
_GARBLED = re.compile(r"[^\S\n]*(?:€¢|ʉۢ|€§)[^\S\n]*")
_SIGNS = {"€™": "’", "€˜": "‘", "€œ": "“", "€“": "–", "€”": "–", "€¦": "…", "€¨": "\n"}
_BLANKED = re.compile(r"#(?:URL|EMAIL|PHONE)_[\w\[\]]*#?")

# A block of contact data runs to the end of the ad, or to a heading that speaks of the post again.
_BLOCK = re.compile(
    r"(?:(?:datos|informaci[oó]n) de contacto|contact (?:details|information)|how to apply"
    r"|c[oó]mo (?:postular\w*|solicitar\w*))\s*[:.\n-]|\bpara acceder al detalle de la oferta\b",
    re.IGNORECASE,
)
_RESUMES = re.compile(
    r"(?:^|(?<=[\s.•*-]))(?:funciones|tareas|requisitos|requerimientos|perfil|se requiere|se ofrece|ofrecemos"
    r"|se valora\w*|responsabilidades|actividades|condiciones|responsibilities|requirements|duties|qualifications"
    r"|we offer)\s*:",
    re.IGNORECASE,
)

_SENDING = (
    r"(?:enviar|env[ií][ae]n?|remitir|mand(?:ar|a|en)|adjuntar|hacer llegar) (?:su |tu |el |un )?"
    r"(?:c\.?\s?v\b|curr[ií]cul\w+|correo|e-?mail)"
)
# Words behind which somebody is named: everything up to the end of the sentence or line, where a colon or a title
# stands, else the names themselves.
_TITLES = (
    r"(?:sr|sra|srta|srita|d|dª|dña|don|doña|lic|licda|ing|arq|psic|mtr[oa]|dr|dra|c\.\s?p|l\.\s?c|mr|mrs|ms|miss)"
)
# What was studied stands behind a title as well: "Lic. Contaduría", "Ing. Industrial".
_STUDIED = (
    r"(?:admin|agron|alimen|ambient|arquit|automo|automat|biolog|bioq|civil|comerc|comput|comunic|contab|contad|derecho"
    r"|diseñ|econ[oó]m|educ|el[eé]ctr|electr|enferm|financ|finanz|f[ií]sic|gastron|gesti|inform[aá]t|industrial"
    r"|instrument|log[ií]st|manten|manuf|matem|mec[aá]n|mecatr|mercad|metal|minas|negoc|nutri|pasante|pedag|petrol"
    r"|plan|psicol|produc|qu[ií]m|recursos|relac|rob[oó]t|sistemas|software|telecom|textil|titulad|trabajo|trunc|turis"
    r"|engineer|developer|manager|technic|analyst|software|data)\w*"
)
_TITLE = rf"(?:{_TITLES}\b\.?\s*(?!{_STUDIED}))"
_WORD = r"(?<!\w)[A-ZÁÉÍÓÚÑ](?:[a-záéíóúüñ]+(?!\w)|\.)"
_MORE = rf"(?:[ ](?:(?:de|del|la|las|los|y)[ ])*{_WORD})"
_NAME = rf"(?-i:{_WORD}{_MORE}{{0,4}})"
_FULL_NAME = rf"(?-i:{_WORD}{_MORE}{{1,4}})"
_TWO_WORDS = rf"(?-i:{_WORD}[ ]{_WORD}{_MORE}{{0,3}})"
# In capitals a name looks like any word: not where the words are those of a task ("CONTACTO CON CLIENTES").
_LOUD_NAME = (
    r"(?-i:(?!(?:CON|EL|LA|LOS|LAS|UN|UNA|OTR\w+|CLIENT\w+|PROVEED\w+|P[UÚ]BLICO|PACIENT\w+|USUARI\w+|ALUMN\w+|FAMIL\w+"
    r"|EMPRES\w+|OFICINA\w*|DIREC\w+|PERSON\w+|EQUIP\w+|ENTIDAD\w*|DEPARTAMENT\w+|TELEF\w+|TELÉF\w+|WITH)\b)"
    r"[A-ZÁÉÍÓÚÑ]{2,}(?:[ ][A-ZÁÉÍÓÚÑ]{2,}){0,3})"
)
_PAPERS = r"(?:cvs?|r[eé]sum[eé]s?|applications?)"
# A sentence that says how to apply; it goes whole where it holds a contact detail or a postal address.
_APPLY = re.compile(
    r"\b(?:(?:l[oa]s )?(?:personas )?interesad[oa]s?(?:/[oa]?s)?\b"
    rf"|{_SENDING}"
    r"|contactar\b|comunicarse (?:con|al?)\b|(?:mayores )?informes\b|llamar (?:al|a)\b"
    r"|llamando al?\b|presentarse en\b|para m[aá]s informaci[oó]n\b"
    r"|m[aá]s informaci[oó]n en\b|(?:please )?(?:send|e-?mail|forward|mail|submit) (?:your |us |me |a )"
    r"|apply (?:to|at|by|via|through|online|in person|direct\w*)\b|contact us\b|for more information\b|get in touch\b"
    rf"|(?:enquiries|questions)\s*(?::|to\b)|{_PAPERS}(?: and (?:a )?cover(?:ing)? letters?)? to\b"
    rf"|(?:call|phone|ring|text|message|e-?mail|contact|give) (?:us|me|{_NAME})[ ,:]+"
    r"(?:at|on|or|for|today|a|[+(\d]|\S+@))",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"\bP\.? ?O\.? Box \d|\b[A-Z]{2} \d{5}\b|\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b"
    r"|\b\d{1,5} (?:[NSEW]\.? )?(?:[A-Z][a-z]+\.? ){1,3}(?:St|Street|Rd|Road|Ave|Avenue|Blvd|Lane|Ln|Drive|Way|Hwy)\b"
    r"|\b(?i:apartado (?:postal|de correos)|c\.?p\.?) \d"
    r"|\b(?i:calle|c/|av\.|avda\.?|avenida|col\.|colonia|blvd\.?) ?[A-ZÁÉÍÓÚÑ\d]"
)
_TITLED = rf"(?<!\w){_TITLE}{{1,3}}(?:{_NAME}|{_LOUD_NAME})"
_REST = rf"(?:\b(?:{_TITLES}|[a-z])\.|[^.;\n•])*"
_PERSON = re.compile(
    r"\b(?:(?:persona|tel[eé]fono|correo|e-?mail|direcci[oó]n|p[aá]gina) (?:de|del) contacto|contacto|contact person"
    rf"|contact|atenci[oó]n de|at(?:te|t?n?)\.?)\s*:\s*{_REST}"
    r"|\b(?:pregunt(?:ar|a|e|en) por|a la atenci[oó]n de|ask for|for the attention of)\s+"
    rf"(?:el |la )?(?:{_TITLES}\b\.\s*)?[^.;,\n]*"
    r"|\b(?:contactar con|dir[ií]g(?:ete|irse|[ai]nse|ase) (?:a|con)|comun[ií]c(?:ate|ar[st]e|ese) con"
    r"|contacto(?: con)?|contact(?: with)?)\s+(?:el |la )?"
    rf"(?:{_TITLE}[^.;,\n]*|{_NAME}|{_LOUD_NAME})"
    rf"|\b(?:atte|atentamente)\b[.,]?\s*(?:{_TITLED}|{_FULL_NAME})"
    rf"|\b{_PAPERS} to (?:{_TITLED}|{_FULL_NAME})"
    rf"|\b(?:reclutador(?:a|\(a\)|/a)?|recruiter|hiring manager)\s*[:–-]\s*(?:{_TITLED}|{_FULL_NAME})"
    rf"|\b(?:inbox|whats?(?:app)?|mensaje) (?:con|al?) (?:{_TITLED}|{_FULL_NAME})"
    rf"|\b(?:con|informes|inf\.?|atenci[oó]n)\s*:?\s*(?:con |al? )?(?:el |la )?{_TITLED}"
    rf"|\b(?:{_SENDING}|con atenci[oó]n) (?:al? )?(?:{_TITLED}|{_FULL_NAME})"
    rf"|\bcon (?:el|la) (?:licenciad|ingenier|maestr|doctor|contador|señor)[oa]? {_NAME}"
    rf"|\b{_PHONE_WORD}\b[\s.:]*\([^()\d]{{2,40}}\)",
    re.IGNORECASE,
)
_GONE = "\x1f"  # where a detail was: a blank to every expression, which no clean text holds
_BESIDE = re.compile(
    rf"{_GONE}[ \t]{{0,4}}\((?:{_TITLED}|{_TWO_WORDS})[^()\n]*\)"
    rf"|{_GONE}(?:[ \t\n,;:./|–-]{{0,12}}(?:con )?(?:el |la )?{_TITLED}"
    rf"|[ \t]{{0,4}}[,:–-]?[ \t]{{0,4}}(?:con )?{_TWO_WORDS})"
    rf"|(?:{_TITLED}|{_TWO_WORDS}|(?<=\(){_NAME})[ \t\n,:–-]{{0,12}}{_GONE}",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.;!?](?=\s|$)|\n|•")
_ABBREVIATED = re.compile(
    r"\b(?:no|n[úu]m|col|lic|ing|mtr[oa]|sra?|srt?i?ta|dra?|avda?|av|c|int|ext|esq|c\.?\s?p|p\.?\s?o|[nsew])$",
    re.IGNORECASE,
)

_STOPS = re.compile(r"[.,;:](?: ?[.,;:])+")
# Number or gender in brackets behind a word ("año(s)", "OPERADOR(A)", "el(la)"), which would part what is asked for.
_ENDING = r"\((?:[aeo]?s|[ao]|l[ao]s?)\)"
_ENDINGS = re.compile(rf"(?<=[^\W\d_][a-záéíóúüñ]){_ENDING}|(?<=[A-ZÁÉÍÓÚÜÑ]{{2}})(?i:{_ENDING})")


def cleaned(text: str) -> str:
    """Return the text of an ad as `JobAd` holds it, from whatever a cell or file says: without contact details.

    What stood around them stays readable. A block headed "Datos de contacto" goes to the end of the ad, or to a heading
    such as "Requisitos:". A sentence that says where to apply goes where it holds an address or a number. Elsewhere
    only the detail goes, and a name beside it. Of "año(s)" the word is left.
    """
    # Markup becomes line breaks and bullets, "\n" written out a break.
    text = clean_lines(without_markup(fix_mojibake(text)).replace("\\r\\n", "\n").replace("\\n", "\n"))
    for garbled, sign in _SIGNS.items():
        text = text.replace(garbled, sign)
    text = _GARBLED.sub("\n• ", _BLANKED.sub("", text))
    text = _ENDINGS.sub("", re.sub(r"\n{2,}", "\n", text)).strip()
    text = _cut(text, _blocks(text))
    text = _without_details(_cut(text, _applications(text)))
    text = _without_details(_BESIDE.sub(_GONE, _PERSON.sub("", text)))
    text = re.sub(r"[^\S\n]+", " ", text)
    text = re.sub(r"[(\[<]\s*[)\]>]", "", text)
    text = re.sub(r" +([.,;:!?])", r"\1", text)
    lines: list[str] = []
    for line in text.split("\n"):
        line = _STOPS.sub(_once, line.strip()).strip()
        said = line.rstrip(" .,;:")
        if said or not lines or not lines[-1].endswith((".", ",", ";", ":")):
            lines.append(said + line[len(said) :].replace(" ", "")[:1] if line[len(said) :] else line)
    return "\n".join(lines).strip()


def _without_details(text: str) -> str:
    """Close up what is left when a detail is gone."""
    for _ in range(_MOST_TIMES):
        less = _DETAIL.sub(_GONE, text)
        less = _cut(less, _numbers(less))
        if less == text:
            break
        text = less
    return text


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    end = 0
    for match in _BLOCK.finditer(text):
        if match.start() >= end:
            again = _RESUMES.search(text, match.end())
            end = again.start() if again else len(text)
            yield match.start(), end


def _applications(text: str) -> Iterator[tuple[int, int]]:
    end = 0
    # Where sentences end, and where a heading speaks of the post again; a stop within an address is none.
    within = {place for match in _DETAIL.finditer(text) for place in range(match.start() + 1, match.end())}
    stops = {
        match.end()
        for match in _SENTENCE_END.finditer(text)
        if match.end() not in within
        and (match[0] != "." or not _ABBREVIATED.search(text, max(0, match.start() - 6), match.start()))
    }
    ends = sorted({*stops, *(match.start() for match in _RESUMES.finditer(text)), len(text)})
    for match in _APPLY.finditer(text):
        # Of one sentence the first words that speak of applying decide.
        if match.start() >= end:
            end = ends[bisect.bisect_left(ends, match.end())]
            told = (expression.search(text, match.start(), end) for expression in (_DETAIL, _ADDRESS))
            if any(told) or any(_numbers(text[match.start() : end])):
                yield match.start(), end


def _numbers(text: str) -> Iterator[tuple[int, int]]:
    """Find telephone numbers: 8 digits and more that are no amount, date, time or number of a standard."""
    for match in _NUMBER.finditer(text):
        digits = sum(map(str.isdigit, match[0]))
        before = text[max(0, match.start() - 12) : match.start()]
        if digits < 8 or _THOUSANDS.fullmatch(match[0]) or _DATE_OR_TIME.fullmatch(match[0]):
            continue
        if not _STANDARD.search(before):
            yield match.span()


def _cut(text: str, spans: Iterable[tuple[int, int]]) -> str:
    kept, position = [], 0
    for start, end in spans:
        kept.append(text[position:start])
        position = max(position, end)
    return _GONE.join([*kept, text[position:]]) if position else text


def _once(found: re.Match[str]) -> str:
    """Keep of several stops before a blank the first, of commas alone one."""
    if not found[0].strip(", "):
        return ","
    run, behind = found[0], found.string[found.end() : found.end() + 1]
    end = len(run) if behind == " " else run.rfind(" ")
    first = next((place for place, stop in enumerate(run) if stop != "," and stop != " "), end)
    return run if end <= first else run[: first + 1] + run[end:]
