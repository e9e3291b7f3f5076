"""A ticket as a PDF: real text, with a title, bookmarks and its language, for screen readers too."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fpdf import FPDF, TextStyle
from fpdf.enums import Align, TextMode

from channels.desk.tickets.fonts import FAMILY, add_fonts, letters, runs_right_to_left
from channels.desk.tickets.history import Happening
from channels.desk.view import Finding, Line
from kit.clock import dutch_moment

_TEXT, _SMALL, _HEADING, _TITLE = 10.5, 9, 13, 17  # points
_LINE = 5.2  # millimetres
# Letters are made bold by drawing their outline as well: cutting bold ones out of the font takes seconds.
_BOLD = {"text_mode": TextMode.FILL_STROKE, "line_width": 0.12}
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
        pdf.set_lang("nl")
        pdf.set_title(title)
        pdf.set_creator("Voordeur")
        pdf.set_margin(18)
        pdf.set_auto_page_break(True, margin=18)
        add_fonts(pdf)
        pdf.add_page()
        pdf.set_section_title_styles(TextStyle(FAMILY, "", _HEADING, t_margin=4, b_margin=1))
        self._write(title, _TITLE, bold=True)

    def facts(self, facts: Iterable[tuple[str, str]]) -> None:
        """Write names with their values."""
        for name, value in facts:
            self._write(f"{name}: {value}")

    def part(self, heading: str, paragraphs: Iterable[str]) -> None:
        """Write paragraphs under a heading, which is a bookmark too."""
        self._heading(heading)
        for paragraph in paragraphs:
            self._write(paragraph)

    def said(self, heading: str, said: Sequence[tuple[str, str]]) -> None:
        """Write texts with a line above each that says whose it is; nothing when there are none."""
        if not said:
            return
        self._heading(heading)
        for above, text in said:
            self._write(above, _SMALL, bold=True)
            if text:
                self._write(text)
            self._pdf.ln(1.5)

    def finished(self) -> bytes:
        """Return the pages; what could not be written is said at the end."""
        if self._missing:
            self._write(_MISSING, _SMALL)
        return bytes(self._pdf.output())

    def _heading(self, text: str) -> None:
        with self._pdf.local_context(**_BOLD):
            self._pdf.start_section(text)

    def _write(self, text: str, size: float = _TEXT, *, bold: bool = False) -> None:
        """Write each line of a text, at the side where it is read from."""
        self._pdf.set_font(FAMILY, size=size)
        height = _LINE * max(size / _TEXT, 1)
        with self._pdf.local_context(**(_BOLD if bold else {})):
            for line in text.splitlines() or [""]:
                shown, missing = letters(self._pdf, line)
                self._missing = self._missing or missing
                align = Align.R if runs_right_to_left(line) else Align.L
                self._pdf.multi_cell(0, height, shown, align=align, new_x="LMARGIN", new_y="NEXT")
