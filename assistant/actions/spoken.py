"""Reading a name, a correction or a go-ahead out of what is typed in a hand-off, without Rasa."""

import re
from dataclasses import dataclass

from assistant.actions.memory import Step
from knowledge.search.words import DUTCH

LONGEST_NAME = 80


@dataclass(frozen=True)
class Words:
    """The words of one language that decide here."""

    leads: tuple[str, ...]
    no_names: frozenset[str]
    """Answers to "what is your name?" that are no name."""
    sending: frozenset[str]
    not_yet: frozenset[str]
    corrections: dict[Step, tuple[str, ...]]
    question_words: frozenset[str]
    why: frozenset[str]


DUTCH_WORDS = Words(
    leads=("mijn naam is ", "ik heet ", "ik ben ", "naam: "),
    no_names=frozenset(
        {"ja", "nee", "ok", "oké", "oke", "hallo", "hoi", "niet", "weet ik niet", "geen idee"}
    ),
    sending=frozenset(
        {"verstuur", "versturen", "verzend", "verzenden", "stuur", "sturen", "opsturen", "doorsturen"}
    ),
    not_yet=frozenset({"niet", "nee", "geen", "nog", "eerst", "wacht"}),
    corrections={
        "contact": ("mail", "telefoon", "nummer", "contact"),
        "name": ("naam", "heet"),
        "question": ("vraag", "tekst"),
    },
    question_words=frozenset(
        {"wie", "wat", "waar", "waarom", "wanneer", "hoe", "hoeveel", "welke", "kan", "mag", "moet"}
    ),
    why=frozenset({"waarom", "waarvoor"}),
)
ENGLISH_WORDS = Words(
    leads=("my name is ", "my name's ", "i am called ", "i am ", "i'm ", "name: ", "it's ", "this is "),
    no_names=frozenset({"yes", "no", "ok", "okay", "hello", "hi", "not", "i don't know", "no idea", "why"}),
    sending=frozenset({"send", "submit", "forward"}),
    not_yet=frozenset({"not", "no", "don't", "dont", "yet", "first", "wait"}),
    corrections={
        "contact": ("mail", "phone", "number", "contact"),
        "name": ("name",),
        "question": ("question", "text"),
    },
    question_words=frozenset(
        {"who", "what", "where", "why", "when", "how", "which", "can", "may", "must", "do", "does", "is"}
    ),
    why=frozenset({"why"}),
)


def _words(language: str) -> Words:
    """Return the words of a language; of one without words of its own those in English."""
    return DUTCH_WORDS if language == DUTCH else ENGLISH_WORDS


def looks_like_question(text: str, language: str = DUTCH) -> bool:
    """A name or an address is never one: those have no question mark and do not begin with such a word."""
    words = text.casefold().split()
    asks = len(words) > 1 and words[0] in _words(language).question_words
    return text.rstrip().endswith(("?", "؟")) or asks


def asks_why(text: str, language: str = DUTCH) -> bool:
    """Tell whether a text asks for a reason: "waarom moet u dat weten"."""
    return not _words(language).why.isdisjoint(text.casefold().split()[:1])


def name_in(text: str, language: str = DUTCH) -> str | None:
    """Take the name out of a sentence such as "mijn naam is …"; None when there can be none in it."""
    lowered, words = text.casefold(), _words(language)
    lead = next((lead for lead in words.leads if lowered.startswith(lead)), "")
    name = text[len(lead) :].strip(" .,!")
    fits = 2 <= len(name) <= LONGEST_NAME and any(letter.isalpha() for letter in name)
    asks = name.endswith(("?", "؟")) or asks_why(text, language)
    return name if fits and not asks and name.casefold() not in words.no_names else None


def corrected_step(text: str, language: str = DUTCH) -> Step | None:
    """Read which part is wrong from words such as "mijn mail klopt niet"."""
    lowered, corrections = text.casefold(), _words(language).corrections
    return next((step for step, marks in corrections.items() if any(mark in lowered for mark in marks)), None)


def may_send(text: str, language: str = DUTCH) -> bool | None:
    """Tell whether a text is a go-ahead such as "verstuur maar"; None when it is not about sending.

    The model may well read both "verstuur maar" and "nog niet versturen" as a stop.
    """
    typed, words = set(re.findall(r"[\w']+", text.casefold())), _words(language)
    return not typed & words.not_yet if typed & words.sending else None
