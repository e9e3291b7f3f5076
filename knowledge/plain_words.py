"""Names of gemeenten that are ordinary words too: when `huizen` means houses and not the village."""

from collections.abc import Sequence

from knowledge.place_words import Word
from knowledge.search.words import is_known, lemma

LEADS_TO_PLACE = frozenset({"in", "uit", "te", "gemeente"})
"""After these it is a place; not after `van`: `verkoop van huizen`."""
SMALL_WORDS = (
    LEADS_TO_PLACE
    | {"bij", "van", "naar", "rond", "nabij", "voor", "de", "het", "is", "dat"}
    | {"ik", "woon", "werk", "zit", "kom", "ben", "gevestigd", "mijn", "bedrijf", "regio"}
)
"""Words around a place in an answer to the question where somebody is."""

_BUILDING = frozenset(
    {"bouw", "bouwen", "bouwt", "gebouwd", "nieuwbouw", "koop", "koopt", "kopen", "aankoop", "gekocht"}
    | {"verkoop", "verkoopt", "verkopen", "verhuur", "verhuurt", "verhuren", "verhuurd", "huren"}
    | {"sloop", "slopen", "sloopt", "gesloopt", "splits", "splitsen", "splitst", "splitsing", "gesplitst"}
    | {"renoveer", "renoveren", "renoveert", "renovatie", "opknappen", "verbouwen", "ombouwen", "ombouw"}
    | {"verduurzamen", "verduurzaam", "verduurzaming", "isoleren", "isoleer", "isolatie", "schilderen"}
    | {"schilder", "taxeren", "taxeer", "ontruimen", "ontruim", "poetsen", "poets", "schoonmaken", "maken"}
    | {"maak", "onderhoud", "onderhouden", "stofferen", "inrichten", "inricht", "bewoners", "verbouwing"}
    | {"transformeren", "transformatie", "realiseren", "ontwikkelen", "veranderen", "opleveren", "plaatsen"}
)
"""What is done to houses."""
_COUNTED = frozenset(
    {"de", "het", "een", "deze", "die", "dit", "dat", "onze", "ons", "mijn", "zijn", "haar", "hun", "uw"}
    | {"jullie", "jouw", "je", "m'n", "z'n", "er", "geen", "veel", "meer", "weinig", "minder", "alle"}
    | {"allerlei", "enkele", "sommige", "meerdere", "paar", "aantal", "beide", "elke", "welke", "zulke"}
    | {"zoveel", "hoeveel", "genoeg", "alleen", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht"}
    | {"negen", "tien", "elf", "twaalf", "twintig", "dertig", "veertig", "vijftig", "honderd", "honderden"}
    | {"tientallen", "duizend", "eerste", "tweede", "laatste", "meeste", "andermans"}
)
_BESIDE = frozenset(
    {"tussen", "naast", "langs", "achter", "boven", "onder", "op", "aan", "tegen", "om", "rondom", "per"}
    | {"als", "zoals", "voor", "met", "zonder", "tot", "komen", "kwamen", "staan", "stonden", "staat"}
    | {"hebben", "heb", "bouwend", "oppervlakte", "nu"}
)
_GOES_ON = frozenset(
    {"die", "waar", "waarin", "waarvan", "komen", "kwamen", "staan", "stonden", "hebben", "zijn", "waren"}
    | {"worden", "werden", "met", "zonder", "erboven", "ernaast", "eromheen", "schoon", "gaat", "leeg"}
)
_JOINS = frozenset({"en", "of", "en/of"})
_ABOUT_NEIGHBOURS = frozenset(
    {"afstand", "meter", "meters", "geluid", "lawaai", "herrie", "overlast", "hinder", "stank", "bromt"}
    | {"trillingen", "straat", "hoort", "past", "passen"}
)
_BELONG = frozenset({"bij", "naar", "van"})
"""After these it can be both; what else is said decides."""


def is_ordinary(words: Sequence[Word], position: int) -> bool:
    """Tell whether a name that is also a plural noun reads as that noun, in a text without capitals."""
    keys = [word.key for word in words]
    before, after = keys[:position], keys[position + 1 :]
    return _counted(before) or _goes_on(after) or _done_to(before, after)


def _counted(before: list[str]) -> bool:
    """See a determiner, a number, an adjective or a preposition of place in front of the noun."""
    if not before:
        return False
    last = before[-1]
    if last in _JOINS:
        return "afstand" in before or (len(before) > 1 and _is_plural(before[-2]))
    return last in _COUNTED or last in _BESIDE or last.isdigit() or _is_adjective(last)


def _goes_on(after: list[str]) -> bool:
    """See the noun be the subject or half of a pair: `huizen die`, `huizen en winkels`, `huizen te koop`."""
    if not after:
        return False
    if after[0] in _JOINS:
        return len(after) > 1 and _is_plural(after[1])
    return after[0] in _GOES_ON or after[:2] in (["te", "koop"], ["te", "huur"])


def _done_to(before: list[str], after: list[str]) -> bool:
    """See something be built, sold or cleaned; after `van` or `bij` also when that is said further on."""
    if not _BUILDING.isdisjoint([*before[-1:], *after[:2]]):
        return before[-2:-1] != ["te"]
    if before and before[-1] in _BELONG:
        return not (_BUILDING | _ABOUT_NEIGHBOURS).isdisjoint([*before, *after])
    return False


def _is_adjective(word: str) -> bool:
    """Tell whether a word has the ending of an adjective before a noun: `goedkope`, not `bijdrage`."""
    return word.endswith("e") and is_known(word) and not lemma(word).endswith("e")


def _is_plural(word: str) -> bool:
    return word.endswith(("en", "s")) and is_known(word)
