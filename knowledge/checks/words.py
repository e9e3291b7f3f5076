"""Yes, no and `ik weet het niet` in the words of people."""

import re

from knowledge.checks.quantities import plain

_YES = (
    r"ja+|jazeker|jawel|jep|jup|yep|yes|klopt|zeker|inderdaad|uiteraard|natuurlijk|juist|correct|absoluut|"
    r"ok|oke|graag|soms|af en toe|een beetje|wel|waar|true"
)
_NO = r"nee+|neen|nope|no|niet|geen|nooit|niks|niemand|nul|zonder|onwaar|false|nauwelijks|amper"
_ANSWER = re.compile(rf"(?<!\w)(?:(?P<yes>{_YES})|(?P<no>{_NO}))(?!\w)")
_FIRST = re.compile(r"^(?:nou|tja|eh+m?|hm+|ehm|eigenlijk|dat|dit|o|oh|ach|volgens mij|ik denk|ik geloof)\W+")
_FILLERS = r"(?:ik |het |dat |dit |je |u |nog |echt |helemaal |eigenlijk |zo |even |precies |zeker |nu |al )*"
_PLAIN = re.compile(
    r"^\W*(?:ja+|jazeker|jawel|jep|yep|klopt|zeker|inderdaad|natuurlijk|nee+|neen|nope)(?!\w)"
)
_UNKNOWN = re.compile(
    rf"(?<!\w)(?:(?:weet|wist) {_FILLERS}niet|weet (?:ik|u) veel|zou {_FILLERS}niet (?:te )?(?:weten|kunnen)|"
    rf"(?:kan|durf) {_FILLERS}niet {_FILLERS}(?:te )?(?:zeggen|weten|beoordelen|inschatten)|"
    r"geen (?:flauw |enkel )?idee|geen benul|onbekend|onduidelijk|niet (?:bekend|zeker|duidelijk))(?!\w)"
)
_SKIP = re.compile(r"^(?:\?+|pas|sla (?:maar )?over|overslaan|volgende(?: vraag)?|geen antwoord|idk|x)$")
_LONGEST = 12
"""Words; a longer text says more than that somebody does not know."""


def says_unknown(text: str) -> bool:
    """Tell whether somebody says not to know the answer."""
    words = plain(text).strip(" .!")
    if _SKIP.match(words):
        return True
    return len(words.split()) <= _LONGEST and bool(_UNKNOWN.search(words))


def plain_yes_or_no(text: str) -> bool | None:
    """Read only a yes or no that stands in front, as in `ja, met 2 medewerkers`; not `geen personeel`."""
    found = _PLAIN.match(plain(text))
    return yes_or_no(found[0]) if found else None


def yes_or_no(text: str) -> bool | None:
    """Read yes or no; the first of these words decides (`ja, maar niet veel`), except in `wel niet`."""
    words = plain(text)
    while found := _FIRST.match(words):
        words = words[found.end() :]
    answer = _ANSWER.search(words)
    if answer is None:
        return None
    return answer["no"] is None and not re.match(r"(?:\w+ )?(?:niet|geen)\b", words[answer.end() :].lstrip())
