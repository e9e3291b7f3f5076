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


def asks_to_send(text: str) -> bool:
    """Tell whether a text such as "verstuur maar" is a go-ahead: the model may well read it as a stop."""
    words = set(re.findall(r"\w+", text.casefold()))
    return bool(words & SENDING) and not words & NOT_YET
