"""Writes small PDF files for the tests: lines of text at their place, rules, pictures, bookmarks. No library needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

FONTS = {"plain": "Helvetica", "bold": "Helvetica-Bold", "dingbats": "ZapfDingbats"}
WIDTH, HEIGHT = 595, 842
FIRST = len(FONTS) + 1
"""The number of the first object that `write_pdf` is given."""


def escaped(text: str) -> str:
    """A text as it stands between the brackets of a string."""
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def stream(content: str, entries: str = "") -> str:
    """An object with this content, in Latin-1."""
    return f"<< {entries} /Length {len(content)} >>\nstream\n{content}\nendstream"


@dataclass
class Page:
    """One page; places are points from its top left corner.

    `more` are entries of its dictionary, `fonts` and `resources` of those of its fonts and its resources,
    `annotations` dictionaries or references.
    """

    content: list[str] = field(default_factory=list)
    rotate: int = 0
    media_box: tuple[int, int, int, int] = (0, 0, WIDTH, HEIGHT)
    more: str = ""
    fonts: str = ""
    resources: str = ""
    annotations: list[str] = field(default_factory=list)

    def text(
        self, x: float, y: float, text: str, *, font: str = "plain", size: float = 10, matrix: bool = False
    ) -> None:
        """One line; with `matrix` the size is in the text matrix and the font's own is 1."""
        shown = escaped(text).encode("cp1252")
        place = f"{size} 0 0 {size} {x} {self.media_box[3] - y}" if matrix else f"1 0 0 1 {x} {self.media_box[3] - y}"
        self.raw(f"BT /{font} {1 if matrix else size} Tf {place} Tm ({shown.decode('latin-1')}) Tj ET")

    def lines(self, x: float, y: float, *lines: str, leading: float = 12, **style: object) -> float:
        """Lines below each other; gives back where the next would stand."""
        for line in lines:
            self.text(x, y, line, **style)  # type: ignore[arg-type]
            y += leading
        return y

    def rows(self, xs: Sequence[float], y: float, rows: Sequence[Sequence[str]], *, header: bool = True) -> None:
        """The texts of a table's rows, 20 points apart, each text at its x; the first row is in bold, as a header."""
        for number, row in enumerate(rows):
            for x, text in zip(xs, row, strict=False):
                self.text(x, y + 20 * number, text, font="bold" if header and not number else "plain")

    def table(self, xs: Sequence[float], y: float, rows: Sequence[Sequence[str]], *, header: bool = True) -> None:
        """The same within rules, those upright at these places, the highest at `y`."""
        self.grid(xs, [y + 20 * number for number in range(len(rows) + 1)])
        self.rows([x + 5 for x in xs], y + 14, rows, header=header)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A thin line."""
        top = self.media_box[3]
        self.raw(f"0.5 w {x0} {top - y0} m {x1} {top - y1} l S")

    def grid(self, xs: Sequence[float], ys: Sequence[float]) -> None:
        """The rules of a table."""
        for y in ys:
            self.rule(xs[0], y, xs[-1], y)
        for x in xs:
            self.rule(x, ys[0], x, ys[-1])

    def dot(self, x: float, y: float, size: float = 3) -> None:
        """A filled square whose centre is there."""
        self.raw(f"{x - size / 2} {self.media_box[3] - y - size / 2} {size} {size} re f")

    def picture(self) -> None:
        """A picture over the whole page, as a scanner makes it."""
        self.raw(f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x80 EI Q")

    def raw(self, operators: str) -> None:
        """Operators of a content stream."""
        self.content.append(operators)


def write_pdf(
    path: Path,
    pages: Sequence[Page],
    *,
    bookmarks: Sequence[tuple[str, int, int]] = (),
    title: str = "",
    encrypted: bool = False,
    objects: Sequence[str] = (),
    catalog: str = "",
) -> Path:
    """Write the pages, with bookmarks (title, level from 1, page from 1); encrypted with a password nobody knows.

    `objects` have the numbers from `FIRST` on, so that pages and the entries of the `catalog` can refer to them.
    """
    written: list[bytes] = []

    def add(body: str) -> int:
        written.append(body.encode("latin-1"))
        return len(written)

    resources = ""
    for name, base in FONTS.items():
        encoding = "" if "Dingbats" in base else "/Encoding /WinAnsiEncoding"
        resources += f"/{name} {add(f'<< /Type /Font /Subtype /Type1 /BaseFont /{base} {encoding} >>')} 0 R "
    for body in objects:
        add(body)
    tree = len(written) + 2 * len(pages) + 1
    numbers = []
    for page in pages:
        content = add(stream("\n".join(page.content)))
        box = " ".join(map(str, page.media_box))
        numbers.append(
            add(
                f"<< /Type /Page /Parent {tree} 0 R /MediaBox [{box}] /Rotate {page.rotate} /Contents {content} 0 R "
                f"/Resources << /Font << {resources} {page.fonts} >> {page.resources} >> "
                f"/Annots [{' '.join(page.annotations)}] {page.more} >>"
            )
        )
    add(f"<< /Type /Pages /Kids [{' '.join(f'{number} 0 R' for number in numbers)}] /Count {len(numbers)} >>")
    outline = _add_outline(add, len(written), bookmarks, numbers)
    shown = f"/Outlines {outline} 0 R" if outline else ""
    root = add(f"<< /Type /Catalog /Pages {tree} 0 R {shown} {catalog} >>")
    info = add(f"<< /Title ({title}) >>")
    trailer = f"/Root {root} 0 R /Info {info} 0 R"
    if encrypted:
        key = "<" + "00" * 32 + ">"
        encrypt = add(f"<< /Filter /Standard /V 1 /R 2 /O {key} /U {key} /P -4 >>")
        trailer += f" /Encrypt {encrypt} 0 R /ID [<00> <00>]"
    path.write_bytes(_file(written, trailer))
    return path


def _add_outline(
    add: Callable[[str], int], before: int, bookmarks: Sequence[tuple[str, int, int]], pages: Sequence[int]
) -> int:
    """The outline's objects; gives back the number of its root, 0 without bookmarks."""
    if not bookmarks:
        return 0
    root = before + 1
    parents: list[int] = []  # number of each entry's object, the root's for the highest
    for index, (_, level, _) in enumerate(bookmarks):
        above = [other for other in range(index) if bookmarks[other][1] < level]
        parents.append(root + 1 + above[-1] if above else root)

    def children(number: int) -> str:
        found = [root + 1 + index for index, parent in enumerate(parents) if parent == number]
        return f"/First {found[0]} 0 R /Last {found[-1]} 0 R /Count {len(found)}" if found else ""

    add(f"<< /Type /Outlines {children(root)} >>")
    for index, (title, _, page) in enumerate(bookmarks):
        shown = "FEFF" + title.encode("utf-16-be").hex().upper()
        beside = [other for other, parent in enumerate(parents) if parent == parents[index]]
        links = "".join(f"/Prev {root + 1 + other} 0 R " for other in beside[: beside.index(index)][-1:])
        links += "".join(f"/Next {root + 1 + other} 0 R " for other in beside[beside.index(index) + 1 :][:1])
        add(
            f"<< /Title <{shown}> /Parent {parents[index]} 0 R {links} {children(root + 1 + index)} "
            f"/Dest [{pages[page - 1]} 0 R /Fit] >>"
        )
    return root


def _file(objects: Sequence[bytes], trailer: str) -> bytes:
    data = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return data + f"trailer\n<< /Size {len(objects) + 1} {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
