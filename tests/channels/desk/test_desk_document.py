"""A ticket as a PDF: real text, its language and title, and notes only when asked for."""

import re
import zlib
from collections.abc import Callable
from typing import Any

from channels.services import Services

pytest_plugins = ["desk_fixtures"]

type Browse = Callable[..., Any]
type Make = Callable[..., Any]

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.S)
_SHOWN = re.compile(rb"\(((?:[^()\\]|\\.)*)\) Tj")


def written(pdf: bytes) -> str:
    """The text that a reader of the PDF finds, line for line."""
    pages = (zlib.decompress(stream) for stream in _STREAM.findall(pdf))
    lines = [line for page in pages for line in _SHOWN.findall(page)]
    return b" ".join(lines).decode("windows-1252").replace("\\(", "(").replace("\\)", ")")


async def test_the_pdf_of_a_ticket_is_dutch_text(
    browse: Browse, tickets: Make, services: Services, conversation: str
) -> None:
    ticket = await tickets(
        "anna", conversation_id=conversation, question="Mag ik – één – café beginnen voor €5?"
    )
    anna = await browse("anna")
    await anna.act(ticket, "notes", text="Alleen voor collega's")
    response = await anna.get(f"/desk/tickets/{ticket.reference}/document")
    assert response.headers["content-type"] == "application/pdf"
    assert response.headers["content-disposition"] == f'attachment; filename="{ticket.reference}.pdf"'
    pdf = response.content
    assert pdf.startswith(b"%PDF-") and b"/Lang (nl)" in pdf and b"/Outlines" in pdf and b"/Title" in pdf
    text = written(pdf)
    for words in (
        *(
            f"Vraag {ticket.reference}",
            "Mag ik – één – café beginnen voor €5?",
            "Jan Ondernemer",
            "Hilversum",
        ),
        *("Regel uit het gesprek", "Geschiedenis", "Geopend", "Een werkplaats in Hilversum."),
    ):
        assert words in text, words
    assert "collega's" not in text
    whole = (await anna.get(f"/desk/tickets/{ticket.reference}/document?notes=yes")).content
    assert "Alleen voor collega's" in written(whole)


async def test_letters_that_the_font_lacks_are_said_to_be_missing(browse: Browse, tickets: Make) -> None:
    ticket = await tickets("anna", question="أريد أن أفتح مطعما")
    response = await (await browse("anna")).get(f"/desk/tickets/{ticket.reference}/document")
    assert response.status_code == 200 and "lees de vraag aan de desk" in written(response.content)
