"""Of several places in one text: where the business is, and where somebody only lives."""

import re
from collections.abc import Sequence

from knowledge.place_words import Mention

_BUSINESS = (
    r"(?:winkel|zaak|bedrijf|pand|bedrijfspand|kantoor|praktijk|salon|werkplaats|atelier|restaurant|café|cafe"
    r"|lunchroom|loods|hal|filiaal|vestiging|onderneming|studio|kapsalon|winkelpand|bedrijfsruimte"
    r"|winkelruimte|kantoorruimte|werkruimte)(?:tje|je)?"
)
_DOING = r"(?:vestigen|vestig|openen|open|beginnen|begin|starten|start|ondernemen|onderneem)"
_IN = r"(?:in|te)\s+$"
_BEFORE = re.compile(rf"\b(?:{_BUSINESS}|{_DOING})\s+(?:(?:is|zit|staat|gevestigd|openen|beginnen)\s+)?{_IN}")
_AFTER = re.compile(rf"^\W*(?:(?:een|mijn|ons|onze|\w+e)\s+)*(?:{_BUSINESS}\s+)?{_DOING}\b")
_AT = re.compile(rf"\b{_IN}")
_TO = re.compile(r"\bnaar\s+$")
_MOVES = re.compile(r"\b(?:verhui[sz]|verplaats|verkas)")
_LIVES = re.compile(r"\b(?:woon(?:t|de|achtig)?|wonend?|kom(?:en|t)?)\s+(?:\w+\s+)?(?:in|te|uit)\s+$")


_NOT = re.compile(r"\bniet\s+(?:in\s+|uit\s+|meer\s+in\s+)?$")
_JOINED = re.compile(r"^\s*(?:,|/|&|en|of|of in|en in)\s*$")


def of_business(text: str, mentions: Sequence[Mention]) -> set[str]:
    """Return the gemeenten in a text that are meant for the business, none when nothing tells.

    Args:
        text: what somebody typed.
        mentions: the places in it, from left to right.
    """
    said = [each for each in mentions if not _NOT.search(text[: each.start].lower())]
    meant = {each.gemeente for each in said}
    if len(said) < len(mentions) and len(meant) == 1:
        return meant
    chosen: list[Mention] = []
    for before, each in zip((None, *said), said, strict=False):
        shared = before in chosen and _JOINED.match(text[before.end : each.start].lower()) if before else None
        if shared or _is_of_business(text, each):
            chosen.append(each)
    return {each.gemeente for each in chosen}


def _is_of_business(text: str, place: Mention) -> bool:
    before, after = text[: place.start].lower(), text[place.end :].lower()
    if _LIVES.search(before):
        return False
    if _TO.search(before):
        return bool(_MOVES.search(text.lower()))
    return bool(_BEFORE.search(before) or (_AT.search(before) and _AFTER.search(after)))
