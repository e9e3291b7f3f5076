"""A ticket as a PDF: real text in Dutch, with a title, bookmarks and its language, for screen readers too."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fpdf import FPDF, TextStyle

from channels.desk.tickets.history import Happening
from channels.desk.view import Finding, Line
from kit.clock import dutch_moment

_FONT = "Helvetica"
# The fonts that every reader of PDF has know the letters of Western Europe.
_LETTERS = "windows-1252"
_TEXT, _SMALL, _HEADING = 10.5, 9, 13  # points
_LINE = 5.2  # millimetres
_MISSING = "Sommige tekens kunnen niet in dit document. Waar een ? staat: lees de vraag aan de desk."


@dataclass(frozen=True)
class TicketDocument:
    """What stands in the document."""

    reference: str
    facts: Sequence[tuple[str, str]]
    question: str
    summary: str
    findings: Sequence[Finding]
    talk: Sequence[Line]
    history: Sequence[Happening]


def ticket_pdf(document: TicketDocument) -> bytes:
    """Return the document as a PDF."""
    paper = _Paper(f"Vraag {document.reference}")
    paper.facts(document.facts)
    paper.part("De vraag", [document.question])
    if document.summary:
        paper.part("Samenvatting", [document.summary])
    if document.findings:
        paper.part("Wat al is nagegaan", _finding_lines(document.findings))
    paper.said(
        "Gesprek", [(f"{line.who}, {dutch_moment(line.sent_at)}", line.text) for line in document.talk]
    )
    paper.said("Geschiedenis", [_happening(each) for each in document.history])
    return paper.finished()


def _finding_lines(findings: Iterable[Finding]) -> list[str]:
    lines = []
    for found in findings:
        lines.append(found.line)
        lines.extend(f"{title}: {'; '.join(parts)}" for title, parts in found.parts)
    return lines


def _happening(each: Happening) -> tuple[str, str]:
    reference = f" (bij {each.reference})" if each.reference else ""
    what = " ".join(filter(None, (each.what, each.change)))
    return f"{what}{reference}. {each.actor}, {dutch_moment(each.at)}", each.note


class _Paper:
    """The pages, with a heading for each part."""

    def __init__(self, title: str) -> None:
        self._missing = False
        self._pdf = pdf = FPDF(format="A4")
        pdf.core_fonts_encoding = _LETTERS
        pdf.set_lang("nl")
        pdf.set_title(title)
        pdf.set_creator("Voordeur")
        pdf.set_margin(18)
        pdf.set_auto_page_break(True, margin=18)
        pdf.add_page()
        pdf.set_section_title_styles(TextStyle(_FONT, "B", _HEADING, t_margin=4, b_margin=1))
        pdf.set_font(_FONT, "B", 17)
        pdf.multi_cell(0, 9, self._letters(title), new_x="LMARGIN", new_y="NEXT")

    def facts(self, facts: Iterable[tuple[str, str]]) -> None:
        """Write names with their values."""
        for name, value in facts:
            self._write(f"{name}: {value}")

    def part(self, heading: str, paragraphs: Iterable[str]) -> None:
        """Write paragraphs under a heading, which is a bookmark too."""
        self._pdf.start_section(heading)
        for paragraph in paragraphs:
            self._write(paragraph)

    def said(self, heading: str, said: Sequence[tuple[str, str]]) -> None:
        """Write texts with a line above each that says whose it is; nothing when there are none."""
        if not said:
            return
        self._pdf.start_section(heading)
        for above, text in said:
            self._write(above, _SMALL, "B")
            if text:
                self._write(text)
            self._pdf.ln(1.5)

    def finished(self) -> bytes:
        """Return the pages; what could not be written is said at the end."""
        if self._missing:
            self._write(_MISSING, _SMALL)
        return bytes(self._pdf.output())

    def _write(self, text: str, size: float = _TEXT, style: str = "") -> None:
        self._pdf.set_font(_FONT, style, size)
        self._pdf.multi_cell(0, _LINE, self._letters(text), align="L", new_x="LMARGIN", new_y="NEXT")

    def _letters(self, text: str) -> str:
        """Return a text in the letters that the font has, with a question mark for the others."""
        known = text.encode(_LETTERS, "replace").decode(_LETTERS)
        self._missing = self._missing or known != text
        return known
