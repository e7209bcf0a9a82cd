"""Mails and pages saved as one: which parts are read, in which encoding, and what of them is told."""

from __future__ import annotations

import email.policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from files import written
from reading import refusal

from mapper.industry.ad_lines import load

AD = """Vacante: técnica en costura
Requisitos:
- Experiencia para calibrar la tensión del hilo = ½ vuelta.
- Disponibilidad para diseñar el programa de lubricación del año.
"""


def mail(text: str = AD, **how: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["Subject"] = "Compañía <rh@empresa.example>", "Vacante de técnica en costura y diseño"
    message["Date"] = "Tue, 05 Mar 2024 10:00:00 -0600"
    message.set_content(text, **how)
    return message


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252"])
@pytest.mark.parametrize("encoding", ["8bit", "quoted-printable", "base64"])
def test_an_ad_is_the_same_whatever_its_mail_is_encoded_in(tmp_path: Path, charset: str, encoding: str) -> None:
    data = mail(charset=charset, cte=encoding).as_bytes(policy=email.policy.SMTP)
    assert b"Content-Transfer-Encoding: " + encoding.encode() in data
    found = load(written(tmp_path / "oferta.eml", data))
    (ad,) = found.ads
    assert ad.text == AD.strip()
    assert (ad.title, ad.date, ad.language) == ("técnica en costura y diseño", "2024-03-05", "es")
    assert not found.skipped


def test_a_folder_of_mails_gives_an_ad_each(tmp_path: Path) -> None:
    for number, encoding in enumerate(("8bit", "quoted-printable", "base64")):
        written(tmp_path / f"{number}.eml", bytes(mail(f"Puesto {number}\n{AD}", cte=encoding)))
    texts = [ad.text for ad in load(tmp_path).ads]
    assert texts == [f"Puesto {number}\n{AD.strip()}" for number in range(3)]


def test_a_mailbox_of_several_mails_is_refused(tmp_path: Path) -> None:
    first = b"From a@b.example Tue Mar  5 10:00:00 2024\n"
    error = refusal(written(tmp_path / "ofertas.mbox", first + bytes(mail()) + b"\n" + first + bytes(mail())))
    assert "a mailbox with 2 mails" in error.en


def test_a_mail_of_nothing_but_attachments_names_them(tmp_path: Path) -> None:
    message = mail("\n")
    message.add_attachment(b"PK", maintype="application", subtype="zip", filename="plan.docx")
    assert "only what is attached to it (plan.docx)" in refusal(written(tmp_path / "a.eml", bytes(message))).en
