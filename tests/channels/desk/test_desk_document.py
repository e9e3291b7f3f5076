"""A ticket as a PDF: real text, its language and title, and notes only when asked for."""

import re
import zlib
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from channels.desk.tickets.fonts import runs_right_to_left
from channels.services import Services

pytest_plugins = ["desk_fixtures"]

type Browse = Callable[..., Any]
type Make = Callable[..., Any]

_OBJECT = re.compile(rb"(\d+) 0 obj\s(.*?)\sendobj", re.S)
_STREAM = re.compile(rb"stream\r?\n(.*)\r?\nendstream", re.S)
_PART = re.compile(rb"/F(\d+) [\d.]+ Tf|\(((?:[^()\\]|\\.)*)\) Tj|(ET)", re.S)
_GLYPH = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]+)>")
ARABIC = "أريد أن أفتح مطعما"


def glyphs(pdf: bytes) -> tuple[str, dict[bytes, dict[int, str]]]:
    """The text that a reader of the PDF finds, and which glyphs of each font stand for which letters."""
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    fonts = {name: _letters(objects, int(number)) for name, number in re.findall(rb"/F(\d+) (\d+) 0 R", pdf)}
    found, font = list[str](), b""
    for body in objects.values():
        page = _unpacked(body)
        for name, shown, end in _PART.findall(page) if b" Tj" in page else []:
            font = name or font
            found.append(" " if end else "")
            codes = re.sub(rb"\\(.)", lambda sign: {b"r": b"\r"}.get(sign[1], sign[1]), shown, flags=re.S)
            pairs = (codes[at] * 256 + codes[at + 1] for at in range(0, len(codes), 2))
            found.extend(fonts[font].get(pair, "") for pair in pairs)
    return "".join(found), fonts


def _letters(objects: dict[int, bytes], number: int) -> dict[int, str]:
    to_unicode = re.search(rb"/ToUnicode (\d+) 0 R", objects[number])
    assert to_unicode
    pairs = _GLYPH.findall(_unpacked(objects[int(to_unicode[1])]))
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}


def _unpacked(body: bytes) -> bytes:
    stream = _STREAM.search(body)
    if stream is None:
        return b""
    return zlib.decompress(stream[1]) if b"FlateDecode" in body else stream[1]


def written(pdf: bytes) -> str:
    """The text that a reader of the PDF finds."""
    return glyphs(pdf)[0]


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


async def test_letters_of_many_languages_are_there_and_arabic_ones_are_joined(
    browse: Browse, tickets: Make
) -> None:
    question = f"Zażółć gęślą jaźń\nğüşöç İı\nМожно ли открыть мастерскую?\n{ARABIC}"
    ticket = await tickets("anna", question=question, name="Łukasz Żółć")
    response = await (await browse("anna")).get(f"/desk/tickets/{ticket.reference}/document")
    text, fonts = glyphs(response.content)
    for words in (*question.splitlines()[:3], "Łukasz Żółć"):
        assert words in text, words
    assert {*ARABIC} <= {*text} and "lees de vraag aan de desk" not in text
    # A letter looks otherwise at the beginning, in the middle and at the end of a word.
    forms = Counter(letter for each in fonts.values() for letter in each.values())
    assert any(forms[letter] > 1 for letter in ARABIC)


async def test_a_sign_that_the_fonts_lack_is_said_to_be_missing(browse: Browse, tickets: Make) -> None:
    ticket = await tickets("anna", question="我想开一家餐馆")
    response = await (await browse("anna")).get(f"/desk/tickets/{ticket.reference}/document")
    assert response.status_code == 200 and "lees de vraag aan de desk" in written(response.content)


@pytest.mark.parametrize(
    ("text", "expected"),
    [(ARABIC, True), (f"Dag {ARABIC}", False), ("123, أ", True), ("", False), ("12", False)],
)
def test_the_first_letter_tells_from_which_side_a_line_is_read(text: str, expected: bool) -> None:
    assert runs_right_to_left(text) is expected
