"""`curmap framework` and `export`: frameworks, their entries, and mappings in other formats."""

from __future__ import annotations

import json
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer import Argument, Option

from corpora import Competency, Framework, InputError, Skipped, Text, _
from mapper.cli import console
from mapper.matching.records import criterion_kind
from mapper.reports.blocks import Words, clean, shorten
from mapper.reports.texts import KIND

if TYPE_CHECKING:
    from rich.console import Console

    from mapper.actions import AddedFramework
    from mapper.actions.between import Exported
    from mapper.workspace.store import Entry, FrameworkHeader

OutFile = Annotated[Path, Option(metavar="FILE", help="File to write.")]
_KINDS: dict[str, Text] = {
    "module": _("module"),
    "unit": _("unit"),
    "competency": _("competency"),
    "outcome": _("learning outcome"),
    "criterion": _("assessment criterion"),
    "content": _("content"),
    "activity": _("activity"),
    "evaluation": _("grading"),
    "other": _("other (not compared)"),
    "ignore": _("not read"),
    "": _("? (not compared)"),
}
_TITLES = (_("Sheet"), _("Column"), _("Read as"), _("Kind"))


def export(
    context: typer.Context,
    alignment: Annotated[
        Path, Argument(metavar="ALIGNMENT.json", help="alignment.json, a review, crosswalk.json or diff.json.")
    ],
    form: Annotated[str, Option("--format", metavar="F", help="case, sssom or csv.")],
    out: OutFile,
    as_json: console.AsJson = False,
) -> None:
    """Write a mapping in a format that other systems read, and say what that format cannot hold."""
    from mapper.actions import between

    end_export(between.export_mapping(context.obj, alignment, form, out), as_json=as_json)


def end_export(exported: Exported, *, as_json: bool) -> None:
    """Say which file was written, then what its format cannot hold."""
    if as_json:
        console.print_json(exported.values(console.language()))
    else:
        console.say_all(exported.messages())


app = console.command_app("Add, list, show, remove and export competency frameworks.")
Name = Annotated[str, Argument(metavar="NAME", help="Name of the framework.")]
_MOST_SOURCES = 2  # files that a line names
_EXAMPLE = 80  # characters


@app.command()
def add(
    context: typer.Context,
    source: Annotated[
        list[str],
        Argument(
            metavar="LOADER|PATH",
            help="A loader's name (conocer, ntcl, incual, renec, esco, case, skos, moodle, canvas, onet, "
            "table), then files and folders, or an address.",
        ),
    ] = [],
    loader: Annotated[
        str | None, Option("--as", metavar="LOADER", help="Loader to use, whatever the content looks like.")
    ] = None,
    name: Annotated[str | None, Option(metavar="NAME", help="Name to call it by; by default the loader's.")] = None,
    dry_run: Annotated[
        bool, Option("--dry-run", help="Show what would be read, and a workbook's columns; write nothing.")
    ] = False,
) -> None:
    """Add a framework from files; `renec` alone, or with an address, fetches the Mexican registry."""
    from corpora.frameworks import FRAMEWORKS
    from mapper import actions

    source = list(source)
    if source and source[0] in FRAMEWORKS:
        first = source.pop(0)
        loader = loader or first
    if not source and loader is None:
        raise InputError("name what to add: files, folders, or 'renec' to fetch the Mexican registry")
    address = source.pop() if source and source[-1].startswith(("http://", "https://")) else None
    paths = [Path(path) for path in source]
    if dry_run:
        _show_read(paths, loader, name, address)
        return
    with console.progress_bar() as progress:
        added = actions.add_framework(context.obj, paths, loader=loader, name=name, address=address, progress=progress)
    console.print_line(_counted(added.framework))
    console.say_all(_notices(added), incomplete=bool(added.unread))


def _counted(framework: Framework) -> Text:
    n = f"{len(framework.competencies):,}"
    return _("{name}: entries: {n}, version {version}", name=framework.name, n=n, version=framework.version)


def _show_read(paths: Sequence[Path], loader: str | None, name: str | None, address: str | None) -> None:
    """Show what of files would be read as a framework, and what of a workbook as a programme."""
    from corpora import frameworks
    from mapper import actions

    found = actions.columns(paths)
    if found:
        rows = [(c.sheet, c.name, console.pick(_KINDS[c.kind]) + " *" * c.by_hand, c.kind) for c in found]
        console.print_line(_("As a programme (curmap map) its columns are read so:"))
        console.print_table(_TITLES, rows)
        if unknown := next((c.name for c in found if not c.kind), None):
            said = json.dumps({"columns": {unknown: "content"}}, ensure_ascii=False)
            console.say(_("to say what a column is, write it into curmap-columns.json beside it: {said}", said=said))
    with tempfile.TemporaryDirectory() as cache:
        chosen = loader or frameworks.recognise_any(paths)
        read = actions.read_framework(paths, chosen, guessed=not loader, name=name, address=address, cache=Path(cache))
    console.print_line(_counted(read))
    kinds: dict[str, list[Competency]] = defaultdict(list)
    for entry in read.competencies:
        kinds[entry.kind].append(entry)
    words = Words(console.language())
    first = {kind: f"{of[0].code} {shorten(of[0].statement, _EXAMPLE)}" for kind, of in kinds.items()}
    counted = [(words.kind(kind), f"{len(of):,}", first[kind]) for kind, of in kinds.items()]
    console.print_table((_("Kind"), _("Entries"), _("For example")), counted, right=(1,))
    console.say_all([*_left_out(read.skipped), _("Nothing was written.")], incomplete=bool(read.unread))


def _left_out(skipped: Sequence[Skipped]) -> Iterator[Text]:
    for one in skipped:
        yield _("  {what}: {why}", what=one.what, why=one.why)


def _notices(added: AddedFramework) -> Iterator[Text]:
    if (header := added.replaced) is not None:
        n, source = f"{header.competencies:,}", _sources(header.source)
        yield _(
            "It takes the place of the former '{name}' (entries: {n}, from {source}); to have both, use --name.",
            name=header.name,
            n=n,
            source=source,
        )
        if added.another:
            yield _(
                "The two have no code in common: if you want the former one too, add {source} once more, with --name"
                " and a name of its own.",
                source=source,
            )
    yield from _left_out(added.skipped)


def _sources(source: str) -> Text:
    """Return where a framework came from; of many files the first ones."""
    names = source.split(", ")
    if (more := len(names) - _MOST_SOURCES) <= 1:
        return Text(source, source)
    first = ", ".join(names[:_MOST_SOURCES])
    return _("{first} and {more} more", first=first, more=more)


@app.command("list")
def list_(context: typer.Context, as_json: console.AsJson = False) -> None:
    """List the frameworks in the workspace."""
    headers, damaged = context.obj.headers(), context.obj.damaged()
    said = [Text(error.es, error.en) for error in damaged]
    if as_json:
        console.print_json([_values(header) for header in headers])
    elif headers:
        rows = [(h.name, h.title, h.version, f"{h.competencies:,}", console.pick(_sources(h.source))) for h in headers]
        columns = (_("Framework"), _("Title"), _("Version"), _("Entries"), _("Source"))
        console.print_table(columns, rows, right=(3,))
    elif not damaged:
        none = _("There are no frameworks in the workspace; add one with 'curmap framework add'.")
        said = [none]
    console.say_all(said, incomplete=bool(damaged))


def _values(header: FrameworkHeader) -> dict[str, Any]:
    keys = ("name", "loader", "title", "version", "sha256", "source", "licence", "competencies")
    skipped = [{"what": s.what, "why": console.pick(s.why)} for s in header.skipped]
    return {**{key: getattr(header, key) for key in keys}, "skipped": skipped}


@app.command()
def show(
    context: typer.Context,
    code: Annotated[str, Argument(metavar="CODE", help="CODE, or FRAMEWORK/CODE.")],
    as_json: console.AsJson = False,
) -> None:
    """Show a standard, element, criterion or skill with what stands below it."""
    from mapper.workspace import store

    entry = store.find_entry(context.obj, code)
    if as_json:
        console.print_json(describe(entry))
    else:
        render(entry, console.stdout())
        if entry.also:
            names = ", ".join(f"{name}/{entry.competency.code}" for name in entry.also)
            console.say(_("other frameworks have this code as well: {names}", names=names))


@app.command()
def remove(context: typer.Context, name: Name) -> None:
    """Remove a framework and its indexes from the workspace."""
    context.obj.remove(name)
    console.print_line(_("{name}: removed from the workspace", name=name))


@app.command("export")
def export_(
    context: typer.Context,
    name: Name,
    form: Annotated[str, Option("--format", metavar="F", help="case, skos, moodle, canvas or table.")],
    out: OutFile,
    as_json: console.AsJson = False,
) -> None:
    """Write a framework in a format that other systems read, and say what that format cannot hold."""
    from mapper.actions import between

    end_export(between.export_framework(context.obj, name, form, out), as_json=as_json)


_TEXT = {"full": _("full text"), "title": _("title only")}
_LEVEL = _("level")
_GLOSSARY = _("Glossary")


def describe(entry: Entry) -> dict[str, Any]:
    """Return the entry as `curmap framework show --json` prints it.

    Elements are what stands directly below it and, further down, whatever has something below itself, in the order of
    the tree; their criteria are what has nothing below.
    """
    shown, below = entry.competency, defaultdict[str | None, list[Competency]](list)
    for competency in entry.framework.competencies:
        below[competency.parent].append(competency)
    elements = below[shown.code]
    # An element asked for by its own code, or a flat standard, has its criteria directly below it.
    if not any(below[child.code] for child in elements):
        elements = [shown] if elements or shown.glossary else []
    else:
        elements = [inner for child in elements for inner in (child, *_inner(child, below))]
    # Full only where criteria were read: below the entry, or as the entry itself; a skill of a catalogue has none.
    known = not shown.title_only and not entry.framework.is_of_catalogue(shown)
    return {
        "framework": entry.framework.name,
        "code": shown.code,
        "title": shown.statement,
        "level": int(shown.level) if shown.level and shown.level.isdigit() else shown.level,
        "sector": shown.extra.get("sector"),
        "committee": shown.extra.get("committee"),
        "text": "full" if known and (below[shown.code] or shown.parent is not None) else "title",
        "elements": [
            {
                "code": element.code,
                "title": element.statement,
                "criteria": [
                    {"code": c.code, "kind": _known_kind(c.kind), "text": c.statement, "level": c.level}
                    for c in below[element.code]
                    if not below[c.code]
                ],
                "glossary": [{"term": g.term, "definition": g.definition} for g in element.glossary],
            }
            for element in elements
        ],
    }


def _known_kind(kind: str) -> str:
    """Return the kind as CONOCER calls it; what it has no name for as the framework does."""
    return known if (known := criterion_kind(kind)) in KIND else kind


def _inner(entry: Competency, below: Mapping[str | None, Sequence[Competency]]) -> Iterator[Competency]:
    """Yield what stands below it, at any depth, with something below itself."""
    for child in below[entry.code]:
        if below[child.code]:
            yield child
            yield from _inner(child, below)


def render(entry: Entry, out: Console) -> None:
    """Print the entry for people: what `describe` gives, and a skill's description and other language."""
    words, shown, told = Words(console.language()), entry.competency, describe(entry)
    _line(out, shown.statement, code=shown.code)
    # That a standard is one, everybody knows by its code.
    named = KIND.get(shown.kind) or KIND.get(criterion_kind(shown.kind))
    of_kind = (words.translate(named),) if named and shown.kind != "standard" else ()
    level = (f"{words.translate(_LEVEL)} {told['level']}",) if shown.level else ()
    extent = () if entry.framework.is_of_catalogue(shown) else (words.translate(_TEXT[told["text"]]),)
    _line(out, ", ".join([entry.framework.name, *of_kind, *level, *extent]))
    for line in filter(None, (told["sector"], told["committee"])):
        _line(out, str(line))
    for label in (label for label in shown.labels if label.kind == "preferred"):
        _line(out, f"{label.language}: {label.text}")
    if shown.description:
        _line(out, f"\n{shown.description}")
    for element in told["elements"]:
        out.print()
        if element["code"] != shown.code:
            _line(out, element["title"], code=element["code"])
        for kind, criteria in groupby(element["criteria"], itemgetter("kind")):
            _line(out, words.kind(kind), indent=2)
            for criterion in criteria:
                grade = f" ({criterion['level']})" if criterion["level"] else ""
                # A code of one's own table need not say what it stands below.
                below = criterion["code"].startswith(f"{element['code']}/")
                number = f"{criterion['code'].rsplit('/', 1)[-1]}." if below else criterion["code"]
                _line(out, f"{number} {criterion['text']}{grade}", indent=4)
        if element["glossary"]:
            _line(out, words.translate(_GLOSSARY), indent=2)
        for term in element["glossary"]:
            _line(out, f"{term['term']}: {term['definition']}", indent=4)


def _line(out: Console, text: str, *, code: str = "", indent: int = 0) -> None:
    """Print one paragraph, its code before it; nothing in it is markup."""
    from rich.padding import Padding
    from rich.text import Text as Line

    named = Line.assemble((f"{clean(code)}  ", "bold") if code else "", clean(text))
    out.print(Padding(named, (0, 0, 0, indent), expand=False))
