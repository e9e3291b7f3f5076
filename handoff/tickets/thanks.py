"""Telling a word of thanks from something that needs an answer, with a list of words and not with a guess."""

import re
from collections.abc import Collection, Iterable

# What a region starts with; at the desk it can be added to and taken from.
DEFAULT_THANKS = (
    *("bedankt", "dank", "dank je", "dank je wel", "dankjewel", "dank u", "dank u wel", "dankuwel", "thanks"),
    *("hartelijk", "hartelijke", "heel", "erg", "veel", "nogmaals", "alvast", "super", "top", "mooi", "fijn"),
    *("prima", "perfect", "geweldig", "duidelijk", "helder", "oké", "oke", "ok", "thank you", "very much"),
    *("voor de hulp", "voor uw hulp", "voor je hulp", "voor de moeite", "voor de snelle reactie"),
    *("voor uw antwoord", "voor uw reactie", "voor de informatie", "voor de uitleg", "dat helpt"),
    *("fijne dag", "fijn weekend", "fijne avond", "tot ziens", "groet", "groeten", "groetjes", "en", "hoor"),
    *("met vriendelijke groet", "vriendelijke groeten", "mvg", "beste", "hallo", "dag", "mevrouw", "meneer"),
)

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")


def says_thanks(text: str, phrases: Iterable[str], names: Collection[str] = ()) -> bool:
    """Tell whether a text holds nothing but listed phrases and names.

    Signs such as a thumb count as thanks; a question mark never does.
    """
    if "?" in text:
        return False
    left = f" {_bare(text)} "
    for phrase in sorted(filter(None, map(_bare, [*phrases, *names])), key=len, reverse=True):
        # A blank before and after each phrase, also between two that stand side by side.
        while f" {phrase} " in left:
            left = left.replace(f" {phrase} ", " ")
    return not left.strip()


def _bare(text: str) -> str:
    """Write a text as its words alone, in lower case."""
    return " ".join(_WORD.findall(text.lower().replace("’", "'")))
