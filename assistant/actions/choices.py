"""The buttons the assistant offers; the `choice` of each is a verb, or a verb and what it is about."""

from collections.abc import Iterable

from assistant.actions.turn import Turn
from assistant.schemas import Choice
from knowledge.models import Article
from knowledge.search.words import DUTCH
from knowledge.topics import TOPICS


def person(turn: Turn) -> Choice:
    """Offer the way to a person; it goes with every reply that might not be enough."""
    return Choice(title=turn.say("choice_person"), choice="hand-off")


def person_named(turn: Turn, name: str) -> Choice:
    """Offer the way to a person by name."""
    return Choice(title=turn.say("choice_person_named", name=name), choice="hand-off")


def topics(turn: Turn) -> tuple[Choice, ...]:
    """Offer every topic and a person."""
    offered = [Choice(title=turn.topic_title(key), choice=f"topic:{key}") for key in TOPICS]
    return (*offered, person(turn))


def gemeenten(turn: Turn) -> tuple[Choice, ...]:
    """Offer the gemeenten of the region, and a way out for who has none."""
    areas = turn.library.areas
    offered = [Choice(title=areas.name(slug), choice=f"gemeente:{slug}") for slug in areas.region_gemeenten]
    return (*offered, Choice(title=turn.say("choice_no_gemeente"), choice="no-gemeente"))


def articles(turn: Turn, items: Iterable[Article]) -> tuple[Choice, ...]:
    """Offer articles by their titles; whoever speaks another language sees which are in Dutch."""
    return tuple(Choice(title=_title(turn, item), choice=f"article:{item.id}") for item in items)


def _title(turn: Turn, item: Article) -> str:
    foreign = item.language == DUTCH and turn.language != DUTCH
    return turn.say("choice_in_dutch", title=item.title) if foreign else item.title


def yes_no(turn: Turn) -> tuple[Choice, Choice]:
    """Offer yes and no."""
    return Choice(title=turn.say("choice_yes"), choice="yes"), Choice(
        title=turn.say("choice_no"), choice="no"
    )
