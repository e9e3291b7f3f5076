"""Colours as numbers: reading and mixing them, and how well one can be read on another (WCAG 2.2)."""

import colorsys
import re

type Colour = tuple[float, float, float]
"""Red, green and blue, each from 0 to 1."""

_HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})")
_RGB = re.compile(r"rgb\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)\s*\)")
_HSL = re.compile(r"hsl\(\s*([\d.]+)(?:deg)?[\s,]+([\d.]+)%[\s,]+([\d.]+)%\s*\)")
_NAMED = {"white": "#fff", "black": "#000"}


def read_colour(text: str) -> Colour | None:
    """Read a colour as style sheets write it; nothing when it is no colour, or can be seen through."""
    text = text.strip().lower()
    text = _NAMED.get(text, text)
    if found := _HEX.fullmatch(text):
        digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
        return _of(*(int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)))
    if found := _RGB.fullmatch(text):
        return _of(*(int(part) / 255 for part in found.groups()))
    if found := _HSL.fullmatch(text):
        hue, saturation, lightness = (float(part) for part in found.groups())
        return _of(*colorsys.hls_to_rgb(hue / 360, lightness / 100, saturation / 100))
    return None


def _of(red: float, green: float, blue: float) -> Colour:
    return min(red, 1), min(green, 1), min(blue, 1)


def written(colour: Colour) -> str:
    """Write a colour for a style sheet."""
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour)


def mixed(colour: Colour, share: float, other: Colour) -> Colour:
    """Return a colour with so much of the first, from 0 to 1, and the rest of the other."""
    red, green, blue = (one * share + two * (1 - share) for one, two in zip(colour, other, strict=True))
    return red, green, blue


def contrast(one: Colour, other: Colour) -> float:
    """Return how well one can be read on the other: from 1, not at all, to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
