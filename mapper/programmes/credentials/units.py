"""The units of a programme and the hours that it states for them (docs/reports.md)."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpora import Block, Document, Passage
from corpora.frameworks.hierarchy import unique_codes
from corpora.items import STEPS, parse_label
from corpora.structure import clean_title, table_grids
from corpora.text import fold
from corpora.vocabulary import CLOSED, heading_name, heading_sense
from mapper.programmes.credentials.hours import (
    IN_HEADING,
    Stated,
    parse_heading_hours,
    parse_hours,
    read_labelled_hours,
    read_table_hours,
)
from mapper.programmes.patterns import begins

# Such a heading only says that units follow.
_UNITS = re.compile(
    r"(?:unidades|(?:sub)?modulos|bloques|(?:learning |teaching )?units|(?:sub)?modules|blocks)"
    r"(?: (?:de aprendizaje|(?:formativ|didactic|tematic|academic)[ao]s|profesionales|of (?:instruction|study)))?"
)
# Where nothing above them is called so, these are the units as well.
_OTHER_UNITS = (*STEPS, "capítulo")
# What a programme says of the profile it leads to is no unit that anybody sits in.
_PROFILE = re.compile(
    r"perfil (?:profesional|de egreso|del egresado|del certificado)|unidad(?:es)? de competencia|graduate profile"
)
_CALLED = re.compile(
    r"(?P<code>codigo|code)\b.*|(?:nombre|denominacion|titulo|name|title)"
    r"(?: (?:del?|of)(?: la| the)?"
    r" (?:competencia|unidad|modulo|curso|asignatura|materia|competency|unit|module|course))?"
)


_MOMENT = re.compile(r"(?:(?:fase|momento|etapa) (?:de )?)?(?:encuadre|inicio|apertura|desarrollo|cierre)")
_PRACTICE = re.compile(r"(?:pr[áa]ctica|producto|practical)\s+(?:\d|del?\b|[ivx]+\b)", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")

_Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of a programme that its headings name: a unit, a module, a section.

    Attributes:
        path: its headings, the outermost first, the last its own name where others have the same heading; () for a
            programme without headings.
        name: by which a report calls it, unlike those of the other units; of a programme without headings its title.
        hours: as the document states them, None where it states none.
        said: the words that state them, "" for none.
        page: on which they stand, None where nothing states them or the format has no pages.
    """

    path: tuple[str, ...]
    name: str
    hours: float | None = None
    said: str = ""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Units:
    """The units of one programme, in its order, and the unit of each passage, by its id."""

    units: tuple[Unit, ...]
    of_passage: Mapping[str, Unit]

    def total_hours(self, names: Collection[str]) -> tuple[float | None, tuple[str, ...]]:
        """Return the hours of these units together, None where none has any, and the names of those without.

        What stands in another of them that has hours is part of it.
        """
        taken = [unit for unit in self.units if unit.name in names]
        hourly = [unit.path for unit in taken if unit.hours is not None]
        apart = [unit for unit in taken if not any(is_below(unit.path, path) for path in hourly)]
        stated = [unit.hours for unit in apart if unit.hours is not None]
        return sum(stated) if stated else None, tuple(unit.name for unit in apart if unit.hours is None)


def find_units(document: Document, every: Sequence[Passage], taught: Iterable[Passage]) -> Units:
    """Return the units in which a programme teaches."""
    every = outside_tables(document, every)
    given, every = every, distinguish_headings(document, every)
    sections = {p.id: p.section for p in every}
    taught = [replace(p, section=sections.get(p.id, p.section)) for p in taught]
    taught = [p for p in taught if _may_teach(p)]
    depth = first_difference(taught)
    heads = list(dict.fromkeys(p.section[:depth] for p in every if len(p.section) >= depth))
    # Most headings may name parts of a document ("Learning outcomes", "VII. Evaluación"), and so no units.
    parts = sum(heading_sense(head[-1]) not in (None, "plan") for head in heads)
    is_whole = every == [*given] and 2 * parts > len(heads) and not any(unit_path(p.section) for p in taught)
    # What a programme says of itself as a whole stands above its parts or in the first ("I. Datos generales").
    telling = [p for p in every if p.section[:depth] in heads[:1] or len(p.section) < depth] if is_whole else every
    depth -= is_whole
    paths = {
        section: (not is_whole and unit_path(section)) or section[:depth]
        for section in dict.fromkeys(p.section for p in (*every, *taught))
    }
    paths = _once(document, paths, taught)
    title = document.title or document.name
    if (title,) in paths.values():  # the title's own passage, which stands above it, is of what it heads
        paths[()] = (title,)
    rows, hours = _rows(document, every, paths, is_whole=is_whole)
    rows |= _between(every, paths)
    order = list(dict.fromkeys(rows.get(p.id, paths[p.section]) for p in taught))
    stated = _apart(hours | _stated(document, telling, paths, order), order) if telling else {}
    names = _names(order, title)
    units = {path: Unit(path, names[path], *stated.get(path, (None, "", None))) for path in order}
    found = ((p.id, rows.get(p.id, paths[p.section])) for p in (*every, *taught) if not is_whole or _may_teach(p))
    return Units(tuple(units.values()), {id_: units[path] for id_, path in found if path in units})


def _may_teach(passage: Passage) -> bool:
    return bool(unit_path(passage.section)) or not any(heading_sense(title) in CLOSED for title in passage.section)


def outside_tables(document: Document, passages: Sequence[Passage]) -> list[Passage]:
    """Return the passages, those in cells without the head of their column and the label of their row in their path.

    A row over columns stays.
    """
    grids, starts = table_grids(document), [block.start for block in document.blocks]
    found = []
    for passage in passages:
        block = document.blocks[bisect_right(starts, passage.start) - 1]
        if block.cell and block.cell.table in grids:
            *_, label, head = ("", "", *grids[block.cell.table].above(block)[0])
            titles, kept = {clean_title(label), clean_title(head)}, len(passage.section)
            while kept and passage.section[kept - 1] in titles:
                kept -= 1
            passage = replace(passage, section=passage.section[:kept])
        found.append(passage)
    return found


def headed(document: Document) -> Document:
    """Return the document, its cells below the head that a row above them is, though the reader saw none in it."""
    grids = table_grids(document)

    def named(block: Block) -> Block:
        cell = block.cell
        if cell is None or cell.is_header or cell.header or cell.table not in grids:
            return block
        grid = grids[cell.table]
        if cell.row == grid.head:
            return replace(block, cell=replace(cell, is_header=True))
        return replace(block, cell=replace(cell, header=grid.header(cell.column)))

    return replace(document, blocks=tuple(map(named, document.blocks)))


def distinguish_headings(document: Document, every: Sequence[Passage]) -> list[Passage]:
    """Return the passages, those in no unit and below a heading that stands several times below their own part's name.

    Only where each part has a name, a code or hours of its own ("Contenidos de la competencia" of each competency).
    """
    heads: dict[str, list[int]] = defaultdict(list)
    for block in document.blocks:
        if block.kind == "heading":
            heads[_heading(document.text[block.start : block.end])].append(block.start)
    again = {title: starts for title, starts in heads.items() if len(starts) > 1 and heading_sense(title) not in CLOSED}
    parts: dict[_Path, dict[int, list[Passage]]] = defaultdict(lambda: defaultdict(list))
    for passage in every:
        for depth, title in enumerate(passage.section if again else (), 1):
            if (starts := again.get(_heading(title))) and not unit_path(passage.section[:depth]):
                parts[passage.section[:depth]][bisect_right(starts, passage.start)].append(passage)
    sections = {passage.id: passage.section for passage in every}
    for path, found in parts.items():
        runs = [*found.values()]
        for name, run in zip(_distinguishing_names(document, every, runs) if len(runs) > 1 else (), runs, strict=False):
            sections |= {p.id: (*sections[p.id][: len(path) - 1], name, *p.section[len(path) :]) for p in run}
    return [replace(passage, section=sections[passage.id]) for passage in every]


def _heading(title: str) -> str:
    return fold(title).strip(" .:")


def _distinguishing_names(document: Document, every: Sequence[Passage], runs: Sequence[Sequence[Passage]]) -> list[str]:
    """Return what tells parts with the same heading apart: names, codes, or numbers where each has hours; else []."""
    found: list[dict[str, str]] = [{} for _ in runs]
    hourly = {passage.id for passage, _ in read_labelled_hours(document, every)}
    for label, value in pairwise(document.blocks):
        if label.cell and value.cell and (label.cell.table, label.cell.row) == (value.cell.table, value.cell.row):
            said, text = (document.text[block.start : block.end].strip() for block in (label, value))
            if match := _CALLED.fullmatch(heading_name(said)):
                run = next((n for n, run in enumerate(runs) if run[0].start <= label.start <= run[-1].start), None)
                if run is not None:
                    found[run].setdefault("code" if match["code"] else "name", " ".join(text.split()))
    for kind in ("name", "code"):
        names = [one.get(kind, "") for one in found]
        if all(names) and len(set(names)) == len(names):
            return names
    if all(any(p.id in hourly or parse_hours(p.text) is not None for p in run) for run in runs):
        return [f"{run[0].section[-1]} ({n})" for n, run in enumerate(runs, 1)]
    return []


def _once(document: Document, paths: Mapping[_Path, _Path], taught: Iterable[Passage]) -> dict[_Path, _Path]:
    """Return the unit of each section, where rows of one table that name units mean those so titled.

    These are the other of the title, where there is only one; of two in rows it is that with more passages.
    """
    starts = [block.start for block in document.blocks]
    tables: defaultdict[_Path, list[int]] = defaultdict(list)  # of each unit's passages, -1 for none
    for passage in taught:
        cell = document.blocks[bisect_right(starts, passage.start) - 1].cell
        tables[paths[passage.section]].append(cell.table if cell else -1)
    titles = {path: _bare(IN_HEADING.sub("", path[-1])) for path in tables if path and _is_unit(path[-1])}
    rows = {path: len(tables[path]) for path in titles if len({*tables[path]}) == 1 and -1 not in tables[path]}
    meant: dict[_Path, _Path] = {}
    for path, count in rows.items():
        others = [other for other in titles if other != path and titles[other] == titles[path] != ""]
        if len(others) == 1 and rows.get(others[0], count + 1) > count:
            meant[path] = others[0]
    return {section: meant.get(path, path) for section, path in paths.items()}


def _between(every: Sequence[Passage], paths: Mapping[_Path, _Path]) -> dict[str, _Path]:
    """Return the unit of what stands between units, right below a heading that only says that they follow, by its id.

    Of a unit's title that unit, of anything else the one before it: its evaluation is not told as a part of it.
    """
    units = {*paths.values()}
    only = {
        one for one in units if one and _UNITS.fullmatch(heading_name(one[-1])) and any(is_below(u, one) for u in units)
    }
    found: dict[str, _Path] = {}
    before: _Path = ()
    for passage, following in pairwise((*every, *every[-1:])):
        path, after = paths[passage.section], paths[following.section]
        if path not in only:
            before = path
        elif is_below(after, path) and after[-1].endswith(passage.text):
            found[passage.id] = after
        elif is_below(before, path):
            found[passage.id] = before
    return found


def _rows(
    document: Document, every: Iterable[Passage], paths: Mapping[_Path, _Path], *, is_whole: bool
) -> tuple[dict[str, _Path], dict[_Path, Stated]]:
    """Return, by passage id, the row of a table that gives each of its rows hours, and the row's hours.

    Only in what is a programme or a part of it as a whole, and where no heading is a unit's or says the same as a row:
    such a table is a plan of what follows.
    """
    if any(map(unit_path, paths)):
        return {}, {}
    document = headed(document)
    starts = [block.start for block in document.blocks]
    tables: defaultdict[int, dict[int, tuple[str, str, Stated]]] = defaultdict(dict)  # name and title of each row
    for others, hours, start in read_table_hours(document):
        cell, titles = document.blocks[bisect_left(starts, start)].cell, [one for one in others if _LETTER.search(one)]
        if cell and titles:
            number = "" if titles[0] == others[0] else f"{others[0].rstrip(' .')}. "
            tables[cell.table][cell.row] = number + titles[0], fold(titles[0]).strip(" .:"), hours
    heads = {name for section in paths for title in section for name in (_heading(title), _bare(title))}
    whole = {path for path in paths.values() if is_whole or not path or heading_sense(path[-1]) or _is_moment(path[-1])}
    units = {}
    for table, rows in tables.items():
        titles = [title for _, title, _ in rows.values()]
        if len(rows) > 1 and len({*titles}) == len(rows) and heads.isdisjoint(titles):
            units[table] = rows
    found: dict[str, _Path] = {}
    stated: dict[_Path, Stated] = {}
    for passage in every:
        cell, path = document.blocks[bisect_right(starts, passage.start) - 1].cell, paths[passage.section]
        # What stands in a row without hours goes on with that above.
        above = [row for row in units.get(cell.table, ()) if row <= cell.row] if cell and path in whole else []
        if cell and above:
            name, _, hours = units[cell.table][max(above)]
            found[passage.id] = (*path, name)
            stated[*path, name] = hours
    return found, stated


def _is_moment(heading: str) -> bool:
    """Return whether a heading names a moment of a course ("Encuadre", "Cierre"), not its subject."""
    return _MOMENT.fullmatch(heading_name(heading)) is not None


def _bare(heading: str) -> str:
    """Return what stands behind the number of a unit, "" where nothing does."""
    label = parse_label(heading)
    title = heading[label.skip :] if label else re.sub(r"^[^:.–—]*[:.–—]\s*", "", heading)
    return fold(title).strip(" .:")


def is_taught(passage: Passage) -> bool:
    """Return whether a passage stands in something that is taught, not in the description of the profile aimed at."""
    return not any(_PROFILE.search(fold(heading)) for heading in passage.section)


def unit_path(section: tuple[str, ...]) -> tuple[str, ...]:
    """Return the headings down to the deepest that begins like a unit; () where none does."""
    for is_one in (_is_unit, _is_step):
        for place in range(len(section), 0, -1):
            if is_one(section[place - 1]):
                return section[:place]
    return ()


def is_below(path: tuple[str, ...], above: tuple[str, ...]) -> bool:
    """Return whether headings lead on from those above."""
    return len(path) > len(above) and path[: len(above)] == above


def _is_unit(heading: str) -> bool:
    return begins("unit", fold(heading)) or begins("unit", f"{heading_name(heading)}:")


def _is_step(heading: str) -> bool:
    label = parse_label(heading)
    return label is not None and label.kind in _OTHER_UNITS


def first_difference(passages: Sequence[Passage]) -> int:
    """Return the first depth at which headings differ: above it stands the document's own title."""
    deepest = max((len(p.section) for p in passages), default=1)
    differing = (d for d in range(1, deepest + 1) if len({p.section[:d] for p in passages}) > 1)
    return next(differing, max(deepest, 1))


def _names(paths: Sequence[tuple[str, ...]], whole: str) -> dict[tuple[str, ...], str]:
    """Return the last heading of each, with as much above it, at last a number, as makes it unique."""
    names = {path: path[-1] if path else whole for path in paths}
    for more in range(2, max(map(len, paths), default=0) + 1):
        often = Counter(names.values())
        names = {p: name if often[name] == 1 or not p else " › ".join(p[-more:]) for p, name in names.items()}
    return dict(zip(names, unique_codes(list(names.values())), strict=True))


def _stated(
    document: Document,
    every: Sequence[Passage],
    paths: Mapping[tuple[str, ...], tuple[str, ...]],
    wanted: Sequence[tuple[str, ...]],
) -> dict[tuple[str, ...], Stated]:
    named = [*filter(None, wanted)] or [*wanted]
    in_headings = ((path, parse_heading_hours(path[-1])) for path in named if path)
    found: dict[_Path, Stated] = {path: (hours, path[-1], None) for path, hours in in_headings if hours is not None}
    practice: _Path | None = None  # the unit of "Práctica 2. …", right before "Duración: 3 horas"
    # What stands above the first unit is said of the whole programme.
    first = next((passage.start for passage in every if unit_path(passage.section)), 0)
    for passage in every:
        if passage.start < first:
            continue
        path, is_practice = paths[passage.section], _PRACTICE.match(passage.text) is not None
        own = path in named and path not in found and _is_own(passage, path)
        if own and practice != path and not is_practice:
            # "Theory: 20 hours  Practical: 20 hours": what stands before a colon may be no part of the passage.
            line = document.text[document.text.rfind("\n", 0, passage.start) + 1 : passage.end]
            said = passage.text if parse_hours(line) is None else line.strip()
            # A row right below the heading may say them behind a name: "PREPARA ALIMENTOS // 272 horas".
            in_row = passage.role == "other" and passage.section == path and "//" in passage.text
            hours = parse_hours(said) or (parse_heading_hours(passage.text) if in_row else None)
            found |= {path: (hours, said, passage.page)} if hours is not None else {}
        practice = path if passage.role == "activity" or is_practice else None
    for passage, stated in read_labelled_hours(document, every):
        if passage.start >= first and (path := paths[passage.section]) in named:
            found.setdefault(path, stated)
    left = [path for path in named if path not in found]
    rows = read_table_hours(headed(document)) if left else []
    found |= {path: row for path in left if path and (row := _row_for(path[-1], rows)) is not None}
    starts = [passage.start for passage in every]
    added: dict[tuple[str, ...], Stated] = {}
    for others, stated, start in rows:  # a table of nothing but hours is of the unit in which it stands
        above = every[max(bisect_left(starts, start) - 1, 0)]
        if start < first or (path := paths[above.section]) not in left:
            continue
        if not others and _is_own(above, path):
            found.setdefault(path, stated)
        elif others and document.format == "spreadsheet":  # there a column of units is headings above their rows
            hours, said, _ = added.get(path, (0.0, "", None))
            added[path] = hours + stated[0], "; ".join(filter(None, (said, stated[1]))), stated[2]
    return added | found


def _apart(stated: Mapping[tuple[str, ...], Stated], order: Sequence[tuple[str, ...]]) -> dict[tuple[str, ...], Stated]:
    """Return the units without the hours of one in which all others stand: they are the programme's."""
    named = list(filter(None, order))
    inside = {path: sum(is_below(other, path) for other in named) for path in stated}
    return {path: said for path, said in stated.items() if not 0 < inside[path] == len(named) - 1}


def _is_own(passage: Passage, path: tuple[str, ...]) -> bool:
    """Return whether nothing between a unit and a passage names a part of it."""
    return not any(map(heading_sense, passage.section[len(path) :]))


def _row_for(heading: str, rows: Sequence[tuple[list[str], Stated, int]]) -> Stated | None:
    """Return the row that names the unit by its heading or what follows its number; None where two disagree."""
    name = fold(heading).strip(" .:")
    bare = _bare(heading)
    named = [
        s for cells, s, _ in rows if any(fold(c).strip(" .:") in {name, bare} or heading_name(c) == bare for c in cells)
    ]
    return named[0] if len({hours for hours, *_ in named}) == 1 else None
