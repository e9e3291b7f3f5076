"""The fonts of a PDF: Noto Sans for Latin, Greek and Cyrillic letters, and its Arabic sister.

They come as packages, pinned like all others. Only the letters that are used go into a document.
"""

import unicodedata
from importlib.resources import files
from pathlib import Path

from fpdf import FPDF
from fpdf.fonts import TTFFont

FAMILY, ARABIC = "notosans", "notosansarabic"
_PACKAGES = {FAMILY: "fontpkg_noto_sans", ARABIC: "fontpkg_noto_sans_arabic"}
_RIGHT_TO_LEFT = {"R", "AL"}
# Invisible: they steer how letters join, or say in which picture a sign is shown.
_STEERING = {"Cf", "Mn"}


def add_fonts(pdf: FPDF) -> None:
    """Let a document use the fonts: letters join as they do in their script, also from right to left."""
    for family, package in _PACKAGES.items():
        pdf.add_font(family, fname=_file(package))
    pdf.set_fallback_fonts([ARABIC], exact_match=False)
    pdf.set_text_shaping(True)


def letters(pdf: FPDF, text: str) -> tuple[str, bool]:
    """Return a text in the letters that the fonts have, and whether any had to become a question mark."""
    fonts = [pdf.fonts[family] for family in _PACKAGES]
    known = {code for font in fonts if isinstance(font, TTFFont) for code in font.cmap}
    shown = "".join(_shown(sign, known) for sign in text)
    return shown, shown.count("?") > text.count("?")


def runs_right_to_left(text: str) -> bool:
    """Tell by its first letter whether a text is read from right to left."""
    kinds = map(unicodedata.bidirectional, text)
    return next((kind in _RIGHT_TO_LEFT for kind in kinds if kind in {"L", *_RIGHT_TO_LEFT}), False)


def _shown(sign: str, known: set[int]) -> str:
    if ord(sign) in known or sign == "\n":
        return sign
    if sign.isspace():
        return " "
    return "" if unicodedata.category(sign) in _STEERING else "?"


def _file(package: str) -> Path:
    """Return the file of the upright letters of a font package."""
    found = (Path(str(each)) for each in files(package).joinpath("files").iterdir())
    return next(path for path in sorted(found) if path.suffix == ".ttf" and "Italic" not in path.name)
