"""Reading a name, a correction or a go-ahead out of what is typed in a hand-off, without Rasa."""

import re

from assistant.actions.memory import Step

LONGEST_NAME = 80
LEADS = ("mijn naam is ", "ik heet ", "ik ben ", "naam: ")
# Answers to "what is your name?" that are no name.
NO_NAMES = {"ja", "nee", "ok", "oké", "oke", "hallo", "hoi", "niet", "weet ik niet", "geen idee"}
SENDING = {"verstuur", "versturen", "verzend", "verzenden", "stuur", "sturen", "opsturen", "doorsturen"}
NOT_YET = {"niet", "nee", "geen", "nog", "eerst", "wacht"}
CORRECTIONS: dict[Step, tuple[str, ...]] = {
    "contact": ("mail", "telefoon", "nummer", "contact"),
    "name": ("naam", "heet"),
    "question": ("vraag", "tekst"),
}
QUESTION_WORDS = {"wie", "wat", "waar", "waarom", "wanneer", "hoe", "hoeveel", "welke", "kan", "mag", "moet"}


def looks_like_question(text: str) -> bool:
    """A name or an address is never one: those have no question mark and do not begin with such a word."""
    words = text.casefold().split()
    return text.rstrip().endswith("?") or (len(words) > 1 and words[0] in QUESTION_WORDS)


def name_in(text: str) -> str | None:
    """Take the name out of a sentence such as "mijn naam is …"; None when there can be none in it."""
    lowered = text.casefold()
    lead = next((lead for lead in LEADS if lowered.startswith(lead)), "")
    name = text[len(lead) :].strip(" .,!")
    fits = 2 <= len(name) <= LONGEST_NAME and any(letter.isalpha() for letter in name)
    return name if fits and not name.endswith("?") and name.casefold() not in NO_NAMES else None


def corrected_step(text: str) -> Step | None:
    """Read which part is wrong from words such as "mijn mail klopt niet"."""
    lowered = text.casefold()
    return next((step for step, marks in CORRECTIONS.items() if any(mark in lowered for mark in marks)), None)


def may_send(text: str) -> bool | None:
    """Tell whether a text is a go-ahead such as "verstuur maar"; None when it is not about sending.

    The model may well read both "verstuur maar" and "nog niet versturen" as a stop.
    """
    words = set(re.findall(r"\w+", text.casefold()))
    return not words & NOT_YET if words & SENDING else None
