"""Makes again the figures of the worked examples in docs/examples, from files that are not copied into the project.

Run by `make examples`. The ads are chosen by words of their titles; they are only shown, nothing is tuned on them. Of
each finding the report's first sentence is quoted with its source, and what an example rests on is named by checksum.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from corpora.text import fold_letters
from mapper.actions import Against, add_framework
from mapper.actions import gap as actions_gap
from mapper.industry.gap import GapReport, GapRow
from mapper.reports import blocks as percentages
from mapper.reports import kinds
from mapper.workspace.files import write_atomically
from mapper.workspace.store import Workspace

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "examples"
ADS = "bench/eures-occupation/queries.jsonl"
FRAMEWORKS = {"esco": "data/esco", "renec": "data/renec/ec_standards_api.json"}
BEGIN, END = "<!-- figures -->\n", "<!-- /figures -->"
ROWS = 6

percent = partial(percentages.format_percent, lang="en")
between = partial(percentages.format_range, lang="en")


@dataclass(frozen=True)
class Example:
    """A programme against ads."""

    programme: str  # its file
    ads: str  # name of the file of ads that is made
    titles: str  # what a title has for its ad to be taken, in lower case without accents
    frameworks: tuple[str, ...]  # that both are compared with
    sector: str = ""  # that the ads are limited to, "" for all

    @property
    def command(self) -> str:
        """As a user types it."""
        sector = f" --sector {self.sector}" if self.sector else ""
        frameworks = "".join(f" --framework {name}" for name in self.frameworks)
        given = f"{self.programme} --jobs {self.ads} --column description=text{sector}{frameworks}"
        return f"curmap gap {given} --lang en --out report"


EXAMPLES = {
    "cookery": Example(
        "BOE-A-2010-9270.md", "kitchen.jsonl", r"\b(?:cociner|cocina|camarer|restaurante|chef|pinche)", ("esco",)
    ),
    "web-development": Example(
        "programacion-didactica-desarrollo-web-servidor.pdf",
        "developers.jsonl",
        r"\b(?:desarrollador|programador|software|paginas web)",
        ("esco", "renec"),
    ),
    "footwear": Example("BOE-A-2010-9272.md", "all.jsonl", "", ("esco", "renec"), "footwear"),
}


def main() -> None:
    """Write the figures of all examples, or of those named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=list(EXAMPLES), help=f"of {', '.join(EXAMPLES)}")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="folder of the files")
    parser.add_argument("--workspace", type=Path, help="one that already has ESCO and RENEC")
    parser.add_argument("--out", type=Path, help="folder for the reports; by default none are kept")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(options.workspace or Path(folder) / "workspace")
        if options.workspace is None:
            for name, path in FRAMEWORKS.items():
                add_framework(workspace, [options.shared / path], loader=name)
        for name in options.names:
            out = (options.out or Path(folder)) / name
            make(EXAMPLES[name], FOLDER / f"{name}.md", options.shared, workspace, out)


def make(example: Example, page: Path, shared: Path, workspace: Workspace, out: Path) -> None:
    """Write an example's figures into its page, and its report into a folder."""
    out.mkdir(parents=True, exist_ok=True)
    source = shared / ADS
    ads = out / example.ads
    ads.write_text("".join(chosen(source, example.titles)), encoding="utf-8")
    found = actions_gap.gap(
        Against(workspace, example.frameworks),
        [shared / "data" / "documents" / example.programme],
        actions_gap.Jobs((ads,), {"description": "text"}, example.sector),
    )
    kinds.write_report("gap", found.report, out, lang="en")
    before, rest = page.read_text(encoding="utf-8").split(BEGIN)
    text = "\n".join(figures(example, found.report, source))
    write_atomically(page, f"{before}{BEGIN}{text}\n{END}{rest.split(END)[1]}")


def chosen(source: Path, titles: str) -> Iterator[str]:
    """Yield the lines of the ads whose title has one of the words."""
    for line in source.read_text(encoding="utf-8").splitlines(keepends=True):
        if re.search(titles, fold_letters(json.loads(line)["title"])):
            yield line


def figures(example: Example, report: GapReport, source: Path) -> Iterator[str]:
    """Yield what the page shows, line by line."""
    yield f"```sh\n{example.command}\n```\n"
    yield "| | |\n|---|---|"
    yield f"| `{example.programme}` | SHA-256 `{report.programmes[0].sha256[:16]}…` |"
    yield f"| `{source.name}` of eures-occupation | SHA-256 `{hashlib.sha256(source.read_bytes()).hexdigest()[:16]}…` |"
    for name, version, sha256 in report.made.frameworks:
        yield f"| framework {name}, version {version} | SHA-256 `{sha256[:16]}…` |"
    models = ", ".join(f"{name} `{revision}`" for name, revision in sorted(report.made.models.items()))
    yield f"| made with | encoder `{report.made.encoder['revision']}`, {models} |"
    yield f"| ads | {cell(title_words(example))} |"
    yield from first(report)
    yield from table("Demanded, by competency", [row for row in report.rows if row.competency.share.value > 0])
    yield from unasked(report)
    yield from standards(report)


def title_words(example: Example) -> str:
    """Tell how the ads were chosen, in words."""
    chosen_by = f"titles that have `{example.titles}` without accents" if example.titles else "all"
    return f"{chosen_by}, of these the sector {example.sector}" if example.sector else chosen_by


def first(report: GapReport) -> Iterator[str]:
    """Yield the report's first page in short."""
    profile, share = report.profile, report.headline[0]
    yield f"| ads read, unread | {profile.read}, {profile.unread} |"
    yield f"| distinct ads, that ask for something | {profile.groups}, {profile.asking} |"
    of = f"{len(profile.competencies) + report.untold} competencies"
    yield f"| taught of what is asked for | {f'{with_interval(share)}, of {of}' if share else 'withheld'} |"
    if sector := report.coverage.sector:
        yield f"| standards of the sector, with full text | {len(sector.standards)}, {len(sector.loaded)} |"
    needs = report.coverage.supplements[0].needs
    needs_shown = (f"{need.title.en} {'taught' if need.taught else 'not taught'} ({need.asking})" for need in needs)
    yield f"| needs (ads that ask for them) | {', '.join(needs_shown)} |"


def with_interval(figure: tuple[float, float, float]) -> str:
    """Return a figure with its interval."""
    return f"{percent(figure[0])} ({percent(figure[1])}–{percent(figure[2])})"


def table(title: str, rows: list[GapRow] | tuple[GapRow, ...]) -> Iterator[str]:
    """Yield what is asked for most, with one sentence each."""
    if not rows:
        return
    ranked = sorted(rows, key=lambda row: -row.competency.share.value)
    shown = f"first {ROWS} of {len(rows)}" if len(rows) > ROWS else str(len(rows))
    yield f"\n{title} ({shown}):\n"
    yield "| competency | share of ads | taught | found | a sentence, ad |\n|---|---|---|---|---|"
    for row in ranked[:ROWS]:
        asked, taught = row.competency, row.taught[0]
        quoted = next((f"«{cell(e.sentence)}», *{cell(e.ad)}*" for e in asked.examples), "")
        state = taught.state.replace("demanded_", "").replace("_", " ")
        share = f"{percent(asked.share.value)} ({between(asked.share)})"
        yield f"| {cell(asked.statement.en)} | {share} | {percent(taught.probability.value)} | {state} | {quoted} |"


def cell(text: str) -> str:
    """Return a text as a table's cell can hold it."""
    return " ".join(text.split()).replace("|", "\\|").replace("*", "\\*")


def unasked(report: GapReport) -> Iterator[str]:
    """Yield what is taught and not in the ads."""
    rows = [row.competency.statement.en for row in report.rows if row.taught[0].state == "found_not_in_ads"]
    if rows:
        yield f"\nTaught and not in these ads ({len(rows)} found, the surest ones): {cell('; '.join(rows[:ROWS]))}."


def standards(report: GapReport) -> Iterator[str]:
    """Yield standards known by their title that the programme is related to."""
    rows = [row for row in report.coverage.standards[0] if row.text == "title" and row.related]
    if rows:
        named = "; ".join(f"{row.code} {row.title} ({percent(row.related or 0)})" for row in rows[:5])
        yield f"\nRelated standards, known by their title only ({len(rows)}): {cell(named)}."


if __name__ == "__main__":
    main()
