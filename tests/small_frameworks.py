"""Frameworks of a few entries, and passages that stand in no document."""

from corpora import Competency, Framework, Passage, Role


def framework(*entries: Competency | str, name: str = "n") -> Framework:
    """Of these entries; a text is a standard: C0, C1 and so on."""
    competencies = tuple(
        Competency(f"C{n}", one, "standard") if isinstance(one, str) else one for n, one in enumerate(entries)
    )
    return Framework(name, name, "1", "0" * 64, name, competencies)


def passage(
    text: str, number: int = 0, language: str | None = "es", section: tuple[str, ...] = (), role: Role = "outcome"
) -> Passage:
    return Passage(f"p{number}", f"t{number}", text, 0, len(text), None, None, section, role, language)
