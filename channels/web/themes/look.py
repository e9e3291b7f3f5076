"""Makes of design tokens the few properties that our style sheets work with."""

import re
from collections.abc import Mapping

from channels.web.themes.colours import Colour, contrast, mixed, read_colour, written
from channels.web.themes.tokens import resolve
from kit.errors import VoordeurError

# In the order in which the widget looks at them too (client/loader.css); a test keeps the two alike.
TOKENS = {
    "surface": (
        "--voordeur-surface",
        "--utrecht-document-background-color",
        "--nl-document-background-color",
    ),
    "ink": ("--voordeur-ink", "--utrecht-document-color", "--nl-document-color"),
    "brand": (
        "--voordeur-brand",
        "--utrecht-button-primary-action-background-color",
        "--nl-button-primary-background-color",
    ),
    "on-brand": (
        "--voordeur-on-brand",
        "--utrecht-button-primary-action-color",
        "--nl-button-primary-color",
    ),
    "link": ("--voordeur-link", "--utrecht-link-color", "--nl-link-color"),
    "focus": ("--utrecht-focus-outline-color", "--nl-focus-outline-color"),
}
CORNERS = ("--voordeur-radius", "--utrecht-button-border-radius", "--nl-button-border-radius")
LETTERS = ("--utrecht-document-font-family", "--nl-document-font-family")
_HEADING = ("--utrecht-heading-1-color", "--nl-heading-level-1-color")
_HEADING_LETTERS = ("--utrecht-heading-1-font-family", "--nl-heading-level-1-font-family")
_OWN = {
    "surface": "#ffffff",
    "ink": "#1b2733",
    "brand": "#0b5a6f",
    "on-brand": "#ffffff",
    "link": "#0b5a6f",
    "focus": "#0b3d91",
}
_PAIRS = (
    ("ink", "page", 4.5),
    ("soft-ink", "page", 4.5),
    ("link", "page", 4.5),
    ("link", "surface", 4.5),
    ("link", "choice", 4.5),
    ("on-brand", "brand", 4.5),
    ("alarm", "alarm-page", 4.5),
    ("focus", "page", 3.0),
    ("line", "surface", 3.0),
)
_LENGTH = re.compile(r"\d*\.?\d+(px|em|rem)?")
_FAMILIES = re.compile(r"[\w\s,\"'-]+")
_AMBER: Colour = (0.88, 0.63, 0.0)
_ALARM = ((0.61, 0.11, 0.11), (1.0, 0.71, 0.67))


class ThemeError(VoordeurError):
    """A theme cannot be used; the message says why."""


def sheet_of(tokens: Mapping[str, str]) -> str:
    """Return the style sheet of a theme: our properties, and the tokens that the chat in the page looks at.

    A dark screen keeps our own dark colours, and paper its black on white.

    Raises:
        ThemeError: no token of ours is in it, or its colours cannot be read on each other.
    """
    if not any(resolve(tokens, name) for names in TOKENS.values() for name in names):
        raise ThemeError("er staat geen kleur in die Voordeur kent")
    colours = _colours(tokens)
    for front, back, least in _PAIRS:
        if contrast(colours[front], colours[back]) < least:
            raise ThemeError(f"het contrast van {front} op {back} is te laag")
    lines = {name: written(colour) for name, colour in colours.items()} | _shape(tokens)
    chat = {TOKENS[name][0]: written(colours[name]) for name in TOKENS}
    properties = {f"--{name}": value for name, value in lines.items()} | chat
    body = "".join(f"    {name}: {value};\n" for name, value in properties.items())
    return f"@media screen and (prefers-color-scheme: light) {{\n  :root {{\n{body}  }}\n}}\n"


def _colours(tokens: Mapping[str, str]) -> dict[str, Colour]:
    """Return the colours of the theme, ours where it has none, and those that are made of them."""
    found = {name: _first(tokens, names, _OWN[name]) for name, names in TOKENS.items()}
    ink, surface, brand = found["ink"], found["surface"], found["brand"]
    page = mixed(ink, 0.04, surface)
    alarm = max(_ALARM, key=lambda colour: contrast(colour, surface))
    heading = _first(tokens, _HEADING, written(ink))
    return found | {
        "page": page,
        "heading": heading if contrast(heading, page) >= 4.5 else ink,
        "soft-ink": mixed(ink, 0.78, surface),
        "line": mixed(ink, 0.6, surface),
        "faint-line": mixed(ink, 0.16, surface),
        "own": mixed(brand, 0.13, surface),
        "choice": mixed(brand, 0.04, surface),
        "person": _tint(_AMBER, surface, found["link"]),
        "system": mixed(ink, 0.07, surface),
        "alarm": alarm,
        "alarm-page": mixed(alarm, 0.08, surface),
    }


def _tint(colour: Colour, surface: Colour, link: Colour) -> Colour:
    """Return the surface with as much of a colour as leaves links on it readable."""
    tints = (mixed(colour, share, surface) for share in (0.18, 0.12, 0.06))
    return next((tint for tint in tints if contrast(link, tint) >= 4.5), surface)


def _first(tokens: Mapping[str, str], names: tuple[str, ...], otherwise: str) -> Colour:
    found = (read_colour(resolve(tokens, name)) for name in names)
    colour = next((each for each in found if each), None) or read_colour(otherwise)
    if colour is None:
        raise ThemeError(f"{otherwise} is geen kleur")
    return colour


def _shape(tokens: Mapping[str, str]) -> dict[str, str]:
    """Return corners and letters, as far as they are nothing but a length or names of letters."""
    wanted = {
        "button-radius": (CORNERS, _LENGTH),
        CORNERS[0].removeprefix("--"): (CORNERS, _LENGTH),
        "font": (LETTERS, _FAMILIES),
        LETTERS[0].removeprefix("--"): (LETTERS, _FAMILIES),
        "heading-font": (_HEADING_LETTERS, _FAMILIES),
    }
    found = {name: _value(tokens, names, form) for name, (names, form) in wanted.items()}
    shape = {name: value for name, value in found.items() if value}
    if corner := shape.get("button-radius"):  # a round button makes no round page
        shape["radius"] = f"min({corner}, 0.75rem)" if corner.strip("0.") else "0"
    return shape


def _value(tokens: Mapping[str, str], names: tuple[str, ...], form: re.Pattern[str]) -> str:
    value = next(filter(None, (resolve(tokens, name) for name in names)), "")
    return value if form.fullmatch(value) else ""
