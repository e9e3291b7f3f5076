"""An article as an entrepreneur will read it, with what an editor wants to know about the text."""

from dataclasses import dataclass

from markupsafe import Markup

from channels.desk.articles.form import Typed
from channels.services import Services
from channels.web.articles.text import to_html
from knowledge.errors import ContentError
from knowledge.glossary import TermFile, read_glossary
from knowledge.quality.readability import Known, Readability, score
from knowledge.schemas import MAXIMUM_SHORT_ANSWER


@dataclass(frozen=True)
class Body:
    """The parts of the text as safe HTML, and its measures."""

    typed: Typed
    short_answer: Markup
    details: Markup
    readability: Readability | None
    """How hard it is to read; nothing for what is not Dutch."""
    longest: int = MAXIMUM_SHORT_ANSWER

    @property
    def too_long(self) -> bool:
        """Whether the short answer has more words than it may."""
        return self.typed.words > self.longest


def body(typed: Typed, services: Services) -> Body:
    """Show what was typed; unsafe Markdown shows as text."""
    text = "\n\n".join(part for part in (typed.short_answer, typed.details) if part)
    measured = score(text, _known(services)) if typed.language == "nl" else None
    return Body(typed, to_html(typed.short_answer), to_html(typed.details), measured)


def _known(services: Services) -> Known:
    """Return the words that an editor cannot replace, as ``voordeur knowledge check`` counts them."""
    library = services.library
    terms = [name for term in _glossary(services) for name in (term.term, *term.also)]
    places = [gemeente.name for gemeente in library.areas.gemeenten().values()]
    schemes = [scheme.name for scheme in library.vocabulary.schemes]
    return Known([*terms, *schemes, *places, *library.areas.groups().values()])


def _glossary(services: Services) -> tuple[TermFile, ...]:
    try:
        return read_glossary(services.settings.content_dir)
    except ContentError:  # a measure a little off is better than no page
        return ()
