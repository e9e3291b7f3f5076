"""Which files an account manager may send, told by what is in them and not by their name."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath

import filetype

from handoff.errors import TicketError

MOST_BYTES = 10 * 1024 * 1024
LONGEST_NAME = 150

_WORD = "application/vnd.openxmlformats-officedocument"
# By the ending of the name, the types that filetype reads from the first bytes.
TYPES: dict[str, str] = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "docx": f"{_WORD}.wordprocessingml.document",
    "xlsx": f"{_WORD}.spreadsheetml.sheet",
    "pptx": f"{_WORD}.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
_KINDS = "pdf, png, jpg, docx, xlsx, pptx, odt en ods"
# A Word or Excel file with these in it can do things on the computer of who opens it.
_MACROS = (b"vbaProject.bin", b"vbaData.xml")


@dataclass(frozen=True)
class CheckedFile:
    """A file that may be sent, under a name without surprises."""

    name: str
    content_type: str
    content: bytes


def checked_file(name: str, content: bytes) -> CheckedFile:
    """Return a file as it may be sent.

    Raises:
        TicketError: it is empty, too large, of a kind that is not sent, or not what its name says.
    """
    name = _safe_name(name)
    ending = name.rpartition(".")[2].lower()
    if not content:
        raise TicketError("Dit bestand is leeg. Kies een ander bestand.")
    if len(content) > MOST_BYTES:
        raise TicketError("Dit bestand is te groot. Een bijlage is hooguit 10 MB.")
    if "." not in name or ending not in TYPES:
        raise TicketError(f"Dit soort bestand kan niet mee. Kies uit: {_KINDS}.")
    found = filetype.guess_mime(content)
    if found != TYPES[ending]:
        raise TicketError(f"Dit bestand heet .{ending}, maar is het niet. Kies een ander bestand.")
    if any(macro in content for macro in _MACROS):
        raise TicketError("In dit bestand zitten macro's. Sla het op zonder macro's, bijvoorbeeld als pdf.")
    return CheckedFile(name, TYPES[ending], content)


def _safe_name(name: str) -> str:
    """Return the last part of a name without signs that systems or headers read as something else."""
    last = PureWindowsPath(PurePosixPath(name).name).name
    plain = unicodedata.normalize("NFC", last)
    shown = "".join(sign for sign in plain if unicodedata.category(sign)[0] != "C")
    clean = re.sub(r'[<>:"/\\|?*;%\[\]`]+', "-", shown).strip(" .-")
    stem, dot, ending = clean.rpartition(".")
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}{dot}{ending}" if dot else clean[:LONGEST_NAME]
