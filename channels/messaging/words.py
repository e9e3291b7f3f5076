"""The few words and keys that mean something to a messenger itself, not to the assistant."""

import re

YES_KEY, NO_KEY = "consent:yes", "consent:no"
_YES = {
    "ja",
    "ja ga verder",
    "akkoord",
    "ok",
    "oke",
    "oké",
    "prima",
    "goed",
    "yes",
    "yes go on",
    "agree",
    "1",
}
_NO = {"nee", "no", "2"}
_STOP = {"stop", "stoppen", "stop chat", "uitschrijven", "unsubscribe"}
_NOT_WORDS = re.compile(r"[\W_]+")

# The whole of an answer to the question where somebody can be reached: in the app that it is asked in.
_THIS_NUMBER = re.compile(
    r"((op|via|bel|app|gebruik|use|on|call) )*(me |mij )?(maar )?(op |via )?"
    r"(dit|deze|hetzelfde|mijn|this|my)? ?(app|whatsapp|whats app)? ?(nummer|number|whatsapp)"
)

# Choices that mean the same whenever they are pressed. Any other, such as yes, belongs to its question.
_ALWAYS = {"topic", "article", "gemeente", "hand-off", "check", "language"}


def agrees(text: str) -> bool:
    """Tell whether a text says yes and nothing else."""
    return plain(text) in _YES


def declines(text: str) -> bool:
    """Tell whether a text says no and nothing else."""
    return plain(text) in _NO or stops(text)


def stops(text: str) -> bool:
    """Tell whether somebody wants to end and be forgotten."""
    return plain(text) in _STOP


def means_this_number(text: str) -> bool:
    """Tell whether somebody who is asked for a phone number means the one they write with."""
    return bool(_THIS_NUMBER.fullmatch(plain(text)))


def holds_always(choice: str) -> bool:
    """Tell whether a choice still means the same when it is an old one."""
    return choice.partition(":")[0] in _ALWAYS


def plain(text: str) -> str:
    """Return the bare words, without capitals and signs."""
    return _NOT_WORDS.sub(" ", text.casefold()).strip()
