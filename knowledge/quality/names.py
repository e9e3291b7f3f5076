"""Names and numbers of private persons: an article names a function or a desk, never a person."""

import re
from collections.abc import Container, Iterator

from knowledge.errors import Problem
from knowledge.person_names import written_names
from knowledge.quality.pages import Page

_NAME = r"(?:[A-Z]\.\s?)*(?:(?:van|de|der|den|ter|ten|het|'t)\s)*[A-Z][\w'’-]+"
_PATTERNS = {
    "een aanspreekvorm met een naam": re.compile(
        rf"\b(?:[Dd]e heer|[Mm]evrouw|[Mm]eneer|[Dd]hr\.?|[Mm]evr\.?|[Mm]w\.?|Mrs?\.?|Ms\.?)\s{_NAME}"
    ),
    "voorletters met een naam": re.compile(
        r"\b(?:[A-Z]\.){1,3}\s?(?:(?:van|de|der|den|ter|ten)\s)*[A-Z][a-z]{2,}\b"
    ),
    "een mailadres dat van één persoon lijkt": re.compile(
        r"\b[a-z]+(?:\.[a-z]+)+@[\w.-]+\w\b", re.IGNORECASE
    ),
    "een mobiel nummer": re.compile(r"(?<![\d.-])(?:06|\+31\s?\(?0?\)?\s?6|0031\s?6)(?:[\s-]?\d){8}(?!\d)"),
}


def private_persons(page: Page, allowed: Container[str]) -> Iterator[Problem]:
    """Report what looks like a private person in the text, the title or the names of the sources."""
    article = page.article
    titles = [each for source in article.sources for each in (source.title, source.document or "")]
    named = [*page.texts.items(), ("title", article.title)]
    named += [("questions", question) for question in article.questions]
    named += [("sources", title) for title in titles]
    for field, text in named:
        for what, found in _matches(text):
            if found not in allowed:
                message = (
                    f"'{found}' is {what}; noem een functie of loket, of zet het in check.yaml met een reden"
                )
                yield page.problem(field, message, found)


def _matches(text: str) -> Iterator[tuple[str, str]]:
    """Yield what was found and what it looks like; a name within a longer find is told once."""
    told: list[str] = []
    for what, found in _suspects(text):
        if not any(found in longer for longer in told):
            told.append(found)
            yield what, found


def _suspects(text: str) -> Iterator[tuple[str, str]]:
    for what, pattern in _PATTERNS.items():
        yield from ((what, found[0]) for found in pattern.finditer(text))
    yield from (("een voornaam met een achternaam", text[start:end]) for start, end in written_names(text))
