"""Whether verdicts hold: the same text in other formats, the same criterion in other grammar, other fields.

    python benchmarks/robustness.py formats FOLDER       # each programme as DOCX, PDF, HTML, Markdown and plain text
    python benchmarks/robustness.py wordings FOLDER FILE # FILE: {programme: {code: {wording: text}}}
    python benchmarks/robustness.py fields DOCUMENTS STANDARDS

FOLDER holds programmes with known truth (docs/evaluation.md); of their criteria it is counted how many have one and the
same state. Of `fields` it is counted which states criteria of standards get beside documents of other fields. PDF needs
chromium.
"""

from __future__ import annotations

import argparse
import html
import json
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, groupby
from pathlib import Path

import docx

from corpora import Document, Framework, readers
from corpora.frameworks import load
from corpora.items import parse_item
from embeddings.encoders import open_encoder
from mapper.evaluation.programmes import Truth, cover, read_truths

FORMATS = ("docx", "pdf", "html", "md", "txt")
_DEEPEST, _LINE = 6, 70
_UNDERLINES = "=-~^'\""  # of headings by level, as reStructuredText has them


@dataclass(frozen=True, slots=True)
class Part:
    """A heading (level from 1), an item (depth from 1), a paragraph (0), or a table as rows of cells."""

    kind: str
    text: str = ""
    level: int = 0
    rows: tuple[tuple[tuple[str, ...], ...], ...] = ()  # cells as paragraphs


def said(text: str) -> str:
    """Return a block's text in one line, without a bullet before it."""
    line = " ".join(text.split())
    item = parse_item(line)
    return item.body if item.mark == "bullet" else line


def parts_of(document: Document) -> list[Part]:
    """Return what a reader saw in a document, in its order."""
    found = []
    blocks = [block for block in document.blocks if block.kind != "contents"]
    for table, group in groupby(blocks, key=lambda block: block.cell.table if block.cell else None):
        if table is None:
            for block in group:
                text = said(document.text[block.start : block.end])
                found.append(Part(block.kind, text, min(max(block.level, 1), _DEEPEST)))
            continue
        cells: dict[int, dict[int, list[str]]] = {}
        for block in group:
            assert block.cell is not None
            text = " ".join(document.text[block.start : block.end].split())
            cells.setdefault(block.cell.row, {}).setdefault(block.cell.column, []).append(text)
        width = 1 + max(column for row in cells.values() for column in row)
        rows = [tuple(tuple(row.get(column, [])) for column in range(width)) for _, row in sorted(cells.items())]
        found.append(Part("table", rows=tuple(rows)))
    return found


def markdown(parts: Sequence[Part]) -> str:
    """Return the parts as Markdown."""
    lines = list[str]()
    for part in parts:
        if part.kind == "table":
            rows = [["<br>".join(cell).replace("|", "/") for cell in row] for row in part.rows]
            rows.insert(1, ["---"] * len(part.rows[0]))
            lines += ["", *(f"| {' | '.join(row)} |" for row in rows), ""]
        elif part.kind == "item":
            lines.append(f"{'  ' * (part.level - 1)}- {part.text}")
        else:
            lines += ["", f"{'#' * part.level} {part.text}" if part.kind == "heading" else part.text, ""]
    return "\n".join(lines)


def plain_text(parts: Sequence[Part]) -> str:
    """Return the parts as plain text: headings underlined, cells parted by tabs."""
    lines = list[str]()
    for part in parts:
        if part.kind == "table":
            lines += ["", *("\t".join(map(" ".join, row)) for row in part.rows), ""]
        elif part.kind == "item":
            lines.append(f"{'  ' * (part.level - 1)}- {part.text}")
        else:
            under = _UNDERLINES[max(part.level, 1) - 1] * min(len(part.text), _LINE)
            lines += ["", part.text, *([under] if part.kind == "heading" else ()), ""]
    return "\n".join(lines)


def web_page(parts: Sequence[Part]) -> str:
    """Return the parts as HTML."""
    lines = ["<meta charset=utf-8><style>body{font:11pt serif}td{border:1px solid}</style>"]
    for kind, group in groupby(parts, key=lambda part: part.kind):
        depth = 0
        for part in [*group, *([Part("")] if kind == "item" else [])]:
            text = html.escape(part.text)
            deeper = (part.level if part.kind == "item" else 0) - depth
            lines += ["<ul>"] * deeper + ["</ul>"] * -deeper
            depth += deeper
            if not part.kind:
                continue
            if part.kind == "table":
                cells = (["<br>".join(map(html.escape, cell)) for cell in row] for row in part.rows)
                rows = ("".join(f"<td>{cell}</td>" for cell in row) for row in cells)
                lines.append(f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>")
            else:
                name = {"heading": f"h{part.level}", "item": "li"}.get(part.kind, "p")
                lines.append(f"<{name}>{text}</{name}>")
    return "\n".join(lines)


def write_word(parts: Sequence[Part], path: Path) -> None:
    """Write the parts as DOCX."""
    word = docx.Document()
    for part in parts:
        if part.kind == "heading":
            word.add_heading(part.text, part.level)
        elif part.kind == "table":
            table = word.add_table(rows=0, cols=len(part.rows[0]))
            for row in part.rows:
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.text = "\n".join(text)
        elif part.kind == "item":
            item = word.add_paragraph(part.text, style="List Bullet")
            item._p.get_or_add_pPr().get_or_add_numPr().get_or_add_ilvl().val = part.level - 1
            item._p.pPr.numPr.get_or_add_numId().val = item.style.element.pPr.numPr.numId.val
        else:
            word.add_paragraph(part.text)
    word.save(str(path))


def written(document: Document, folder: Path) -> dict[str, Path]:
    """Write a document's text in every format; gives the files."""
    parts, paths = parts_of(document), {name: folder / f"programme.{name}" for name in FORMATS}
    folder.mkdir(parents=True, exist_ok=True)
    write_word(parts, paths["docx"])
    for name, text in (("md", markdown(parts)), ("txt", plain_text(parts)), ("html", web_page(parts))):
        paths[name].write_text(text, encoding="utf-8")
    with tempfile.TemporaryDirectory(prefix="chromium-") as profile:
        options = (
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-pdf-header-footer",
            f"--user-data-dir={profile}",
        )
        command = ["chromium", *options, f"--print-to-pdf={paths['pdf']}", paths["html"].as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    return paths


def states_of(path: Path, framework: Framework) -> dict[str, str]:
    """Return the state of each criterion beside a programme."""
    ((rows, _),) = cover([path], [framework], open_encoder())
    return {one.code: one.state for row in rows for one in row.criteria}


def formats(truths: Sequence[Truth]) -> Iterator[tuple[str, dict[str, dict[str, str]]]]:
    """Yield each programme's states by format."""
    for truth in truths:
        with tempfile.TemporaryDirectory() as folder:
            paths = written(readers.read(truth.path), Path(folder))
            yield truth.name, {name: states_of(path, truth.framework) for name, path in paths.items()}


def wordings(
    truths: Sequence[Truth], worded: Mapping[str, Mapping[str, Mapping[str, str]]]
) -> Iterator[tuple[str, dict[str, dict[str, str]]]]:
    """Yield each programme's states by wording of all criteria of its standard."""
    for truth in truths:
        if of_codes := worded.get(truth.name):
            found = {}
            for wording in next(iter(of_codes.values())):
                entries = tuple(
                    replace(entry, statement=of_codes[entry.code][wording]) if entry.code in of_codes else entry
                    for entry in truth.framework.competencies
                )
                states = states_of(truth.path, replace(truth.framework, competencies=entries))
                found[wording] = {code: states[code] for code in of_codes if code in states}
            yield truth.name, found


def agreement(found: Mapping[str, Mapping[str, str]]) -> tuple[int, int, dict[str, int]]:
    """Tell how many criteria there are, how many have one state in all ways, and in how many each two ways agree."""
    codes = list(set.intersection(*(set(states) for states in found.values())))
    alike = sum(len({states[code] for states in found.values()}) == 1 for code in codes)
    pairs = {
        f"{one}, {other}": sum(found[one][code] == found[other][code] for code in codes)
        for one, other in combinations(found, 2)
    }
    return len(codes), alike, pairs


def report(each: Iterator[tuple[str, dict[str, dict[str, str]]]]) -> None:
    """Print how far states agree, by programme and together."""
    count, alike, pairs = 0, 0, Counter[str]()
    for name, found in each:
        own, own_alike, own_pairs = agreement(found)
        print(f"{name:50} {own:4} criteria, {own_alike / max(own, 1):.3f} alike in all")
        count, alike = count + own, alike + own_alike
        pairs.update(own_pairs)
    print(f"together {count} criteria, {alike / max(count, 1):.3f} alike in all")
    for names, same in pairs.items():
        print(f"  {names:24} {same / max(count, 1):.3f}")


def fields(documents: Path, standards: Sequence[Path]) -> Counter[str]:
    """Return the states that criteria of standards get beside every document of a folder."""
    frameworks = [load([path], name=path.stem) for path in standards]
    paths, total = sorted(path for path in documents.iterdir() if path.is_file()), Counter[str]()
    for path, (rows, _) in zip(paths, cover(paths, frameworks, open_encoder()), strict=True):
        for row in rows:
            states = Counter(one.state for one in row.criteria)
            if states["covered"] + states["partly"]:
                print(f"{path.name} beside {row.framework}: {dict(states)}")
            total += states
    return total


def main() -> None:
    """Run one part."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", choices=("formats", "wordings", "fields"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("more", type=Path, nargs="*")
    options = parser.parse_args()
    if options.part == "formats":
        report(formats(read_truths(options.folder)[0]))
    elif options.part == "wordings":
        (file,) = options.more
        report(wordings(read_truths(options.folder)[0], json.loads(file.read_text(encoding="utf-8"))))
    else:
        total = fields(options.folder, options.more)
        count = sum(total.values())
        print(f"{count} criteria: " + ", ".join(f"{name} {n / count:.3f}" for name, n in total.most_common()))


if __name__ == "__main__":
    main()
