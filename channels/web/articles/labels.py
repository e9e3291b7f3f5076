"""The fixed words around an article, in the language of the article."""

from calendar import month_name
from collections.abc import Mapping
from datetime import date, datetime

from kit import clock
from knowledge.areas import NATIONAL, Areas

DUTCH = "nl"
ENGLISH = "en"
LANGUAGES = {DUTCH: "Nederlands", ENGLISH: "English"}
LOCALES = {DUTCH: "nl_NL", ENGLISH: "en_GB"}

_NL = {
    "knowledge": "Kennisbank",
    "glossary": "Begrippen",
    "checks": "Checks",
    "ask": "Stel uw vraag",
    "skip": "Direct naar de inhoud",
    "you_are_here": "U bent hier",
    "main_menu": "Hoofdmenu",
    "for": "Voor ondernemers in {region}",
    "holds_in": "Geldt in",
    "for_whom": "Voor",
    "checked": "Gecontroleerd op",
    "valid_until": "Geldig tot en met",
    "certainty": "Hoe zeker",
    "about": "Over dit antwoord",
    "sources": "Bronnen",
    "undated": "datum onbekend",
    "terms": "Begrippen in dit antwoord",
    "no_source": "nog zonder bron",
    "elsewhere": "Dit antwoord voor een ander gebied",
    "better": "Voor {gemeente} is er een ander antwoord:",
    "related": "Lees ook",
    "planned": "Er is een plan om {former} op {day} bij {into} te voegen. Of dat doorgaat, is niet zeker.",
    "planned_sure": "{former} wordt op {day} een deel van {into}.",
    "planned_past": "{former} zou op {day} bij {into} komen. Of dat is gebeurd, is nog niet nagekeken.",
    "person_title": "Komt u er niet uit?",
    "person_text": "Stel uw vraag in de chat. Daar kunt u ook met een accountmanager praten.",
    "person_link": "Vraag het een mens",
    "other_language": "This answer in English",
    "rights": "U kunt aan dit antwoord geen rechten ontlenen: bij twijfel beslist uw gemeente.",
    "privacy": "Uw gegevens: wat wij bewaren, en hoe u het wist",
    "follow": "Volg een vraag die u aan een accountmanager stelde",
    "footer": "De antwoorden komen uit een kennisbank die redacteuren van de gemeenten bijhouden.",
}
_EN = {
    "knowledge": "Answers in English",
    "glossary": "Glossary (in Dutch)",
    "checks": "Checks (in Dutch)",
    "ask": "Ask your question",
    "skip": "Skip to content",
    "you_are_here": "You are here",
    "main_menu": "Main menu",
    "for": "For entrepreneurs in {region}",
    "holds_in": "Applies in",
    "for_whom": "For",
    "checked": "Checked on",
    "valid_until": "Valid until",
    "certainty": "How certain",
    "about": "About this answer",
    "sources": "Sources",
    "undated": "date unknown",
    "terms": "Words in this answer, explained in Dutch",
    "no_source": "no source yet",
    "elsewhere": "This answer for another area",
    "better": "For {gemeente} there is another answer:",
    "related": "Read also",
    "former": (
        "Note: this was written for the former municipality of {former}, now a part of {gemeente}. "
        "Its rules mostly still apply there. Are you in another part of {gemeente}? Then ask what applies."
    ),
    "planned": "There is a plan to make {former} a part of {into} on {day}. This is not certain yet.",
    "planned_sure": "{former} becomes a part of {into} on {day}.",
    "planned_past": "{former} was to become a part of {into} on {day}. Whether it did is not checked yet.",
    "person_title": "Need more help?",
    "person_text": "Ask your question in the chat. There you can also talk to an account manager.",
    "person_link": "Ask a person",
    "other_language": "Dit antwoord in het Nederlands",
    "rights": "No rights can be derived from this answer: in case of doubt your municipality decides.",
    "privacy": "Your data: what we keep, and how to erase it",
    "follow": "Follow a question that you asked an account manager",
    "footer": "The answers come from a knowledge base that editors of the municipalities keep.",
}
LABELS: Mapping[str, Mapping[str, str]] = {DUTCH: _NL, ENGLISH: _EN}

_CERTAINTY = {
    DUTCH: {
        "hoog": "Zeker: de bron is duidelijk.",
        "middel": "Vrij zeker. Hangt er veel van af? Laat het dan controleren.",
        "laag": "Niet zeker: de bron is oud of niet volledig. Laat het controleren voor u besluit.",
    },
    ENGLISH: {
        "hoog": "Certain: the source is clear.",
        "middel": "Fairly certain. Does much depend on it? Then have it checked.",
        "laag": "Not certain: the source is old or incomplete. Have it checked before you decide.",
    },
}
_AUDIENCE = {
    DUTCH: {
        "starter": "starters",
        "zzp": "zzp’ers",
        "mkb": "het mkb",
        "winkelier": "winkeliers",
        "iedereen": "alle ondernemers",
    },
    ENGLISH: {
        "starter": "people who start a business",
        "zzp": "self-employed people",
        "mkb": "small and medium businesses",
        "winkelier": "shopkeepers",
        "iedereen": "all entrepreneurs",
    },
}


def certainty(level: str, language: str) -> str:
    """Say how sure the source makes us."""
    return _CERTAINTY[language][level]


def audience(kinds: list[str], language: str) -> str:
    """Name for whom an article is."""
    return ", ".join(_AUDIENCE[language][kind] for kind in kinds)


def area(areas: Areas, key: str, language: str) -> str:
    """Name an area."""
    return "the Netherlands" if (key, language) == (NATIONAL, ENGLISH) else areas.name(key)


def day(value: date, language: str) -> str:
    """Write a date as readers of a language do."""
    if language == DUTCH:
        return clock.dutch_date(value)
    return f"{value.day} {month_name[value.month]} {value.year}"


def clock_time(moment: datetime) -> str:
    """Write the time of a moment in Dutch local time."""
    return f"{moment.astimezone(clock.AMSTERDAM):%H:%M}"


def source_date(text: str, language: str) -> str:
    """Write the date of a source as exactly as it is known: a day, a month, a year or nothing."""
    if text == "onbekend":
        return LABELS[language]["undated"]
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        return text
    full = day(date(*(*parts, 1)[:3]), language)
    return full if len(parts) == 3 else full.removeprefix("1 ")
