"""List markers, as real programmes and decrees print them."""

import pytest

from corpora.markers import marker


@pytest.mark.parametrize(
    ("text", "found", "group"),
    [
        ("• Recibe al cliente", "• ", "bullet"),
        ("− Se ha", "− ", "bullet"),
        ("-Se ha", "-", "bullet"),
        ("a) Se ha", "a) ", "closed"),
        ("ñ) Desplegar", "ñ) ", "closed"),
        ("ll) Se ha", "ll) ", "closed"),
        ("aa) Se ha", "aa) ", "closed"),
        ("CE1 .a ) Se han", "CE1 .a ) ", "closed"),
        ("CE1.a) Se han", "CE1.a) ", "closed"),
        ("CR1.1. Realizar", "CR1.1. ", "closed"),
        ("[RA1 ] Selecciona", "[RA1 ] ", "closed"),
        ("[12] Orden de", "[12] ", "closed"),
        ("RA 2: Escribe", "RA 2: ", "closed"),
        ("1.1. Recibe", "1.1. ", "closed"),
        ("2.Base", "2.", "closed"),
        ("12) Mide", "12) ", "closed"),
        ("1.- Mide", "1.- ", "closed"),
        ("2.º Mide", "2.º ", "closed"),
        ("(b) Mide", "(b) ", "closed"),
        ("iv) Mide", "iv) ", "closed"),
        ("II. Perfil", "II. ", "closed"),
        ("1 El instrumento", "1 ", "open"),
        ("CE03 Conocer", "CE03 ", "open"),
        ("UC0481_3 Desarrollar", "UC0481_3 ", "open"),
    ],
)
def test_a_marker(text: str, found: str, group: str) -> None:
    match = marker(text)
    assert match is not None
    assert match[0] == found
    assert match.lastgroup == group


@pytest.mark.parametrize(
    "text",
    [
        "Recibe",
        "1.5 horas de clase",
        "2015 fue",
        "-5 grados",
        "y 3. fin",
        "10 % de la nota",
        "a partir de",
        "de) fin",
        "•",
        "I",
        "",
    ],
)
def test_no_marker(text: str) -> None:
    assert marker(text) is None
